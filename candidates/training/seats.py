"""Who gets a seat in a group: inside-out, then who is ready longest, and never past somebody without a reason."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from candidates.choices import CandidateState
from candidates.models import Candidate, TrainingGroup, TrainingSeat
from candidates.querysets import lived_in
from candidates.training.groups import hold, locked
from candidates.training.programmes import groups_of
from candidates.training.seat_order import PassedOver, Ring, Waiting, in_order, passed_over
from candidates.training_choices import GroupState, PassOverReason, SeatState
from organisations.access import acts_for_coordination_point
from organisations.choices import Area
from organisations.refused import Refused, check_free_text
from organisations.tenancy import Acting

#: Whoever diagnosis is done with, or who waits for work, can be trained.
READY_FOR_TRAINING = (CandidateState.DIAGNOSIS, CandidateState.READY)
#: Who stands so in a group can still be offered a seat in it.
TO_BE_OFFERED = (SeatState.WAITING, SeatState.WITHDRAWN)
#: What may become of a seat by an answer. Who said no and comes after all, waits: a seat is given in the order.
ANSWERS: Mapping[SeatState, tuple[SeatState, ...]] = {
    SeatState.OFFERED: (SeatState.ACCEPTED, SeatState.DECLINED, SeatState.WITHDRAWN),
    SeatState.ACCEPTED: (SeatState.OFFERED, SeatState.DECLINED, SeatState.WITHDRAWN),
    SeatState.DECLINED: (SeatState.WAITING,),
    SeatState.WAITING: (SeatState.DECLINED, SeatState.WITHDRAWN),
}
#: What a Werkplein may say for its own people; the database holds it to that.
ANSWERS_OF_WERKPLEIN: Mapping[SeatState, tuple[SeatState, ...]] = {
    SeatState.OFFERED: (SeatState.ACCEPTED, SeatState.DECLINED),
    SeatState.ACCEPTED: (SeatState.OFFERED, SeatState.DECLINED),
    SeatState.WAITING: (SeatState.DECLINED, SeatState.WITHDRAWN),
}
#: What is known of the last offer; whoever waits has none.
_NO_OFFER: Mapping[str, Any] = {
    "offered_at": None,
    "passed_over": 0,
    "passed_over_nearer": 0,
    "pass_over_reason": "",
    "pass_over_text": "",
}


class PassedOverWithoutReason(Refused):
    """Somebody waits before those chosen. ``people`` are they, in order."""

    def __init__(self, people: list[Candidate]) -> None:
        super().__init__(
            _("U slaat iemand over die eerder aan de beurt is. Kies hieronder waarom.")
            if len(people) == 1
            else _("U slaat %(n)s mensen over die eerder aan de beurt zijn. Kies hieronder waarom.")
            % {"n": len(people)}
        )
        self.people = people


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the order was left."""

    choice: str = ""
    text: str = ""

    def checked(self) -> "Reason":
        choice, text = self.choice, self.text.strip()
        if choice and choice not in PassOverReason.values:
            raise Refused(_("Kies een reden uit de lijst."))
        check_free_text(text)
        if choice == PassOverReason.OTHER and not text:
            raise Refused(_("Schrijf op welke reden het is."))
        return Reason(choice, text[:500])


