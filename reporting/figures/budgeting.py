"""The money rules of the plan: which spending a line holds, what is expected by the end of a year, who contributes what.

Pure. The rules are those of the plan of action (003), chapter 11 and appendix 4; section 8 of the domain rules.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from organisations.rounding import half_up

ZERO = Decimal("0.00")
#: Lines of the plan, each with the categories of spending that it holds: the default mapping of section 8.
PLAN_LINES: Mapping[str, tuple[str, ...]] = {
    "training": ("training", "guidance"),
    "back_office": ("back_office", "coordination"),
    "sroi_procurement": ("sroi_procurement",),
    "secretary": ("secretary",),
}
_LINE_OF = {held: line for line, categories in PLAN_LINES.items() for held in categories}


def plan_line_of(category: str) -> str:
    """The line of the plan that holds this spending: training and guidance under training, coordination under back office.

    A category that no line names stands by itself.
    """
    return _LINE_OF.get(category, category)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will have been spent at the end of the year, computed in two ways; None where that says nothing."""

    by_plan: Decimal
    by_pace: Decimal | None


def forecast(*, spent: Decimal, budget: Decimal, year: int, on: dt.date) -> Forecast:
    """What a year will cost, at the end of day ``on``.

    By plan: spent so far + the budget for the days that are left, ``spent + budget x days left / days of the year``.
    By pace: as it went so far, ``spent x days of the year / days gone``; nothing before the year began. A year that is
    over costs what was spent. Each is rounded once, half up to cents.
    """
    first, after = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    days = (after - first).days
    gone = min(max((on - first).days + 1, 0), days)
    by_plan = half_up(Fraction(spent) + Fraction(budget) * (days - gone) / days)
    return Forecast(by_plan=by_plan, by_pace=half_up(Fraction(spent) * days / gone) if gone else None)


@dataclass(frozen=True, slots=True)
class YearLine:
    """A line of the plan in one year. ``deviation`` is spent minus budget, as every deviation (section 10)."""

    line: str
    budget: Decimal
    spent: Decimal
    #: What the spending is made of, by category.
    parts: Mapping[str, Decimal]
    forecast: Forecast

    @property
    def deviation(self) -> Decimal:
        return self.spent - self.budget


def year_lines(
    *, budget: Mapping[str, Decimal], spent: Mapping[str, Decimal], year: int, on: dt.date
) -> tuple[YearLine, ...]:
    """The lines of the plan in one year, by the plan's order, with what was spent by category put under its line."""
    parts: dict[str, dict[str, Decimal]] = {line: {} for line in PLAN_LINES}
    for name in budget:
        parts.setdefault(name, {})
    for category, amount in spent.items():
        parts.setdefault(plan_line_of(category), {})[category] = amount
    lines = []
    for line, held in parts.items():
        of_line, planned = sum(held.values(), ZERO), budget.get(line, ZERO)
        expected = forecast(spent=of_line, budget=planned, year=year, on=on)
        lines.append(YearLine(line=line, budget=planned, spent=of_line, parts=held, forecast=expected))
    return tuple(lines)


def total_of(lines: Iterable[YearLine], *, year: int, on: dt.date) -> YearLine:
    """All lines together; the forecast is computed from the sums, not added up from rounded ones."""
    lines = tuple(lines)
    budget, spent = sum((one.budget for one in lines), ZERO), sum((one.spent for one in lines), ZERO)
    return YearLine("total", budget, spent, {}, forecast(spent=spent, budget=budget, year=year, on=on))


def contribution(*, amount: Decimal, inhabitants: int, of: int) -> Decimal:
    """What a municipality, or a group of them, contributes: ``amount x inhabitants / all``, in whole euros, half up.

    A group is rounded on its own inhabitants, so it can differ from the sum of its members (003 appendix 4).
    """
    return half_up(Fraction(amount) * inhabitants / of, 0)


def share(*, inhabitants: int, of: int) -> Decimal:
    """The part of all inhabitants, in whole percents, half up, as the plan prints it."""
    return half_up(Fraction(100 * inhabitants, of), 0)
