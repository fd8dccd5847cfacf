"""The tenders that somebody keeps as a sheet, as they were filtered, in the words in which they can come in again."""

import datetime as dt
from collections.abc import Iterator
from typing import IO, Any

from django.http import QueryDict
from django.utils import timezone

from exchange import collect
from exchange.choices import TableFormat
from exchange.jobs.list_rows import Made
from exchange.jobs.progress import Telling
from exchange.jobs.sources import tender_words
from exchange.models import BulkJob
from exchange.sheets import Sheet, Value, write_book
from exchange.tender_sheet import COLUMNS, SHAPE, cells_of
from organisations.tenancy import Acting
from tenders.access import tenders_kept_by
from tenders.tender_filter import TenderFilter

_PORTION = 500


def write_tenders(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet. A confidential value stands in it: it is the keeper's own."""
    file_format, on = TableFormat(job.file_format), timezone.localdate(at)
    rows = _rows(job, acting, on)
    headings = [str(title) for title in COLUMNS.values()]
    write_book(target, file_format, [Sheet(SHAPE.sheet, headings, rows)])  # type: ignore[arg-type]
    return Made(f"aanbestedingen-{job.region.code}-{on:%Y-%m-%d}.{file_format}")


def _rows(job: BulkJob, acting: Acting, on: dt.date) -> Iterator[list[Value]]:
    known = tenders_kept_by(acting).filter(region_id=job.region_id)
    found: Any = TenderFilter(
        QueryDict(job.query), acting=acting, tenders=known, queryset=known.with_upkeep(on=on)
    ).qs.order_by("planned_publication", "reference")
    references = list(found.values_list("reference", flat=True))
    words = tender_words(job.region_id, own_id=None)
    places, trades = words.names_of_places(), words.names_of_trades()
    telling = Telling(job.pk, job.region_id)
    for start in range(0, len(references), _PORTION):
        portion = references[start : start + _PORTION]
        held = {one.row.reference: one.row for one in collect.tenders(job.region_id, portion)}
        for reference in portion:
            yield cells_of(held[reference], places=places, trades=trades)
        telling.reached(start + len(portion), len(references))
