"""People of the demo who registered themselves in the last days, and two whom somebody else registered. All made up."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from candidates.models import OpenRegistration
from candidates.registering.oneself import Entry, Key, Registrant, register
from candidates.telling import steps
from candidates.working.call_day import working_day
from organisations import tenancy
from organisations.models import Region
from organisations.tenancy import Acting


class _Person(NamedTuple):
    #: Days ago.
    days: int
    first_name: str
    last_name: str
    phone: str
    municipality: str
    kinds: tuple[str, ...]
    told: dict[str, Any]
    #: The step that somebody would rather be called about.
    asks: str = ""
    has_mail: bool = True


_PEOPLE = (
    _Person(4, "Yusuf", "Verzonnen", "06 00 00 01 01", "GM0014", ("construction", "finishing"),
            {"hours_from": 36, "hours_to": 40, "licences": ["b"], "certificates": ["VCA-basis"]}),
    _Person(3, "Tineke", "Nepstra", "06 00 00 01 02", "GM1979", ("cleaning", "care"),
            {"hours_from": 16, "hours_to": 28, "days": ["mon", "tue", "thu"], "travel": "near"}),
    _Person(2, "Almaz", "Proefma", "06 00 00 01 03", "GM0014", ("hospitality",),
            {"speaks": "a2", "reads": "a1", "writes": "a1"}, "nederlands", has_mail=False),
    _Person(1, "Rik", "Testinga", "06 00 00 01 04", "GM1966", ("engineering", "metal"),
            {"travel": "far", "transport": ["car"], "licences": ["b", "be"]}),
    _Person(1, "Mirjam", "Voorbeeldsma", "06 00 00 01 05", "GM1895", ("unknown",), {}, "beroepen", has_mail=False),
    _Person(0, "Dawit", "Verzinsma", "06 00 00 01 06", "GM1952", ("logistics",), {"hours_from": 28, "hours_to": 36}),
)  # fmt: skip
_BROUGHT = (
    (_Person(2, "Kim", "Proefstra", "06 00 00 01 07", "GM0014", ("green",), {}),
     Registrant("school", "Praktijkschool De Proef", "Anja Voorbeeldhuis", "050 000 01 01", "anja@school.demo.example")),
    (_Person(1, "Sem", "Nepinga", "06 00 00 01 08", "GM0047", ("transport",), {}, has_mail=False),
     Registrant("municipality", "Gemeente Veendam", "Bert Testema", "0598 00 01 01", "bert@gemeente.demo.example")),
)  # fmt: skip


def furnish(
    region: Region, *, acting_as: Callable[[str], AbstractContextManager[Acting]], on: date, at: datetime
) -> None:
    """Do nothing when it is there already."""
    with acting_as("dirk"):
        if OpenRegistration.objects.filter(region=region).exists():
            return
    for one in _PEOPLE:
        _register(region, one, None, on=on, at=at)
    for one, by in _BROUGHT:
        _register(region, one, by, on=on, at=at)


def _register(region: Region, one: _Person, by: Registrant | None, *, on: date, at: datetime) -> None:
    day, moment = on - timedelta(days=one.days), at - timedelta(hours=one.days)
    mail = f"{one.first_name}.{one.last_name}@kandidaat.demo.example".lower() if one.has_mail else ""
    entry = Entry(
        first_name=one.first_name,
        last_name=one.last_name,
        municipality=one.municipality,
        phone=one.phone,
        email=mail,
        kinds=one.kinds,
        wants_call=not mail,
    )
    token = register(region=region, entry=entry, key=Key(of_another=by is not None), on=day, at=moment, by=by)
    with tenancy.link(token):
        candidate = OpenRegistration.objects.select_related("candidate").get().candidate
        if one.told:
            steps.save(candidate, one.told, at=moment)
        if one.asks:
            due = working_day(on + timedelta(days=1))
            steps.ask_call(candidate, steps.BY_CODE[one.asks], has_phone=bool(one.phone), due=due, on=day, at=moment)
