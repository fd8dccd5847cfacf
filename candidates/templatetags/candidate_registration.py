"""Where a registration stands, for who made it."""

from typing import Any

from django import template

from candidates.models import Candidate
from candidates.registering.registrations import status_key
from organisations.templatetags.components import status

register = template.Library()


@register.inclusion_tag("components/status.html")
def registration_status(candidate: Candidate) -> dict[str, Any]:
    return status(status_key(candidate))
