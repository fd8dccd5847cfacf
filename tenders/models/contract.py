import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from tenders.choices import Basis
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
    #: The part of ``basis_amount`` that was stated as one amount, without a call-off or invoiced period behind it.
    basis_stated = models.DecimalField(_("genoemd bedrag"), max_digits=14, decimal_places=2, default=0)
    percentage = models.DecimalField(_("percentage"), max_digits=7, decimal_places=4)
    cap = models.DecimalField(_("plafond"), max_digits=14, decimal_places=2, null=True, blank=True)
    #: Euros off for a PSO certificate; ``obligation`` is what remains.
    discount = models.DecimalField(_("PSO-korting"), max_digits=14, decimal_places=2, default=0)
    obligation = models.DecimalField(_("verplichting"), max_digits=14, decimal_places=2)

    class Meta:
        abstract = True

    TERMS = (
        "starts_on",
        "ends_on",
        "contract_sum",
        "basis",
        "basis_amount",
        "basis_stated",
        "percentage",
        "cap",
        "discount",
        "obligation",
    )


def terms_constraints(prefix):
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
            condition=Q(
                contract_sum__gte=0, basis_amount__gte=0, basis_stated__gte=0, discount__gte=0, obligation__gte=0
            ),
            name=f"{prefix}_amounts_not_negative",
            violation_error_message=_("Een bedrag kan niet onder nul zijn."),
        ),
    ]


AUDIENCE_FIELDS = (
    "visible_to",
    "sides_visible_to",
    "persons_visible_to",
    "totals_visible_to",
    "line_writers",
    "verified_by",
)


@pghistory.track(exclude=list(AUDIENCE_FIELDS))
class Contract(Identified, ContractTerms):
    """A contract with the terms that hold now; ``ContractVersion`` keeps every version with its reason.

    Triggers keep the audiences (tenders 0007): ``visible_to`` may see the contract; ``sides_visible_to`` what its
    sides agree, owe and say, so no partner or subcontractor; ``persons_visible_to`` everybody's persons;
    ``totals_visible_to`` exact totals; ``line_writers`` enter lines; ``verified_by`` decides about them.
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
    lot = models.CharField(_("perceel"), max_length=120, blank=True)
    #: Its call-offs feed the basis.
    is_framework = models.BooleanField(_("raamovereenkomst"), default=False)
    #: Who looks after the contract at the coordination point.
    coordinator = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accountmanager")
    )
    #: The plan that was agreed, oldest step first: by each day so much in total, in euros (``Plan``).
    plan_days = ArrayField(models.DateField(), default=list, blank=True, editable=False)
    plan_totals = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=2), default=list, blank=True, editable=False
    )
    first_contact_on = models.DateField(_("eerste contact"), null=True, blank=True)
    settled_on = models.DateField(_("afgerekend"), null=True, blank=True)
    created_at = models.DateTimeField(_("ingevoerd"), default=timezone.now)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)
    sides_visible_to = ArrayField(models.TextField(), default=list, editable=False)
    persons_visible_to = ArrayField(models.TextField(), default=list, editable=False)
    totals_visible_to = ArrayField(models.TextField(), default=list, editable=False)
    line_writers = ArrayField(models.TextField(), default=list, editable=False)
    verified_by = models.TextField(default="", editable=False)

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
            *terms_constraints("contract"),
            models.CheckConstraint(
                condition=Q(plan_days__len=F("plan_totals__len")), name="contract_plan_days_have_totals"
            ),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="contract_visible_to"),
            GinIndex(fields=["persons_visible_to"], name="contract_persons_visible_to"),
            models.Index(fields=["region", "awarded_on"], name="contract_region_awarded"),
        ]

    def __str__(self):
        return self.title
