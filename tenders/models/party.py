from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, User
from tenders.choices import PartyRole, Side
from tenders.models.contract import Contract
from tenders.models.of_contract import OfContract
from tenders.querysets import PartyQuerySet


class Responsible(OfContract):
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


class ContractParty(OfContract):
    """A company beside the contractor: partner in the consortium, subcontractor, or who had the contract before.

    Each has lines of its own and sees no one else's. From the day after ``left_on`` it adds none.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="party_in")
    role = models.CharField(_("rol"), max_length=13, choices=PartyRole)
    joined_on = models.DateField(_("vanaf"))
    left_on = models.DateField(_("tot en met"), null=True, blank=True)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    #: To whom mails about the company's own lines go.
    contact_name = models.CharField(_("naam van de contactpersoon"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mailadres"), blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("partij")
        verbose_name_plural = _("partijen")
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "organisation"],
                name="party_once_in_contract",
                violation_error_message=_("Dit bedrijf staat al bij dit contract."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="party_leaves_after_joining",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
        ]

    def __str__(self):
        return f"{self.role}"


class HandOver(OfContract):
    """The buyer handed the contract to a colleague who manages it, who says that he has it."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="hand_overs")
    from_name = models.CharField(_("van"), max_length=120, blank=True)
    from_email = models.EmailField(blank=True)
    to_name = models.CharField(_("aan"), max_length=120)
    to_email = models.EmailField()
    note = models.TextField(_("wat moet uw collega weten?"), max_length=2000, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    #: Taken back by who gave it, or given back by who got it, with what he said.
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_reason = models.CharField(_("reden"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("overdracht")
        verbose_name_plural = _("overdrachten")

    def __str__(self):
        return self.to_name
