"""What goes with a verdict: the first of two approvals, and the sentences that verifiers of a region write often."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from placements.choices import VerdictKind
from tenders.models import Contract


class FirstApproval(Identified):
    """One verifier approved a line of which the region wants two persons to. The line itself keeps waiting.

    ``line_id`` is a deployment, hours statement, contribution or year line. ``contract``, ``value`` and
    ``line_submitted_at`` are read from the line by a trigger (0016): once the line changes, this counts no more.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", editable=False)
    line_id = models.UUIDField()
    value = models.DecimalField(_("waarde"), max_digits=14, decimal_places=2, editable=False)
    line_submitted_at = models.DateTimeField(null=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("eerste goedkeuring")
        verbose_name_plural = _("eerste goedkeuringen")
        constraints = [
            models.UniqueConstraint(
                fields=["line_id", "user"], condition=Q(withdrawn_at__isnull=True), name="first_approval_once_each"
            ),
        ]

    def __str__(self):
        return f"{self.line_id}"


class VerdictSentences(Identified):
    """A region's own ready sentences for one kind of verdict; without it those of the portal hold."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("oordeel"), max_length=8, choices=VerdictKind)
    sentences = ArrayField(models.CharField(max_length=300))
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("zinnen bij een oordeel")
        verbose_name_plural = _("zinnen bij een oordeel")
        constraints = [models.UniqueConstraint(fields=["region", "kind"], name="verdict_sentences_once")]

    def __str__(self):
        return self.kind
