"""What a report says, before it is a page or a spreadsheet: sections of tables, charts and texts.

One content for PDF, XLSX and ODS, so that no file can say something else than another. Whole numbers are counts and
``Decimal`` is euros; None is a figure that nobody knows or that does not exist.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from django.utils.translation import gettext as _

from organisations.bar_charts import BarChart
from organisations.charts import TargetChart
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, euro

Value: TypeAlias = str | int | Decimal | dt.date | None
Row: TypeAlias = tuple[Value, ...]

#: More columns than this do not fit on a page that stands upright.
MOST_COLUMNS = 7
#: So many columns or fewer do not take the whole width.
NARROW = 3
#: More rows than this do not fit on one page with the words around them.
LONG = 28


@dataclass(frozen=True)
class Cell:
    """A value as it is printed."""

    text: str
    is_number: bool
    is_unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under a line of headings. The first column heads its row; ``total`` closes it.

    ``sheet`` names a sheet of its own in a spreadsheet. ``on_paper`` is False for what is too long to print.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: str = ""
    chart: BarChart | TargetChart | None = None
    sheet: str = ""
    on_paper: bool = True
    empty: str = ""

    @property
    def has_bars(self) -> bool:
        return isinstance(self.chart, BarChart)

    @property
    def is_wide(self) -> bool:
        return len(self.headings) > MOST_COLUMNS

    @property
    def is_long(self) -> bool:
        return len(self.rows) > LONG

    @property
    def heads_rows(self) -> bool:
        """Whether its first column heads the rows: not where the table would be more heads than figures."""
        rows = len(self.rows) + (1 if self.total else 0)
        columns = len(self.headings)
        return rows * (columns - 1) >= rows + columns

    @property
    def is_narrow(self) -> bool:
        """Few numbers: they stand nearer to their words."""
        return len(self.headings) <= NARROW and all(self.numbers[1:])

    @property
    def is_text(self) -> bool:
        """Only words and days: its columns share the width."""
        return not any(self.numbers)

    @cached_property
    def numbers(self) -> tuple[bool, ...]:
        """For each column whether it holds numbers."""
        rows = [*self.rows, *([self.total] if self.total else [])]
        return tuple(
            any(isinstance(row[place], int | Decimal) for row in rows if place < len(row))
            for place in range(len(self.headings))
        )

    @property
    def heads(self) -> list[Cell]:
        return [Cell(text, is_number) for text, is_number in zip(self.headings, self.numbers, strict=True)]

    @property
    def written_rows(self) -> Iterator[list[Cell]]:
        return (self._written(row) for row in self.rows)

    @property
    def written_total(self) -> list[Cell]:
        return self._written(self.total) if self.total else []

    def _written(self, row: Row) -> list[Cell]:
        return [
            Cell(written(value), is_number=is_number, is_unknown=value is None)
            for value, is_number in zip(row, self.numbers, strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Somebody's own words, under his name; ``about`` says when, or of what kind."""

    title: str
    text: str
    about: str = ""


Block: TypeAlias = Table | Passage


@dataclass(frozen=True, kw_only=True)
class Section:
    """A topic of a report. ``blocks`` is None while nobody counts it: it keeps its heading and ``about`` tells its aim."""

    number: int
    key: str
    heading: str
    about: str
    blocks: tuple[Block, ...] | None

    @property
    def is_known(self) -> bool:
        return self.blocks is not None

    @property
    def anchor(self) -> str:
        return f"onderwerp-{self.key}"

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks or () if isinstance(block, Table)]

    @property
    def passages(self) -> list[Passage]:
        return [block for block in self.blocks or () if isinstance(block, Passage)]


def written(value: Value) -> str:
    """Return a value as a Dutch reader writes it."""
    match value:
        case None:
            return "–"
        case str():
            return value
        case Decimal():
            return euro(value)
        case dt.date():
            return date_nl(value)
        case _:
            return dutch_number(value)


def texts(headings: Sequence[str], rows: Sequence[Row], *, title: str, empty: str) -> Table:
    """Return a table of words; ``empty`` is said instead when there are none."""
    return Table(title=title, headings=tuple(headings), rows=tuple(rows), empty=empty or _("Er is niets opgegeven."))
