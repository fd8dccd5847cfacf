"""What all lines that count toward an obligation have in common when they land."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from exchange.package.rows import PackageRow
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, HoursStatement

Row = TypeVar("Row", bound=PackageRow)
_DECIDED = frozenset({LineStatus.APPROVED, LineStatus.REJECTED, LineStatus.RETURNED})


def wanted_as(row: Row, held: Row | None, left_out: frozenset[str]) -> Row:
    """The row as sent; a column that the file does not have keeps what is held."""
    if held is None or not left_out:
        return row
    return replace(row, **{name: getattr(held, name) for name in left_out})  # type: ignore[type-var]


def moments(
    old: Deployment | HoursStatement | Contribution | None, status: str, at: datetime
) -> tuple[datetime | None, datetime | None]:
    """When the line was submitted and when decided: as it was while its status stays, otherwise now."""
    if old is not None and old.status == status:
        return old.submitted_at, old.decided_at
    if status == LineStatus.CONCEPT:
        return None, None
    submitted = old.submitted_at if old is not None and old.submitted_at else at
    return submitted, at if status in _DECIDED else None


def until_valued(status: str) -> str:
    """Approved lines wait as submitted until they have their value: after that it stands."""
    return LineStatus.SUBMITTED if status == LineStatus.APPROVED else status


def approve(model: type[HoursStatement] | type[Contribution], ids: Sequence[Any]) -> None:
    """Fix the values of lines that were valued just now."""
    for start in range(0, len(ids), 5000):
        model.objects.filter(pk__in=ids[start : start + 5000]).update(status=LineStatus.APPROVED)
