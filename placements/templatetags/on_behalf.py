"""That the coordination point entered something for a company, said to the company on the page of the line."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from organisations.access import acts_for_contractor
from organisations.templatetags.formatting import month_nl
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, Transition

register = template.Library()


@register.inclusion_tag("placements/_entered_on_behalf.html", takes_context=True)
def entered_on_behalf(context: dict[str, Any], line: Deployment | Contribution) -> dict[str, Any]:
    """Who entered the line or a month of it, and when, as far as that was not the company itself. One query."""
    if not acts_for_contractor(context["request"].acting):
        return {}
    about = {"deployment" if isinstance(line, Deployment) else "contribution": line}
    steps = (
        Transition.objects.filter(**about, from_status__in=("", LineStatus.CONCEPT), organisation__isnull=False)
        .exclude(organisation_id=line.contractor_id)
        .select_related("user", "organisation", "statement")
        .order_by("at", "pk")
    )
    entered: dict[tuple[Any, str], list[Transition]] = {}
    for step in steps:
        entered.setdefault((step.user_id, f"{step.at:%Y-%m-%d}"), []).append(step)
    return {"rows": [{"step": found[0], "what": _what(found)} for found in entered.values()]}


def _what(entered: list[Transition]) -> str:
    """Of which parts of the line these steps are, in words."""
    months = sorted({step.statement.month for step in entered if step.statement})
    whole = [
        _("de medewerker") if step.deployment_id else _("deze regel") for step in entered if step.statement is None
    ]
    return ", ".join([*whole[:1], *(month_nl(month) for month in months)])
