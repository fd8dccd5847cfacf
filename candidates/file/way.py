"""The way of one candidate so far: each step with its day, who took it, and whose candidate it was."""

from typing import Any

from django.utils.translation import gettext as _

from candidates.file.shown import day_of
from candidates.models import Candidate, CandidateStep


def steps_of(candidate: Candidate) -> list[CandidateStep]:
    """The steps, the newest first. One query."""
    steps = CandidateStep.objects.filter(candidate=candidate).select_related("by", "organisation", "owner")
    return list(steps.order_by("-on", "-at", "-pk"))


def way(candidate: Candidate, newest_first: list[CandidateStep]) -> list[dict[str, Any]]:
    """The steps for a timeline; the one that still holds is marked."""
    return [
        {
            "when": day_of(candidate, one.on),
            "title": one.get_to_state_display(),
            "sub": _said(one),
            "state": "past" if place else "due",
        }
        for place, one in enumerate(newest_first)
    ]


def _said(step: CandidateStep) -> str:
    """Who took the step, for whom it was from then on, and why."""
    by = ", ".join(filter(None, [step.by.name if step.by else "", step.organisation.name if step.organisation else ""]))
    owner = _("coach: %(name)s") % {"name": step.owner.name} if step.owner else ""
    return " · ".join(filter(None, [by or _("door het portaal"), owner, step.reason]))
