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
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import outbox, tenancy
from organisations.choices import Purpose
from organisations.house_style import HouseStyle
from organisations.models import Region
from organisations.outbox import Claim
from organisations.tenancy import Acting
from reporting.choices import Edition, FileFormat, ReportStage, ReportStatus
from reporting.counting import counted
from reporting.figures import canonical
from reporting.figures.snapshot import SnapshotError
from reporting.models import Report, ReportFile
from reporting.moments import one_moment
from reporting.periods import Kind, Period
from reporting.render.ods import render_ods
from reporting.render.packaged import MissingFileError
from reporting.render.pdf import render_pdf
from reporting.render.xlsx import render_xlsx

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
    (FileFormat.XLSX, render_xlsx, 50),
    (FileFormat.ODS, render_ods, 60),
    (FileFormat.PDF, render_pdf, 95),
)
RENDERERS = {file_format: render for file_format, render, _progress in FILES}
COLLECTING, FROZEN, DONE = 10, 30, 100


@transaction.atomic
def request(
    acting: Acting,
    *,
    kind: Kind,
    period: Period,
    manager_text: str,
    at: dt.datetime,
    known_on: dt.date | None = None,
) -> Report:
    """Ask for the next version of a report; a worker makes it. Asking twice at once is refused.

    A version that failed before its figures were frozen is asked for anew under its own number. ``known_on``: with what
    was known at the end of that day; such a report stands beside the versions and corrects none.
    """
    region = acting.region
    if region is None:
        raise ReportError(
            _("Uw organisatie werkt in geen enkele regio. Vraag de beheerder van het portaal om een regio.")
        )
    if known_on is not None and known_on >= timezone.localdate(at):
        raise ReportError(_("Kies een dag die voorbij is: wat vandaag bekend is, staat in een gewoon rapport."))
    await_turn(region.id, kind, period)
    report = _newest(region.id, kind, period, known_on)
    if report is not None and report.status not in {ReportStatus.READY, ReportStatus.FAILED}:
        raise ReportError(_("Dit rapport wordt al gemaakt. Wacht tot het klaar is."))
    if report is None or report.snapshot:
        report = Report(
            region_id=region.id,
            kind=kind,
            period=str(period),
            version=1 if report is None else report.version + 1,
            known_on=known_on,
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


def version_for(
    region: Region, *, kind: Kind, period: Period, fresh: bool, at: dt.datetime, known_on: dt.date | None = None
) -> Report:
    """Return the newest version of a report, or with ``fresh`` (or when there is none) a new one, not yet made."""
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        await_turn(region.pk, kind, period)
        newest = _newest(region.pk, kind, period, known_on)
        if newest is not None and not (fresh and newest.snapshot):
            return newest
        version = 1 if newest is None else newest.version + 1
        return Report.objects.create(
            region=region, kind=kind, period=str(period), version=version, known_on=known_on, requested_at=at
        )


def produce(
    report_id: uuid.UUID | str, *, region_id: uuid.UUID | str, check: Callable[[Report], object] | None = None
) -> None:
    """Make the report, from wherever an earlier attempt stopped. Call it outside any transaction.

    ``check`` looks at the figures in a transaction of its own before the report is ready: nobody freezes it before.
    What another attempt cannot mend makes the report fail with a sentence; any other error goes on to the caller.
    """
    at_work = _AtWork(report_id, region_id)
    report = at_work.report()
    if report.status == ReportStatus.READY:
        return
    try:
        report = fix_figures(report, check=check)
        document = document_of(report)
        at_work.note(status=ReportStatus.RENDERING, progress=FROZEN)
        for file_format, _render, progress in FILES:
            if not at_work.has_file(file_format, report):
                at_work.store(file_format, _rendered(report, file_format, document), made_of=report)
            at_work.note(status=ReportStatus.RENDERING, progress=progress)
        at_work.finish(report, at=timezone.now())
    except (SnapshotError, MissingFileError) as error:
        logger.exception("report %s cannot be made", report_id)
        at_work.note(status=ReportStatus.FAILED, error=_sentence(error))
    except Exception:
        at_work.note(error=_("Er ging iets mis. Het portaal probeert het vanzelf opnieuw."))
        raise


def fix_figures(report: Report, *, check: Callable[[Report], object] | None = None) -> Report:
    """The first step of ``produce``, and the quick one: collect the figures, unless they stand already."""
    at_work = _AtWork(report.pk, report.region_id)
    if not report.snapshot:
        at_work.freeze(report)
    fixed = at_work.report()
    if check is not None:
        with at_work.entered():
            check(fixed)
    return fixed


def give_up(claim: Claim, error: str) -> None:
    """No attempt is left: say so on the page, where it can be tried again."""
    logger.error("report %s failed: %s", claim.payload["report_id"], error)
    _AtWork(claim.payload["report_id"], claim.payload["region_id"]).note(
        status=ReportStatus.FAILED,
        error=_("Het rapport is niet gelukt, ook niet na een paar keer. Probeer het later opnieuw."),
    )


def rerender(report: Report, file_format: FileFormat) -> bytes:
    """Make one file anew from the stored snapshot, put it in the place of the old one and return it."""
    content = _rendered(report, file_format, document_of(report))
    _AtWork(report.pk, report.region_id).store(file_format, content, made_of=report)
    return content


def _rendered(report: Report, file_format: FileFormat, document: Document) -> bytes:
    """Make one file; a PDF of what nobody has adopted yet says on every page that it is a draft."""
    if file_format == FileFormat.PDF:
        return render_pdf(document, draft=report.is_draft, style=HouseStyle.of(report.region.accent))
    return RENDERERS[file_format](document)


def report_of(report_id: uuid.UUID | str, *, region_id: uuid.UUID | str) -> Report:
    """Return the report as it stands now."""
    with tenancy.system(Purpose.REPORT, region_id=region_id):
        return Report.objects.select_related("region").get(pk=report_id)


def file_of(report: Report, file_format: FileFormat) -> bytes:
    """Return the stored file."""
    with tenancy.system(Purpose.REPORT, region_id=report.region_id):
        return bytes(report.files.get(edition=Edition.EXACT, format=file_format).content)


def document_of(report: Report) -> Document:
    """Return the frozen figures with their digest. Raises SnapshotError when they were changed afterwards."""
    document = json.loads(report.snapshot) | {canonical.DIGEST_KEY: report.sha256}
    if not canonical.is_intact(document):
        raise SnapshotError("Dit rapport is veranderd nadat het is vastgesteld: de SHA-256 klopt niet.")
    return document


def rows_of(report: Report) -> Document:
    """Return the rows behind each figure by its path. Raises SnapshotError when they are not those of the snapshot."""
    rows: Document = json.loads(report.rows or "{}")
    if report.rows and canonical.digest(rows) != report.rows_sha256:
        raise SnapshotError(
            "De regels achter dit rapport zijn veranderd nadat het is vastgesteld: de SHA-256 klopt niet."
        )
    return rows


class _AtWork:
    """The steps at one report, each in a transaction of its own, so that the page shows how far it is."""

    def __init__(self, report_id: uuid.UUID | str, region_id: uuid.UUID | str) -> None:
        self.report_id = report_id
        self.region_id = region_id

    def report(self) -> Report:
        return report_of(self.report_id, region_id=self.region_id)

    def note(self, **values: Any) -> None:
        """Write down how far it is; what is ready stays so, also when a slower worker comes after."""
        with self.entered():
            values.setdefault("error", "")
            Report.objects.filter(pk=self.report_id).exclude(status=ReportStatus.READY).update(**values)

    def freeze(self, report: Report) -> None:
        """Collect the figures and fix them. Whoever comes second finds them fixed, and uses those."""
        self.note(status=ReportStatus.COLLECTING, progress=COLLECTING)
        at = timezone.now()
        with one_moment(writes=report.known_on is not None), self.entered():
            snapshot = counted(report, at=at)
        with self.entered():
            Report.objects.filter(pk=self.report_id, snapshot="").update(
                snapshot=snapshot.canonical_bytes().decode(),
                sha256=snapshot.sha256(),
                rows=canonical.canonical_bytes(snapshot.rows()).decode(),
                rows_sha256=canonical.digest(snapshot.rows()),
                frozen_at=at,
                progress=FROZEN,
            )

    def has_file(self, file_format: FileFormat, report: Report) -> bool:
        """Whether the file was made of these figures and words, and no draft is left of what was adopted since."""
        with self.entered():
            files = ReportFile.objects.filter(report_id=self.report_id, edition=Edition.EXACT, format=file_format)
            if file_format == FileFormat.PDF and report.adopted_at is not None:
                files = files.filter(made_at__gte=report.adopted_at)
            return files.filter(made_of=report.sha256).exists()

    def store(self, file_format: FileFormat, content: bytes, *, made_of: Report) -> None:
        """Keep the file in the place of an earlier one; not when the words were changed since it was begun."""
        row = ReportFile(
            report_id=self.report_id,
            format=file_format,
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            made_of=made_of.sha256,
        )
        with self.entered():
            rows = Report.objects.select_for_update(of=("self",), no_key=True).only("sha256", "stage")
            report = rows.get(pk=self.report_id)
            if (report.sha256, report.is_draft) != (made_of.sha256, made_of.is_draft):
                return
            ReportFile.objects.bulk_create(
                [row],
                update_conflicts=True,
                unique_fields=["report", "edition", "format"],
                update_fields=["content", "size", "sha256", "made_of", "made_at"],
            )

    def finish(self, made_of: Report, *, at: dt.datetime) -> None:
        """It is ready, unless its words were changed meanwhile: then it is made again. Once, tell whoever asked."""
        with self.entered():
            made = Report.objects.filter(pk=self.report_id, sha256=made_of.sha256).exclude(status=ReportStatus.READY)
            if made_of.is_draft:
                made = made.exclude(stage=ReportStage.FROZEN)
            first = made.filter(ready_at=None, requested_by__isnull=False).exists()
            if made.update(status=ReportStatus.READY, progress=DONE, error="", ready_at=at) and first:
                _tell(Report.objects.select_related("region", "requested_by").get(pk=self.report_id))

    def entered(self) -> Any:
        return tenancy.system(Purpose.REPORT, region_id=self.region_id)


def _queue(report: Report) -> Report:
    report.status = ReportStatus.REQUESTED
    report.progress = 0
    report.error = ""
    report.save()
    outbox.queue_job(TASK, report_id=report.pk, region_id=report.region_id)
    return report


def _tell(report: Report) -> None:
    """Mail whoever asked that it can be read; in the transaction that made it ready."""
    if report.requested_by is None or report.organisation_id is None:
        return
    path = reverse("reporting:report_detail", args=[report.organisation_id, report.pk])
    context = {
        "name": report.requested_by.name,
        "title": report.title,
        "version": report.version,
        "known_on": report.known_on,
        "link": urljoin(settings.PUBLIC_URL, path),
    }
    outbox.queue_mail("report_ready", to=report.requested_by.email, context=context)


def _newest(region_id: uuid.UUID, kind: Kind, period: Period, known_on: dt.date | None) -> Report | None:
    rows = Report.objects.filter(region_id=region_id, kind=kind, period=str(period), known_on=known_on)
    return rows.order_by("-version").first()


def await_turn(region_id: uuid.UUID, kind: Kind, period: Period) -> None:
    """One at a time decides which version comes next."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"report {region_id} {kind} {period}"])


def _sentence(error: Exception) -> str:
    if isinstance(error, SnapshotError):
        return _("De vastgestelde cijfers kloppen niet meer met hun SHA-256. Vraag een nieuwe versie aan.")
    return _("Er ontbreekt een lettertype of opmaakbestand op de server. Vraag de beheerder dit te herstellen.")
