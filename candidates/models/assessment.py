from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.file_choices import AssessmentKind
from candidates.models.candidate import Candidate
from candidates.questions import QuestionSet, open_questions, version_of
from organisations.models import Identified, Organisation, Region, User


class Assessment(Identified):
    """An intake or a diagnosis: answers as codes to a version of the questions (``candidates.questions``), no text.

    Open until ``closed_at``; after that its answers stay as they are (a trigger holds that), and who learns more makes
    a new one that begins with these answers.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(_("soort"), max_length=9, choices=AssessmentKind)
    version = models.PositiveSmallIntegerField(_("versie van de vragen"))
    answers = models.JSONField(_("antwoorden"), default=dict)
    #: From which earlier one it took its first answers.
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    done_on = models.DateField(_("op"))
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("afgerond"), null=True, blank=True)

    class Meta:
        verbose_name = _("intake of diagnose")
        verbose_name_plural = _("intakes en diagnoses")
        indexes = [models.Index(fields=["candidate", "kind", "-begun_at"], name="candidate_assessment_newest")]

    def __str__(self):
        return f"{self.kind} {self.done_on}"

    @property
    def questions(self) -> QuestionSet:
        return version_of(self.kind, self.version)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def unanswered(self) -> int:
        return len(open_questions(self.questions, self.answers))
