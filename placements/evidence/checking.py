"""What the worker does with a file in quarantine: scan it, inspect it in a process of its own, keep or refuse it.

Reads and writes as ``system(INSPECT)``, which sees nothing but these files. Nothing is locked while it works.
"""

import hashlib
import logging
import uuid
from datetime import datetime

from django.db import transaction

from organisations import tenancy
from organisations.choices import Purpose
from organisations.outbox import Claim, queue_job
from placements.evidence.scanner import ScannerAway, is_clean
from placements.evidence.sending import TASK
from placements.inspection.child import inspect
from placements.inspection.faults import Fault
from placements.inspection.found import Found
from placements.models import EvidenceContent, EvidenceFile, EvidencePage, EvidenceState

logger = logging.getLogger(__name__)


def check(evidence_id: uuid.UUID, *, region_id: uuid.UUID, at: datetime) -> None:
    """Decide about one file. Call it outside any context; done before, or taken away meanwhile: nothing happens."""
    with tenancy.system(Purpose.INSPECT, region_id=region_id):
        waiting = EvidenceContent.objects.filter(evidence__in=EvidenceFile.objects.in_quarantine())
        content = waiting.filter(evidence_id=evidence_id).values_list("data", flat=True).first()
    if content is None:
        return
    given = bytes(content)
    try:
        found = inspect(given) if is_clean(given) else Found(Fault.VIRUS)
    except ScannerAway as away:
        logger.warning("evidence %s stays in quarantine: %s", evidence_id, away)
        with tenancy.system(Purpose.INSPECT, region_id=region_id):
            EvidenceFile.objects.in_quarantine().filter(pk=evidence_id).update(awaits_scanner=True)
        return
    with tenancy.system(Purpose.INSPECT, region_id=region_id):
        _decide(evidence_id, found, at=at)


def give_up(claim: Claim, error: str) -> None:
    """No attempt came to an end: refuse the file, so that its sender knows and can act."""
    evidence_id, region_id = claim.payload["evidence_id"], claim.payload["region_id"]
    logger.error("evidence %s could not be checked: %s", evidence_id, error)
    with tenancy.system(Purpose.INSPECT, region_id=region_id):
        EvidenceFile.objects.in_quarantine().filter(pk=evidence_id).update(
            state=EvidenceState.REFUSED, refusal=Fault.UNCHECKED, awaits_scanner=False
        )


@transaction.atomic
def retry_waiting(*, region_id: uuid.UUID) -> int:
    """Queue again what waits for the scanner in this region; returns how many files that are."""
    with tenancy.system(Purpose.INSPECT, region_id=region_id):
        waiting = EvidenceFile.objects.in_quarantine().filter(region_id=region_id, awaits_scanner=True)
        ids = list(waiting.order_by("uploaded_at", "pk").values_list("pk", flat=True))
        # Queued once: until the check says again that the scanner is away, it is no longer waiting for it.
        EvidenceFile.objects.filter(pk__in=ids).update(awaits_scanner=False)
        for evidence_id in ids:
            queue_job(TASK, evidence_id=evidence_id, region_id=region_id)
    return len(ids)


def _decide(evidence_id: uuid.UUID, found: Found, *, at: datetime) -> None:
    file = EvidenceFile.objects.in_quarantine().select_for_update(of=("self",), no_key=True).filter(pk=evidence_id)
    row = file.first()
    if row is None:
        return
    row.checked_at = at
    row.awaits_scanner = False
    if found.fault is not None:
        row.state, row.refusal = EvidenceState.REFUSED, found.fault
        row.save(update_fields=["state", "refusal", "checked_at", "awaits_scanner"])
        return
    content = EvidenceContent.objects.only("pk").get(evidence=row)
    EvidenceContent.objects.filter(pk=content.pk).update(data=found.kept)
    EvidencePage.objects.bulk_create(
        EvidencePage(content=content, number=number, width=page.width, height=page.height, png=page.png)
        for number, page in enumerate(found.pages, start=1)
    )
    row.state = EvidenceState.CHECKED
    row.media_type = found.media_type
    row.pages = len(found.pages)
    row.kept_sha256 = hashlib.sha256(found.kept).hexdigest()
    row.save(update_fields=["state", "media_type", "pages", "kept_sha256", "checked_at", "awaits_scanner"])
