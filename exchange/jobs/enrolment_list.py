"""The list of participants in training as a sheet, as it was filtered."""

import datetime as dt
from typing import IO, Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.file.pages import name_of
from candidates.filters.training import EnrolmentFilter
from candidates.training.enrolments import enrolments_of
from candidates.training.programmes import programmes_of
from exchange.choices import TableFormat
from exchange.jobs.list_rows import ListRows, Made
from exchange.models import BulkJob
from exchange.sheets import Sheet, Value, write_book
from organisations.tenancy import Acting


def write_enrolments(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet."""
    file_format = TableFormat(job.file_format)
    known = enrolments_of(acting).filter(region_id=job.region_id).with_overlap()
    found = EnrolmentFilter(
        QueryDict(job.query),
        queryset=known.select_related("candidate__identity", "programme", "group"),
        programmes=programmes_of(acting),
    ).qs
    rows = ListRows(
        job,
        found.order_by("started_on", "reference", "pk"),
        values=_values,
        named=lambda portion: {one.candidate_id: one.candidate for one in portion}.values(),
    )
    write_book(target, file_format, [Sheet(_("Deelnemers"), _headings(), rows)])  # type: ignore[arg-type]
    return Made(f"deelnemers-{job.region.code}-{timezone.localdate(at):%Y-%m-%d}.{file_format}", rows.people)


def _headings() -> list[str]:
    return [
        _("Kenmerk"),
        _("Kandidaatnummer"),
        _("Naam"),
        _("Scholing"),
        _("Groep"),
        _("Van"),
        _("Tot en met"),
        _("Uitkomst"),
        _("Waarom gestopt"),
        _("Certificaat"),
        _("Datum certificaat"),
        _("Aanwezig (%)"),
        _("Met behoud van uitkering"),
        _("Kosten van de scholing"),
        _("Kosten van de begeleiding"),
        _("Vouchernummer"),
        _("Overlapt een andere scholing"),
    ]


def _values(one: Any) -> list[Value]:
    return [
        one.reference,
        one.candidate.reference,
        name_of(one.candidate),
        one.programme.name,
        one.group.name if one.group else "",
        one.started_on,
        one.ended_on,
        one.get_outcome_display() or _("Loopt nog"),
        one.dropout_words,
        one.certificate_name,
        one.certificate_on,
        one.attendance,
        _("ja") if one.benefit_kept else _("nee"),
        one.training_cost,
        one.guidance_cost,
        one.voucher,
        _("ja") if one.overlaps else _("nee"),
    ]
