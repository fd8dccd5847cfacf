"""What a worker does for a plan: read who comes, work it out, and write it once. It loads the solver."""

import uuid

from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.outbox import Claim
from placements.models import SpeedDate, SpeedDateMeeting
from placements.speed_date_choices import PlanningState, SpeedDateState
from placements.speed_dates.planning import Attending, Plan, Talk, plan


def produce(event_id: uuid.UUID | str, *, region_id: uuid.UUID | str, run: uuid.UUID | str) -> None:
    """Make the plan of this ``run``, outside any transaction; another attempt at it, or a later run, writes it once."""
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        event = _wanted(event_id, run)
        if event is None:
            return
        read_at = event.changed_at
        employers, candidates, wishes, pinned = read(event)
    found = plan(employers, candidates, wishes, pinned=pinned)
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        again = _wanted(event_id, run, lock=True)
        if again is not None:
            again.planned_from = read_at
            _write(again, found)


def read(event: SpeedDate) -> tuple[list[Attending], list[Attending], set[tuple[str, str]], list[Talk]]:
    """What the plan is made of: only candidates who agreed, the wishes between who comes, and what stands fast."""
    employers = [Attending(str(one.pk), one.slots_of(event), one.tables) for one in event.employers.order_by("pk")]
    agreed = event.attendees.filter(agreed_on__isnull=False, candidate__merged_into=None)
    candidates = [Attending(str(one.pk), one.slots_of(event)) for one in agreed.order_by("pk")]
    wishes = {(str(e), str(c)) for e, c in event.wishes.order_by("pk").values_list("employer_id", "attendee_id")}
    there = {one.key for one in candidates}
    pinned = [
        Talk(one.slot, str(one.employer_id), str(one.attendee_id), one.table, is_pinned=True)
        for one in event.meetings.filter(is_pinned=True).order_by("slot", "pk")
        if str(one.attendee_id) in there
    ]
    return employers, candidates, wishes, pinned


def give_up(claim: Claim, error: str) -> None:  # noqa: ARG001 - as the outbox calls it
    """Say on screen that it failed, so that it can be asked again."""
    with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
        event = _wanted(claim.payload["event_id"], claim.payload["run"], lock=True)
        if event is not None:
            event.planning = PlanningState.FAILED
            event.save(update_fields=["planning"])


def _wanted(event_id: uuid.UUID | str, run: uuid.UUID | str, *, lock: bool = False) -> SpeedDate | None:
    """The event when this run is still what it waits for."""
    found = SpeedDate.objects.filter(
        pk=event_id, plan_run=run, planning=PlanningState.ASKED, state__in=SpeedDateState.open()
    )
    return (found.select_for_update(of=("self",), no_key=True) if lock else found).first()


def _write(event: SpeedDate, found: Plan) -> None:
    """The talks of the plan in the place of those of an earlier one; who left meanwhile has none."""
    event.meetings.filter(is_pinned=False).delete()
    employers = set(map(str, event.employers.values_list("pk", flat=True)))
    agreed = set(map(str, event.attendees.filter(agreed_on__isnull=False).values_list("pk", flat=True)))
    SpeedDateMeeting.objects.bulk_create(
        SpeedDateMeeting(
            event=event,
            region_id=event.region_id,
            employer_id=uuid.UUID(one.employer),
            attendee_id=uuid.UUID(one.candidate),
            slot=one.slot,
            table=one.table,
        )
        for one in found.talks
        if not one.is_pinned and one.employer in employers and one.candidate in agreed
    )
    event.planning, event.state = PlanningState.READY, SpeedDateState.PLANNED
    event.planned_at, event.most = timezone.now(), found.most
    event.save(update_fields=["planning", "state", "planned_at", "planned_from", "most"])
