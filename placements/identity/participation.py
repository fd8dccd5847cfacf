"""From when until when a company beside the contractor takes part in a contract; the contractor himself always does.

What it did before its last day stays, and can be corrected.
"""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from organisations.templatetags.formatting import day_nl, month_nl
from placements.choices import LineStatus
from placements.models import Deployment, HoursStatement, Transition
from tenders.models import Contract, ContractParty


def over_before(lines: Collection[Deployment], month: date) -> dict[uuid.UUID, str]:
    """By line, why its company states no new hours of this month: it had stopped by then. One query."""
    last_days = {
        (contract_id, company_id): left_on
        for contract_id, company_id, left_on in _beside_the_contractor()
        .filter(
            contract_id__in={line.contract_id for line in lines},
            organisation_id__in={line.contractor_id for line in lines},
            left_on__lt=month,
        )
        .values_list("contract_id", "organisation_id", "left_on")
    }
    found = {line.pk: last_days.get((line.contract_id, line.contractor_id)) for line in lines}
    return {pk: _sentence(month, last_day) for pk, last_day in found.items() if last_day is not None}


def never_submitted_after(statements: Collection[HoursStatement]) -> dict[uuid.UUID, str]:
    """By line, why its month is not handed in: the company had stopped, and nobody was given these hours before.

    What was handed in earlier and is corrected now, or was asked about, goes on. Two queries.
    """
    concepts = [one for one in statements if one.status == LineStatus.CONCEPT]
    known = set(
        Transition.objects.filter(
            statement_id__in=[one.pk for one in concepts], to_status=LineStatus.SUBMITTED
        ).values_list("statement_id", flat=True)
    )
    new = [one for one in concepts if one.pk not in known]
    parties = {
        (one.contract_id, one.organisation_id): one.left_on
        for one in _beside_the_contractor().filter(
            contract_id__in={one.deployment.contract_id for one in new},
            organisation_id__in={one.deployment.contractor_id for one in new},
            left_on__isnull=False,
        )
    }
    refused = {}
    for one in new:
        last_day = parties.get((one.deployment.contract_id, one.deployment.contractor_id))
        if last_day is not None and last_day < one.month:
            refused[one.deployment_id] = _sentence(one.month, last_day)
    return refused


def cautions_about(contract: Contract, company_id: uuid.UUID, *, first: date | None) -> list[str]:
    """What a company is told when somebody would begin outside the days on which it takes part."""
    party = _beside_the_contractor().filter(contract=contract, organisation_id=company_id).first() if first else None
    if first is None or party is None:
        return []
    if first < party.joined_on:
        words = _("Uw bedrijf doet pas vanaf %(day)s mee aan dit contract. Klopt de eerste werkdag?")
        return [words % {"day": day_nl(party.joined_on)}]
    if party.left_on is not None and first > party.left_on:
        words = _("Uw bedrijf deed tot en met %(day)s mee aan dit contract. Klopt de eerste werkdag?")
        return [words % {"day": day_nl(party.left_on)}]
    return []


def with_participation(deployments: QuerySet[Deployment]) -> QuerySet[Any]:
    """Each line with ``company_joined`` and ``company_left``: both empty for the contractor himself."""
    party = _beside_the_contractor().filter(
        contract_id=OuterRef("contract_id"), organisation_id=OuterRef("contractor_id")
    )
    return deployments.annotate(
        company_joined=Subquery(party.values("joined_on")[:1]), company_left=Subquery(party.values("left_on")[:1])
    )


def _beside_the_contractor() -> QuerySet[ContractParty]:
    return ContractParty.objects.exclude(organisation_id=F("contract__contractor_id"))


def _sentence(month: date, last_day: date) -> str:
    return _(
        "Uw bedrijf deed tot en met %(day)s mee aan dit contract. Over %(month)s kunt u geen uren meer opgeven. "
        "Klopt de laatste dag niet? Vraag het de opdrachtnemer."
    ) % {"day": day_nl(last_day), "month": month_nl(month)}
