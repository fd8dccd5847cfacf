"""What the contractor does with a person at work: log, correct, submit, take back, answer a question.

Every use case first waits for its turn with the persons it is about (see ``persons.lock_persons_of``),
because what one person is worth and how many hours he has left are shared by all contractors.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import new_id
from placements import closed, steps
from placements.choices import CORRECTABLE, LineStatus
from placements.identity import candidate_numbers, persons
from placements.models import Deployment, HoursStatement
from placements.shown import check_typed
from placements.steps import By, Refused, Step
from placements.worth import appraisal
from tenders.choices import BlockKind
from tenders.models import Block, Contract

UNANSWERED = LineStatus.RETURNED


@dataclass(frozen=True, slots=True)
class DeploymentDetails:
    """What a contractor fills in about a person at work."""

    name: str
    birth_date: date
    block: Block
    starts_on: date
    ends_on: date
    hours_per_week: Decimal
    permanent: bool
    person_informed: bool
    #: The number that the back office or the Werkplein gave the person, where it did.
    candidate_reference: str = ""


@transaction.atomic
def log_deployment(
    contract: Contract,
    *,
    details: DeploymentDetails,
    by: By,
    at: datetime,
    submit: bool = False,
    deployment_id: uuid.UUID | None = None,
    company_id: uuid.UUID | None = None,
) -> Deployment:
    """Put a person to work on a contract: as a concept, or submitted at once.

    ``company_id``: whose person it is, where several companies carry out the contract; the contractor's unless told.
    With the ``deployment_id`` that the form was given, a form that is sent twice makes one line.
    """
    _check_details(contract, details)
    key = persons.person_key(contract.region_id, details.name, details.birth_date)
    persons.lock_persons_of([], new_on=contract.pk, keys=[key])
    made = Deployment.objects.filter(pk=deployment_id, contract=contract).first() if deployment_id else None
    if made is not None:
        return made
    closed.check_open(contract.pk)
    candidate_numbers.check_lasting(contract.region_id, details.candidate_reference)
    deployment = Deployment(
        id=deployment_id or new_id(),
        region_id=contract.region_id,
        contract=contract,
        reference=f"I-{new_id().hex[-12:].upper()}",
        created_at=at,
    )
    _fill(deployment, details, key, company_id=company_id or contract.contractor_id)
    deployment.save(force_insert=True)
    steps.note(deployment, "", by=by, at=at, from_status="")
    if submit:
        _submit(deployment, by=by, at=at)
    else:
        _keep_live_forecast(deployment)
    return deployment


@transaction.atomic
def correct_deployment(
    deployment_id: uuid.UUID,
    *,
    details: DeploymentDetails,
    by: By,
    at: datetime,
    submit: bool = False,
    as_shown: str | None = None,
) -> Deployment:
    """Correct what is not yet approved. Who it is can only change while it is a concept.

    ``as_shown``: the version of the line in the form that comes back (``shown.typed_version``).
    """
    contract = Contract.objects.get(deployments=deployment_id)
    _check_details(contract, details)
    key = persons.person_key(contract.region_id, details.name, details.birth_date)
    persons.lock_persons_of([deployment_id], new_on=contract.pk, keys=[key])
    deployment = _locked(deployment_id)
    if deployment.status not in CORRECTABLE:
        raise Refused(
            _("Deze regel is al beoordeeld. Vraag het Coördinatiepunt Social Return om hem terug te draaien.")
        )
    check_typed(deployment, as_shown)
    candidate_numbers.check_lasting(contract.region_id, details.candidate_reference)
    someone_else = (
        deployment.person.normalised_name != persons.normalise(details.name)
        or deployment.person.birth_date != details.birth_date
    )
    if someone_else and deployment.status != LineStatus.CONCEPT:
        raise Refused(_("Naam en geboortedatum kunt u alleen wijzigen in een concept. Trek de regel eerst terug."))
    _fill(deployment, details, key, company_id=deployment.contractor_id)
    deployment.save()
    steps.note(deployment, _("Gecorrigeerd"), by=by, at=at)
    if submit and deployment.status == LineStatus.CONCEPT:
        _submit(deployment, by=by, at=at)
    elif deployment.status == LineStatus.CONCEPT:
        _keep_live_forecast(deployment)
    else:
        _reappraise_own(deployment)
    return deployment


@transaction.atomic
def submit_deployment(deployment_id: uuid.UUID, *, by: By, at: datetime) -> Deployment:
    """Hand a concept to the verifier. From now on its days count in the person's window."""
    persons.lock_persons_of([deployment_id])
    deployment = _locked(deployment_id)
    _submit(deployment, by=by, at=at)
    return deployment


