from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.models import Enrolment, TrainingCost, TrainingGroup, TrainingProgramme
from candidates.names import normalised_name
from candidates.training_choices import CostState, GroupState, Outcome, ProgrammeState, TrainingForm
from organisations.choices import Sector
from organisations.filters import SEARCH

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
        return rows.filter(Q(name__icontains=value) | Q(code__icontains=value) | Q(provider__icontains=value))


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
