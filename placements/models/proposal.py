import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from organisations.models import Identified, Organisation, Region, User
from placements.models.placement import Placement
from placements.models.vacancy import Vacancy
from placements.vacancy_choices import (
    AnsweredBy,
    DeclineReason,
    MatchPassReason,
    ProposalState,
    RefuseReason,
    TakenBack,
)


@pghistory.track(exclude=["visible_to", "worked_by"])
class Proposal(Identified):
    """A candidate for a vacancy: on the list, asked, proposed, answered.

    The employer reads the row, and who it is, only after the candidate's yes and while nobody said no
    (``ProposalState.known_to_employer``). ``introduction`` is what he reads then; the candidate reads it before he
    answers. ``visible_to`` may see the row, ``worked_by`` works the candidate's file: audiences, kept by triggers.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="proposals")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="proposals")
    #: Of the vacancy; a trigger keeps it.
    employer_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    state = models.CharField(_("stand"), max_length=18, choices=ProposalState, default=ProposalState.SHORTLISTED)
    introduction = models.TextField(_("wat de werkgever leest"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(_("gevraagd"), null=True, blank=True)
    answer_by = models.DateField(_("antwoord voor of op"), null=True, blank=True)
    answered_at = models.DateTimeField(_("antwoord van de kandidaat"), null=True, blank=True)
    answered_by = models.CharField(_("antwoord gegeven"), max_length=8, choices=AnsweredBy, blank=True)
    meeting_at = models.DateTimeField(_("kennismaking"), null=True, blank=True)
    meeting_place = models.CharField(_("waar"), max_length=120, blank=True)
    refuse_reason = models.CharField(_("waarom niet"), max_length=11, choices=RefuseReason, blank=True)
    employer_note = models.CharField(_("toelichting van de werkgever"), max_length=500, blank=True)
    employer_answered_at = models.DateTimeField(_("antwoord van de werkgever"), null=True, blank=True)
    #: The employment that came of it.
    placement = models.OneToOneField(
        Placement, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposal"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("op de lijst gezet"), default=timezone.now)
    state_at = models.DateTimeField(_("sinds"), default=timezone.now)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)
    worked_by = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        verbose_name = _("voorstel")
        verbose_name_plural = _("voorstellen")
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "candidate"],
                condition=Q(state__in=[*ProposalState.running(), ProposalState.HIRED]),
                name="proposal_once",
                violation_error_message=_("Deze kandidaat staat al bij deze vacature."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ProposalState.known_to_employer())
                | Q(answered_at__isnull=False) & ~Q(answered_by=""),
                name="proposal_known_after_yes",
                violation_error_message=_("Een werkgever ziet iemand pas nadat die ja zei."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.REFUSED) | ~Q(refuse_reason=""),
                name="proposal_refused_with_reason",
                violation_error_message=_("Kies waarom het niet doorgaat."),
            ),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="proposal_visible_to"),
            models.Index(fields=["vacancy", "state"], name="proposal_of_vacancy"),
            models.Index(fields=["candidate", "state"], name="proposal_of_candidate"),
            models.Index(fields=["region", "state", "state_at"], name="proposal_in_state"),
        ]

    def __str__(self):
        return f"{self.vacancy_id} {self.candidate_id}"


@pghistory.track()
class ProposalFile(Identified):
    """What the employer never reads of a proposal: the rules as they were, who was passed over and why, why somebody said no.

    ``ring`` as in ``candidates.training.seat_order``. ``rules``: each rule of the vacancy with whether it was met when the
    proposal was made. ``passed_over``: how many from nearer met all rules then; more than none needs a reason.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="file")
    ring = models.PositiveSmallIntegerField(_("gebied"), default=2)
    rules = models.JSONField(_("regels"), default=dict)
    passed_over = models.PositiveSmallIntegerField(_("aantal overgeslagen"), default=0)
    pass_over_reason = models.CharField(_("reden"), max_length=16, choices=MatchPassReason, blank=True)
    pass_over_text = models.CharField(_("toelichting"), max_length=500, blank=True)
    decline_reason = models.CharField(
        _("waarom de kandidaat niet wil"), max_length=10, choices=DeclineReason, blank=True
    )
    decline_note = models.CharField(_("toelichting van de kandidaat"), max_length=300, blank=True)
    #: Empty of what was taken back before there were choices: then the words say it.
    withdrawn_because = models.CharField(_("waarom ingetrokken"), max_length=12, choices=TakenBack, blank=True)
    withdrawn_reason = models.CharField(_("toelichting bij het intrekken"), max_length=300, blank=True)
    #: The employer heard that who stopped or changed his mind does not come, which is said once.
    employer_told_at = models.DateTimeField(_("werkgever ingelicht"), null=True, blank=True)
    #: The candidate was reminded, which is done once.
    reminded_at = models.DateTimeField(_("herinnerd"), null=True, blank=True)

    class Meta:
        verbose_name = _("dossier van een voorstel")
        verbose_name_plural = _("dossiers van voorstellen")
        constraints = [
            models.CheckConstraint(
                condition=Q(passed_over=0) | ~Q(pass_over_reason=""),
                name="proposal_passed_over_with_reason",
                violation_error_message=_("Schrijf op waarom u mensen overslaat die voorgaan."),
            ),
            models.CheckConstraint(
                condition=~Q(pass_over_reason=MatchPassReason.OTHER) | ~Q(pass_over_text=""),
                name="proposal_other_reason_said",
                violation_error_message=_("Schrijf op welke reden het is."),
            ),
            models.CheckConstraint(
                condition=~Q(withdrawn_because=TakenBack.OTHER) | ~Q(withdrawn_reason=""),
                name="proposal_taken_back_said",
                violation_error_message=_("Schrijf op waarom u het voorstel intrekt."),
            ),
        ]

    def __str__(self):
        return str(self.proposal_id)
