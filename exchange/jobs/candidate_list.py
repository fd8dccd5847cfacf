"""The list of candidates as a sheet, as it was filtered."""

import datetime as dt
from typing import IO, Any

from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.access import candidates_of
from candidates.filters.candidate import CandidateFilter
from exchange.choices import TableFormat
from exchange.jobs.list_rows import ListRows, Made
from exchange.models import BulkJob
from exchange.sheets import Sheet, Value, write_book
from organisations.models import Municipality
from organisations.tenancy import Acting


def write_candidates(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet."""
    file_format = TableFormat(job.file_format)
    known = candidates_of(acting).filter(region_id=job.region_id)
    found = CandidateFilter(QueryDict(job.query), acting=acting, candidates=known).qs
    name = Municipality.objects.filter(pk=OuterRef("municipality")).values("name")
    named = found.annotate(municipality_name=Subquery(name)).select_related("identity", "coach", "werkplein")
    rows = ListRows(
        job,
        named.order_by("reference", "pk"),
        values=_values,
        named=list,
    )
    write_book(target, file_format, [Sheet(_("Kandidaten"), _headings(), rows)])  # type: ignore[arg-type]
    return Made(f"kandidaten-{job.region.code}-{timezone.localdate(at):%Y-%m-%d}.{file_format}", rows.people)


def _headings() -> list[str]:
    return [
        _("Kandidaatnummer"),
        _("Voornaam"),
        _("Achternaam"),
        _("Geboortedatum"),
        _("Telefoon"),
        _("E-mailadres"),
        _("Gemeente bij aanmelding"),
        _("Soort werk"),
        _("Sector"),
        _("Doelgroep"),
        _("Stand"),
        _("Sinds"),
        _("Coach"),
        _("Werkplein"),
        _("Aangemeld op"),
        _("Aangemeld door"),
        _("Bellen voor of op"),
        _("Laatste contact"),
        _("Klaar voor werk sinds"),
    ]


def _values(one: Any) -> list[Value]:
    who = getattr(one, "identity", None)
    return [
        one.reference,
        who.first_name if who else "",
        who.last_name if who else "",
        who.birth_date if who else None,
        who.phone if who else "",
        who.email if who else "",
        one.municipality_name or one.municipality,
        one.wanted_work,
        one.get_sector_display(),
        one.get_target_group_display(),
        one.get_state_display(),
        one.state_since,
        one.coach.name if one.coach else "",
        one.werkplein.name if one.werkplein else "",
        one.registered_on,
        one.registrant or one.get_source_display(),
        one.call_by,
        one.last_contact_on,
        one.ready_since,
    ]
