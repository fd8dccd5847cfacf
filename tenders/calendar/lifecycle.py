"""A tender goes from one status to the next: who said so, on which day, and why. Nothing else changes a status.

``on_calendar_since`` is the day on which it was put on the calendar, not that of the step: who enters today what was
published last week, put it there today. Back to a concept takes it off, so the day goes too: a report counts a tender
from the day since which everybody could read it (domain section 10), and after a break that is a new day. What stood
there before is in the history.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.refused import SHORTEST_SAID, Refused, check_free_text
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from tenders.access import tenders_entered_by
from tenders.calendar.access import may_change
from tenders.calendar.entry import entry_of, needs_of
from tenders.choices import TenderStatus
from tenders.models import Contract, FirmInvitation, Tender, TenderStep, TenderStepNote
from tenders.tender_status import (
    AWARDED,
    COMPLETED,
    CONCEPT,
    DATED,
    DECIDED_FIRST,
    IN_EXECUTION,
    NOT_WITH_CONTRACT,
    OPEN,
    WITHDRAWN,
    is_step_back,
    may_follow,
)

#: What is asked of a tender before it is published or awarded.
_DECIDES = frozenset({"title", "kind", "sroi", "sroi_percentage", "sroi_reason", "sroi_reason_kind", "sroi_ways"})
TAKEN_BACK = "Teruggedraaid"
THROWN_AWAY = "Concept weggegooid"
BY_CONTRACT = "Vanzelf, uit de looptijd van de contracten"


class StepRefused(Refused):
    """The step cannot be taken; ``field`` is what the reader can change about it, empty when it is none of the form."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Moved:
    """The tender as it stands now, and whether this call took the step: the same form sent twice takes one."""

    tender: Tender
    step: TenderStep
    is_new: bool


@transaction.atomic
def move(
    acting: Acting, tender: Tender, *, to: str, on: date, at: datetime, note: str = "", seen: str | None = None
) -> Moved:
    """Take the step on this day. ``seen`` is the status that the page showed; ``StepRefused`` when it may not be taken."""
    held = _held(acting, tender.pk)
    last = last_step(held)
    if last is not None and _is_twin(last, acting, held, to=to, seen=seen):
        return Moved(held, last, is_new=False)
    if seen is not None and held.status != seen:
        raise StepRefused(
            _("De status is intussen ‘%(now)s’. Kijk of de stap nog klopt.") % {"now": held.get_status_display()}
        )
    if not may_follow(to, after=held.status):
        raise StepRefused(
            _("Van ‘%(now)s’ kan een aanbesteding niet naar ‘%(to)s’.")
            % {"now": held.get_status_display(), "to": TenderStatus(to).label}
        )
    note = note.strip()
    has_contract = Contract.objects.filter(tender=held).exists()
    _check_tender(held, to, has_contract=has_contract)
    _check_day(held, last, to, on=on, at=at)
    if needs_note(to, after=held.status, has_contract=has_contract) and len(note) < SHORTEST_SAID:
        raise StepRefused(_("Leg in een paar woorden uit waarom (minstens 10 tekens)."), "note")
    check_free_text(note)
    step = write_step(held, to=to, on=on, at=at, by_id=acting.user_id, note=note)
    return Moved(held, step, is_new=True)


def needs_note(to: str, *, after: str, has_contract: bool = False) -> bool:
    """Whether somebody has to say why: withdrawn, a step back, or awarded without a contract in the portal."""
    return to == WITHDRAWN or is_step_back(to, after) or (to == AWARDED and not has_contract)


def lacks(tender: Tender, to: str) -> tuple[str, ...]:
    """What has to be filled in before this step, as sentences; for the calendar what its form asks. Three queries."""
    goes_on = not is_step_back(to, tender.status) or tender.status == WITHDRAWN
    if to not in {TenderStatus.PLANNED, *DECIDED_FIRST} or not (goes_on or to == TenderStatus.PUBLISHED):
        return ()
    needs = needs_of(entry_of(tender), status=to)
    if to != TenderStatus.PLANNED:
        # It happened: when it was planned, or whom to ask before it, is no longer the question.
        needs = {name: said for name, said in needs.items() if name in _DECIDES}
    return tuple(needs.values())


