"""What was done of what a plan says, item by item: approved lines of the same kind in the same period."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from organisations.templatetags.formatting import hours, number
from placements.choices import LineStatus
from placements.models import Contribution, HoursStatement, YearLine
from tenders.choices import BlockKind
from tenders.models import PlanItem

_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Done:
    """An item with what of it is approved: how many persons, hours, pieces or euros, and their value."""

    item: PlanItem
    quantity: Decimal
    amount: Decimal

    @property
    def what(self) -> str:
        return self.item.block.label if self.item.block else self.item.description

    @property
    def note(self) -> str:
        return self.item.description if self.item.block else ""

    @property
    def is_of_persons(self) -> bool:
        return self.item.block is not None and self.item.block.kind == BlockKind.FULL_TIME_YEAR

    @property
    def planned(self) -> str:
        if self.is_of_persons and self.item.hours_per_week is not None:
            return f"{number(self.item.quantity)} × {hours(self.item.hours_per_week)}"
        return number(self.item.quantity)


def done_of(items: Sequence[PlanItem]) -> list[Done]:
    """What the asker sees of each: row security leaves out the lines of others. At most three queries."""
    if not items:
        return []
    contract_id = items[0].contract_id
    persons = _persons(contract_id, items)
    others = _others(contract_id, items)
    return [Done(item, *(persons | others).get(item.pk, (_NOTHING, _NOTHING))) for item in items]


Found = dict[uuid.UUID, tuple[Decimal, Decimal]]


def _persons(contract_id: uuid.UUID, items: Sequence[PlanItem]) -> Found:
    """Persons of the block with an approved month in the period, and what those months gave.

    What their uneven months gave over the year comes on top, on the day to which that belongs.
    """
    wanted = [one for one in items if one.block is not None and one.block.kind == BlockKind.FULL_TIME_YEAR]
    if not wanted:
        return {}
    months = HoursStatement.objects.approved().filter(
        deployment__contract_id=contract_id, deployment__status=LineStatus.APPROVED
    )
    found = months.aggregate(
        **{
            f"n{place}": Count("deployment__person", filter=_in(one) & Q(reversed_at__isnull=True), distinct=True)
            for place, one in enumerate(wanted)
        },
        **{f"v{place}": Sum("value", filter=_in(one), default=_NOTHING) for place, one in enumerate(wanted)},
    )
    years = YearLine.objects.approved().filter(
        deployment__contract_id=contract_id, deployment__status=LineStatus.APPROVED
    )
    over_years = years.aggregate(
        **{f"v{place}": Sum("value", filter=_in(one, "date"), default=_NOTHING) for place, one in enumerate(wanted)}
    )
    return {
        one.pk: (Decimal(found[f"n{place}"]), found[f"v{place}"] + over_years[f"v{place}"])
        for place, one in enumerate(wanted)
    }


def _in(item: PlanItem, day: str = "month") -> Q:
    first = item.starts_on.replace(day=1)
    return Q((f"{day}__range", (first, item.ends_on)), deployment__block_id=item.block_id)


def _others(contract_id: uuid.UUID, items: Sequence[PlanItem]) -> Found:
    """Other contributions of the block in the period; a reversal takes off what it reversed."""
    wanted = [one for one in items if one.block is not None and one.block.kind != BlockKind.FULL_TIME_YEAR]
    if not wanted:
        return {}
    where = {one.pk: Q(block_id=one.block_id, date__range=(one.starts_on, one.ends_on)) for one in wanted}
    lines = Contribution.objects.approved().filter(contract_id=contract_id)
    found = lines.aggregate(
        **{f"n{place}": Sum("quantity", filter=where[one.pk], default=_NOTHING) for place, one in enumerate(wanted)},
        **{f"v{place}": Sum("value", filter=where[one.pk], default=_NOTHING) for place, one in enumerate(wanted)},
    )
    return {one.pk: (found[f"n{place}"], found[f"v{place}"]) for place, one in enumerate(wanted)}
