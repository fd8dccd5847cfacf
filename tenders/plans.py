"""The plan of a contract: one side proposes by when how much is filled in, the other agrees or declines.

The contractor is one side; the authority and the coordination point are the other. A proposal that nobody answered is
replaced by a newer one of the same side. What was agreed stands until a newer plan is agreed.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import itemgetter

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations import citizen_numbers
from organisations.outbox import queue_mail
from organisations.templatetags.formatting import euro
from organisations.tenancy import Acting
from tenders import plan_items
from tenders.access import acts_for_its_contractor
from tenders.choices import Side
from tenders.models import Contract, Plan, Responsible
from tenders.planning import StepFault, faults
from tenders.progress import PlanStep

MOST_STEPS = 40


class PlanRefused(Exception):  # noqa: N818 - reads as a sentence
    """It cannot be done; the message is for the user. ``places`` are sentences by the place of the step."""

    def __init__(self, message: str, places: dict[int, str] | None = None) -> None:
        super().__init__(message)
        self.places = places or {}


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The plan that holds, the proposal that waits, and all that was before; newest first."""

    agreed: Plan | None
    open: Plan | None
    earlier: list[Plan]


def plan_file(contract: Contract) -> PlanFile:
    """Everything about the plan of one contract: one query."""
    rows = list(
        contract.plans.select_related("proposed_by", "proposed_for", "decided_by", "decided_for").order_by(
            "-proposed_at", "-pk"
        )
    )
    agreed = max(((one.agreed_at, one) for one in rows if one.agreed_at), key=itemgetter(0), default=(None, None))[1]
    waiting = next((one for one in rows if one.is_open), None)
    return PlanFile(agreed, waiting, [one for one in rows if one not in (agreed, waiting)])


def steps_of(plan: Plan) -> list[PlanStep]:
    return [PlanStep(*step) for step in zip(plan.days, plan.totals, strict=True)]


@transaction.atomic
def propose(
    acting: Acting,
    contract_id: uuid.UUID,
    *,
    steps: Sequence[PlanStep],
    note: str,
    at: datetime,
    items: Sequence[plan_items.Item] = (),
) -> Plan:
    """Put a plan before the other side. ``PlanRefused`` when it is no plan, or the other side waits for an answer.

    ``items`` say what will be done; of target groups the other side reads nothing, unless it verifies.
    """
    contract = _taking_turns(contract_id)
    groups = plan_items.names_groups(acting, contract)
    for number, item in enumerate(items, start=1):
        if fault := plan_items.fault_of(item, contract, may_name_groups=groups):
            raise PlanRefused(_("Onderdeel %(number)s: %(fault)s") % {"number": number, "fault": fault})
    if not steps:
        raise PlanRefused(_("Vul minstens één stap in."))
    if len(steps) > MOST_STEPS:
        raise PlanRefused(_("Een plan heeft hoogstens %(most)s stappen.") % {"most": MOST_STEPS})
    wrong = {
        one.place: fault_sentence(one.fault)
        for one in faults(steps, starts_on=contract.starts_on, ends_on=contract.ends_on)
    }
    if wrong:
        raise PlanRefused(_("Sommige stappen kloppen niet. Kijk wat er bij de stap staat."), wrong)
    for waiting in _open(contract):
        if proposed_by_own_side(acting, contract, waiting):
            _close(waiting, acting, reason=_("Vervangen door een nieuw voorstel"), at=at)
        else:
            raise PlanRefused(_("Er ligt al een voorstel van de andere kant. Geef daar eerst antwoord op."))
    plan = Plan.objects.create(
        contract=contract,
        days=[step.by for step in steps],
        totals=[step.total for step in steps],
        note=note.strip(),
        proposed_by_id=acting.user_id,
        proposed_for_id=acting.organisation_id,
        proposed_at=at,
    )
    plan_items.add_to(plan, items)
    _tell_the_other_side(acting, contract, template="plan_proposed")
    return plan


@transaction.atomic
def agree(acting: Acting, plan_id: uuid.UUID, *, contract_id: uuid.UUID, at: datetime) -> Plan:
    """The other side agrees: from now on the standing follows this plan."""
    contract = _taking_turns(contract_id)
    plan = _waiting(plan_id, contract)
    if proposed_by_own_side(acting, contract, plan):
        raise PlanRefused(_("U hebt dit zelf voorgesteld. De andere kant moet akkoord gaan."))
    if faults(steps_of(plan), starts_on=contract.starts_on, ends_on=contract.ends_on):
        raise PlanRefused(
            _("De looptijd van het contract is veranderd: een stap valt er nu buiten. Maak een nieuw voorstel.")
        )
    plan.agreed_at = at
    plan.decided_by_id, plan.decided_for_id = acting.user_id, acting.organisation_id
    plan.save(update_fields=["agreed_at", "decided_by", "decided_for"])
    _tell_the_other_side(acting, contract, template="plan_agreed")
    return plan


