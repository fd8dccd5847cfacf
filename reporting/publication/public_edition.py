"""The public edition of a published report: its document and files, made by a worker.

What may be shown depends on what was shown before, so a region's public documents are made one at a time and in the
order of publication. A document that was public once counts as known for ever, also after it was taken back.
"""

import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.house_style import HouseStyle
from organisations.models import Region
from reporting import pipeline
from reporting.choices import Edition, FileFormat
from reporting.models import Report, ReportFile, ReportPublication
from reporting.periods import Period
from reporting.publication.open_data import render_csv
from reporting.render.public_files import render_public_ods, render_public_pdf, render_public_xlsx
from reporting.suppression import Publication, make_public

logger = logging.getLogger(__name__)

TASK = "reporting.tasks.make_public_edition"

Document = Mapping[str, Any]

#: Made of the public document alone. The JSON comes first: it is what decides on everything that follows.
FILES: dict[FileFormat, Callable[[Document], bytes]] = {
    FileFormat.JSON: pipeline.render_json,
    FileFormat.CSV: render_csv,
    FileFormat.XLSX: render_public_xlsx,
    FileFormat.ODS: render_public_ods,
    FileFormat.PDF: render_public_pdf,
}


def is_out_of_order(report: Report) -> bool:
    """Whether a later period is public already: its tables would be told by those of an earlier one."""
    last_day = Period.parse(report.period).last_day
    published = ReportPublication.objects.filter(region_id=report.region_id, edition=Edition.PUBLIC)
    made = ReportFile.objects.filter(
        report__region_id=report.region_id, edition=Edition.PUBLIC, format=FileFormat.JSON
    ).exclude(report=report)
    periods = {*published.values_list("period", flat=True), *made.values_list("report__period", flat=True)}
    return any(Period.parse(period).last_day > last_day for period in periods)


def is_unmade(report: Report) -> bool:
    """Whether a file of the public edition is not there: it is being made, or its job was given up."""
    made = ReportFile.objects.filter(report=report, edition=Edition.PUBLIC, format__in=FILES)
    return made.count() < len(FILES)


def produce(region_id: uuid.UUID | str) -> None:
    """Make what is missing of all public editions of the region, the first published first. Repeatable."""
    with tenancy.system(Purpose.REPORT, region_id=region_id):
        publications = ReportPublication.objects.filter(region_id=region_id, edition=Edition.PUBLIC)
        waiting = list(publications.order_by("published_at", "pk").values_list("report_id", flat=True))
        style = HouseStyle.of(Region.objects.get(pk=region_id).accent)
    for report_id in waiting:
        document = _document(report_id, region_id)
        for file_format in FILES:
            if not _has(report_id, region_id, file_format):
                _store(report_id, region_id, file_format, _rendered(file_format, document, style))


def _rendered(file_format: FileFormat, document: Document, style: HouseStyle) -> bytes:
    """The colours are the region's of this moment, and no part of what was published."""
    if file_format == FileFormat.PDF:
        return render_public_pdf(document, style=style)
    return FILES[file_format](document)


def _document(report_id: uuid.UUID, region_id: uuid.UUID | str) -> Document:
    """The public document: the one that was made before, or a new one beside all that were."""
    with tenancy.system(Purpose.REPORT, region_id=region_id):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"public figures {region_id}"])
        made = {
            one.report_id: one
            for one in ReportFile.objects.filter(
                report__region_id=region_id, edition=Edition.PUBLIC, format=FileFormat.JSON
            )
            .select_related("report")
            .order_by("made_at", "pk")
        }
        if report_id in made:
            return json.loads(bytes(made[report_id].content))
        earlier = [
            Publication(pipeline.document_of(one.report), json.loads(bytes(one.content))) for one in made.values()
        ]
        report = Report.objects.get(pk=report_id)
        document = make_public(pipeline.document_of(report), earlier)
        _insert(report, FileFormat.JSON, FILES[FileFormat.JSON](document))
        return document


def _has(report_id: uuid.UUID, region_id: uuid.UUID | str, file_format: FileFormat) -> bool:
    with tenancy.system(Purpose.REPORT, region_id=region_id):
        return ReportFile.objects.filter(report_id=report_id, edition=Edition.PUBLIC, format=file_format).exists()


def _store(report_id: uuid.UUID, region_id: uuid.UUID | str, file_format: FileFormat, content: bytes) -> None:
    with tenancy.system(Purpose.REPORT, region_id=region_id):
        _insert(Report.objects.get(pk=report_id), file_format, content)


def _insert(report: Report, file_format: FileFormat, content: bytes) -> None:
    row = ReportFile(
        report=report,
        edition=Edition.PUBLIC,
        format=file_format,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_of=report.sha256,
        made_at=timezone.now(),
    )
    ReportFile.objects.bulk_create([row], ignore_conflicts=True)
