"""Who comes near the limit of time with benefit kept: the portal says so once, by a task and a mail to the coach."""

import uuid
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.benefit import kept as benefit_kept
from candidates.benefit.kept import Limit, Part
from candidates.benefit.limit import Standing
from candidates.choices import TaskKind
from candidates.models import BenefitPeriod, Candidate, CandidateTask, Enrolment
from candidates.working import coaches, to_do
from candidates.working.queues import Queue
from organisations.templatetags.formatting import day_nl


def warn(*, region_id: uuid.UUID, on: date) -> int:
    """Warn of everybody who by now filled the months after which the region warns; how many that are.

    Of one day that is filled once, whatever is entered later: its date is in the ``origin`` of the task.
    """
    at = timezone.make_aware(datetime.combine(on, time(7)))
    candidates = list(_with_benefit_kept(region_id).order_by("pk"))
    parts = benefit_kept.parts_of([one.pk for one in candidates])
    limit = benefit_kept.limit_of(region_id)
    told = []
    for candidate in candidates:
        stands = benefit_kept.stand(parts[candidate.pk], limit, on=on)
        if not stands.is_near(on) or not _goes_on(parts[candidate.pk], on=on):
            continue
        origin = f"benefit:{stands.warned_on}"
        if CandidateTask.objects.filter(candidate=candidate, origin=origin).exists():
            continue
        taken_up_by = coaches.taken_up_by(candidate)
        if taken_up_by is None:
            continue
        organisation_id, user_id = taken_up_by
        task = to_do.Task(
            what=_what(stands, limit),
            due_on=max(stands.full_on or on, on),
            organisation_id=organisation_id,
            user_id=user_id,
            kind=TaskKind.BENEFIT,
            origin=origin,
        )
        to_do.add(None, candidate, task, at=at)
        told.append(candidate)
    coaches.tell("benefit_near", told, link_for=_queue)
    return len(told)


def _is_near(_on: date) -> Q:
    """Whoever has a warning that nobody has dealt with."""
    open_warning = CandidateTask.objects.filter(candidate=OuterRef("pk"), kind=TaskKind.BENEFIT, done_at__isnull=True)
    return Q(Exists(open_warning))


#: The key of the queue, which the mail leads to.
NEAR = "behoud"
QUEUE = Queue(
    NEAR,
    gettext_lazy("Behoud van uitkering"),
    gettext_lazy("Deze mensen komen bij de grens van scholing en werk met behoud van uitkering, of zijn erover."),
    _is_near,
    is_late=True,
)


def _with_benefit_kept(region_id: uuid.UUID) -> Any:
    periods = BenefitPeriod.objects.counting().filter(candidate=OuterRef("pk"))
    enrolments = Enrolment.objects.filter(candidate=OuterRef("pk"), benefit_kept=True)
    standing: Any = Candidate.objects.standing().filter(region_id=region_id, anonymised_at__isnull=True)
    return standing.filter(Exists(periods) | Exists(enrolments))


def _what(stands: Standing, limit: Limit) -> str:
    if stands.full_on is None:
        return _("Behoud van uitkering: %(n)s maanden zijn vol.") % {"n": limit.warn_months}
    words = {"n": limit.warn_months, "day": day_nl(stands.full_on)}
    return _("Behoud van uitkering: %(n)s maanden zijn vol. De grens is %(day)s.") % words


def _goes_on(parts: list[Part], *, on: date) -> bool:
    """Of what is over nobody is warned."""
    return any(part.stretch.last_day is None or part.stretch.last_day >= on for part in parts)


def _queue(organisation_id: uuid.UUID) -> str:
    path = reverse("candidates:candidate_list", args=[organisation_id])
    return urljoin(settings.PUBLIC_URL, f"{path}?rij={NEAR}")
