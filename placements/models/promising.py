"""The promising occupations of a region: a list that the coordination point settles with others, and dates."""

import pghistory
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Occupation, Region, User
from organisations.models.history import whole_life
from placements.vacancy_choices import PromisingState

SHORTEST_REASON = 10


@pghistory.track(*whole_life())
class PromisingList(Identified):
    """One edition of the list. A concept can be thrown away; an adopted one stays as it is, also after the next.

    ``settled_with``: the others who had a say (EPI, schools), in words.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("stand"), max_length=17, choices=PromisingState, default=PromisingState.CONCEPT)
    adopted_on = models.DateField(_("vastgesteld op"), null=True, blank=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_with = models.CharField(_("met wie"), max_length=300, blank=True)
    note = models.CharField(_("toelichting"), max_length=1000, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("lijst van kansrijke beroepen")
        verbose_name_plural = _("lijsten van kansrijke beroepen")
        constraints = [
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(state=PromisingState.CONCEPT),
                name="promising_list_one_concept",
                violation_error_message=_("Er is al een concept. Stel dat eerst vast, of gooi het weg."),
            ),
            models.CheckConstraint(
                condition=Q(state=PromisingState.CONCEPT) | (Q(adopted_on__isnull=False) & ~Q(settled_with="")),
                name="promising_list_adopted_with",
                violation_error_message=_("Schrijf op wanneer en met wie de lijst is vastgesteld."),
            ),
        ]
        indexes = [models.Index(fields=["region", "-adopted_on"], name="promising_list_newest")]

    def __str__(self):
        return str(self.adopted_on or self.get_state_display())


@pghistory.track(*whole_life())
class PromisingOccupation(Identified):
    """An occupation on a list, or one that was left off it (no ``position``) with the reason why.

    ``places`` and ``heads``: places in open vacancies, and people that the calendar asks in the twelve months after, when
    the list was made; at its adoption they are counted once more, and stay.
    """

    promising_list = models.ForeignKey(PromisingList, on_delete=models.CASCADE, related_name="occupations")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("plaats"), null=True, blank=True)
    places = models.PositiveIntegerField(_("plaatsen in open vacatures"), default=0)
    heads = models.PositiveIntegerField(_("verwacht in 12 maanden"), default=0)
    why = models.CharField(_("waarom"), max_length=300, blank=True, validators=[MinLengthValidator(SHORTEST_REASON)])

    class Meta:
        verbose_name = _("kansrijk beroep")
        verbose_name_plural = _("kansrijke beroepen")
        ordering = [F("position").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["promising_list", "occupation"],
                name="promising_occupation_once",
                violation_error_message=_("Dit beroep staat al in de lijst."),
            ),
            models.UniqueConstraint(
                fields=["promising_list", "position"],
                name="promising_occupation_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=False) | ~Q(why=""),
                name="promising_occupation_left_off_why",
                violation_error_message=_("Schrijf op waarom dit beroep niet in de lijst staat."),
            ),
        ]

    def __str__(self):
        return str(self.occupation_id)
