"""What is known of a follow-up is written in one place, whoever found it out; the task to call for it is done then."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from candidates.models import CandidateTask
from organisations.tenancy import Acting
from placements.choices import KnownBy
from placements.models import FollowUp


@dataclass(frozen=True, slots=True)
class Outcome:
    """At work or not on a day, and where as far as that was said."""

    at_work: bool
    checked_on: date
    workplace: str = ""
    workplace_name: str = ""


_FIELDS = [
    "at_work",
    "checked_on",
    "workplace",
    "workplace_name",
    "known_by",
    "known_at",
    "decided_by",
    "decided_for",
    "again_on",
]


def origin_of(follow_up: FollowUp) -> str:
    """By which the task to call is found again."""
    return f"follow_up:{follow_up.pk}"


def write(follow_up: FollowUp, outcome: Outcome, *, known_by: KnownBy, by: Acting | None, at: datetime) -> None:
    """Write the outcome to a follow-up that is held, and do its task off."""
    follow_up.at_work, follow_up.checked_on = outcome.at_work, outcome.checked_on
    follow_up.workplace = outcome.workplace if outcome.at_work else ""
    follow_up.workplace_name = outcome.workplace_name if outcome.at_work else ""
    follow_up.known_by, follow_up.known_at = known_by, at
    follow_up.decided_by_id = by.user_id if by else None
    follow_up.decided_for_id = by.organisation_id if by else None
    follow_up.again_on = None
    follow_up.save(update_fields=_FIELDS)
    _tasks(follow_up).filter(done_at__isnull=True).update(done_at=at, done_by=follow_up.decided_by_id)


def clear(follow_up: FollowUp) -> None:
    """Nobody knows it any more: an undo. A task that was done off by it is open again."""
    before = follow_up.known_at
    follow_up.at_work = follow_up.checked_on = follow_up.known_at = None
    follow_up.workplace = follow_up.workplace_name = follow_up.known_by = ""
    follow_up.decided_by_id = follow_up.decided_for_id = None
    follow_up.save(update_fields=_FIELDS)
    _tasks(follow_up).filter(done_at=before).update(done_at=None, done_by=None, outcome="")


def _tasks(follow_up: FollowUp) -> QuerySet[CandidateTask]:
    return CandidateTask.objects.filter(candidate_id=follow_up.placement.candidate_id, origin=origin_of(follow_up))
