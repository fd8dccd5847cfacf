"""What a plan says will be done, on the page of the plan; with what was done beside it once it holds."""

from typing import Any

from django import template

from placements.plan_done import Done, done_of
from tenders.models import Plan
from tenders.plan_items import items_of

register = template.Library()


@register.inclusion_tag("placements/_plan_items.html")
def plan_items(plan: Plan, *, done: bool = False) -> dict[str, Any]:
    """One query for the items that the asker may read, three more with ``done``; nothing without items."""
    items = items_of(plan.pk)
    rows = done_of(items) if done else [Done(item, item.quantity, item.amount) for item in items]
    return {
        "rows": rows,
        "done": done,
        "planned": sum((row.item.amount for row in rows), start=0),
        "reached": sum((row.amount for row in rows), start=0),
    }
