"""Reporting periods: `2019-Q2`, `2019-H1`, `2019`.

Pure: dates in, dates out. Both ends of a period are inclusive (domain.md section 10). A final report is named by a
year: the last year it covers.
"""

import calendar
import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import Self

CUT_OFF_DAY = 25
FIRST_YEAR = 2000
LAST_YEAR = 2199
MONTHS_IN_YEAR = 12

_PATTERN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<part>Q[1-4]|H[12]))?")


class PeriodError(ValueError):
    """A period that cannot be read, or that does not fit the kind of report. Carries the sentence the user reads."""


class Length(enum.IntEnum):
    """How many months a period spans."""

    QUARTER = 3
    HALF_YEAR = 6
    YEAR = 12


class Kind(enum.StrEnum):
    """The four reports of the programme."""

    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    FINAL = "final"

    @property
    def label(self) -> str:
        """Name of the report as readers know it."""
        return _KIND_LABELS[self]

    @property
    def length(self) -> Length:
        """The length of the period this kind of report is made for."""
        return _KIND_LENGTHS[self]


_KIND_LABELS = {
    Kind.QUARTERLY: "Kwartaalrapport",
    Kind.HALF_YEARLY: "Halfjaarrapport",
    Kind.YEARLY: "Jaarverantwoording",
    Kind.FINAL: "Eindverantwoording",
}
_KIND_LENGTHS = {
    Kind.QUARTERLY: Length.QUARTER,
    Kind.HALF_YEARLY: Length.HALF_YEAR,
    Kind.YEARLY: Length.YEAR,
    Kind.FINAL: Length.YEAR,
}
_LETTERS = {Length.QUARTER: "Q", Length.HALF_YEAR: "H"}
_EXAMPLES = {Length.QUARTER: "2019-Q2", Length.HALF_YEAR: "2019-H1", Length.YEAR: "2019"}


@dataclass(frozen=True)
class Period:
    """A quarter, half-year or year. `number` counts within the year from 1."""

    year: int
    length: Length
    number: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= MONTHS_IN_YEAR // self.length:
            raise PeriodError(f"Periode {self.number} bestaat niet in {self.year}.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2019-Q2`, `2019-H1` or `2019`; nothing else, and no blanks around it.

        Only here are years bound: the periods before the first and after the last that one can ask for are there.
        """
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise PeriodError(f"'{text}' is geen periode. Schrijf bijvoorbeeld 2019-Q2, 2019-H1 of 2019.")
        year, part = int(match["year"]), match["part"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise PeriodError(f"Kies een jaar van {FIRST_YEAR} tot en met {LAST_YEAR}.")
        if part is None:
            return cls(year, Length.YEAR)
        return cls(year, Length.QUARTER if part[0] == "Q" else Length.HALF_YEAR, int(part[1]))

    @classmethod
    def containing(cls, day: dt.date, length: Length) -> Self:
        """Return the period of this length that the day falls in."""
        return cls(day.year, length, (day.month - 1) // length + 1)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, (self.number - 1) * self.length + 1, 1)

    @property
    def last_day(self) -> dt.date:
        month = self.number * self.length
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def cut_off_on(self) -> dt.date:
        """The day after which a draft is made: the 25th of the month after the period."""
        return (self.last_day + dt.timedelta(days=1)).replace(day=CUT_OFF_DAY)

    @property
    def milestone_on(self) -> dt.date:
        """The day whose milestone is this period's target: 1 January after its year, never interpolated."""
        return dt.date(self.year + 1, 1, 1)

    @property
    def label(self) -> str:
        """The period as it is said: `2e kwartaal 2019`, `1e halfjaar 2019`, `2019`."""
        match self.length:
            case Length.QUARTER:
                return f"{self.number}e kwartaal {self.year}"
            case Length.HALF_YEAR:
                return f"{self.number}e halfjaar {self.year}"
            case Length.YEAR:
                return str(self.year)

    def __str__(self) -> str:
        letter = _LETTERS.get(self.length)
        return f"{self.year}" if letter is None else f"{self.year}-{letter}{self.number}"

    def __contains__(self, day: dt.date) -> bool:
        return self.first_day <= day <= self.last_day

    def next(self) -> Self:
        return type(self).containing(self.last_day + dt.timedelta(days=1), self.length)

    def previous(self) -> Self:
        return type(self).containing(self.first_day - dt.timedelta(days=1), self.length)


def parse_for(kind: Kind, text: str) -> Period:
    """Read the period of a report of this kind; a quarterly report of a half-year does not exist."""
    period = Period.parse(text)
    if period.length is not kind.length:
        raise PeriodError(
            f"Een {kind.label.lower()} gaat over een periode als {_EXAMPLES[kind.length]}, niet over {text}."
        )
    return period
