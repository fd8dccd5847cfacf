import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from organisations.models.history import whole_life
from placements.choices import AskedOf, KnownBy, WorkAnswer, WorkplaceNow
from placements.models.placement import Placement
from placements.querysets import FollowUpQuerySet


@pghistory.track(*whole_life())
class FollowUp(Identified):
    """Whether a candidate is still at work 6, 12 or 24 months after a placement began, and where.

    ``due_on`` follows from the placement. ``asked_at``: the first mails went; ``called_for_on``: since when it is for a
    person to find out, who after a call in vain tries again on ``again_on``. ``checked_on`` is the day that the outcome
    is about, empty with ``at_work`` while nobody knows.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.DO_NOTHING, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("na hoeveel maanden"))
    due_on = models.DateField(_("op"))
    asked_at = models.DateTimeField(_("gevraagd"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("herinnerd"), null=True, blank=True)
    called_for_on = models.DateField(_("bellen sinds"), null=True, blank=True)
    again_on = models.DateField(_("weer bellen op"), null=True, blank=True)
    checked_on = models.DateField(_("nagevraagd op"), null=True, blank=True)
    at_work = models.BooleanField(_("aan het werk"), null=True, blank=True)
    workplace = models.CharField(_("waar"), max_length=5, choices=WorkplaceNow, blank=True)
    workplace_name = models.CharField(_("naam van de werkgever"), max_length=200, blank=True)
    known_by = models.CharField(_("hoe bekend"), max_length=7, choices=KnownBy, blank=True)
    known_at = models.DateTimeField(_("vastgelegd"), null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("nazorg")
        verbose_name_plural = _("nazorg")
        constraints = [
            models.UniqueConstraint(fields=["placement", "months"], name="follow_up_once"),
            models.CheckConstraint(condition=Q(months__in=[6, 12, 24]), name="follow_up_months"),
            models.CheckConstraint(
                condition=Q(checked_on=None, at_work=None, known_by="", known_at=None)
                | Q(checked_on__isnull=False, at_work__isnull=False, known_at__isnull=False) & ~Q(known_by=""),
                name="follow_up_known_or_not",
            ),
            models.CheckConstraint(
                condition=Q(workplace="", workplace_name="") | Q(at_work=True),
                name="follow_up_place_of_who_works",
                violation_error_message=_("Waar iemand werkt, hoort bij wie aan het werk is."),
            ),
            models.CheckConstraint(
                condition=~Q(known_by=KnownBy.COACH) | Q(decided_by__isnull=False, decided_for__isnull=False),
                name="follow_up_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "due_on"], condition=Q(at_work=None), name="follow_up_open"),
            models.Index(fields=["region", "months", "due_on"], name="follow_up_by_day"),
        ]

    def __str__(self):
        return f"{self.placement_id} {self.months}"


class FollowUpQuestion(Identified):
    """The link that the candidate or the employer got by mail, and the one answer. Only the SHA-256 of its token is kept.

    Sent again, it has another token, and the earlier link stops working. ``said_place``: where the candidate works now.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.DO_NOTHING, related_name="questions")
    asked = models.CharField(_("gevraagd aan"), max_length=9, choices=AskedOf)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent = models.PositiveSmallIntegerField(_("hoe vaak verstuurd"), default=1)
    sent_at = models.DateTimeField(_("verstuurd"))
    expires_at = models.DateTimeField(_("geldig tot"))
    said = models.CharField(_("antwoord"), max_length=9, choices=WorkAnswer, blank=True)
    said_place = models.CharField(_("werkt nu bij"), max_length=200, blank=True)
    said_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)

    class Meta:
        verbose_name = _("vraag bij nazorg")
        verbose_name_plural = _("vragen bij nazorg")
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "asked"], name="follow_up_question_once"),
            models.CheckConstraint(
                condition=Q(said="", said_place="", said_at=None) | ~Q(said="") & Q(said_at__isnull=False),
                name="follow_up_question_answered_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(asked=AskedOf.EMPLOYER) | Q(said__in=["", WorkAnswer.HERE, WorkAnswer.GONE]),
                name="follow_up_question_to_employer",
            ),
            models.CheckConstraint(
                condition=~Q(asked=AskedOf.CANDIDATE) | ~Q(said=WorkAnswer.GONE),
                name="follow_up_question_to_candidate",
            ),
            models.CheckConstraint(
                condition=Q(said_place="") | Q(said=WorkAnswer.ELSEWHERE), name="follow_up_question_place_elsewhere"
            ),
        ]

    def __str__(self):
        return f"{self.asked} {self.sent}"


class EmployerContact(Identified):
    """Whom the Werkplein asks at the employer of a placement how it goes."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    placement = models.OneToOneField(Placement, on_delete=models.DO_NOTHING, related_name="employer_contact")
    name = models.CharField(_("naam"), max_length=120)
    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=20, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contactpersoon bij een werkgever")
        verbose_name_plural = _("contactpersonen bij werkgevers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="employer_contact_reachable",
                violation_error_message=_("Vul een e-mailadres of een telefoonnummer in."),
            ),
        ]

    def __str__(self):
        return self.name
