from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region, User
from reporting.choices import ReportStatus
from reporting.periods import Period


class Standing(Identified):
    """Where a region stands in a period, as it was last counted: what the dashboard shows, so that no page counts.

    One row for a period, counted anew each night or when somebody asks; until then the figures of before stand.
    ``document`` and ``rows`` have the shape of a report's (``Report``), but nothing of it is ever frozen.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="standings")
    period = models.CharField(_("periode"), max_length=7)
    status = models.CharField(_("status"), max_length=10, choices=ReportStatus, default=ReportStatus.REQUESTED)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(_("aangevraagd"), default=timezone.now)
    made_at = models.DateTimeField(_("cijfers verzameld"), null=True, blank=True)
    reference_on = models.DateField(_("peildatum"), null=True, blank=True)
    document = models.TextField(blank=True)
    rows = models.TextField(blank=True)
    error = models.CharField(_("wat er misging"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stand van zaken")
        verbose_name_plural = _("standen van zaken")
        constraints = [
            models.UniqueConstraint(fields=["region", "period"], name="standing_once_per_period"),
            models.CheckConstraint(
                condition=Q(document="", made_at=None, reference_on=None)
                | ~Q(document="") & ~Q(made_at=None) & ~Q(reference_on=None),
                name="standing_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.READY) | ~Q(document=""), name="standing_ready_filled"
            ),
        ]

    def __str__(self):
        return self.period

    @property
    def period_label(self):
        return Period.parse(self.period).label

    @property
    def is_unfinished(self):
        return self.status not in {ReportStatus.READY, ReportStatus.FAILED}

    @property
    def has_failed(self):
        return self.status == ReportStatus.FAILED
