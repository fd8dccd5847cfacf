"""A step of a tender from one status to the next, and back on the same day."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from tenders.access import may_enter_tenders, tenders_entered_by
from tenders.calendar import told
from tenders.calendar.access import may_award_under
from tenders.calendar.lifecycle import Moved, StepRefused, lacks, move, stays_awarded, take_back, throw_away
from tenders.calendar.page import next_of
from tenders.choices import TenderStatus
from tenders.forms.tender_step import TenderStepForm
from tenders.models import Contract, Tender
from tenders.tender_status import NOT_WITH_CONTRACT, TRANSITIONS, steps_from


@requires(may_enter_tenders)
@require_http_methods(["GET", "HEAD", "POST"])
def tender_step(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """Record a step; the one that waits is chosen. Whoever hears of it is named beforehand."""
    acting, on = request.acting, timezone.localdate()
    tender = get_object_or_404(tenders_entered_by(acting).select_related("authority", "value"), pk=tender_id)
    hearing = told.who_hears(acting, tender)
    has_contract = Contract.objects.filter(tender=tender).exists()
    seen = request.POST.get("seen", "")
    form = TenderStepForm(
        request.POST if request.method == "POST" else None,
        # Sent twice, the first has moved it: the steps are those that the page showed.
        status=seen if seen in TRANSITIONS else tender.status,
        has_contract=has_contract,
        initial={"to": _proposed(request, tender, has_contract=has_contract), "on": on, "seen": tender.status},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        concerned = told.concerns_others(tender, to=values["to"])
        try:
            moved = move(acting, tender, at=timezone.now(), **values)
        except StepRefused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            _say(request, moved, hearing if concerned else told.Hearing())
            return HttpResponseRedirect(detail_path(request, tender))
    context = {
        "form": form,
        "tender": tender,
        "hearing": hearing.before() if told.concerns_others(tender, to=TenderStatus.WITHDRAWN) else [],
        "lacking": _lacking(form, tender),
        "stays": stays_awarded() if has_contract and TRANSITIONS[tender.status] & NOT_WITH_CONTRACT else "",
        "may_award": may_award_under(acting, tender) and TenderStatus.AWARDED in TRANSITIONS[tender.status],
    }
    return render(request, "tenders/tender_step.html", context, status=422 if form.errors else 200)


@requires(may_enter_tenders)
@require_POST
def tender_step_back(request: WorkRequest, tender_id: uuid.UUID, tender_step_id: uuid.UUID) -> HttpResponse:
    """Take back one's own last step of today."""
    tender = get_object_or_404(tenders_entered_by(request.acting).select_related("authority"), pk=tender_id)
    was_withdrawn = tender.status == TenderStatus.WITHDRAWN
    hearing = told.who_hears(request.acting, tender) if was_withdrawn else told.Hearing()
    try:
        moved = take_back(request.acting, tender, tender_step_id, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, refused.sentence)
    else:
        # Who heard that it does not go on, hears that it does.
        change = told.step_change(tender.status, moved.tender.status)
        told.tell(request.acting, moved.tender, [change], hearing=hearing)
        messages.success(request, _("Teruggedraaid. De status is weer ‘%(now)s’.") % {"now": _status(moved)})
    return HttpResponseRedirect(detail_path(request, tender))


@requires(may_enter_tenders)
@require_POST
def tender_throw_away(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """Throw away a concept that nobody else saw; its page still takes that back."""
    tender = get_object_or_404(tenders_entered_by(request.acting).select_related("authority"), pk=tender_id)
    try:
        moved = throw_away(request.acting, tender, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, refused.sentence)
    else:
        if moved.is_new:
            messages.success(
                request, _("Weggegooid. Het concept staat niet meer in uw lijst. Hieronder draait u dat terug.")
            )
    return HttpResponseRedirect(detail_path(request, tender))


def detail_path(request: WorkRequest, tender: Tender) -> str:
    return reverse("tenders:tender_detail", args=[request.acting.organisation_id, tender.pk])


def _say(request: WorkRequest, moved: Moved, hearing: told.Hearing) -> None:
    if not moved.is_new:
        messages.info(request, _("Deze stap was al vastgelegd."))
        return
    messages.success(request, _("Vastgelegd. De status is nu ‘%(now)s’.") % {"now": _status(moved)})
    step = moved.step
    told.tell(
        request.acting,
        moved.tender,
        [told.step_change(step.from_status, step.to_status)],
        reason=step.note,
        hearing=hearing,
    )
    if said := hearing.after():
        messages.info(request, said)


def _proposed(request: WorkRequest, tender: Tender, *, has_contract: bool) -> str:
    asked = request.GET.get("naar", "")
    if asked in steps_from(tender.status, has_contract=has_contract):
        return asked
    waits = next_of(tender, may_award=False, has_contract=has_contract)
    return waits.to if waits else ""


def _lacking(form: TenderStepForm, tender: Tender) -> tuple[str, ...]:
    """What the chosen step asks first, as far as that is known before it is sent."""
    to: Any = form["to"].value()
    return lacks(tender, to) if to in TRANSITIONS[tender.status] else ()


def _status(moved: Moved) -> str:
    return str(moved.tender.get_status_display())
