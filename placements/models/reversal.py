from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, User
from placements.choices import ReversalState
from placements.models.of_line import OfLine


class ReversalRequest(OfLine):
    """A company asks to take an approved line of its own back, so that it can correct it.

    The line is the one that was approved when it was asked; granting reverses whatever stands approved in its place.
    """

    reason = models.CharField(_("wat klopt er niet"), max_length=1000)
    state = models.CharField(_("stand"), max_length=9, choices=ReversalState, default=ReversalState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("antwoord"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfLine.Meta):
        verbose_name = _("verzoek om terug te draaien")
        verbose_name_plural = _("verzoeken om terug te draaien")
        constraints = [
            *OfLine.Meta.constraints,
            models.UniqueConstraint(
                fields=["deployment"],
                condition=Q(state=ReversalState.ASKED, statement__isnull=True),
                name="reversal_asked_once_of_deployment",
            ),
            models.UniqueConstraint(
                fields=["statement"], condition=Q(state=ReversalState.ASKED), name="reversal_asked_once_of_month"
            ),
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(state=ReversalState.ASKED),
                name="reversal_asked_once_of_contribution",
            ),
            models.CheckConstraint(
                condition=Q(state=ReversalState.ASKED, answered_at__isnull=True)
                | (~Q(state=ReversalState.ASKED) & Q(answered_at__isnull=False)),
                name="reversal_answered_or_asked",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state=ReversalState.ASKED), name="reversal_waiting"),
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == ReversalState.ASKED
