from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.identifier import Identified
from organisations.models.organisation import Organisation
from organisations.models.region import Region
from organisations.models.user import User


class ReadLog(Identified):
    """Somebody saw personal data: one line per person seen, never changed."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("wanneer"), default=timezone.now)
    subject = models.CharField(_("wat"), max_length=40)
    subject_id = models.UUIDField()
    reason = models.CharField(_("reden"), max_length=200)
    request = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("inzage")
        verbose_name_plural = _("inzagen")
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="read_log_subject"),
            models.Index(fields=["region", "-at", "-id"], name="read_log_of_region"),
            models.Index(fields=["organisation", "-at", "-id"], name="read_log_of_organisation"),
        ]

    def __str__(self):
        return f"{self.subject} {self.at:%Y-%m-%d}"
