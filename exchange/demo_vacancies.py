"""Vacancies in the demo: open and expected ones of its companies, of firms without a workspace, waiting, asked about, closed.

Everybody and everything in them is made up; all of it is entered by the use cases that the screens call.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from exchange.demo_vacancy_rows import FIRMS, OF_BRAM, ON_BEHALF, Row
from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Occupation, Organisation, OrganisationRegion, Region
from organisations.tenancy import Acting
from placements.access import kept_vacancies
from placements.models import Vacancy
from placements.vacancies import deciding, firm, keeping, stale
from placements.vacancies.entry import VacancyEntry, told_by
from placements.vacancies.keeping import Employer
from placements.vacancy_choices import ClosedBecause, Rule, VacancyState

_RULES = {
    "H": Rule.HOURS,
    "S": Rule.SECTOR,
    "O": Rule.OCCUPATION,
    "C": Rule.CERTIFICATES,
    "L": Rule.LICENCE,
    "T": Rule.TRAVEL,
}
#: How many days ago the first were put online; the rest by turns between then and now.
_DAYS, _STEP = 26, 3


class _Known(NamedTuple):
    region: Region
    occupations: Mapping[str, Occupation]
    companies: Mapping[str, Organisation]
    on: date
    at: datetime


def furnish(
    region: Region, *, acting_as: Callable[[str], AbstractContextManager[Acting]], on: date, at: datetime
) -> None:
    """Do nothing when they are there already."""
    with acting_as("dirk"):
        if Vacancy.objects.filter(region=region).exists():
            return
        links = OrganisationRegion.objects.filter(region=region).select_related("organisation")
        known = _Known(
            region,
            {one.code: one for one in Occupation.objects.filter(region=region)},
            {one.code: one.organisation for one in links},
            on,
            at,
        )
    with acting_as("bram") as bram:
        for place, row in enumerate(OF_BRAM):
            _enter(bram, row, known, place)
    with acting_as("dirk") as dirk:
        for place, row in enumerate(ON_BEHALF):
            _enter(dirk, row, known, place)
    for place, row in enumerate(FIRMS):
        _offer(row, known, place)
    with acting_as("dirk") as dirk:
        _decide(dirk, known)
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        stale.ask_whether_they_stand(region_id=region.pk, on=on)


def _enter(acting: Acting, row: Row, known: _Known, place: int) -> None:
    """As the screen does, on a day before now; then what became of it."""
    days = row.days or _DAYS - place * _STEP % _DAYS
    entered = known.at - timedelta(days=days)
    employer = known.companies.get(row.employer)
    vacancy = keeping.enter(
        acting,
        region_id=known.region.pk,
        employer=Employer(employer, "" if employer else row.employer),
        entry=_entry(row, known),
        publish="C" not in row.flags,
        at=entered,
        on=known.on - timedelta(days=days),
    )
    if "V" in row.flags:
        keeping.fill(acting, vacancy.pk, hired=row.places, at=known.at - timedelta(days=days // 2))
    elif "X" in row.flags:
        keeping.close(acting, vacancy.pk, because=ClosedBecause.NOT_NEEDED, at=known.at - timedelta(days=days // 2))


def _offer(row: Row, known: _Known, place: int) -> None:
    """A firm puts it forward and proves its address by the link that was mailed."""
    days = row.days or 2 + place
    sent, token = known.at - timedelta(days=days), f"demo-vacature-{place}"
    with tenancy.public(known.region.pk):
        firm.put_forward(
            region=known.region,
            employer=row.employer,
            kvk=f"9000020{place}",
            entry=_entry(row, known),
            at=sent,
            on=known.on - timedelta(days=days),
            token=token,
        )
    with tenancy.link(token):
        firm.prove(token, at=sent, on=known.on - timedelta(days=days))


def _decide(dirk: Acting, known: _Known) -> None:
    """The coordination point looked at those of a week ago, and let most of them through."""
    waiting = kept_vacancies(dirk).filter(created_at__lt=known.at - timedelta(days=7), state=VacancyState.SUBMITTED)
    first, *others = waiting.order_by("created_at", "pk")
    decided = known.at - timedelta(days=5)
    deciding.reject(dirk, first.pk, reason="Dit bedrijf staat niet in het handelsregister.", at=decided)
    for one in others:
        deciding.confirm(dirk, one.pk, at=decided)


def _entry(row: Row, known: _Known) -> VacancyEntry:
    occupation = known.occupations[row.occupation]
    told = told_by(occupation)
    first, _space, last = row.contact.casefold().partition(" ")
    facts: dict[str, Any] = {
        "sector": told["sector"],
        "certificates": () if "N" in row.flags else told.get("certificates", ()),
        "licence": "" if "N" in row.flags else told.get("licence", ""),
    }
    return VacancyEntry(
        title=row.title,
        occupation=occupation,
        description=row.does,
        offer=row.offer,
        municipality=row.municipality,
        place=row.place,
        places=row.places,
        hours_from=row.hours[0],
        hours_to=row.hours[1],
        wage_from=Decimal(row.wage[0]) if row.wage else None,
        wage_to=Decimal(row.wage[1]) if row.wage else None,
        starts_on=known.on + timedelta(days=row.starts) if row.starts else None,
        is_expected="E" in row.flags,
        is_learning="L" in row.flags,
        pays_course="P" in row.flags,
        sroi="S" in row.flags,
        rules=tuple(_RULES[one].value for one in row.rules),
        contact_name=row.contact,
        contact_email=f"{first}.{last}@bedrijf.demo.example",
        contact_phone="050 000 00 00",
        **facts,
    )
