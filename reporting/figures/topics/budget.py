"""Spending against the plan: per line, source and year, with tranches and the contribution key (sections 8 and 10)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reporting.figures.budgeting import contribution, plan_line_of
from reporting.figures.facts import Facts, PlanLine, Spending
from reporting.figures.tree import ZERO, Sums, Tree

if TYPE_CHECKING:
    from decimal import Decimal

UNKNOWN_SOURCE = "unknown"


def budget(facts: Facts) -> Tree:
    """Accountability of yearly and final reports: approved spending up to the period's end against the plan's budget.

    A line counts in the year of its budget (by default that of its date). The plan holds training and guidance under
    training and coordination under back office (section 8). Deviation is spent minus budget, or minus cover (section
    10). The contribution key is computed from inhabitants and rounded per row, groups on their own inhabitants (003
    appendix 4). Rows: spending lines.
    """
    window = facts.window
    lines = [one for one in facts.spending if window.in_money(one.on)]
    planned = [one for one in facts.plan if one.side == "spending"]
    cover = [one for one in facts.plan if one.side == "cover"]
    return {
        "by_category": _against(planned, lines, by=lambda one: plan_line_of(one.category), name="budget"),
        "total": _per_year(planned, lines, name="budget"),
        "by_source": _against(cover, lines, by=lambda one: one.source or UNKNOWN_SOURCE, name="cover"),
        "tranches": _tranches(facts.plan),
        "back_office_detail": _detail(facts.plan),
        "contribution_key": _key(facts),
    }


def _against(
    planned: Iterable[PlanLine], lines: Iterable[Spending], *, by: Callable[[Spending], str], name: str
) -> Tree:
    of_plan: dict[str, list[PlanLine]] = defaultdict(list)
    spent: dict[str, list[Spending]] = defaultdict(list)
    for one in planned:
        of_plan[one.category].append(one)
    for line in lines:
        spent[by(line)].append(line)
    return {key: _per_year(of_plan[key], spent[key], name=name) for key in sorted({*of_plan, *spent})}


def _per_year(planned: Iterable[PlanLine], lines: Iterable[Spending], *, name: str) -> Tree:
    """By year, and all years together under ``all``."""
    of_plan: dict[str, Decimal] = defaultdict(lambda: ZERO)
    spent: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for one in planned:
        for key in (str(one.year), "all"):
            of_plan[key] += one.amount
    for line in lines:
        for key in (str(line.year), "all"):
            spent[key].append((line.reference, line.amount))
    found = {}
    for key in sorted({*of_plan, *spent}):
        made = Sums.of(spent[key])
        found[key] = {name: of_plan[key], "spent": made, "deviation": made.total - of_plan[key]}
    return found


def _tranches(plan: Iterable[PlanLine]) -> Tree:
    """What the State promised per year (covenant art. 3d) and what came in; empty while nobody wrote that down."""
    promised = {one.year: one for one in plan if one.side == "tranche"}
    received = {one.year: one for one in plan if one.side == "received"}
    return [
        {
            "year": year,
            "promised": promised[year].amount if year in promised else None,
            "received": received[year].amount if year in received else None,
        }
        for year in sorted({*promised, *received})
    ]


def _detail(plan: Iterable[PlanLine]) -> Tree:
    """The back office of the plan in parts (003 chapter 11): per part and year."""
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for one in plan:
        if one.side == "detail":
            found[one.category][str(one.year)] = one.amount
            found[one.category]["all"] = found[one.category].get("all", ZERO) + one.amount
    return {item: dict(sorted(found[item].items())) for item in sorted(found)}


def _key(facts: Facts) -> Tree:
    """Who contributes what of the municipalities' cover: by inhabitants, in the order of the plan."""
    total = sum((one.amount for one in facts.plan if (one.side, one.category) == ("cover", "municipalities")), ZERO)
    everybody = next((one.inhabitants for one in facts.contribution_key if one.kind == "total"), 0)
    rows = facts.contribution_key if everybody else ()
    return {
        "amount": total,
        "rows": [
            {
                "name": one.name,
                "kind": one.kind,
                "inhabitants": one.inhabitants,
                "amount": contribution(amount=total, inhabitants=one.inhabitants, of=everybody),
            }
            for one in rows
        ],
    }
