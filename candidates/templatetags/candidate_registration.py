"""Where a registration stands, for who made it."""

from typing import Any

from django import template

from candidates.models import Candidate
from candidates.registering.registrations import course_of
from organisations.templatetags.components import status

register = template.Library()


@register.inclusion_tag("components/status.html")
def registration_status(candidate: Candidate) -> dict[str, Any]:
    return status(course_of(candidate).status_key)
