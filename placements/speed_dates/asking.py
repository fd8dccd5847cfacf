"""A plan is asked for; a worker makes it. Two who ask at once get one plan."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import new_id
from organisations.outbox import queue_job
from organisations.refused import Refused
from organisations.tenancy import Acting
from placements.models import SpeedDate
from placements.speed_date_choices import PlanningState
from placements.speed_dates.events import check_open, locked

TASK = "placements.tasks.plan_speed_dates"


@transaction.atomic
def ask(acting: Acting, event_id: uuid.UUID, *, at: datetime) -> SpeedDate:
    """Have the plan made, or made again; what is asked while one is being made is that one."""
    event = locked(acting, event_id)
    check_open(event)
    if event.is_being_planned:
        return event
    if not event.wishes.exists() and not event.meetings.filter(is_pinned=True).exists():
        raise Refused(_("Nog niemand wil iemand ontmoeten. Vul eerst bij Wensen in wie met wie praat."))
    event.planning, event.plan_run, event.plan_asked_at = PlanningState.ASKED, new_id(), at
    event.save(update_fields=["planning", "plan_run", "plan_asked_at"])
    queue_job(TASK, event_id=event.pk, region_id=event.region_id, run=event.plan_run)
    return event
