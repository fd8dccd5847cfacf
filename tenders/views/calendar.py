"""The calendar of tenders for everybody: a list, the same by quarter, and a page for each tender.

No log-in, no cookie, nothing of who asks in the page: everybody gets the same, and it may be kept on the way.
"""

import uuid
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from organisations import public_pages, tenancy
from organisations.access import open_to_all
from organisations.models import Region
from organisations.search_address import address
from tenders.calendar import public_page as shown
from tenders.calendar import public_words as words
from tenders.calendar.counting import counts_of
from tenders.calendar.documents import public_documents_of
from tenders.calendar.quarters import quarter_of
from tenders.calendar.selection import selection
from tenders.calendar.wanted import ByDate, Order, View, Wanted
from tenders.choices import TenderStatus
from tenders.models import Tender

#: The files of what is on screen: name, what it is called, and its type where a reader of feeds looks for it.
FILES = (
    ("kalender.ics", gettext_lazy("Agenda (iCalendar)"), ""),
    ("kalender.atom", gettext_lazy("Nieuws volgen (Atom)"), "application/atom+xml"),
    ("kalender.csv", gettext_lazy("CSV"), ""),
    ("kalender.xlsx", gettext_lazy("Excel"), ""),
    ("ocds.json", gettext_lazy("Open data (OCDS 1.1)"), "application/json"),
)


@open_to_all
@require_safe
def calendar(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """What comes, by the search and the choices in the address."""
    region = get_object_or_404(Region, code=region_code)
    on = timezone.localdate()
    with tenancy.public(region.pk):
        found = selection(region.pk, request.GET, on=on)
        wanted, counts = found.wanted, counts_of(found)
        page = shown.page_of(found, counts, request.GET.get("page", ""))
        rows = shown.rows_of(page, region, by=wanted.op)
    here = reverse("tenders:calendar", args=[region.code])
    context = _frame(region, here=here) | {
        "wanted": wanted,
        "is_guess": found.is_guess,
        "counts": counts,
        "page": page,
        "rows": rows,
        "quarters": shown.by_quarter(rows, counts) if wanted.weergave == View.QUARTERS else [],
        "tiles": shown.tiles_of(wanted, counts, now=quarter_of(on), here=here),
        "chips": [(chip.label, address(here, chip.without)) for chip in words.chips_of(wanted, counts)],
        "groups": shown.groups_of(wanted, counts),
        "periods": shown.periods_of(wanted, counts, quarter_of(on)),
        "errors": {name: wanted.refused.get(name, "") for name in ("zoek", "van", "tot", "waarde_van", "waarde_tot")},
        "refused": list(wanted.refused.values()),
        "orders": Order.choices,
        "dates": ByDate.choices,
        "views": [(one.label, address(here, wanted.with_(weergave=one.value)), one == wanted.weergave) for one in View],
        "scopes": shown.scopes_of(wanted, counts, here),
        "clear_url": address(here, Wanted(weergave=wanted.weergave, sorteer=wanted.sorteer)),
        "follow_url": _follow_address(region, wanted),
        "files": _files(region, wanted),
        "canonical": urljoin(settings.PUBLIC_URL, address(here, wanted, page=page.number)),
        "previous_url": address(here, wanted, page=page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(here, wanted, page=page.next_page_number()) if page.has_next() else "",
    }
    return public_pages.kept(request, HttpResponse(render_to_string("tenders/calendar.html", context)))


@open_to_all
@require_safe
def calendar_detail(request: HttpRequest, region_code: str, tender_id: uuid.UUID) -> HttpResponseBase:
    """All that everybody may know of one tender."""
    region = get_object_or_404(Region, code=region_code)
    here = reverse("tenders:calendar", args=[region.code])
    with tenancy.public(region.pk):
        tenders = Tender.objects.on_calendar().filter(region_id=region.pk).select_related("authority", "value")
        tender = get_object_or_404(tenders.with_days_taken().defer("search"), pk=tender_id)
        steps = shown.steps_of(tender)
        occupations = list(tender.expected_occupations.select_related("occupation").order_by("occupation__name", "pk"))
        is_withdrawn = tender.status == TenderStatus.WITHDRAWN
        of_authority = Wanted(opdrachtgever=(str(tender.authority_id),))
        context = _frame(region) | {
            "tender": tender,
            "authority": tender.authority.name,
            "facts": shown.facts_of(tender),
            "sroi": shown.sroi_facts_of(tender),
            "dates": shown.dates_of(tender),
            "lots": list(tender.lots.order_by("number", "pk")),
            "occupations": [
                (one.occupation.name, one.head_count, one.starts_on or tender.starts_on) for one in occupations
            ],
            "documents": [
                (
                    document.title,
                    reverse("tenders:calendar_document", args=[region.code, tender.pk, document.pk]),
                    document.size,
                )
                for document in public_documents_of(tender.pk)
            ],
            "steps": steps,
            "is_withdrawn": is_withdrawn,
            "withdrawn": next((one for one in reversed(steps) if is_withdrawn and one["note"]), None),
            "of_authority_url": address(here, of_authority),
            "follow_url": _follow_address(region, of_authority),
            "here": reverse("tenders:calendar_detail", args=[region.code, tender.pk]),
            "canonical": urljoin(
                settings.PUBLIC_URL, reverse("tenders:calendar_detail", args=[region.code, tender.pk])
            ),
        }
        page = HttpResponse(render_to_string("tenders/calendar_detail.html", context))
    return public_pages.kept(request, page)


def _frame(region: Region, *, here: str = "") -> dict[str, Any]:
    calendar_url = reverse("tenders:calendar", args=[region.code])
    return public_pages.frame(region, here=here or calendar_url) | {"calendar_url": calendar_url}


def _follow_address(region: Region, wanted: Wanted) -> str:
    try:
        return address(reverse("tenders:calendar_follow", args=[region.code]), wanted.narrowed)
    except NoReverseMatch:
        return ""


def _files(region: Region, wanted: Wanted) -> list[dict[str, Any]]:
    """The same set as files, where they are served."""
    try:
        return [
            {
                "label": label,
                "url": address(reverse("exchange:calendar_file", args=[region.code, name]), wanted),
                "type": kind,
            }
            for name, label, kind in FILES
        ]
    except NoReverseMatch:
        return []
