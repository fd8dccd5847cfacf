"""Tenders as expected demand (domain section 3): occupation × quarter × head count. Knows no database.

A head falls in the quarter of its own first day, else in that of the work. Without either it stands apart: it is asked,
and nobody knows when. What lies before the first quarter is over and left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

_MONTHS = 3
#: Year and number of the quarter, from 1 to 4.
QuarterKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """So many people of an occupation for a tender; ``on`` is empty where no day is known."""

    occupation: str
    heads: int
    on: date | None
    tender: str = ""


@dataclass(slots=True)
class Row:
    """What is asked of one occupation; ``later`` is past the last quarter, ``undated`` without a day."""

    occupation: str
    by_quarter: dict[QuarterKey, int] = field(default_factory=dict)
    later: int = 0
    undated: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_quarter.values()) + self.later + self.undated


@dataclass(frozen=True, slots=True)
class Demand:
    quarters: tuple[QuarterKey, ...]
    #: The occupation of which most people are asked first.
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def later(self) -> int:
        return sum(row.later for row in self.rows)

    @property
    def undated(self) -> int:
        return sum(row.undated for row in self.rows)

    def of_quarter(self, quarter: QuarterKey) -> int:
        return sum(row.by_quarter.get(quarter, 0) for row in self.rows)


def quarter_key(day: date) -> QuarterKey:
    return day.year, (day.month - 1) // _MONTHS + 1


def demand_of(asked: Iterable[Asked], *, quarters: Sequence[QuarterKey]) -> Demand:
    """Count what is asked in these quarters, which follow each other; at least one."""
    first, last = quarters[0], quarters[-1]
    rows: dict[str, Row] = {}
    for one in asked:
        key = quarter_key(one.on) if one.on else None
        if key is not None and key < first:
            continue
        row = rows.setdefault(one.occupation, Row(one.occupation))
        if key is None:
            row.undated += one.heads
        elif key > last:
            row.later += one.heads
        else:
            row.by_quarter[key] = row.by_quarter.get(key, 0) + one.heads
    return Demand(tuple(quarters), tuple(sorted(rows.values(), key=lambda row: (-row.total, row.occupation))))
