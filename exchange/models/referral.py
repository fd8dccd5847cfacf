"""People who are registered several at once: the table while it is looked at. The organisation's own, nobody else's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.choices import Source
from exchange.models.uploaded_table import UploadedTable


class ReferralUpload(UploadedTable):
    """A table with people on its way into the register. ``source`` and ``registrant`` hold for all of them."""

    source = models.CharField(_("aangemeld door"), max_length=12, choices=Source, blank=True)
    registrant = models.CharField(_("naam van de aanmelder"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("tabel met aanmeldingen")
        verbose_name_plural = _("tabellen met aanmeldingen")
        constraints = [
            models.CheckConstraint(condition=UploadedTable.DONE_IS_EMPTY, name="referral_upload_done_is_empty"),
        ]
        indexes = [models.Index(fields=["organisation", "-uploaded_at"], name="referral_upload_newest")]
