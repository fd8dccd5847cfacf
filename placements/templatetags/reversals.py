"""What was asked about an approved line, with the way to ask: beside the line, for its company and the verifier."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.templatetags.formatting import month_nl
from placements import access
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, HoursStatement, ReversalRequest
from placements.reviewing import reversals

register = template.Library()


@register.inclusion_tag("placements/_reversals.html", takes_context=True)
def reversal_requests(
    context: dict[str, Any], line: Deployment | Contribution, statements: Iterable[HoursStatement] = ()
) -> dict[str, Any]:
    """One query; none for who neither works on the line nor verifies it."""
    acting = context["request"].acting
    own = access.may_see_own_people(acting) and line.contractor_id == acting.organisation_id
    if not own and not access.may_see_work_list(acting):
        return {}
    if isinstance(line, Deployment):
        found = reversals.requests_about(deployment_id=line.pk)
        approved = LineStatus.APPROVED in {line.status, *(one.status for one in statements)}
        view, key = "reversal_ask", "deployment_id"
    else:
        found = reversals.requests_about(contribution=line)
        approved = line.status == LineStatus.APPROVED and line.kind in reversals.OF_COMPANY
        view, key = "reversal_ask_contribution", "contribution_id"
    may_ask = own and approved and access.may_put_to_work(acting)
    here = {"organisation_id": acting.organisation_id, key: line.pk}
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "rows": [{"request": one, "about": _about(one)} for one in found],
        "may_withdraw": own and acting.may_write,
        "ask_url": reverse(f"placements:{view}", kwargs=here) if may_ask else "",
    }


def _about(request: ReversalRequest) -> str:
    if request.statement is not None:
        return month_nl(request.statement.month)
    return _("de medewerker met alle maanden") if request.deployment_id else _("deze regel")
