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
class YearLine(Identified):
    """What the uneven months of one deployment still give over a calendar year, once its months are approved.

    The portal proposes it as a concept; the contractor submits it and it is verified like any line. ``value`` in euros
    follows from the approved months of the year and is fixed at approval. When those change later, ``value_now`` says
    what it would be worth by then, until a verifier reverses it and approves it anew (null: still the same).
    ``date`` is the day to which it belongs: the last of the year, or of the deployment when that ended in it.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="year_lines")
    year = models.PositiveSmallIntegerField(_("jaar"))
    date = models.DateField(_("datum"))
    status = models.CharField(_("status"), max_length=9, choices=LineStatus, default=LineStatus.CONCEPT)
    submitted_at = models.DateTimeField(_("ingediend"), null=True, blank=True)
    decided_at = models.DateTimeField(_("beoordeeld"), null=True, blank=True)
    value = models.DecimalField(_("waarde"), max_digits=14, decimal_places=2, default=0)
    value_now = models.DecimalField(_("waarde nu"), max_digits=14, decimal_places=2, null=True, blank=True)
    trace = models.JSONField(default=list)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    reversed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("jaarregel")
        verbose_name_plural = _("jaarregels")
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "year"], condition=Q(reversed_at__isnull=True), name="year_line_once_a_year"
            ),
            models.CheckConstraint(condition=Q(date__year=models.F("year")), name="year_line_date_in_its_year"),
            models.CheckConstraint(
                condition=Q(value__gte=0) | Q(reverses__isnull=False), name="year_line_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(value_now__isnull=True) | Q(status=LineStatus.APPROVED, value_now__gte=0),
                name="year_line_changed_after_approval",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(reversed_at__isnull=False),
                name="year_line_reversal_is_not_live",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(status=LineStatus.SUBMITTED, reversed_at__isnull=True),
                name="year_line_waiting",
            ),
        ]

    def __str__(self):
        return f"{self.year}"

    @property
    def contract(self):
        return self.deployment.contract

    @property
    def region_id(self):
        return self.deployment.region_id
