"""Hours that come out of a contractor's payroll: the file while it is looked at, and what is remembered for the next.

All of it is the company's own, and nobody else's to read.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.models.uploaded_table import UploadedTable
from organisations.models import Identified, Organisation, Region
from placements.models import DeployedPerson, Deployment


class PayrollUpload(UploadedTable):
    """A table from payroll on its way into the months. It has the names of everybody on the payroll.

    ``period`` holds for rows that name none.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payroll_uploads")
    period = models.CharField(_("periode"), max_length=8)

    class Meta:
        verbose_name = _("bestand uit de loonadministratie")
        verbose_name_plural = _("bestanden uit de loonadministratie")
        constraints = [
            models.CheckConstraint(condition=UploadedTable.DONE_IS_EMPTY, name="payroll_upload_done_is_empty"),
        ]
        indexes = [models.Index(fields=["organisation", "-uploaded_at"], name="payroll_upload_newest")]


class PayrollLayout(Identified):
    """What the columns under one header mean to this company, so that it is asked once. ``header`` is a digest."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payroll_layouts")
    header = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("indeling van de loonadministratie")
        verbose_name_plural = _("indelingen van de loonadministratie")
        constraints = [
            models.UniqueConstraint(fields=["region", "organisation", "header"], name="payroll_layout_once"),
        ]

    def __str__(self):
        return self.header


class PersonnelNumber(Identified):
    """The number that the company's payroll has for one of its people."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="personnel_numbers")
    person = models.ForeignKey(DeployedPerson, on_delete=models.CASCADE, related_name="personnel_numbers")
    number = models.CharField(_("personeelsnummer"), max_length=40)

    class Meta:
        verbose_name = _("personeelsnummer")
        verbose_name_plural = _("personeelsnummers")
        constraints = [
            models.UniqueConstraint(fields=["region", "organisation", "number"], name="personnel_number_once"),
            models.UniqueConstraint(fields=["organisation", "person"], name="personnel_number_of_person"),
        ]

    def __str__(self):
        return self.number


class PayrollPeriod(Identified):
    """Hours paid over a period that is no calendar month: kept until the next period completes the month."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payroll_periods")
    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="payroll_periods")
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))
    hours = models.DecimalField(_("verloonde uren"), max_digits=7, decimal_places=2)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("verloonde periode")
        verbose_name_plural = _("verloonde perioden")
        constraints = [
            models.UniqueConstraint(fields=["deployment", "first_day"], name="payroll_period_once"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="payroll_period_ends_after_start"),
            models.CheckConstraint(condition=Q(hours__gte=0), name="payroll_period_hours_not_negative"),
        ]

    def __str__(self):
        return f"{self.first_day} - {self.last_day}"
