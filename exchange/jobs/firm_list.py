"""The register of local firms as a sheet, as it was filtered."""

import datetime as dt
from typing import IO, Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.choices import TableFormat
from exchange.jobs.list_rows import ListRows, Made
from exchange.models import BulkJob
from exchange.sheets import Sheet, Value, write_book
from organisations.models import Municipality, Occupation
from organisations.tenancy import Acting
from tenders.firm_list import FirmFilter
from tenders.firms.access import firms_of


def write_firms(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet."""
    file_format, on = TableFormat(job.file_format), timezone.localdate(at)
    known = firms_of(acting).filter(region_id=job.region_id)
    found = FirmFilter(QueryDict(job.query), queryset=known, acting=acting, on=on).qs
    places = dict(Municipality.objects.values_list("code", "name"))
    occupations = dict(Occupation.objects.filter(region_id=job.region_id).values_list("code", "name"))

    def values(one: Any) -> list[Value]:
        return _values(one, places, occupations, on=on)

    rows = ListRows(job, found.order_by("name", "pk"), values=values, named=lambda _portion: ())
    write_book(target, file_format, [Sheet(_("Bedrijven"), _headings(), rows)])  # type: ignore[arg-type]
    return Made(f"bedrijven-{job.region.code}-{on:%Y-%m-%d}.{file_format}", rows.people)


def _headings() -> list[str]:
    return [
        _("Naam"),
        _("KVK-nummer"),
        _("Gemeente"),
        _("Plaats"),
        _("Provincie"),
        _("Wat het doet"),
        _("CPV-codes"),
        _("Beroepen"),
        _("Keurmerk"),
        _("Keurmerk geldig tot en met"),
        _("Keurmerk telt mee"),
        _("Website"),
        _("Contactpersoon"),
        _("E-mailadres"),
        _("Telefoonnummer"),
        _("Stand"),
        _("Nagekeken"),
    ]


def _values(one: Any, places: dict[str, str], occupations: dict[str, str], *, on: dt.date) -> list[Value]:
    holds = one.label_valid_until is not None and one.label_valid_until >= on
    return [
        one.name,
        one.kvk,
        places.get(one.municipality, one.municipality),
        one.place,
        one.get_province_display(),
        one.does,
        ", ".join(one.cpv_codes),
        ", ".join(occupations.get(code, code) for code in one.occupation_codes),
        one.get_label_display(),
        one.label_valid_until,
        (_("ja") if holds else _("nee")) if one.label else "",
        one.website,
        one.contact_name,
        one.contact_email,
        one.contact_phone,
        one.get_state_display(),
        timezone.localdate(one.looked_at),
    ]
