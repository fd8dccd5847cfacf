"""Steps of the ladder: planned, recorded and withdrawn by who awards; the contractor gives his view."""

import hashlib
import uuid
from datetime import date, datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.outbox import queue_mails
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from tenders import access
from tenders.choices import LadderKind, ShortfallDecision, Side, StepState
from tenders.documents import recipients_of
from tenders.ladder import NextStep, may_become, needs_reason, next_step
from tenders.models import Contract, LadderStep
from tenders.outlook import Outlook, outlook
from tenders.progress import ProgressPolicy

_DIGITS = 16
_SHOWN = ("state", "kind", "planned_on", "agenda", "contractor_view", "recorded_at")


class StepRefused(Exception):  # noqa: N818 - reads as a sentence
    """It cannot be done; the message is for the user, ``field`` is what he can change, or None."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def plan_step(
    acting: Acting,
    *,
    contract: Contract,
    kind: LadderKind,
    planned_on: date,
    agenda: str,
    skipped_reason: str,
    on: date,
    at: datetime,
) -> LadderStep:
    """Plan a step and tell the contractor. One step is open at a time; an earlier one than usual needs a reason."""
    _lock(contract)
    steps = list(contract.steps.order_by("planned_on", "id"))
    if any(step.state == StepState.PLANNED for step in steps):
        raise StepRefused(_("Er staat al een stap open. Leg daarvan eerst de uitkomst vast, of trek die stap in."))
    if contract.settled_on is not None:
        raise StepRefused(_("Dit contract is afgerekend. Er komt geen stap meer."))
    if planned_on < contract.awarded_on:
        raise StepRefused(_("Deze dag ligt voor de gunning. Kies de dag van de gunning of later."), "planned_on")
    if kind == LadderKind.RECOVERY_PLAN and planned_on <= on:
        raise StepRefused(_("Kies een dag die nog komt: dan moet het herstelplan klaar zijn."), "planned_on")
    early = needs_reason(kind, planned_on, proposed_for(acting, contract, steps, on=on))
    if early and not skipped_reason:
        raise StepRefused(_("Deze stap komt eerder dan gebruikelijk. Leg uit waarom."), "skipped_reason")
    step = LadderStep.objects.create(
        contract=contract,
        kind=kind,
        planned_on=planned_on,
        agenda=agenda,
        skipped_reason=skipped_reason if early else "",
        made_by_id=acting.user_id,
        made_for_id=acting.organisation_id,
        made_at=at,
    )
    _tell(contract, step, "step_planned", to=Side.CONTRACTOR, by=acting.organisation_name)
    return step


@transaction.atomic
def record_outcome(  # noqa: PLR0913 - what is asked of a step, all by name
    acting: Acting,
    *,
    step_id: uuid.UUID,
    done_on: date,
    outcome: str,
    met: bool | None = None,
    decision: str = "",
    seen: str,
    on: date,
    at: datetime,
) -> LadderStep:
    """Write down what came of a step; from then on it stands. ``seen`` is ``version_of`` the step on the screen."""
    step = _locked(step_id, seen, to=StepState.DONE)
    if done_on > on:
        raise StepRefused(_("Deze dag moet nog komen."), "done_on")
    if done_on < step.contract.awarded_on:
        raise StepRefused(_("Deze dag ligt voor de gunning. Kies de dag van de gunning of later."), "done_on")
    if not outcome:
        raise StepRefused(_("Schrijf op wat eruit kwam."), "outcome")
    if step.kind == LadderKind.RECOVERY_PLAN and met is None:
        raise StepRefused(_("Kies of het herstelplan is nagekomen."), "met")
    if step.kind == LadderKind.SHORTFALL and decision not in ShortfallDecision.values:
        raise StepRefused(_("Kies wat er met het tekort gebeurt."), "decision")
    step.state, step.done_on, step.outcome = StepState.DONE, done_on, outcome
    step.met = met if step.kind == LadderKind.RECOVERY_PLAN else None
    step.decision = decision if step.kind == LadderKind.SHORTFALL else ""
    step.recorded_by_id, step.recorded_at = acting.user_id, at
    step.save()
    return step


@transaction.atomic
def withdraw_step(acting: Acting, *, step_id: uuid.UUID, reason: str, seen: str, at: datetime) -> LadderStep:
    """Take back a step that is planned, with the reason; it stays to be read."""
    step = _locked(step_id, seen, to=StepState.WITHDRAWN)
    if not reason:
        raise StepRefused(_("Schrijf op waarom de stap niet doorgaat."), "reason")
    step.state, step.withdrawn_reason = StepState.WITHDRAWN, reason
    step.recorded_by_id, step.recorded_at = acting.user_id, at
    step.save()
    _tell(step.contract, step, "step_withdrawn", to=Side.CONTRACTOR, by=acting.organisation_name)
    return step


@transaction.atomic
def give_view(acting: Acting, *, contract: Contract, step_id: uuid.UUID, view: str, seen: str) -> None:
    """The contractor says in his own words what he thinks of a step, until its outcome is recorded.

    ``seen`` is the text that stood there when he began.
    """
    if not view:
        raise StepRefused(_("Schrijf op wat u ervan vindt."), "view")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenders_give_view(%s, %s, %s)", [step_id, view, seen])
        (answer,) = cursor.fetchone()
    if answer == "changed":
        raise StepRefused(_("Iemand anders van uw bedrijf heeft de zienswijze intussen gewijzigd. Kijk opnieuw."))
    if answer != "given":
        raise StepRefused(_("De uitkomst van deze stap is al vastgelegd. Een zienswijze geven kan niet meer."))
    step = LadderStep.objects.get(pk=step_id)
    _tell(contract, step, "step_view", to=Side.AUTHORITY, by=acting.organisation_name)


def proposed_for(acting: Acting, contract: Contract, steps: list[LadderStep], *, on: date) -> NextStep | None:
    """The step that is next, as this member may know it: the standing of who sees a band follows from the band."""
    return next_step(standing_of(acting, contract, on=on).standing, steps, on, ended=contract.ends_on < on)


def standing_of(acting: Acting, contract: Contract, *, on: date) -> Outlook:
    """How the contract stands: by exact totals for who sees those of this contract, and else by the band."""
    if not hasattr(contract, "start_up_months"):
        contracts = Contract.objects.with_policy(on=on).select_related("totals", "band")
        contract = contracts.get(pk=contract.pk)
    policy = ProgressPolicy(startup_months=contract.start_up_months)
    return outlook(contract, on=on, totals=access.sees_totals(acting), policy=policy)


def version_of(step: LadderStep) -> str:
    """The same as long as nothing changed of what the screen showed."""
    shown = "\n".join(f"{name}={getattr(step, name)}" for name in _SHOWN)
    return hashlib.sha256(shown.encode()).hexdigest()[:_DIGITS]


def ladder_path(contract: Contract, organisation_id: uuid.UUID) -> str:
    """The ladder of the contract in the workspace of one of its sides."""
    return reverse("tenders:ladder", kwargs={"organisation_id": organisation_id, "contract_id": contract.pk})


def _lock(contract: Contract) -> None:
    """One at a time at the steps of a contract."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ladder {contract.pk}"])


def _locked(step_id: uuid.UUID, seen: str, *, to: StepState) -> LadderStep:
    """The step, locked, as it was shown and able to go to this state."""
    steps = LadderStep.objects.select_for_update(of=("self",), no_key=True).select_related("contract")
    step = steps.get(pk=step_id)
    if not may_become(step.state, to) or version_of(step) != seen:
        raise StepRefused(_("Deze stap is intussen gewijzigd. Kijk opnieuw."))
    return step


def _tell(contract: Contract, step: LadderStep, template: str, *, to: Side, by: str) -> None:
    organisation_id = contract.contractor_id if to == Side.CONTRACTOR else contract.authority_id
    context = {
        "title": contract.title,
        "reference": contract.reference,
        "step": LadderKind(step.kind).label,
        "day": day_nl(step.planned_on),
        "by": by,
        "link": urljoin(settings.PUBLIC_URL, ladder_path(contract, organisation_id)),
    }
    queue_mails(template, [(email, context | {"name": name}) for name, email in recipients_of(contract, to)])
