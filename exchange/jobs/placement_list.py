"""The list of placements as a sheet, as it was filtered."""

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
from placements.filters import PlacementFilter
from placements.pages.placement_page import named, placement_rows


def write_placements(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet."""
    file_format = TableFormat(job.file_format)
    on = timezone.localdate(at)
    known = placement_rows(acting, on=on).filter(region_id=job.region_id)
    found = PlacementFilter(QueryDict(job.query), queryset=known).qs.select_related("occupation", "file")
    rows = ListRows(
        job,
        found.order_by("starts_on", "reference", "pk"),
        values=_values,
        named=named,
    )
    write_book(target, file_format, [Sheet(_("Plaatsingen"), _headings(), rows)])  # type: ignore[arg-type]
    return Made(f"plaatsingen-{job.region.code}-{on:%Y-%m-%d}.{file_format}", rows.people)


def _headings() -> list[str]:
    return [
        _("Kenmerk"),
        _("Kandidaatnummer"),
        _("Naam"),
        _("Werkgever"),
        _("Sector"),
        _("Beroep"),
        _("Eerste werkdag"),
        _("Afgesproken einde"),
        _("Laatste werkdag"),
        _("Reden van het einde"),
        _("Uren per week"),
        _("Soort contract"),
        _("Loon in plaats van uitkering"),
        _("Social return"),
        _("Stand"),
    ]


def _values(one: Any) -> list[Value]:
    return [
        one.reference,
        one.candidate_reference,
        one.who if one.is_named else "",
        one.employer_name,
        one.get_sector_display(),
        one.occupation.name if one.occupation else "",
        one.starts_on,
        one.ends_on,
        one.ended_on,
        one.get_end_reason_display(),
        one.hours_per_week,
        one.get_contract_form_display(),
        _("ja") if one.file.wage_replaces_benefit else _("nee"),
        _("ja") if one.sroi else _("nee"),
        str(STATUSES[one.shown_state].word),
    ]
