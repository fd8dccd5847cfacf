from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import TaskKind
from candidates.models.candidate import Candidate
from candidates.querysets import TaskQuerySet
from organisations.models import Identified, Organisation, Region, User


class CandidateTask(Identified):
    """Something to be done for a candidate, by a day: of one person, or of whoever at the organisation takes it up.

    ``origin`` names what it came out of when the portal made it, so that a chore that runs again makes it once.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(_("soort"), max_length=12, choices=TaskKind, default=TaskKind.OTHER)
    what = models.CharField(_("wat"), max_length=200)
    due_on = models.DateField(_("voor of op"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.CharField(max_length=80, blank=True, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(_("klaar"), null=True)
    outcome = models.CharField(_("uitkomst"), max_length=200, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("taak bij een kandidaat")
        verbose_name_plural = _("taken bij kandidaten")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "origin"], condition=~Q(origin=""), name="candidate_task_once_of_origin"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(done_by__isnull=True, outcome=""),
                name="candidate_task_done_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "due_on"], condition=Q(done_at__isnull=True), name="candidate_task_open"),
            models.Index(fields=["candidate", "due_on"], name="candidate_task_of_candidate"),
        ]

    def __str__(self):
        return self.what
