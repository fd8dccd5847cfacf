"""Tables that somebody uploaded and looks at: kept for a week, emptied as soon as they are used or thrown away."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.choices import UploadStatus
from exchange.foreign_table import LONGEST_CELL, Table
from exchange.models import UploadedTable
from organisations.data_kinds import ERASED
from organisations.sought_names import SoughtNames
from organisations.tenancy import Acting

#: A table that nobody uses is gone after a week.
KEPT = dt.timedelta(days=7)
_LONGEST_TITLE = 150

Upload = TypeVar("Upload", bound=UploadedTable)


class TableGoneError(Exception):
    """It cannot be done; the message says why, to who asked."""


def of_table(acting: Acting, table: Table, *, title: str, at: dt.datetime, on: dt.date) -> dict[str, Any]:
    """What every kept table has of the one that was read."""
    return {
        "region_id": acting.region.id if acting.region else None,
        "organisation_id": acting.organisation_id,
        "uploaded_by_id": acting.user_id,
        "uploaded_at": at,
        "title": title[-_LONGEST_TITLE:],
        "header": table.header,
        "rows": [[number, cells] for number, cells in table.rows],
        "rows_until": on + KEPT,
    }


def locked(model: type[Upload], upload_id: uuid.UUID) -> Upload:
    """The table, until the end of the transaction for nobody else; refused when it was used meanwhile."""
    upload = _held(model, upload_id)
    if not upload.is_open:
        raise TableGoneError(_("Deze tabel is al overgenomen of weggegooid."))
    return upload


@transaction.atomic
def drop(model: type[UploadedTable], upload_id: uuid.UUID, *, at: dt.datetime) -> None:
    """Throw the table away. Thrown away twice, it is gone once."""
    upload = _held(model, upload_id)
    if upload.is_open:
        close(upload, UploadStatus.GONE, at=at)


def close(upload: UploadedTable, status: UploadStatus, *, at: dt.datetime) -> None:
    """Nothing of the people in it stays behind."""
    upload.status, upload.done_at = status, at
    upload.header, upload.rows, upload.answers = [], [], {}
    upload.save()


def empty_old(model: type[UploadedTable], *, region_id: uuid.UUID, on: dt.date) -> int:
    """Empty the tables that nobody used in time; gives how many."""
    old = model.objects.filter(region_id=region_id, rows_until__lt=on).with_rows()
    emptied: int = old.update(status=UploadStatus.GONE, header=[], rows=[], answers={}, done_at=timezone.now())
    return emptied


def forget_rows(model: type[UploadedTable], *, region_id: uuid.UUID, names: SoughtNames) -> int:
    """Drop the rows of open tables that name who is erased, in one cell or in several; gives of how many tables.

    The rows of others stay, with what was answered about them. As ``system(UPKEEP)``.
    """
    changed = 0
    held = model.objects.filter(region_id=region_id).with_rows().select_for_update(of=("self",), no_key=True)
    for upload in held.order_by("pk").iterator(chunk_size=1):
        gone = {number for number, cells in upload.rows if names.in_copy(" ".join(map(str, cells)))}
        headed = names.in_copy(" ".join(map(str, upload.header)))
        if gone or headed:
            upload.rows = [[number, cells] for number, cells in upload.rows if number not in gone]
            upload.answers = {number: said for number, said in upload.answers.items() if int(number) not in gone}
            # A table without headings has somebody in their place.
            upload.header = [ERASED] * len(upload.header) if headed else upload.header
            upload.save(update_fields=["rows", "answers", "header"])
            changed += 1
    return changed


def correct(rows: Iterable[list], corrections: Mapping[tuple[int, int], str]) -> list[list]:
    """The rows with other texts in some cells, by line and column."""
    return [
        [number, [corrections.get((number, place), text)[:LONGEST_CELL] for place, text in enumerate(cells)]]
        for number, cells in rows
    ]


def _held(model: type[Upload], upload_id: uuid.UUID) -> Upload:
    found: Upload = model.objects.select_for_update(of=("self",), no_key=True).get(pk=upload_id)
    return found
