from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.choices import Area
from organisations.models.identifier import Identified


class Region(Identified):
    """A labour-market region: it sets policy, tariff, priority area and targets."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    werkplein_label = models.CharField(_("naam voor Werkplein"), max_length=40, default="Werkplein")
    programme_start = models.DateField(_("start van het programma"), null=True, blank=True)
    money_start = models.DateField(_("start van de geldstroom"), null=True, blank=True)
    is_demo = models.BooleanField(_("demonstratie"), default=False)

    class Meta:
        verbose_name = _("arbeidsmarktregio")
        verbose_name_plural = _("arbeidsmarktregio's")

    def __str__(self):
        return self.name


class Municipality(models.Model):
    """A municipality of the Netherlands with the days on which its code was in force."""

    code = models.CharField(_("gemeentecode"), max_length=6, primary_key=True)
    name = models.CharField(_("naam"), max_length=80)
    valid = DateRangeField(_("geldig"))
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)

    class Meta:
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")
        constraints = [
            models.CheckConstraint(condition=Q(valid__isempty=False), name="municipality_valid_not_empty"),
        ]

    def __str__(self):
        return self.name


class AreaMunicipality(Identified):
    """On these days the municipality belongs to the region, or to its priority area."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="area_municipalities")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="areas")
    area = models.CharField(_("gebied"), max_length=10, choices=Area)
    valid = DateRangeField(_("geldig"))

    class Meta:
        verbose_name = _("gemeente in gebied")
        verbose_name_plural = _("gemeenten in gebied")
        constraints = [
            models.CheckConstraint(condition=Q(valid__isempty=False), name="area_municipality_valid_not_empty"),
            ExclusionConstraint(
                name="area_municipality_no_overlap",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    ("municipality", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.municipality_id} {self.area}"
