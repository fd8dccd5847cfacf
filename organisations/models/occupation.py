from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.choices import Sector
from organisations.models.identifier import Identified
from organisations.models.region import Region
from organisations.pictograms import WorkPicture


class Occupation(Identified):
    """An occupation of the region's list, with its profile: what the work is and what somebody needs for it.

    ``tasks``, ``needs``, the wage and ``picture`` are for the page that everybody may read once it ``is_public``: in short
    sentences, to the reader. A wage is gross, in euros a month at full time, and says where it stands and of which day.
    """

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
    tasks = ArrayField(models.CharField(max_length=160), default=list, blank=True, verbose_name=_("wat u doet"))
    needs = models.CharField(_("wat u nodig hebt en leert"), max_length=1000, blank=True)
    wage_from = models.DecimalField(_("loon per maand vanaf"), max_digits=14, decimal_places=2, null=True, blank=True)
    wage_to = models.DecimalField(_("loon per maand tot"), max_digits=14, decimal_places=2, null=True, blank=True)
    wage_source = models.CharField(_("waar het loon staat"), max_length=200, blank=True)
    wage_on = models.DateField(_("loon op datum van"), null=True, blank=True)
    picture = models.CharField(_("plaatje"), max_length=12, choices=WorkPicture, default=WorkPicture.UNKNOWN)
    is_public = models.BooleanField(_("staat op de openbare pagina"), default=False)

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
            models.CheckConstraint(
                condition=Q(wage_from=None) | Q(wage_to=None) | Q(wage_to__gte=F("wage_from")),
                name="occupation_wage_in_order",
                violation_error_message=_("Het hoogste loon ligt onder het laagste."),
            ),
            models.CheckConstraint(
                condition=Q(wage_from=None, wage_to=None) | (~Q(wage_source="") & Q(wage_on__isnull=False)),
                name="occupation_wage_has_source",
                violation_error_message=_("Schrijf op waar het loon staat, en van welke dag het is."),
            ),
        ]

    def __str__(self):
        return self.name
