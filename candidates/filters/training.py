from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.models import Enrolment, TrainingCost, TrainingGroup, TrainingProgramme
from candidates.names import normalised_name
from candidates.training_choices import CostState, GroupState, Outcome, ProgrammeState, TrainingForm
from organisations.choices import Sector
from organisations.filters import SEARCH
from organisations.finding import each_word
from organisations.models import Occupation

RUNNING, OVERLAPS = "loopt", "overlap"


class ProgrammeFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Naam, code of opleider"), method="by_words", widget=SEARCH)
    vorm = django_filters.ChoiceFilter(
        label=_("Vorm"), field_name="form", choices=TrainingForm.choices, empty_label=_("Alle vormen")
    )
    sector = django_filters.ChoiceFilter(label=_("Sector"), choices=Sector.choices, empty_label=_("Alle sectoren"))
    stand = django_filters.ChoiceFilter(
        label=_("Stand"), field_name="state", choices=ProgrammeState.choices, empty_label=_("Alle")
    )

    class Meta:
        model = TrainingProgramme
        fields = ()

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return programmes_by_words(rows, value)


def programmes_by_words(programmes: QuerySet[Any], words: str) -> QuerySet[Any]:
    """What was typed, as a whole, in the name or the code, or in the name of who teaches."""
    found = Q(name__icontains=words) | Q(code__icontains=words) | Q(provider__icontains=words)
    return programmes.filter(found)


class OccupationFilter(django_filters.FilterSet):
    """``oud`` keeps the search among those no longer used; the view asks for them."""

    zoek = django_filters.CharFilter(label=_("Beroep of wat iemand doet"), method="by_words", widget=SEARCH)
    oud = django_filters.CharFilter(method="as_asked", widget=forms.HiddenInput)

    class Meta:
        model = Occupation
        fields = ()

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return occupations_by_words(rows, value)

    def as_asked(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows


def occupations_by_words(occupations: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Each word in the name or the code of the occupation, or in what somebody does."""
    return each_word(occupations, words, ("name", "code", "summary"))


class GroupFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Scholing, groep of plaats"), method="by_words", widget=SEARCH)
    stand = django_filters.ChoiceFilter(
        label=_("Stand"), field_name="state", choices=GroupState.choices, empty_label=_("Alle")
    )

    class Meta:
        model = TrainingGroup
        fields = ()

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(Q(name__icontains=value) | Q(programme__name__icontains=value) | Q(place__icontains=value))


class EnrolmentFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Naam of nummer"), method="by_words", widget=SEARCH)
    scholing = django_filters.ModelChoiceFilter(
        label=_("Scholing"), field_name="programme", queryset=TrainingProgramme.objects.none(), empty_label=_("Alle")
    )
    stand = django_filters.ChoiceFilter(
        label=_("Stand"),
        method="in_state",
        choices=[(RUNNING, _("Loopt nog")), *Outcome.choices, (OVERLAPS, _("Overlapt een andere scholing"))],
        empty_label=_("Alle"),
    )

    class Meta:
        model = Enrolment
        fields = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Enrolment], programmes: QuerySet[TrainingProgramme]) -> None:
        super().__init__(data, queryset=queryset)
        self.filters["scholing"].queryset = programmes

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(
            Q(candidate__identity__normalised_name__contains=normalised_name(value))
            | Q(candidate__reference__icontains=value)
            | Q(reference__icontains=value)
        )

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == RUNNING:
            return rows.filter(ended_on=None)
        return rows.filter(overlaps=True) if value == OVERLAPS else rows.filter(outcome=value)


class CostFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Factuur of leverancier"), method="by_words", widget=SEARCH)
    stand = django_filters.ChoiceFilter(
        label=_("Stand"), field_name="state", choices=CostState.choices, empty_label=_("Alle")
    )

    class Meta:
        model = TrainingCost
        fields = ()

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(
            Q(supplier__icontains=value) | Q(invoice_number__icontains=value) | Q(description__icontains=value)
        )
