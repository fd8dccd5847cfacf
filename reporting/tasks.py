"""What workers do for reports, letters and statements, on the queue ``pdf``: one at a time."""

from celery import shared_task
from django.utils import timezone

from organisations import outbox, tenancy
from organisations.choices import Purpose
from reporting import documents, own_cvs, pipeline, standings
from reporting.flow import checking, judging, planning, publishing
from reporting.publication import public_edition


def _make(claim: outbox.Claim) -> None:
    pipeline.produce(claim.payload["report_id"], region_id=claim.payload["region_id"], check=checking.count_now)


@shared_task(name=pipeline.TASK)
def make_report(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=pipeline.give_up) as claim:
        if claim is not None:
            _make(claim)


@shared_task(name=planning.TASK)
def make_planned_report(*, outbox_id: str) -> None:
    """A draft that nobody asked for: made, and then told of."""
    with outbox.claimed(outbox_id, given_up=pipeline.give_up) as claim:
        if claim is not None:
            _make(claim)
            planning.tell(claim.payload["report_id"], region_id=claim.payload["region_id"])


@shared_task(name=checking.TASK)
def count_warnings(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            planning.count_warnings(claim.payload["report_id"], region_id=claim.payload["region_id"])


@shared_task(name=judging.MAIL)
def mail_judgements(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                judging.mail(claim.payload["report_id"], at=timezone.now())


@shared_task(name=publishing.SEND)
def send_report(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                publishing.mail(claim.payload["report_id"], sent_by=claim.payload["sent_by"], at=timezone.now())


@shared_task(name=public_edition.TASK)
def make_public_edition(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            public_edition.produce(claim.payload["region_id"])


@shared_task(name=documents.TASK)
def make_document(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=documents.give_up) as claim:
        if claim is not None:
            documents.produce(claim.payload["document_id"], region_id=claim.payload["region_id"])


@shared_task(name=standings.TASK)
def count_standing(*, outbox_id: str) -> None:
    """Not on the queue of the PDFs: who waits for figures should not wait for a report of a hundred pages."""
    with outbox.claimed(outbox_id, given_up=standings.give_up) as claim:
        if claim is not None:
            standings.produce(claim.payload["standing_id"], region_id=claim.payload["region_id"])


@shared_task(name=own_cvs.TASK)
def make_own_cv(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            own_cvs.produce(claim.payload["candidate_id"], region_id=claim.payload["region_id"])
