import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from tenders.choices import Basis, Side
from tenders.models.tariff import Tariff
from tenders.models.tender import Tender
from tenders.querysets import ContractQuerySet


class ContractTerms(models.Model):
    """What an obligation follows from: period, sum, basis and percentage. Amounts exclude VAT."""

    starts_on = models.DateField(_("eerste dag"))
    ends_on = models.DateField(_("laatste dag"))
    contract_sum = models.DecimalField(_("opdrachtsom"), max_digits=14, decimal_places=2)
    basis = models.CharField(_("grondslag"), max_length=18, choices=Basis, default=Basis.CONTRACT_SUM)
    basis_amount = models.DecimalField(_("bedrag van de grondslag"), max_digits=14, decimal_places=2)
    percentage = models.DecimalField(_("percentage"), max_digits=7, decimal_places=4)
    cap = models.DecimalField(_("plafond"), max_digits=14, decimal_places=2, null=True, blank=True)
    obligation = models.DecimalField(_("verplichting"), max_digits=14, decimal_places=2)

    class Meta:
        abstract = True

    TERMS = ("starts_on", "ends_on", "contract_sum", "basis", "basis_amount", "percentage", "cap", "obligation")


def _terms_constraints(prefix):
    return [
        models.CheckConstraint(
            condition=Q(ends_on__gte=F("starts_on")),
            name=f"{prefix}_ends_after_start",
            violation_error_message=_("De laatste dag ligt voor de eerste dag."),
        ),
        models.CheckConstraint(
            condition=Q(percentage__gte=0, percentage__lte=100),
            name=f"{prefix}_percentage_0_100",
            violation_error_message=_("Een percentage ligt tussen 0 en 100."),
        ),
        models.CheckConstraint(
            condition=Q(contract_sum__gte=0, basis_amount__gte=0, obligation__gte=0),
            name=f"{prefix}_amounts_not_negative",
            violation_error_message=_("Een bedrag kan niet onder nul zijn."),
        ),
    ]


@pghistory.track(exclude=["visible_to", "persons_visible_to"])
class Contract(Identified, ContractTerms):
    """A contract with the terms that hold now; ``ContractVersion`` keeps every version with its reason.

    ``visible_to`` holds the audiences that may see the contract, ``persons_visible_to`` those that may
    see who works on it: an authority may not. Triggers keep both (tenders 0002).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="contracts")
    reference = models.CharField(_("kenmerk"), max_length=60)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts_put_out")
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts_won")
    werkplein = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts_supplied"
    )
    title = models.CharField(_("titel"), max_length=200)
    awarded_on = models.DateField(_("datum van gunning"))
    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT, related_name="contracts")
    first_contact_on = models.DateField(_("eerste contact"), null=True, blank=True)
    settled_on = models.DateField(_("afgerekend"), null=True, blank=True)
    created_at = models.DateTimeField(_("ingevoerd"), default=timezone.now)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)
    persons_visible_to = ArrayField(models.TextField(), default=list, editable=False)

    #: Filled by ``with_policy()``.
    start_up_months: int
    first_contact_days: int

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracten")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "reference"],
                name="contract_reference_unique",
                violation_error_message=_("Dit kenmerk is al in gebruik."),
            ),
            *_terms_constraints("contract"),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="contract_visible_to"),
            GinIndex(fields=["persons_visible_to"], name="contract_persons_visible_to"),
            models.Index(fields=["region", "awarded_on"], name="contract_region_awarded"),
        ]

    def __str__(self):
        return self.title


class ContractVersion(Identified, ContractTerms):
    """The terms of a contract from one change to the next. Written once, never changed."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versie"))
    valid_from = models.DateField(_("vanaf"))
    reason = models.CharField(_("reden"), max_length=500)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("versie van een contract")
        verbose_name_plural = _("versies van een contract")
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_version_once"),
            *_terms_constraints("contract_version"),
        ]

    def __str__(self):
        return f"{self.number}"


class ContractTotals(models.Model):
    """What counts toward a contract, to the cent. Kept by triggers; an authority does not see this row.

    Amounts in euros: approved, submitted (submitted or returned) and forecast to the end, for persons
    and for other contributions.
    """

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, primary_key=True, related_name="totals")
    persons_approved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    persons_submitted = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    persons_forecast = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_approved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_submitted = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_forecast = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("totaal van een contract")
        verbose_name_plural = _("totalen van contracten")

    def __str__(self):
        return f"{self.contract_id}"

    @property
    def approved(self):
        return self.persons_approved + self.others_approved

    @property
    def submitted(self):
        return self.persons_submitted + self.others_submitted

    @property
    def forecast(self):
        return self.persons_forecast + self.others_forecast


class ContractBand(models.Model):
    """What an authority may see before settlement: persons in bands of 5 % of the obligation, the rest exactly.

    Tariffs are public, so an exact amount for one person would tell his benefit.
    """

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, primary_key=True, related_name="band")
    persons = models.PositiveIntegerField(_("personen"), default=0)
    persons_band = models.PositiveIntegerField(_("personen, onderkant van de band in %"), null=True)
    #: Of what is approved and what waits together: 0 while there is nobody. A standing by time rests on this.
    persons_claimed_upper = models.PositiveIntegerField(
        _("personen met wat wacht, bovenkant van de band in %"), null=True
    )
    submitted_lines = models.PositiveIntegerField(_("regels die wachten"), default=0)
    others_approved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_submitted = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("band van een contract")
        verbose_name_plural = _("banden van contracten")

    def __str__(self):
        return f"{self.contract_id}"


class Responsible(Identified):
    """Who answers for a contract on one of its three sides, with a stand-in (interview 000, guide 004)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="responsibles")
    side = models.CharField(_("kant"), max_length=10, choices=Side)
    name = models.CharField(_("naam"), max_length=120)
    email = models.EmailField(_("e-mailadres"))
    stand_in_name = models.CharField(_("vervanger"), max_length=120, blank=True)
    stand_in_email = models.EmailField(_("e-mailadres van de vervanger"), blank=True)

    class Meta:
        verbose_name = _("verantwoordelijke")
        verbose_name_plural = _("verantwoordelijken")
        constraints = [
            models.UniqueConstraint(fields=["contract", "side"], name="responsible_one_per_side"),
        ]

    def __str__(self):
        return self.name
