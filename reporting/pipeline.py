"""How a report comes to be: request → freeze → render → store. Each step can be repeated without doing it twice.

Figures are collected once; from then on only the frozen snapshot is rendered, outside any transaction. A worker that
was killed leaves a report halfway, and the next attempt goes on from there. Two workers at one report get in nobody's
way: whoever freezes or stores first has done it, and the other finds it done.
"""

import datetime as dt
import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import outbox, tenancy
from organisations.choices import Purpose
from organisations.models import Region
from organisations.outbox import Claim
from organisations.tenancy import Acting
from reporting import canonical
from reporting.choices import FileFormat, ReportStatus
from reporting.collect import collect
from reporting.differences import differences
from reporting.models import Report, ReportFile
from reporting.periods import Kind, Period, parse_for
from reporting.render.packaged import MissingFileError
from reporting.render.pdf import render_pdf
from reporting.render.xlsx import render_xlsx
from reporting.snapshot import SnapshotError

logger = logging.getLogger(__name__)

TASK = "reporting.tasks.make_report"

Document = Mapping[str, Any]


class ReportError(Exception):
    """A report that cannot be made now, with the sentence that the user reads."""


def render_json(document: Document) -> bytes:
    """Return the frozen figures as a file, made to be read by people too."""
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


#: What is made of a snapshot, the quick ones first, with the progress in percent once it is stored.
FILES: tuple[tuple[FileFormat, Callable[[Document], bytes], int], ...] = (
    (FileFormat.JSON, render_json, 40),
    (FileFormat.XLSX, render_xlsx, 55),
    (FileFormat.PDF, render_pdf, 95),
)
RENDERERS = {file_format: render for file_format, render, _progress in FILES}
COLLECTING, FROZEN, DONE = 10, 30, 100


@transaction.atomic
def request(acting: Acting, *, kind: Kind, period: Period, manager_text: str, at: dt.datetime) -> Report:
    """Ask for the next version of a report; a worker makes it. Asking twice at once is refused.

    A version that failed before its figures were frozen is asked for anew under its own number.
    """
    region = acting.region
    if region is None:
        raise ReportError(_("Uw organisatie werkt in geen enkele regio."))
    _await_turn(region.id, kind, period)
    report = _newest(region.id, kind, period)
    if report is not None and report.status not in {ReportStatus.READY, ReportStatus.FAILED}:
        raise ReportError(_("Dit rapport wordt al gemaakt. Wacht tot het klaar is."))
    if report is None or report.snapshot:
        report = Report(
            region_id=region.id, kind=kind, period=str(period), version=1 if report is None else report.version + 1
        )
    report.organisation_id = acting.organisation_id
    report.requested_by_id = acting.user_id
    report.requested_at = at
    report.manager_text = manager_text
    return _queue(report)


@transaction.atomic
def retry(report_id: uuid.UUID) -> Report:
    """Make a failed report again, from where it stopped."""
    report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    if report.status != ReportStatus.FAILED:
        raise ReportError(_("Dit rapport is niet mislukt: opnieuw proberen hoeft niet."))
    return _queue(report)


def version_for(region: Region, *, kind: Kind, period: Period, fresh: bool, at: dt.datetime) -> Report:
    """Return the newest version of a report, or with ``fresh`` (or when there is none) a new one, not yet made."""
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        _await_turn(region.pk, kind, period)
        newest = _newest(region.pk, kind, period)
        if newest is not None and not (fresh and newest.snapshot):
            return newest
        version = 1 if newest is None else newest.version + 1
        return Report.objects.create(region=region, kind=kind, period=str(period), version=version, requested_at=at)


def produce(report_id: uuid.UUID | str, *, region_id: uuid.UUID | str) -> None:
    """Make the report, from wherever an earlier attempt stopped. Call it outside any transaction.

    What another attempt cannot mend makes the report fail with a sentence; any other error goes on to the caller.
    """
    at_work = _AtWork(report_id, region_id)
    report = at_work.report()
    if report.status == ReportStatus.READY:
        return
    try:
        if not report.snapshot:
            at_work.freeze(report)
        document = document_of(at_work.report())
        at_work.note(status=ReportStatus.RENDERING, progress=FROZEN)
        for file_format, render, progress in FILES:
            if not at_work.has_file(file_format):
                at_work.store(file_format, render(document))
            at_work.note(status=ReportStatus.RENDERING, progress=progress)
        at_work.note(status=ReportStatus.READY, progress=DONE, ready_at=timezone.now())
    except (SnapshotError, MissingFileError) as error:
        logger.exception("report %s cannot be made", report_id)
        at_work.note(status=ReportStatus.FAILED, error=_sentence(error))
    except Exception:
        at_work.note(error=_("Er ging iets mis. Het portaal probeert het vanzelf opnieuw."))
        raise


def give_up(claim: Claim, error: str) -> None:
    """No attempt is left: say so on the page, where it can be tried again."""
    logger.error("report %s failed: %s", claim.payload["report_id"], error)
    _AtWork(claim.payload["report_id"], claim.payload["region_id"]).note(
        status=ReportStatus.FAILED,
        error=_("Het rapport is niet gelukt, ook niet na een paar keer. Probeer het later opnieuw."),
    )


