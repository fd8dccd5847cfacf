import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region, User
from tenders.choices import BlockKind, EvidenceKind, Situation
from tenders.querysets import TariffQuerySet


@pghistory.track()
class Tariff(Identified):
    """One version of a region's table of values. A contract keeps the version of its award day for life.

    Without ``published_at`` it is a concept: the coordination point's own business, which values nothing
    (tenders 0021).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="tariffs")
    valid_from = models.DateField(_("geldig vanaf"))
    note = models.CharField(_("toelichting"), max_length=300, blank=True, default="")
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("gepubliceerd"), null=True, blank=True, default=timezone.now)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(_("bevestigd"), null=True, blank=True)

    objects = TariffQuerySet.as_manager()

    class Meta:
        verbose_name = _("tariefversie")
        verbose_name_plural = _("tariefversies")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "valid_from"],
                condition=Q(published_at__isnull=False),
                name="tariff_once_per_start",
            ),
        ]

    def __str__(self):
        return f"{self.valid_from:%d-%m-%Y}"


class Block(Identified):
    """The euro value of one target group, kind of effort, or bonus.

    ``value`` is euros a full-time year, euros an hour, euros a piece, or a factor on an invoice, by
    ``kind``. A version in use is never edited: the database refuses it (tenders 0002). What only helps to find
    the block (``situation``, ``evidence``, ``explanation``) is no value and stays changeable (tenders 0017).
    """

    tariff = models.ForeignKey(Tariff, on_delete=models.CASCADE, related_name="blocks")
    code = models.CharField(_("code"), max_length=60)
    label = models.CharField(_("naam"), max_length=160)
    kind = models.CharField(_("soort"), max_length=16, choices=BlockKind)
    value = models.DecimalField(_("waarde"), max_digits=14, decimal_places=4)
    norm_hours = models.DecimalField(_("voltijdnorm, uren per week"), max_digits=5, decimal_places=2, null=True)
    min_hours = models.DecimalField(_("minste uren per week"), max_digits=5, decimal_places=2, null=True)
    max_months = models.PositiveSmallIntegerField(_("langste duur in maanden"), null=True)
    min_age = models.PositiveSmallIntegerField(_("vanaf leeftijd"), null=True)
    permanent = models.BooleanField(_("alleen bij vast contract"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    #: The answer of the questions that leads here; empty for a block outside them.
    situation = models.CharField(_("situatie"), max_length=24, choices=Situation, blank=True, default="")
    #: Kinds of evidence that the verifier asks for.
    evidence = ArrayField(
        models.CharField(max_length=24, choices=EvidenceKind), verbose_name=_("bewijs"), blank=True, default=list
    )
    explanation = models.CharField(_("uitleg"), max_length=600, blank=True, default="")

    class Meta:
        verbose_name = _("bouwblok")
        verbose_name_plural = _("bouwblokken")
        constraints = [
            models.UniqueConstraint(fields=["tariff", "code"], name="block_once_in_tariff"),
            models.CheckConstraint(condition=Q(value__gte=0), name="block_value_not_negative"),
            models.CheckConstraint(
                condition=~Q(kind=BlockKind.BONUS) | Q(min_age__isnull=False) | Q(permanent=True),
                name="block_bonus_has_ground",
            ),
            models.CheckConstraint(condition=Q(norm_hours__gt=0) | Q(norm_hours=None), name="block_norm_positive"),
            models.CheckConstraint(condition=Q(max_months__gt=0) | Q(max_months=None), name="block_months_positive"),
            models.CheckConstraint(
                condition=~Q(kind=BlockKind.FULL_TIME_YEAR) | Q(norm_hours__isnull=False, min_hours__isnull=False),
                name="block_of_persons_has_hours",
            ),
            models.CheckConstraint(
                condition=~Q(code__in=["agreed", "opening_balance"]), name="block_code_not_reserved"
            ),
            models.CheckConstraint(
                condition=Q(situation="") | Q(kind=BlockKind.FULL_TIME_YEAR), name="block_situation_of_person"
            ),
        ]

    def __str__(self):
        return self.label
