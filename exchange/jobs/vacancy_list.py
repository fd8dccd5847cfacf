"""The vacancies that somebody keeps as a sheet, as they were filtered."""

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
from placements.access import kept_vacancies
from placements.vacancy_choices import ClosedBecause, Rule
from placements.vacancy_list import VacancyFilter


def write_vacancies(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet."""
    file_format, on = TableFormat(job.file_format), timezone.localdate(at)
    known = kept_vacancies(acting).filter(region_id=job.region_id)
    found = VacancyFilter(QueryDict(job.query), queryset=known, acting=acting).qs
    rows = ListRows(
        job,
        found.select_related("file", "occupation").order_by("reference", "pk"),
        values=_values,
        named=lambda _portion: (),
    )
    write_book(target, file_format, [Sheet(_("Vacatures"), _headings(), rows)])  # type: ignore[arg-type]
    return Made(f"vacatures-{job.region.code}-{on:%Y-%m-%d}.{file_format}", rows.people)


def _headings() -> list[str]:
    return [
        _("Nummer"),
        _("Werk"),
        _("Werkgever"),
        _("Stand"),
        _("Beroep"),
        _("Sector"),
        _("Gemeente"),
        _("Plaats"),
        _("Aantal plekken"),
        _("Uren vanaf"),
        _("Uren tot"),
        _("Loon vanaf"),
        _("Loon tot"),
        _("Begint op"),
        _("Reageren tot en met"),
        _("Moet"),
        _("Telt voor social return"),
        _("Voorstellen"),
        _("Online sinds"),
        _("Klopte nog op"),
        _("Gesloten op"),
        _("Waarom"),
        _("Aangenomen"),
        _("Contactpersoon"),
        _("E-mailadres"),
        _("Telefoonnummer"),
    ]


def _values(one: Any) -> list[Value]:
    return [
        one.reference,
        one.title,
        one.employer,
        str(STATUSES[one.shown_state].word),
        one.occupation.name if one.occupation else "",
        one.get_sector_display(),
        one.place_name or one.municipality,
        one.place,
        one.places,
        one.hours_from,
        one.hours_to,
        one.wage_from,
        one.wage_to,
        one.starts_on,
        one.closes_on,
        ", ".join(str(Rule(rule).label) for rule in one.rules),
        _("ja") if one.sroi else _("nee"),
        one.proposed,
        timezone.localdate(one.published_at) if one.published_at else None,
        timezone.localdate(one.confirmed_at),
        timezone.localdate(one.closed_at) if one.closed_at else None,
        str(ClosedBecause(one.closed_because).label) if one.closed_because else "",
        one.hired,
        one.file.contact_name,
        one.file.contact_email,
        one.file.contact_phone,
    ]
