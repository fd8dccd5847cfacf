"""An event from the first idea to the day after: made, changed, held or cancelled."""

import datetime as dt
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from organisations.refused import Refused, check_said
from organisations.shown import check_shown, version_of
from organisations.tenancy import Acting
from placements.models import SpeedDate, SpeedDateCandidate, SpeedDateMeeting
from placements.speed_date_choices import SpeedDateState


@dataclass(frozen=True, slots=True)
class EventEntry:
    """When and where it is, and how the rounds go."""

    title: str
    day: dt.date
    starts_at: dt.time
    slots: int
    talk_minutes: int
    between_minutes: int
    break_after: int | None
    break_minutes: int
    place: str


#: What a plan is made of; the rest can change without making it old.
_IN_PLAN = ("slots",)


def events_of(acting: Acting) -> QuerySet[SpeedDate]:
    """The events of the regions of a member. Row security decides; this narrows by an index that it cannot use."""
    return SpeedDate.objects.filter(region_id__in=acting.region_ids)


def attendees_of(event: SpeedDate) -> QuerySet[SpeedDateCandidate]:
    """The candidates of the event that somebody may see, by name; a Werkplein sees its own."""
    found = SpeedDateCandidate.objects.filter(event=event, candidate__merged_into=None)
    return found.select_related("candidate__identity").order_by("candidate__identity__normalised_name", "pk")


def version(event: SpeedDate) -> str:
    """The same as long as nobody changed when and where it is."""
    return version_of(event, EventEntry.__slots__)


@transaction.atomic
def add(acting: Acting, *, entry: EventEntry, region_id: uuid.UUID, on: dt.date) -> SpeedDate:
    _check_day(entry.day, on)
    return _written(SpeedDate(region_id=region_id, created_by_id=acting.user_id), entry)


@transaction.atomic
def change(
    acting: Acting, event_id: uuid.UUID, *, entry: EventEntry, on: dt.date, at: datetime, shown: str | None = None
) -> SpeedDate:
    """Another day or place, other rounds. ``shown``: ``version`` of what stood in the form."""
    event = locked(acting, event_id)
    check_shown(version(event), shown)
    check_open(event)
    if entry.day != event.day:
        _check_day(entry.day, on)
    late = SpeedDateMeeting.objects.filter(event=event, is_pinned=True, slot__gt=entry.slots).first()
    if late is not None:
        raise Refused(
            _("Er staat een gesprek vast in ronde %(slot)s. Haal dat eerst weg, of houd zoveel rondes.")
            % {"slot": late.slot}
        )
    if any(getattr(event, name) != getattr(entry, name) for name in _IN_PLAN):
        event.changed_at = at
    return _written(event, entry)


@transaction.atomic
def cancel(acting: Acting, event_id: uuid.UUID, *, reason: str) -> SpeedDate:
    event = locked(acting, event_id)
    check_open(event)
    event.cancelled_reason = check_said(reason, otherwise=_("Schrijf op waarom de speeddate niet doorgaat."))[:500]
    event.state = SpeedDateState.CANCELLED
    event.save(update_fields=["state", "cancelled_reason"])
    return event


@transaction.atomic
def take_up_again(acting: Acting, event_id: uuid.UUID) -> SpeedDate:
    """Undo ``cancel``."""
    event = locked(acting, event_id)
    if event.state != SpeedDateState.CANCELLED:
        raise Refused(_("Deze speeddate gaat al door."))
    event.state, event.cancelled_reason = state_by_plan(event), ""
    event.save(update_fields=["state", "cancelled_reason"])
    return event


def state_by_plan(event: SpeedDate) -> SpeedDateState:
    return SpeedDateState.PLANNED if event.meetings.exists() else SpeedDateState.DRAFT


def locked(acting: Acting, event_id: uuid.UUID) -> SpeedDate:
    """The event, held until the end of the transaction; for the coordination point, which runs it."""
    return events_of(acting).select_for_update(of=("self",), no_key=True).get(pk=event_id)


def check_open(event: SpeedDate) -> None:
    """Refused when nobody can be added and nothing can be planned any more."""
    if not event.is_open:
        raise Refused(
            _("Deze speeddate gaat niet door. Er verandert niets meer aan.")
            if event.state == SpeedDateState.CANCELLED
            else _("Deze speeddate is al geweest. Er verandert niets meer aan.")
        )


def check_at_rest(event: SpeedDate) -> None:
    """Refused while a worker makes the plan."""
    if event.is_being_planned:
        raise Refused(_("Er wordt net een plan gemaakt. Wacht tot het klaar is en probeer het dan opnieuw."))


def _check_day(day: dt.date, on: dt.date) -> None:
    if day < on:
        raise Refused(_("Deze dag is al geweest. Kies vandaag of een latere dag."))


def _written(event: SpeedDate, entry: EventEntry) -> SpeedDate:
    for name in EventEntry.__slots__:
        setattr(event, name, getattr(entry, name))
    if event._state.adding:  # noqa: SLF001 - the way to ask
        event.save(force_insert=True)
    else:
        event.save(update_fields=[*EventEntry.__slots__, "changed_at"])
    return event
