"""What happens while somebody has work: the end moves, it ends, the employer may know who he is, proof is seen."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.choices import CandidateState, next_states
from candidates.models import Candidate
from candidates.working import coaches, to_do
from organisations.months import add_months
from organisations.refused import Refused, check_free_text, check_said
from organisations.tenancy import Acting
from placements.choices import EndReason, TermKind
from placements.models import ConditionCheck, Placement
from placements.placing.entering import ENDS, add_term, check_may_be_known, lock, origin_of_end

#: An end is known before it comes, but not further ahead than this many days.
DAYS_AHEAD = 92


@transaction.atomic
def extend(
    acting: Acting,
    placement_id: uuid.UUID,
    *,
    ends_on: date | None,
    agreed_on: date,
    reason: str,
    on: date,
    at: datetime,
) -> Placement:
    """Agree on a later end, or on none. The earlier ends stay readable."""
    placement = lock(placement_id)
    if placement.ended_on is not None:
        raise Refused(_("Deze plaatsing is al beëindigd. Haal eerst het einde weg."))
    if placement.ends_on is None:
        raise Refused(_("Deze plaatsing heeft geen afgesproken einde. Er is niets te verlengen."))
    if ends_on is not None and ends_on <= placement.ends_on:
        raise Refused(_("Kies een dag na het einde dat nu is afgesproken. Was dat einde fout, verbeter het dan."))
    if not _earliest(placement) <= agreed_on <= on:
        raise Refused(_("Vul de dag in waarop dit is afgesproken: vandaag of eerder. Kijk het jaar na."))
    reason = check_said(reason, otherwise=_("Schrijf op waarom het langer wordt."))
    placement.ends_on = ends_on
    placement.save(update_fields=["ends_on"])
    add_term(acting, placement, TermKind.EXTENDED, on=agreed_on, at=at, reason=reason)
    return placement


def _earliest(placement: Placement) -> date:
    """What is said or seen about work, is so in the year before it begins or later."""
    return add_months(placement.starts_on, -12)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a placement ended; ``then`` is the state of the candidate after it, empty to leave it."""

    ended_on: date
    reason: str
    note: str = ""
    then: str = ""


class After(Enum):
    """What an end meant for the file of the candidate."""

    LEFT = "left"
    MOVED = "moved"
    #: There is a task for the last day on which he has work.
    LATER = "later"
    #: Other work goes on, and nobody knows until when.
    AT_WORK = "at_work"


@transaction.atomic
def end(acting: Acting, placement_id: uuid.UUID, *, ending: Ending, on: date, at: datetime) -> After:
    """Write down the last working day, and what becomes of the candidate; while he still has work, a task for its end."""
    placement = lock(placement_id)
    candidate = lifecycle.lock(placement.candidate_id)
    if placement.ended_on is not None:
        raise Refused(_("Deze plaatsing is al beëindigd."))
    if ending.ended_on < placement.starts_on:
        raise Refused(_("De laatste werkdag ligt voor de eerste werkdag. Verander een van de twee."))
    if ending.ended_on > on + timedelta(days=DAYS_AHEAD):
        raise Refused(_("Deze laatste werkdag ligt te ver vooruit. Vul hem in als het zover is."))
    note = ending.note.strip()
    if ending.reason == EndReason.OTHER and not note:
        raise Refused(_("Schrijf op waarom het werk stopte."))
    check_free_text(note)
    _set_end(placement, ending.ended_on, ending.reason, note)
    if not ending.then:
        return After.LEFT
    _withdraw_asked(acting, candidate, at=at)
    # This one is there in any case.
    last = candidate.placements.order_by(F("ended_on").desc(nulls_first=True), "pk")[0]
    if last.ended_on is None:
        return After.AT_WORK
    if last.ended_on > on:
        return _ask_later(acting, last, last.ended_on, candidate, then=ending.then, at=at)
    if ending.then not in next_states(candidate.state):
        return After.LEFT
    said = _("Werk gestopt: %(reason)s") % {"reason": placement.get_end_reason_display().lower()}
    step_on = max(on, candidate.state_since)
    lifecycle.move(acting, candidate.pk, to=ending.then, on=step_on, at=at, reason=said)
    return After.MOVED


