"""What a plan of approach says it will do: what, when, how much; and what that is expected to be worth.

An item about a target group is for the contractor and for who verifies; the database hides it from all others.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from organisations.access import acts_for_coordination_point
from organisations.months import add_months, days_in_month, first_of_month, last_of_month, months_between
from organisations.rounding import MOST_EUROS, half_up
from organisations.tenancy import Acting
from tenders.access import acts_for_its_contractor
from tenders.choices import BlockKind
from tenders.models import Block, Contract, Plan, PlanItem

MOST_ITEMS = 30
MOST_PEOPLE = 9999
_MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Item:
    """``quantity`` is persons, hours, pieces or euros by the kind of the block; without a block, euros."""

    block: Block | None
    description: str
    starts_on: date
    ends_on: date
    quantity: Decimal
    hours_per_week: Decimal | None = None


def names_groups(acting: Acting, contract: Contract) -> bool:
    """Whether this member may plan by target group: the contractor, and who verifies the contract."""
    if acts_for_its_contractor(acting, contract):
        return True
    if acting.verifies_own:
        return contract.verified_by == f"v:{acting.organisation_id}"
    return acts_for_coordination_point(acting) and contract.verified_by == f"r:{contract.region_id}:{acting.kind}"


def blocks_for(acting: Acting, contract: Contract) -> list[Block]:
    """The blocks of the contract's tariff that this member plans with, in their order."""
    blocks = contract.tariff.blocks.exclude(kind=BlockKind.BONUS).order_by("position", "label", "pk")
    if not names_groups(acting, contract):
        blocks = blocks.exclude(kind=BlockKind.FULL_TIME_YEAR)
    return list(blocks)


def fault_of_quantity(block: Block | None, quantity: Decimal) -> str:
    """Why so much of it is no plan; empty when it can be one."""
    if block is not None and block.kind == BlockKind.FULL_TIME_YEAR:
        return _("Vul hoogstens 9.999 personen in.") if quantity > MOST_PEOPLE else ""
    is_rated = block is not None and block.kind != BlockKind.ACTUAL_COST
    worth = Fraction(quantity) * (Fraction(block.value) if block is not None and is_rated else 1)
    return _("Dit getal is te groot. Kijk na hoeveel het is.") if worth > MOST_EUROS else ""


def expected_worth(item: Item) -> Decimal:
    """What it comes to by the tariff: for persons the whole period as agreed, without bonuses; in euros."""
    block = item.block
    if block is None or block.kind == BlockKind.ACTUAL_COST:
        return half_up(item.quantity)
    if block.kind != BlockKind.FULL_TIME_YEAR:
        return half_up(Fraction(block.value) * Fraction(item.quantity))
    hours = item.hours_per_week or Decimal(0)
    if not block.norm_hours or hours < (block.min_hours or 0):
        return Decimal("0.00")
    last = item.ends_on
    if block.max_months is not None:
        last = min(last, _day_before(add_months(item.starts_on, block.max_months)))
    share = min(Fraction(hours) / Fraction(block.norm_hours), Fraction(1))
    months = sum(
        (
            Fraction(_days(month, item.starts_on, last), days_in_month(month))
            for month in months_between(item.starts_on, last)
        ),
        Fraction(0),
    )
    return half_up(Fraction(block.value) * share * months / _MONTHS_IN_A_YEAR * Fraction(item.quantity))


def fault_of(item: Item, contract: Contract, *, may_name_groups: bool) -> str:
    """Why this is no item of a plan of this contract; empty when it is."""
    if item.block is not None and item.block.tariff_id != contract.tariff_id:
        return _("Kies een soort uit het tarief van dit contract.")
    if item.block is not None and item.block.kind == BlockKind.FULL_TIME_YEAR and not may_name_groups:
        return _("Een doelgroep kan alleen de opdrachtnemer invullen, of wie beoordeelt.")
    if item.ends_on < item.starts_on:
        return _("De laatste dag ligt voor de eerste dag. Verander een van de twee.")
    if item.starts_on < contract.starts_on or item.ends_on > contract.ends_on:
        return _("Deze periode valt buiten de looptijd van het contract.")
    return ""


def add_to(plan: Plan, items: Sequence[Item]) -> list[PlanItem]:
    """Write the items of a proposal, in their order."""
    return [_added(plan, position, item) for position, item in enumerate(items)]


def items_of(plan_id: uuid.UUID) -> list[PlanItem]:
    """The items of a plan that the asker may read. One query."""
    return list(PlanItem.objects.filter(plan_id=plan_id).select_related("block").order_by("position"))


def _added(plan: Plan, position: int, item: Item) -> PlanItem:
    row = PlanItem(
        contract_id=plan.contract_id,
        plan=plan,
        position=position,
        block=item.block,
        description=item.description,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
        quantity=item.quantity,
        hours_per_week=item.hours_per_week,
        amount=expected_worth(item),
    )
    row.save(force_insert=True)
    return row


def _days(month: date, first_day: date, last_day: date) -> int:
    since, until = max(first_day, first_of_month(month)), min(last_day, last_of_month(month))
    return max((until - since).days + 1, 0)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
