from datetime import date, timedelta

from django.db import models
from django.db.models import F, Func

from placements.choices import LineStatus, RequestState


class LineQuerySet(models.QuerySet):
    """Lines that have a status and can be reversed: deployments, hours statements, contributions."""

    def live(self):
        """Without reversals and what they reversed; the sum over live lines equals the sum over all."""
        return self.filter(reversed_at__isnull=True)

    def approved(self):
        return self.filter(status=LineStatus.APPROVED)

    def submitted(self):
        return self.filter(status=LineStatus.SUBMITTED)

    def returned(self):
        return self.filter(status=LineStatus.RETURNED)


class EvidenceQuerySet(models.QuerySet):
    def standing(self):
        """What hangs on a line: not taken away by its sender, and not gone after its term."""
        return self.filter(removed_at__isnull=True, expired_at__isnull=True)

    def usable(self):
        """What the verifier can rest on: standing, checked, taken."""
        return self.standing().filter(state="checked")

    def in_quarantine(self):
        return self.standing().filter(state="quarantined")

    def expiring(self, *, on: date, days: int):
        """Usable, and no longer valid within so many days of this one, or already no more."""
        return self.usable().filter(valid_until__lte=on + timedelta(days=days))

    def with_judged(self):
        """With ``is_judged``: whether a verdict was given on its line since it came, so that it must stay."""
        judged = Func(F("pk"), function="placements_evidence_is_judged", output_field=models.BooleanField())
        return self.annotate(is_judged=judged)


class CandidateRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Not answered and not withdrawn: somebody still looks, or has to begin."""
        return self.filter(state__in=RequestState.open())
