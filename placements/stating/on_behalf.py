"""The coordination point enters for a company without computers what stands on its signed form.

The form goes along as evidence of every line that it is about. Somebody else verifies: nobody judges his own entries.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from organisations.choices import Seen
from organisations.models import Organisation
from organisations.seen import check_reason, log_seen
from organisations.tenancy import Acting
from placements import evidence, steps
from placements.choices import CLAIMING, LineStatus
from placements.evidence import CompanyLine, Sent
from placements.models import Contribution, Deployment, HoursStatement, Transition
from placements.stating import contributions, hours, lifecycle
from placements.stating.lifecycle import DeploymentDetails
from placements.steps import Refused
from tenders.models import Contract, ContractParty


class LinesRefused(Refused):
    """Some lines were not taken, so none was: by deployment, why."""

    def __init__(self, reasons: Mapping[uuid.UUID, str]) -> None:
        super().__init__(_("Er is nog niets bewaard. Kijk bij de regels wat er mis is."))
        self.reasons = dict(reasons)


def companies_on(contract: Contract, *, on: date) -> list[Organisation]:
    """For which companies lines can be entered: the contractor, and who takes part beside him today."""
    parties = ContractParty.objects.filter(contract=contract).active(on=on).select_related("organisation")
    others = [one.organisation for one in parties.order_by("organisation__name", "pk")]
    return [contract.contractor, *(one for one in others if one.pk != contract.contractor_id)]


def lines_of(contract: Contract, company_id: uuid.UUID, *, month: date, last: date) -> list[Deployment]:
    """Persons of the company who work on the contract between these days, and whose hours can be entered."""
    found = Deployment.objects.live().filter(
        contract=contract, contractor_id=company_id, status__in=CLAIMING, starts_on__lte=last, ends_on__gte=month
    )
    return list(found.select_related("block").order_by("pseudonym", "starts_on", "pk"))


@transaction.atomic
def enter_person(
    acting: Acting,
    contract: Contract,
    *,
    company: Organisation,
    details: DeploymentDetails,
    signed: Sequence[Sent],
    deployment_id: uuid.UUID,
    at: datetime,
) -> Deployment:
    """Put a person of the company to work, submitted at once, with the form that it signed."""
    _check_signed(signed)
    known = Deployment.objects.filter(pk=deployment_id).first()
    if known is not None:
        return known
    deployment = lifecycle.log_deployment(
        contract, details=details, by=acting, at=at, submit=True, deployment_id=deployment_id, company_id=company.pk
    )
    steps.note(deployment, _entered_for(company), by=acting, at=at)
    _attach(acting, deployment, signed, month=None, at=at)
    return deployment


@transaction.atomic
def enter_contribution(
    acting: Acting,
    contract: Contract,
    *,
    company: Organisation,
    details: contributions.Details,
    signed: Sequence[Sent],
    contribution_id: uuid.UUID,
    at: datetime,
) -> Contribution:
    """Put another effort of the company on the contract, submitted at once, with the form that it signed."""
    _check_signed(signed)
    known = Contribution.objects.filter(pk=contribution_id).first()
    if known is not None:
        return known
    line = contributions.enter(
        contract, details=details, by=acting, at=at, submit=True, contribution_id=contribution_id, company_id=company.pk
    )
    steps.note(line, _entered_for(company), by=acting, at=at)
    _attach(acting, line, signed, month=None, at=at)
    return line


@transaction.atomic
def enter_hours(
    acting: Acting,
    stated: Mapping[uuid.UUID, Decimal | None],
    *,
    company: Organisation,
    month: date,
    signed: Sequence[Sent],
    shown: Mapping[uuid.UUID, str],
    on: date,
    at: datetime,
) -> Collection[HoursStatement]:
    """State and submit the hours of a month, all or none: ``LinesRefused`` says of each line why not.

    ``shown`` are the versions of the lines on the screen (``shown.hours_version``).
    """
    _check_signed(signed)
    kept = hours.keep_hours(stated, month=month, by=acting, on=on, at=at, shown=shown)
    if kept.refused:
        raise LinesRefused(kept.refused)
    changed = [one for one in kept.statements if one.deployment_id in kept.changed]
    if not changed:  # nothing was typed anew: the hours that the company itself left as a concept
        changed = [
            one for one in kept.statements if one.status == LineStatus.CONCEPT and stated[one.deployment_id] is not None
        ]
    if not changed:
        raise Refused(_("Er is niets gewijzigd. Vul van minstens één medewerker de uren in."))
    for one in changed:
        steps.note(one, _entered_for(company), by=acting, at=at)
    submitted = hours.submit_hours([one.pk for one in changed if one.status != LineStatus.SUBMITTED], by=acting, at=at)
    if submitted.refused:
        raise LinesRefused(submitted.refused)
    lines = Deployment.objects.select_related("contract").in_bulk([one.deployment_id for one in changed])
    for one in changed:
        _attach(acting, lines[one.deployment_id], signed, month=month, at=at)
    return changed


@transaction.atomic
def answer(acting: Acting, deployment: Deployment, *, company: Organisation, text: str, at: datetime) -> None:
    """Answer what a colleague asked about this person or his months, with what the company said."""
    if not text.strip():
        raise Refused(_("Vul het antwoord in."))
    asked = questions_about([deployment]).get(deployment.pk)
    if asked is not None and asked.user_id == acting.user_id:
        raise Refused(_("U hebt deze vraag zelf gesteld. Een collega voert het antwoord in."))
    months = HoursStatement.objects.live().returned().filter(deployment=deployment)
    said = _("Namens %(company)s: %(text)s") % {"company": company.name, "text": text.strip()}
    ids = list(months.order_by("pk").values_list("pk", flat=True))
    lifecycle.answer(deployment.pk, text=said[:1000], by=acting, at=at, statement_ids=ids)


def questions_about(lines: Collection[Deployment]) -> dict[uuid.UUID, Transition]:
    """By line, the last question about it or about a month of it that was not answered yet."""
    open_now = Q(deployment__status=LineStatus.RETURNED, statement__isnull=True) | Q(
        statement__status=LineStatus.RETURNED, statement__reversed_at__isnull=True
    )
    found = (
        Transition.objects.filter(open_now, deployment__in=[line.pk for line in lines], to_status=LineStatus.RETURNED)
        .exclude(from_status=LineStatus.RETURNED)
        .select_related("user")
        .order_by("at", "pk")
    )
    return {one.deployment_id: one for one in found if one.deployment_id}


def open_names(acting: Acting, lines: Collection[Deployment], *, reason: str, at: datetime, request: str) -> None:
    """Who these persons are, to match them with the form: one line in the read log for each."""
    reason = check_reason(reason, otherwise=_("Vul in waarom u de namen wilt zien."))
    whose = {(line.region_id, line.person_id) for line in lines}
    log_seen(acting, Seen.PERSON, whose, reason=reason, at=at, request=request)


def _attach(acting: Acting, line: CompanyLine, signed: Sequence[Sent], *, month: date | None, at: datetime) -> None:
    for one in signed:
        evidence.send(acting, line, sent=replace(one, month=month), at=at)


def _check_signed(signed: Sequence[Sent]) -> None:
    if not signed:
        raise Refused(_("Voeg het ondertekende formulier toe."))


def _entered_for(company: Organisation) -> str:
    return _("Ingevoerd namens %(company)s") % {"company": company.name}
