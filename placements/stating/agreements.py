"""Bespoke effort: agreed beforehand by the company and whoever verifies, recorded once, submitted when it was done.

One side proposes what will be done, what it is worth and what will show it; the other agrees before it begins. From
then on nothing of it changes. Agreeing makes one contribution, a concept worth the amount; the company submits it when
it was done, and it is judged like any other line.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import new_id
from organisations.outbox import queue_mail
from organisations.refused import check_free_text
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from placements import closed, steps
from placements.access import verifies
from placements.choices import ContributionKind, LineStatus
from placements.models import Contribution
from placements.questions import answers_for
from placements.steps import Refused, Step
from placements.worth import appraisal
from tenders.models import Agreement, Contract


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """What is proposed: for which company, what, worth how many euros, shown by what, and from when."""

    contractor_id: uuid.UUID
    description: str
    amount: Decimal
    evidence: str
    starts_on: date


def agreements_on(contract: Contract) -> QuerySet[Agreement]:
    """The agreements of a contract that the viewer may see, newest first, each with its contribution."""
    return (
        Agreement.objects.filter(contract=contract)
        .select_related("contractor", "proposed_by", "proposed_for", "decided_by", "decided_for", "contribution")
        .order_by("-proposed_at", "-pk")
    )


@transaction.atomic
def propose(acting: Acting, contract: Contract, *, entry: AgreementEntry, at: datetime) -> Agreement:
    """Put an agreement before the other side. ``Refused`` when it has begun already, or the contract is closed."""
    closed.check_open(contract.pk)
    if entry.starts_on < timezone.localdate(at):
        raise Refused(_("Maatwerk spreekt u af voordat het begint. Kies vandaag of een latere dag."))
    agreement = Agreement.objects.create(
        contract=contract,
        contractor_id=entry.contractor_id,
        description=entry.description,
        amount=entry.amount,
        evidence=entry.evidence,
        starts_on=entry.starts_on,
        proposed_by_id=acting.user_id,
        proposed_for_id=acting.organisation_id,
        proposed_at=at,
    )
    _tell_company(acting, agreement, "agreement_proposed")
    return agreement


@transaction.atomic
def agree(acting: Acting, agreement_id: uuid.UUID, *, at: datetime) -> Contribution:
    """The other side agrees, before it begins: what was proposed binds both, and stands as one contribution.

    Whoever agrees later than the first day is refused, without exception: an agreement is made beforehand.
    """
    agreement = _waiting(agreement_id)
    closed.check_open(agreement.contract_id)
    if is_of_own_side(acting, agreement):
        raise Refused(_("U hebt dit zelf voorgesteld. De andere kant moet akkoord gaan."))
    if agreement.starts_on < timezone.localdate(at):
        raise Refused(
            _("Dit begon al op %(day)s. Maatwerk spreekt u af voordat het begint. Vraag om een nieuw voorstel.")
            % {"day": day_nl(agreement.starts_on)}
        )
    agreement.agreed_at = at
    agreement.decided_by_id, agreement.decided_for_id = acting.user_id, acting.organisation_id
    agreement.save(update_fields=["agreed_at", "decided_by", "decided_for"])
    contribution = Contribution(
        region_id=agreement.contract.region_id,
        contract=agreement.contract,
        contractor_id=agreement.contractor_id,
        reference=f"M-{new_id().hex[-12:].upper()}",
        agreement=agreement,
        kind=ContributionKind.AGREED,
        date=agreement.starts_on,
        quantity=agreement.amount,
        description=agreement.description,
        status=LineStatus.CONCEPT,
        created_at=at,
    )
    worth = appraisal.value_of_contribution(contribution)
    contribution.value, contribution.trace = worth.value, worth.trace_as_json()
    contribution.save(force_insert=True)
    _tell_company(acting, agreement, "agreement_agreed")
    return contribution


@transaction.atomic
def decline(acting: Acting, agreement_id: uuid.UUID, *, reason: str, at: datetime) -> Agreement:
    """The other side does not agree, and says why."""
    agreement = _waiting(agreement_id)
    if is_of_own_side(acting, agreement):
        raise Refused(_("U hebt dit zelf voorgesteld. Trek het voorstel in als u iets anders wilt."))
    if not reason.strip():
        raise Refused(_("Schrijf op waarom u niet akkoord gaat."))
    _close(agreement, acting, reason=reason.strip(), at=at)
    _tell_company(acting, agreement, "agreement_declined", reason=agreement.declined_reason)
    return agreement


@transaction.atomic
def withdraw(acting: Acting, agreement_id: uuid.UUID, *, at: datetime) -> Agreement:
    """Whoever proposed takes it back, as long as nobody answered."""
    agreement = _waiting(agreement_id)
    if not is_of_own_side(acting, agreement):
        raise Refused(_("Dit is het voorstel van de andere kant. Wijs het af als u niet akkoord gaat."))
    _close(agreement, acting, reason="", at=at)
    return agreement


@transaction.atomic
def submit(acting: Acting, agreement_id: uuid.UUID, *, said: str, at: datetime) -> Contribution:
    """The company did it, and says what shows it; also to answer a question of the verifier."""
    contribution = (
        Contribution.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .select_related("agreement")
        .filter(agreement_id=agreement_id)
        .first()
    )
    if contribution is None or contribution.agreement is None:
        raise Refused(_("Dit is nog niet afgesproken."))
    if contribution.contractor_id != acting.organisation_id:
        raise Refused(_("Alleen het bedrijf zelf dient dit in."))
    closed.check_open(contribution.contract_id)
    if contribution.agreement.starts_on > timezone.localdate(at):
        raise Refused(
            _("Dit begint op %(day)s. U kunt het indienen als het gedaan is.")
            % {"day": day_nl(contribution.agreement.starts_on)}
        )
    if not said.strip():
        raise Refused(_("Schrijf op wat er gedaan is en waaruit dat blijkt."))
    steps.take([Step(contribution, LineStatus.SUBMITTED, said.strip())], by=acting, at=at)
    return contribution


def is_of_own_side(acting: Acting, agreement: Agreement) -> bool:
    """Whether who looks stands on the side that proposed it: the company, or whoever verifies."""
    return (acting.organisation_id == agreement.contractor_id) == (agreement.proposed_for_id == agreement.contractor_id)


def takes_part(acting: Acting, agreement: Agreement) -> bool:
    """Whether this member answers for one of its two sides."""
    own = acting.may_write and acting.organisation_id == agreement.contractor_id
    return own or verifies(acting, agreement.contract)


def was_withdrawn(agreement: Agreement) -> bool:
    of_company = agreement.contractor_id
    return agreement.declined_at is not None and (agreement.decided_for_id == of_company) == (
        agreement.proposed_for_id == of_company
    )


def _waiting(agreement_id: uuid.UUID) -> Agreement:
    agreement = (
        Agreement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contract", "contractor")
        .get(pk=agreement_id)
    )
    if not agreement.is_open:
        raise Refused(_("Dit voorstel is al beantwoord of ingetrokken."))
    return agreement


def _close(agreement: Agreement, acting: Acting, *, reason: str, at: datetime) -> None:
    check_free_text(reason)
    agreement.declined_at, agreement.declined_reason = at, reason[:500]
    agreement.decided_by_id, agreement.decided_for_id = acting.user_id, acting.organisation_id
    agreement.save(update_fields=["declined_at", "declined_reason", "decided_by", "decided_for"])


def _tell_company(acting: Acting, agreement: Agreement, template: str, **more: str) -> None:
    """Mail whoever answers at the company; the verifier sees it among what waits."""
    if acting.organisation_id == agreement.contractor_id:
        return
    path = reverse(
        "placements:agreement_list",
        kwargs={"organisation_id": agreement.contractor_id, "contract_id": agreement.contract_id},
    )
    for name, email in answers_for(agreement):
        queue_mail(
            template,
            to=email,
            context={
                "name": name,
                "contract": agreement.contract,
                "agreement": agreement,
                "by": acting.organisation_name,
                "link": f"{settings.PUBLIC_URL}{path}",
                **more,
            },
        )
