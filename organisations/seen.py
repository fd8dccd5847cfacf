"""Whoever sees personal data, leaves a line: one per person or piece, written down before it is shown."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from organisations.choices import Seen
from organisations.models import ReadLog
from organisations.refused import check_said
from organisations.tenancy import Acting

_LONGEST_REASON = 200
_PORTION = 2000


def check_reason(reason: str, *, otherwise: str) -> str:
    """What somebody wrote as his reason to look, on one line; ``Refused`` with ``otherwise`` when that is nothing."""
    return check_said(" ".join(reason.split())[:_LONGEST_REASON], otherwise=otherwise)


def log_seen(
    acting: Acting,
    what: Seen,
    whose: Iterable[tuple[uuid.UUID, uuid.UUID]],
    *,
    reason: str,
    at: datetime,
    request: str = "",
) -> None:
    """Write down that this member sees something now. ``whose``: region and key of each person or piece.

    In the transaction in which it is shown: a log that cannot be written refuses the page or the file.
    """
    # Not by save(): a reader may add to the log, and read nothing back.
    ReadLog.objects.bulk_create(
        (
            ReadLog(
                region_id=region_id,
                organisation_id=acting.organisation_id,
                user_id=acting.user_id,
                at=at,
                subject=what,
                subject_id=key,
                reason=reason,
                request=request,
            )
            for region_id, key in whose
        ),
        batch_size=_PORTION,
    )
