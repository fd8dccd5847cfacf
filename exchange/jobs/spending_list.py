"""What was spent as a sheet, as it was filtered. No name stands in it: of a candidate only the number."""

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
from reporting.filters.spending import SpendingFilter
from reporting.spending.lines import spending_of
from reporting.tables.spending import source_label


def write_spending(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet."""
    file_format = TableFormat(job.file_format)
    known = spending_of(acting).filter(region_id=job.region_id)
    found = SpendingFilter(
        QueryDict(job.query), queryset=known.select_related("programme", "entered_by", "decided_by")
    ).qs
    rows = ListRows(job, found.order_by("on", "reference", "pk"), values=_values, named=lambda _portion: ())
    write_book(target, file_format, [Sheet(_("Uitgaven"), _headings(), rows)])  # type: ignore[arg-type]
    return Made(f"uitgaven-{job.region.code}-{timezone.localdate(at):%Y-%m-%d}.{file_format}", rows.people)


def _headings() -> list[str]:
    return [
        _("Kenmerk"),
        _("Betaald op"),
        _("Jaar van de begroting"),
        _("Post"),
        _("Bedrag"),
        _("Bron"),
        _("Scholing"),
        _("Kandidaatnummer"),
        _("Gemeentecode"),
        _("Inwoner van het voorrangsgebied"),
        _("Omschrijving"),
        _("Stand"),
        _("Ingevoerd door"),
        _("Ingevoerd op"),
        _("Besloten door"),
        _("Besloten op"),
        _("Reden"),
    ]


def _values(one: Any) -> list[Value]:
    inside = {True: _("ja"), False: _("nee"), None: ""}[one.in_priority_area]
    return [
        one.reference,
        one.on,
        one.year,
        one.get_category_display(),
        one.signed_amount,
        source_label(one.source),
        one.programme.name if one.programme else "",
        one.candidate_reference,
        one.municipality,
        inside,
        one.description,
        str(STATUSES[one.standing].word),
        one.entered_by.name if one.entered_by else "",
        timezone.localdate(one.entered_at),
        one.decided_by.name if one.decided_by else "",
        timezone.localdate(one.decided_at) if one.decided_at else None,
        one.reason,
    ]
