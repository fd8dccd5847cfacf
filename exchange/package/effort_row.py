"""What a partner of the covenant says it did in a quarter, as a package has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from exchange.package.cells import Text
from exchange.package.columns import PackageRow, Problem, cell
from organisations import citizen_numbers
from organisations.citizen_numbers import holds_citizen_number
from reporting.choices import LONGEST_EFFORT
from reporting.periods import Length, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortRow(PackageRow):
    """A text that was sent in: a draft stays with its partner."""

    FILE: ClassVar[str] = "partner_efforts.csv"
    KEY: ClassVar[tuple[str, ...]] = ("partner", "period")

    partner: str = cell(Text(60))
    period: str = cell(Text(7))
    text: str = cell(Text(LONGEST_EFFORT))

    def problems(self) -> Iterator[Problem]:
        if not _is_quarter(self.period):
            yield "period", _("Schrijf het kwartaal zoals 2019-Q2.")
        if holds_citizen_number(self.text):
            yield "text", citizen_numbers.sentence()


def _is_quarter(text: str) -> bool:
    try:
        return Period.parse(text).length is Length.QUARTER
    except ValueError:
        return False
