"""The plan as it stands, and changes by hand: one talk added, moved or taken away, which planning again leaves alone."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from candidates.file.pages import name_of
from organisations.refused import Refused
from organisations.tenancy import Acting
from placements.models import SpeedDate, SpeedDateCandidate, SpeedDateEmployer, SpeedDateMeeting, SpeedDateWish
from placements.speed_dates.events import attendees_of, check_at_rest, check_open, locked, state_by_plan
from placements.speed_dates.without import Without, without_talk


@dataclass(frozen=True, slots=True)
class Round:
    """One round with its talks, by employer and table."""

    slot: int
    begins: time
    ends: time
    meetings: Sequence[SpeedDateMeeting]
    #: The break comes after it.
    is_before_break: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How good the plan is: ``met`` of the ``wanted`` pairs of who agreed, and who goes without."""

    wanted: int
    met: int
    unwanted: int
    #: Wishes of candidates who did not agree yet.
    not_agreed: int
    candidates: Sequence[tuple[SpeedDateCandidate, Without]]
    employers: Sequence[tuple[SpeedDateEmployer, Without]]


def meetings_of(event: SpeedDate) -> QuerySet[SpeedDateMeeting]:
    """The talks that somebody may see; a Werkplein those of its own candidates."""
    found = SpeedDateMeeting.objects.filter(event=event, attendee__candidate__merged_into=None)
    return found.select_related("employer__vacancy", "attendee__candidate__identity").order_by(
        "slot", "employer__name", "employer_id", "table"
    )


def rounds_of(event: SpeedDate, meetings: Sequence[SpeedDateMeeting]) -> list[Round]:
    by_slot = defaultdict(list)
    for one in meetings:
        by_slot[one.slot].append(one)
    return [Round(slot, begins, ends, by_slot[slot], slot == event.break_after) for slot, begins, ends in event.times()]


def standing(event: SpeedDate, meetings: Sequence[SpeedDateMeeting]) -> Standing:
    """Of what a member may see; three queries."""
    attendees = list(attendees_of(event))
    employers = list(event.employers.select_related("vacancy").order_by("name", "pk"))
    wishes = list(SpeedDateWish.objects.filter(event=event).values_list("employer_id", "attendee_id"))
    there = {str(one.pk): one for one in attendees if one.agreed_on is not None}
    wanted = {(str(e), str(c)) for e, c in wishes if str(c) in there}
    met = {(str(one.employer_id), str(one.attendee_id)) for one in meetings}
    candidate_slots = {key: one.slots_of(event) for key, one in there.items()}
    by_key = {str(one.pk): one for one in employers}
    employer_slots = {key: one.slots_of(event) for key, one in by_key.items()}
    turned = {(c, e) for e, c in wanted}
    alone = without_talk(candidate_slots, employer_slots, turned, {c for _e, c in met})
    idle = without_talk(employer_slots, candidate_slots, wanted, {e for e, _c in met})
    return Standing(
        wanted=len(wanted),
        met=len(wanted & met),
        unwanted=len(met - wanted),
        not_agreed=len(wishes) - len(wanted),
        candidates=[(there[key], why) for key, why in alone.items()],
        employers=[(by_key[key], why) for key, why in idle.items()],
    )


@transaction.atomic
def add(
    acting: Acting, event_id: uuid.UUID, *, employer_id: uuid.UUID, attendee_id: uuid.UUID, slot: int
) -> SpeedDateMeeting:
    """A talk by hand. Refused when it would put somebody at two tables, or where he is not."""
    event = _changing(acting, event_id)
    employer = event.employers.select_related("vacancy").get(pk=employer_id)
    attendee = attendees_of(event).get(pk=attendee_id)
    if attendee.agreed_on is None:
        raise Refused(
            _("%(name)s zei nog niet ja. Schrijf dat eerst op bij Wie komt.") % {"name": name_of(attendee.candidate)}
        )
    meeting = SpeedDateMeeting(event=event, region_id=event.region_id, employer=employer, attendee=attendee)
    pair = event.meetings.filter(employer=employer, attendee=attendee).first()
    if pair is not None:
        raise Refused(
            _("%(name)s praat al met %(employer)s, in ronde %(slot)s. Verplaats dat gesprek.")
            % {"name": name_of(attendee.candidate), "employer": employer.label, "slot": pair.slot}
        )
    return _put(event, meeting, slot)


@transaction.atomic
def move(acting: Acting, event_id: uuid.UUID, meeting_id: uuid.UUID, *, slot: int) -> SpeedDateMeeting:
    """Another round for this talk; it stays there when the plan is made again."""
    event = _changing(acting, event_id)
    return _put(event, meetings_of(event).get(pk=meeting_id), slot)


@transaction.atomic
def pin(acting: Acting, event_id: uuid.UUID, meeting_id: uuid.UUID, *, is_pinned: bool) -> SpeedDateMeeting:
    """Planning again leaves it where it is, or no longer."""
    event = _changing(acting, event_id)
    meeting = meetings_of(event).get(pk=meeting_id)
    meeting.is_pinned = is_pinned
    meeting.save(update_fields=["is_pinned"])
    return meeting


@transaction.atomic
def remove(acting: Acting, event_id: uuid.UUID, meeting_id: uuid.UUID) -> None:
    event = _changing(acting, event_id)
    meetings_of(event).get(pk=meeting_id).delete()
    event.state = state_by_plan(event)
    event.save(update_fields=["state"])


def _changing(acting: Acting, event_id: uuid.UUID) -> SpeedDate:
    event = locked(acting, event_id)
    check_open(event)
    check_at_rest(event)
    return event


def _put(event: SpeedDate, meeting: SpeedDateMeeting, slot: int) -> SpeedDateMeeting:
    """Into this round, pinned, at a free table; refused with who is in the way."""
    employer, attendee = meeting.employer, meeting.attendee
    name = name_of(attendee.candidate)
    if not 1 <= slot <= event.slots:
        raise Refused(_("Deze speeddate heeft %(n)s rondes. Kies een ronde daarvan.") % {"n": event.slots})
    for who, there in ((employer.label, employer.slots_of(event)), (name, attendee.slots_of(event))):
        if slot not in there:
            raise Refused(_("%(name)s is er niet in ronde %(slot)s.") % {"name": who, "slot": slot})
    others = event.meetings.filter(slot=slot).exclude(pk=meeting.pk)
    busy = others.filter(attendee=attendee).select_related("employer__vacancy").first()
    if busy is not None:
        raise Refused(
            _("%(name)s praat in ronde %(slot)s al met %(employer)s.")
            % {"name": name, "slot": slot, "employer": busy.employer.label}
        )
    taken = set(others.filter(employer=employer).values_list("table", flat=True))
    free = [table for table in range(1, employer.tables + 1) if table not in taken]
    if not free:
        raise Refused(
            _("Bij %(employer)s is in ronde %(slot)s geen tafel vrij.") % {"employer": employer.label, "slot": slot}
        )
    meeting.slot, meeting.is_pinned = slot, True
    meeting.table = meeting.table if meeting.table in free else free[0]
    meeting.save()
    if event.state != state_by_plan(event):
        event.state = state_by_plan(event)
        event.save(update_fields=["state"])
    return meeting