def can_take_back(
    acting: Acting, tender: Tender, step: TenderStep | None, *, at: datetime, has_contract: bool = False
) -> bool:
    """One's own last step of today, when it went on and not back; the first one is the tender itself."""
    return (
        step is not None
        and may_change(acting, tender)
        and step.from_status != ""
        and not (has_contract and step.from_status in NOT_WITH_CONTRACT)
        and step.to_status == tender.status
        and step.by_id == acting.user_id
        and not is_step_back(step.to_status, step.from_status)
        and timezone.localdate(step.at) == timezone.localdate(at)
    )


@transaction.atomic
def take_back(acting: Acting, tender: Tender, step_id: uuid.UUID, *, at: datetime) -> Moved:
    """Let the tender stand as before one's own last step of today; both steps stay in the history."""
    held = _held(acting, tender.pk)
    step = last_step(held)
    if step is None or step.pk != step_id or not can_take_back(acting, held, step, at=at):
        raise StepRefused(_("Dit is niet meer de laatste stap. Terugdraaien kan niet meer."))
    if step.to_status == AWARDED and Contract.objects.filter(tender=held).exists():
        raise StepRefused(stays_awarded())
    since = held.on_calendar_since
    if step.from_status != CONCEPT and since is None:
        since = _since_before(held, step.from_status)
    back = write_step(
        held, to=step.from_status, on=timezone.localdate(at), at=at, by_id=acting.user_id, note=TAKEN_BACK, since=since
    )
    return Moved(held, back, is_new=True)


def can_throw_away(tender: Tender, steps: Iterable[TenderStep]) -> bool:
    """A concept that others never read: nobody has to hear why it does not go on."""
    return tender.status == CONCEPT and all(one.to_status in {CONCEPT, WITHDRAWN} for one in steps)


@transaction.atomic
def throw_away(acting: Acting, tender: Tender, *, at: datetime) -> Moved:
    """Take a concept out of the lists, with all that belongs to it: the step can be taken back as any other."""
    held = _held(acting, tender.pk)
    last = last_step(held)
    if last is not None and held.status == WITHDRAWN and last.note == THROWN_AWAY:
        return Moved(held, last, is_new=False)
    if not can_throw_away(held, TenderStep.objects.filter(tender=held)) or _is_bound(held):
        raise StepRefused(
            _("Dit kunt u niet weggooien: anderen hebben er al mee te maken. Leg als stap vast dat u het intrekt.")
        )
    on = timezone.localdate(at)
    return Moved(
        held, write_step(held, to=WITHDRAWN, on=on, at=at, by_id=acting.user_id, note=THROWN_AWAY), is_new=True
    )


def record_award(tender: Tender, *, on: date, at: datetime, by_id: uuid.UUID | None) -> TenderStep | None:
    """What a contract under a tender, which is held, says of it: awarded. Nothing when it was already."""
    return write_step(tender, to=AWARDED, on=on, at=at, by_id=by_id) if tender.status in OPEN else None


def record_first(tender: Tender, *, on: date, at: datetime, by_id: uuid.UUID | None) -> TenderStep:
    """With what status a tender began that was made just now."""
    return TenderStep.objects.create(tender=tender, to_status=tender.status, on=on, at=at, by_id=by_id)


def write_step(
    tender: Tender,
    *,
    to: str,
    on: date,
    at: datetime,
    by_id: uuid.UUID | None,
    note: str = "",
    since: date | None = None,
) -> TenderStep:
    """Write the step and what it changes, without asking whether it may follow: for who locked and checked."""
    is_read = _is_read_by_all(tender.status, to, note)
    step = TenderStep(
        tender=tender,
        from_status=tender.status,
        to_status=to,
        on=on,
        at=at,
        by_id=by_id,
        note=note if is_read else "",
    )
    tender.status = TenderStatus(to)
    if to == CONCEPT:
        tender.on_calendar_since = None
    elif to != WITHDRAWN:
        tender.on_calendar_since = since or tender.on_calendar_since or timezone.localdate(at)
    changed = ["status", "on_calendar_since"]
    if by_id is not None:
        tender.touched_at = at
        changed.append("touched_at")
    tender.save(update_fields=changed)
    step.save(force_insert=True)
    if note and not is_read:
        TenderStepNote.objects.create(step=step, note=note)
    return step


