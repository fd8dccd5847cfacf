"""What a member asks: bring this file in, go on with it, undo it, give me that file. A worker does the rest."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from exchange.choices import FileRole, JobKind, JobStatus, TableFormat
from exchange.jobs.keeping import file_row
from exchange.lists import OF_KIND
from exchange.models import BulkJob
from exchange.models.job import KEPT
from organisations.outbox import queue_job
from organisations.tenancy import Acting

TASK = "exchange.tasks.run_job"
#: For a job that makes a PDF, one at a time.
PRESS_TASK = "exchange.tasks.press_job"
#: How long a file is kept that is about one person.
KEPT_OF_ONE = dt.timedelta(days=7)
_LONGEST_TITLE = 200
_LONGEST_QUERY = 2000


class BulkRefusedError(Exception):
    """It cannot be done now; the message is what the user reads."""


@transaction.atomic
def start_import(
    acting: Acting,
    *,
    kind: JobKind,
    files: Mapping[str, bytes],
    file_format: str = "",
    at: dt.datetime,
    on: dt.date,
) -> BulkJob:
    """Keep the files as they came and have them checked; nothing lands before somebody confirms."""
    job = _job(
        acting,
        kind=kind,
        status=JobStatus.UPLOADED,
        title=", ".join(sorted(files))[:_LONGEST_TITLE],
        file_format=file_format,
        at=at,
        on=on,
    )
    rows = [file_row(job, FileRole.SOURCE, name, content, at=at) for name, content in sorted(files.items())]
    job.sha256 = rows[0].sha256 if len(rows) == 1 else digest_of({row.name: row.sha256 for row in rows})
    job.save()
    job.files.bulk_create(rows)
    return _queue(job)


@transaction.atomic
def start_export(
    acting: Acting, *, kind: JobKind, title: str, file_format: str, query: str, at: dt.datetime, on: dt.date
) -> BulkJob:
    """Have a file made of what this member sees, with the filter of the list in force."""
    if kind in OF_KIND and file_format not in set(TableFormat):
        raise BulkRefusedError(_("Kies een bestandssoort: XLSX, ODS of CSV."))
    if len(query) > _LONGEST_QUERY:
        raise BulkRefusedError(_("Dit filter is te lang om te bewaren. Kies minder tegelijk."))
    job = _job(
        acting, kind=kind, status=JobStatus.WAITING, title=title, file_format=file_format, query=query, at=at, on=on
    )
    job.save()
    return _queue(job)


@transaction.atomic
def confirm(acting: Acting, *, job_id: uuid.UUID, sha256: str, at: dt.datetime) -> BulkJob:
    """Let the checked file land. Confirmed twice, it lands once."""
    job = _locked(job_id)
    if job.status in {JobStatus.LANDING, JobStatus.LANDED}:
        return job
    if not job.may_become(JobStatus.LANDING):
        raise BulkRefusedError(_("Dit bestand is niet klaar om in te lezen."))
    if job.files_gone_at is not None:
        raise BulkRefusedError(_("Het bestand is opgeruimd. Stuur het opnieuw."))
    if sha256 != job.sha256:
        raise BulkRefusedError(_("Dit is een ander bestand dan dat op uw scherm stond. Bekijk het eerst opnieuw."))
    job.status = JobStatus.LANDING
    job.confirmed_by_id, job.confirmed_at = acting.user_id, at
    job.done = job.total = 0
    job.error = ""
    job.save()
    return _queue(job)


@transaction.atomic
def ask_undo(acting: Acting, *, job_id: uuid.UUID) -> BulkJob:
    """Have an import undone, if nothing stands in the way; a worker looks and says what does."""
    job = _locked(job_id)
    if job.status == JobStatus.UNDOING:
        return job
    if not job.may_become(JobStatus.UNDOING):
        raise BulkRefusedError(_("Dit is niet ingelezen, of al ongedaan gemaakt."))
    if job.files_gone_at is not None:
        raise BulkRefusedError(_("De bestanden zijn opgeruimd. Ongedaan maken kan niet meer."))
    job.status = JobStatus.UNDOING
    job.undone_by_id = acting.user_id
    job.hindrances = []
    job.save()
    return _queue(job)


def digest_of(digests: Mapping[str, str]) -> str:
    """One SHA-256 for several files: of the lines that ``sha256sum`` prints for them, by name."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _job(acting: Acting, *, kind: JobKind, at: dt.datetime, on: dt.date, **values: Any) -> BulkJob:
    if acting.region is None:
        raise BulkRefusedError(
            _("Uw organisatie werkt in geen enkele regio. Vraag de beheerder van het portaal om een regio.")
        )
    return BulkJob(
        region_id=acting.region.id,
        organisation_id=acting.organisation_id,
        requested_by_id=acting.user_id,
        requested_at=at,
        kind=kind,
        files_until=on + (KEPT_OF_ONE if kind == JobKind.OWN_FILE_OUT else KEPT),
        **values,
    )


def _locked(job_id: uuid.UUID) -> BulkJob:
    return BulkJob.objects.select_for_update(of=("self",), no_key=True).get(pk=job_id)


def _queue(job: BulkJob) -> BulkJob:
    task = PRESS_TASK if job.kind == JobKind.OWN_FILE_OUT else TASK
    queue_job(task, job_id=job.pk, region_id=job.region_id)
    return job
