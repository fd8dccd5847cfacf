import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from tenders.choices import PsoLevel
from tenders.models.contract import Contract
from tenders.models.of_contract import OfContract


class Proposed(models.Model):
    """One side proposes, the other agrees or declines. What was agreed stands (trigger in tenders 0007)."""

    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(_("afgesproken"), null=True, blank=True)
    declined_at = models.DateTimeField(_("afgewezen"), null=True, blank=True)
    declined_reason = models.CharField(_("reden"), max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self):
        return self.agreed_at is None and self.declined_at is None


def _proposed_constraints(prefix):
    return [
        models.CheckConstraint(condition=Q(agreed_at=None) | Q(declined_at=None), name=f"{prefix}_agreed_or_declined"),
        models.CheckConstraint(
            condition=Q(agreed_at=None) | Q(decided_by__isnull=False, decided_for__isnull=False),
            name=f"{prefix}_agreed_by_someone",
        ),
        models.CheckConstraint(
            condition=Q(agreed_at=None) | ~Q(decided_for=F("proposed_for")),
            name=f"{prefix}_agreed_by_the_other_side",
            violation_error_message=_("De andere kant moet akkoord gaan."),
        ),
    ]


class Plan(OfContract, Proposed):
    """When how much of the obligation will be filled in: by each day so much in total, in euros.

    The newest agreed plan holds; a trigger copies it to the contract.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="plans")
    days = ArrayField(models.DateField())
    totals = ArrayField(models.DecimalField(max_digits=14, decimal_places=2))
    note = models.TextField(_("toelichting"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plannen")
        constraints = [
            models.CheckConstraint(
                condition=Q(days__len__gt=0, days__len=F("totals__len")), name="plan_days_have_totals"
            ),
            *_proposed_constraints("plan"),
        ]

    def __str__(self):
        return f"{self.proposed_at:%Y-%m-%d}"


class Agreement(OfContract, Proposed):
    """Bespoke effort, agreed by contractor and coordinator before it starts; its value is the amount in euros."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="agreements")
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(_("wat gaat u doen?"), max_length=300)
    amount = models.DecimalField(_("waarde"), max_digits=14, decimal_places=2)
    evidence = models.CharField(_("waaruit blijkt het?"), max_length=300)
    starts_on = models.DateField(_("begint op"))

    class Meta:
        verbose_name = _("maatwerkafspraak")
        verbose_name_plural = _("maatwerkafspraken")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="agreement_amount_positive",
                violation_error_message=_("Vul een bedrag in boven nul."),
            ),
            *_proposed_constraints("agreement"),
        ]

    def __str__(self):
        return self.description


@pghistory.track()
class Certificate(Identified):
    """A PSO certificate of a company, as one region checked it.

    ``discount``, in percent of the obligation, is what the region's policy gave on the day of confirmation. It counts
    for the days of a contract on which the certificate is valid.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    level = models.CharField(_("trede"), max_length=8, choices=PsoLevel)
    number = models.CharField(_("certificaatnummer"), max_length=40, blank=True)
    valid_from = models.DateField(_("geldig vanaf"))
    valid_until = models.DateField(_("geldig tot en met"))
    discount = models.DecimalField(_("korting, %"), max_digits=5, decimal_places=2, null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("gecontroleerd"), null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(_("reden"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("PSO-certificaat")
        verbose_name_plural = _("PSO-certificaten")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="certificate_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(discount__gte=0, discount__lte=100),
                name="certificate_confirmed_with_discount",
            ),
        ]

    def __str__(self):
        return f"{self.level}"
