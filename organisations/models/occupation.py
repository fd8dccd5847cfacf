from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.choices import Sector
from organisations.models.identifier import Identified
from organisations.models.region import Region


class Occupation(Identified):
    """An occupation of the region's list, with its profile: what the work is and what somebody needs for it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="occupations")
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("naam"), max_length=120)
    sector = models.CharField(_("sector"), max_length=12, choices=Sector)
    summary = models.CharField(_("wat iemand doet"), max_length=1000, blank=True)
    certificates = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("nodige diploma’s en certificaten")
    )
    driving_licence = models.BooleanField(_("rijbewijs nodig"), default=False)
    hours_from = models.PositiveSmallIntegerField(_("uren per week vanaf"), null=True, blank=True)
    hours_to = models.PositiveSmallIntegerField(_("uren per week tot en met"), null=True, blank=True)
    circumstances = models.CharField(_("hoe het werk is"), max_length=600, blank=True)
    retired_on = models.DateField(_("niet meer gebruikt sinds"), null=True, blank=True)

    class Meta:
        verbose_name = _("beroep")
        verbose_name_plural = _("beroepen")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code"],
                name="occupation_code_unique",
                violation_error_message=_("Deze code is al van een ander beroep."),
            ),
            models.CheckConstraint(
                condition=Q(hours_from=None) | Q(hours_to=None) | Q(hours_to__gte=F("hours_from")),
                name="occupation_hours_in_order",
                violation_error_message=_("Het hoogste aantal uren ligt onder het laagste."),
            ),
        ]

    def __str__(self):
        return self.name
