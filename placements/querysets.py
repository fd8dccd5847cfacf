from django.db import models

from placements.choices import LineStatus


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
