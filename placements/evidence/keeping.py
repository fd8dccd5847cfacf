"""Evidence goes when its term has passed: the content is deleted, and what was decided on it stays written down."""

import uuid
from datetime import date, datetime, time, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from placements.choices import LineStatus
from placements.evidence.reading import under_review
from placements.models import EvidenceFile, Transition
from tenders.choices import EvidenceTerm
from tenders.models import RegionPolicy

_DECIDED = (LineStatus.APPROVED, LineStatus.REJECTED)


def remove_old(*, region_id: uuid.UUID, on: date) -> int:
    """A daily chore: delete what the region keeps no longer; returns how many files.

    So many days after the contract was settled; in a region that chose so, after the verdict on the line, once nothing
    of that line waits any more. Which term holds is what the region decided for this day.
    """
    policy = RegionPolicy.objects.filter(region_id=region_id).in_force(on=on).first() or RegionPolicy()
    last_kept = on - timedelta(days=policy.evidence_days)
    standing = EvidenceFile.objects.standing().filter(region_id=region_id)
    over = Q(contract__settled_on__lt=last_kept)
    if policy.evidence_from == EvidenceTerm.VERDICT:
        decided_before = timezone.make_aware(datetime.combine(last_kept, time.min))
        over |= Q(last_verdict_at__lt=decided_before, waits=False, uploaded_at__lt=decided_before)
    files = with_verdict(standing).filter(over).order_by("pk")
    at = timezone.make_aware(datetime.combine(on, time.min))
    old = list(files)
    for file in old:
        file.expired_at = at
        file.verdict = file.last_verdict or ""  # type: ignore[attr-defined]
        file.verdict_by_id = file.last_verdict_by  # type: ignore[attr-defined]
        file.verdict_at = file.last_verdict_at  # type: ignore[attr-defined]
    EvidenceFile.objects.bulk_update(old, ["expired_at", "verdict", "verdict_by", "verdict_at"], batch_size=500)
    return len(old)


def with_verdict(files: QuerySet[EvidenceFile]) -> QuerySet[EvidenceFile]:
    """With the last verdict on the line (or on its month), when and by whom, and whether anything of it ``waits``."""
    of_month = Q(statement=None) | Q(statement__month=Coalesce(OuterRef("month"), F("statement__month")))
    of_line = (Q(deployment=OuterRef("deployment")) & of_month) | Q(contribution=OuterRef("contribution"))
    last = Transition.objects.filter(of_line, to_status__in=_DECIDED).order_by("-at", "-pk")
    return files.annotate(
        last_verdict=Subquery(last.values("to_status")[:1]),
        last_verdict_at=Subquery(last.values("at")[:1]),
        last_verdict_by=Subquery(last.values("user")[:1]),
        waits=under_review(),
    )
