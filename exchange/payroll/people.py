"""Whom a row of payroll is about, among the people whom this company has at work: by number, or by name and birth date."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from exchange.models import PersonnelNumber
from exchange.payroll.cells import PayRow, words_of
from exchange.payroll.periods import Period
from organisations.tenancy import Acting
from placements import access
from placements.choices import CLAIMING, LineStatus
from placements.identity.namesakes import tell_apart
from placements.models import Deployment

SKIP = "skip"


@dataclass(slots=True)
class Person:
    """One person of the company, in whatever regions, with the lines that run in the time of the table."""

    name: str
    birth_date: date
    lines: list[Deployment] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)

    def lines_in(self, period: Period) -> list[Deployment]:
        """Those to which hours of this period can belong."""
        return [
            line
            for line in self.lines
            if line.status in CLAIMING and line.starts_on <= period.last_day and line.ends_on >= period.first_day
        ]

    def has_concept_in(self, period: Period) -> bool:
        return any(
            line.status == LineStatus.CONCEPT and line.starts_on <= period.last_day and line.ends_on >= period.first_day
            for line in self.lines
        )


class Found(Enum):
    NOBODY = "nobody"
    SURE = "sure"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class Match:
    """Who it is, or who it could be."""

    found: Found
    people: tuple[Person, ...] = ()


NOBODY = Match(Found.NOBODY)


class People:
    """The people at work in the time of a table, looked up in two queries for any number of them."""

    def __init__(self, acting: Acting, periods: Sequence[Period]) -> None:
        self.everybody: list[Person] = []
        self.lines: dict[Any, Deployment] = {}
        self._by_number: dict[str, Person] = {}
        self._by_words: dict[frozenset[str], list[Person]] = defaultdict(list)
        self._by_birth_date: dict[date, list[Person]] = defaultdict(list)
        if periods:
            self._read(acting, min(one.first_day for one in periods), max(one.last_day for one in periods))

    def _read(self, acting: Acting, first_day: date, last_day: date) -> None:
        found = (
            access.deployments_of(acting)
            .filter(starts_on__lte=last_day, ends_on__gte=first_day, status__in=[*CLAIMING, LineStatus.CONCEPT])
            .select_related("contract", "person", "block")
            .order_by("contract__title", "pk")
        )
        lines = list(found)
        tell_apart(line.person for line in lines)
        persons: dict[tuple[str, date], Person] = {}
        by_row: dict[Any, Person] = {}
        for line in lines:
            key = (line.person.normalised_name, line.person.birth_date)
            person = persons.setdefault(key, Person(line.person.name, line.person.birth_date))
            person.lines.append(line)
            by_row[line.person_id] = person
            self.lines[line.pk] = line
        numbers = PersonnelNumber.objects.filter(organisation_id=acting.organisation_id, person__in=list(by_row))
        for row in numbers.order_by("pk"):
            by_row[row.person_id].numbers.add(row.number)
            self._by_number[row.number] = by_row[row.person_id]
        self.everybody = sorted(persons.values(), key=lambda one: (one.name.casefold(), one.birth_date))
        for person in self.everybody:
            self._by_words[words_of(person.name)].append(person)
            self._by_birth_date[person.birth_date].append(person)

    def match(self, row: PayRow) -> Match:
        """Sure by the number that was kept, or by name and birth date; perhaps by one of the two alone."""
        by_number = self._by_number.get(row.staff_number) if row.staff_number else None
        if by_number is not None and row.birth_date in {None, by_number.birth_date}:
            return Match(Found.SURE, (by_number,))
        same_name = self._by_words.get(words_of(row.name), []) if row.name else []
        both = [one for one in same_name if one.birth_date == row.birth_date]
        if len(both) == 1 and by_number is None:
            return Match(Found.SURE, tuple(both))
        # Somebody else of the payroll can share a birth date: then a word of the name has to be the same as well.
        alike = [
            one
            for one in (self._by_birth_date.get(row.birth_date, ()) if row.birth_date else ())
            if not row.name or words_of(one.name) & words_of(row.name)
        ]
        perhaps = _once([*([by_number] if by_number else ()), *both, *alike, *same_name])
        return Match(Found.PERHAPS, tuple(perhaps)) if perhaps else NOBODY


def _once(people: Iterable[Person]) -> list[Person]:
    return list({id(one): one for one in people}.values())
