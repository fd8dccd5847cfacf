import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import BenefitKind, BenefitOver
from candidates.models.candidate import Candidate
from candidates.querysets import BenefitPeriodQuerySet
from organisations.models import Identified, Organisation, Region, User


@pghistory.track()
class BenefitPeriod(Identified):
    """Work with benefit kept at some place, from its first to its last day. Who ends it earlier changes the last day.

    What was taken away by mistake keeps ``removed_at`` and counts no more.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="benefit_periods")
    kind = models.CharField(_("soort"), max_length=10, choices=BenefitKind)
    place = models.CharField(_("waar"), max_length=200)
    starts_on = models.DateField(_("eerste dag"))
    ends_on = models.DateField(_("laatste dag"))
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("vastgelegd"), default=timezone.now)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(_("weggehaald"), null=True, blank=True)

    objects = BenefitPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("periode met behoud van uitkering")
        verbose_name_plural = _("periodes met behoud van uitkering")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="benefit_period_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["candidate", "starts_on"], condition=Q(removed_at=None), name="benefit_period_in_order"
            ),
            models.Index(fields=["region", "ends_on"], condition=Q(removed_at=None), name="benefit_period_running"),
        ]

    def __str__(self):
        return f"{self.kind} {self.starts_on}"


class BenefitOverrun(Identified):
    """Why somebody may train or work longer with benefit kept than the limit. Written once, beside what passed it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="benefit_overruns")
    over = models.CharField(_("waardoor"), max_length=9, choices=BenefitOver)
    first_day = models.DateField(_("van"))
    last_day = models.DateField(_("tot en met"), null=True)
    days = models.PositiveIntegerField(_("dagen samen"))
    most_days = models.PositiveIntegerField(_("dagen ten hoogste"))
    reason = models.CharField(_("reden"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("vastgelegd"), default=timezone.now)

    class Meta:
        verbose_name = _("reden voor meer tijd met behoud van uitkering")
        verbose_name_plural = _("redenen voor meer tijd met behoud van uitkering")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="benefit_overrun_with_reason"),
            models.CheckConstraint(condition=Q(days__gt=F("most_days")), name="benefit_overrun_is_past"),
        ]
        indexes = [models.Index(fields=["candidate", "at"], name="benefit_overrun_in_order")]

    def __str__(self):
        return f"{self.days}/{self.most_days}"
