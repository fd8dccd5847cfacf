"""One tender in the workspace: its page, what happened to it, and tenders that are like it."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Field, UUIDField
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, requires
from organisations.cpv_codes import split_cpv
from organisations.form_fields import DateField
from tenders.access import may_enter_tenders, may_keep_calendar, tenders_kept_by
from tenders.calendar import access
from tenders.calendar.history import happenings
from tenders.calendar.lifecycle import can_take_back, can_throw_away
from tenders.calendar.page import Next, found, next_of, place_names, shown
from tenders.calendar.similar import MOST, SHOWN_BESIDE, Asked, Similar, similar_to
from tenders.choices import TenderStatus
from tenders.models import Tender

HAPPENINGS_PER_PAGE = 30
_MOST_PLACES = 20


@requires(access.may_read_calendar)
@require_GET
def tender_detail(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """All that is known of a tender for who reads it, and for who keeps it the step that waits."""
    acting, on = request.acting, timezone.localdate()
    tender = found(acting, tender_id, on=on)
    if tender is None:
        raise Http404
    page = shown(acting, tender, on=on)
    may_change = access.may_change(acting, tender)
    may_award = access.may_award_under(acting, tender)
    next_step = next_of(tender, may_award=may_award, has_contract=bool(page.contracts)) if may_change else None
    return render(
        request,
        "tenders/tender_detail.html",
        {
            "page": page,
            "tender": tender,
            "may_change": may_change,
            "may_award": may_award,
            "next_step": next_step,
            "next_url": _next_url(request, tender, next_step),
            "may_take_back": can_take_back(
                acting, tender, page.last_step, at=timezone.now(), has_contract=bool(page.contracts)
            ),
            "may_throw_away": may_change
            and not page.contracts
            and not page.firms
            and can_throw_away(tender, page.history),
            "is_awarded": tender.status in {TenderStatus.AWARDED, TenderStatus.IN_EXECUTION},
            "similar": _rows(similar_to(acting, Asked.of(tender), places=page.places), about=_about(acting, tender)),
            "similar_all": SHOWN_BESIDE,
        },
    )


@requires(may_keep_calendar)
@require_GET
def tender_history(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """Who changed what and when; for the authority itself and who watches over the region."""
    tender = get_object_or_404(tenders_kept_by(request.acting).select_related("authority"), pk=tender_id)
    page = Paginator(happenings(tender), HAPPENINGS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tenders/tender_history.html", {"tender": tender, "page": page})


@requires(access.may_read_calendar)
@require_GET
def tender_similar(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """More tenders that are like this one."""
    acting = request.acting
    tenders = access.tenders_read_by(acting).select_related("authority").defer("search")
    tender = get_object_or_404(tenders, pk=tender_id)
    places = place_names(tender.municipalities)
    rows = _rows(similar_to(acting, Asked.of(tender), places=places, most=MOST), about=_about(acting, tender))
    return render(request, "tenders/tender_similar.html", {"tender": tender, "similar": rows, "most": MOST})


@requires(may_enter_tenders)
@require_GET
def tender_like(request: WorkRequest) -> HttpResponse:
    """Tenders like what is being filled in, beside its form: title, codes, places and period as far as they are there."""
    asked = _asked(request.GET)
    places = place_names(asked.municipalities) if asked.municipalities else {}
    rows = _rows(similar_to(request.acting, asked, places=places), about=asked.title)
    return render(request, "tenders/_tender_like.html", {"similar": rows, "is_asked": bool(asked.title or asked.codes)})


def _asked(sent: QueryDict) -> Asked:
    """By the names of the form's fields; what cannot be read is left out."""
    codes = [code for text in [*sent.getlist("cpv"), *sent.getlist("cpv_gekozen")] for code in split_cpv(text)[0]]
    return Asked(
        sent.get("title", "")[:200],
        tuple(dict.fromkeys(codes)),
        tuple(sent.getlist("places")[:_MOST_PLACES]),
        _read(DateField(), sent.get("starts_on", "")),
        _read(DateField(), sent.get("ends_on", "")),
        tender_id=_read(UUIDField(), sent.get("aanbesteding", "")),
    )


def _read(field: Field, text: str) -> Any:
    """What the text says, None as long as it cannot be read."""
    try:
        return field.clean(text) or None
    except ValidationError:
        return None


def _rows(similar: list[Similar], *, about: str) -> list[dict[str, Any]]:
    return [{"one": one, "mail_link": one.mail_link(about=about)} for one in similar]


def _about(acting: Any, tender: Tender) -> str:
    """Names one's own tender in a mail to a colleague; of a tender that is not one's own nothing is said."""
    return tender.title if tender.authority_id == acting.organisation_id else ""


def _next_url(request: WorkRequest, tender: Tender, step: Next | None) -> str:
    if step is None:
        return ""
    organisation_id = request.acting.organisation_id
    if step.kind == "award":
        return f"{reverse('tenders:award_create', args=[organisation_id])}?aanbesteding={tender.pk}"
    if step.kind == "step":
        return f"{reverse('tenders:tender_step', args=[organisation_id, tender.pk])}?naar={step.to}"
    place = "#besluit" if step.kind == "decision" else ""
    return reverse("tenders:tender_edit", args=[organisation_id, tender.pk]) + place
