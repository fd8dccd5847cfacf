"""The calendar as its keepers see it: what to mend first, and one click that says a tender is still right."""

import uuid

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from organisations import saved_views
from organisations.access import WorkRequest, acts_for_authority, requires
from tenders import access
from tenders.calendar.upkeep import (
    MEND_WORDS,
    ConfirmRefused,
    by_authority,
    confirm,
    confirm_stale,
    summary_of,
    upkeep_of,
)
from tenders.tender_filter import TenderFilter
from tenders.tender_table import AuthorityUpkeepTable, TenderTable
from tenders.tender_upkeep import Mend

TENDERS_PER_PAGE = 25


@requires(access.may_keep_calendar)
@require_GET
def tender_list(request: WorkRequest) -> HttpResponse:
    """The tenders that this organisation keeps, the ones that ask for attention first."""
    acting, on = request.acting, timezone.localdate()
    views = saved_views.opened(acting, "kalender", request.GET)
    if views.redirect:
        return HttpResponseRedirect(views.redirect)
    tenders = access.tenders_kept_by(acting)
    shown = tenders.with_upkeep(on=on).with_days_taken().select_related("authority", "value").defer("search")
    found = TenderFilter(request.GET, acting=acting, tenders=tenders, queryset=shown.annotate(name=F("title")))
    ordered = found.qs.order_by("-is_open", "mend_rank", F("planned_publication").asc(nulls_last=True), "pk")
    may_enter = access.may_enter_tenders(acting)
    table = TenderTable(ordered, acting=acting, may_confirm=may_enter)
    if may_enter:
        table.when_empty(
            _("Zet uw eerste aanbesteding op de kalender. Dat kan ook als nog niet alles bekend is."),
            url=reverse("tenders:tender_create", args=[acting.organisation_id]),
            action=_("Aanbesteding toevoegen"),
        )
    RequestConfig(request, paginate={"per_page": TENDERS_PER_PAGE}).configure(table)
    for row in table.page.object_list:
        _complete(row.record, names_authority=not acts_for_authority(acting), on=on)
    summary = summary_of(tenders, on=on)
    return render(
        request,
        "tenders/tender_list.html",
        {
            "table": table,
            "filter": found,
            "views": views,
            "on": on,
            "may_enter": may_enter,
            "is_own": acts_for_authority(acting),
            "summary": summary,
            "queue": [
                {
                    "mend": mend.value,
                    "word": MEND_WORDS[mend],
                    "number": summary.by_mend[mend],
                    "url": f"?werk={mend.value}",
                }
                for mend in Mend
                if summary.by_mend[mend]
            ],
        },
    )


@requires(access.may_keep_calendar)
@require_GET
def tender_authorities(request: WorkRequest) -> HttpResponse:
    """How each authority keeps its open tenders; one for an authority itself."""
    acting, on = request.acting, timezone.localdate()
    table = AuthorityUpkeepTable(by_authority(access.tenders_kept_by(acting), on=on), acting=acting)
    RequestConfig(request, paginate={"per_page": TENDERS_PER_PAGE}).configure(table)
    return render(request, "tenders/tender_authorities.html", {"table": table, "on": on})


@requires(access.may_enter_tenders)
@require_POST
def tender_confirm(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """'Nog actueel': one click. A tender with a date that has passed is mended first."""
    try:
        tender = confirm(request.acting, tender_id=tender_id, at=timezone.now())
    except ConfirmRefused as refused:
        messages.error(request, str(refused))
    else:
        if tender is None:
            raise Http404
        messages.success(request, _("Bedankt. ‘%(title)s’ staat weer als actueel.") % {"title": tender.title})
    return HttpResponseRedirect(_back(request))


@requires(access.may_enter_tenders)
@require_POST
def tender_confirm_all(request: WorkRequest) -> HttpResponse:
    """The same for everything that only was not looked at for long."""
    number = confirm_stale(request.acting, at=timezone.now())
    said = ngettext(
        "%(number)s aanbesteding staat weer als actueel.", "%(number)s aanbestedingen staan weer als actueel.", number
    )
    messages.success(request, said % {"number": number})
    return HttpResponseRedirect(_back(request))


def _back(request: WorkRequest) -> str:
    """The page the button stood on; nowhere outside the portal."""
    page = request.POST.get("terug", "")
    if page and url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return page
    return reverse("tenders:tender_list", args=[request.acting.organisation_id])


def _complete(tender, *, names_authority: bool, on) -> None:
    tender.upkeep = upkeep_of(tender, on=on)
    tender.name = tender.title or _("Nog zonder titel")
    parts = [tender.reference, tender.get_kind_display() if tender.kind else ""]
    tender.sub_title = " · ".join(filter(None, [tender.authority.name if names_authority else "", *parts]))
