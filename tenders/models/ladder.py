import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, User
from tenders.choices import (
    DocumentKind,
    DocumentState,
    LadderKind,
    NoticeKind,
    SettlementState,
    ShortfallDecision,
    StepState,
)
from tenders.models.contract import Contract
from tenders.models.of_contract import OfContract


@pghistory.track(exclude=["visible_to"])
class LadderStep(OfContract):
    """A step toward a contractor that is behind. Only a reminder is ever taken by the portal itself."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("stap"), max_length=13, choices=LadderKind)
    state = models.CharField(_("stand"), max_length=9, choices=StepState, default=StepState.PLANNED)
    #: When it takes place, or for a recovery plan by when the contract must be back on track.
    planned_on = models.DateField(_("datum"))
    done_on = models.DateField(_("gedaan op"), null=True, blank=True)
    agenda = models.TextField(_("waar gaat het over?"), max_length=2000, blank=True)
    outcome = models.TextField(_("uitkomst"), max_length=4000, blank=True)
    #: What the contractor says himself (hearing), in his own words.
    contractor_view = models.TextField(_("zienswijze van de opdrachtnemer"), max_length=4000, blank=True)
    contractor_view_at = models.DateTimeField(null=True, blank=True)
    contractor_view_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    #: Of a recovery plan: whether the contractor did what it says by its day.
    met = models.BooleanField(_("nagekomen"), null=True, blank=True)
    #: Of the last step: what happens to the shortfall; ``outcome`` is its ground, the settlement has the amounts.
    decision = models.CharField(_("besluit"), max_length=8, choices=ShortfallDecision, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("waarom ingetrokken"), max_length=300, blank=True)
    skipped_reason = models.CharField(_("waarom eerder dan gebruikelijk"), max_length=300, blank=True)
    automatic = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stap")
        verbose_name_plural = _("stappen")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE) | Q(done_on__isnull=False), name="ladder_step_done_on"
            ),
            models.CheckConstraint(
                condition=Q(automatic=False) | Q(kind=LadderKind.REMINDER), name="ladder_only_reminder_automatic"
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state=StepState.PLANNED), name="ladder_one_step_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.WITHDRAWN) | ~Q(withdrawn_reason=""), name="ladder_withdrawn_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE, kind=LadderKind.RECOVERY_PLAN) | Q(met__isnull=False),
                name="ladder_recovery_plan_met_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE, kind=LadderKind.SHORTFALL) | (~Q(decision="") & ~Q(outcome="")),
                name="ladder_shortfall_decided_on_ground",
            ),
        ]

    def __str__(self):
        return f"{self.kind}"


class Document(OfContract):
    """A letter or statement of account as PDF, made by the worker from ``content`` and never changed after."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="documents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("soort"), max_length=13, choices=DocumentKind)
    step = models.ForeignKey(LadderStep, on_delete=models.PROTECT, null=True, related_name="documents")
    title = models.CharField(_("titel"), max_length=200)
    #: What the page is made of, frozen: texts and figures.
    content = models.JSONField(default=dict)
    state = models.CharField(_("stand"), max_length=7, choices=DocumentState, default=DocumentState.WAITING)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    file = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    #: From then on the other side sees it.
    sent_at = models.DateTimeField(_("verstuurd"), null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DocumentState.READY) | Q(file__isnull=False), name="document_ready_has_file"
            ),
        ]

    def __str__(self):
        return self.title


@pghistory.track(exclude=["visible_to"])
class Settlement(OfContract):
    """The end of a contract: what was owed, what was approved to the cent, and what is done about the rest.

    Amounts in euros. ``withheld`` plus ``waived`` is the shortfall. Drawn up by a definer function, because the
    authority sees the exact total here for the first time (tenders 0007).
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="settlements")
    state = models.CharField(_("stand"), max_length=9, choices=SettlementState, default=SettlementState.DRAWN_UP)
    obligation = models.DecimalField(_("verplichting"), max_digits=14, decimal_places=2)
    persons_approved = models.DecimalField(_("personen"), max_digits=14, decimal_places=2)
    others_approved = models.DecimalField(_("andere invulling"), max_digits=14, decimal_places=2)
    shortfall = models.DecimalField(_("tekort"), max_digits=14, decimal_places=2)
    surplus = models.DecimalField(_("overschot"), max_digits=14, decimal_places=2)
    withheld = models.DecimalField(_("ingehouden"), max_digits=14, decimal_places=2, default=0)
    waived = models.DecimalField(_("kwijtgescholden"), max_digits=14, decimal_places=2, default=0)
    reason = models.TextField(_("motivering"), max_length=4000, blank=True)
    #: Where a surplus went, in a region that allows it.
    surplus_to = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="+")
    drawn_up_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_up_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField(default=timezone.now)
    settled_on = models.DateField(_("afgerekend op"), null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("reden"), max_length=300, blank=True)
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("afrekening")
        verbose_name_plural = _("afrekeningen")
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=~Q(state=SettlementState.WITHDRAWN), name="settlement_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=SettlementState.SETTLED) | Q(settled_on__isnull=False), name="settlement_settled_on"
            ),
            models.CheckConstraint(
                condition=Q(withheld__gte=0, waived__gte=0, shortfall__gte=0, surplus__gte=0),
                name="settlement_not_negative",
                violation_error_message=_("Een bedrag kan niet onder nul zijn."),
            ),
            models.CheckConstraint(
                condition=~Q(state=SettlementState.SETTLED) | Q(shortfall=models.F("withheld") + models.F("waived")),
                name="settlement_shortfall_divided",
                violation_error_message=_("Ingehouden en kwijtgescholden zijn samen het tekort."),
            ),
        ]

    def __str__(self):
        return f"{self.drawn_up_at:%Y-%m-%d}"


class Notice(OfContract):
    """The portal reminded somebody of something, once a day at most."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=18, choices=NoticeKind)
    on = models.DateField()
    to = models.CharField(max_length=400)

    class Meta:
        verbose_name = _("herinnering van het portaal")
        verbose_name_plural = _("herinneringen van het portaal")
        constraints = [models.UniqueConstraint(fields=["contract", "kind", "on"], name="notice_once_a_day")]

    def __str__(self):
        return f"{self.kind} {self.on:%Y-%m-%d}"
