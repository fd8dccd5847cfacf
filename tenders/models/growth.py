import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import User
from tenders.choices import OptionState
from tenders.models.contract import Contract
from tenders.models.of_contract import OfContract


@pghistory.track(exclude=["visible_to"])
class CallOff(OfContract):
    """An order under a framework agreement. ``amount``, in euros excluding VAT, feeds the basis of the framework."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="call_offs")
    reference = models.CharField(_("kenmerk"), max_length=60)
    title = models.CharField(_("omschrijving"), max_length=200)
    awarded_on = models.DateField(_("datum van de deelopdracht"))
    starts_on = models.DateField(_("eerste dag"))
    ends_on = models.DateField(_("laatste dag"))
    amount = models.DecimalField(_("bedrag"), max_digits=14, decimal_places=2)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("reden"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("deelopdracht")
        verbose_name_plural = _("deelopdrachten")
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "reference"],
                condition=Q(withdrawn_at=None),
                name="call_off_reference_unique",
                violation_error_message=_("Dit kenmerk heeft al een deelopdracht."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="call_off_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="call_off_not_negative",
                violation_error_message=_("Een bedrag kan niet onder nul zijn."),
            ),
        ]

    def __str__(self):
        return self.reference


@pghistory.track(exclude=["visible_to"])
class Turnover(OfContract):
    """What was invoiced on a contract in a period, both days included, in euros excluding VAT.

    A correction withdraws the row and writes a new one, so that both stay readable.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="turnovers")
    call_off = models.ForeignKey(CallOff, on_delete=models.PROTECT, null=True, blank=True, related_name="turnovers")
    from_on = models.DateField(_("van"))
    to_on = models.DateField(_("tot en met"))
    amount = models.DecimalField(_("gefactureerd"), max_digits=14, decimal_places=2)
    note = models.CharField(_("factuurnummers of toelichting"), max_length=300, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("reden"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("gefactureerde omzet")
        verbose_name_plural = _("gefactureerde omzet")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="turnover_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="turnover_not_negative",
                violation_error_message=_("Een bedrag kan niet onder nul zijn."),
            ),
        ]

    def __str__(self):
        return f"{self.from_on:%Y-%m-%d}"


@pghistory.track(exclude=["visible_to"])
class OptionYear(OfContract):
    """A period with which the authority may extend the contract, and by when it decides."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="options")
    starts_on = models.DateField(_("eerste dag van de verlenging"))
    ends_on = models.DateField(_("laatste dag van de verlenging"))
    extra_sum = models.DecimalField(_("opdrachtsom erbij"), max_digits=14, decimal_places=2, default=0)
    decide_by = models.DateField(_("besluit uiterlijk"))
    state = models.CharField(_("stand"), max_length=8, choices=OptionState, default=OptionState.OPEN)
    decided_on = models.DateField(_("besloten op"), null=True, blank=True)
    reason = models.CharField(_("reden"), max_length=300, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("optiejaar")
        verbose_name_plural = _("optiejaren")
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "starts_on"],
                name="option_year_once",
                violation_error_message=_("Deze verlenging staat er al."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), extra_sum__gte=0),
                name="option_year_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
            models.CheckConstraint(
                condition=Q(state=OptionState.OPEN) | Q(decided_on__isnull=False), name="option_year_decided_on"
            ),
        ]

    def __str__(self):
        return f"{self.starts_on:%Y-%m-%d}"
