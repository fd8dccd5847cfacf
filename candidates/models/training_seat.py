from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from candidates.models.training import TrainingGroup
from candidates.training_choices import PassOverReason, SeatState
from organisations.models import Identified, Organisation, Region, User


class TrainingSeat(Identified):
    """A candidate for a seat in a group: on the waiting list, offered, answered, begun.

    ``ring`` is how near he lives (``seat_order.Ring``), as it was when the seat was offered. ``passed_over`` counts who
    waited before him then, ``passed_over_nearer`` who of them live nearer: then there is a reason.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(TrainingGroup, on_delete=models.PROTECT, related_name="taken")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="seats")
    state = models.CharField(_("stand"), max_length=14, choices=SeatState, default=SeatState.WAITING)
    ring = models.PositiveSmallIntegerField(_("gebied"), default=2)
    passed_over = models.PositiveSmallIntegerField(_("aantal overgeslagen"), default=0)
    passed_over_nearer = models.PositiveSmallIntegerField(_("overgeslagen van dichterbij"), default=0)
    pass_over_reason = models.CharField(_("reden"), max_length=14, choices=PassOverReason, blank=True)
    pass_over_text = models.CharField(_("toelichting"), max_length=500, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("toegevoegd"), default=timezone.now)
    offered_at = models.DateTimeField(_("aangeboden"), null=True, blank=True)
    answered_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)

    class Meta:
        verbose_name = _("plaats in een scholingsgroep")
        verbose_name_plural = _("plaatsen in scholingsgroepen")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "candidate"],
                # Two files of one person swap their seats when they are merged (candidates 0011).
                deferrable=models.Deferrable.IMMEDIATE,
                name="training_seat_once",
                violation_error_message=_("Deze kandidaat staat al bij deze groep."),
            ),
            models.CheckConstraint(
                condition=Q(passed_over=0) | ~Q(pass_over_reason=""),
                name="training_seat_passed_over_with_reason",
                violation_error_message=_("Schrijf op waarom u mensen overslaat die eerder aan de beurt zijn."),
            ),
            models.CheckConstraint(
                condition=~Q(pass_over_reason=PassOverReason.OTHER) | ~Q(pass_over_text=""),
                name="training_seat_other_reason_said",
                violation_error_message=_("Schrijf op welke reden het is."),
            ),
        ]
        indexes = [models.Index(fields=["candidate", "state"], name="training_seat_of_candidate")]

    def __str__(self):
        return f"{self.group_id} {self.candidate_id}"
