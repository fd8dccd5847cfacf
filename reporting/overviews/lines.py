"""Lines of persons and other contributions that wait: for the contractor's answer, or for a verdict."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Min, Q, QuerySet, Value
from django.utils import timezone

from placements.choices import LineStatus, ReversalState
from placements.models import (
    Contribution,
    Deployment,
    FirstApproval,
    HoursStatement,
    RevaluationTask,
    ReversalRequest,
    YearLine,
)

PERSONS, HOURS, OTHERS, REVALUATIONS = "persons", "hours", "others", "revaluations"
YEARS, REVERSALS, SECOND = "years", "reversals", "second"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many lines wait, and since when."""

    count: int = 0
    since: dt.date | None = None


def awaiting_verdict(verified_as: Iterable[str], *, user_id: uuid.UUID) -> dict[str, Waiting]:
    """What waits on the contracts that one verifies (``placements.access.verified_as``), by kind of line.

    ``SECOND`` counts again what a colleague of this user approved first.
    """
    by = list(verified_as)
    firsts = FirstApproval.objects.filter(contract__verified_by__in=by, withdrawn_at__isnull=True)
    of_others = firsts.exclude(user_id=user_id).values("line_id")
    deployments = Deployment.objects.live().submitted().filter(contract__verified_by__in=by)
    statements = HoursStatement.objects.live().submitted().filter(deployment__contract__verified_by__in=by)
    years = YearLine.objects.live().filter(deployment__contract__verified_by__in=by)
    years = years.filter(Q(status=LineStatus.SUBMITTED) | Q(value_now__isnull=False))
    contributions = Contribution.objects.live().submitted().filter(contract__verified_by__in=by)
    tasks = RevaluationTask.objects.filter(done_at__isnull=True, statement__deployment__contract__verified_by__in=by)
    reversals = ReversalRequest.objects.filter(contract__verified_by__in=by, state=ReversalState.ASKED)
    rows = _of(deployments, PERSONS, "submitted_at").union(
        _of(statements, HOURS, "submitted_at"),
        _of(years, YEARS, "submitted_at"),
        _of(contributions, OTHERS, "submitted_at"),
        _of(tasks, REVALUATIONS, "noticed_at"),
        _of(reversals, REVERSALS, "asked_at"),
        *(
            _of(lines.filter(pk__in=of_others), SECOND, "submitted_at")
            for lines in (deployments, statements, years, contributions)
        ),
        all=True,
    )
    found: dict[str, Waiting] = {}
    for row in rows:
        here, before = _waiting(row), found.get(row["line"], Waiting())
        days = [one for one in (here.since, before.since) if one is not None]
        found[row["line"]] = Waiting(here.count + before.count, min(days, default=None))
    return found


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
