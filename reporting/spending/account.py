"""One year of the programme's money: per line of the plan, per source, and for whom."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from reporting.choices import MoneySource, PlanSide
from reporting.figures.budgeting import ZERO, YearLine, total_of, year_lines
from reporting.models import BudgetLine, SpendingLine


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Who pays: the cover of the plan in the year against what was spent from it."""

    source: str
    cover: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.cover - self.spent


@dataclass(frozen=True, slots=True)
class Tranche:
    """What the State promised for a year, and what came in; None while nobody wrote that down."""

    year: int
    promised: Decimal | None
    received: Decimal | None
    #: Where each of the two is written.
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearAccount:
    year: int
    lines: tuple[YearLine, ...]
    total: YearLine
    sources: tuple[SourceLine, ...]
    tranches: tuple[Tranche, ...]
    #: Spent on residents of the priority area, on others, and on nobody in particular.
    inside: Decimal
    outside: Decimal
    nobody: Decimal
    waiting: int
    years: tuple[int, ...]


def account_of(region_id: uuid.UUID, *, year: int | None, on: date) -> YearAccount:
    """The account of one budget year, in three queries; without ``year`` that of now, or of the last that has any."""
    plan = list(BudgetLine.objects.filter(region_id=region_id).in_force())
    lines = SpendingLine.objects.filter(region_id=region_id)
    groups = list(
        lines.counted()
        .order_by("year", "category", "source", "in_priority_area")
        .values_list("year", "category", "source", "in_priority_area")
        .annotate(amount=Sum("amount"))
    )
    planned = {one.year for one in plan if one.side == PlanSide.SPENDING}
    years = planned | {one[0] for one in groups}
    if year is None:
        year = on.year if on.year in years else max(years, default=on.year)
    by_category: dict[str, Decimal] = defaultdict(lambda: ZERO)
    by_source: dict[str, Decimal] = defaultdict(lambda: ZERO)
    by_area: dict[bool | None, Decimal] = defaultdict(lambda: ZERO)
    for _year, category, source, in_area, amount in (one for one in groups if one[0] == year):
        by_category[category] += amount
        by_source[source] += amount
        by_area[in_area] += amount
    budget = {one.category: one.amount for one in plan if (one.side, one.year) == (PlanSide.SPENDING, year)}
    cover = {one.category: one.amount for one in plan if (one.side, one.year) == (PlanSide.COVER, year)}
    found = year_lines(budget=budget, spent=by_category, year=year, on=on)
    waiting = lines.waiting().aggregate(n=Count("pk"))["n"]
    return YearAccount(
        year=year,
        lines=found,
        total=total_of(found, year=year, on=on),
        sources=tuple(
            SourceLine(source, cover.get(source, ZERO), by_source.get(source, ZERO))
            for source in sorted({*cover, *by_source}, key=_by_plan)
        ),
        tranches=tranches_of(plan),
        inside=by_area[True],
        outside=by_area[False],
        nobody=by_area[None],
        waiting=waiting,
        years=tuple(sorted({*years, year, on.year})),
    )


def tranches_of(plan: list[BudgetLine]) -> tuple[Tranche, ...]:
    """What the State promised and paid, by year."""
    promised = {one.year: one for one in plan if one.side == PlanSide.TRANCHE}
    received = {one.year: one for one in plan if one.side == PlanSide.RECEIVED}
    return tuple(
        Tranche(
            year=year,
            promised=promised[year].amount if year in promised else None,
            received=received[year].amount if year in received else None,
            sources=tuple(found[year].source for found in (promised, received) if year in found),
        )
        for year in sorted({*promised, *received})
    )


def _by_plan(source: str) -> tuple[int, str]:
    """The sources of the plan first, in its order."""
    return (MoneySource.values.index(source) if source in MoneySource.values else len(MoneySource.values), source)
