from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region


class CovenantReminder(Identified):
    """A reminder to partners that went out, so that it goes once: of a week, or of a quarter."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(_("waarvan"), max_length=40)
    at = models.DateTimeField(_("verstuurd"), default=timezone.now)

    class Meta:
        verbose_name = _("herinnering aan partners")
        verbose_name_plural = _("herinneringen aan partners")
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="covenant_reminder_once")]

    def __str__(self):
        return self.key
