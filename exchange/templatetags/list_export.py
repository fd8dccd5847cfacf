from typing import Any

from django import template
from django.urls import reverse

from candidates.access import may_work_with_candidates
from exchange import access
from exchange.choices import TableFormat
from organisations.access import acts_for_coordination_point

register = template.Library()


@register.inclusion_tag("exchange/_list_export.html", takes_context=True)
def contract_export(context: template.Context) -> dict[str, Any]:
    """The buttons with which the list of contracts on this page is downloaded, with the filter in force."""
    acting = context["request"].acting
    return _buttons(context, "exchange:contract_export_create", may_export=access.may_export_contracts(acting))


@register.inclusion_tag("exchange/_list_export.html", takes_context=True)
def candidate_export(context: template.Context) -> dict[str, Any]:
    """As ``contract_export``, for the list of candidates."""
    acting = context["request"].acting
    return _buttons(context, "exchange:candidate_export_create", may_export=may_work_with_candidates(acting))


@register.inclusion_tag("exchange/_list_export.html", takes_context=True)
def placement_export(context: template.Context) -> dict[str, Any]:
    """As ``contract_export``, for the list of placements."""
    acting = context["request"].acting
    return _buttons(context, "exchange:placement_export_create", may_export=may_work_with_candidates(acting))


@register.inclusion_tag("exchange/_list_export.html", takes_context=True)
def enrolment_export(context: template.Context) -> dict[str, Any]:
    """As ``contract_export``, for the list of participants in training."""
    acting = context["request"].acting
    return _buttons(context, "exchange:enrolment_export_create", may_export=may_work_with_candidates(acting))


@register.inclusion_tag("exchange/_list_export.html", takes_context=True)
def cost_export(context: template.Context) -> dict[str, Any]:
    """As ``contract_export``, for invoices for training."""
    acting = context["request"].acting
    return _buttons(context, "exchange:cost_export_create", may_export=acts_for_coordination_point(acting))


@register.inclusion_tag("exchange/_list_export.html", takes_context=True)
def follow_up_export(context: template.Context) -> dict[str, Any]:
    """As ``contract_export``, for the list of follow-ups."""
    acting = context["request"].acting
    return _buttons(context, "exchange:follow_up_export_create", may_export=may_work_with_candidates(acting))


def _buttons(context: template.Context, view: str, *, may_export: bool) -> dict[str, Any]:
    request = context["request"]
    query = request.GET.urlencode()
    url = reverse(view, args=[request.acting.organisation_id])
    return {
        "csrf_token": context.get("csrf_token"),
        "may_export": may_export,
        "url": f"{url}?{query}" if query else url,
        "formats": TableFormat.choices,
    }
