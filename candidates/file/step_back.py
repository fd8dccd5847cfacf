"""A step that was taken by mistake is taken back on the same day: the file stands again as it stood before it.

Whether somebody has work is known above this app: the one that knows it registers here.
"""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.choices import CandidateState
from candidates.models import Candidate, CandidateStep
from candidates.working import to_do
from organisations.refused import Refused
from organisations.tenancy import Acting

#: States of who has work.
AT_WORK = (CandidateState.PLACED, CandidateState.FOLLOW_UP)

HasWork = Callable[[Candidate, date], bool]
_know_work: list[HasWork] = []


def register(has_work: HasWork) -> None:
    """Called once, when the app that knows who has work is ready."""
    _know_work.append(has_work)


def has_work(candidate: Candidate, *, on: date) -> bool:
    """Whether work is written down that goes on on this day, or is still to begin."""
    return any(one(candidate, on) for one in _know_work)


def can_take_back(acting: Acting, step: CandidateStep | None, *, at: datetime) -> bool:
    """One's own, taken today; the first one is the registration itself."""
    return (
        step is not None
        and step.from_state != ""
        and step.by_id == acting.user_id
        and timezone.localdate(step.at) == timezone.localdate(at)
    )


@transaction.atomic
def take_back(acting: Acting, candidate_id: uuid.UUID, step_id: uuid.UUID, *, at: datetime) -> Candidate:
    """Bring the file back to how it stood before one's own last step of today; both steps stay in the history."""
    candidate = lifecycle.lock(candidate_id)
    step = CandidateStep.objects.filter(candidate=candidate).order_by("-on", "-at", "-pk").first()
    on = timezone.localdate(at)
    if step is None or step.pk != step_id or candidate.state != step.to_state or not can_take_back(acting, step, at=at):
        raise Refused(_("Dit is niet meer de laatste stap. Terugdraaien kan niet meer."))
    back = CandidateState(step.from_state)
    if (back in AT_WORK) != (candidate.state in AT_WORK) and (back in AT_WORK) != has_work(candidate, on=on):
        raise Refused(_("Deze stap hoort bij een plaatsing. Verbeter of verwijder de plaatsing bij Werk."))
    undo(acting, candidate, step, on=on, at=at, reason=_("Teruggedraaid"))
    return candidate


def undo(acting: Acting, candidate: Candidate, step: CandidateStep, *, on: date, at: datetime, reason: str) -> None:
    """Let the file, which is held, stand as it stood before this step, its place among those who wait too.

    Since the step there was no other, but for what the portal itself took. Whether it may be undone, the caller knows.
    """
    events: Any = Candidate.pgh_event_model.objects  # type: ignore[attr-defined]
    before = events.filter(pgh_obj_id=candidate.pk, state=step.from_state).order_by("-pgh_id").first()
    if candidate.state == CandidateState.WITHDRAWN:
        to_do.open_calls_again(acting, candidate, done_at=step.at)
    stopped, same_coach = candidate.state in CandidateState.with_reason(), candidate.coach_id == step.owner_id
    back = CandidateState(step.from_state)
    lifecycle.write_step(acting, candidate, to=back, on=max(on, candidate.state_since), at=at, reason=reason)
    if before is not None:
        candidate.state_since, candidate.ready_since = before.state_since, before.ready_since
        # What somebody changed after the step stays: another coach, or the promise of a call.
        candidate.coach_id = before.coach_id if same_coach else candidate.coach_id
        candidate.call_by = before.call_by if stopped else candidate.call_by
        candidate.save(update_fields=["state_since", "ready_since", "coach", "call_by"])
