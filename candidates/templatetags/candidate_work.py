from typing import Any

from django import template
from django.utils import timezone

from candidates import access
from candidates.models import Candidate
from candidates.working import to_do

register = template.Library()


@register.inclusion_tag("candidates/_tasks.html", takes_context=True)
def candidate_tasks(context: template.Context, candidate: Candidate) -> dict[str, Any]:
    """What is to do for this candidate, and what was done, with the buttons for who may press them. One query."""
    request = context["request"]
    tasks = list(
        to_do.tasks_of(request.acting)
        .filter(candidate_id=candidate.pk)
        .select_related("user", "organisation", "done_by")
        .order_by("due_on", "pk")
    )
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "candidate": candidate,
        "open": [one for one in tasks if one.done_at is None],
        "done": [one for one in reversed(tasks) if one.done_at is not None],
        "on": timezone.localdate(),
        "may_write": access.may_work_with_candidates(request.acting) and candidate.anonymised_at is None,
    }
