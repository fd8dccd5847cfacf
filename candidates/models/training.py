"""What is taught: programmes with what they have to meet, and the groups in which they are given."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.training_choices import GroupState, ProgrammeKind, ProgrammeState, TrainingForm
from candidates.training_querysets import GroupQuerySet, ProgrammeQuerySet
from organisations.choices import Sector
from organisations.models import Identified, Occupation, Region, User
from organisations.models.history import whole_life

MOST_SEATS = 60


@pghistory.track(*whole_life())
class TrainingProgramme(Identified):
    """A training that people can follow. The fields from ``goal`` on are its programme of requirements.

    ``developed_on`` is the day on which a new programme was ready; reports list those of their period.
    ``seat_cost`` is in euros a person, excluding VAT.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("naam"), max_length=200)
    form = models.CharField(_("vorm"), max_length=10, choices=TrainingForm)
    kind = models.CharField(_("soort"), max_length=8, choices=ProgrammeKind, default=ProgrammeKind.EXISTING)
    provider = models.CharField(_("opleider"), max_length=200, blank=True)
    sector = models.CharField(_("sector"), max_length=12, choices=Sector, blank=True)
    developed_on = models.DateField(_("ontwikkeld op"), null=True, blank=True)
    state = models.CharField(_("stand"), max_length=9, choices=ProgrammeState, default=ProgrammeState.AVAILABLE)
    goal = models.CharField(_("wat iemand na afloop kan"), max_length=1000, blank=True)
    entry = models.CharField(_("voor wie"), max_length=1000, blank=True)
    weeks = models.PositiveSmallIntegerField(
        _("duur in weken"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(260)]
    )
    hours_per_week = models.DecimalField(_("uren per week"), max_digits=5, decimal_places=2, null=True, blank=True)
    certificate = models.CharField(_("certificaat of diploma"), max_length=200, blank=True)
    seat_cost = models.DecimalField(_("prijs per plaats"), max_digits=14, decimal_places=2, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scholing")
        verbose_name_plural = _("scholingen")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code"],
                name="training_programme_code_unique",
                violation_error_message=_("Deze code is al van een andere scholing."),
            ),
            models.CheckConstraint(
                condition=Q(seat_cost=None) | Q(seat_cost__gte=0),
                name="training_programme_seat_cost",
                violation_error_message=_("Een prijs is 0 of meer."),
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week=None) | Q(hours_per_week__gt=0, hours_per_week__lte=60),
                name="training_programme_hours",
                violation_error_message=_("Vul meer dan 0 en hoogstens 60 uur per week in."),
            ),
        ]

    def __str__(self):
        return self.name


class ProgrammeOccupation(Identified):
    """An occupation to which a programme leads."""

    programme = models.ForeignKey(TrainingProgramme, on_delete=models.CASCADE, related_name="programme_occupations")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("beroep van een scholing")
        verbose_name_plural = _("beroepen van scholingen")
        constraints = [
            models.UniqueConstraint(fields=["programme", "occupation"], name="training_programme_occupation_once"),
        ]

    def __str__(self):
        return f"{self.programme_id} {self.occupation_id}"


class TrainingGroup(Identified):
    """One time that a programme is given: when, where, and for how many. ``seats_taken`` is kept by a trigger."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(TrainingProgramme, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("naam van de groep"), max_length=120)
    starts_on = models.DateField(_("eerste dag"))
    ends_on = models.DateField(_("laatste dag"))
    seats = models.PositiveSmallIntegerField(
        _("plaatsen"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    place = models.CharField(_("waar"), max_length=200, blank=True)
    benefit_kept = models.BooleanField(_("met behoud van uitkering"), default=False)
    state = models.CharField(_("stand"), max_length=15, choices=GroupState, default=GroupState.OPEN)
    cancelled_reason = models.CharField(_("waarom niet"), max_length=500, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("scholingsgroep")
        verbose_name_plural = _("scholingsgroepen")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="training_group_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS),
                name="training_group_has_seats",
                violation_error_message=_("Een groep heeft 1 tot en met 60 plaatsen."),
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")),
                name="training_group_not_overfull",
                violation_error_message=_("Er zijn niet zoveel plaatsen vrij."),
            ),
            models.CheckConstraint(
                condition=~Q(state=GroupState.CANCELLED) | ~Q(cancelled_reason=""),
                name="training_group_cancelled_with_reason",
                violation_error_message=_("Schrijf op waarom de groep niet doorgaat."),
            ),
        ]
        indexes = [models.Index(fields=["region", "starts_on"], name="training_group_by_start")]

    def __str__(self):
        return self.name

    @property
    def seats_free(self) -> int:
        return self.seats - self.seats_taken
