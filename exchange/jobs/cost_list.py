"""The invoices for training as a sheet, as they were filtered. No name stands in it: of a participant only the number."""

import datetime as dt
from typing import IO, Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.filters.training import CostFilter
from candidates.training.costs import costs_of
from exchange.choices import TableFormat
from exchange.jobs.list_rows import ListRows, Made
from exchange.models import BulkJob
from exchange.sheets import Sheet, Value, write_book
from organisations.tenancy import Acting


def write_costs(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet."""
    file_format = TableFormat(job.file_format)
    known = costs_of(acting).filter(region_id=job.region_id)
    found = CostFilter(
        QueryDict(job.query),
        queryset=known.select_related("programme", "group", "enrolment__candidate", "entered_by", "decided_by"),
    ).qs
    rows = ListRows(
        job,
        found.order_by("invoice_on", "supplier", "invoice_number", "pk"),
        values=_values,
        named=lambda _portion: (),
    )
    write_book(target, file_format, [Sheet(_("Kosten"), _headings(), rows)])  # type: ignore[arg-type]
    return Made(f"kosten-{job.region.code}-{timezone.localdate(at):%Y-%m-%d}.{file_format}", rows.people)


def _headings() -> list[str]:
    return [
        _("Leverancier"),
        _("Factuurnummer"),
        _("Factuurdatum"),
        _("Omschrijving"),
        _("Soort"),
        _("Scholing"),
        _("Groep"),
        _("Kandidaatnummer"),
        _("Bedrag zonder btw"),
        _("Stand"),
        _("Ingevoerd door"),
        _("Ingevoerd op"),
        _("Besloten door"),
        _("Besloten op"),
        _("Waarom niet"),
        _("Betaald op"),
    ]


def _values(one: Any) -> list[Value]:
    return [
        one.supplier,
        one.invoice_number,
        one.invoice_on,
        one.description,
        one.get_kind_display(),
        one.programme.name,
        one.group.name if one.group else "",
        one.enrolment.candidate.reference if one.enrolment else "",
        one.amount,
        one.get_state_display(),
        one.entered_by.name,
        timezone.localdate(one.entered_at),
        one.decided_by.name if one.decided_by else "",
        timezone.localdate(one.decided_at) if one.decided_at else None,
        one.refused_reason,
        one.paid_on,
    ]
