"""A table from payroll as it comes in, what its columns were said to mean, and how it goes again."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from exchange import uploaded
from exchange.choices import Meaning, UploadStatus
from exchange.foreign_table import Table
from exchange.headings import digest_of
from exchange.models import PayrollLayout, PayrollPeriod, PayrollUpload
from exchange.payroll.columns import fault_of
from organisations.tenancy import Acting

#: Hours of a period that no month took up.
PERIODS_KEPT = dt.timedelta(days=365)


PayrollRefusedError = uploaded.TableGoneError


@transaction.atomic
def start(acting: Acting, *, table: Table, title: str, period: str, at: dt.datetime, on: dt.date) -> PayrollUpload:
    """Keep a table to look at. With a header that came before its columns are known, and nothing is asked."""
    if acting.region is None:
        raise PayrollRefusedError(
            _("Uw organisatie werkt in geen enkele regio. Vraag de beheerder van het portaal om een regio.")
        )
    columns = layout_kept(acting, table.header)
    return PayrollUpload.objects.create(
        **uploaded.of_table(acting, table, title=title, at=at, on=on),
        period=period,
        status=UploadStatus.PREVIEW if columns else UploadStatus.COLUMNS,
        columns=columns,
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
    upload = uploaded.locked(PayrollUpload, upload_id)
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
    upload.columns, upload.period, upload.status, upload.answers = meanings, period, UploadStatus.PREVIEW, {}
    upload.save()
    return upload


def drop(*, upload_id: uuid.UUID, at: dt.datetime) -> None:
    """Throw the table away; what stands in the months stays. Thrown away twice, it is gone once."""
    uploaded.drop(PayrollUpload, upload_id, at=at)


def discard_old_rows(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Empty the tables that nobody used, and forget periods of long ago; gives how many. A chore of every day."""
    emptied = uploaded.empty_old(PayrollUpload, region_id=region_id, on=on)
    forgotten, _by_model = PayrollPeriod.objects.filter(region_id=region_id, last_day__lt=on - PERIODS_KEPT).delete()
    return emptied + forgotten
