from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import DuplicateDecision, LikenessSign
from candidates.models.candidate import Candidate
from organisations.models import Identified, Organisation, Region, User


class PossibleDuplicate(Identified):
    """Two files that may be about one person. Found by the database itself, over the heads of who registers.

    So it is readable only for who works with both files: whoever registered one of them learns nothing of the other.
    ``one`` has the lower key. ``decision`` is empty while nobody looked.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+")
    signs = ArrayField(models.CharField(max_length=10, choices=LikenessSign))
    found_at = models.DateTimeField(_("gevonden"), default=timezone.now)
    decision = models.CharField(_("besluit"), max_length=9, choices=DuplicateDecision, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("misschien dubbel")
        verbose_name_plural = _("misschien dubbel")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="possible_duplicate_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="possible_duplicate_of_two"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="possible_duplicate_decided_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "found_at"], condition=Q(decision=""), name="possible_duplicate_open"),
        ]

    def __str__(self):
        return f"{self.decision} {self.found_at:%Y-%m-%d}"


class CandidateMerge(Identified):
    """Two files became one: ``gone`` went into ``kept``, and can come back just as it was.

    ``before`` and ``after`` have the values of ``kept`` that were taken over from ``gone``, by field. ``moved`` has the
    rows that went along, by table and column; the database fills it (candidates 0006), and undoing moves those back.
    ``left`` counts rows that could not go along, since a file has only one of them.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reden"), max_length=300)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    left = models.PositiveIntegerField(default=0)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(_("samengevoegd"), default=timezone.now)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("teruggedraaid"), null=True)
    undone_reason = models.CharField(_("reden van het terugdraaien"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("samenvoeging van twee dossiers")
        verbose_name_plural = _("samenvoegingen van twee dossiers")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="candidate_merge_of_two"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="candidate_merge_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason=""),
                name="candidate_merge_undone_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["region", "-merged_at"], name="candidate_merge_newest")]

    def __str__(self):
        return f"{self.merged_at:%Y-%m-%d}"
