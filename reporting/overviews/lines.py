"""Lines of persons and other contributions that wait: for the contractor's answer, or for a verdict."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Min, QuerySet, Value
from django.utils import timezone

from placements.models import Contribution, Deployment, HoursStatement, RevaluationTask

PERSONS, HOURS, OTHERS, REVALUATIONS = "persons", "hours", "others", "revaluations"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many lines wait, and since when."""

    count: int = 0
    since: dt.date | None = None


def awaiting_verdict(verified_as: Iterable[str]) -> dict[str, Waiting]:
    """What waits on the contracts that one verifies (``placements.access.verified_as``), by kind of line."""
    by = list(verified_as)
    deployments = Deployment.objects.live().submitted().filter(contract__verified_by__in=by)
    statements = HoursStatement.objects.live().submitted().filter(deployment__contract__verified_by__in=by)
    contributions = Contribution.objects.live().submitted().filter(contract__verified_by__in=by)
    tasks = RevaluationTask.objects.filter(done_at__isnull=True, statement__deployment__contract__verified_by__in=by)
    rows = _of(deployments, PERSONS, "submitted_at").union(
        _of(statements, HOURS, "submitted_at"),
        _of(contributions, OTHERS, "submitted_at"),
        _of(tasks, REVALUATIONS, "noticed_at"),
        all=True,
    )
    return {row["line"]: _waiting(row) for row in rows}


def _of(rows: QuerySet, kind: str, since: str) -> Any:
    """One row with the count and the oldest moment; no row when nothing waits."""
    return (
        rows.order_by()
        .annotate(line=Value(kind, output_field=CharField()))
        .values("line")
        .annotate(count=Count("pk"), since=Min(since))
        .values("line", "count", "since")
    )


def _waiting(row: dict[str, Any]) -> Waiting:
    since = row["since"]
    return Waiting(row["count"], None if since is None else timezone.localdate(since))
