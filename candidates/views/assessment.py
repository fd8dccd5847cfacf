"""Intake and diagnosis: asked on one page with what somebody wants, and looked back at beside the last time."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from candidates import access, lifecycle
from candidates.choices import CandidateState, next_states
from candidates.file import assessing, facts
from candidates.file import shown as file_page
from candidates.file.call_script import script
from candidates.file_choices import AssessmentKind
from candidates.forms.assessment import AssessmentForm
from candidates.models import Assessment, Candidate
from candidates.questions import current, next_state
from candidates.views.file import file_url, frame, open_file, wishes_form
from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from organisations.shown import Changed, check_shown
from organisations.shown_forms import say_changed


@requires(access.works_with_candidates)
@require_GET
def assessment_list(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """The intakes and diagnoses of a candidate, newest first, and the way to begin one."""
    candidate = open_file(request, candidate_id, purpose=_("Intake en diagnose bekeken"))
    rows = list(_of(candidate).filter(closed_at__isnull=False))
    still_open = {one.kind: one for one in _of(candidate).filter(closed_at__isnull=True)}
    kinds = [
        {
            "kind": kind,
            "label": kind.label,
            "open": still_open.get(kind),
            "last": next((one for one in rows if one.kind == kind), None),
            "url": file_url(request, candidate, f"{kind}_edit"),
        }
        for kind in AssessmentKind
    ]
    last_ones = {
        one.pk for one in (next((row for row in rows if row.kind == kind), None) for kind in AssessmentKind) if one
    }
    newest = [one for one in file_page.with_previous(rows) if one[0].pk in last_ones]
    context = {
        "kinds": kinds,
        "shown": [
            {"assessment": one, "sections": file_page.answered(one, previous), "previous": previous}
            for one, previous in newest
        ],
        "earlier": [one for one in rows if one.pk not in last_ones],
    }
    return render(request, "candidates/assessment_list.html", frame(request, candidate, "assessments") | context)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_edit(request: WorkRequest, candidate_id: uuid.UUID, kind: str) -> HttpResponse:
    """Ask the questions; an intake also what somebody can and wants, which stands in the file from then on."""
    purpose = _("Intake doen") if kind == AssessmentKind.INTAKE else _("Diagnose stellen")
    candidate = open_file(request, candidate_id, purpose=purpose)
    mine = list(_of(candidate).filter(kind=kind))
    still_open = next((one for one in mine if not one.is_closed), None)
    previous = next((one for one in mine if one.is_closed), None)
    posted = request.POST if request.method == "POST" else None
    begun_with = still_open.answers if still_open else assessing.first_answers(candidate, kind, previous=previous)
    form = AssessmentForm(posted, asked=current(kind), initial={**begun_with, "shown": _version(candidate, kind)})
    wishes = wishes_form(candidate, posted) if kind == AssessmentKind.INTAKE else None
    if posted is not None and all(one.is_valid() for one in (form, wishes) if one is not None):
        close = posted.get("action") == "close"
        try:
            with transaction.atomic():
                locked = lifecycle.lock(candidate.pk)
                told, on = form.answers(), timezone.localdate()
                again = assessing.finished_already(request.acting, locked, kind, answers=told, on=on) if close else None
                if again is not None and not (wishes and wishes.has_changed()):
                    return _kept(request, candidate, again)
                check_shown(_version(locked, kind), form.was_shown)
                if wishes is not None:
                    facts.keep_wishes(request.acting, locked, wishes.wishes(), at=timezone.now())
                kept = assessing.keep(
                    request.acting,
                    candidate.pk,
                    kind,
                    answers=told,
                    on=on,
                    at=timezone.now(),
                    close=close,
                )
        except Changed as changed:
            say_changed(changed, form, *([wishes] if wishes else []))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _kept(request, candidate, kept)
    wrong = bool(form.errors or (wishes and wishes.errors))
    context = {
        "form": form,
        "wishes": wishes,
        "kind": kind,
        "label": AssessmentKind(kind).label,
        "still_open": still_open,
        "previous": previous,
        "script": script(candidate.state),
    }
    page = frame(request, candidate, "assessments") | context
    return render(request, "candidates/assessment_edit.html", page, status=422 if wrong else 200)


@requires(access.works_with_candidates)
@require_GET
def assessment_detail(request: WorkRequest, candidate_id: uuid.UUID, assessment_id: uuid.UUID) -> HttpResponse:
    """One intake or diagnosis beside another one of its kind: the one before it, or the one that was chosen."""
    candidate = open_file(request, candidate_id, purpose=_("Intake en diagnose bekeken"))
    shown = get_object_or_404(_of(candidate), pk=assessment_id)
    others = [one for one in _of(candidate).filter(kind=shown.kind, closed_at__isnull=False) if one.pk != shown.pk]
    chosen = request.GET.get("naast", "")
    earlier = [one for one in others if one.begun_at < shown.begun_at]
    beside = next((one for one in others if str(one.pk) == chosen), earlier[0] if earlier else None)
    context = {
        "assessment": shown,
        "sections": file_page.answered(shown, beside),
        "beside": beside,
        "others": others,
        "step": _suggested(candidate, shown),
        "diagnose_next": shown.is_closed and shown.kind == AssessmentKind.INTAKE and not _is_diagnosed(candidate),
    }
    return render(request, "candidates/assessment_detail.html", frame(request, candidate, "assessments") | context)


def _of(candidate: Candidate) -> Any:
    rows = Assessment.objects.filter(candidate=candidate).select_related("done_by", "organisation")
    return rows.order_by("-begun_at", "-pk")


def _version(candidate: Candidate, kind: str) -> str:
    """What the page is bound to: the answers so far, and for an intake the wishes that are asked on it."""
    profile = getattr(candidate, "profile", None) if kind == AssessmentKind.INTAKE else None
    return assessing.version(_of(candidate).filter(kind=kind), profile)


def _is_diagnosed(candidate: Candidate) -> bool:
    return bool(_of(candidate).filter(kind=AssessmentKind.DIAGNOSIS).exists())


def _kept(request: WorkRequest, candidate: Candidate, kept: Assessment) -> HttpResponse:
    if kept.is_closed:
        messages.success(request, _("%(kind)s afgerond.") % {"kind": kept.get_kind_display()})
        address = {
            "organisation_id": request.acting.organisation_id,
            "candidate_id": candidate.pk,
            "assessment_id": kept.pk,
        }
        return HttpResponseRedirect(reverse("candidates:assessment_detail", kwargs=address))
    left = kept.unanswered
    messages.success(
        request,
        _("Bewaard.")
        + " "
        + ngettext("Nog %(n)s vraag zonder antwoord.", "Nog %(n)s vragen zonder antwoord.", left) % {"n": left},
    )
    return HttpResponseRedirect(file_url(request, candidate, "assessment_list"))


def _suggested(candidate: Candidate, shown: Assessment) -> CandidateState | None:
    """The step that the conclusion of a diagnosis leads to, as long as it can be taken."""
    state = next_state(shown.answers)
    if not (shown.is_closed and state) or state not in next_states(candidate.state):
        return None
    return CandidateState(state)
