"""Lines of persons and other contributions that wait for a verdict."""

import uuid
from collections.abc import Iterable

from django.db.models import Q

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
from reporting.overviews.tally import Question

PERSONS, HOURS, OTHERS, REVALUATIONS = "persons", "hours", "others", "revaluations"
YEARS, REVERSALS, SECOND = "years", "reversals", "second"


def awaiting_verdict(verified_as: Iterable[str], *, user_id: uuid.UUID) -> tuple[Question, ...]:
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
    submitted = "submitted_at"
    return (
        Question(PERSONS, deployments, moment=submitted),
        Question(HOURS, statements, moment=submitted),
        Question(YEARS, years, moment=submitted),
        Question(OTHERS, contributions, moment=submitted),
        Question(REVALUATIONS, tasks, moment="noticed_at"),
        Question(REVERSALS, reversals, moment="asked_at"),
        *(
            Question(SECOND, lines.filter(pk__in=of_others), moment=submitted)
            for lines in (deployments, statements, years, contributions)
        ),
    )
