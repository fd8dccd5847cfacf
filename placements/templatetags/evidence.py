"""The evidence of a line, on any page of that line: ``{% evidence_panel evidence %}``."""

from typing import Any

from django import template
from django.template import RequestContext

register = template.Library()


@register.inclusion_tag("placements/_evidence_panel.html", takes_context=True)
def evidence_panel(context: RequestContext, evidence: Any) -> dict[str, Any]:
    """A panel with the files, and the form to send more or to open them; nothing for None."""
    return {"evidence": evidence, "request": context["request"], "csrf_token": context.get("csrf_token")}
