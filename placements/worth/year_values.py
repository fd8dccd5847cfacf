"""What years of uneven months are worth by the approved months of today: the open lines, and approved ones that changed.

An approved line keeps its value; ``value_now`` beside it asks the verifier to reverse it and approve it anew.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from django.db import connection

from placements.choices import LineStatus
from placements.models import HoursStatement, YearLine
from placements.valuation import StatedMonth, Valuation

Year = tuple[uuid.UUID, int]


class YearAppraisable(Protocol):
    """A deployment that knows what a year of it gives."""

    def year(self, year: int, approved: Iterable[StatedMonth]) -> Valuation: ...


def approved_months(deployment_ids: Collection[uuid.UUID]) -> dict[Year, list[StatedMonth]]:
    """Approved live months by deployment and year. One query."""
    found: dict[Year, list[StatedMonth]] = defaultdict(list)
    rows = HoursStatement.objects.live().approved().filter(deployment_id__in=list(deployment_ids))
    for deployment_id, *month in rows.order_by("month", "pk").values_list(
        "deployment_id", "month", "paid_hours", "value"
    ):
        stated = StatedMonth(*month)
        found[deployment_id, stated.month.year].append(stated)
    return found


def values_now(lines: Mapping[uuid.UUID, YearAppraisable]) -> dict[uuid.UUID, dict[uuid.UUID, Valuation]]:
    """By deployment, what each of its lines of a year gives by the approved months of today. Two queries at most."""
    found: dict[uuid.UUID, dict[uuid.UUID, Valuation]] = defaultdict(dict)
    for row, worth in _valued(lines):
        found[row.deployment_id][row.pk] = worth
    return found


def worths(
    lines: Mapping[uuid.UUID, YearAppraisable],
) -> tuple[list[tuple[YearLine, Valuation]], list[tuple[YearLine, Decimal | None]]]:
    """Open lines of years with their value, and approved ones with their value of now (None: the same)."""
    open_lines, changed = [], []
    for row, worth in _valued(lines):
        if row.status != LineStatus.APPROVED:
            open_lines.append((row, worth))
        else:
            changed.append((row, None if worth.value == row.value else worth.value))
    return open_lines, changed


def _valued(lines: Mapping[uuid.UUID, YearAppraisable]) -> list[tuple[YearLine, Valuation]]:
    rows = list(YearLine.objects.live().filter(deployment_id__in=list(lines)).order_by("deployment_id", "year"))
    approved = approved_months({row.deployment_id for row in rows}) if rows else {}
    return [
        (row, lines[row.deployment_id].year(row.year, approved.get((row.deployment_id, row.year), []))) for row in rows
    ]


def mark_changed(rows: Sequence[tuple[YearLine, Decimal | None]]) -> None:
    """Note which approved lines would be worth something else now; what was settled stands.

    A company's own step notes nothing: only who verifies is told, and the portal itself.
    """
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE placements_yearline AS y SET value_now = n.value_now
              FROM unnest(%s::uuid[], %s::numeric[]) AS n (id, value_now), placements_deployment d
             WHERE y.id = n.id AND d.id = y.deployment_id AND y.value_now IS DISTINCT FROM n.value_now
               AND placements_may_revalue(d.contract_id)
               AND NOT EXISTS (SELECT FROM tenders_settlement s
                                WHERE s.contract_id = d.contract_id AND s.state <> 'withdrawn')
            """,
            [[row.pk for row, _value in rows], [value for _row, value in rows]],
        )
