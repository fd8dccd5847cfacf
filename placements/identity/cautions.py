"""What the contractor is told while he fills in a person at work. None of it stops the line: it may be right."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from organisations.templatetags.formatting import day_nl
from placements.choices import LineStatus
from placements.identity import participation, persons
from placements.models import Deployment
from tenders.models import Contract

#: Outside these ages on the first working day a date of birth is looked at twice.
YOUNGEST, OLDEST = 13, 75


def cautions_of(
    contract: Contract, typed: Mapping[str, Any], *, company_id: uuid.UUID, besides: Deployment | None = None
) -> list[str]:
    """Sentences about what the company filled in so far; ``besides``: the line that is being corrected."""
    found = []
    first, last, born = typed.get("starts_on"), typed.get("ends_on"), typed.get("birth_date")
    if first and born and not YOUNGEST <= age_on(first, born) <= OLDEST:
        words = _("Deze persoon is %(age)s jaar op de eerste werkdag. Klopt de geboortedatum?")
        found.append(words % {"age": age_on(first, born)})
    if typed.get("hours_per_week") == 0:
        found.append(_("Met 0 uur per week levert deze inzet niets op. Vul de uren uit het arbeidscontract in."))
    if first and last:
        found += outside_contract(contract, first, last)
    found += participation.cautions_about(contract, company_id, first=first)
    if first and last and born and _stands_already(contract, typed.get("name") or "", born, first, last, besides):
        found.append(_("Deze persoon staat in deze periode al op dit contract."))
    return found


def outside_contract(contract: Contract, first: date, last: date) -> list[str]:
    """What the verifier will be told as well: the days lie wholly or partly outside the contract."""
    if contract.starts_on <= first and last <= contract.ends_on:
        return []
    if is_wholly_outside(contract, first, last):
        words = _(
            "Deze inzet ligt helemaal buiten de looptijd van het contract (%(first)s tot en met %(last)s). "
            "Zo telt er geen dag mee. Kloppen de dagen, en is dit het goede contract?"
        )
    else:
        words = _(
            "Een deel van deze inzet ligt buiten de looptijd van het contract (%(first)s tot en met %(last)s). "
            "Die dagen tellen niet mee."
        )
    return [words % {"first": day_nl(contract.starts_on), "last": day_nl(contract.ends_on)}]


def is_wholly_outside(contract: Contract, first: date, last: date) -> bool:
    return last < contract.starts_on or contract.ends_on < first


def same_person_of(deployment: Deployment) -> Deployment | None:
    """Another line of this company with the same person on the same contract on some of the same days. One query."""
    if deployment.status == LineStatus.REJECTED:
        return None
    same = Deployment.objects.live().filter(
        contract_id=deployment.contract_id,
        contractor_id=deployment.contractor_id,
        pseudonym=deployment.pseudonym,
        starts_on__lte=deployment.ends_on,
        ends_on__gte=deployment.starts_on,
    )
    same = same.exclude(pk=deployment.pk).exclude(status=LineStatus.REJECTED)
    return same.order_by("starts_on", "created_at", "pk").first()


def age_on(day: date, born: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _stands_already(
    contract: Contract, name: str, born: date, first: date, last: date, besides: Deployment | None
) -> bool:
    same = Deployment.objects.live().filter(
        contract=contract,
        person__normalised_name=persons.normalise(name),
        person__birth_date=born,
        starts_on__lte=last,
        ends_on__gte=first,
    )
    return same.exclude(pk=besides.pk if besides else None).exclude(status=LineStatus.REJECTED).exists()
