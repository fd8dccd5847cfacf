import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, TrainingCost, TrainingProgramme
from organisations.models import Identified, Region, User
from reporting.choices import SpendingCategory, SpendingState
from reporting.querysets import SpendingQuerySet

_LIVE = ~Q(state__in=[SpendingState.REFUSED, SpendingState.WITHDRAWN])


@pghistory.track()
class SpendingLine(Identified):
    """Money that was spent on a day, in euros, excluding VAT. Only what somebody else approved counts (section 8).

    A trigger guards it: nobody decides about what he entered, an import alone brings approved lines, and an approved
    line never changes. It is corrected by a line that ``reverses`` it, equal to it in all that counts and taken off, and
    if something else was meant by a line that ``replaces`` it. ``reversed_at`` says since when it counts no more; so
    what counted on an earlier day can still be told (``SpendingQuerySet.counted``).

    ``candidate_reference`` and ``in_priority_area`` are kept by the trigger too: the programme bureau sees the number of
    a candidate and no more, and what was spent on people from outside the priority area (covenant art. 13d) is decided
    as at the registration. Without a candidate it is decided by ``municipality`` on the day; without both it is open.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("kenmerk"), max_length=60)
    on = models.DateField(_("datum"))
    year = models.PositiveSmallIntegerField(_("jaar van de begroting"))
    category = models.CharField(_("post"), max_length=16, choices=SpendingCategory)
    amount = models.DecimalField(_("bedrag"), max_digits=14, decimal_places=2)
    source = models.CharField(_("waarvan betaald"), max_length=120, blank=True)
    programme = models.ForeignKey(
        TrainingProgramme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("scholing")
    )
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kandidaat")
    )
    candidate_reference = models.CharField(_("kandidaatnummer"), max_length=60, blank=True, editable=False)
    municipality = models.CharField(_("gemeentecode"), max_length=6, blank=True)
    in_priority_area = models.BooleanField(_("inwoner van het voorrangsgebied"), null=True, editable=False)
    description = models.CharField(_("omschrijving"), max_length=200, blank=True)
    #: The invoice for training that it was taken over from.
    training_cost = models.ForeignKey(TrainingCost, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reversals")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements")
    reversed_at = models.DateTimeField(_("teruggedraaid"), null=True, editable=False)
    state = models.CharField(_("stand"), max_length=18, choices=SpendingState, default=SpendingState.ENTERED)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("ingevoerd"), default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("besloten"), null=True)
    reason = models.CharField(_("reden"), max_length=500, blank=True)

    objects = SpendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitgave")
        verbose_name_plural = _("uitgaven")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "reference"],
                condition=_LIVE & Q(reverses=None, reversed_at=None),
                name="spending_reference_unique",
                violation_error_message=_("Dit kenmerk is al van een andere uitgave."),
            ),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=_LIVE,
                name="spending_reversed_once",
                violation_error_message=_("Deze uitgave wordt al verbeterd."),
            ),
            models.UniqueConstraint(
                fields=["training_cost"],
                condition=_LIVE & Q(reverses=None, replaces=None, reversed_at=None),
                name="spending_of_invoice_once",
                violation_error_message=_("Deze factuur is al overgenomen."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="spending_amount",
                violation_error_message=_("Een bedrag is 0 of meer."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(entered_by=None) | ~Q(decided_by=F("entered_by")),
                name="spending_two_people",
                violation_error_message=_("Wie een uitgave invoert, geeft er geen akkoord op."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SpendingState.ENTERED, SpendingState.WITHDRAWN], decided_at=None)
                | Q(state__in=[SpendingState.APPROVED, SpendingState.REFUSED], decided_at__isnull=False),
                name="spending_decided_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(state=SpendingState.REFUSED) | ~Q(reason=""),
                name="spending_refused_with_reason",
                violation_error_message=_("Schrijf op waarom u geen akkoord geeft."),
            ),
        ]
        indexes = [
            models.Index(fields=["region", "on"], name="spending_by_day"),
            models.Index(fields=["region", "state", "year"], name="spending_in_state"),
        ]

    def __str__(self):
        return self.reference

    @property
    def signed_amount(self):
        """What it adds to what was spent: a reversal takes off."""
        return -self.amount if self.reverses_id else self.amount

    @property
    def standing(self):
        """Its state, and whether an approved line counts: one that was reversed does not, and neither does its reversal."""
        if self.state == SpendingState.APPROVED and (self.reversed_at or self.reverses_id):
            return "spending_reversal" if self.reverses_id else "spending_reversed"
        return self.state

    @property
    def said(self):
        """What it was for; of a line that takes another back, why."""
        return self.description or (self.reason if self.reverses_id else "")
