"""Contracts that are truly behind: the figures that make them so, who answers, the last contact and the next step.

Red is what ``with_standing`` calls behind or action needed. So nothing is here that only lacks time, is settled, owes
nothing, or has enough lines waiting to be on track.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.access import acts_for_authority, acts_for_contractor
from organisations.tenancy import Acting
from tenders.access import contracts_of, may_take_steps, sees_totals
from tenders.attention import Work, asking
from tenders.choices import Side
from tenders.ladder import Action, NextStep, next_step
from tenders.ladder_words import next_step_title
from tenders.models import Contract, LadderStep, Message, Responsible
from tenders.outlook import Outlook, outlook
from tenders.progress import ProgressPolicy


@dataclass(frozen=True, slots=True)
class RedRow:
    """One contract. Amounts in euros; ``is_at_most`` where they are known as a band, and count in its favour."""

    contract: Any
    outlook: Outlook
    parties: str
    answers: list[tuple[str, Responsible]]
    last_contact: dt.date | None
    step: str
    step_url: str
    is_due: bool

    @property
    def reached(self) -> Decimal:
        """What counts: approved, and what waits."""
        return self.outlook.approved + self.outlook.waiting

    @property
    def short(self) -> Decimal:
        return self.outlook.expected - self.reached

    @property
    def is_at_most(self) -> bool:
        return self.outlook.banded is not None


def red_contracts(acting: Acting, *, on: dt.date) -> QuerySet[Contract]:
    """The member's contracts that are behind, the worst first, with what a row of the list needs."""
    totals = sees_totals(acting)
    contracts: Any = contracts_of(acting).with_standing(on=on, totals=totals)
    behind = contracts.filter(asking(Work.BEHIND, acting=acting, on=on)).with_parties().with_amounts(totals=totals)
    if acts_for_contractor(acting):
        behind = behind.with_own_part(acting.organisation_id)
    said = Message.objects.filter(contract_id=OuterRef("pk"), internal=False)
    said = said.annotate(day=Coalesce("took_place_on", TruncDate("at"))).order_by("-day")
    return (
        behind.annotate(last_contact=Coalesce(Subquery(said.values("day")[:1]), "first_contact_on"))
        .select_related("coordinator")
        .prefetch_related(
            Prefetch("responsibles", queryset=Responsible.objects.order_by("side", "pk"), to_attr="named"),
            Prefetch("steps", queryset=LadderStep.objects.order_by("pk"), to_attr="taken"),
        )
        .worst_first(on=on)
    )


def rows_of(contracts: Iterable[Any], *, acting: Acting, on: dt.date) -> list[RedRow]:
    """Rows for contracts from ``red_contracts``."""
    return [_row(one, acting=acting, on=on) for one in contracts]


def _row(contract: Any, *, acting: Acting, on: dt.date) -> RedRow:
    policy = ProgressPolicy(startup_months=contract.start_up_months)
    standing = outlook(contract, on=on, totals=sees_totals(acting), policy=policy)
    step = next_step(standing.standing or "", contract.taken, on, ended=contract.ends_on < on)
    parties = []
    if not acts_for_authority(acting):
        parties.append(contract.authority.name)
    if contract.contractor_id != acting.organisation_id:
        parties.append(contract.contractor.name)
    return RedRow(
        contract=contract,
        outlook=standing,
        parties=" · ".join(parties),
        answers=[(str(Side(one.side).label), one) for one in contract.named],
        last_contact=contract.last_contact,
        step=next_step_title(step) if step is not None else _("Er is nu geen stap nodig"),
        step_url=_address(step, contract, acting),
        is_due=step is not None and step.is_due(on),
    )


def _address(step: NextStep | None, contract: Contract, acting: Acting) -> str:
    """Where the step is taken, for who may take it; the ladder of the contract for everybody else."""
    here = {"organisation_id": acting.organisation_id, "contract_id": contract.pk}
    if step is not None and may_take_steps(acting):
        if step.action == Action.PLAN:
            return reverse("tenders:step_create", kwargs=here)
        if step.action == Action.RECORD:
            return reverse("tenders:step_outcome", kwargs=here | {"step_id": step.after.pk})
        if step.action == Action.SETTLE:
            return reverse("placements:settlement", kwargs=here)
    return reverse("tenders:ladder", kwargs=here)
