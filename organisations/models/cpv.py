from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class CpvCode(models.Model):
    """One code of the Common Procurement Vocabulary of 2008, with its label in Dutch. The same for every region."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    label = models.CharField(_("omschrijving"), max_length=200)
    #: The label and other words for the same, as ``cpv_codes.plain`` writes them; what is typed is found in it.
    plain = models.CharField(max_length=600)

    class Meta:
        verbose_name = _("CPV-code")
        verbose_name_plural = _("CPV-codes")
        indexes = [GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="cpv_code_plain")]

    def __str__(self):
        return f"{self.code} {self.label}"
