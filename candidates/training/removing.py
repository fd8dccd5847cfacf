"""An enrolment that was entered by mistake: taken away with a reason, and brought back while nothing followed."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.benefit.kept import PastLimit, stretch_of
from candidates.benefit.kept import check as check_benefit
from candidates.choices import BenefitOver, CandidateState, next_states
from candidates.file import step_back
from candidates.models import Candidate, CandidateStep, Enrolment, TrainingSeat
from candidates.training.enrolments import SameAgain, is_there_already
from candidates.training.groups import hold
from candidates.training.running import into_training
from candidates.training_choices import SeatState
from organisations.access import acts_for_coordination_point
from organisations.refused import Refused, check_said
from organisations.tenancy import Acting


@transaction.atomic
def remove(acting: Acting, enrolment_id: uuid.UUID, *, reason: str, on: date, at: datetime) -> Enrolment:
    """It was no enrolment: it counts nowhere any more. The file goes back to where it was when nothing came after."""
    enrolment = _locked(acting, enrolment_id)
    said = check_said(reason, otherwise=_("Schrijf op waarom u deze deelname weghaalt."))[:500]
    if enrolment.removed_at is not None:
        raise Refused(_("Deze deelname is al weggehaald."))
    if enrolment.costs.counting().exists():
        raise Refused(_("Er is een factuur voor deze deelname. Trek die eerst in."))
    _check_group(acting, enrolment)
    candidate = lifecycle.lock(enrolment.candidate_id)
    enrolment.removed_by_id, enrolment.removed_at, enrolment.removed_reason = acting.user_id, at, said
    enrolment.save(update_fields=["removed_by", "removed_at", "removed_reason"])
    _set_seat(enrolment, was=SeatState.STARTED, to=SeatState.WITHDRAWN)
    if enrolment.ended_on is None:
        _out_again(acting, candidate, on=on, at=at)
    return enrolment


@transaction.atomic
def restore(acting: Acting, enrolment_id: uuid.UUID, *, on: date, at: datetime) -> Enrolment:
    """Undo ``remove``, unless something came after it that does not go with it."""
    enrolment = _locked(acting, enrolment_id)
    if enrolment.removed_at is None:
        raise Refused(_("Deze deelname is niet weggehaald."))
    _check_group(acting, enrolment)
    candidate = lifecycle.lock(enrolment.candidate_id)
    anew = _("Leg de scholing opnieuw vast.")
    if is_there_already(candidate.pk, enrolment.programme_id, enrolment.started_on, other_than=enrolment.pk):
        raise SameAgain
    if CandidateStep.objects.filter(candidate=candidate, at__gt=enrolment.removed_at).exists():
        raise Refused(_("De stand van het dossier is daarna veranderd.") + " " + anew)
    if enrolment.benefit_kept:
        over, stretch = BenefitOver.ENROLMENT, stretch_of(enrolment)
        try:
            check_benefit(acting, candidate.pk, stretch, over=over, reason="", on=on, at=at)
        except PastLimit as past:
            anew = _("Leg de scholing opnieuw vast en schrijf op waarom het langer mag.")
            raise Refused(f"{_('Dit kan niet terug.')} {past.counted} {anew}") from past
    enrolment.removed_by, enrolment.removed_at, enrolment.removed_reason = None, None, ""
    enrolment.save(update_fields=["removed_by", "removed_at", "removed_reason"])
    try:
        with transaction.atomic():
            _set_seat(enrolment, was=SeatState.WITHDRAWN, to=SeatState.STARTED)
    except IntegrityError as error:
        raise Refused(_("Er is geen plaats meer vrij in deze groep. Kies een andere groep.")) from error
    if enrolment.ended_on is None and enrolment.started_on <= on:
        into_training(acting, candidate.pk, on=on, at=at)
    return enrolment


def _locked(acting: Acting, enrolment_id: uuid.UUID) -> Enrolment:
    rows: Any = Enrolment.every.standing().filter(region_id__in=acting.region_ids)
    hold(rows.get(pk=enrolment_id).group_id)
    found: Enrolment = rows.select_for_update(of=("self",), no_key=True).get(pk=enrolment_id)
    return found


def _check_group(acting: Acting, enrolment: Enrolment) -> None:
    if enrolment.group_id is not None and not acts_for_coordination_point(acting):
        raise Refused(_("Deze deelname hoort bij een groep. Vraag het Coördinatiepunt Social Return."))


def _set_seat(enrolment: Enrolment, *, was: SeatState, to: SeatState) -> None:
    """The seat in the group goes with the enrolment."""
    if enrolment.group_id is None:
        return
    own = TrainingSeat.objects.filter(group_id=enrolment.group_id, candidate_id=enrolment.candidate_id, state=was)
    for seat in own:
        seat.state = to
        seat.save(update_fields=["state"])


def _out_again(acting: Acting, candidate: Candidate, *, on: date, at: datetime) -> None:
    """Back to where the candidate was before this training, when that was the last step and he trains nowhere else."""
    step = CandidateStep.objects.filter(candidate=candidate).order_by("-at", "-pk").first()
    elsewhere = Enrolment.objects.filter(candidate=candidate, ended_on=None)
    if candidate.state != CandidateState.TRAINING or step is None or elsewhere.exists():
        return
    if step.to_state == CandidateState.TRAINING and step.from_state in next_states(candidate.state):
        said = _("De deelname aan scholing was een vergissing")
        step_back.undo(acting, candidate, step, on=on, at=at, reason=said)
