from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from placements.choices import SimulationState
from tenders.models import Tariff


class TariffSimulation(Identified):
    """What running contracts would be worth under a version of the tariff, worked out once and kept.

    ``outcome`` holds amounts as text: ``now`` and ``then`` of all, per block, per contract (see ``placements.worth.effect``).
    It changes nothing about a contract.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    tariff = models.ForeignKey(Tariff, on_delete=models.CASCADE, related_name="+")
    #: Of the values that were worked with: a later change of the concept shows.
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(_("status"), max_length=7, choices=SimulationState, default=SimulationState.WAITING)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    done_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    contracts_done = models.PositiveIntegerField(default=0)
    contracts_total = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("doorrekening van een tarief")
        verbose_name_plural = _("doorrekeningen van tarieven")
        indexes = [models.Index(fields=["tariff", "-asked_at"], name="simulation_newest")]

    def __str__(self):
        return f"{self.tariff_id} {self.asked_at:%Y-%m-%d}"
