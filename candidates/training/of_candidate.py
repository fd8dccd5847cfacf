"""What a candidate's file shows of training: what he followed, and for which groups he was put forward."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from candidates.models import Candidate, Enrolment, TrainingCost, TrainingGroup, TrainingSeat
from candidates.training.costs import costs_of
from candidates.training.enrolments import overlapping
from candidates.training.programmes import groups_of
from candidates.training.seats import READY_FOR_TRAINING, answers_to
from candidates.training_choices import GroupState, SeatState
from organisations.access import acts_for_coordination_point
from organisations.tenancy import Acting

#: So many groups to choose from are more than a coach needs.
MOST_GROUPS = 20
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class TrainingOfCandidate:
    candidate: Candidate
    enrolments: list[Enrolment]
    #: Taken away as a mistake, the last one first.
    removed: list[Enrolment] = field(default_factory=list)
    #: Keys of enrolments that lie over another one: flagged, not refused.
    overlapping: set = field(default_factory=set)
    seats: list[TrainingSeat] = field(default_factory=list)
    #: Groups that are being filled and in which he is not.
    groups: list[TrainingGroup] = field(default_factory=list)
    may_put_forward: bool = False
    #: Waits for a seat, which nobody gives to who is not ready for training.
    waits_in_vain: bool = False
    spent: "Spent | None" = None


@dataclass(frozen=True, slots=True)
class Spent:
    """Euros without VAT: what was written down with what he followed, and what invoices for him alone say.

    ``invoiced``: None for who does not see invoices. The two are not added up: an invoice can be what was written down.
    """

    training: Decimal
    guidance: Decimal
    invoices: list[TrainingCost] = field(default_factory=list)
    invoiced: Decimal | None = None


def training_of(acting: Acting, candidate: Candidate, *, on: date) -> TrainingOfCandidate:
    """Three queries: enrolments, seats, and groups to choose from; a fourth for who sees invoices."""
    every = list(
        Enrolment.every.filter(candidate=candidate)
        .select_related("programme", "group", "removed_by")
        .order_by("-started_on", "reference")
    )
    enrolments = [one for one in every if one.removed_at is None]
    removed = [one for one in every if one.removed_at is not None]
    given = list(
        TrainingSeat.objects.filter(candidate=candidate)
        .exclude(state=SeatState.WITHDRAWN)
        .select_related("group__programme")
        .order_by("-group__starts_on", "pk")
    )
    seats = [one for one in given if one.state != SeatState.STARTED]
    by_group = {one.group_id: one for one in given}
    for one in enrolments:
        row: Any = one
        row.seat = by_group.get(one.group_id) if one.group_id else None
    waiting = [one for one in seats if one.state == SeatState.WAITING and one.group.state == GroupState.OPEN]
    seat: Any
    for seat in waiting:
        seat.waits = True
        seat.may_withdraw = acting.may_write and SeatState.WITHDRAWN in answers_to(acting, seat)
    is_ready = candidate.state in READY_FOR_TRAINING
    in_vain = bool(waiting) and not is_ready
    may = acting.may_write and is_ready
    groups: list[TrainingGroup] = []
    if may:
        fits = Q(programme__sector="") | Q(programme__sector=candidate.sector) if candidate.sector else Q()
        open_ones = groups_of(acting).fillable().filter(fits, region_id=candidate.region_id, ends_on__gte=on)
        there = [seat.group_id for seat in seats]
        open_ones = open_ones.exclude(pk__in=there).select_related("programme")
        groups = list(open_ones.order_by("starts_on", "pk")[:MOST_GROUPS])
    spent = _spent(acting, candidate, enrolments)
    flagged = overlapping(enrolments)
    return TrainingOfCandidate(candidate, enrolments, removed, flagged, seats, groups, may, in_vain, spent)


def _spent(acting: Acting, candidate: Candidate, enrolments: list[Enrolment]) -> Spent | None:
    """None where nothing is known."""
    training = sum((one.training_cost or ZERO for one in enrolments), start=ZERO)
    guidance = sum((one.guidance_cost or ZERO for one in enrolments), start=ZERO)
    if not acts_for_coordination_point(acting):
        return Spent(training, guidance) if training or guidance else None
    invoices = list(costs_of(acting).counting().filter(enrolment__candidate=candidate).order_by("-invoice_on", "pk"))
    spent = Spent(training, guidance, invoices, sum((one.amount for one in invoices), start=ZERO))
    return spent if training or guidance or invoices else None
