"""What workers do for tenders."""

from celery import shared_task
from django.utils import timezone

from organisations import outbox
from tenders.calendar.documents import QUARANTINE


@shared_task(name=QUARANTINE.task)
def inspect_document(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=QUARANTINE.give_up) as claim:
        if claim is not None:
            QUARANTINE.check_claimed(claim, at=timezone.now())
