"""The next step of a candidate: forward or back, a pause, the end, and on again."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access, lifecycle
from candidates.choices import CandidateState
from candidates.file import step_back, stopping
from candidates.file_choices import HoldReason, WithdrawReason
from candidates.forms.file import HoldForm, WithdrawForm
from candidates.forms.step import StepForm
from candidates.models import Candidate
from candidates.views.file import file_url, frame, open_file
from candidates.working.assigning import coaches_for
from organisations.access import WorkRequest, requires
from organisations.refused import Refused


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_step(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Take a step of the process."""
    candidate = open_file(request, candidate_id, purpose=_("Volgende stap zetten"))
    on = timezone.localdate()
    people = {one.user_id: one.user for one in coaches_for(request.acting)}
    form = StepForm(
        request.POST if request.method == "POST" else None,
        steps=lifecycle.next_for(candidate),
        coaches=[(str(pk), user.name) for pk, user in people.items()],
        today=on,
        initial={"on": on, "to": request.GET.get("naar", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        # Who was placed goes on to the follow-up, also when the work has ended.
        follows = (candidate.state, given["to"]) == (CandidateState.PLACED, CandidateState.FOLLOW_UP)
        if given["to"] in step_back.AT_WORK and not follows and not step_back.has_work(candidate, on=on):
            messages.info(request, _("Vul in waar deze persoon werkt. Dan komt het dossier op geplaatst."))
            here = {"organisation_id": request.acting.organisation_id, "candidate_id": candidate.pk}
            return HttpResponseRedirect(reverse("placements:placement_create", kwargs=here))
        owner = people[uuid.UUID(given["owner"])] if given["owner"] else None
        try:
            moved = lifecycle.move(
                request.acting,
                candidate.pk,
                to=given["to"],
                on=given["on"],
                at=timezone.now(),
                reason=given["reason"],
                owner=owner,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Vastgelegd: %(state)s.") % {"state": moved.get_state_display().lower()})
            return HttpResponseRedirect(file_url(request, candidate))
    return _page(request, candidate, "candidates/candidate_step.html", form)


@requires(access.may_work_with_candidates)
@require_POST
def step_take_back(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Take one's own last step of today back."""
    candidate = get_object_or_404(access.candidates_of(request.acting), pk=candidate_id, anonymised_at=None)
    try:
        step_id = uuid.UUID(request.POST.get("step", ""))
    except ValueError:
        raise Http404 from None
    try:
        moved = step_back.take_back(request.acting, candidate.pk, step_id, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Teruggedraaid: %(state)s.") % {"state": moved.get_state_display().lower()})
    return HttpResponseRedirect(file_url(request, candidate))


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_hold(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Let somebody rest, with the reason and the day on which somebody calls."""
    candidate = open_file(request, candidate_id, purpose=_("Op pauze zetten"))
    on = timezone.localdate()
    form = HoldForm(request.POST if request.method == "POST" else None, on=on)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            stopping.hold(
                request.acting,
                candidate.pk,
                HoldReason(given["reason"]),
                note=given["note"],
                call_by=given["call_by"],
                on=on,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Op pauze gezet."))
            return HttpResponseRedirect(file_url(request, candidate))
    return _page(request, candidate, "candidates/candidate_hold.html", form)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_withdraw(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Somebody stops; with the reason."""
    candidate = open_file(request, candidate_id, purpose=_("Vastleggen dat iemand stopt"))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            stopping.withdraw(
                request.acting,
                candidate.pk,
                WithdrawReason(given["reason"]),
                note=given["note"],
                on=timezone.localdate(),
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Vastgelegd: deze persoon stopt. U kunt altijd weer verder."))
            return HttpResponseRedirect(file_url(request, candidate))
    return _page(request, candidate, "candidates/candidate_withdraw.html", form)


@requires(access.may_work_with_candidates)
@require_POST
def candidate_resume(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Go on where it stopped."""
    candidate = get_object_or_404(access.candidates_of(request.acting), pk=candidate_id, anonymised_at=None)
    try:
        moved = stopping.resume(request.acting, candidate.pk, on=timezone.localdate(), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Doet weer mee: %(state)s.") % {"state": moved.get_state_display().lower()})
    return HttpResponseRedirect(file_url(request, candidate))


def _page(request: WorkRequest, candidate: Candidate, template: str, form: Any) -> HttpResponse:
    context = frame(request, candidate, "overview") | {
        "form": form,
        "may_hold": candidate.state != CandidateState.ON_HOLD,
        "may_withdraw": candidate.state != CandidateState.WITHDRAWN,
        "is_stopped": candidate.state in CandidateState.with_reason(),
    }
    return render(request, template, context, status=422 if form.errors else 200)
