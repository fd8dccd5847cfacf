from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import CheckedContent, CheckedFile, CheckedPage, Region
from organisations.querysets import CheckedFileQuerySet
from tenders.models.tender import Tender


class TenderDocument(CheckedFile):
    """A file with a tender: for who works on it, and for everybody once it is checked, public and on the calendar."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("titel"), max_length=120)
    is_public = models.BooleanField(_("openbaar op de kalender"), default=False)

    objects = CheckedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("stuk bij een aanbesteding")
        verbose_name_plural = _("stukken bij aanbestedingen")
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refusal="")) | (~Q(state="refused") & Q(refusal="")),
                name="tender_document_refused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["tender", "sha256"],
                condition=Q(removed_at__isnull=True) & ~Q(state="refused"),
                name="tender_document_once",
                violation_error_message=_("Dit bestand staat al bij deze aanbesteding."),
            ),
        ]
        indexes = [models.Index(fields=["tender", "uploaded_at"], name="tender_document_of_tender")]

    def __str__(self):
        return self.title


class TenderDocumentContent(CheckedContent):
    """The file itself, under the name that its sender gave it."""

    document = models.OneToOneField(TenderDocument, on_delete=models.PROTECT, related_name="content")

    class Meta:
        verbose_name = _("inhoud van een stuk")
        verbose_name_plural = _("inhoud van stukken")


class TenderDocumentPage(CheckedPage):
    content = models.ForeignKey(TenderDocumentContent, on_delete=models.CASCADE, related_name="page_images")

    class Meta:
        verbose_name = _("pagina van een stuk")
        verbose_name_plural = _("pagina’s van stukken")
        constraints = [models.UniqueConstraint(fields=["content", "number"], name="tender_document_page_once")]
