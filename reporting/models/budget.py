from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region, User
from reporting.choices import PlanSide, TargetKind
from reporting.querysets import BudgetLineQuerySet


class Target(Identified):
    """A cumulative target on a day. Targets have versions: a later decision is a new row with its own source."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField(_("wat"), max_length=60, choices=TargetKind)
    on = models.DateField(_("op"))
    value = models.PositiveIntegerField(_("aantal"))
    source = models.CharField(_("bron"), max_length=200)
    version_on = models.DateField(_("vastgesteld op"))
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("ingevoerd"), null=True)

    class Meta:
        verbose_name = _("doel")
        verbose_name_plural = _("doelen")
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "on", "version_on"], name="target_once_per_version"),
        ]

    def __str__(self):
        return f"{self.kind} {self.on}"


class BudgetLine(Identified):
    """An amount of the plan for one year, in euros: what is spent on (category), who pays (source of cover), and more.

    A tranche is what the covenant promises; ``received`` is what came in of it. A line is never edited: what is decided
    or known later is a new row, the last of which is in force (``BudgetLineQuerySet.in_force``). The plan as it was
    shipped has no ``version_on``.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="budget_lines")
    side = models.CharField(_("kant"), max_length=8, choices=PlanSide)
    category = models.CharField(_("post"), max_length=60)
    year = models.PositiveSmallIntegerField(_("jaar"))
    amount = models.DecimalField(_("bedrag"), max_digits=14, decimal_places=2)
    source = models.CharField(_("bron"), max_length=200)
    version_on = models.DateField(_("vastgesteld op"), null=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("ingevoerd"), default=timezone.now)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("begrotingspost")
        verbose_name_plural = _("begrotingsposten")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "side", "category", "year", "version_on", "entered_at"],
                name="budget_line_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.category} {self.year}"


class ContributionShare(Identified):
    """A row of the contribution key: a municipality, a group of them, or all, with its inhabitants (003 bijlage 4).

    What each contributes follows from the key (``reporting.figures.budgeting.contribution``); ``stated`` is what the plan printed.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="contribution_shares")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(
        _("soort"),
        max_length=12,
        choices=[("municipality", _("Gemeente")), ("group", _("Groep")), ("total", _("Totaal"))],
    )
    name = models.CharField(_("naam"), max_length=80)
    codes = ArrayField(models.CharField(max_length=6), default=list, verbose_name=_("gemeentecodes"))
    inhabitants = models.PositiveIntegerField(_("inwoners"))
    stated = models.DecimalField(_("bedrag in het plan"), max_digits=14, decimal_places=2)
    source = models.CharField(_("bron"), max_length=200)

    class Meta:
        verbose_name = _("regel van de verdeelsleutel")
        verbose_name_plural = _("regels van de verdeelsleutel")
        constraints = [
            models.UniqueConstraint(fields=["region", "position"], name="contribution_share_place"),
        ]

    def __str__(self):
        return self.name
