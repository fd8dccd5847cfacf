"""Money and social return: what was spent against the plan, what is owed, done and expected, and the calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reporting.models import BudgetLine
from reporting.overviews.dashboard.source import Figure, Source, share

ZERO = Decimal("0.00")
#: Which spending counts for which line of the plan (domain rules, section 8), in the order of the plan.
_LINES: Mapping[str, tuple[str, ...]] = {
    "training": ("training", "guidance"),
    "back_office": ("back_office", "coordination"),
    "sroi_procurement": ("sroi_procurement",),
    "secretary": ("secretary",),
}


@dataclass(frozen=True)
class Line:
    """A line of the plan: planned up to and with the year of the period, and spent so far, part by part."""

    label: str
    planned: Decimal | None
    spent: Decimal
    parts: tuple[tuple[str, Figure], ...]

    @property
    def share(self) -> Decimal | None:
        return share(self.spent, self.planned)


def lines(source: Source, budget: Iterable[BudgetLine]) -> list[Line]:
    """Spending since money counts beside the budget of the same years; without a budget only what was spent."""
    planned: dict[str, Decimal] = {}
    for row in budget:
        if row.side == "spending" and row.year <= source.period.year:
            planned[row.category] = planned.get(row.category, ZERO) + row.amount
    found = []
    for category, kinds in _LINES.items():
        parts = tuple((_words()[kind], source.amount("finance", "by_category", "cumulative", kind)) for kind in kinds)
        found.append(
            Line(
                label=_titles()[category],
                planned=planned.get(category),
                spent=sum((Decimal(figure.value or 0) for _label, figure in parts), ZERO),
                parts=parts,
            )
        )
    return found


def total(source: Source, rows: Iterable[Line]) -> dict[str, Any]:
    planned = [row.planned for row in rows if row.planned is not None]
    spent = source.amount("finance", "total", "cumulative")
    whole = sum(planned, ZERO) if planned else None
    return {
        "planned": whole,
        "spent": spent,
        "share": share(spent.value, whole),
        "outside": source.amount("outside_priority_spending", "cumulative", "total"),
        "outside_share": share(source.amount("outside_priority_spending", "cumulative", "total").value, spent.value),
        "per_sustained": source.known_amount("finance", "cost_per_sustained"),
    }


def tranche(budget: Iterable[BudgetLine], *, year: int) -> dict[str, Any] | None:
    """What the State pays for this year by the covenant: a fact, no formula says what a deviation costs (section 10)."""
    rows = sorted((row for row in budget if row.side == "tranche"), key=lambda row: row.year)
    here = next((row for row in rows if row.year == year), None)
    if here is None:
        return None
    return {"amount": here.amount, "number": rows.index(here) + 1, "of": len(rows), "year": year, "source": here.source}


def social_return(source: Source) -> list[dict[str, Any]]:
    """Key figures in the order in which contracts tell theirs."""
    told = (
        (_("Berekend"), source.amount("sroi", "precalculated", "cumulative"), _("van gegunde opdrachten"), True),
        (_("Goedgekeurd"), source.amount("sroi", "realised", "cumulative"), _("uren en andere invulling"), False),
        (_("Verwacht"), source.known_amount("sroi", "expected"), _("van open aanbestedingen"), False),
    )
    return [{"label": label, "value": figure.link, "sub": sub, "main": main} for label, figure, sub, main in told]


def calendar(source: Source) -> list[tuple[str, Any]]:
    return [
        (_("Aanbestedingen op de kalender"), source.count("calendar", "included").link),
        (_("Daarvan nog niet gegund"), source.count("calendar", "open").link),
        (
            _("Banen via social return, uit het programma"),
            source.count("sroi_jobs", "cumulative", "from_programme").link,
        ),
        (_("Banen via social return, daarbuiten"), source.count("sroi_jobs", "cumulative", "other").link),
    ]


def _titles() -> dict[str, str]:
    return {
        "training": _("Scholing (ABC)"),
        "back_office": _("Backoffice"),
        "sroi_procurement": _("Social return en inkoop"),
        "secretary": _("Secretaris"),
    }


def _words() -> dict[str, str]:
    return {
        "training": _("scholing"),
        "guidance": _("begeleiding"),
        "back_office": _("backoffice"),
        "coordination": _("coördinatie"),
        "sroi_procurement": _("social return en inkoop"),
        "secretary": _("secretaris"),
    }
