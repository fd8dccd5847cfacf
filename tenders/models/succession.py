import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from tenders.models.contract import Contract


class SuccessionKind(models.TextChoices):
    TAKEOVER = "takeover", _("Overname van het bedrijf")
    CONTRACT = "contract", _("Overname van een contract")
    MERGE = "merge", _("Samenvoegen van dubbele organisaties")


@pghistory.track()
class Succession(Identified):
    """One company came in the place of another: for one contract, or for all it has in a region.

    ``moved`` names the rows that changed hands with what they were before, so that it can be undone.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("soort"), max_length=8, choices=SuccessionKind)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="successions")
    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("per"))
    reason = models.CharField(_("reden"), max_length=500)
    moved = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(_("reden"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("opvolging")
        verbose_name_plural = _("opvolgingen")
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_of_two",
                violation_error_message=_("Kies twee verschillende organisaties."),
            ),
        ]

    def __str__(self):
        return f"{self.on:%Y-%m-%d}"
