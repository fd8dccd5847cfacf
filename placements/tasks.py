"""What workers do for lines: value them anew when their contract changed."""

import uuid

from celery import shared_task
from django.utils import timezone

from organisations import outbox, tenancy
from organisations.choices import Purpose
from placements.revaluation import revalue_contract as revalue
from tenders.terms import REVALUE


@shared_task(name=REVALUE)
def revalue_contract(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                revalue(uuid.UUID(claim.payload["contract_id"]), at=timezone.now())
