"""What a worker does with a job, from wherever an earlier attempt stopped. Every step can be repeated."""

import logging
import uuid
from datetime import date
from typing import Any, TypeAlias

from django.utils import timezone
from django.utils.translation import gettext as _

from exchange import access
from exchange.choices import FileRole, JobKind, JobStatus, RecordTable
from exchange.jobs.asking import PRESS_TASK, TASK
from exchange.jobs.exporting import export
from exchange.jobs.keeping import file_row
from exchange.jobs.progress import Telling
from exchange.jobs.results import faults_file, preview_file, summary
from exchange.jobs.sources import is_of_authority, package_of, sender_of
from exchange.jobs.taking_back import take_back
from exchange.landing import Course, Outcome, land_package
from exchange.models import BulkJob, ImportedRow
from exchange.package import Package
from organisations import tenancy
from organisations.choices import Purpose
from organisations.outbox import Claim
from tenders.calendar.told import DATES, dates_changed_at_once

__all__ = ["PRESS_TASK", "TASK", "give_up", "run"]

logger = logging.getLogger(__name__)
_PORTION = 2000
Dates: TypeAlias = dict[uuid.UUID, dict[str, date | None]]


def run(job_id: uuid.UUID | str, *, region_id: uuid.UUID | str) -> None:
    """Do what the job is waiting for. Call it outside any transaction."""
    job = job_of(job_id, region_id=region_id)
    status = JobStatus(job.status)
    if status in {JobStatus.UPLOADED, JobStatus.CHECKING}:
        _check(job)
    elif status == JobStatus.LANDING:
        _land(job)
    elif status == JobStatus.UNDOING:
        take_back(job)
    elif status in {JobStatus.WAITING, JobStatus.RUNNING}:
        export(job)


def job_of(job_id: uuid.UUID | str, *, region_id: uuid.UUID | str) -> BulkJob:
    with tenancy.system(Purpose.IMPORT, region_id=region_id):
        return BulkJob.objects.select_related("region", "organisation").get(pk=job_id)


def give_up(claim: Claim, error: str) -> None:
    """No attempt is left: say so on the page. What was landed stays; what was not, has left no trace."""
    logger.error("job %s failed: %s", claim.payload["job_id"], error)
    job = job_of(claim.payload["job_id"], region_id=claim.payload["region_id"])
    if job.status == JobStatus.UNDOING:
        sentence = _("Ongedaan maken is niet gelukt, ook niet na een paar keer. Probeer het later opnieuw.")
        _note(job, JobStatus.UNDOING, status=JobStatus.LANDED, error=sentence, undone_by=None)
    elif job.is_unfinished:
        sentence = _("Het is niet gelukt, ook niet na een paar keer. Probeer het later opnieuw.")
        _note(job, JobStatus(job.status), status=JobStatus.FAILED, error=sentence)


def _check(job: BulkJob) -> None:
    """Try it all and keep nothing: what would happen, and what is wrong."""
    if job.status == JobStatus.UPLOADED:
        _note(job, JobStatus.UPLOADED, status=JobStatus.CHECKING)
    if not _may_still(job, job.requested_by_id):
        sentence = _("Wie dit bestand stuurde, mag niet meer inlezen voor deze organisatie.")
        _note(job, JobStatus.CHECKING, status=JobStatus.FAILED, error=sentence)
        return
    package = _package(job)
    at = timezone.now()
    outcome = land_package(
        package,
        region_id=job.region_id,
        at=at,
        on=timezone.localdate(at),
        keep=False,
        sender=sender_of(job),
        companion=Telling(job.pk, job.region_id),
    )
    faults = outcome.sorted_faults()
    with tenancy.system(Purpose.IMPORT, region_id=job.region_id):
        moved = _move(
            job,
            JobStatus.CHECKING,
            status=JobStatus.HAS_ERRORS if faults else JobStatus.TO_CONFIRM,
            checked=summary(outcome, package, for_authority=is_of_authority(job)),
            checked_at=at,
            error="",
        )
        if moved:
            files = [file_row(job, FileRole.PREVIEW, "voorbeeld.json", preview_file(job, package), at=at)]
            if faults:
                files.append(file_row(job, FileRole.FAULTS, "fouten.csv", faults_file(job, faults), at=at))
            job.files.bulk_create(files)


