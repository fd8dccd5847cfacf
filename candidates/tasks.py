"""What workers do for candidates."""

from celery import shared_task
from django.utils import timezone

from candidates.file.documents import QUARANTINE
from organisations import outbox


@shared_task(name=QUARANTINE.task)
def inspect_document(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=QUARANTINE.give_up) as claim:
        if claim is not None:
            QUARANTINE.check_claimed(claim, at=timezone.now())
