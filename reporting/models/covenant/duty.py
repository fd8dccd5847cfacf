import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region
from reporting.choices import DutyStatus, PartnerGroup, Rhythm


@pghistory.track()
class CovenantDuty(Identified):
    """What the covenant asks of a group of partners, with the article that says so. ``ended_on``: asked no more."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(_("groep"), max_length=14, choices=PartnerGroup)
    article = models.CharField(_("artikel"), max_length=20)
    text = models.CharField(_("verplichting"), max_length=600)
    rhythm = models.CharField(_("hoe vaak"), max_length=11, choices=Rhythm, default=Rhythm.ONGOING)
    due_on = models.DateField(_("uiterlijk"), null=True, blank=True)
    source = models.CharField(_("bron"), max_length=200, blank=True)
    ended_on = models.DateField(_("geldt niet meer sinds"), null=True, blank=True)

    class Meta:
        verbose_name = _("verplichting uit het convenant")
        verbose_name_plural = _("verplichtingen uit het convenant")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "group", "article"],
                name="covenant_duty_once",
                violation_error_message=_("Dit artikel staat al bij deze groep."),
            )
        ]

    def __str__(self):
        return f"{self.article} {self.text}"


@pghistory.track()
class DutyProgress(Identified):
    """How one partner stands with a duty. Without this row it is open; the notes before are in the history."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    duty = models.ForeignKey(CovenantDuty, on_delete=models.PROTECT, related_name="progress")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("stand"), max_length=8, choices=DutyStatus, default=DutyStatus.OPEN)
    responsible = models.CharField(_("wie ervoor zorgt"), max_length=120, blank=True)
    note = models.CharField(_("voortgang"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("stand van een verplichting")
        verbose_name_plural = _("stand van verplichtingen")
        constraints = [models.UniqueConstraint(fields=["duty", "partner"], name="duty_progress_once")]

    def __str__(self):
        return self.status
