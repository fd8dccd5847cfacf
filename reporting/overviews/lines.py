"""Lines of persons and other contributions that wait: for the contractor's answer, or for a verdict."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Min, QuerySet, Value
from django.utils import timezone

from organisations.months import last_of_month
from placements.choices import CLAIMING, LineStatus
from placements.models import Contribution, Deployment, HoursStatement, RevaluationTask

PERSONS, HOURS, OTHERS, REVALUATIONS = "persons", "hours", "others", "revaluations"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many lines wait, and since when."""

    count: int = 0
    since: dt.date | None = None


def questions(contractor_id: uuid.UUID) -> Waiting:
    """Lines that came back with a question for this contractor.

    The statements are narrowed by row security alone, which lets a contractor see those of his own people: joined to
    their deployments, PostgreSQL would go through the list of all visible ones again for each of them.
    """
    deployments = Deployment.objects.live().returned().filter(contractor_id=contractor_id)
    statements = HoursStatement.objects.live().returned()
    contributions = Contribution.objects.live().returned().filter(contractor_id=contractor_id)
    rows = _of(deployments, PERSONS, "decided_at").union(
        _of(statements, HOURS, "decided_at"), _of(contributions, OTHERS, "decided_at"), all=True
    )
    return _together(rows)


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


def hours_to_state(contractor_id: uuid.UUID, *, month: dt.date) -> int:
    """How many persons at work in this month have no hours handed in for it: none typed, or left as a concept.

    Two plain queries and a difference: as one with EXISTS it took half a minute for 2,600 persons (see ``questions``).
    """
    at_work = Deployment.objects.live().filter(
        contractor_id=contractor_id,
        status__in=CLAIMING,
        starts_on__lte=last_of_month(month),
        ends_on__gte=month,
    )
    handed_in = HoursStatement.objects.live().filter(month=month).exclude(status=LineStatus.CONCEPT)
    return len(set(at_work.values_list("pk", flat=True)) - set(handed_in.values_list("deployment_id", flat=True)))


def _of(rows: QuerySet, kind: str, since: str) -> Any:
    """One row with the count and the oldest moment; no row when nothing waits."""
    return (
        rows.order_by()
        .annotate(line=Value(kind, output_field=CharField()))
        .values("line")
        .annotate(count=Count("pk"), since=Min(since))
        .values("line", "count", "since")
    )


def _together(rows: Iterable[dict[str, Any]]) -> Waiting:
    found = [_waiting(row) for row in rows]
    return Waiting(
        count=sum(one.count for one in found),
        since=min((one.since for one in found if one.since is not None), default=None),
    )


def _waiting(row: dict[str, Any]) -> Waiting:
    since = row["since"]
    return Waiting(row["count"], None if since is None else timezone.localdate(since))
