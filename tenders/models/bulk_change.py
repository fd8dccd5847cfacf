from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, User
from tenders.choices import BulkKind


class BulkChange(Identified):
    """Somebody changed several contracts at once. ``changes`` keeps what each had before, so that it can be undone.

    Each change is ``{"contract": id, "before": {…} or null, "after": {…}}``; null where nobody was named before.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("wat"), max_length=11, choices=BulkKind)
    side = models.CharField(_("kant"), max_length=10, blank=True)
    name = models.CharField(_("wie"), max_length=120, blank=True)
    changes = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("teruggedraaid"), null=True, blank=True)
    #: How many contracts kept the new values, because they had changed since.
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("wijziging van meer contracten")
        verbose_name_plural = _("wijzigingen van meer contracten")

    def __str__(self):
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
