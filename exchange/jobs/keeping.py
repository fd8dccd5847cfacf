"""Files of jobs: kept in the database, written once, and gone after a while."""

import datetime as dt
import hashlib
import uuid

from django.utils import timezone

from exchange.choices import UNFINISHED, FileRole
from exchange.models import BulkFile, BulkJob, ImportedRow

_LONGEST_NAME = 150


def file_row(job: BulkJob, role: FileRole, name: str, content: bytes, *, at: dt.datetime) -> BulkFile:
    """A file that is still to be saved, with its size and digest."""
    return BulkFile(
        job=job,
        role=role,
        name=name[-_LONGEST_NAME:],
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
    )


def discard_old_files(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Remove the files of jobs that are kept no longer, with what was remembered to undo them; gives how many jobs.

    The job itself stays: who did what, when, and what came of it. A chore of every day (``organisations.upkeep``).
    """
    old = BulkJob.objects.filter(region_id=region_id).with_old_files(on=on).exclude(status__in=UNFINISHED)
    ids = list(old.order_by("pk").values_list("pk", flat=True))
    BulkFile.objects.filter(job_id__in=ids).delete()
    ImportedRow.objects.filter(job_id__in=ids).delete()
    return BulkJob.objects.filter(pk__in=ids).update(files_gone_at=timezone.now())
