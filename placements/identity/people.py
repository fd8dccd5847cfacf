"""The people of a company over all its contracts: where each is at work, until when, and at work once more."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, F, Func, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value

from organisations.tenancy import Acting
from placements.choices import LineStatus
from placements.models import DeployedPerson, Deployment
from tenders.choices import BlockKind
from tenders.models import Contract


def people_of(acting: Acting, *, on: date) -> QuerySet[Any]:
    """The company's people with ``lines``, ``works_now``, ``until`` (their last working day), ``last_block``, ``at_work``.

    Row security shows the company its own; the filter is for the index.
    """
    counted = Q(deployments__reversed_at__isnull=True) & ~Q(deployments__status=LineStatus.REJECTED)
    lines = _lines().filter(person=OuterRef("pk"))
    return (
        DeployedPerson.objects.filter(contractor_id=acting.organisation_id)
        .select_related("region")
        .annotate(
            lines=Count("deployments", filter=counted),
            until=Max("deployments__ends_on", filter=counted),
            works_now=Exists(lines.filter(starts_on__lte=on, ends_on__gte=on)),
            birth_day=Func(F("birth_date"), Value("FMDD-FMMM-YYYY"), function="to_char", output_field=CharField()),
            last_block=Subquery(lines.order_by("-starts_on", "-pk").values("block__label")[:1]),
        )
        # Who was typed by mistake and thrown away again is nobody's employee.
        .filter(lines__gt=0)
        .prefetch_related(
            Prefetch(
                "deployments",
                queryset=_lines()
                .filter(starts_on__lte=on, ends_on__gte=on)
                .select_related("contract__authority")
                .order_by("ends_on", "pk"),
                to_attr="at_work",
            )
        )
    )


def lines_of_person(person: DeployedPerson) -> QuerySet[Deployment]:
    """Every line of this person with the company, who started last first."""
    lines = Deployment.objects.live().filter(person=person)
    return lines.select_related("contract__authority", "block").order_by("-starts_on", "-pk")


def again_on(contract: Contract, lines: Iterable[Deployment], person: DeployedPerson, *, on: date) -> dict[str, Any]:
    """What is known for a new line of this person: the newest line says it, the contract when it begins and ends.

    The block is the one with the same code in the tariff of this contract; a tariff may have none.
    """
    newest = next(iter(lines), None)
    known: dict[str, Any] = {"name": person.name, "birth_date": person.birth_date, "ends_on": contract.ends_on}
    begins = max(contract.starts_on, on)
    if newest is not None:
        known |= {
            "hours_per_week": newest.hours_per_week,
            "permanent": newest.permanent,
            "candidate_reference": newest.candidate_reference if newest.region_id == contract.region_id else "",
            "block": contract.tariff.blocks.filter(kind=BlockKind.FULL_TIME_YEAR, code=newest.block.code)
            .values_list("pk", flat=True)
            .first(),
        }
    return known | {"starts_on": min(begins, contract.ends_on)}


def _lines() -> QuerySet[Deployment]:
    return Deployment.objects.live().exclude(status=LineStatus.REJECTED)
