"""The page of one figure: what it means, what it is, and the rows that it was made of for who may see them."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.models import TrainingProgramme
from organisations.access import WorkRequest, requires
from organisations.models import Organisation
from organisations.tenancy import Acting
from reporting import access, pipeline
from reporting.definitions import Definition, define, steps
from reporting.figures.tree import figure_at
from reporting.models import Standing
from reporting.overviews.dashboard import behind
from reporting.overviews.dashboard.finding import in_address, own_rows, published_source
from reporting.periods import Period
from tenders.choices import ReasonKind

#: Reports of this schema were made before rows were kept.
NO_ROWS_SCHEMA = 1
#: Figures that are a quotient of two others, which have rows of their own.
QUOTIENTS: Mapping[str, tuple[str, str]] = {
    "finance.cost_per_sustained": ("finance.training_and_guidance", "sustained_outflow.cumulative.total"),
}
#: Figures about money and tracks that are not split and are of the period (domain rules, section 10).
_OF_PERIOD = {
    ("finance", name) for name in ("cost_per_programme", "guidance_excl_participatiewet", "cost_by_werkplein", "tracks")
}


@requires(access.sees_figures_of_now)
@require_GET
def standing_figure(request: WorkRequest, figure: str) -> HttpResponse:
    """A figure of the dashboard, as it was counted last."""
    acting = request.acting
    period = in_address(request.GET.get("periode", ""), on=timezone.localdate())
    standing = get_object_or_404(
        Standing.objects.exclude(document=""), region_id__in=acting.region_ids, period=str(period)
    )
    back = reverse("reporting:dashboard", args=[acting.organisation_id])
    page = {"report_id": "", "back_url": f"{back}?periode={period}", "title": period.label, "made_at": standing.made_at}
    return _page(request, figure, json.loads(standing.document), json.loads(standing.rows), page)


@requires(access.sees_figures)
@require_GET
def report_figure(request: WorkRequest, report_id: uuid.UUID, figure: str) -> HttpResponse:
    """A figure of a version of a report. Who reads only what was published sees its meaning; a Werkplein its own rows."""
    acting = request.acting
    if access.may_read_reports(acting):
        report = get_object_or_404(access.reports_of(acting).exclude(snapshot=""), pk=report_id)
        document, rows = pipeline.document_of(report), json.loads(report.rows or "{}")
        page = {"title": report.title, "version": report.version, "made_at": report.frozen_at, "report_id": report_id}
    else:
        publication = get_object_or_404(access.published_for(acting), report_id=report_id)
        source = published_source(acting, publication)
        if source is None:
            raise Http404
        document, rows = source.document, None
        made_at = dt.datetime.fromisoformat(document["made_at"])
        page = {"title": publication.title, "version": publication.version, "made_at": made_at, "report_id": ""}
        page["published_id"] = report_id
    page |= _ways_back(acting, report_id)
    return _page(request, figure, document, rows, page)


def _ways_back(acting: Acting, report_id: uuid.UUID) -> dict[str, Any]:
    if access.may_read_reports(acting):
        return {"back_url": reverse("reporting:report_detail", args=[acting.organisation_id, report_id])}
    return {"back_url": reverse("reporting:dashboard", args=[acting.organisation_id])}


def _page(
    request: WorkRequest,
    figure: str,
    document: Mapping[str, Any],
    rows: Mapping[str, behind.Behind] | None,
    page: dict[str, Any],
) -> HttpResponse:
    acting = request.acting
    definition = define(figure, names_of(acting, figure, document))
    try:
        value = figure_at(document, figure)
    except KeyError:
        raise Http404 from None
    if definition is None or isinstance(value, bool) or value is None:
        raise Http404
    in_euros = definition.in_euros and isinstance(value, str)
    found = None if rows is None else rows.get(figure)
    page |= {
        "figure": figure,
        "definition": definition,
        "value": Decimal(value) if in_euros else value,
        "in_euros": in_euros,
        "period": Period.parse(document["period"]),
        "is_of_period": _is_of_period(steps(figure)),
        "parts": [(define(part), part) for part in QUOTIENTS.get(figure, ())],
        "part_base": request.path.removesuffix(f"{figure}/"),
        "query": f"?periode={request.GET['periode']}" if request.GET.get("periode") else "",
        **_rows(request, definition, found, published_id=page.pop("published_id", None)),
    }
    if page["why"] == "not_kept" and document.get("schema_version") == NO_ROWS_SCHEMA:
        page["why"] = "schema_1"
    return render(request, "reporting/figure.html", page)


def _rows(
    request: WorkRequest, definition: Definition, found: behind.Behind | None, *, published_id: uuid.UUID | None
) -> dict[str, Any]:
    """The rows for who may see them, or why there are none."""
    total = None
    if published_id is not None:
        own = own_rows(request.acting, definition.path, report_id=published_id, kind=definition.rows)
        if own is None:
            return {"behind": None, "why": "published"}
        found, total = own.behind, own.total
    if found is None:
        return {"behind": None, "why": "not_kept"}
    shown = behind.rows_behind(
        request.acting,
        definition.rows,
        found,
        page=request.GET.get("page"),
        search=request.GET.get("zoek", "").strip()[:100],
        total=total,
    )
    if shown is None:
        return {"behind": None, "why": "published" if published_id else "persons", "total": len(found)}
    return {"behind": shown, "why": ""}


def _is_of_period(way: tuple[str, ...]) -> bool:
    """Whether the figure counts from the first day of the period, or everything up to its last one."""
    return "period" in way or way[0] == "programmes_developed" or way[:2] in _OF_PERIOD


def names_of(acting: Acting, figure: str, document: Mapping[str, Any]) -> dict[str, str]:
    """The words for the codes in a path; what the document does not name is asked for only where one stands in it."""
    names = {code: one["name"] for code, one in (document.get("municipalities") or {}).items()}
    way = steps(figure)
    if way[0] == "tender_reasons":
        names |= {one.value: str(one.label) for one in ReasonKind} | {"unknown": _("onbekend")}
    if any("werkplein" in step for step in way):
        here = Organisation.objects.filter(organisation_regions__region_id__in=acting.region_ids, kind="werkplein")
        names |= dict(here.order_by("name").values_list("organisation_regions__code", "name"))
    if any("programme" in step for step in way[:-1]):
        # Row security shows them to who works with them; the others read the code, or what a newer document says.
        known = TrainingProgramme.objects.filter(region_id__in=acting.region_ids)
        names |= dict(known.order_by("code").values_list("code", "name"))
        names |= document.get("programmes") or {}
    return names
