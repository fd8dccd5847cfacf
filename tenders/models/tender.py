import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import Sector
from organisations.models import Identified, Organisation, Region
from tenders.choices import Procedure, ReasonKind, SroiDecision, SroiWay, TenderKind, TenderStatus
from tenders.querysets import TenderQuerySet


@pghistory.track(exclude=["visible_to", "search"])
class Tender(Identified):
    """A tender of an authority, from the first plan on. An award entered without one makes it, already awarded.

    A concept is only its authority's and may be half filled in. Once it is on the calendar the whole region reads it.

    What it is thought to be worth stands apart (``TenderValue``): whoever reads the calendar may not read that.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="tenders")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tenders")
    reference = models.CharField(_("kenmerk"), max_length=60)
    title = models.CharField(_("titel"), max_length=200, blank=True)
    description = models.TextField(_("omschrijving"), max_length=4000, blank=True)
    kind = models.CharField(_("soort"), max_length=8, choices=TenderKind, blank=True)
    procedure = models.CharField(_("procedure"), max_length=16, choices=Procedure, blank=True)
    cpv_codes = ArrayField(models.CharField(max_length=8), verbose_name=_("CPV-codes"), default=list, blank=True)
    labour_share = models.DecimalField(
        _("loonaandeel, % van de waarde"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    sector = models.CharField(_("sector"), max_length=12, choices=Sector, blank=True)
    #: Municipality codes of the places where the work is; an import can bring names of places as well.
    municipalities = ArrayField(
        models.CharField(max_length=80), verbose_name=_("plaatsen van het werk"), default=list, blank=True
    )
    contact_name = models.CharField(_("contactpersoon"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mailadres"), blank=True)
    contact_phone = models.CharField(_("telefoon"), max_length=20, blank=True)
    stand_in_name = models.CharField(_("vervanger"), max_length=120, blank=True)
    stand_in_email = models.EmailField(_("e-mailadres van de vervanger"), blank=True)
    tenderned_number = models.CharField(_("TenderNed-nummer"), max_length=20, blank=True)
    planned_publication = models.DateField(_("geplande publicatie"), null=True, blank=True)
    planned_award = models.DateField(_("geplande gunning"), null=True, blank=True)
    starts_on = models.DateField(_("eerste dag"), null=True, blank=True)
    ends_on = models.DateField(_("laatste dag"), null=True, blank=True)
    #: Options to go on: how many times, each so many months.
    extension_count = models.PositiveSmallIntegerField(_("aantal verlengingen"), null=True, blank=True)
    extension_months = models.PositiveSmallIntegerField(_("maanden per verlenging"), null=True, blank=True)
    #: The day it was put on the calendar; none while it is a concept.
    on_calendar_since = models.DateField(_("op de kalender sinds"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=TenderStatus, default=TenderStatus.CONCEPT)
    sroi = models.CharField(_("social return"), max_length=4, choices=SroiDecision, default=SroiDecision.OPEN)
    sroi_percentage = models.DecimalField(_("percentage"), max_digits=7, decimal_places=4, null=True, blank=True)
    sroi_reason = models.CharField(_("reden"), max_length=500, blank=True)
    sroi_reason_kind = models.CharField(_("soort reden"), max_length=16, choices=ReasonKind, blank=True)
    sroi_ways = ArrayField(
        models.CharField(max_length=24, choices=SroiWay), verbose_name=_("als wat"), default=list, blank=True
    )
    decided_on = models.DateField(_("besloten op"), null=True, blank=True)
    created_at = models.DateTimeField(_("aangemaakt"), default=timezone.now)
    #: When somebody last changed it or said that it is still right: how fresh it is.
    touched_at = models.DateTimeField(_("bijgewerkt"), default=timezone.now)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", "description", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = TenderQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(status=TenderStatus.CONCEPT)
                | Q(status=TenderStatus.WITHDRAWN)
                | ~Q(title="") & ~Q(kind=""),
                name="tender_named_on_calendar",
                violation_error_message=_("Vul de titel en de soort in."),
            ),
            models.CheckConstraint(
                condition=Q(extension_count=None, extension_months=None)
                | Q(extension_count__gte=1, extension_months__gte=1),
                name="tender_extensions_whole",
                violation_error_message=_("Vul bij een verlenging in hoe vaak het kan en hoeveel maanden het is."),
            ),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="tender_visible_to"),
            models.Index(fields=["region", "planned_publication", "id"], name="tender_by_publication"),
            models.Index(fields=["authority", "status"], name="tender_of_authority"),
        ]

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
