from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import AssignmentKind
from organisations.models import Identified, Organisation, Region, User


class Assignment(Identified):
    """What somebody decided about one or several files at once: who helps, by when, and where they go from here.

    ``changes`` has for each candidate what stood in the file before and after, as keys and codes, never a name: the
    way back. ``kept``: how many of them the undo left as they were, because they had changed since.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("soort"), max_length=8, choices=AssignmentKind)
    changes = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("verdeling van kandidaten")
        verbose_name_plural = _("verdelingen van kandidaten")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, kept=0)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="assignment_undone_has_moment",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
