"""A group begins, and ends with an outcome for everybody."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import lifecycle
from candidates.benefit.kept import PastLimit, check, stretch_of
from candidates.benefit.limit import Stretch
from candidates.choices import BenefitOver, CandidateState, next_states
from candidates.models import Candidate, CandidateStep, Enrolment
from candidates.references import new_reference
from candidates.training import shown as as_shown
from candidates.training.groups import check_limit, locked
from candidates.training_choices import DropoutReason, GroupState, Outcome, SeatState
from organisations.refused import Refused
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class Result:
    """How it ended for one person. Without an outcome he goes on."""

    enrolment_id: uuid.UUID
    outcome: str
    ended_on: date | None
    dropout_reason: str = ""
    attendance: int | None = None
    #: None where it is not asked: then the name that stands is kept.
    certificate_name: str | None = None
    #: ``shown.version`` of what stood in the form; None when it does not come out of one.
    shown: str | None = None


class Moved(Enum):
    """What became of the file of who took part."""

    NO = "no"
    ALONG = "along"
    #: It should have moved, but something came after it: a person has to look.
    STAYED = "stayed"


@dataclass(frozen=True, slots=True)
class Closed:
    """How many ended, how many go on, of how many the file stayed where it was, and who had ended and goes on again."""

    ended: int
    going_on: int
    stayed: int
    reopened: frozenset[uuid.UUID]


class SomeChanged(Refused):
    """Somebody else saved these enrolments (``keys``) since they were shown."""

    def __init__(self, keys: set[uuid.UUID]) -> None:
        super().__init__(
            _("Een ander heeft intussen iets gewijzigd. Er is nog niets bewaard. Kijk na wat erbij staat.")
        )
        self.keys = keys


@transaction.atomic
def start(acting: Acting, group_id: uuid.UUID, *, on: date, at: datetime, benefit_reason: str = "") -> list[Enrolment]:
    """Everybody who said he comes takes part from the first day of the group on.

    With benefit kept the limit of each is asked about; past it only with a reason (PastLimit says whose).
    """
    group = locked(acting, group_id)
    if group.state != GroupState.OPEN:
        raise Refused(_("Deze groep is al begonnen of gaat niet door."))
    if on < group.starts_on:
        raise Refused(
            _("De groep begint op %(day)s. Start haar op die dag of later, als u weet wie er is.")
            % {"day": f"{group.starts_on:%d-%m-%Y}"}
        )
    # Of who had a seat under two files, the one that was merged away is no second person; who was erased does not come.
    gone = Q(candidate__merged_into__isnull=False) | Q(candidate__anonymised_at__isnull=False)
    for seat in group.taken.filter(gone, state__in=SeatState.taking()):
        seat.state = SeatState.WITHDRAWN
        seat.save(update_fields=["state"])
    if group.taken.filter(state=SeatState.OFFERED).exists():
        raise Refused(_("Er is nog een aanbod zonder antwoord. Leg eerst vast wie komt en wie niet."))
    seats = list(
        group.taken.select_for_update(of=("self",), no_key=True)
        .filter(state=SeatState.ACCEPTED)
        .select_related("candidate")
        .order_by("pk")
    )
    if not seats:
        raise Refused(_("Er is nog niemand die komt. Vul eerst de groep."))
    without = CandidateState.with_reason()
    stopped = sorted(seat.candidate.reference for seat in seats if seat.candidate.state in without)
    if stopped:
        raise Refused(
            _("Wie gestopt is of even niet beschikbaar, kan niet beginnen: %(who)s. Leg vast dat die niet komt.")
            % {"who": ", ".join(stopped)}
        )
    if group.benefit_kept:
        for seat in seats:
            stretch = Stretch(group.starts_on, group.ends_on)
            check_limit(acting, seat.candidate, stretch, reason=benefit_reason, on=on, at=at)
    made = Enrolment.objects.bulk_create(
        Enrolment(
            region_id=group.region_id,
            reference=new_reference("S"),
            candidate=seat.candidate,
            programme_id=group.programme_id,
            group=group,
            started_on=group.starts_on,
            benefit_kept=group.benefit_kept,
            training_cost=group.programme.seat_cost,
        )
        for seat in seats
    )
    for seat in seats:
        seat.state = SeatState.STARTED
        seat.save(update_fields=["state"])
        into_training(acting, seat.candidate_id, on=group.starts_on, at=at)
    group.state = GroupState.RUNNING
    group.save(update_fields=["state"])
    return made


@transaction.atomic
def close(acting: Acting, group_id: uuid.UUID, *, results: Iterable[Result], on: date, at: datetime) -> Closed:
    """Write down how it ended; once nobody goes on, the group is closed (a trigger sees to that).

    Nothing is kept when somebody else changed one of them since (``SomeChanged`` says whom).
    """
    group = locked(acting, group_id)
    if group.state not in {GroupState.RUNNING, GroupState.CLOSED}:
        raise Refused(_("Deze groep is nog niet begonnen."))
    told = {one.enrolment_id: one for one in results}
    of_group = Enrolment.objects.standing().filter(group=group)
    enrolments = list(of_group.select_related("candidate").select_for_update(of=("self",), no_key=True).order_by("pk"))
    versions = {one.pk: as_shown.version(one) for one in enrolments}
    stale = {key for key, one in told.items() if one.shown is not None and one.shown != versions.get(key)}
    if stale:
        raise SomeChanged(stale)
    certificate, moved = group.programme.certificate, []
    had_ended = {one.pk for one in enrolments if one.ended_on is not None}
    for enrolment in enrolments:
        if enrolment.pk not in told:
            continue
        try:
            moved.append(finish(acting, enrolment, told[enrolment.pk], certificate=certificate, on=on, at=at))
        except PastLimit as past:
            there = _("Open de deelname en schrijf daar op waarom het langer mag.")
            raise Refused(f"{enrolment.candidate.reference}: {past.counted} {there}") from past
    open_ones = frozenset(one.pk for one in enrolments if one.ended_on is None)
    stayed = moved.count(Moved.STAYED)
    return Closed(len(enrolments) - len(open_ones), len(open_ones), stayed, open_ones & had_ended)


def finish(
    acting: Acting,
    enrolment: Enrolment,
    result: Result,
    *,
    certificate: str,
    benefit_reason: str = "",
    on: date,
    at: datetime,
) -> Moved:
    """Give one enrolment its outcome, and bring the candidate to where he goes on. Call it with the row locked.

    ``certificate`` is what the programme leads to. Raises PastLimit when it takes longer with benefit kept than may be.
    """
    outcome, ended_on = result.outcome, result.ended_on
    if outcome and ended_on is None:
        raise Refused(_("Vul ook in op welke dag de scholing eindigde."))
    if ended_on is not None and not enrolment.started_on <= ended_on <= on:
        raise Refused(_("De laatste dag ligt tussen de eerste dag en vandaag."))
    if outcome == Outcome.DROPOUT and not result.dropout_reason:
        raise Refused(_("Kies bij wie stopte waarom dat was."))
    certified = outcome == Outcome.CERTIFICATE
    was = (enrolment.ended_on is None, enrolment.outcome == Outcome.DROPOUT)
    enrolment.outcome, enrolment.ended_on = outcome, ended_on
    enrolment.dropout_reason = result.dropout_reason if outcome == Outcome.DROPOUT else ""
    enrolment.attendance = result.attendance
    enrolment.certificate_on = ended_on if certified else None
    name = enrolment.certificate_name if result.certificate_name is None else result.certificate_name
    enrolment.certificate_name = (name or certificate) if certified else ""
    # Of who was erased the outcome counts, and there is no file to look after or to move.
    erased = enrolment.candidate.anonymised_at is not None
    if enrolment.benefit_kept and not erased:
        check(
            acting,
            enrolment.candidate_id,
            stretch_of(enrolment),
            over=BenefitOver.ENROLMENT,
            reason=benefit_reason,
            on=on,
            at=at,
            instead_of=enrolment.pk,
        )
    enrolment.save()
    now = (ended_on is None, outcome == Outcome.DROPOUT)
    if was == now or erased:
        return Moved.NO
    if was[0]:
        return Moved.ALONG if out_of_training(acting, enrolment, on=ended_on or on, at=at) else Moved.NO
    return _corrected(acting, enrolment, on=on, at=at)


def _corrected(acting: Acting, enrolment: Enrolment, *, on: date, at: datetime) -> Moved:
    """Another outcome than was written down first: the file follows, unless it went on by another step since."""
    candidate = lifecycle.lock(enrolment.candidate_id)
    to = CandidateState.TRAINING if enrolment.ended_on is None else _after(enrolment)
    elsewhere = Enrolment.objects.filter(candidate=candidate, ended_on=None).exclude(pk=enrolment.pk)
    if candidate.state == to or candidate.state not in _AFTER or elsewhere.exists():
        return Moved.NO
    if not _is_where_it_brought(candidate, enrolment) or to not in next_states(candidate.state):
        return Moved.STAYED
    _move(
        acting,
        candidate,
        to=to,
        on=enrolment.ended_on or on,
        at=at,
        reason=str(_CORRECTED),
    )
    return Moved.ALONG


def _is_where_it_brought(candidate: Candidate, enrolment: Enrolment) -> bool:
    """Whether the file stands where the end of this enrolment brought it, however often its outcome was corrected."""
    steps = CandidateStep.objects.filter(candidate=candidate).exclude(reason=str(_CORRECTED))
    step = steps.order_by("-at", "-pk").first()
    if step is None or step.from_state != CandidateState.TRAINING:
        return False
    ended_on = enrolment.ended_on
    later = (
        Enrolment.objects.filter(candidate=candidate, ended_on__gt=ended_on) if ended_on else Enrolment.objects.none()
    )
    return not later.exists()


def into_training(acting: Acting, candidate_id: uuid.UUID, *, on: date, at: datetime) -> None:
    """Whoever can go into training does; who has work already keeps his place in the process."""
    candidate = lifecycle.lock(candidate_id)
    stays = {CandidateState.PLACED, CandidateState.FOLLOW_UP}
    if candidate.state not in stays and CandidateState.TRAINING in next_states(candidate.state):
        _move(acting, candidate, to=CandidateState.TRAINING, on=on, at=at)


#: Also tells such a step from those that somebody took himself.
_CORRECTED = gettext_lazy("De uitkomst van de scholing is verbeterd")

#: Where somebody goes on after training.
_AFTER = (CandidateState.READY, CandidateState.DIAGNOSIS)


def _after(enrolment: Enrolment) -> CandidateState:
    return CandidateState.DIAGNOSIS if enrolment.outcome == Outcome.DROPOUT else CandidateState.READY


def out_of_training(acting: Acting, enrolment: Enrolment, *, on: date, at: datetime) -> bool:
    """Ready for work when it went well; back to the diagnosis when he stopped. Who trains elsewhere, goes on."""
    candidate = lifecycle.lock(enrolment.candidate_id)
    elsewhere = Enrolment.objects.filter(candidate=candidate, ended_on=None).exclude(pk=enrolment.pk)
    if candidate.state == CandidateState.TRAINING and not elsewhere.exists():
        dropped_out = enrolment.outcome == Outcome.DROPOUT
        reason = dict(DropoutReason.choices).get(enrolment.dropout_reason, "") if dropped_out else ""
        _move(acting, candidate, to=_after(enrolment), on=on, at=at, reason=str(reason))
        return True
    return False


def _move(
    acting: Acting, candidate: Candidate, *, to: CandidateState, on: date, at: datetime, reason: str = ""
) -> None:
    """On that day, or on the day of a later step that was taken already."""
    lifecycle.move(acting, candidate.pk, to=to, on=max(on, candidate.state_since), at=at, reason=reason)
