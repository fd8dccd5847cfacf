"""What was spent, as a package has it."""

# ruff: noqa: RUF009 -- `cell` declares a field and shares nothing between rows

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from exchange.package.cells import Choice, Day, MunicipalityCode, Number, Text, Whole
from exchange.package.columns import PackageRow, Problem, cell
from organisations import citizen_numbers
from organisations.citizen_numbers import holds_citizen_number
from reporting.choices import SpendingCategory


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingRow(PackageRow):
    """A line that was approved. An empty ``year`` is the year of the date: of which budget it is."""

    FILE: ClassVar[str] = "spending.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = cell(Text(60))
    date: dt.date = cell(Day())
    category: str = cell(Choice.of(SpendingCategory.values))
    amount: Decimal = cell(Number(14))
    source: str = cell(Text(120), empty="")
    programme: str = cell(Text(60), empty="")
    candidate: str = cell(Text(60), empty="")
    year: int | None = cell(Whole(2999, 1900), empty=None)
    municipality: str = cell(MunicipalityCode(), empty="")
    description: str = cell(Text(200), empty="")

    def __post_init__(self) -> None:
        if self.year is None:
            object.__setattr__(self, "year", self.date.year)

    def problems(self) -> Iterator[Problem]:
        for column in ("source", "description"):
            if holds_citizen_number(getattr(self, column)):
                yield column, citizen_numbers.sentence()
