"""The way of one candidate so far: each step with its day, who took it, and whose candidate it was."""

from typing import Any

from django.utils.translation import gettext as _

from candidates.models import Candidate, CandidateStep


def way_of(candidate: Candidate) -> list[dict[str, Any]]:
    """The steps for a timeline, the newest first; the one that still holds is marked. One query."""
    steps = CandidateStep.objects.filter(candidate=candidate).select_related("by", "organisation", "owner")
    newest_first = list(steps.order_by("-on", "-at", "-pk"))
    return [
        {"when": one.on, "title": one.get_to_state_display(), "sub": _said(one), "state": "past" if place else "due"}
        for place, one in enumerate(newest_first)
    ]


def _said(step: CandidateStep) -> str:
    """Who took the step, for whom it was from then on, and why."""
    by = ", ".join(filter(None, [step.by.name if step.by else "", step.organisation.name if step.organisation else ""]))
    owner = _("coach: %(name)s") % {"name": step.owner.name} if step.owner else ""
    return " · ".join(filter(None, [by or _("door het portaal"), owner, step.reason]))
