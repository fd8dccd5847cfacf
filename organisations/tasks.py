"""What workers do for the floor: deliver mail, and hint again at whatever still waits."""

from celery import shared_task

from organisations import outbox


@shared_task(name=outbox.DELIVER_MAIL)
def deliver_mail(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            outbox.deliver(claim)


@shared_task(name="organisations.tasks.sweep_outbox")
def sweep_outbox() -> None:
    outbox.hint_waiting()
