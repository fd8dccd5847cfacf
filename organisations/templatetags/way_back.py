"""The page that somebody asked for before he had to do something else first."""

from django import template
from django.utils.http import url_has_allowed_host_and_scheme

register = template.Library()


@register.simple_tag(takes_context=True)
def page_asked_for(context: template.Context, default: str = "") -> str:
    """What ``next`` of the address says, as far as that is a page of the portal."""
    asked = str(context["request"].GET.get("next", ""))
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/") else default
