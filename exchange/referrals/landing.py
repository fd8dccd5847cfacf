"""From a table that was looked at into the register: all of it at once, and nothing while anything is still asked."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.registering.registration import Conditions, register
from exchange.choices import UploadStatus
from exchange.models import ReferralUpload
from exchange.referrals.keeping import ReferralRefusedError
from exchange.referrals.preview import OTHER, SKIP, Preview, preview_of
from exchange.uploaded import close, correct, locked
from organisations.refused import Refused
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody filled in beside the preview."""

    answers: Mapping[int, str] = field(default_factory=dict)  # by row
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)  # by row and column


@transaction.atomic
def answer(acting: Acting, *, upload_id: uuid.UUID, said: Said, on: dt.date) -> tuple[ReferralUpload, Preview]:
    """Keep what was filled in, and read the table again with it."""
    upload = locked(ReferralUpload, upload_id)
    numbers = {number for number, _cells in upload.rows}
    upload.answers |= {
        str(number): text for number, text in said.answers.items() if number in numbers and text in {SKIP, OTHER}
    }
    upload.rows = correct(upload.rows, said.cells)
    upload.save(update_fields=["answers", "rows"])
    return upload, preview_of(acting, upload, on=on)


@transaction.atomic
def register_all(
    acting: Acting, *, upload_id: uuid.UUID, said: Said, conditions: Conditions | None, at: dt.datetime, on: dt.date
) -> tuple[ReferralUpload, Preview]:
    """Register everybody in the table. Nobody is registered while something is still asked about anybody."""
    upload, preview = answer(acting, upload_id=upload_id, said=said, on=on)
    if preview.asked:
        return upload, preview
    if not preview.ready:
        raise ReferralRefusedError(_("Er is niemand om aan te melden."))
    entries = [
        replace(row.entry, source=upload.source, registrant=upload.registrant, conditions=conditions)
        for row in preview.ready
    ]
    try:
        made = register(acting, entries, on=on, at=at)
    except Refused as refused:
        raise ReferralRefusedError(refused.sentence) from refused
    promised = sorted({f"{one.call_by}" for one in made})
    upload.outcome = {"registered": len(made), "skipped": preview.skipped, "call_by": promised[-1]}
    close(upload, UploadStatus.USED, at=at)
    return upload, preview
