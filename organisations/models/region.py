import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import Area, Article
from organisations.models.identifier import Identified
from organisations.region_words import NOT_IN_A_WORD, RegionWords


@pghistory.track()
class Region(Identified):
    """A labour-market region: it sets policy, tariff, priority area and targets."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    #: What the region calls its Werkpleinen and its coordination point (``organisations.region_words``).
    werkplein_label = models.CharField(_("naam voor Werkplein"), max_length=40, default="Werkplein")
    werkplein_plural = models.CharField(
        _("meervoud van Werkplein"), max_length=40, default="Werkpleinen", db_default="Werkpleinen"
    )
    werkplein_article = models.CharField(
        _("lidwoord van Werkplein"), max_length=3, choices=Article, default=Article.HET, db_default=Article.HET.value
    )
    coordination_label = models.CharField(
        _("naam van het coördinatiepunt"),
        max_length=60,
        default="Coördinatiepunt Social Return",
        db_default="Coördinatiepunt Social Return",
    )
    coordination_article = models.CharField(
        _("lidwoord van het coördinatiepunt"),
        max_length=3,
        choices=Article,
        default=Article.HET,
        db_default=Article.HET.value,
    )
    #: The colour of the region (``organisations.house_style``); empty: the portal's own.
    accent = models.CharField(_("kleur"), max_length=7, blank=True, default="", db_default="")
    #: The letters in its mark; empty: the portal's own mark.
    initials = models.CharField(_("letters in het beeldmerk"), max_length=3, blank=True, default="", db_default="")
    programme_start = models.DateField(_("start van het programma"), null=True, blank=True)
    money_start = models.DateField(_("start van de geldstroom"), null=True, blank=True)
    is_demo = models.BooleanField(_("demonstratie"), default=False)
    #: When policy and tariff were there; empty: a worker still puts them in a region that was just made.
    set_up_at = models.DateTimeField(_("ingericht"), null=True, default=timezone.now)

    class Meta:
        verbose_name = _("arbeidsmarktregio")
        verbose_name_plural = _("arbeidsmarktregio's")
        constraints = [
            models.CheckConstraint(
                condition=Q(accent="") | Q(accent__regex="^#[0-9a-f]{6}$"), name="region_accent_is_a_colour"
            ),
            models.CheckConstraint(
                condition=~Q(werkplein_label__regex=NOT_IN_A_WORD)
                & ~Q(werkplein_plural__regex=NOT_IN_A_WORD)
                & ~Q(coordination_label__regex=NOT_IN_A_WORD),
                name="region_words_are_plain",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def words(self) -> RegionWords:
        return RegionWords(
            werkplein=self.werkplein_label,
            werkpleinen=self.werkplein_plural,
            werkplein_article=self.werkplein_article,
            coordination=self.coordination_label,
            coordination_article=self.coordination_article,
        )


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
