from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import User
from tenders.choices import Cause
from tenders.models.contract import Contract, ContractTerms, terms_constraints
from tenders.models.of_contract import OfContract


class ContractVersion(OfContract, ContractTerms):
    """The terms of a contract as they were known from ``valid_from`` on. Written once, never changed.

    ``number`` follows the order of writing. On a day that version holds which, of those that had started by then,
    has the highest number (``tenders.terms``).
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="versions")
    cause = models.CharField(_("aanleiding"), max_length=11, choices=Cause, default=Cause.CHANGE)
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
            *terms_constraints("contract_version"),
        ]

    def __str__(self):
        return f"{self.number}"
