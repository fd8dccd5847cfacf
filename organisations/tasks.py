"""What workers do for the floor: deliver mail and texts, hint again at whatever still waits, and what is done every day."""

import uuid
from datetime import date

from celery import shared_task
from django.utils import timezone

from organisations import erasing, outbox, quarantine, upkeep
from organisations.models import Region


@shared_task(name=outbox.DELIVER_MAIL)
def deliver_mail(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            outbox.deliver(claim)


@shared_task(name=outbox.DELIVER_SMS)
def deliver_sms(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            outbox.deliver_sms(claim)


@shared_task(name="organisations.tasks.sweep_outbox")
def sweep_outbox() -> None:
    outbox.hint_waiting()


@shared_task(name="organisations.tasks.start_day")
def start_day() -> None:
    """Sent by beat once a day; a second time queues chores that find nothing to do."""
    upkeep.queue_day(on=timezone.localdate())


@shared_task(name=upkeep.TASK)
def do_chore(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            asked = claim.payload
            upkeep.do(asked["chore"], region_id=uuid.UUID(asked["region_id"]), on=date.fromisoformat(asked["on"]))


@shared_task(name="organisations.tasks.retry_quarantine")
def retry_quarantine() -> None:
    """Sent by beat: files that waited for the scanner are checked again."""
    for region_id in Region.objects.order_by("code").values_list("pk", flat=True):
        quarantine.retry_all(region_id=region_id)


@shared_task(name=erasing.TASK)
def erase(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            asked = claim.payload
            erasing.carry_out(uuid.UUID(asked["erasure_id"]), region_id=uuid.UUID(asked["region_id"]))
