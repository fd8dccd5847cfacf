from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region


class CalendarDigest(Identified):
    """That an authority was told in this week what its calendar asks for. Once a week at most."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    #: Its Monday.
    week = models.DateField(_("week"))
    at = models.DateTimeField(_("verstuurd"), default=timezone.now)

    class Meta:
        verbose_name = _("weekbericht over de kalender")
        verbose_name_plural = _("weekberichten over de kalender")
        constraints = [
            models.UniqueConstraint(fields=["region", "organisation", "week"], name="calendar_digest_once_a_week"),
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.week}"
