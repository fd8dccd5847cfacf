from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenders.models.agreement import Plan
from tenders.models.contract import Contract
from tenders.models.of_contract import OfContract
from tenders.models.tariff import Block


class PlanItem(OfContract):
    """One thing that a plan of approach says: what, when, how much. It comes and goes with its plan.

    ``quantity`` is persons, hours, pieces or euros, by the kind of ``block`` (without one: bespoke effort, in euros);
    ``amount`` is what that is expected to be worth, in euros. An item about a target group is read by the contractor and
    by who verifies, never by the authority (trigger in tenders 0022).
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="plan_items")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    block = models.ForeignKey(Block, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(_("omschrijving"), max_length=200, blank=True)
    starts_on = models.DateField(_("van"))
    ends_on = models.DateField(_("tot en met"))
    quantity = models.DecimalField(_("hoeveel"), max_digits=14, decimal_places=2)
    hours_per_week = models.DecimalField(_("uren per week"), max_digits=5, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(_("verwachte waarde"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("onderdeel van een plan")
        verbose_name_plural = _("onderdelen van plannen")
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_item_once_a_place"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_item_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, amount__gte=0),
                name="plan_item_has_quantity",
                violation_error_message=_("Vul een aantal in boven nul."),
            ),
            models.CheckConstraint(condition=Q(block__isnull=False) | ~Q(description=""), name="plan_item_says_what"),
        ]

    def __str__(self):
        return self.description or f"{self.position}"
