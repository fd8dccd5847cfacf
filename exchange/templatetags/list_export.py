from typing import Any

from django import template
from django.urls import reverse

from exchange.choices import TableFormat
from exchange.lists import LISTS

register = template.Library()


@register.inclusion_tag("exchange/_list_export.html", takes_context=True)
def list_export(context: template.Context, name: str, **narrowed: Any) -> dict[str, Any]:
    """The buttons with which the list on this page is downloaded, with the filter in force; ``name`` as in ``LISTS``.

    ``narrowed``: what else says which list it is, where the address of the page does.
    """
    request = context["request"]
    asked = request.GET.copy()
    asked.update({key: str(value) for key, value in narrowed.items() if value})
    query = asked.urlencode()
    url = reverse(f"exchange:{name}_export_create", args=[request.acting.organisation_id])
    return {
        "csrf_token": context.get("csrf_token"),
        "may_export": LISTS[name].is_for(request.acting),
        "url": f"{url}?{query}" if query else url,
        "formats": TableFormat.choices,
    }
