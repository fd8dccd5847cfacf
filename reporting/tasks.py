"""What workers do for reports, letters and statements, on the queue ``pdf``: one at a time."""

from celery import shared_task

from organisations import outbox
from reporting import documents, pipeline


@shared_task(name=pipeline.TASK)
def make_report(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=pipeline.give_up) as claim:
        if claim is not None:
            pipeline.produce(claim.payload["report_id"], region_id=claim.payload["region_id"])


@shared_task(name=documents.TASK)
def make_document(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=documents.give_up) as claim:
        if claim is not None:
            documents.produce(claim.payload["document_id"], region_id=claim.payload["region_id"])
