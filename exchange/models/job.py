from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.choices import IMPORTS, TRANSITIONS, UNFINISHED, FileRole, JobKind, JobStatus, RecordTable, TableFormat
from exchange.querysets import BulkJobQuerySet
from organisations.models import Identified, Organisation, Region, User

#: How long files are kept, and with them the way back.
KEPT = timedelta(days=90)


class BulkJob(Identified):
    """A file that comes in, or one that goes out: what was asked, how far it is and what came of it.

    ``checked`` and ``outcome`` hold what the check found and what the landing did (see ``exchange.jobs.results``).
    ``query`` is the filter of the list in force when an export was asked for. ``hindrances`` says what stood in the
    way the last time somebody wanted to undo it.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="bulk_jobs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bulk_jobs")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("aangevraagd"), default=timezone.now)
    kind = models.CharField(_("soort"), max_length=13, choices=JobKind)
    status = models.CharField(_("stand"), max_length=10, choices=JobStatus)
    title = models.CharField(_("naam"), max_length=200)
    file_format = models.CharField(_("bestandssoort"), max_length=4, choices=TableFormat, blank=True)
    query = models.CharField(_("filter"), max_length=2000, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    done = models.PositiveIntegerField(_("klaar"), default=0)
    total = models.PositiveIntegerField(_("van"), default=0)
    checked = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    hindrances = models.JSONField(default=list)
    error = models.CharField(_("wat er misging"), max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    landed_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    files_until = models.DateField(_("bestanden bewaard tot en met"))
    files_gone_at = models.DateTimeField(null=True)

    objects = BulkJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("taak met een bestand")
        verbose_name_plural = _("taken met bestanden")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["landed", "undoing", "undone"]) | Q(landed_at__isnull=False),
                name="bulk_job_landed_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["landing", "landed", "undoing", "undone"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="bulk_job_landing_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(status="undone") | Q(undone_at__isnull=False), name="bulk_job_undone_has_moment"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-requested_at"], name="bulk_job_newest")]

    def __str__(self):
        return self.title

    @property
    def is_import(self):
        return self.kind in IMPORTS

    @property
    def is_unfinished(self):
        return self.status in UNFINISHED

    @property
    def percent(self):
        """How far it is, in whole percents."""
        return self.done * 100 // self.total if self.total else 0

    def may_become(self, status):
        return JobStatus(status) in TRANSITIONS[JobStatus(self.status)]


class BulkFile(Identified):
    """A file of a job, kept in the database for a limited time. Written once; it is never changed.

    ``people`` are the candidates whom a list names: whoever fetches it, leaves a line for each of them.
    """

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=8, choices=FileRole)
    name = models.CharField(_("naam"), max_length=150)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("grootte in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    people = ArrayField(models.UUIDField(), default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bestand van een taak")
        verbose_name_plural = _("bestanden van taken")
        constraints = [models.UniqueConstraint(fields=["job", "role", "name"], name="bulk_file_once")]

    def __str__(self):
        return self.name


class ImportedRow(Identified):
    """A row that an import made or changed, so that the import can be undone.

    ``before`` has the former values of a changed row. ``fingerprint`` tells whether anybody changed it since.
    """

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="rows")
    table_name = models.CharField(max_length=40, choices=RecordTable)
    row_id = models.UUIDField()
    made = models.BooleanField()
    label = models.CharField(max_length=120, blank=True)
    before = models.JSONField(null=True)
    fingerprint = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("ingelezen rij")
        verbose_name_plural = _("ingelezen rijen")
        constraints = [models.UniqueConstraint(fields=["job", "table_name", "row_id"], name="imported_row_once")]

    def __str__(self):
        return self.label
