from typing import Any

from django import template

from tenders.contract_file import tabs
from tenders.models import Contract

register = template.Library()


@register.inclusion_tag("tenders/_contract_tabs.html", takes_context=True)
def contract_tabs(context: dict[str, Any], contract: Contract, current: str) -> dict[str, Any]:
    """The pages of the contract's file as tabs; nothing when there is only one."""
    return {"tabs": tabs(context["request"].acting, contract, current)}
