import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region, User
from tenders.choices import DocumentKind, TenderTextKind

SUBJECT_LENGTH = 200
BODY_LENGTH = 8000


class RegionText(Identified):
    """A region's own words for one kind of text. Without a row, or while it is empty, the portal's words hold.

    ``{placeholders}`` in it are filled in.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    #: Each collection has kinds of its own.
    kind = models.CharField(max_length=24)
    subject = models.CharField(_("onderwerp"), max_length=SUBJECT_LENGTH, blank=True)
    body = models.TextField(_("tekst"), max_length=BODY_LENGTH, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self):
        return self.subject


@pghistory.track()
class LetterTemplate(RegionText):
    """A letter to a contractor."""

    kind = models.CharField(_("brief"), max_length=13, choices=DocumentKind)

    class Meta:
        verbose_name = _("sjabloon van een brief")
        verbose_name_plural = _("sjablonen van brieven")
        constraints = [models.UniqueConstraint(fields=["region", "kind"], name="letter_template_once")]


@pghistory.track()
class TenderText(RegionText):
    """What goes into the documents of a tender about social return."""

    kind = models.CharField(_("soort tekst"), max_length=23, choices=TenderTextKind)

    class Meta:
        verbose_name = _("tekst voor aanbestedingsstukken")
        verbose_name_plural = _("teksten voor aanbestedingsstukken")
        constraints = [models.UniqueConstraint(fields=["region", "kind"], name="tender_text_once")]