def rerender(report: Report, file_format: FileFormat) -> bytes:
    """Make one file anew from the stored snapshot, put it in the place of the old one and return it."""
    content = RENDERERS[file_format](document_of(report))
    _AtWork(report.pk, report.region_id).store(file_format, content, anew=True)
    return content


def report_of(report_id: uuid.UUID | str, *, region_id: uuid.UUID | str) -> Report:
    """Return the report as it stands now."""
    with tenancy.system(Purpose.REPORT, region_id=region_id):
        return Report.objects.select_related("region").get(pk=report_id)


def file_of(report: Report, file_format: FileFormat) -> bytes:
    """Return the stored file."""
    with tenancy.system(Purpose.REPORT, region_id=report.region_id):
        return bytes(report.files.get(format=file_format).content)


def document_of(report: Report) -> Document:
    """Return the frozen figures with their digest. Raises SnapshotError when they were changed afterwards."""
    document = json.loads(report.snapshot) | {canonical.DIGEST_KEY: report.sha256}
    if not canonical.is_intact(document):
        raise SnapshotError("Dit rapport is veranderd nadat het is vastgesteld: de SHA-256 klopt niet.")
    return document


class _AtWork:
    """The steps at one report, each in a transaction of its own, so that the page shows how far it is."""

    def __init__(self, report_id: uuid.UUID | str, region_id: uuid.UUID | str) -> None:
        self.report_id = report_id
        self.region_id = region_id

    def report(self) -> Report:
        return report_of(self.report_id, region_id=self.region_id)

    def note(self, **values: Any) -> None:
        """Write down how far it is; what is ready stays so, also when a slower worker comes after."""
        with self._entered():
            values.setdefault("error", "")
            Report.objects.filter(pk=self.report_id).exclude(status=ReportStatus.READY).update(**values)

    def freeze(self, report: Report) -> None:
        """Collect the figures and fix them. Whoever comes second finds them fixed, and uses those."""
        self.note(status=ReportStatus.COLLECTING, progress=COLLECTING)
        kind = Kind(report.kind)
        at = timezone.now()
        with _one_moment(), self._entered():
            snapshot = collect(
                report.region,
                kind=kind,
                period=parse_for(kind, report.period),
                version=report.version,
                manager_text=report.manager_text,
                at=at,
                on=timezone.localdate(at),
            )
            before = self._version_before(report)
        if before is not None:
            snapshot = replace(snapshot, changes=differences(json.loads(before), snapshot.to_json_dict()))
        with self._entered():
            Report.objects.filter(pk=self.report_id, snapshot="").update(
                snapshot=snapshot.canonical_bytes().decode(),
                sha256=snapshot.sha256(),
                frozen_at=at,
                progress=FROZEN,
            )

    def has_file(self, file_format: FileFormat) -> bool:
        with self._entered():
            return ReportFile.objects.filter(report_id=self.report_id, format=file_format).exists()

    def store(self, file_format: FileFormat, content: bytes, *, anew: bool = False) -> None:
        """Keep the file, once; ``anew`` replaces what was kept."""
        row = ReportFile(
            report_id=self.report_id,
            format=file_format,
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        with self._entered():
            if anew:
                ReportFile.objects.bulk_create(
                    [row],
                    update_conflicts=True,
                    unique_fields=["report", "format"],
                    update_fields=["content", "size", "sha256", "made_at"],
                )
            else:
                ReportFile.objects.bulk_create([row], ignore_conflicts=True)

    def _version_before(self, report: Report) -> str | None:
        frozen = Report.objects.filter(
            region_id=report.region_id, kind=report.kind, period=report.period, version__lt=report.version
        ).exclude(snapshot="")
        return frozen.order_by("-version").values_list("snapshot", flat=True).first()

    def _entered(self) -> Any:
        return tenancy.system(Purpose.REPORT, region_id=self.region_id)


@contextmanager
def _one_moment() -> Iterator[None]:
    """All queries of the block read the database as it stood at one moment; inside a transaction, at the caller's."""
    opens = not connection.in_atomic_block
    with transaction.atomic():
        if opens:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _queue(report: Report) -> Report:
    report.status = ReportStatus.REQUESTED
    report.progress = 0
    report.error = ""
    report.save()
    outbox.queue_job(TASK, report_id=report.pk, region_id=report.region_id)
    return report


def _newest(region_id: uuid.UUID, kind: Kind, period: Period) -> Report | None:
    rows = Report.objects.filter(region_id=region_id, kind=kind, period=str(period))
    return rows.order_by("-version").first()


def _await_turn(region_id: uuid.UUID, kind: Kind, period: Period) -> None:
    """One at a time decides which version comes next."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"report {region_id} {kind} {period}"])


def _sentence(error: Exception) -> str:
    if isinstance(error, SnapshotError):
        return _("De vastgestelde cijfers kloppen niet meer met hun SHA-256. Vraag een nieuwe versie aan.")
    return _("Er ontbreekt een lettertype of opmaakbestand op de server. Vraag de beheerder dit te herstellen.")
