"""Candidates of whom somebody is the coach, and tasks that are his, pass to his successor when he leaves."""

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.choices import CandidateState
from candidates.models import Candidate, CandidateTask
from organisations.handover import Work
from organisations.models import User


def _coached(user: User) -> QuerySet[Candidate]:
    """Those he coaches, as far as the files are worked on here: row security leaves out what he does elsewhere."""
    return Candidate.objects.standing().filter(coach=user).exclude(state=CandidateState.WITHDRAWN)


def _count(organisation_id: uuid.UUID, user: User) -> int:  # noqa: ARG001 - as its siblings
    return _coached(user).count()


def _hand_over(organisation_id: uuid.UUID, leaver: User, successor: User) -> None:  # noqa: ARG001 - as its siblings
    keys = list(_coached(leaver).values_list("pk", flat=True))
    Candidate.objects.filter(pk__in=keys).update(coach=successor)


def _tasks(organisation_id: uuid.UUID, user: User) -> QuerySet[CandidateTask]:
    return CandidateTask.objects.to_do().filter(organisation_id=organisation_id, user=user)


def _count_tasks(organisation_id: uuid.UUID, user: User) -> int:
    return _tasks(organisation_id, user).count()


def _hand_over_tasks(organisation_id: uuid.UUID, leaver: User, successor: User) -> None:
    keys = list(_tasks(organisation_id, leaver).values_list("pk", flat=True))
    CandidateTask.objects.filter(pk__in=keys).update(user=successor)


COACHING = Work(title=_("kandidaten van wie deze persoon de coach is"), count=_count, hand_over=_hand_over)
TASKS = Work(title=_("taken bij kandidaten"), count=_count_tasks, hand_over=_hand_over_tasks)
