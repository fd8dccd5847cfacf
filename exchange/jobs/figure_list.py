"""The rows behind a figure as a sheet: those that who asks may see. No name of a person stands in it."""

import datetime as dt
from typing import IO, Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.choices import TableFormat
from exchange.jobs.list_rows import ListRows, Made
from exchange.models import BulkJob
from exchange.sheets import Sheet, Value, write_book
from organisations.templatetags.status_words import STATUSES
from organisations.tenancy import Acting
from reporting.overviews.dashboard.behind import SoughtRows, row_of
from reporting.overviews.dashboard.finding import kept_rows


def write_figure(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet; nothing for who may not see these rows, or when the figure is there no more."""
    asked = QueryDict(job.query)
    kept = kept_rows(
        acting, asked.get("cijfer", ""), period=asked.get("periode", ""), report_id=asked.get("rapport", ""), at=at
    )
    if kept is None:
        return Made("")
    sought = SoughtRows.of(acting, kept.kind, kept.behind, search=asked.get("zoek", "").strip())
    if sought is None:
        return Made("")

    def values(record: Any) -> list[Value]:
        row = row_of(acting, sought, record)
        cells: list[Value] = [
            str(STATUSES[value].word) if column.shown == "status" and value else value or ""
            for column, value in row.cells
        ]
        months: list[Value] = [row.months] if sought.months else []
        amounts: list[Value] = [row.amount] if sought.adds else []
        return [row.reference, *cells, *months, *amounts]

    headings = [
        _("Kenmerk"),
        *(str(column.label) for column in sought.table.columns),
        *([_("Na maanden")] if sought.months else []),
        *([_("Telt mee voor")] if sought.adds else []),
    ]
    rows = ListRows(job, sought.found, values=values, named=lambda _portion: ())
    file_format = TableFormat(job.file_format)
    write_book(target, file_format, [Sheet(_("Regels"), headings, rows)])  # type: ignore[arg-type]
    return Made(f"cijfer-{job.region.code}-{timezone.localdate(at):%Y-%m-%d}.{file_format}", rows.people)
