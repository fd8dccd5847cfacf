"""What a verifier looks at twice. None of it stops a line; each is a word in the list and a check on the line."""

import uuid
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.months import add_months, last_of_month
from organisations.templatetags.formatting import date_nl, hours, month_nl
from placements.cautions import OLDEST, YOUNGEST
from placements.choices import LineStatus
from placements.models import Deployment, HoursStatement
from placements.valuation.months import days_within
from placements.valuation.trace import Step

#: Paid hours above this many times the agreed hours are asked about.
FAR_ABOVE = Decimal("1.3")
#: Months before the longest period ends in which a verifier is told.
NEAR_LIMIT_MONTHS = 2


class Flag(models.TextChoices):
    FEW_HOURS = "few_hours", gettext_lazy("Te weinig uren per week")
    NO_DAYS = "no_days", gettext_lazy("Geen dag telt")
    MANY_HOURS = "many_hours", gettext_lazy("Veel uren in een maand")
    FAR_ABOVE = "far_above", gettext_lazy("Veel meer uren dan afgesproken")
    OUTSIDE = "outside", gettext_lazy("Buiten het contract")
    NOT_TAKING_PART = "not_part", gettext_lazy("Buiten de deelname van het bedrijf")
    LIMIT = "limit", gettext_lazy("Aan het eind van de termijn")
    CHANGED = "changed", gettext_lazy("Waarde is veranderd")


def checks_of(
    deployment: Any,
    statements: Iterable[HoursStatement],
    *,
    many: Collection[uuid.UUID],
    beside: Collection[uuid.UUID],
) -> list[dict[str, Any]]:
    """Checks of a line with its waiting months. ``many``: statements above 48 hours a week over all contracts.

    ``beside``: contracts on which the same company has the same person in the same days. The line comes from
    ``participation.with_participation``.
    """
    waiting = [one for one in statements if one.status == LineStatus.SUBMITTED]
    checks = [_least_hours(deployment), _within_contract(deployment), *_within_limit(deployment, waiting)]
    checks += [*_taking_part(deployment), *_beside(deployment, beside), *_age(deployment)]
    for statement in waiting:
        checks += [
            *_month_taking_part(deployment, statement),
            *_of_month(deployment, statement, is_many=statement.pk in many),
        ]
    return checks


def _least_hours(deployment: Deployment) -> dict[str, Any]:
    least = deployment.block.min_hours
    enough = least is None or deployment.hours_per_week >= least
    text = _("Minstens %(hours)s per week") % {"hours": hours(least)}
    return {"text": text, "value": hours(deployment.hours_per_week), "state": "met" if enough else "flag"}


def _within_contract(deployment: Deployment) -> dict[str, Any]:
    contract = deployment.contract
    within = contract.starts_on <= deployment.starts_on and deployment.ends_on <= contract.ends_on
    value = f"{date_nl(contract.starts_on)} – {date_nl(contract.ends_on)}"
    if within:
        return {"text": _("Binnen de looptijd van het contract"), "value": value, "state": "met"}
    return {"text": _("Deels of helemaal buiten de looptijd van het contract"), "value": value, "state": "flag"}


def _taking_part(deployment: Any) -> list[dict[str, Any]]:
    """Of a company beside the contractor: whether the line begins while it takes part."""
    joined, left, first = deployment.company_joined, deployment.company_left, deployment.starts_on
    if joined is None:
        return []
    value = _days_of_taking_part(deployment)
    if first < joined or (left is not None and first > left):
        return [{"text": _("Begint buiten de deelname van het bedrijf"), "value": value, "state": "flag"}]
    if left is not None and deployment.ends_on > left:
        return [{"text": _("Loopt door na de deelname van het bedrijf"), "value": value, "state": "note"}]
    return [{"text": _("Binnen de deelname van het bedrijf"), "value": value, "state": "met"}]


def _month_taking_part(deployment: Any, statement: HoursStatement) -> list[dict[str, Any]]:
    joined, left, month = deployment.company_joined, deployment.company_left, statement.month
    if joined is None or (last_of_month(month) >= joined and (left is None or month <= left)):
        return []
    text = _("%(month)s: buiten de deelname van het bedrijf") % {"month": month_nl(month)}
    return [{"text": text, "value": _days_of_taking_part(deployment), "state": "flag"}]


