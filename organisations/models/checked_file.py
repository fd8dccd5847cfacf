from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.file_checks import FileState
from organisations.models.identifier import Identified
from organisations.models.organisation import Organisation
from organisations.models.user import User


class CheckedFile(Identified):
    """A file from outside that nobody opens before it was checked: what it is and how the check ended.

    Its name and content stand apart (``CheckedContent``). ``sha256`` is of the file as it was sent, ``kept_sha256``
    of what is kept: it is made anew. The row stays when its content goes.
    """

    state = models.CharField(_("stand"), max_length=11, choices=FileState, default=FileState.QUARANTINED)
    refusal = models.CharField(_("reden"), max_length=16, blank=True)
    #: The scanner could not be reached: the file stays in quarantine and is tried again.
    awaits_scanner = models.BooleanField(default=False)
    media_type = models.CharField(max_length=15, blank=True)
    pages = models.PositiveSmallIntegerField(_("pagina’s"), default=0)
    size = models.PositiveIntegerField(_("grootte in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    kept_sha256 = models.CharField(_("SHA-256 van wat bewaard is"), max_length=64, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("gestuurd"), default=timezone.now)
    checked_at = models.DateTimeField(_("gecontroleerd"), null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(_("weggehaald"), null=True, blank=True)

    class Meta:
        abstract = True


class CheckedContent(Identified):
    """The file itself and the name it was sent under, which may well name a person."""

    name = models.CharField(_("naam"), max_length=120)
    data = models.BinaryField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class CheckedPage(Identified):
    """One page as a PNG that the worker made: pixels, nothing that can run."""

    number = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    png = models.BinaryField()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.number}"
