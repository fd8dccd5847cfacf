from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region


class Target(Identified):
    """A cumulative target on a day. Targets have versions: a later decision is a new row with its own source."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField(_("wat"), max_length=60)
    on = models.DateField(_("op"))
    value = models.PositiveIntegerField(_("aantal"))
    source = models.CharField(_("bron"), max_length=200)
    version_on = models.DateField(_("vastgesteld op"))

    class Meta:
        verbose_name = _("doel")
        verbose_name_plural = _("doelen")
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "on", "version_on"], name="target_once_per_version"),
        ]

    def __str__(self):
        return f"{self.kind} {self.on}"


class BudgetLine(Identified):
    """An amount of the plan for one year, in euros: what is spent on (category) or who pays (source of cover)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="budget_lines")
    side = models.CharField(
        _("kant"),
        max_length=8,
        choices=[("spending", _("Uitgaven")), ("cover", _("Dekking")), ("tranche", _("Termijn"))],
    )
    category = models.CharField(_("post"), max_length=60)
    year = models.PositiveSmallIntegerField(_("jaar"))
    amount = models.DecimalField(_("bedrag"), max_digits=14, decimal_places=2)
    source = models.CharField(_("bron"), max_length=200)

    class Meta:
        verbose_name = _("begrotingspost")
        verbose_name_plural = _("begrotingsposten")
        constraints = [
            models.UniqueConstraint(fields=["region", "side", "category", "year"], name="budget_line_once"),
        ]

    def __str__(self):
        return f"{self.category} {self.year}"