@transaction.atomic
def decline(acting: Acting, plan_id: uuid.UUID, *, contract_id: uuid.UUID, reason: str, at: datetime) -> Plan:
    """The other side does not agree, and says why."""
    contract = _taking_turns(contract_id)
    plan = _waiting(plan_id, contract)
    if proposed_by_own_side(acting, contract, plan):
        raise PlanRefused(_("U hebt dit zelf voorgesteld. Trek het voorstel in als u iets anders wilt."))
    if not reason.strip():
        raise PlanRefused(_("Schrijf op waarom u niet akkoord gaat."))
    if citizen_numbers.holds_citizen_number(reason):
        raise PlanRefused(citizen_numbers.sentence())
    _close(plan, acting, reason=reason.strip(), at=at)
    _tell_the_other_side(acting, contract, template="plan_declined", reason=plan.declined_reason)
    return plan


@transaction.atomic
def withdraw(acting: Acting, plan_id: uuid.UUID, *, contract_id: uuid.UUID, at: datetime) -> Plan:
    """Whoever proposed takes it back, as long as nobody answered."""
    contract = _taking_turns(contract_id)
    plan = _waiting(plan_id, contract)
    if not proposed_by_own_side(acting, contract, plan):
        raise PlanRefused(_("Dit is het voorstel van de andere kant. Wijs het af als u niet akkoord gaat."))
    _close(plan, acting, reason="", at=at)
    return plan


def was_withdrawn(plan: Plan, contract: Contract) -> bool:
    """Whether the side that proposed it took it back."""
    of_contractor = contract.contractor_id
    return plan.declined_at is not None and (plan.decided_for_id == of_contractor) == (
        plan.proposed_for_id == of_contractor
    )


def proposed_by_own_side(acting: Acting, contract: Contract, plan: Plan) -> bool:
    """Whether who looks stands on the side that proposed it."""
    return acts_for_its_contractor(acting, contract) == (plan.proposed_for_id == contract.contractor_id)


def gap_sentence(contract: Contract, last_total: Decimal) -> str:
    """What is said of a plan whose last step is not the whole obligation of today; empty when it is, or once settled.

    It may be meant so: it stops nobody.
    """
    gap = last_total - contract.obligation
    if gap == 0 or contract.settled_on is not None:
        return ""
    words = (
        _("De laatste stap is %(total)s. Dat is %(gap)s meer dan de verplichting van %(owed)s.")
        if gap > 0
        else _("De laatste stap is %(total)s. Dat is %(gap)s minder dan de verplichting van %(owed)s.")
    )
    return words % {"total": euro(last_total), "gap": euro(abs(gap)), "owed": euro(contract.obligation)}


def fault_sentence(fault: StepFault) -> str:
    return {
        StepFault.OUTSIDE_PERIOD: _("Deze dag valt buiten de looptijd van het contract."),
        StepFault.DAY_NOT_LATER: _("Deze dag ligt niet na die van de stap ervoor."),
        StepFault.TOTAL_NOT_HIGHER: _("Dit totaal is niet hoger dan dat van de stap ervoor."),
    }[fault]


def _taking_turns(contract_id: uuid.UUID) -> Contract:
    """The contract, while nobody else proposes or answers: a contractor may not lock its row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"plan {contract_id}"])
    contract = Contract.objects.get(pk=contract_id)
    if contract.settled_on is not None:
        raise PlanRefused(_("Dit contract is afgerekend. Het plan verandert niet meer."))
    return contract


def _open(contract: Contract) -> list[Plan]:
    return list(contract.plans.filter(agreed_at=None, declined_at=None).order_by("proposed_at", "pk"))


def _waiting(plan_id: uuid.UUID, contract: Contract) -> Plan:
    plan = contract.plans.filter(pk=plan_id, agreed_at=None, declined_at=None).first()
    if plan is None:
        raise PlanRefused(_("Dit voorstel is al beantwoord of ingetrokken."))
    return plan


def _close(plan: Plan, acting: Acting, *, reason: str, at: datetime) -> None:
    plan.declined_at, plan.declined_reason = at, reason[:500]
    plan.decided_by_id, plan.decided_for_id = acting.user_id, acting.organisation_id
    plan.save(update_fields=["declined_at", "declined_reason", "decided_by", "decided_for"])


def _tell_the_other_side(acting: Acting, contract: Contract, *, template: str, **more: str) -> None:
    """Mail whoever answers on the other side; nobody named there: then it only stands on the screen."""
    theirs = Side.AUTHORITY if acts_for_its_contractor(acting, contract) else Side.CONTRACTOR
    organisation_id = contract.authority_id if theirs == Side.AUTHORITY else contract.contractor_id
    path = reverse("tenders:plan", kwargs={"organisation_id": organisation_id, "contract_id": contract.pk})
    for responsible in Responsible.objects.filter(contract=contract, side=theirs):
        queue_mail(
            template,
            to=responsible.email,
            context={
                "name": responsible.name,
                "contract": contract,
                "by": acting.organisation_name,
                "link": f"{settings.PUBLIC_URL}{path}",
                **more,
            },
        )
