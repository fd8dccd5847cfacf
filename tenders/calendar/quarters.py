"""Quarters of a year, as the calendar counts by them: 31 March is the last day of the first, 1 April begins the second."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from organisations.months import add_months, last_of_month

_MONTHS, _IN_A_YEAR = 3, 4
_KEY = re.compile(r"([12]\d{3})-([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    @property
    def key(self) -> str:
        """As it stands in an address: ``2027-1``."""
        return f"{self.year}-{self.number}"

    @property
    def label(self) -> str:
        return _("%(number)se kwartaal %(year)s") % {"number": self.number, "year": self.year}

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def last_day(self) -> date:
        return last_of_month(add_months(self.first_day, _MONTHS - 1))

    @property
    def following(self) -> "Quarter":
        return quarter_of(add_months(self.first_day, _MONTHS))


def quarter_of(day: date) -> Quarter:
    """The quarter in which the day falls."""
    return Quarter(day.year, (day.month - 1) // _MONTHS + 1)


def parse_quarter(text: str) -> Quarter | None:
    """The quarter of a key; None when it is none."""
    found = _KEY.fullmatch(text.strip())
    return Quarter(int(found[1]), int(found[2])) if found else None


def quarters_from(first: Quarter, count: int) -> Iterator[Quarter]:
    """So many quarters, from this one on."""
    for _place in range(count):
        yield first
        first = first.following
