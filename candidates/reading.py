"""Whoever sees who a candidate is, leaves a line: one per person, with what it was for."""

from collections.abc import Iterable
from datetime import datetime

from candidates.models import Candidate
from organisations import seen
from organisations.choices import Seen
from organisations.tenancy import Acting


def log_seen(acting: Acting, candidates: Iterable[Candidate], *, purpose: str, at: datetime, request: str = "") -> None:
    """Write down that these people are seen now; ``purpose`` in words that the candidate understands."""
    whose = [(one.region_id, one.pk) for one in candidates]
    seen.log_seen(acting, Seen.CANDIDATE, whose, reason=purpose, at=at, request=request)
