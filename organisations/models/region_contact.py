from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.identifier import Identified
from organisations.models.region import Region
from organisations.models.user import User


class RegionContact(Identified):
    """How everybody reaches the coordination point of a region, and whom to ask about privacy.

    What is empty stands on no page, and nothing is promised of it. ``address`` and ``hours`` have a line for each line.
    """

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="contact")
    address = models.CharField(_("adres"), max_length=300, blank=True)
    phone = models.CharField(_("telefoonnummer"), max_length=20, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    hours = models.CharField(_("wanneer bereikbaar"), max_length=300, blank=True)
    responsible = models.CharField(_("wie verantwoordelijk is voor de gegevens"), max_length=200, blank=True)
    privacy_email = models.EmailField(_("e-mailadres voor vragen over privacy"), blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contact van een regio")
        verbose_name_plural = _("contact van regio’s")

    def __str__(self):
        return f"{self.region_id}"
