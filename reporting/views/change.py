"""What moved a figure of a report: the rows that came and went, and for who may see those what happened to them."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, requires
from reporting import access, pipeline
from reporting.counting import end_of, frozen_over, version_before
from reporting.definitions import Definition, define
from reporting.models import Report
from reporting.overviews.dashboard import behind
from reporting.overviews.happened import happened
from reporting.periods import Period
from reporting.render.revisions import written
from reporting.views.figure import names_of

_SIDES = ("came", "went")


@requires(access.may_read_reports)
@require_GET
def report_change(request: WorkRequest, report_id: uuid.UUID, figure: str) -> HttpResponse:
    """A figure that differs from the version before."""
    report = _report(request, report_id)
    line = _line(report, "changes", figure)
    earlier = version_before(report, by=_known_at(report))
    words = {
        "was": _("Versie %(number)s") % {"number": earlier.version if earlier else "–"},
        "value_before": written(line["before"]),
        "value_after": written(line["after"]),
    }
    return _page(request, report, "changes", line, earlier, words)


@requires(access.may_read_reports)
@require_GET
def report_late(request: WorkRequest, report_id: uuid.UUID, figure: str) -> HttpResponse:
    """A figure of an earlier period for which something came in after its report was frozen."""
    report = _report(request, report_id)
    line = _line(report, "late_arrivals", figure)
    period = Period.parse(line["period"])
    earlier = frozen_over(report, period, by=_known_at(report))
    words = {
        "was": _("Vastgesteld over %(period)s") % {"period": period.label},
        "value_before": written(line["frozen"]),
        "value_after": written(line["now"]),
        "about": period.label,
    }
    return _page(request, report, "late_arrivals", line, earlier, words)


def _report(request: WorkRequest, report_id: uuid.UUID) -> Report:
    return get_object_or_404(access.reports_of(request.acting).exclude(snapshot=""), pk=report_id)


def _line(report: Report, name: str, figure: str) -> Mapping[str, Any]:
    found = next((one for one in pipeline.document_of(report).get(name) or () if one["path"] == figure), None)
    if found is None:
        raise Http404
    return found


def _known_at(report: Report) -> dt.datetime:
    """Up to when this version knows what happened; it has figures, so it has a moment."""
    if report.known_on is not None:
        return end_of(report.known_on)
    if report.frozen_at is None:
        raise Http404
    return report.frozen_at


def _page(
    request: WorkRequest,
    report: Report,
    name: str,
    line: Mapping[str, Any],
    earlier: Report | None,
    words: dict[str, str],
) -> HttpResponse:
    figure = line["path"]
    definition = define(figure, names_of(request.acting, figure, pipeline.document_of(report)))
    if definition is None:
        raise Http404
    rows = json.loads(report.rows or "{}")
    moved = {side: list(rows.get(f"{name}[{figure}].{side}") or ()) for side in _SIDES}
    page = words | {
        "report": report,
        "definition": definition,
        "earlier": earlier,
        "counts": {side: len(references) for side, references in moved.items()},
        "back_url": reverse("reporting:report_detail", args=[request.acting.organisation_id, report.pk]),
        "kept": "came" in line,
        "moved": any(moved.values()),
        "shown": None,
    }
    if earlier is not None and earlier.frozen_at is not None and page["moved"]:
        page |= _rows(request, definition, moved, since=earlier.frozen_at, until=_known_at(report))
    return render(request, "reporting/figure_change.html", page)


def _rows(
    request: WorkRequest,
    definition: Definition,
    moved: Mapping[str, list[str]],
    *,
    since: dt.datetime,
    until: dt.datetime,
) -> dict[str, Any]:
    """A page of the rows that the member may see, each with what happened to it."""
    kind = definition.rows
    references = {side: {behind.reference_of(kind, one) for one in found} for side, found in moved.items()}
    sought = behind.SoughtRows.of(request.acting, kind, sorted(references["came"] | references["went"]))
    if sought is None:
        return {}
    page = Paginator(sought.visible, behind.PER_PAGE).get_page(request.GET.get("page"))
    records = list(page.object_list)
    told = happened(kind, records, since=since, until=until)
    return {
        "shown": [
            {
                "row": row,
                "side": _side(row.reference, references),
                "happened": told.get(record.pk, []),
            }
            for record in records
            for row in [behind.row_of(request.acting, sought, record)]
        ],
        "columns": sought.table.columns,
        "page": page,
        "since": since,
        "hidden": len(references["came"] | references["went"]) - page.paginator.count,
    }


def _side(reference: str, references: Mapping[str, set[str]]) -> str:
    came, went = (reference in references[side] for side in _SIDES)
    if came and went:
        return _("Telt anders")
    return _("Erbij") if came else _("Eraf")
