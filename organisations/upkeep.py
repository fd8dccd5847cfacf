"""What the portal does by itself once a day, for each region. Apps register their chores here, as the floor cannot know them.

A chore runs as ``system(UPKEEP, region)`` in one transaction of its own, out of the outbox: a worker that dies loses
nothing. Every chore looks at what was done before, so that a second run on a day does nothing twice.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Region
from organisations.outbox import queue_job

logger = logging.getLogger(__name__)

TASK = "organisations.tasks.do_chore"


@dataclass(frozen=True, slots=True)
class Chore:
    """``run(region_id=…, on=…)`` does it and returns how many rows it touched."""

    name: str
    run: Callable[..., int]


_chores: dict[str, Chore] = {}


def register(chore: Chore) -> None:
    """Called once, when the app that knows this chore is ready."""
    _chores[chore.name] = chore


def names() -> list[str]:
    """In the order in which the apps registered them: terms before what is reminded of them."""
    return list(_chores)


@transaction.atomic
def queue_day(*, on: date) -> int:
    """Queue every chore of every region for this day; returns how many jobs that are."""
    jobs = [
        (region_id, name)
        for region_id in Region.objects.order_by("code").values_list("pk", flat=True)
        for name in names()
    ]
    for region_id, name in jobs:
        queue_job(TASK, chore=name, region_id=region_id, on=on)
    return len(jobs)


def do(name: str, *, region_id: uuid.UUID, on: date) -> int:
    """Do one chore of a region, never twice at the same moment. Call it outside any context."""
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"upkeep {name} {region_id}"])
        touched = _chores[name].run(region_id=region_id, on=on)
    logger.info("%s of %s for %s: %s", name, region_id, on, touched)
    return touched
