"""A table of people as it comes in, what its columns were said to mean, and how it goes again."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from exchange import uploaded
from exchange.choices import ReferralMeaning, UploadStatus
from exchange.foreign_table import Table
from exchange.models import ReferralUpload
from exchange.referrals.columns import fault_of, guessed
from organisations.tenancy import Acting

ReferralRefusedError = uploaded.TableGoneError


@transaction.atomic
def start(
    acting: Acting, *, table: Table, title: str, source: str, registrant: str, at: dt.datetime, on: dt.date
) -> ReferralUpload:
    """Keep a table to look at. Where its headings say enough, nothing is asked about its columns."""
    if acting.region is None:
        raise ReferralRefusedError(
            _("Uw organisatie werkt in geen enkele regio. Vraag de beheerder van het portaal om een regio.")
        )
    columns = guessed(table.header)
    return ReferralUpload.objects.create(
        **uploaded.of_table(acting, table, title=title, at=at, on=on),
        source=source,
        registrant=registrant,
        status=UploadStatus.COLUMNS if fault_of(columns) else UploadStatus.PREVIEW,
        columns=columns,
    )


@transaction.atomic
def name_columns(*, upload_id: uuid.UUID, columns: Sequence[ReferralMeaning]) -> ReferralUpload:
    """Say what the columns of this table mean."""
    upload = uploaded.locked(ReferralUpload, upload_id)
    meanings = [meaning.value for meaning in columns]
    reason = fault_of(meanings)
    if reason or len(meanings) != len(upload.header):
        raise ReferralRefusedError(reason or _("De tabel is intussen gewijzigd. Begin opnieuw."))
    upload.columns, upload.status, upload.answers = meanings, UploadStatus.PREVIEW, {}
    upload.save()
    return upload


def drop(*, upload_id: uuid.UUID, at: dt.datetime) -> None:
    """Throw the table away; who was registered stays. Thrown away twice, it is gone once."""
    uploaded.drop(ReferralUpload, upload_id, at=at)


def discard_old_rows(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Empty the tables that nobody used; gives how many. A chore of every day."""
    return uploaded.empty_old(ReferralUpload, region_id=region_id, on=on)
