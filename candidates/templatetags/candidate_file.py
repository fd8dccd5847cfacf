from typing import Any

from django import template

from candidates.file.pages import tabs
from candidates.file.shown import day_of
from candidates.models import Candidate

register = template.Library()
register.filter("shown_day", day_of)


@register.inclusion_tag("candidates/_candidate_tabs.html", takes_context=True)
def candidate_tabs(context: dict[str, Any], candidate: Candidate, current: str) -> dict[str, Any]:
    """The pages of a candidate's file as tabs."""
    return {"tabs": tabs(context["request"].acting, candidate, current)}
