"""What persons on a contract still bring: the part of their forecast for which hours can still be handed in.

The forecast of a line stays what it was, also when the hours turned out fewer. Once the line is over and all its months
were handed in, the difference never comes, and no screen may count on it.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from organisations.months import months_between
from organisations.tenancy import Acting
from placements.access import may_see_deployment
from placements.choices import LineStatus
from placements.models import Deployment, YearLine
from tenders.models import Contract

_NOTHING = Decimal("0.00")
_HANDED_IN = (LineStatus.SUBMITTED, LineStatus.APPROVED)


def with_given(lines: QuerySet[Deployment]) -> QuerySet[Any]:
    """Lines with what is ``approved`` of each, what ``waits`` for a verdict, what is ``asked`` about, and how many months.

    What came back with a question waits for the company and counts as neither approved nor submitted (domain rules,
    section 4, status by time); it can still come.
    """
    counted = Q(statements__status=LineStatus.APPROVED, status=LineStatus.APPROVED)
    live = Q(statements__reversed_at__isnull=True) & ~Q(status=LineStatus.REJECTED)
    submitted = Q(status__in=_HANDED_IN, statements__status__in=_HANDED_IN)
    stated = Q(statements__status__in=(*_HANDED_IN, LineStatus.RETURNED))
    handed_in = Q(statements__reversed_at__isnull=True, statements__isnull=False)
    return lines.annotate(
        approved=_sum_of(counted) + _of_years(LineStatus.APPROVED),
        waits=_sum_of(live & submitted & ~counted) + _of_years(LineStatus.SUBMITTED),
        asked=_sum_of(live & stated & ~submitted) + _of_years(LineStatus.RETURNED),
        months_handed_in=Count(
            "statements__month", filter=handed_in & ~Q(statements__status=LineStatus.CONCEPT), distinct=True
        ),
    )


def to_come(line: Any, contract: Contract, *, on: date) -> Decimal:
    """What one line, read by ``with_given``, still brings after ``on``; never below zero."""
    if line.status == LineStatus.REJECTED:
        return _NOTHING
    if _is_complete(line, contract, on=on):
        return line.asked
    return max(line.forecast - line.approved - line.waits, _NOTHING)


def persons_to_come(acting: Acting, contracts: list[Contract], *, on: date) -> Mapping[uuid.UUID, Decimal] | None:
    """The same by contract, as far as the member reads the lines; None for who reads none. One query."""
    if not may_see_deployment(acting):
        return None
    running = {one.pk: one for one in contracts if one.ends_on >= on and one.settled_on is None}
    found: dict[uuid.UUID, Decimal] = defaultdict(lambda: _NOTHING)
    for line in with_given(Deployment.objects.live().filter(contract__in=list(running))).order_by("pk"):
        found[line.contract_id] += to_come(line, running[line.contract_id], on=on)
    return found


def _is_complete(line: Any, contract: Contract, *, on: date) -> bool:
    """Whether the line is over and nothing of it is left to hand in."""
    first, last = max(line.starts_on, contract.starts_on), min(line.ends_on, contract.ends_on)
    return last < on and line.months_handed_in >= len(list(months_between(first, last)))


def _sum_of(months: Q) -> Coalesce:
    return Coalesce(Sum("statements__value", filter=months), _NOTHING)


def _of_years(*states: LineStatus) -> Any:
    """What lines of years in these states give for a deployment that is approved."""
    rows = YearLine.objects.filter(
        deployment=OuterRef("pk"), deployment__status=LineStatus.APPROVED, status__in=states
    ).order_by()
    if LineStatus.APPROVED not in states:
        rows = rows.filter(reversed_at__isnull=True)
    return Coalesce(Subquery(rows.values("deployment").annotate(total=Sum("value")).values("total")), _NOTHING)
