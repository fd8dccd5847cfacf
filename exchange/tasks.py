"""What workers do with files that come in and go out."""

from celery import shared_task
from django.utils import timezone

from exchange import jobs, regions
from organisations import operator, outbox


@shared_task(name=jobs.TASK)
def run_job(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=jobs.give_up) as claim:
        if claim is not None:
            jobs.run(claim.payload["job_id"], region_id=claim.payload["region_id"])


@shared_task(name=operator.SET_UP_TASK)
def set_up_region(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            asked = claim.payload
            regions.set_up(asked["region_id"], like_id=asked["like_id"], at=timezone.now())


@shared_task(name=jobs.PRESS_TASK)
def press_job(*, outbox_id: str) -> None:
    run_job(outbox_id=outbox_id)
