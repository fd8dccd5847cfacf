"""What the worker does with a file in quarantine: scan it, inspect it in a process of its own, keep or refuse it.

Reads and writes as ``system(INSPECT)``, which sees nothing but such files. Nothing is locked while it works. Each app
that takes files says which tables they stand in.
"""

import hashlib
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from organisations import tenancy
from organisations.choices import Purpose
from organisations.citizen_numbers import without_citizen_numbers
from organisations.file_checks import FileRefusal, FileState, fault_at_sight, inspected
from organisations.inspection.faults import Fault
from organisations.inspection.found import Found
from organisations.models import CheckedFile
from organisations.outbox import Claim, queue_job
from organisations.refused import Refused
from organisations.scanner import ScannerAway
from organisations.tenancy import Acting
from organisations.uploads import bare_name

logger = logging.getLogger(__name__)
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Files of one sort: the models of file, content and page, how content names its file, and the task that checks.

    ``file`` has the manager of ``CheckedFileQuerySet``; its rows have a region.
    """

    file: Any
    content: Any
    page: Any
    parent: str
    task: str

    def queue(self, file_id: uuid.UUID, *, region_id: uuid.UUID) -> None:
        """Have a file checked, in the transaction that keeps it."""
        queue_job(self.task, file_id=file_id, region_id=region_id)

    def keep(self, file: Any, *, region_id: uuid.UUID, name: str, data: bytes, once: str, twice: str) -> None:
        """Save a file that came in, with its content, and have it checked.

        ``Refused`` with the sentence ``twice`` where the constraint ``once`` says that it is there already.
        """
        file.size, file.sha256 = len(data), hashlib.sha256(data).hexdigest()
        try:
            with transaction.atomic():
                file.save(force_insert=True)
        except IntegrityError as error:
            if once not in str(error):
                raise
            raise Refused(twice) from error
        shown = without_citizen_numbers(bare_name(name, most=_LONGEST_NAME))
        self.content(**{self.parent: file}, name=shown, data=data).save(force_insert=True)
        self.queue(file.pk, region_id=region_id)

    def check_claimed(self, claim: Claim, *, at: datetime) -> None:
        """Decide about the file that a job was queued for."""
        file_id, region_id = _of(claim)
        self.check(file_id, region_id=region_id, at=at)

    def check(self, file_id: uuid.UUID, *, region_id: uuid.UUID, at: datetime) -> None:
        """Decide about one file. Call it outside any context; done before, or taken away meanwhile: nothing happens."""
        with tenancy.system(Purpose.INSPECT, region_id=region_id):
            waiting = {f"{self.parent}__in": self.file.objects.in_quarantine(), f"{self.parent}_id": file_id}
            content = self.content.objects.filter(**waiting).values_list("data", flat=True).first()
        if content is None:
            return
        try:
            found = inspected(bytes(content))
        except ScannerAway as away:
            logger.warning("file %s stays in quarantine: %s", file_id, away)
            with tenancy.system(Purpose.INSPECT, region_id=region_id):
                self.file.objects.in_quarantine().filter(pk=file_id).update(awaits_scanner=True)
            return
        with tenancy.system(Purpose.INSPECT, region_id=region_id):
            self._decide(file_id, found, at=at)

    def give_up(self, claim: Claim, error: str) -> None:
        """No attempt came to an end: refuse the file, so that its sender knows and can act."""
        file_id, region_id = _of(claim)
        logger.error("file %s could not be checked: %s", file_id, error)
        with tenancy.system(Purpose.INSPECT, region_id=region_id):
            self.file.objects.in_quarantine().filter(pk=file_id).update(
                state=FileState.REFUSED, refusal=Fault.UNCHECKED, awaits_scanner=False
            )

    @transaction.atomic
    def retry_waiting(self, *, region_id: uuid.UUID) -> int:
        """Queue again what waits for the scanner in this region; returns how many files that are."""
        with tenancy.system(Purpose.INSPECT, region_id=region_id):
            waiting = self.file.objects.in_quarantine().filter(region_id=region_id, awaits_scanner=True)
            ids = list(waiting.order_by("uploaded_at", "pk").values_list("pk", flat=True))
            # Queued once: until the check says again that the scanner is away, it is no longer waiting for it.
            self.file.objects.filter(pk__in=ids).update(awaits_scanner=False)
            for file_id in ids:
                self.queue(file_id, region_id=region_id)
        return len(ids)

    def _decide(self, file_id: uuid.UUID, found: Found, *, at: datetime) -> None:
        rows = self.file.objects.in_quarantine().select_for_update(of=("self",), no_key=True)
        row = rows.filter(pk=file_id).first()
        if row is None:
            return
        row.checked_at = at
        row.awaits_scanner = False
        if found.fault is not None:
            row.state, row.refusal = FileState.REFUSED, found.fault
            row.save(update_fields=["state", "refusal", "checked_at", "awaits_scanner"])
            return
        content = self.content.objects.only("pk").get(**{self.parent: row})
        self.content.objects.filter(pk=content.pk).update(data=found.kept)
        self.page.objects.bulk_create(
            self.page(content=content, number=number, width=page.width, height=page.height, png=page.png)
            for number, page in enumerate(found.pages, start=1)
        )
        row.state = FileState.CHECKED
        row.media_type = found.media_type
        row.pages = len(found.pages)
        row.kept_sha256 = hashlib.sha256(found.kept).hexdigest()
        row.save(update_fields=["state", "media_type", "pages", "kept_sha256", "checked_at", "awaits_scanner"])


def check_at_sight(content: bytes) -> None:
    """Refuse at once what no check could let through."""
    fault = fault_at_sight(content)
    if fault is not None:
        raise Refused(str(FileRefusal(fault).label))


def take_away(file: CheckedFile, acting: Acting, *, at: datetime) -> None:
    """Note that a locked file is taken away: its content goes with it (by a trigger), the row stays."""
    file.removed_at = at
    file.removed_by_id = acting.user_id
    file.save(update_fields=["removed_at", "removed_by"])


_quarantines: list[Quarantine] = []


def register(quarantine: Quarantine) -> None:
    """Called once, when the app that takes such files is ready: what waits for the scanner is then tried again."""
    _quarantines.append(quarantine)


def retry_all(*, region_id: uuid.UUID) -> int:
    """As ``Quarantine.retry_waiting``, of all that is registered."""
    return sum(one.retry_waiting(region_id=region_id) for one in _quarantines)


def _of(claim: Claim) -> tuple[uuid.UUID, uuid.UUID]:
    # Queued by an earlier version, evidence was named as such.
    return (
        uuid.UUID(claim.payload.get("file_id") or claim.payload["evidence_id"]),
        uuid.UUID(claim.payload["region_id"]),
    )
