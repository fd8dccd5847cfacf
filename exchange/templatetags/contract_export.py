from typing import Any

from django import template

from exchange import access
from exchange.choices import TableFormat

register = template.Library()


@register.inclusion_tag("exchange/_contract_export.html", takes_context=True)
def contract_export(context: template.Context) -> dict[str, Any]:
    """The buttons with which the list of contracts on this page is downloaded, with the filter in force."""
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "may_export": access.may_export_contracts(request.acting),
        "query": request.GET.urlencode(),
        "formats": TableFormat.choices,
    }
