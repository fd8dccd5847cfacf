"""Tasks at a candidate's file: made by people, and by whatever in the portal asks for a person to look."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.access import candidates_of
from candidates.choices import TaskKind
from candidates.models import Candidate, CandidateTask
from candidates.querysets import TaskQuerySet
from organisations.access import acts_for_coordination_point
from organisations.models import new_id
from organisations.refused import Refused
from organisations.shown import check_shown, version_of
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class Task:
    """What has to be done, by when, and by whom: ``organisation_id``, and there ``user_id`` or whoever takes it up.

    ``origin`` names the row and the moment it came out of, as ``"follow_up:<key>"``: with it a task is made once.
    """

    what: str
    due_on: date
    organisation_id: uuid.UUID
    user_id: uuid.UUID | None = None
    kind: TaskKind = TaskKind.OTHER
    origin: str = ""


def tasks_of(acting: Acting) -> TaskQuerySet:
    """The tasks at the files a member works with. Row security decides; this narrows by an index it cannot use.

    That a file may be there twice is for the coordination point alone: it tells that somebody is known elsewhere.
    """
    tasks = CandidateTask.objects.filter(region_id__in=acting.region_ids, candidate__in=candidates_of(acting))
    return tasks if acts_for_coordination_point(acting) else tasks.exclude(kind=TaskKind.DUPLICATE)


@transaction.atomic
def add(acting: Acting | None, candidate: Candidate, task: Task, *, at: datetime) -> CandidateTask:
    """Put a task in the file; without ``acting`` the portal itself does. One with an origin that is there is kept."""
    made = CandidateTask(
        id=new_id(),
        region_id=candidate.region_id,
        candidate_id=candidate.pk,
        kind=task.kind,
        what=task.what,
        due_on=task.due_on,
        organisation_id=task.organisation_id,
        user_id=task.user_id,
        origin=task.origin,
        made_by_id=acting.user_id if acting else None,
        made_at=at,
    )
    if task.origin:
        there = CandidateTask.objects.filter(candidate_id=candidate.pk, origin=task.origin).first()
        if there is not None:
            return there
    CandidateTask.objects.bulk_create([made])
    return made


@transaction.atomic
def finish(acting: Acting, task_id: uuid.UUID, *, at: datetime) -> CandidateTask:
    """It is done; ``reopen`` takes that back."""
    task = _locked(acting, task_id)
    if task.done_at is not None:
        raise Refused(_("Deze taak was al klaar."))
    task.done_at, task.done_by_id = at, acting.user_id
    task.save(update_fields=["done_at", "done_by"])
    return task


@transaction.atomic
def reopen(acting: Acting, task_id: uuid.UUID) -> CandidateTask:
    task = _locked(acting, task_id)
    if task.done_at is None:
        raise Refused(_("Deze taak staat nog open."))
    task.done_at, task.done_by_id, task.outcome = None, None, ""
    task.save(update_fields=["done_at", "done_by", "outcome"])
    return task


def version(task: CandidateTask) -> str:
    """The same as long as nobody changed what has to be done, by when or by whom."""
    return version_of(task, ("what", "due_on", "organisation_id", "user_id"))


@transaction.atomic
def change(acting: Acting, task_id: uuid.UUID, task: Task, *, shown: str | None = None) -> CandidateTask:
    """Another day, another person, other words. ``shown``: ``version`` of what stood in the form."""
    row = _locked(acting, task_id)
    if row.done_at is not None:
        raise Refused(_("Deze taak is al klaar. Zet hem eerst weer open."))
    check_shown(version(row), shown)
    row.what, row.due_on = task.what, task.due_on
    row.organisation_id, row.user_id = task.organisation_id, task.user_id
    row.save(update_fields=["what", "due_on", "organisation", "user"])
    return row


def finish_calls(acting: Acting, candidate: Candidate, *, at: datetime) -> int:
    """The candidate was spoken to: what was still to be called about is done. How many tasks that were."""
    open_calls = CandidateTask.objects.filter(candidate_id=candidate.pk, kind=TaskKind.CALL, done_at__isnull=True)
    return open_calls.update(done_at=at, done_by_id=acting.user_id)


def open_calls_again(acting: Acting, candidate: Candidate, *, done_at: datetime) -> None:
    """What closed these tasks to call at that moment was a mistake, and is taken back."""
    closed = CandidateTask.objects.filter(
        candidate_id=candidate.pk, kind=TaskKind.CALL, done_at=done_at, done_by_id=acting.user_id
    )
    closed.update(done_at=None, done_by=None, outcome="")


def withdraw(task_id: uuid.UUID, *, by: Acting, at: datetime) -> None:
    """What gave the task was undone, so nobody has to do it any more."""
    still_open = CandidateTask.objects.filter(pk=task_id, done_at__isnull=True)
    still_open.update(done_at=at, done_by_id=by.user_id, outcome=_("Ongedaan gemaakt"))


def _locked(acting: Acting, task_id: uuid.UUID) -> CandidateTask:
    return tasks_of(acting).select_for_update(of=("self",), no_key=True).get(pk=task_id)
