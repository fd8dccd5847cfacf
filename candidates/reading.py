"""Whoever sees who a candidate is, leaves a line: one per person, with what it was for.

Called before the page is made, in the transaction of the request: a log that cannot be written refuses the page.
"""

from collections.abc import Iterable
from datetime import datetime

from candidates.models import Candidate
from organisations.models import ReadLog
from organisations.tenancy import Acting

SUBJECT = "candidate"


def log_seen(acting: Acting, candidates: Iterable[Candidate], *, purpose: str, at: datetime, request: str = "") -> None:
    """Write down that these people are seen now; ``purpose`` in words that the candidate understands."""
    # Not by save(): a reader may add to the log, and read nothing back.
    ReadLog.objects.bulk_create(
        [
            ReadLog(
                region_id=one.region_id,
                organisation_id=acting.organisation_id,
                user_id=acting.user_id,
                at=at,
                subject=SUBJECT,
                subject_id=one.pk,
                reason=purpose,
                request=request,
            )
            for one in candidates
        ]
    )
