"""What workers do with files that come in and go out."""

from celery import shared_task

from exchange import jobs
from organisations import outbox


@shared_task(name=jobs.TASK)
def run_job(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=jobs.give_up) as claim:
        if claim is not None:
            jobs.run(claim.payload["job_id"], region_id=claim.payload["region_id"])


@shared_task(name=jobs.PRESS_TASK)
def press_job(*, outbox_id: str) -> None:
    run_job(outbox_id=outbox_id)
