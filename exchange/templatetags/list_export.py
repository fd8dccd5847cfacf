from typing import Any

from django import template
from django.urls import reverse

from exchange.choices import TableFormat
from exchange.lists import LISTS

register = template.Library()


@register.inclusion_tag("exchange/_list_export.html", takes_context=True)
def list_export(context: template.Context, name: str) -> dict[str, Any]:
    """The buttons with which the list on this page is downloaded, with the filter in force; ``name`` as in ``LISTS``."""
    request = context["request"]
    query = request.GET.urlencode()
    url = reverse(f"exchange:{name}_export_create", args=[request.acting.organisation_id])
    return {
        "csrf_token": context.get("csrf_token"),
        "may_export": LISTS[name].is_for(request.acting),
        "url": f"{url}?{query}" if query else url,
        "formats": TableFormat.choices,
    }