@transaction.atomic
def withdraw_deployment(deployment_id: uuid.UUID, *, by: By, at: datetime) -> Deployment:
    """Take a line back to concept, with the hours that still wait for a verdict.

    It is worth again what the company's own lines tell: what submitting showed of a window elsewhere goes with it.
    """
    persons.lock_persons_of([deployment_id])
    deployment = _locked(deployment_id)
    waiting = (LineStatus.SUBMITTED, LineStatus.RETURNED)
    lines: list[steps.Line] = [deployment, *_locked_statements(deployment_id).filter(status__in=waiting)]
    steps.take([Step(line, LineStatus.CONCEPT) for line in lines], by=by, at=at)
    _reappraise_own(deployment)
    _keep_live_forecast(deployment)
    return deployment


@transaction.atomic
def discard_deployment(deployment_id: uuid.UUID, *, by: By, at: datetime) -> None:
    """Throw a concept away, with its hours; it stays in the history only."""
    persons.lock_persons_of([deployment_id])
    deployment = _locked(deployment_id)
    if deployment.status != LineStatus.CONCEPT:
        raise Refused(_("Alleen een concept kunt u weggooien. Trek de regel eerst terug."))
    steps.note(deployment, _("Weggegooid"), by=by, at=at)
    _locked_statements(deployment_id).update(reversed_at=at)
    deployment.reversed_at = at
    deployment.save(update_fields=["reversed_at"])


@transaction.atomic
def answer(
    deployment_id: uuid.UUID, *, text: str, by: By, at: datetime, statement_ids: Collection[uuid.UUID] = ()
) -> None:
    """Answer the verifier's question about the line, or about some of its months: it is submitted again."""
    if not text.strip():
        raise Refused(_("Vul uw antwoord in."))
    persons.lock_persons_of([deployment_id])
    deployment = _locked(deployment_id)
    lines: list[steps.Line] = list(_locked_statements(deployment_id).filter(pk__in=statement_ids, status=UNANSWERED))
    if deployment.status == UNANSWERED:
        lines.append(deployment)
    if not lines:
        raise Refused(_("Deze vraag is al beantwoord."))
    steps.take([Step(line, LineStatus.SUBMITTED, text.strip()) for line in lines], by=by, at=at)


def _submit(deployment: Deployment, *, by: By, at: datetime) -> None:
    if not deployment.person_informed:
        raise Refused(_("Indienen kan pas als de persoon hiervan weet."))
    steps.take([Step(deployment, LineStatus.SUBMITTED)], by=by, at=at)
    _reappraise_own(deployment)


def _reappraise_own(deployment: Deployment) -> None:
    """Value this line anew, and what the contractor has of the same person beside it.

    Lines with other contractors are carried through by the verifier: he alone may see that there are any.
    """
    own = Deployment.objects.live().filter(person_id=deployment.person_id).exclude(status=LineStatus.CONCEPT)
    appraisal.reappraise(own.values_list("pk", flat=True))


def _keep_live_forecast(deployment: Deployment) -> None:
    line = appraisal.live_forecast(
        contract=deployment.contract,
        block=deployment.block,
        name=deployment.person.name,
        birth_date=deployment.person.birth_date,
        starts_on=deployment.starts_on,
        ends_on=deployment.ends_on,
        hours_per_week=deployment.hours_per_week,
        permanent=deployment.permanent,
        company_id=deployment.contractor_id,
        besides=deployment.pk,
    )
    appraisal.store_live_forecast(deployment, line)


def _check_details(contract: Contract, details: DeploymentDetails) -> None:
    if details.block.tariff_id != contract.tariff_id or details.block.kind != BlockKind.FULL_TIME_YEAR:
        raise Refused(_("Kies een soort uitkering uit het tarief van dit contract."))
    if details.ends_on < details.starts_on:
        raise Refused(_("De laatste werkdag ligt voor de eerste werkdag. Verander een van de twee."))


def _fill(deployment: Deployment, details: DeploymentDetails, key: str, *, company_id: uuid.UUID) -> None:
    contract = deployment.contract
    deployment.person = persons.person_for(contract.region_id, company_id, details.name, details.birth_date)
    deployment.contractor_id = company_id
    deployment.pseudonym = persons.pseudonym(contract.pk, key)
    deployment.birth_year = details.birth_date.year
    deployment.block = details.block
    deployment.starts_on = details.starts_on
    deployment.ends_on = details.ends_on
    deployment.hours_per_week = details.hours_per_week
    deployment.permanent = details.permanent
    deployment.person_informed = details.person_informed
    deployment.candidate_reference = details.candidate_reference


def _locked(deployment_id: uuid.UUID) -> Deployment:
    deployment = (
        Deployment.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .select_related("contract", "block", "person")
        .get(pk=deployment_id)
    )
    closed.check_open(deployment.contract_id)
    return deployment


def _locked_statements(deployment_id: uuid.UUID):
    return (
        HoursStatement.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .filter(deployment_id=deployment_id)
        .order_by("month", "pk")
    )
