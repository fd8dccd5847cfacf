"""A file of a report as a download."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from reporting.choices import FileFormat
from reporting.models import ReportFile

CONTENT_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.JSON: "application/json",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
}


def as_download(file: ReportFile, *, name: str) -> HttpResponse:
    return HttpResponse(
        bytes(file.content),
        content_type=CONTENT_TYPES[FileFormat(file.format)],
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)},
    )
