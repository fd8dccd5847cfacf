import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region
from tenders.choices import SroiDecision, TenderKind, TenderStatus


@pghistory.track(exclude=["visible_to"])
class Tender(Identified):
    """A tender of an authority. An award entered without one makes it, already awarded."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="tenders")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tenders")
    reference = models.CharField(_("kenmerk"), max_length=60)
    title = models.CharField(_("titel"), max_length=200)
    kind = models.CharField(_("soort"), max_length=8, choices=TenderKind)
    cpv_codes = ArrayField(models.CharField(max_length=8), verbose_name=_("CPV-codes"), default=list, blank=True)
    labour_share = models.DecimalField(
        _("loonaandeel, % van de waarde"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    status = models.CharField(_("status"), max_length=12, choices=TenderStatus, default=TenderStatus.CONCEPT)
    sroi = models.CharField(_("social return"), max_length=4, choices=SroiDecision, default=SroiDecision.OPEN)
    sroi_percentage = models.DecimalField(_("percentage"), max_digits=5, decimal_places=2, null=True, blank=True)
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
        ]
        indexes = [GinIndex(fields=["visible_to"], name="tender_visible_to")]

    def __str__(self):
        return self.title
