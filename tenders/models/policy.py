from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region
from tenders.advice import AdvicePolicy
from tenders.choices import AgeReference, EvidenceTerm
from tenders.querysets import PolicyQuerySet

_share = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class RegionPolicy(Identified):
    """What a region decided about social return, with the days on which it holds. Amounts in euros."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="policies")
    valid = DateRangeField(_("geldig"))
    threshold_work = models.DecimalField(_("drempel werken"), max_digits=14, decimal_places=2, default=250_000)
    threshold_service = models.DecimalField(_("drempel diensten"), max_digits=14, decimal_places=2, default=100_000)
    threshold_supply = models.DecimalField(_("drempel leveringen"), max_digits=14, decimal_places=2, default=100_000)
    shortest_months = models.PositiveSmallIntegerField(_("kortste looptijd in maanden"), default=6)
    bespoke_below_share = models.DecimalField(
        _("maatwerk onder dit loonaandeel"), max_digits=5, decimal_places=2, default=10, validators=_share
    )
    low_below_share = models.DecimalField(
        _("laag percentage onder dit loonaandeel"), max_digits=5, decimal_places=2, default=50, validators=_share
    )
    percentage_low = models.DecimalField(
        _("laag percentage"), max_digits=5, decimal_places=2, default=2, validators=_share
    )
    percentage_high = models.DecimalField(
        _("hoog percentage"), max_digits=5, decimal_places=2, default=5, validators=_share
    )
    cap = models.DecimalField(_("plafond per contract"), max_digits=14, decimal_places=2, null=True, blank=True)
    start_up_months = models.PositiveSmallIntegerField(_("aanlooptijd in maanden"), default=3)
    first_contact_days = models.PositiveSmallIntegerField(_("dagen tot eerste contact"), default=7)
    #: After the end of a month, for its hours; and after a question, for the answer. Then the portal reminds.
    statement_days = models.PositiveSmallIntegerField(_("dagen om uren door te geven"), default=14, db_default=14)
    answer_days = models.PositiveSmallIntegerField(_("dagen om een vraag te beantwoorden"), default=7, db_default=7)
    surplus_transferable = models.BooleanField(_("overschot mag mee"), default=False)
    pso_aspirant = models.DecimalField(
        _("PSO-korting aspirant, %"), max_digits=5, decimal_places=2, default=0, validators=_share
    )
    pso_step_1 = models.DecimalField(
        _("PSO-korting trede 1, %"), max_digits=5, decimal_places=2, default=0, validators=_share
    )
    pso_step_2 = models.DecimalField(
        _("PSO-korting trede 2, %"), max_digits=5, decimal_places=2, default=0, validators=_share
    )
    pso_step_3 = models.DecimalField(
        _("PSO-korting trede 3, %"), max_digits=5, decimal_places=2, default=0, validators=_share
    )
    #: The only step of the ladder that the portal may take by itself.
    automatic_reminder = models.BooleanField(_("herinnering gaat vanzelf"), default=True)
    #: Lines worth more are approved by two persons; empty: one is enough.
    second_eyes_above = models.DecimalField(
        _("tweede beoordelaar boven"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    age_reference = models.CharField(
        _("leeftijd bepalen op"), max_length=16, choices=AgeReference, default=AgeReference.DEPLOYMENT_START
    )

    #: How long evidence is kept: so many days after this moment, and never longer than that after the settlement.
    evidence_from = models.CharField(
        _("bewijsstukken bewaren vanaf"),
        max_length=10,
        choices=EvidenceTerm,
        default=EvidenceTerm.SETTLEMENT,
        db_default=EvidenceTerm.SETTLEMENT.value,
    )
    evidence_days = models.PositiveSmallIntegerField(_("dagen dat bewijs blijft"), default=90, db_default=90)

    #: Nobody touched a tender for so long: the calendar asks whether it still holds.
    calendar_stale_days = models.PositiveSmallIntegerField(
        _("dagen tot een aanbesteding verouderd is"), default=90, db_default=90
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("beleid van de regio")
        verbose_name_plural = _("beleid van de regio")
        constraints = [
            models.CheckConstraint(condition=Q(valid__isempty=False), name="region_policy_valid_not_empty"),
            ExclusionConstraint(
                name="region_policy_no_overlap",
                expressions=[("region", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self):
        return f"{self.region_id} {self.valid}"

    def for_advice(self) -> AdvicePolicy:
        """The figures on which the advice beside a decision rests."""
        return AdvicePolicy(
            threshold_work=self.threshold_work,
            threshold_service=self.threshold_service,
            threshold_supply=self.threshold_supply,
            min_months=self.shortest_months,
            bespoke_below_share=self.bespoke_below_share,
            low_below_share=self.low_below_share,
            low_percentage=self.percentage_low,
            high_percentage=self.percentage_high,
        )
