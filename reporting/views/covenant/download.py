"""A list of the covenant as a workbook, as it stands at this moment."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from organisations.tenancy import Acting
from reporting.render.content import Row
from reporting.render.sheets import Part, Sheet
from reporting.render.workbook import Book

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, headings: Sequence[str], rows: Iterable[Row], *, acting: Acting) -> HttpResponse:
    at = timezone.localtime()
    book = Book(title=title, creator=acting.organisation_name, made_at=at)
    book.add(Sheet(title, (Part("", tuple(headings), tuple(rows)),)))
    response = HttpResponse(book.to_bytes(), content_type=XLSX)
    name = f"{slugify(title)}-{at:%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
