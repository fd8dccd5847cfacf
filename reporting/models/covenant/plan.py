import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region
from reporting.choices import ENDED_ACTIVITIES, ActivityPart, ActivityStatus, Rhythm, RiskLevel, RiskStatus
from reporting.periods import Period

QUARTER = r"^\d{4}-Q[1-4]$"


@pghistory.track()
class PlanActivity(Identified):
    """Something the plan wants done, between two quarters, both inclusive (2018-Q1)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("deel"), max_length=7, choices=ActivityPart)
    title = models.CharField(_("activiteit"), max_length=200)
    from_quarter = models.CharField(_("van kwartaal"), max_length=7)
    to_quarter = models.CharField(_("tot en met kwartaal"), max_length=7)
    rhythm = models.CharField(_("hoe vaak"), max_length=11, choices=Rhythm, default=Rhythm.ONCE)
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.CharField(_("wie"), max_length=120, blank=True)
    status = models.CharField(_("stand"), max_length=11, choices=ActivityStatus, default=ActivityStatus.NOT_STARTED)
    result = models.CharField(_("wat het opleverde"), max_length=1000, blank=True)
    source = models.CharField(_("bron"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("activiteit")
        verbose_name_plural = _("activiteiten")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_quarter__regex=QUARTER, to_quarter__regex=QUARTER), name="plan_activity_of_quarters"
            ),
            models.CheckConstraint(
                condition=Q(to_quarter__gte=F("from_quarter")),
                name="plan_activity_ends_after_start",
                violation_error_message=_("Het laatste kwartaal ligt voor het eerste."),
            ),
        ]

    def __str__(self):
        return self.title

    def is_late(self, on):
        return self.status not in ENDED_ACTIVITIES and Period.parse(self.to_quarter).last_day < on


@pghistory.track()
class CovenantRisk(Identified):
    """What can keep the plan from its result, and what is done about it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("risico"), max_length=120)
    text = models.CharField(_("omschrijving"), max_length=1000, blank=True)
    chance = models.PositiveSmallIntegerField(_("kans"), choices=RiskLevel)
    impact = models.PositiveSmallIntegerField(_("gevolg"), choices=RiskLevel)
    measure = models.CharField(_("maatregel"), max_length=1000, blank=True)
    owner = models.CharField(_("wie"), max_length=120, blank=True)
    status = models.CharField(_("stand"), max_length=9, choices=RiskStatus, default=RiskStatus.OPEN)
    reviewed_on = models.DateField(_("bekeken op"), null=True, blank=True)
    source = models.CharField(_("bron"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("risico")
        verbose_name_plural = _("risico’s")
        constraints = [
            models.CheckConstraint(condition=Q(chance__range=(1, 3), impact__range=(1, 3)), name="covenant_risk_levels")
        ]

    def __str__(self):
        return self.title

    @property
    def weight(self):
        """From 1 to 9: what weighs most comes first."""
        return self.chance * self.impact
