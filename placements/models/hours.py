import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified
from placements.choices import LineStatus
from placements.models.deployment import Deployment
from placements.querysets import LineQuerySet


@pghistory.track(exclude=["trace"])
class HoursStatement(Identified):
    """The paid hours of one deployment in one calendar month (``month`` is its first day).

    ``value`` in euros is what the month gives, or would give once approved; it is fixed at approval.
    A reversal is a line of its own with the opposite hours and value (``reverses``).
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="statements")
    month = models.DateField(_("maand"))
    paid_hours = models.DecimalField(_("verloonde uren"), max_digits=7, decimal_places=2)
    status = models.CharField(_("status"), max_length=9, choices=LineStatus, default=LineStatus.CONCEPT)
    submitted_at = models.DateTimeField(_("ingediend"), null=True, blank=True)
    decided_at = models.DateTimeField(_("beoordeeld"), null=True, blank=True)
    value = models.DecimalField(_("waarde"), max_digits=14, decimal_places=2, default=0)
    trace = models.JSONField(default=list)
    many_hours = models.BooleanField(_("veel uren in deze maand"), default=False)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    reversed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("urenstaat")
        verbose_name_plural = _("urenstaten")
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "month"],
                condition=Q(reversed_at__isnull=True),
                name="hours_once_a_month",
                violation_error_message=_("Voor deze maand is al een opgave gedaan."),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="hours_month_is_first_day"),
            models.CheckConstraint(
                condition=Q(paid_hours__gte=0) | Q(reverses__isnull=False),
                name="hours_not_negative",
                violation_error_message=_("Uren kunnen niet onder nul zijn."),
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(reversed_at__isnull=False), name="hours_reversal_is_not_live"
            ),
        ]
        indexes = [
            models.Index(
                fields=["deployment"],
                condition=Q(status=LineStatus.SUBMITTED, reversed_at__isnull=True),
                name="hours_waiting",
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"
