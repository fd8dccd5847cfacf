from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.file_checks import FileState
from organisations.models import CheckedContent, CheckedFile, CheckedPage, Organisation, Region, User
from placements.choices import LineStatus
from placements.models.contribution import Contribution
from placements.models.deployment import Deployment
from placements.querysets import EvidenceQuerySet
from tenders.choices import EvidenceKind
from tenders.models import Contract


class EvidenceFile(CheckedFile):
    """One piece of evidence of a line: what it is and how the check ended. Its name and content stand apart.

    It hangs on a deployment, perhaps on one ``month`` of it (the first day), or on another contribution. The row stays
    when its content goes; ``verdict``, ``verdict_by`` and ``verdict_at`` are written down at that moment.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="evidence", editable=False)
    #: Whose line it is (kept by a trigger, with region, contract and who sees it).
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, null=True, related_name="evidence")
    month = models.DateField(_("maand"), null=True, blank=True)
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, null=True, related_name="evidence")
    kind = models.CharField(_("soort"), max_length=11, choices=EvidenceKind)
    valid_until = models.DateField(_("geldig tot en met"), null=True, blank=True)
    #: When the term of the region had passed and the content went.
    expired_at = models.DateTimeField(_("verwijderd"), null=True, blank=True)
    verdict = models.CharField(_("oordeel"), max_length=9, choices=LineStatus, blank=True)
    verdict_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verdict_at = models.DateTimeField(_("beoordeeld"), null=True, blank=True)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewijsstuk")
        verbose_name_plural = _("bewijsstukken")
        constraints = [
            models.CheckConstraint(
                condition=Q(deployment__isnull=False, contribution__isnull=True)
                | Q(deployment__isnull=True, contribution__isnull=False, month__isnull=True),
                name="evidence_of_one_line",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__day=1), name="evidence_month_is_first_day"
            ),
            models.CheckConstraint(
                condition=Q(state=FileState.REFUSED) & ~Q(refusal="") | ~Q(state=FileState.REFUSED) & Q(refusal=""),
                name="evidence_refused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["deployment", "month", "contribution", "sha256"],
                condition=Q(removed_at__isnull=True, expired_at__isnull=True) & ~Q(state=FileState.REFUSED),
                name="evidence_once_on_a_line",
                nulls_distinct=False,
                violation_error_message=_("Dit bestand staat al bij deze regel."),
            ),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="evidence_visible_to"),
            models.Index(
                F("uploaded_at"),
                condition=Q(state=FileState.QUARANTINED, removed_at__isnull=True),
                name="evidence_in_quarantine",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_usable(self) -> bool:
        """As the queryset's ``usable``: standing, checked, taken."""
        return self.state == FileState.CHECKED and self.removed_at is None and self.expired_at is None


class EvidenceContent(CheckedContent):
    """The file itself and the name it was sent under, which may well name a person.

    Its own company reads it; the verifier only while he verifies, after an opening that the read log holds (0014).
    """

    evidence = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, related_name="content")

    class Meta:
        verbose_name = _("inhoud van een bewijsstuk")
        verbose_name_plural = _("inhoud van bewijsstukken")


class EvidencePage(CheckedPage):
    """One page as a PNG that the worker made: pixels, nothing that can run."""

    content = models.ForeignKey(EvidenceContent, on_delete=models.CASCADE, related_name="pages")

    class Meta:
        verbose_name = _("pagina van een bewijsstuk")
        verbose_name_plural = _("pagina’s van bewijsstukken")
        constraints = [models.UniqueConstraint(fields=["content", "number"], name="evidence_page_once")]
