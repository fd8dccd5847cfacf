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


def with_given(lines: QuerySet[Deployment]) -> QuerySet[Any]:
    """Lines with what is ``approved`` of each and what ``waits``, and of how many months hours were handed in."""
    counted = Q(statements__status=LineStatus.APPROVED, status=LineStatus.APPROVED)
    live = Q(statements__reversed_at__isnull=True)
    waiting = live & (
        Q(statements__status__in=(LineStatus.SUBMITTED, LineStatus.RETURNED))
        | (Q(statements__status=LineStatus.APPROVED) & ~Q(status=LineStatus.APPROVED))
    )
    handed_in = live & Q(statements__isnull=False) & ~Q(statements__status=LineStatus.CONCEPT)
    return lines.annotate(
        approved=Coalesce(Sum("statements__value", filter=counted), _NOTHING) + _of_years(LineStatus.APPROVED),
        waits=Coalesce(Sum("statements__value", filter=waiting & ~Q(status=LineStatus.REJECTED)), _NOTHING)
        + _of_years(LineStatus.SUBMITTED, LineStatus.RETURNED),
        months_handed_in=Count("statements__month", filter=handed_in, distinct=True),
    )


def to_come(line: Any, contract: Contract, *, on: date) -> Decimal:
    """What one line, read by ``with_given``, still brings after ``on``; never below zero."""
    if line.status == LineStatus.REJECTED or _is_complete(line, contract, on=on):
        return _NOTHING
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


def _of_years(*states: LineStatus) -> Any:
    """What lines of years in these states give for a deployment that is approved."""
    rows = YearLine.objects.filter(
        deployment=OuterRef("pk"), deployment__status=LineStatus.APPROVED, status__in=states
    ).order_by()
    if LineStatus.APPROVED not in states:
        rows = rows.filter(reversed_at__isnull=True)
    return Coalesce(Subquery(rows.values("deployment").annotate(total=Sum("value")).values("total")), _NOTHING)
