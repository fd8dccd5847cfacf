"""The lines that a verifier may open, with all that the screen reads of them."""

from typing import Any

from django.db.models import QuerySet

from organisations.tenancy import Acting
from placements import access
from placements.choices import LineStatus
from placements.identity.participation import with_participation
from placements.models import Contribution, RevaluationTask, YearLine
from placements.verifying.checks import with_contracts_beside
from placements.verifying.work_list import Kind

_OF_LINE = ("contract__authority", "contractor", "contract__tariff", "block")
_OF_YEAR = tuple(f"deployment__{name}" for name in _OF_LINE)
_OF_TASK = tuple(f"statement__deployment__{name}" for name in _OF_LINE)


def lines_of(acting: Acting, kind: str, *, live_only: bool = True) -> QuerySet[Any]:
    """The lines of this kind that the verifier may open.

    The coordination point reads those that an authority verifies itself; an authority only its own.
    """
    if kind == Kind.PERSON:
        found = with_participation(with_contracts_beside(access.deployments_of(acting)))
        return found.select_related(*_OF_LINE)
    if kind == Kind.CONTRIBUTION:
        rows = Contribution.objects.live() if live_only else Contribution.objects.all()
        rows = rows.filter(**_own(acting, "contract__")).exclude(status=LineStatus.CONCEPT)
        return rows.select_related(*_OF_LINE)
    if kind == Kind.YEAR:
        years = YearLine.objects.live() if live_only else YearLine.objects.all()
        years = years.filter(**_own(acting, "deployment__contract__")).exclude(status=LineStatus.CONCEPT)
        return years.select_related(*_OF_YEAR)
    tasks = RevaluationTask.objects.filter(**_own(acting, "statement__deployment__contract__"))
    return tasks.select_related(*_OF_TASK)


def _own(acting: Acting, contract: str) -> dict[str, Any]:
    if acting.verifies_own:
        return {f"{contract}authority_id": acting.organisation_id}
    return {f"{contract}region_id__in": acting.region_ids}
