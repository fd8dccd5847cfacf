"""The cells of a row of payroll as values, with what is wrong beside the cell. Knows no database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from exchange.choices import Meaning
from exchange.foreign_table import Cell
from exchange.payroll.periods import PERIODS, Period, four_weeks, month_period, period_of
from organisations.notation import parse_dutch_number
from organisations.rounding import half_up

_MINUTES = 60
_MOST_HOURS = Decimal(1000)
_YEARS = range(1900, 2200)
_NAME_PARTS = (Meaning.FIRST_NAME, Meaning.MIDDLE_NAME, Meaning.LAST_NAME)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::\d{2})?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[ T].*)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T].*)?", re.ASCII)
_YEAR_AND_NUMBER = re.compile(r"(\d{4})[-/. ]?[Pp]?(\d{1,2})", re.ASCII)
_NUMBER_AND_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})", re.ASCII)
_NUMBER = re.compile(r"(?:[Pp]|periode)?\s*(\d{1,2})", re.ASCII)
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_WORD_OF_MONTH = re.compile(r"([a-z]{3,9})\.?(?:\s+(\d{4}))?")


@dataclass(slots=True)
class PayRow:
    """One row: about whom, over which time, how many hours. What could not be read is empty, and among the faults."""

    number: int
    name: str = ""
    birth_date: date | None = None
    staff_number: str = ""
    contract: str = ""
    period: Period | None = None
    hours: Decimal | None = None
    faults: list[Cell] = field(default_factory=list)


class _UnreadableError(ValueError):
    """The message says why, to the sender."""


def pay_row(number: int, cells: Sequence[str], *, header: Sequence[str], columns: Sequence[str], period: str) -> PayRow:
    """The row as values; ``period`` is the code of the time that holds when the row names none."""
    reading = _Reading(PayRow(number), cells, columns, header)
    by_meaning = reading.by_meaning
    row = reading.row
    parts = [Meaning.NAME] if Meaning.NAME in by_meaning else _NAME_PARTS
    row.name = " ".join(filter(None, (reading.text(part) for part in parts)))
    row.staff_number = reading.text(Meaning.NUMBER)[:40]
    row.contract = reading.text(Meaning.CONTRACT)
    if reading.text(Meaning.BIRTH_DATE):
        row.birth_date = reading.value(Meaning.BIRTH_DATE, _day)
    row.hours = reading.hours()
    row.period = _period(reading, period)
    return row


@dataclass(slots=True)
class _Reading:
    row: PayRow
    cells: Sequence[str]
    columns: Sequence[str]
    header: Sequence[str]

    @property
    def by_meaning(self) -> Mapping[str, int]:
        return {meaning: place for place, meaning in enumerate(self.columns)}

    def text(self, meaning: Meaning) -> str:
        place = self.by_meaning.get(meaning)
        return "" if place is None else self.cells[place].strip()

    def value(self, meaning: Meaning, read):
        """The value of the one cell with this meaning, or None with the reason among the faults."""
        return self._read(self.by_meaning[meaning], read)

    def hours(self) -> Decimal | None:
        """All hours that count together; None when none can be read."""
        places = [place for place, meaning in enumerate(self.columns) if meaning == Meaning.HOURS]
        filled = [place for place in places if self.cells[place].strip()]
        if not filled:
            self.refuse(places[0], _("Hier staan geen uren."))
            return None
        read = [self._read(place, _hours) for place in filled]
        return None if None in read else sum(read, Decimal(0))

    def _read(self, place: int, read):
        try:
            return read(self.cells[place].strip())
        except _UnreadableError as error:
            self.refuse(place, str(error))
            return None

    def refuse(self, place: int, reason: str) -> None:
        self.row.faults.append(Cell(place, self.header[place], self.cells[place], reason))


def _period(reading: _Reading, code: str) -> Period | None:
    given = period_of(code)
    if Meaning.FIRST_DAY in reading.by_meaning:
        first, last = (reading.value(one, _day) for one in (Meaning.FIRST_DAY, Meaning.LAST_DAY))
        if first and last and first > last:
            reading.refuse(reading.by_meaning[Meaning.LAST_DAY], _("De laatste dag ligt voor de eerste."))
            return None
        return Period(first, last) if first and last else None
    year = given.last_day.year
    if reading.text(Meaning.YEAR):
        year = reading.value(Meaning.YEAR, _year)
        if year is None:
            return None
    if Meaning.MONTH in reading.by_meaning:
        return reading.value(Meaning.MONTH, lambda text: _month(text, year))
    if Meaning.FOUR_WEEKS in reading.by_meaning:
        return reading.value(Meaning.FOUR_WEEKS, lambda text: _four_weeks(text, year))
    return given


def _hours(text: str) -> Decimal:
    clock = _CLOCK.fullmatch(text)
    if clock:
        return half_up(Fraction(int(clock[1]) * _MINUTES + int(clock[2]), _MINUTES))
    try:
        number = parse_dutch_number(text.removesuffix("uur").removesuffix("u"))
    except ValueError:
        raise _UnreadableError(_("Dit is geen aantal uren. Schrijf het als 152,5 of 152:30.")) from None
    if number < 0:
        raise _UnreadableError(_("Uren onder nul kan het portaal niet verwerken. Vul het aantal in dat overblijft."))
    if number >= _MOST_HOURS:
        raise _UnreadableError(_("Dit is te veel voor één persoon."))
    return half_up(number)


def _day(text: str) -> date:
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise _UnreadableError(_("Schrijf een datum als 30-4-2026."))
    return _existing(int(year), int(month), int(day))


def _existing(year: int, month: int, day: int) -> date:
    try:
        read = date(year, month, day)
    except ValueError:
        raise _UnreadableError(_("Deze dag bestaat niet.")) from None
    if read.year not in _YEARS:
        raise _UnreadableError(_("Dit jaar kan niet."))
    return read


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:8]) in _YEARS):
        raise _UnreadableError(_("Schrijf een jaar als 2026."))
    return int(text)


def _month(text: str, year: int) -> Period:
    words = _WORD_OF_MONTH.fullmatch(text.casefold())
    if words and words[1] == "mrt":
        words = _WORD_OF_MONTH.fullmatch(f"maart {words[2] or ''}".strip())
    if words and words[1][:3] in _MONTHS:
        return month_period(date(_known(int(words[2] or year)), _MONTHS.index(words[1][:3]) + 1, 1))
    if _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text):
        return month_period(_day(text))
    found_year, number = _year_and_number(text, year)
    if not 1 <= number <= len(_MONTHS):
        raise _UnreadableError(_("Schrijf een maand als 2026-05 of mei 2026."))
    return month_period(date(found_year, number, 1))


def _four_weeks(text: str, year: int) -> Period:
    found_year, number = _year_and_number(text.casefold(), year)
    if not 1 <= number <= PERIODS:
        raise _UnreadableError(_("Een jaar heeft periode 1 tot en met 13."))
    return four_weeks(found_year, number)


def _year_and_number(text: str, year: int) -> tuple[int, int]:
    if match := _YEAR_AND_NUMBER.fullmatch(text):
        return _known(int(match[1])), int(match[2])
    if match := _NUMBER_AND_YEAR.fullmatch(text):
        return _known(int(match[2])), int(match[1])
    if match := _NUMBER.fullmatch(text):
        return year, int(match[1])
    raise _UnreadableError(_("Schrijf dit als 2026-05."))


def _known(year: int) -> int:
    if year not in _YEARS:
        raise _UnreadableError(_("Dit jaar kan niet."))
    return year


def words_of(name: str) -> frozenset[str]:
    """The words of a name without order, commas, points and capitals: 'Vries, J. de' is 'J. de Vries'."""
    return frozenset(re.sub(r"[^\w\s]", " ", name.casefold()).split())
