"""A table from payroll as it comes in, what its columns were said to mean, and how it goes again."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.choices import Meaning, PayrollStatus
from exchange.foreign_table import Table
from exchange.headings import digest_of
from exchange.models import PayrollLayout, PayrollPeriod, PayrollUpload
from exchange.payroll.columns import fault_of
from organisations.tenancy import Acting

#: A table that nobody uses is gone after a week; hours of a period that no month took up, after a year.
KEPT = dt.timedelta(days=7)
PERIODS_KEPT = dt.timedelta(days=365)
_LONGEST_TITLE = 150


class PayrollRefusedError(Exception):
    """It cannot be done; the message says why, to who asked."""


@transaction.atomic
def start(acting: Acting, *, table: Table, title: str, period: str, at: dt.datetime, on: dt.date) -> PayrollUpload:
    """Keep a table to look at. With a header that came before its columns are known, and nothing is asked."""
    if acting.region is None:
        raise PayrollRefusedError(_("Uw organisatie werkt in geen enkele regio."))
    columns = layout_kept(acting, table.header)
    return PayrollUpload.objects.create(
        region_id=acting.region.id,
        organisation_id=acting.organisation_id,
        uploaded_by_id=acting.user_id,
        uploaded_at=at,
        title=title[-_LONGEST_TITLE:],
        period=period,
        status=PayrollStatus.PREVIEW if columns else PayrollStatus.COLUMNS,
        header=table.header,
        rows=[[number, cells] for number, cells in table.rows],
        columns=columns,
        rows_until=on + KEPT,
    )


def layout_kept(acting: Acting, header: Sequence[str]) -> list[str]:
    """The columns as they were named for this header before; empty when they never were."""
    kept = PayrollLayout.objects.filter(organisation_id=acting.organisation_id, header=digest_of(header)).first()
    return kept.columns if kept is not None and len(kept.columns) == len(header) else []


@transaction.atomic
def name_columns(
    acting: Acting, *, upload_id: uuid.UUID, columns: Sequence[Meaning], period: str, at: dt.datetime
) -> PayrollUpload:
    """Say what the columns mean, for this table and for every next one with the same header."""
    upload = locked(upload_id)
    meanings = [meaning.value for meaning in columns]
    reason = fault_of(meanings)
    if reason or len(meanings) != len(upload.header):
        raise PayrollRefusedError(reason or _("De tabel is intussen gewijzigd. Begin opnieuw."))
    PayrollLayout.objects.update_or_create(
        region_id=upload.region_id,
        organisation_id=acting.organisation_id,
        header=digest_of(upload.header),
        defaults={"columns": meanings, "kept_at": at},
    )
    upload.columns, upload.period, upload.status, upload.answers = meanings, period, PayrollStatus.PREVIEW, {}
    upload.save()
    return upload


@transaction.atomic
def drop(*, upload_id: uuid.UUID, at: dt.datetime) -> None:
    """Throw the table away; what stands in the months stays. Thrown away twice, it is gone once."""
    upload = PayrollUpload.objects.select_for_update(of=("self",), no_key=True).get(pk=upload_id)
    if upload.is_open:
        close(upload, PayrollStatus.GONE, at=at)


def locked(upload_id: uuid.UUID) -> PayrollUpload:
    """The table, until the end of the transaction for nobody else; refused when it was used meanwhile."""
    upload = PayrollUpload.objects.select_for_update(of=("self",), no_key=True).get(pk=upload_id)
    if not upload.is_open:
        raise PayrollRefusedError(_("Deze tabel is al overgenomen of weggegooid."))
    return upload


def close(upload: PayrollUpload, status: PayrollStatus, *, at: dt.datetime) -> None:
    """Nothing of the people in it stays behind."""
    upload.status, upload.done_at = status, at
    upload.header, upload.rows, upload.answers = [], [], {}
    upload.save()


def discard_old_rows(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Empty the tables that nobody used, and forget periods of long ago; gives how many. A chore of every day."""
    old = PayrollUpload.objects.filter(region_id=region_id, rows_until__lt=on).with_rows()
    emptied = old.update(status=PayrollStatus.GONE, header=[], rows=[], answers={}, done_at=timezone.now())
    forgotten, _by_model = PayrollPeriod.objects.filter(region_id=region_id, last_day__lt=on - PERIODS_KEPT).delete()
    return emptied + forgotten
