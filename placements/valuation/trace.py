"""The explanation that travels with every value: keys and figures, no words, so that each screen words it in Dutch.

All figures are strings: euros and hours as plain decimals with a point, dates as `2019-04-30`, months as `2019-04`.
A quotient comes twice: `exact` as a fraction in lowest terms (`11/30`) and `shown` rounded to four decimals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from organisations.rounding import half_up

_SHOWN_PLACES = 4


class Step(StrEnum):
    """What a line says; behind each its figures."""

    # Persons
    BLOCK = "block"  # code, label, amount a year
    BONUS = "bonus"  # label, amount a year
    ANNUAL_VALUE = "annual_value"  # amount: block and bonuses together
    REJECTED = "rejected"  # -
    BELOW_MIN_HOURS = "below_min_hours"  # hours, min_hours
    OUTSIDE_CONTRACT = "outside_contract"  # first_day, last_day of the contract: no day in common
    CUT_TO_CONTRACT = "cut_to_contract"  # first_day, last_day: what is left inside the contract
    LIMIT_USED_UP = "limit_used_up"  # max_months: no day counts any more
    CUT_BY_LIMIT = "cut_by_limit"  # max_months, last_day that counts
    HOURS_SHARE = "hours_share"  # hours, norm_hours, exact, shown
    WHOLE_MONTHS = "whole_months"  # count
    PART_MONTH = "part_month"  # month, counted, days
    MONTHS = "months"  # exact, shown: whole and part months together
    YEAR_SHARE = "year_share"  # exact, shown: those months / 12, the most that the days allow
    PAID_HOURS = "paid_hours"  # month, hours, counted, deployed: paid hours and the days they are divided by
    NO_COUNTED_DAYS = "no_counted_days"  # month (or year)
    PAID_SHARE = "paid_share"  # hours, year_hours (52 × norm), exact, shown
    PAID_HOURS_DECIDE = "paid_hours_decide"  # -: the paid hours stay within the days
    DAYS_DECIDE = "days_decide"  # -: the paid hours pass what the days allow
    EARNED = "earned"  # year, amount over the whole year
    APPROVED_BEFORE = "approved_before"  # amount that approved months already gave
    # Other contributions
    HOURLY = "hourly"  # rate, hours
    INVOICE = "invoice"  # factor, amount
    EACH = "each"  # amount, number
    COST = "cost"  # amount
    AGREED = "agreed"  # amount
    OPENING_BALANCE = "opening_balance"  # amount
    SURPLUS = "surplus"  # amount, below zero where it left
    # Always the last line
    VALUE = "value"  # amount


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a calculation: what it says, and its figures by name."""

    key: str
    figures: tuple[tuple[str, str], ...] = ()

    @property
    def params(self) -> dict[str, str]:
        """The figures by name."""
        return dict(self.figures)

    def as_json(self) -> dict[str, str]:
        """`{"key": …, figure: …}`, ready for a JSON column."""
        return {"key": str(self.key), **self.params}


@dataclass(frozen=True, slots=True)
class Valuation:
    """A value in euros and cents with the calculation that led to it; the last line is the value itself."""

    value: Decimal
    trace: tuple[Line, ...]

    def trace_as_json(self) -> list[dict[str, str]]:
        """The calculation, ready for a JSON column."""
        return [line.as_json() for line in self.trace]


def line(step: Step, /, **figures: str) -> Line:
    """A line from its step and figures."""
    return Line(step.value, tuple(figures.items()))


def valued(amount: Fraction | Decimal | int, lines: Sequence[Line]) -> Valuation:
    """Close a calculation: round once, half up to cents, and say so in the last line."""
    value = half_up(amount)
    return Valuation(value, (*lines, line(Step.VALUE, amount=euros(value))))


def euros(amount: Decimal) -> str:
    """An amount as a plain decimal with at least two decimals, nothing rounded away."""
    return plain(amount)


def plain(number: Decimal) -> str:
    """A decimal without exponent, with two decimals, or more when it has more that matter."""
    cents = half_up(number)
    return format(cents if cents == number else number.normalize(), "f")


def quotient(share: Fraction) -> dict[str, str]:
    """The two figures of a quotient: exact and rounded for the eye."""
    return {"exact": str(share), "shown": format(half_up(share, _SHOWN_PLACES), "f")}


def month_text(month: date) -> str:
    """A month as `2019-04`."""
    return f"{month:%Y-%m}"