def _is_read_by_all(before: str, to: str, note: str) -> bool:
    """Why it leaves the calendar everybody reads, and the portal's own words tell nothing of anybody."""
    return note in {TAKEN_BACK, THROWN_AWAY, BY_CONTRACT} or (to == WITHDRAWN and before != CONCEPT)


def last_step(tender: Tender) -> TenderStep | None:
    return TenderStep.objects.filter(tender=tender).order_by("-at", "-pk").first()


def follow_contracts(*, region_id: uuid.UUID, on: date) -> int:
    """Let tenders follow their contracts: in execution from the first day, completed after the last; how many moved.

    A tender that somebody put back by hand stays where he put it.
    """
    waiting = (
        Tender.objects.filter(region_id=region_id, status__in=(AWARDED, IN_EXECUTION), contracts__isnull=False)
        .annotate(first_day=Min("contracts__starts_on"), last_day=Max("contracts__ends_on"))
        .filter(Q(status=AWARDED, first_day__lte=on) | Q(status=IN_EXECUTION, last_day__lt=on))
        .order_by("pk")
    )
    days = {one.pk: (one.first_day, one.last_day) for one in waiting}
    held = Tender.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=days).order_by("pk")
    put_back = _put_back_by_hand(days)
    at, moved = timezone.now(), 0
    for tender in held:
        first_day, last_day = days[tender.pk]
        if tender.pk in put_back or tender.status not in {AWARDED, IN_EXECUTION}:
            continue
        moved += 1
        if tender.status == AWARDED:
            write_step(tender, to=IN_EXECUTION, on=first_day, at=at, by_id=None, note=BY_CONTRACT)
        if last_day < on:
            write_step(tender, to=COMPLETED, on=last_day, at=at, by_id=None, note=BY_CONTRACT)
    return moved


def _put_back_by_hand(tender_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    last = TenderStep.objects.filter(tender_id__in=list(tender_ids)).order_by("tender_id", "-at", "-pk")
    return {
        one.tender_id
        for one in last.distinct("tender_id")
        if one.by_id is not None and is_step_back(one.to_status, one.from_status)
    }


def _held(acting: Acting, tender_id: uuid.UUID) -> Tender:
    found = tenders_entered_by(acting).select_for_update(of=("self",), no_key=True).filter(pk=tender_id).first()
    if found is None:
        raise StepRefused(_("Deze aanbesteding is er niet meer."))
    return found


def _is_twin(last: TenderStep, acting: Acting, held: Tender, *, to: str, seen: str | None) -> bool:
    same = held.status == to == last.to_status and last.by_id == acting.user_id
    return same and seen in {None, last.from_status}


def _check_tender(held: Tender, to: str, *, has_contract: bool) -> None:
    if missing := lacks(held, to):
        raise StepRefused(" ".join(missing))
    if has_contract and to in NOT_WITH_CONTRACT:
        raise StepRefused(stays_awarded())


def _is_bound(tender: Tender) -> bool:
    """Whether somebody outside already has to do with it: a contract, or a firm that was asked."""
    invited = FirmInvitation.objects.filter(tender=tender, withdrawn_at=None)
    return Contract.objects.filter(tender=tender).exists() or invited.exists()


def stays_awarded() -> str:
    """Why some steps are not there for a tender with a contract."""
    return _("Er hoort al een contract bij deze aanbesteding. Daarom blijft zij gegund.")


def _check_day(held: Tender, last: TenderStep | None, to: str, *, on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise StepRefused(_("Deze dag is nog niet geweest. Vul de dag in waarop het gebeurde."), "on")
    # What was published last week may be put on the calendar today: of a plan counts when it was said.
    counts = held.status in {*DATED, WITHDRAWN} or (to == WITHDRAWN and held.status != CONCEPT)
    if counts and last is not None and last.to_status == held.status and on < last.on:
        raise StepRefused(
            _("Sinds %(day)s is de status ‘%(now)s’. Kies die dag of een latere.")
            % {"day": day_nl(last.on), "now": held.get_status_display()},
            "on",
        )


def _since_before(held: Tender, status: str) -> date | None:
    events: Any = Tender.pgh_event_model.objects  # type: ignore[attr-defined]
    before = events.filter(pgh_obj_id=held.pk, status=status).order_by("-pgh_id").first()
    return before.on_calendar_since if before else None
