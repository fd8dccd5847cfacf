"""What workers do for candidates."""

import uuid

from celery import shared_task
from django.utils import timezone

from candidates.file.documents import QUARANTINE
from candidates.registering import duplicates, oneself, registration, telling
from organisations import outbox, tenancy
from organisations.choices import Purpose


@shared_task(name=QUARANTINE.task)
def inspect_document(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=QUARANTINE.give_up) as claim:
        if claim is not None:
            QUARANTINE.check_claimed(claim, at=timezone.now())


@shared_task(name=duplicates.NOTE)
def note_duplicates(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            region_id = uuid.UUID(claim.payload["region_id"])
            with tenancy.system(Purpose.UPKEEP, region_id=region_id):
                ids = [uuid.UUID(one) for one in claim.payload["candidate_ids"].split(",")]
                duplicates.note(ids, due=registration.call_day(region_id, on=timezone.localdate()))


@shared_task(name=oneself.TELL)
def tell_registered(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=uuid.UUID(claim.payload["region_id"])):
                telling.tell(uuid.UUID(claim.payload["candidate_id"]), at=timezone.now())


@shared_task(name=telling.LATER)
def send_later(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=uuid.UUID(claim.payload["region_id"])):
                telling.send_later(uuid.UUID(claim.payload["candidate_id"]), claim.payload["step"], at=timezone.now())