def _ask_later(
    acting: Acting, placement: Placement, last_day: date, candidate: Candidate, *, then: str, at: datetime
) -> After:
    taken_up_by = coaches.taken_up_by(candidate)
    if taken_up_by is None:
        return After.LEFT
    organisation_id, user_id = taken_up_by
    words = {"employer": placement.employer, "state": CandidateState(then).label.lower()}
    task = to_do.Task(
        what=_("Het werk bij %(employer)s is dan gestopt. Zet het dossier op: %(state)s.") % words,
        due_on=last_day,
        organisation_id=organisation_id,
        user_id=user_id,
        origin=f"{origin_of_end(placement)}{at.timestamp()}",
    )
    to_do.add(acting, candidate, task, at=at)
    return After.LATER


def _withdraw_asked(acting: Acting, candidate: Candidate, *, at: datetime) -> None:
    """What was to be done once all work had stopped: another end than was known then says when that is."""
    for task in candidate.tasks.filter(origin__startswith=ENDS):
        to_do.withdraw(task.pk, by=acting, at=at)


@transaction.atomic
def take_back_end(acting: Acting, placement_id: uuid.UUID, *, on: date, at: datetime) -> Candidate:
    """The end was a mistake: somebody is still at work, and so is his file."""
    placement = lock(placement_id)
    candidate = lifecycle.lock(placement.candidate_id)
    if placement.ended_on is None:
        raise Refused(_("Deze plaatsing heeft geen einde."))
    _set_end(placement, None, "", "")
    _withdraw_asked(acting, candidate, at=at)
    if candidate.state in {CandidateState.READY, CandidateState.TRAINING}:
        said = _("Het einde van het werk is teruggedraaid")
        step_on = max(on, candidate.state_since)
        return lifecycle.move(acting, candidate.pk, to=CandidateState.PLACED, on=step_on, at=at, reason=said)
    return candidate


def _set_end(placement: Placement, ended_on: date | None, reason: str, note: str) -> None:
    """The note stands apart: the employer reads the rest."""
    placement.ended_on, placement.end_reason = ended_on, reason
    placement.save(update_fields=["ended_on", "end_reason"])
    placement.file.end_note = note
    placement.file.save(update_fields=["end_note"])


@transaction.atomic
def share_identity(acting: Acting, placement_id: uuid.UUID, *, agreed_on: date | None) -> Placement:  # noqa: ARG001 - who acts is in the history
    """The candidate agreed that this employer sees who he is; None takes that back."""
    placement = lock(placement_id)
    if agreed_on is not None:
        check_may_be_known(placement.employer_organisation)
    placement.candidate_agreed_on = agreed_on
    placement.save(update_fields=["candidate_agreed_on"])
    return placement


@dataclass(frozen=True, slots=True)
class Seeing:
    """What somebody saw of a condition, and what he says of it."""

    condition: str
    verdict: str
    seen: str
    seen_on: date
    note: str = ""


@transaction.atomic
def check_condition(
    acting: Acting, placement_id: uuid.UUID, *, seeing: Seeing, rule_met: bool, on: date, at: datetime
) -> ConditionCheck:
    """Keep that a condition was held against its proof. ``rule_met``: what the rule said on the screen."""
    placement = lock(placement_id)
    if not _earliest(placement) <= seeing.seen_on <= on:
        raise Refused(_("Vul de dag in waarop u het zag: vandaag of eerder. Kijk het jaar na."))
    check_free_text(seeing.note)
    check = ConditionCheck(
        placement=placement,
        condition=seeing.condition,
        verdict=seeing.verdict,
        rule_met=rule_met,
        seen=seeing.seen,
        seen_on=seeing.seen_on,
        note=seeing.note.strip(),
        by_id=acting.user_id,
        organisation_id=acting.organisation_id,
        at=at,
    )
    ConditionCheck.objects.bulk_create([check])
    return check
