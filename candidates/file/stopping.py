"""Somebody is not available for a while, or stops; and comes back. Each with a reason that says nothing about health."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.choices import CandidateState
from candidates.file_choices import HoldReason, WithdrawReason
from candidates.models import Candidate
from candidates.working.call_day import check_day
from organisations.refused import Refused, check_free_text
from organisations.tenancy import Acting


@transaction.atomic
def hold(
    acting: Acting,
    candidate_id: uuid.UUID,
    reason: HoldReason,
    *,
    note: str = "",
    call_by: date | None = None,
    on: date,
    at: datetime,
) -> Candidate:
    """Let somebody rest until ``call_by``; without a day nobody promised to call."""
    candidate = lifecycle.lock(candidate_id)
    check_day(call_by, on=on)
    moved = lifecycle.move(
        acting, candidate.pk, to=CandidateState.ON_HOLD, on=on, at=at, reason=_why(reason.label, note)
    )
    moved.call_by = call_by
    moved.save(update_fields=["call_by"])
    return moved


@transaction.atomic
def withdraw(
    acting: Acting, candidate_id: uuid.UUID, reason: WithdrawReason, *, note: str = "", on: date, at: datetime
) -> Candidate:
    """Somebody stops. Nobody calls any more."""
    if reason == WithdrawReason.OTHER and not note.strip():
        raise Refused(_("Schrijf op wat de reden is."))
    return lifecycle.move(
        acting, candidate_id, to=CandidateState.WITHDRAWN, on=on, at=at, reason=_why(reason.label, note)
    )


@transaction.atomic
def resume(acting: Acting, candidate_id: uuid.UUID, *, on: date, at: datetime) -> Candidate:
    """Go on where it stopped."""
    candidate = lifecycle.lock(candidate_id)
    if candidate.state not in CandidateState.with_reason():
        raise Refused(_("Deze kandidaat doet al mee."))
    return lifecycle.move(acting, candidate.pk, to=lifecycle.state_before(candidate), on=on, at=at)


def _why(label: object, note: str) -> str:
    check_free_text(note)
    note = note.strip()
    return f"{label}. {note}" if note else f"{label}"