def with_ring(candidates: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """``ring``: how near each lives, by the municipality and the day of registration (section 9)."""
    ring = Case(
        When(lived_in(Area.PRIORITY), then=Value(int(Ring.PRIORITY))),
        When(lived_in(Area.REGION), then=Value(int(Ring.REGION))),
        default=Value(int(Ring.OUTSIDE)),
        output_field=IntegerField(),
    )
    return candidates.annotate(ring=ring)


def waiting_for(group: TrainingGroup, *, all_sectors: bool = False) -> list[Any]:
    """Who can get a seat in the group, who comes first standing first: candidates with ``ring`` and ``waits_here``.

    Those whose wish for a sector is another one only when asked for.
    """
    has_seat = TrainingSeat.objects.filter(group=group, candidate=OuterRef("pk"))
    found = with_ring(
        Candidate.objects.standing().filter(
            region_id=group.region_id, state__in=READY_FOR_TRAINING, anonymised_at__isnull=True
        )
    )
    sector = group.programme.sector
    if sector and not all_sectors:
        found = found.filter(Q(sector__in=["", sector]) | Exists(has_seat))
    found = (
        found.exclude(Exists(has_seat.exclude(state__in=TO_BE_OFFERED)))
        .annotate(waits_here=Exists(has_seat.filter(state=SeatState.WAITING)))
        .select_related("identity")
    )
    people = {one.pk: one for one in found.order_by("pk")}
    return [people[one.id] for one in in_order(map(_waiting, people.values()))]


@transaction.atomic
def offer(
    acting: Acting,
    group_id: uuid.UUID,
    *,
    candidate_ids: Collection[uuid.UUID],
    reason: Reason,
    at: datetime,
) -> tuple[int, int]:
    """Offer seats to these people, in the order; who does not fit in comes on the waiting list.

    Returns how many were offered a seat, and how many wait. Raises PassedOverWithoutReason when somebody who comes
    first was not chosen and there is no reason.
    """
    group = _open(locked(acting, group_id))
    reason = reason.checked()
    people = waiting_for(group, all_sectors=True)
    wanted = set(candidate_ids)
    chosen = [one for one in people if one.pk in wanted]
    if not chosen:
        raise Refused(_("Kies wie u een plaats aanbiedt."))
    offered, waiting = chosen[: group.seats_free], chosen[group.seats_free :]
    _check_order(group, people, offered, reason)
    fitting = _fitting(group, people, {one.pk for one in offered})
    places = {one.pk: _passed_by(one, fitting, wanted) for one in offered}
    for one in offered:
        over = places[one.pk]
        _put(
            acting,
            group,
            one,
            at=at,
            state=SeatState.OFFERED,
            offered_at=at,
            passed_over=len(over.all),
            passed_over_nearer=len(over.nearer),
            pass_over_reason=reason.choice if over.all else "",
            pass_over_text=reason.text if over.all else "",
        )
    for one in waiting:
        _put(acting, group, one, at=at, state=SeatState.WAITING)
    return len(offered), len(waiting)


@transaction.atomic
def put_forward(acting: Acting, group_id: uuid.UUID, *, candidate_id: uuid.UUID, at: datetime) -> TrainingSeat:
    """A coach puts somebody on the waiting list of a group; who hands out the seats sees him there."""
    hold(group_id)
    group = _open(groups_of(acting).select_related("programme").get(pk=group_id))
    candidate = with_ring(Candidate.objects.standing().filter(region_id=group.region_id)).get(pk=candidate_id)
    if candidate.state not in READY_FOR_TRAINING:
        raise Refused(_("Rond eerst de diagnose af. Daarna kan deze kandidaat naar scholing."))
    there = TrainingSeat.objects.filter(group=group, candidate=candidate).first()
    if there is not None and there.state != SeatState.WITHDRAWN:
        raise Refused(_("Deze kandidaat staat al bij deze groep."))
    return _put(acting, group, candidate, at=at, state=SeatState.WAITING)


@transaction.atomic
def answer(acting: Acting, group_id: uuid.UUID, *, answers: Mapping[uuid.UUID, str], at: datetime) -> int:
    """Keep what people said about their seat, by the id of the seat; returns how many changed."""
    hold(group_id)
    group = _open(groups_of(acting).get(pk=group_id))
    own = TrainingSeat.objects.filter(group=group, pk__in=answers)
    changed = 0
    for seat in own.select_for_update(of=("self",), no_key=True).order_by("pk"):
        said = SeatState(answers[seat.pk])
        if said == seat.state:
            continue
        if said not in answers_to(acting, seat):
            raise Refused(_("Dit antwoord past niet bij de stand van de plaats."))
        seat.state = said
        seat.answered_at = at if said in {SeatState.ACCEPTED, SeatState.DECLINED} else None
        _set(seat, _NO_OFFER if said == SeatState.WAITING else {})
        seat.save(update_fields=["state", "answered_at", *_NO_OFFER])
        changed += 1
    return changed


def answers_to(acting: Acting, seat: TrainingSeat) -> tuple[SeatState, ...]:
    """What this member may say about a seat as it stands."""
    answers = ANSWERS if acts_for_coordination_point(acting) else ANSWERS_OF_WERKPLEIN
    return answers.get(SeatState(seat.state), ())


def _check_order(group: TrainingGroup, people: list[Any], offered: list[Any], reason: Reason) -> None:
    chosen = {one.pk for one in offered}
    over = passed_over(map(_waiting, _fitting(group, people, chosen)), chosen)
    if over.all and not reason.choice:
        raise PassedOverWithoutReason([one for one in people if one.pk in over.all])


def _fitting(group: TrainingGroup, people: list[Any], chosen: set[uuid.UUID]) -> list[Any]:
    """Whom the order is about: who wants this sector or any, who waits for this group, and who was chosen."""
    sectors = {"", group.programme.sector}
    return [
        one
        for one in people
        if not group.programme.sector or one.sector in sectors or one.waits_here or one.pk in chosen
    ]


def _passed_by(one: Any, people: list[Any], chosen: set[uuid.UUID]) -> PassedOver:
    """Who of those not chosen comes before this one."""
    rest = [_waiting(other) for other in people if other.pk == one.pk or other.pk not in chosen]
    return passed_over(rest, {one.pk})


def _put(acting: Acting, group: TrainingGroup, candidate: Any, *, at: datetime, **values: Any) -> TrainingSeat:
    """The seat of this candidate in the group, made or made anew."""
    seat = TrainingSeat.objects.filter(group=group, candidate=candidate).first()
    if seat is None:
        seat = TrainingSeat(
            region_id=group.region_id,
            group=group,
            candidate=candidate,
            added_by_id=acting.user_id,
            added_for_id=acting.organisation_id,
            added_at=at,
        )
    seat.ring, seat.answered_at = candidate.ring, None
    _set(seat, {**_NO_OFFER, **values})
    seat.save()
    return seat


def _set(seat: TrainingSeat, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(seat, name, value)


def _open(group: TrainingGroup) -> TrainingGroup:
    if group.state != GroupState.OPEN:
        raise Refused(_("Deze groep wordt niet meer gevuld."))
    return group


def _waiting(one: Any) -> Waiting:
    return Waiting(one.pk, Ring(one.ring), one.ready_since, one.registered_on, one.reference)


def seats_of(group: TrainingGroup) -> QuerySet[TrainingSeat]:
    """The seats somebody may see, who comes first standing first."""
    order = F("candidate__ready_since").asc(nulls_last=True)
    seats = TrainingSeat.objects.filter(group=group, candidate__merged_into=None).exclude(state=SeatState.WITHDRAWN)
    return seats.select_related("candidate__identity", "candidate__coach").order_by(
        "ring", order, "candidate__registered_on", "candidate__reference"
    )
