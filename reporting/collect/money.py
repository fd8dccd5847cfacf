"""Spending that counts, and the plan it is held against."""

import uuid
from datetime import date

from reporting.collect.people import People
from reporting.figures import facts
from reporting.models import BudgetLine, ContributionShare, SpendingLine


def spending_of(region_id: uuid.UUID, people: People) -> tuple[facts.Spending, ...]:
    """Approved lines that were not reversed."""
    rows = SpendingLine.objects.filter(region_id=region_id).counted().order_by("reference")
    return tuple(
        facts.Spending(
            reference=reference,
            on=on,
            category=category,
            amount=amount,
            year=year,
            source=source,
            programme=people.programmes_by_key[programme].code if programme in people.programmes_by_key else "",
            candidate=people.candidates_by_key.get(candidate),
            in_priority=in_priority,
        )
        for reference, on, category, amount, year, source, programme, candidate, in_priority in rows.values_list(
            "reference",
            "on",
            "category",
            "amount",
            "year",
            "source",
            "programme_id",
            "candidate_id",
            "in_priority_area",
        )
    )


def plan_of(region_id: uuid.UUID, *, on: date) -> tuple[facts.PlanLine, ...]:
    """The plan of the programme, line by line, by the newest decision of or before this day."""
    rows = BudgetLine.objects.filter(region_id=region_id).in_force(on=on)
    return tuple(
        facts.PlanLine(side=side, category=category, year=year, amount=amount, source=source)
        for side, category, year, amount, source in rows.values_list("side", "category", "year", "amount", "source")
    )


def contribution_key_of(region_id: uuid.UUID) -> tuple[facts.KeyRow, ...]:
    """By whose inhabitants the municipalities share what they contribute, in the order of the plan."""
    rows = ContributionShare.objects.filter(region_id=region_id).order_by("position")
    return tuple(
        facts.KeyRow(name=name, kind=kind, inhabitants=inhabitants)
        for name, kind, inhabitants in rows.values_list("name", "kind", "inhabitants")
    )
