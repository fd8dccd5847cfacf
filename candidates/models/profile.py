from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.file_choices import DrivingLicence, LanguageLevel, Transport, TravelArea, Weekday
from candidates.models.candidate import Candidate
from organisations.models import Identified, Region, User


class CandidateProfile(Identified):
    """What a candidate can and wants, as choices: no text about anybody's health.

    ``occupations``: ids of occupations of the region that fit, as an array so that one look compares them with a
    vacancy; ``certificates`` as names, like those that an occupation asks for.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="profile")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    hours_from = models.PositiveSmallIntegerField(_("uren per week: minstens"), null=True, blank=True)
    hours_to = models.PositiveSmallIntegerField(_("uren per week: hoogstens"), null=True, blank=True)
    days = ArrayField(
        models.CharField(max_length=3, choices=Weekday), default=list, blank=True, verbose_name=_("dagen")
    )
    available_on = models.DateField(_("kan beginnen vanaf"), null=True, blank=True)
    travel = models.CharField(_("reizen"), max_length=7, choices=TravelArea, blank=True)
    transport = ArrayField(
        models.CharField(max_length=7, choices=Transport), default=list, blank=True, verbose_name=_("vervoer")
    )
    licences = ArrayField(
        models.CharField(max_length=2, choices=DrivingLicence), default=list, blank=True, verbose_name=_("rijbewijs")
    )
    certificates = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("diploma’s en certificaten")
    )
    occupations = ArrayField(models.UUIDField(), default=list, blank=True, verbose_name=_("beroepen die passen"))
    speaks = models.CharField(_("Nederlands spreken"), max_length=6, choices=LanguageLevel, blank=True)
    reads = models.CharField(_("Nederlands lezen"), max_length=6, choices=LanguageLevel, blank=True)
    writes = models.CharField(_("Nederlands schrijven"), max_length=6, choices=LanguageLevel, blank=True)
    saved_at = models.DateTimeField(_("bewaard"), default=timezone.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("wensen en mogelijkheden")
        verbose_name_plural = _("wensen en mogelijkheden")
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_from=None) | Q(hours_to=None) | Q(hours_to__gte=F("hours_from")),
                name="candidate_profile_hours_in_order",
                violation_error_message=_("Het hoogste aantal uren ligt onder het laagste."),
            ),
        ]

    def __str__(self):
        return f"{self.candidate_id}"
