import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region
from reporting.choices import PartnerGroup


@pghistory.track()
class CovenantPartner(Identified):
    """What the programme bureau keeps about a partner. Who is one stands in ``OrganisationRegion.covenant_partner``."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(_("groep"), max_length=14, choices=PartnerGroup)
    signed_on = models.DateField(_("getekend op"), null=True, blank=True)
    contact_name = models.CharField(_("contactpersoon"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mailadres"), blank=True)
    contact_phone = models.CharField(_("telefoon"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("convenantpartner")
        verbose_name_plural = _("convenantpartners")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "partner"],
                name="covenant_partner_once",
                violation_error_message=_("Deze partner heeft al gegevens."),
            )
        ]

    def __str__(self):
        return self.contact_name or self.group
