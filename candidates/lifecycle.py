"""The one way in which a candidate comes from one state to the next, with its step."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.choices import CandidateState, next_states
from candidates.models import Candidate, CandidateStep
from organisations.models import User
from organisations.outbox import queue_job
from organisations.refused import Refused
from organisations.tenancy import Acting

#: What a worker does when somebody stops or is away for a while: what is proposed of him is not known here.
STOPPED = "placements.follow_stop"


@transaction.atomic
def move(
    acting: Acting | None,
    candidate_id: uuid.UUID,
    *,
    to: str,
    on: date,
    at: datetime,
    reason: str = "",
    owner: User | None = None,
) -> Candidate:
    """Bring the candidate to a state, as of day ``on``; without ``acting`` the portal itself does it.

    ``owner`` is whose candidate it is from then on (``coach``); nobody given: as it was. Raises Refused where the
    state cannot follow, the day lies before the last step, or a stop has no reason.
    """
    candidate = lock(candidate_id)
    state = CandidateState(to)
    if state not in next_for(candidate):
        raise Refused(
            _("Van ‘%(now)s’ kan iemand niet naar ‘%(next)s’.")
            % {"now": candidate.get_state_display(), "next": state.label}
        )
    if state in CandidateState.with_reason() and not reason.strip():
        raise Refused(_("Schrijf op waarom."))
    if on < candidate.state_since:
        raise Refused(
            _("De vorige stap was op %(day)s. Kies die dag of later.") % {"day": f"{candidate.state_since:%d-%m-%Y}"}
        )
    was_stopped = candidate.state in CandidateState.with_reason()
    write_step(acting, candidate, to=state, on=on, at=at, reason=reason.strip(), owner=owner)
    if was_stopped and state in CandidateState.looking() and candidate.call_by is None:
        candidate.call_by = _promise_before_stop(candidate)
        candidate.save(update_fields=["call_by"])
    return candidate


def next_for(candidate: Candidate) -> list[CandidateState]:
    """The states that may follow for this candidate, in the order of the process."""
    stopped = candidate.state in CandidateState.with_reason()
    return next_states(candidate.state, before=state_before(candidate) if stopped else "")


def state_before(candidate: Candidate) -> CandidateState:
    """Where somebody who stopped stood before. One query."""
    stopped = CandidateState.with_reason()
    steps = CandidateStep.objects.filter(candidate=candidate, to_state__in=stopped).exclude(from_state__in=stopped)
    last = steps.order_by("-at", "-pk").values_list("from_state", flat=True).first()
    return CandidateState(last or CandidateState.REGISTERED)


def write_step(
    acting: Acting | None,
    candidate: Candidate,
    *,
    to: CandidateState,
    on: date,
    at: datetime,
    reason: str = "",
    owner: User | None = None,
) -> None:
    """Write the step and what it changes, without asking whether it may follow: for who locked and checked.

    Who stops is called no more: a trigger closes the tasks to call.
    """
    CandidateStep.objects.bulk_create(
        [
            CandidateStep(
                region_id=candidate.region_id,
                candidate=candidate,
                from_state=candidate.state,
                to_state=to,
                on=on,
                at=at,
                by_id=acting.user_id if acting else None,
                organisation_id=acting.organisation_id if acting else None,
                owner=owner or candidate.coach,
                reason=reason,
            )
        ]
    )
    candidate.ready_since = _ready_since(candidate, to, on)
    candidate.state, candidate.state_since = to, on
    changed = ["state", "state_since", "ready_since"]
    if to == CandidateState.WITHDRAWN:
        candidate.call_by = None
        changed.append("call_by")
    if owner is not None:
        candidate.coach = owner
        changed.append("coach")
    candidate.save(update_fields=changed)
    if to in CandidateState.with_reason():
        queue_job(STOPPED, candidate_id=candidate.pk, region_id=candidate.region_id)


def lock(candidate_id: uuid.UUID) -> Candidate:
    """The candidate, held until the end of the transaction; a file that was merged away is not there any more.

    Raises Refused for who was erased: nothing is done any more with what is left of the file.
    """
    found: Any = Candidate.objects.standing().select_for_update(of=("self",), no_key=True)
    candidate: Candidate = found.get(pk=candidate_id)
    if candidate.anonymised_at is not None:
        raise Refused(_("De gegevens van deze persoon zijn gewist."))
    return candidate


def _promise_before_stop(candidate: Candidate) -> date | None:
    """The call that was promised when somebody stopped, unless he was spoken to since. Of the history that triggers keep."""
    events: Any = Candidate.pgh_event_model.objects  # type: ignore[attr-defined]
    before = events.filter(pgh_obj_id=candidate.pk).exclude(state__in=CandidateState.with_reason())
    # What was just written is of after the stop.
    stopped = events.filter(pgh_obj_id=candidate.pk, state__in=CandidateState.with_reason()).order_by("-pgh_id").first()
    last = before.filter(pgh_id__lt=stopped.pgh_id).order_by("-pgh_id").first() if stopped else None
    return last.call_by if last and last.last_contact_on == candidate.last_contact_on else None


def _ready_since(candidate: Candidate, to: CandidateState, on: date) -> date | None:
    """Who comes back from a proposal, or was away for a while, keeps his place among those who wait."""
    if to == CandidateState.READY:
        return candidate.ready_since or on
    return candidate.ready_since if to in {CandidateState.PROPOSED, CandidateState.ON_HOLD} else None
