"""What a region spent, as rows of a package: the lines that count, each with its own number."""

import uuid
from collections.abc import Collection

from exchange.collect import Held
from exchange.package import SpendingRow
from reporting.models import SpendingLine
from reporting.querysets import SpendingQuerySet


def spending(region_id: uuid.UUID) -> list[Held[SpendingRow, SpendingLine]]:
    """What counts, by reference."""
    return _rows(SpendingLine.objects.filter(region_id=region_id).counted())


def standing(region_id: uuid.UUID, references: Collection[str]) -> dict[str, Held[SpendingRow, SpendingLine]]:
    """The lines with these references that count, or that wait for somebody to decide."""
    lines = SpendingLine.objects.filter(region_id=region_id, reference__in=references)
    found = _rows(lines.counted() | lines.waiting().filter(reverses=None))
    return {one.row.reference: one for one in found}


def _rows(lines: SpendingQuerySet) -> list[Held[SpendingRow, SpendingLine]]:
    return [
        Held(
            SpendingRow(
                reference=one.reference,
                date=one.on,
                category=one.category,
                amount=one.amount,
                source=one.source,
                programme=one.programme.code if one.programme else "",
                candidate=one.candidate_reference,
                year=one.year,
                municipality=one.municipality,
                description=one.description,
            ),
            one,
        )
        for one in lines.select_related("programme", "candidate").order_by("reference", "pk")
    ]