def _land(job: BulkJob) -> None:
    """Bring it in, under the rules of the check, by what holds now; the job is landed in the same transaction."""
    if not _may_still(job, job.confirmed_by_id):
        sentence = _("Wie dit bevestigde, mag niet meer inlezen voor deze organisatie. Er is niets ingelezen.")
        _note(job, JobStatus.LANDING, status=JobStatus.FAILED, error=sentence)
        return
    package = _package(job)
    at = timezone.now()
    arrival = _Arrival(job, package)
    outcome = land_package(
        package,
        region_id=job.region_id,
        at=at,
        on=timezone.localdate(at),
        sender=sender_of(job),
        companion=arrival,
    )
    faults = outcome.sorted_faults()
    if faults:
        _refuse_after_all(job, package, outcome)
    elif arrival.dates:
        _tell_of_dates(job, arrival.dates)


def _tell_of_dates(job: BulkJob, before: Dates) -> None:
    """Mail who plans by the tenders of a spreadsheet, in the name of who brought it in."""
    with tenancy.acting_for(user_id=job.confirmed_by_id, organisation_id=job.organisation_id) as acting:
        if acting is not None:
            dates_changed_at_once(acting, before)


def _refuse_after_all(job: BulkJob, package: Package, outcome: Outcome) -> None:
    """Something changed since the check: nothing landed, and the page says what is in the way now."""
    at = timezone.now()
    with tenancy.system(Purpose.IMPORT, region_id=job.region_id):
        found = summary(outcome, package, for_authority=is_of_authority(job))
        sentence = _("Sinds de controle is er in het portaal iets veranderd. Er is niets ingelezen.")
        if _move(job, JobStatus.LANDING, status=JobStatus.HAS_ERRORS, checked=found, checked_at=at, error=sentence):
            content = faults_file(job, outcome.sorted_faults())
            job.files.bulk_create([file_row(job, FileRole.FAULTS, "fouten.csv", content, at=at)])


def _may_still(job: BulkJob, user_id: uuid.UUID | None) -> bool:
    """Whether this person may bring in such a file now: the worker itself may do everything in the region."""
    with tenancy.acting_for(user_id=user_id, organisation_id=job.organisation_id) as acting:
        return acting is not None and access.may_import(acting, job.kind) and job.region_id in acting.region_ids


def _package(job: BulkJob) -> Package:
    with tenancy.system(Purpose.IMPORT, region_id=job.region_id):
        return package_of(job)


class _LostItError(Exception):
    """Another worker has done it meanwhile."""


class _Arrival(Telling):
    """Goes along with a landing: notes what was made, and marks the job as landed, all in its transaction."""

    def __init__(self, job: BulkJob, package: Package) -> None:
        super().__init__(job.pk, job.region_id)
        self.job = job
        self.package = package
        #: What the tenders of a spreadsheet had for dates. A package brings what once was: of that nobody is told.
        self.dates: Dates = {}

    def begins(self) -> bool:
        return BulkJob.objects.filter(pk=self.job.pk, status=JobStatus.LANDING).exists()

    def landed(self, course: Course) -> None:
        rows = [
            ImportedRow(
                job_id=self.job.pk,
                table_name=entry.table,
                row_id=entry.row_id,
                made=entry.made,
                label=entry.label,
                before=entry.before,
                fingerprint=fingerprint,
            )
            for entry, fingerprint in course.ledger.with_fingerprints()
        ]
        ImportedRow.objects.bulk_create(rows, batch_size=_PORTION)
        outcome = summary(course.outcome, self.package, for_authority=is_of_authority(self.job))
        outcome["replaced"] = course.ledger.replaced
        if not _move(
            self.job, JobStatus.LANDING, status=JobStatus.LANDED, outcome=outcome, landed_at=course.at, error=""
        ):
            raise _LostItError
        if self.job.kind == JobKind.TENDERS_IN:
            for entry in course.ledger.entries:
                if entry.table == RecordTable.TENDER and entry.before is not None:
                    self.dates[entry.row_id] = {name: _day(entry.before[name]) for name in DATES}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _note(job: BulkJob, before: JobStatus, **values: Any) -> None:
    with tenancy.system(Purpose.IMPORT, region_id=job.region_id):
        _move(job, before, **values)


def _move(job: BulkJob, before: JobStatus, **values: Any) -> bool:
    """Change the job if it still stands where we found it; inside a transaction of the import."""
    job.status = before
    if not job.may_become(values["status"]):
        raise ValueError(f"a job does not go from {before} to {values['status']}")
    moved = BulkJob.objects.filter(pk=job.pk, status=before).update(**values) == 1
    job.status = values["status"]
    return moved
