"""The demo's speed dates: one that was held, with results; one that is planned; and one that gathers wishes."""

import itertools
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from organisations.models import Region
from organisations.tenancy import Acting
from placements.models import SpeedDate, SpeedDateMeeting
from placements.speed_date_choices import AgreedHow, Says
from placements.speed_dates import asking, events, making, people, results
from placements.speed_dates.events import EventEntry
from placements.speed_dates.people import Agreement, EmployerEntry, Presence
from placements.speed_dates.results import Result

#: Who comes where no vacancy is open.
_FIRMS = ("Bouwbedrijf Wold en Zoon", "Installatietechniek Noord", "Schildersbedrijf De Kwast", "Zorggroep Het Diep")
_MOST_FIRMS = 6
_SAYS = (Says.YES, Says.MAYBE, Says.YES, Says.NO, Says.YES)


@dataclass(frozen=True, slots=True)
class _Event:
    title: str
    #: Days from today.
    days: int
    place: str
    slots: int
    #: Which of those who look for work are asked, and how many of them said nothing yet.
    people: slice
    silent: int = 0
    is_planned: bool = True


_EVENTS = (
    _Event("Speeddate bouw en techniek", -19, "Werkplein, zaal 2", 8, slice(0, 14)),
    _Event("Speeddate werk in de regio", 12, "Dorpshuis Voorbeeld", 10, slice(4, 20), silent=2),
    _Event("Speeddate zorg en logistiek", 33, "Werkplein, zaal 1", 8, slice(10, 20), silent=4, is_planned=False),
)


def furnish(
    region: Region,
    *,
    acting_as: Callable[[str], AbstractContextManager[Acting]],
    on: date,
    at: datetime,
) -> None:
    """Once; a region that has an event keeps what it has."""
    for number, one in enumerate(_EVENTS):
        with acting_as("dirk") as dirk:
            if number == 0 and SpeedDate.objects.filter(region=region).exists():
                return
            event = _prepared(dirk, region, one, on=on, at=at)
            if one.is_planned and event.wishes.exists():
                event = asking.ask(dirk, event.pk, at=at)
        if event.is_being_planned and event.plan_run:
            making.produce(event.pk, region_id=region.pk, run=event.plan_run)
        if one.days < 0:
            with acting_as("dirk") as dirk:
                _tell(dirk, event.pk, at=at)


def _prepared(dirk: Acting, region: Region, one: _Event, *, on: date, at: datetime) -> SpeedDate:
    """With who comes, who agreed and who wants to meet whom."""
    day = on + timedelta(days=one.days)
    entry = EventEntry(one.title, day, time(13, 30), one.slots, 8, 2, one.slots // 2, 15, one.place)
    event = events.add(dirk, entry=entry, region_id=region.pk, on=min(on, day))
    firms = _firms(dirk, event)
    asked = people.found_for(dirk, event)[one.people]
    if not asked:
        return event
    said = Agreement(min(on, day) - timedelta(days=3), AgreedHow.PHONE)
    silent = asked[len(asked) - one.silent :] if one.silent else []
    for group, agreement in ((asked[: len(asked) - one.silent], said), (silent, None)):
        if group:
            people.add_candidates(
                dirk, event.pk, candidate_ids=[x.pk for x in group], agreement=agreement, on=on, at=at
            )
    _wish(dirk, event, firms)
    return event


def _firms(dirk: Acting, event: SpeedDate) -> list[uuid.UUID]:
    """One vacancy of each employer; the second has two tables, the third comes later."""
    found: dict[str, uuid.UUID | None] = {}
    for vacancy in people.vacancies_for(event).filter(is_expected=False):
        found.setdefault(vacancy.employer, vacancy.pk)
    for name in _FIRMS:
        if len(found) < len(_FIRMS):
            found.setdefault(name, None)
    made = []
    for place, (name, vacancy_id) in enumerate(itertools.islice(found.items(), _MOST_FIRMS)):
        presence = Presence(3) if place == 2 else Presence()  # noqa: PLR2004 - the third
        firm = EmployerEntry(vacancy_id, "" if vacancy_id else name, 2 if place == 1 else 1, presence)
        made.append(people.add_employer(dirk, event.pk, entry=firm).pk)
    return made


def _wish(dirk: Acting, event: SpeedDate, firms: Sequence[uuid.UUID]) -> None:
    attendees = [one.pk for one in events.attendees_of(event)]
    for place, firm in enumerate(firms):
        wants = {one for number, one in enumerate(attendees) if (place * 3 + number * 5) % 7 < 2}  # noqa: PLR2004
        wanted = {one for number, one in enumerate(attendees) if (place + number * 2) % 5 < 2}  # noqa: PLR2004
        people.keep_wishes(dirk, event.pk, firm, by_employer=wants, by_candidate=wanted, shown=attendees)


def _tell(dirk: Acting, event_id: uuid.UUID, *, at: datetime) -> None:
    """What was said after each talk; one employer did not hand in his sheet yet."""
    meetings = SpeedDateMeeting.objects.filter(event_id=event_id).order_by("slot", "employer__name", "table")
    told: dict[uuid.UUID, list[Result]] = {}
    for number, one in enumerate(meetings):
        note = "Mag een dag komen meelopen." if number % 9 == 4 else ""  # noqa: PLR2004
        says = _SAYS[number % 5], _SAYS[(number * 2 + 1) % 5]
        told.setdefault(one.employer_id, []).append(Result(one.pk, says[0], says[1], note))
    for employer_id, said in list(told.items())[:-1] or told.items():
        results.keep(dirk, event_id, employer_id, results=said, at=at)
