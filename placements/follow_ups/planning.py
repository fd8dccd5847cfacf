"""What the portal does by itself every day about follow-ups: make them, ask, remind, and give them to a person.

Each step looks at what was done before, so that a second run on a day does nothing twice.
"""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from candidates import lifecycle
from candidates.choices import CandidateState
from organisations.months import add_months
from placements.at_work import MONTHS, due_on
from placements.choices import AskedOf
from placements.follow_ups import asking, calling
from placements.follow_ups.asking import lock
from placements.models import FollowUp, Placement

#: So long before its day a follow-up is on the list.
AHEAD = timedelta(days=30)
#: What was due longer ago is for a person: it is in the list and the round, but nobody is mailed about years at once.
STILL_NEW = timedelta(days=62)
REMIND_AFTER = timedelta(days=7)
CALL_AFTER = timedelta(days=7)
#: Months differ by so many days; the exact day is worked out afterwards.
_MARGIN = timedelta(days=4)


def work_off(*, region_id: uuid.UUID, on: date) -> int:
    """The daily round for one region; how many follow-ups it touched."""
    at = timezone.make_aware(datetime.combine(on, time(7)))
    made = _make(region_id, on=on) + _align(region_id)
    return made + _ask(region_id, on=on, at=at) + _remind(region_id, on=on, at=at) + _escalate(region_id, on=on, at=at)


def _make(region_id: uuid.UUID, *, on: date) -> int:
    last = on + AHEAD
    rows = []
    for months in MONTHS:
        placements = Placement.objects.filter(
            region_id=region_id,
            starts_on__lte=add_months(last, -months) + _MARGIN,
            candidate__merged_into__isnull=True,
            candidate__anonymised_at__isnull=True,
        ).exclude(follow_ups__months=months)
        # What the overview does not count, nobody has to find out.
        placements = placements.filter(Q(region__programme_start=None) | Q(starts_on__gte=F("region__programme_start")))
        for placement in placements.order_by("starts_on", "pk"):
            due = due_on(placement.starts_on, months)
            if due is not None and due <= last:
                rows.append(FollowUp(region_id=region_id, placement=placement, months=months, due_on=due))
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _align(region_id: uuid.UUID) -> int:
    """A placement whose first day was put right is followed up on another day, as long as nobody was asked."""
    return FollowUp.objects.filter(region_id=region_id).follow_placements()


def _ask(region_id: uuid.UUID, *, on: date, at: datetime) -> int:
    """On the day itself: both get a mail; whom no mail reaches is called."""
    fresh = _open(region_id).filter(asked_at=None, called_for_on=None, due_on__lte=on, due_on__gte=on - STILL_NEW)
    to_call = []
    touched = 0
    for one in fresh.order_by("due_on", "pk"):
        follow_up = lock(one)
        if follow_up.at_work is not None or follow_up.asked_at is not None:
            continue
        touched += 1
        _begin_follow_up(follow_up, on=on, at=at)
        if asking.send(follow_up, whom(follow_up), at=at):
            follow_up.asked_at = at
            follow_up.save(update_fields=["asked_at"])
        else:
            to_call.append(follow_up)
    calling.call_for(to_call, on=on, at=at)
    return touched


def whom(follow_up: FollowUp) -> list[AskedOf]:
    """The employer is not asked about work that is known to have ended."""
    ended_on = follow_up.placement.ended_on
    if ended_on is not None and ended_on < follow_up.due_on:
        return [AskedOf.CANDIDATE]
    return [AskedOf.CANDIDATE, AskedOf.EMPLOYER]


def _remind(region_id: uuid.UUID, *, on: date, at: datetime) -> int:
    """A week later once more, whoever did not answer."""
    silent = _open(region_id).filter(asked_at__lt=_end_of(on - REMIND_AFTER), reminded_at=None, called_for_on=None)
    touched = 0
    for one in silent.order_by("due_on", "pk"):
        follow_up = lock(one)
        if follow_up.at_work is not None or follow_up.reminded_at is not None:
            continue
        asked = [AskedOf(question.asked) for question in follow_up.questions.all() if not question.said]
        asking.send(follow_up, sorted(asked), at=at, again=True)
        follow_up.reminded_at = at
        follow_up.save(update_fields=["reminded_at"])
        touched += 1
    return touched


def _escalate(region_id: uuid.UUID, *, on: date, at: datetime) -> int:
    """Another week later it is for a person."""
    silent = _open(region_id).filter(reminded_at__lt=_end_of(on - CALL_AFTER), called_for_on=None)
    return calling.call_for([lock(one) for one in silent.order_by("due_on", "pk")], on=on, at=at)


def _open(region_id: uuid.UUID) -> Any:
    """Of whoever still takes part: who stopped is not mailed by itself, though a coach may still write down what he knows."""
    found = FollowUp.objects.standing().unknown()
    taking_part = found.exclude(placement__candidate__state=CandidateState.WITHDRAWN)
    return taking_part.filter(region_id=region_id, placement__candidate__anonymised_at__isnull=True)


def _begin_follow_up(follow_up: FollowUp, *, on: date, at: datetime) -> None:
    """Whoever was placed is in follow-up from the first check on."""
    candidate = follow_up.placement.candidate
    if candidate.state == CandidateState.PLACED and candidate.state_since <= on:
        lifecycle.move(None, candidate.pk, to=CandidateState.FOLLOW_UP, on=on, at=at)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
