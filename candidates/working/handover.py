"""What somebody has in hand here passes to his successor when he leaves: candidates, tasks, and the project he leads."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.choices import CandidateState
from candidates.models import BackOfficePolicy, Candidate, CandidateTask
from organisations.choices import OrganisationKind
from organisations.handover import Work
from organisations.models import OrganisationRegion, User


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


def _led(organisation_id: uuid.UUID, user: User) -> QuerySet[BackOfficePolicy]:
    """Regions where he leads the project or stands in, for this coordination point."""
    here = OrganisationRegion.objects.filter(
        organisation_id=organisation_id, organisation__kind=OrganisationKind.COORDINATION_POINT
    )
    policies = BackOfficePolicy.objects.filter(region_id__in=here.values("region_id"))
    return policies.filter(Q(project_leader=user) | Q(stand_in=user))


def _count_led(organisation_id: uuid.UUID, user: User) -> int:
    return _led(organisation_id, user).count()


def _hand_over_lead(organisation_id: uuid.UUID, leaver: User, successor: User) -> None:
    locked: Any = _led(organisation_id, leaver).select_for_update(of=("self",), no_key=True)
    for policy in locked.order_by("pk"):
        if policy.project_leader_id == leaver.pk:
            policy.project_leader = successor
        if policy.stand_in_id == leaver.pk:
            policy.stand_in = successor
        # Nobody stands in for himself.
        if policy.stand_in_id == policy.project_leader_id:
            policy.stand_in = policy.away_from = policy.away_until = None
        policy.save(update_fields=["project_leader", "stand_in", "away_from", "away_until"])


COACHING = Work(title=_("kandidaten van wie deze persoon de coach is"), count=_count, hand_over=_hand_over)
TASKS = Work(title=_("taken bij kandidaten"), count=_count_tasks, hand_over=_hand_over_tasks)
LEADING = Work(
    title=_("projecten ABC die deze persoon leidt of waarvoor hij invalt"), count=_count_led, hand_over=_hand_over_lead
)
