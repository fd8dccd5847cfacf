from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, PageLink, Region, User
from placements.choices import PersonRequestKind, PersonRequestOutcome
from placements.models.deployment import DeployedPerson


class PersonRequest(Identified):
    """Somebody whom a company put to work asks what is stored of him, or to correct or erase it.

    The portal holds no address of these people, so the coordination point finds out outside it who asks. ``person`` is
    there when he asked by his own link; before that only what he typed is known, and it is emptied once it is answered.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("wat"), max_length=7, choices=PersonRequestKind)
    person = models.ForeignKey(DeployedPerson, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("naam"), max_length=120, blank=True)
    birth_date = models.DateField(_("geboortedatum"), null=True, blank=True)
    company = models.CharField(_("bedrijf"), max_length=200, blank=True)
    contact = models.CharField(_("telefoon of mail"), max_length=254, blank=True)
    said = models.CharField(_("wat niet klopt"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    answer_by = models.DateField(_("antwoord voor of op"))
    outcome = models.CharField(_("uitkomst"), max_length=11, choices=PersonRequestOutcome, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)

    class Meta:
        verbose_name = _("verzoek van een medewerker")
        verbose_name_plural = _("verzoeken van medewerkers")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True) | ~Q(outcome="") & Q(answered_at__isnull=False),
                name="person_request_answered_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "answer_by"], condition=Q(outcome=""), name="person_request_open"),
            models.Index(fields=["region", "-asked_at"], name="person_request_newest"),
        ]

    def __str__(self):
        return f"{self.kind} {self.asked_at:%Y-%m-%d}"


class PersonPage(PageLink):
    """A link with which somebody whom a company put to work sees what is stored of him, at all companies of the region.

    The coordination point makes it, once it knows who asks.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    person = models.ForeignKey(DeployedPerson, on_delete=models.PROTECT, related_name="pages")

    class Meta:
        verbose_name = _("link van een medewerker")
        verbose_name_plural = _("links van medewerkers")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="person_page_works_for_a_while"),
        ]
        indexes = [models.Index(fields=["person", "-made_at"], name="person_page_of_person")]

    def __str__(self):
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"
