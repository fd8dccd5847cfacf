from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from organisations.models import CheckedContent, CheckedFile, CheckedPage, Organisation, Region, User
from organisations.querysets import CheckedFileQuerySet


class DocumentKind(models.TextChoices):
    CV = "cv", _("CV")
    CERTIFICATE = "certificate", _("Diploma of certificaat")
    LETTER = "letter", _("Brief of verklaring")
    PLAN = "plan", _("Afspraak of plan")
    OTHER = "other", _("Iets anders")


class CandidateDocument(CheckedFile):
    """A file in the file of a candidate: a CV, a diploma. For who works the file, and for nobody else.

    Without ``uploaded_by`` the candidate sent it himself, by his link.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("soort"), max_length=11, choices=DocumentKind)
    valid_until = models.DateField(_("geldig tot en met"), null=True, blank=True)
    organisation = models.ForeignKey(  # type: ignore[assignment]  # other files always come from somebody's work
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploaded_by = models.ForeignKey(  # type: ignore[assignment]  # as above
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = CheckedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("document van een kandidaat")
        verbose_name_plural = _("documenten van kandidaten")
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refusal="")) | (~Q(state="refused") & Q(refusal="")),
                name="candidate_document_refused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["candidate", "sha256"],
                condition=Q(removed_at__isnull=True) & ~Q(state="refused"),
                name="candidate_document_once",
                violation_error_message=_("Dit bestand staat al in het dossier."),
            ),
        ]
        indexes = [models.Index(fields=["candidate", "uploaded_at"], name="candidate_document_in_file")]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class DocumentContent(CheckedContent):
    """The file itself, under the name that its sender gave it."""

    document = models.OneToOneField(CandidateDocument, on_delete=models.PROTECT, related_name="content")

    class Meta:
        verbose_name = _("inhoud van een document")
        verbose_name_plural = _("inhoud van documenten")


class DocumentPage(CheckedPage):
    content = models.ForeignKey(DocumentContent, on_delete=models.CASCADE, related_name="page_images")

    class Meta:
        verbose_name = _("pagina van een document")
        verbose_name_plural = _("pagina’s van documenten")
        constraints = [models.UniqueConstraint(fields=["content", "number"], name="candidate_document_page_once")]
