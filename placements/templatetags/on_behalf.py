"""That the coordination point entered something for a company, said to the company on the page of the line."""

from typing import Any

from django import template
from django.db.models import F

from organisations.access import acts_for_contractor
from placements.choices import LineStatus
from placements.models import Deployment, Transition

register = template.Library()


@register.inclusion_tag("placements/_entered_on_behalf.html", takes_context=True)
def entered_on_behalf(context: dict[str, Any], deployment: Deployment) -> dict[str, Any]:
    """Who entered the line or a month of it, and when, as far as that was not the company itself. One query."""
    if not acts_for_contractor(context["request"].acting):
        return {}
    steps = (
        Transition.objects.filter(
            deployment=deployment, from_status__in=("", LineStatus.CONCEPT), organisation__isnull=False
        )
        .exclude(organisation_id=F("deployment__contractor_id"))
        .select_related("user", "organisation", "statement")
        .order_by("at", "pk")
    )
    entered: dict[tuple[Any, str], list[Transition]] = {}
    for step in steps:
        entered.setdefault((step.user_id, f"{step.at:%Y-%m-%d}"), []).append(step)
    return {
        "rows": [
            {
                "step": found[0],
                "months": sorted({step.statement.month for step in found if step.statement}),
                "whole": any(step.statement is None for step in found),
            }
            for found in entered.values()
        ]
    }
