import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import Sector
from organisations.models import Identified, Organisation, Region
from tenders.choices import Procedure, SroiDecision, TenderKind, TenderStatus


@pghistory.track(exclude=["visible_to"])
class Tender(Identified):
    """A tender of an authority. An award entered without one makes it, already awarded.

    What it is thought to be worth stands apart (``TenderValue``): whoever reads the calendar may not read that.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="tenders")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tenders")
    reference = models.CharField(_("kenmerk"), max_length=60)
    title = models.CharField(_("titel"), max_length=200)
    kind = models.CharField(_("soort"), max_length=8, choices=TenderKind)
    procedure = models.CharField(_("procedure"), max_length=16, choices=Procedure, blank=True)
    cpv_codes = ArrayField(models.CharField(max_length=8), verbose_name=_("CPV-codes"), default=list, blank=True)
    labour_share = models.DecimalField(
        _("loonaandeel, % van de waarde"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    sector = models.CharField(_("sector"), max_length=12, choices=Sector, blank=True)
    municipality = models.CharField(_("plaats van het werk"), max_length=80, blank=True)
    planned_publication = models.DateField(_("geplande publicatie"), null=True, blank=True)
    planned_award = models.DateField(_("geplande gunning"), null=True, blank=True)
    starts_on = models.DateField(_("eerste dag"), null=True, blank=True)
    ends_on = models.DateField(_("laatste dag"), null=True, blank=True)
    #: The day it was put on the calendar; none while it is a concept.
    on_calendar_since = models.DateField(_("op de kalender sinds"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=TenderStatus, default=TenderStatus.CONCEPT)
    sroi = models.CharField(_("social return"), max_length=4, choices=SroiDecision, default=SroiDecision.OPEN)
    sroi_percentage = models.DecimalField(_("percentage"), max_digits=7, decimal_places=4, null=True, blank=True)
    sroi_reason = models.CharField(_("reden"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("aangemaakt"), default=timezone.now)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        verbose_name = _("aanbesteding")
        verbose_name_plural = _("aanbestedingen")
        constraints = [
            models.UniqueConstraint(fields=["region", "reference"], name="tender_reference_unique"),
            models.CheckConstraint(
                condition=Q(labour_share=None) | Q(labour_share__gte=0, labour_share__lte=100),
                name="tender_labour_share_0_100",
                violation_error_message=_("Vul voor het loonaandeel een getal in van 0 tot en met 100."),
            ),
            models.CheckConstraint(
                condition=Q(sroi_percentage=None) | Q(sroi_percentage__gte=0, sroi_percentage__lte=100),
                name="tender_sroi_percentage_0_100",
                violation_error_message=_("Vul voor het percentage een getal in van 0 tot en met 100."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="tender_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
        ]
        indexes = [GinIndex(fields=["visible_to"], name="tender_visible_to")]

    def __str__(self):
        return self.title


@pghistory.track()
class TenderValue(Identified):
    """What the authority thinks a tender is worth, excluding VAT: for itself and for who watches over the region."""

    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="value")
    amount = models.DecimalField(_("geraamde waarde"), max_digits=14, decimal_places=2, null=True, blank=True)
    is_confidential = models.BooleanField(_("vertrouwelijk"), default=False)

    class Meta:
        verbose_name = _("geraamde waarde")
        verbose_name_plural = _("geraamde waarden")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="tender_value_not_negative",
                violation_error_message=_("Vul een bedrag in van nul of hoger."),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        """By which people know the tender."""
        return self.tender.reference