def _days_of_taking_part(deployment: Any) -> str:
    if deployment.company_left is None:
        return _("vanaf %(day)s") % {"day": date_nl(deployment.company_joined)}
    return f"{date_nl(deployment.company_joined)} – {date_nl(deployment.company_left)}"


def _within_limit(deployment: Deployment, waiting: list[HoursStatement]) -> list[dict[str, Any]]:
    longest, until = deployment.block.max_months, deployment.counts_until
    if longest is None:
        return []
    if deployment.counts_none or until is None:
        return [{"text": _("Geen dag telt binnen %(n)s maanden") % {"n": longest}, "state": "flag"}]
    value = _("telt tot en met %(day)s") % {"day": date_nl(until)}
    cut = until < min(deployment.ends_on, deployment.contract.ends_on)
    near = any(add_months(one.month, NEAR_LIMIT_MONTHS) > until for one in waiting)
    if cut and near:
        text = _("Aan het eind van de %(n)s maanden") % {"n": longest}
        return [{"text": text, "value": value, "state": "flag"}]
    text = _("Binnen de %(n)s maanden") % {"n": longest}
    return [{"text": text, "value": value, "state": "note" if cut else "met"}]


def with_contracts_beside(deployments: QuerySet[Deployment]) -> QuerySet[Any]:
    """Each line with ``contracts_beside``: where else its company has the same person in the same days."""
    beside = (
        Deployment.objects.live()
        .filter(person_id=OuterRef("person_id"), starts_on__lte=OuterRef("ends_on"), ends_on__gte=OuterRef("starts_on"))
        .exclude(pk=OuterRef("pk"))
        .exclude(status__in=(LineStatus.CONCEPT, LineStatus.REJECTED))
    )
    return deployments.annotate(contracts_beside=ArraySubquery(beside.values("contract_id")))


def _beside(deployment: Deployment, contracts: Collection[uuid.UUID]) -> list[dict[str, Any]]:
    """One effort counts once: a second line of the same person in the same days is looked at."""
    found = []
    if deployment.contract_id in contracts:
        found.append({"text": _("Zelfde persoon staat in deze periode al op dit contract"), "state": "flag"})
    if set(contracts) - {deployment.contract_id}:
        text = _("Werkt in deze periode ook op een ander contract van dit bedrijf")
        found.append({"text": text, "state": "note"})
    return found


def _age(deployment: Deployment) -> list[dict[str, Any]]:
    """By the year of birth alone, which is all that the verifier sees."""
    age = deployment.starts_on.year - deployment.birth_year
    if YOUNGEST <= age <= OLDEST:
        return []
    value = _("ongeveer %(age)s jaar op de eerste werkdag") % {"age": age}
    return [{"text": _("Klopt het geboortejaar?"), "value": value, "state": "flag"}]


def _of_month(deployment: Deployment, statement: HoursStatement, *, is_many: bool) -> list[dict[str, Any]]:
    named, paid = {"month": month_nl(statement.month)}, statement.paid_hours
    found: list[dict[str, Any]] = []
    if is_many:
        text = _("%(month)s: over alle opdrachten samen meer dan gemiddeld 48 uur per week") % named
        found.append({"text": text, "state": "flag"})
    agreed = deployment.hours_per_week * _deployed_days(deployment, statement) / 7
    if paid > agreed * FAR_ABOVE:
        value = _("%(paid)s, afgesproken ongeveer %(agreed)s") % {"paid": hours(paid), "agreed": hours(agreed, 0)}
        found.append({"text": _("%(month)s: veel meer uren dan afgesproken") % named, "value": value, "state": "flag"})
    if paid and any(line["key"] == Step.NO_COUNTED_DAYS for line in statement.trace):
        found.append({"text": _("%(month)s: geen dag telt") % named, "state": "flag"})
    return found


def _deployed_days(deployment: Deployment, statement: HoursStatement) -> int:
    return days_within(statement.month, deployment.starts_on, deployment.ends_on)
