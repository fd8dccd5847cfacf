"""The public results of a region: a page, and the same figures as files. No log-in, no cookie, nothing of others."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations import public_pages, tenancy
from organisations.access import open_to_all
from organisations.charts import Mark, TargetChart
from organisations.models import Region
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl
from reporting.choices import FileFormat
from reporting.publication.open_data import render_description
from reporting.publication.results import Result, chosen, file_of, files_of, results_of, stories_of
from reporting.render.public import explanation_of, targets_of, topics_of, written
from reporting.suppression import HIDDEN
from reporting.views.files import CONTENT_TYPES

#: Long enough to carry a rush of readers; short enough that a story that was withdrawn is gone at once.
SECONDS_FRESH = 60
DESCRIPTION = "csv-metadata"


@open_to_all
@require_safe
def results(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """Where the programme stands, by the public figures of one report; ``rapport`` in the address chooses which."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        published = results_of(region.pk)
        result = chosen(published, request.GET.get("rapport", ""))
        if published and result is None:
            raise Http404
        context: dict[str, Any] = {
            "published": published,
            "result": result,
            "stories": stories_of(region.pk, on=timezone.localdate()),
        } | public_pages.frame(region, here=request.path)
        if result is not None:
            context |= _shown(region, result, published)
    # Without the request: a log-in or a form key in the page would make it somebody's, and give it a cookie.
    page = HttpResponse(render_to_string("reporting/results.html", context))
    return _cached(request, page, hashlib.sha256(page.content).hexdigest())


@open_to_all
@require_safe
def results_file(request: HttpRequest, region_code: str, result_key: str, file_format: str) -> HttpResponseBase:
    """A file of the public edition, or the description of its table by the CSVW standard."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        result = chosen(results_of(region.pk), result_key)
        if result is None:
            raise Http404
        name = f"resultaten-{region.code}-{result.key}"
        if file_format == DESCRIPTION:
            content = render_description(result.document, url=f"{name}.csv")
            answer = HttpResponse(content, content_type="application/csvm+json")
            answer["Content-Disposition"] = (
                content_disposition_header(as_attachment=True, filename=f"{name}.csv-metadata.json") or ""
            )
            return _cached(request, answer, hashlib.sha256(content).hexdigest())
        file = file_of(result, file_format)
        if file is None:
            raise Http404
        answer = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[FileFormat(file.format)])
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}.{file.format}") or ""
    )
    if file.format == FileFormat.CSV:
        described = reverse("reporting:results_file", args=[region.code, result.key, DESCRIPTION])
        answer["Link"] = f'<{described}>; rel="describedby"; type="application/csvm+json"'
    return _cached(request, answer, file.sha256)


def _cached(request: HttpRequest, answer: HttpResponse, digest: str) -> HttpResponseBase:
    """Everybody gets the same answer: it may be kept on the way, and asked for again by its digest."""
    etag = f'"{digest}"'
    answer["ETag"] = etag
    patch_cache_control(answer, public=True, max_age=SECONDS_FRESH)
    conditional = get_conditional_response(request, etag=etag, response=answer)
    if conditional is not None and conditional.status_code == HttpResponse(status=304).status_code:
        patch_cache_control(conditional, public=True, max_age=SECONDS_FRESH)
    return conditional or answer


def _shown(region: Region, result: Result, published: Sequence[Result]) -> dict[str, Any]:
    document = result.document
    target = (document.get("targets") or {}).get("sustained_outflow")
    return {
        "document": document,
        "reference_on": dt.date.fromisoformat(document["to"]),
        "targets": targets_of(document),
        "topics": topics_of(document),
        "explanation": explanation_of(document),
        "main": target,
        "reached": written(target["actual"]) if target else "",
        "is_reached_told": target is not None and target["actual"] not in (None, HIDDEN),
        "milestone_on": dt.date.fromisoformat(target["milestone_on"]) if target else None,
        "chart": _chart(result, published) if target and target.get("milestones") else None,
        "files": [
            {
                "label": file.get_format_display(),
                "size": file.size,
                "url": reverse("reporting:results_file", args=[region.code, result.key, file.format]),
            }
            for file in files_of(result)
        ],
        "description_url": reverse("reporting:results_file", args=[region.code, result.key, DESCRIPTION]),
    }


def _chart(result: Result, published: Sequence[Result]) -> TargetChart:
    """The main target by year, and how far it was at each reference date of which the count is public."""
    document, as_of = result.document, result.period.last_day
    target = document["targets"]["sustained_outflow"]
    milestones = tuple(Mark(dt.date.fromisoformat(one["on"]), one["count"]) for one in target["milestones"])
    known = {
        one.period.last_day: one.document["targets"]["sustained_outflow"]["actual"]
        for one in published
        if one.period.last_day <= as_of and (one.document.get("targets") or {}).get("sustained_outflow")
    } | {as_of: target["actual"]}
    reached = tuple(Mark(day, count) for day, count in sorted(known.items()) if isinstance(count, int))
    last = reached[-1] if reached else None
    note = _("Nog niet bekend")
    if last is not None:
        note = _("%(count)s bereikt op %(day)s") % {"count": dutch_number(last.count), "day": date_nl(last.on)}
    agreed = "; ".join(f"{dutch_number(one.count)} op {date_nl(one.on)}" for one in milestones)
    return TargetChart(
        name="resultaten",
        title=_("Duurzaam aan het werk: het doel per jaar en wat is bereikt"),
        description=f"{_('Doelen:')} {agreed}. {note}.",
        caption=_("Elke trede is het doel dat dat jaar geldt. De lijn is wat is bereikt."),
        note=note,
        starts_on=dt.date.fromisoformat(document["programme"]["started_on"]),
        as_of=as_of,
        milestones=milestones,
        current=dt.date.fromisoformat(target["milestone_on"]),
        reached=reached,
    )
