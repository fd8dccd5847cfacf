from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation
from tenders.models.contract import Contract


class ContractTotals(models.Model):
    """What counts toward a contract, to the cent. Kept by triggers; an authority does not see this row.

    Amounts in euros: approved, submitted (submitted or returned) and forecast to the end, for persons
    and for other contributions.
    """

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, primary_key=True, related_name="totals")
    persons_approved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    persons_submitted = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    persons_forecast = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_approved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_submitted = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_forecast = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    #: What the band of this contract was last worked out from. Here, because who reads the band may not know it.
    banded_approved = models.DecimalField(
        _("goedgekeurd toen de band werd bepaald"), max_digits=14, decimal_places=2, default=0
    )
    banded_submitted = models.DecimalField(
        _("wachtte toen de band werd bepaald"), max_digits=14, decimal_places=2, default=0
    )
    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        verbose_name = _("totaal van een contract")
        verbose_name_plural = _("totalen van contracten")

    def __str__(self):
        return f"{self.contract_id}"

    @property
    def approved(self):
        return self.persons_approved + self.others_approved

    @property
    def submitted(self):
        return self.persons_submitted + self.others_submitted

    @property
    def forecast(self):
        return self.persons_forecast + self.others_forecast


class ContractBand(models.Model):
    """What an authority may see before settlement: persons in bands of 5 % of the obligation, the rest exactly.

    Tariffs are public, so an exact amount for one person would tell his benefit. And a band follows another obligation
    only when what persons contributed changes: else the bands of several obligations would tell the amount together.
    """

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, primary_key=True, related_name="band")
    #: Of which the bands are percents: what was owed when they were worked out.
    obligation = models.DecimalField(_("verplichting waarop de band staat"), max_digits=14, decimal_places=2, default=0)
    persons = models.PositiveIntegerField(_("personen"), default=0)
    persons_band = models.PositiveIntegerField(_("personen, onderkant van de band in %"), null=True)
    #: Of what is approved and what waits together: 0 while there is nobody. A standing by time rests on this.
    persons_claimed_upper = models.PositiveIntegerField(
        _("personen met wat wacht, bovenkant van de band in %"), null=True
    )
    submitted_lines = models.PositiveIntegerField(_("regels die wachten"), default=0)
    others_approved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_submitted = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        verbose_name = _("band van een contract")
        verbose_name_plural = _("banden van contracten")

    def __str__(self):
        return f"{self.contract_id}"


class PartyTotals(Identified):
    """What one company's own lines count, on a contract that several carry out. Kept by triggers; amounts in euros."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="party_totals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    persons = models.PositiveIntegerField(_("personen"), default=0)
    persons_approved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    persons_submitted = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    persons_forecast = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_approved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_submitted = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    others_forecast = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        verbose_name = _("totaal van een partij")
        verbose_name_plural = _("totalen van partijen")
        constraints = [
            models.UniqueConstraint(fields=["contract", "organisation"], name="party_totals_once"),
        ]

    def __str__(self):
        return f"{self.contract_id} {self.organisation_id}"

    @property
    def approved(self):
        return self.persons_approved + self.others_approved

    @property
    def submitted(self):
        return self.persons_submitted + self.others_submitted

    @property
    def forecast(self):
        return self.persons_forecast + self.others_forecast
