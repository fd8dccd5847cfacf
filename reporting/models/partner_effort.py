import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from reporting.choices import EffortState


@pghistory.track()
class PartnerEffort(Identified):
    """What a partner of the covenant says it did in a quarter, in its own words. Reports take over what was sent in.

    ``written_by`` wrote it last, for ``written_for``: the partner itself, or the programme bureau on its behalf.
    Without both it came with a data package.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("kwartaal"), max_length=7)
    text = models.TextField(_("tekst"), blank=True)
    state = models.CharField(_("stand"), max_length=14, choices=EffortState, default=EffortState.DRAFT)
    written_for = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("geschreven"))

    class Meta:
        verbose_name = _("inzet van een partner")
        verbose_name_plural = _("inzet van partners")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "partner", "period"],
                name="partner_effort_once",
                violation_error_message=_("Uw organisatie heeft voor dit kwartaal al een tekst."),
            ),
            models.CheckConstraint(condition=Q(period__regex=r"^\d{4}-Q[1-4]$"), name="partner_effort_of_quarter"),
            models.CheckConstraint(
                condition=Q(state=EffortState.DRAFT) | ~Q(text=""),
                name="partner_effort_sent_has_text",
                violation_error_message=_("Schrijf eerst op wat uw organisatie deed."),
            ),
        ]

    def __str__(self):
        return self.period
