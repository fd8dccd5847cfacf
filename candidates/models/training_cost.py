from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.training import TrainingGroup, TrainingProgramme
from candidates.models.training_enrolment import Enrolment
from candidates.training_choices import CostKind, CostState
from candidates.training_querysets import CostQuerySet
from organisations.models import Identified, Region, User


class TrainingCost(Identified):
    """An invoice for training or guidance; payable only once the ABC project leader agreed (003 chapter 2.3).

    A trigger guards it: only the project leader of the region decides, or who stands in while he is away, never about a
    line of his own, and what was approved stands. ``amount`` is in euros, excluding VAT. One invoice can be in for several
    groups or participants; for the same one it is in once, however it is typed.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(TrainingProgramme, on_delete=models.PROTECT, related_name="costs")
    group = models.ForeignKey(TrainingGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="costs")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="costs")
    kind = models.CharField(_("soort"), max_length=8, choices=CostKind, default=CostKind.TRAINING)
    description = models.CharField(_("omschrijving"), max_length=200)
    supplier = models.CharField(_("van wie is de factuur"), max_length=200)
    invoice_number = models.CharField(_("factuurnummer"), max_length=60)
    invoice_on = models.DateField(_("factuurdatum"))
    amount = models.DecimalField(_("bedrag zonder btw"), max_digits=14, decimal_places=2)
    state = models.CharField(_("stand"), max_length=14, choices=CostState, default=CostState.ENTERED)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("ingevoerd"), default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("besloten"), null=True)
    refused_reason = models.CharField(_("waarom niet"), max_length=500, blank=True)
    paid_on = models.DateField(_("betaald op"), null=True, blank=True)

    objects = CostQuerySet.as_manager()

    class Meta:
        verbose_name = _("kosten van scholing")
        verbose_name_plural = _("kosten van scholing")
        constraints = [
            models.UniqueConstraint(
                F("region"),
                Lower("supplier"),
                Lower("invoice_number"),
                F("invoice_on"),
                F("amount"),
                F("group"),
                F("enrolment"),
                condition=~Q(state__in=[CostState.REFUSED, CostState.WITHDRAWN]),
                name="training_cost_once",
                nulls_distinct=False,
                violation_error_message=_("Deze factuur staat er al."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="training_cost_amount",
                violation_error_message=_("Vul een bedrag in dat meer is dan 0."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CostState.ENTERED, CostState.WITHDRAWN], decided_by=None, decided_at=None)
                | Q(
                    state__in=[CostState.APPROVED, CostState.REFUSED, CostState.PAID],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="training_cost_decided_or_not",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")),
                name="training_cost_two_people",
                violation_error_message=_("Wie een factuur invoert, geeft er geen akkoord op."),
            ),
            models.CheckConstraint(
                condition=Q(state=CostState.PAID, paid_on__isnull=False) | ~Q(state=CostState.PAID) & Q(paid_on=None),
                name="training_cost_paid_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=CostState.REFUSED) | ~Q(refused_reason=""),
                name="training_cost_refused_with_reason",
                violation_error_message=_("Schrijf op waarom u geen akkoord geeft."),
            ),
        ]
        indexes = [models.Index(fields=["region", "state", "invoice_on"], name="training_cost_in_state")]

    def __str__(self):
        return self.description
