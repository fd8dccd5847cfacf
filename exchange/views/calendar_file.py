"""The calendar as files: exactly the tenders that the page of the same address shows. No log-in, and no cookie."""

import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exchange import atom as feeds
from exchange.calendar_out import atom, demand_table, ical, ocds, table
from exchange.calendar_out.facts import CalendarFacts, TenderFacts, calendar_facts, tender_facts
from exchange.choices import TableFormat
from organisations import tenancy
from organisations.access import open_to_all
from organisations.models import Region
from tenders.calendar.demand import asked_in, read_demand
from tenders.calendar.selection import selection

#: As long as the page.
SECONDS_FRESH = 60
#: What is larger waits on disk until it is sent.
_HELD = 4 * 1024 * 1024
_STREAMS = {"kalender.ics": ical.write, "kalender.atom": atom.write, "ocds.json": ocds.write}
_TABLES = {"kalender.csv": TableFormat.CSV, "kalender.xlsx": TableFormat.XLSX}
CONTENT_TYPES = {
    "kalender.ics": "text/calendar; charset=utf-8",
    "kalender.atom": feeds.CONTENT_TYPE,
    "kalender.csv": "text/csv; charset=utf-8",
    "kalender.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ocds.json": "application/json",
}
#: A browser shows these; the others are kept as a file.
_SHOWN = frozenset({"kalender.atom", "ocds.json"})


@open_to_all
@require_safe
def calendar_file(request: HttpRequest, region_code: str, file_name: str) -> HttpResponseBase:
    """One file of what the same address asks of the calendar; made whole before the first byte goes."""
    if file_name not in CONTENT_TYPES:
        raise Http404
    region = get_object_or_404(Region, code=region_code)
    target = tempfile.SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 -- the answer closes it when it was sent
    with _closed_if_it_fails(target), tenancy.public(region.pk):
        found = selection(region.pk, request.GET, on=timezone.localdate())
        calendar = calendar_facts(region, found)
        etag = _write(target, file_name, calendar, tender_facts(region, found))
    size = target.tell()
    target.seek(0)
    answer: Any = FileResponse(target, content_type=CONTENT_TYPES[file_name])
    answer["Content-Length"] = str(size)
    name = f"{region.code}-{file_name}"
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=file_name not in _SHOWN, filename=name) or ""
    )
    answer["ETag"] = etag
    patch_cache_control(answer, public=True, max_age=SECONDS_FRESH)
    conditional = get_conditional_response(request, etag=etag, response=answer)
    if conditional is not None and conditional is not answer:
        patch_cache_control(conditional, public=True, max_age=SECONDS_FRESH)
        target.close()
        return conditional
    answered: HttpResponseBase = answer
    return answered


@open_to_all
@require_safe
def demand_file(request: HttpRequest, region_code: str, file_format: str) -> HttpResponseBase:
    """The expected demand of the same address, a line for each occupation of each tender."""
    name = f"kalender.{file_format}"
    if name not in _TABLES:
        raise Http404
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        read = read_demand(region.pk, asked_in(request.GET), on=timezone.localdate())
        address = settings.PUBLIC_URL + reverse("tenders:calendar", args=[region.code])
    body = io.BytesIO()
    demand_table.write(body, _TABLES[name], read, address)
    answer = HttpResponse(body.getvalue(), content_type=CONTENT_TYPES[name])
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{region.code}-vraag.{file_format}") or ""
    )
    digest = hashlib.sha256(repr((file_format, read.quarters, read.lines)).encode()).hexdigest()
    etag = _tag_of_table(name, digest)
    answer["ETag"] = etag
    patch_cache_control(answer, public=True, max_age=SECONDS_FRESH)
    conditional = get_conditional_response(request, etag=etag, response=answer)
    if conditional is not None and conditional is not answer:
        patch_cache_control(conditional, public=True, max_age=SECONDS_FRESH)
    return conditional or answer


@contextmanager
def _closed_if_it_fails(target: IO[bytes]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        target.close()
        raise


class _Digested:
    """The tenders as they go by, and a digest of all they said."""

    def __init__(self, tenders: Iterable[TenderFacts]) -> None:
        self.tenders = tenders
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[TenderFacts]:
        for one in self.tenders:
            self.digest.update(repr(one).encode())
            yield one


def _tag_of_table(file_name: str, digest: str) -> str:
    """A workbook says the same in other bytes each time: its tag is a weak one, and promises no bytes."""
    return f'W/"{digest}"' if _TABLES[file_name] == TableFormat.XLSX else f'"{digest}"'


def _write(target: IO[bytes], file_name: str, calendar: CalendarFacts, tenders: Iterable[TenderFacts]) -> str:
    """Write it, and return its tag: of its bytes, or for a workbook, never twice the same bytes, of what it says."""
    if file_name in _TABLES:
        said = _Digested(tenders)
        table.write(target, _TABLES[file_name], said)  # type: ignore[arg-type]
        return _tag_of_table(file_name, said.digest.hexdigest())
    digest = hashlib.sha256()
    for part in _STREAMS[file_name](calendar, tenders):
        digest.update(part)
        target.write(part)
    return f'"{digest.hexdigest()}"'
