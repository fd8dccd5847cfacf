from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from reporting.choices import Edition, FileFormat, ReportKind, ReportStage, ReportStatus
from reporting.periods import Period
from reporting.querysets import ReportQuerySet


class Report(Identified):
    """A version of a report over one period: its figures stand once ``snapshot`` is filled, its texts once it is frozen.

    A trigger keeps both; a correction is a new version. ``snapshot`` is the canonical JSON text whose SHA-256 is
    ``sha256``; ``rows`` is the canonical JSON of the rows behind each figure, with ``rows_sha256``, which the snapshot
    carries too. ``known_on``: made again with what was known at the end of that day, beside the chain of versions.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="reports")
    kind = models.CharField(_("soort"), max_length=11, choices=ReportKind)
    period = models.CharField(_("periode"), max_length=7)
    version = models.PositiveSmallIntegerField(_("versie"))
    known_on = models.DateField(_("zoals bekend op"), null=True, blank=True)
    stage = models.CharField(_("fase"), max_length=8, choices=ReportStage, default=ReportStage.DRAFT)
    status = models.CharField(_("status"), max_length=10, choices=ReportStatus, default=ReportStatus.REQUESTED)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(_("aangevraagd"), default=timezone.now)
    manager_text = models.TextField(_("toelichting"), blank=True)
    progress = models.PositiveSmallIntegerField(_("voortgang in %"), default=0)
    error = models.CharField(_("wat er misging"), max_length=300, blank=True)
    snapshot = models.TextField(blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    rows = models.TextField(blank=True)
    rows_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(_("cijfers verzameld"), null=True, blank=True)
    adopted_at = models.DateTimeField(_("vastgesteld"), null=True, blank=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ready_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport")
        verbose_name_plural = _("rapporten")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "period", "version", "known_on"],
                name="report_version_once",
                nulls_distinct=False,
                violation_error_message=_("Dit rapport wordt al gemaakt."),
            ),
            models.CheckConstraint(
                condition=Q(snapshot="", sha256="", frozen_at=None)
                | ~Q(snapshot="") & ~Q(sha256="") & ~Q(frozen_at=None),
                name="report_frozen_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.READY) | ~Q(snapshot=""), name="report_ready_is_frozen"
            ),
            models.CheckConstraint(
                condition=Q(stage=ReportStage.FROZEN, adopted_at__isnull=False)
                | ~Q(stage=ReportStage.FROZEN) & Q(adopted_at=None),
                name="report_adopted_when_frozen",
            ),
        ]
        indexes = [models.Index(fields=["region", "-requested_at"], name="report_region_newest")]

    def __str__(self):
        return f"{self.period} v{self.version}"

    @property
    def title(self):
        """As readers name it: Kwartaalrapport 2e kwartaal 2026."""
        return f"{self.get_kind_display()} {self.period_label}"

    @property
    def period_label(self):
        return Period.parse(self.period).label

    @property
    def is_draft(self):
        """Whether it may still be adopted: a report made again as known on a day never is."""
        return self.stage != ReportStage.FROZEN and self.known_on is None

    @property
    def has_figures(self):
        return bool(self.sha256)

    @property
    def is_frozen(self):
        return self.stage == ReportStage.FROZEN

    @property
    def is_unfinished(self):
        return self.status not in {ReportStatus.READY, ReportStatus.FAILED}

    def file_name(self, file_format):
        """The name under which a file of it is downloaded."""
        words = (self.get_kind_display(), self.region.code, self.period, f"v{self.version}")
        return f"{'-'.join(words)}.{file_format}".lower()


class ReportFile(Identified):
    """A report as a file, kept in the database so that it shares its transaction, backup and row security."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    edition = models.CharField(_("uitgave"), max_length=6, choices=Edition, default=Edition.EXACT)
    format = models.CharField(max_length=4, choices=FileFormat)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("grootte in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    #: SHA-256 of the snapshot it was made of; another than the report's: it waits to be made again.
    made_of = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bestand van een rapport")
        verbose_name_plural = _("bestanden van rapporten")
        constraints = [models.UniqueConstraint(fields=["report", "edition", "format"], name="report_file_once")]

    def __str__(self):
        return self.format
