"""What all lines that count toward an obligation have in common when they land."""

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection

from exchange.package.columns import PackageRow
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, HoursStatement, YearLine

_MANY = 100
Row = TypeVar("Row", bound=PackageRow)
Counted = TypeVar("Counted", HoursStatement, YearLine, Contribution)
_DECIDED = frozenset({LineStatus.APPROVED, LineStatus.REJECTED, LineStatus.RETURNED})


def wanted_as(row: Row, held: Row | None, left_out: frozenset[str]) -> Row:
    """The row as sent; a column that the file does not have keeps what is held."""
    if held is None or not left_out:
        return row
    return replace(row, **{name: getattr(held, name) for name in left_out})  # type: ignore[type-var]


def moments(
    old: Deployment | HoursStatement | YearLine | Contribution | None, status: str, at: datetime
) -> tuple[datetime | None, datetime | None]:
    """When the line was submitted and when decided: as it was while its status stays, otherwise now."""
    if old is not None and old.status == status:
        return old.submitted_at, old.decided_at
    if status == LineStatus.CONCEPT:
        return None, None
    submitted = old.submitted_at if old is not None and old.submitted_at else at
    return submitted, at if status in _DECIDED else None


def opposite(old: Counted, at: datetime, **of_kind: Any) -> Counted:
    """The line that takes an approved one back, with the fields ``of_kind`` that make it one of its kind."""
    return type(old)(
        **of_kind,
        value=-old.value,
        status=LineStatus.APPROVED,
        submitted_at=at,
        decided_at=at,
        reverses=old,
        reversed_at=at,
        created_at=at,
    )


def take_stock(written: int) -> None:
    """Let the planner know of many new lines at once; a few change nothing that it knows."""
    if written > _MANY:
        with connection.cursor() as cursor:
            cursor.execute("SELECT placements_take_stock()")
