from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.filters import SEARCH
from reporting.choices import MoneySource, SpendingCategory, SpendingState
from reporting.models import SpendingLine

INSIDE, OUTSIDE, NOBODY = "binnen", "buiten", "geen"
COUNTED, REVERSED = "telt", "teruggedraaid"


class SpendingFilter(django_filters.FilterSet):
    """Narrow the list of spending. Only years and sources that occur can be chosen."""

    zoek = django_filters.CharFilter(label=_("Kenmerk of omschrijving"), method="by_words", widget=SEARCH)
    jaar = django_filters.ChoiceFilter(label=_("Jaar"), field_name="year", choices=(), empty_label=_("Alle jaren"))
    post = django_filters.ChoiceFilter(
        label=_("Post"), field_name="category", choices=SpendingCategory.choices, empty_label=_("Alle posten")
    )
    bron = django_filters.ChoiceFilter(label=_("Bron"), method="by_source", choices=(), empty_label=_("Alle bronnen"))
    scholing = django_filters.ChoiceFilter(
        label=_("Scholing"), field_name="programme", choices=(), empty_label=_("Alle")
    )
    gebied = django_filters.ChoiceFilter(
        label=_("Voorrangsgebied"),
        method="by_area",
        choices=[
            (INSIDE, _("Inwoners")),
            (OUTSIDE, _("Niet-inwoners")),
            (NOBODY, _("Niet voor één persoon of gemeente")),
        ],
        empty_label=_("Alle"),
    )
    stand = django_filters.ChoiceFilter(
        label=_("Stand"),
        method="in_state",
        choices=[
            (COUNTED, _("Telt mee")),
            (SpendingState.ENTERED, SpendingState.ENTERED.label),
            (REVERSED, _("Teruggedraaid")),
            (SpendingState.REFUSED, SpendingState.REFUSED.label),
            (SpendingState.WITHDRAWN, SpendingState.WITHDRAWN.label),
        ],
        empty_label=_("Alle"),
    )

    class Meta:
        model = SpendingLine
        fields = ()

    def __init__(self, data: Any, *, queryset: QuerySet[SpendingLine]) -> None:
        super().__init__(data, queryset=queryset)
        rows = queryset.order_by("year", "source", "programme_id")
        found = list(rows.values_list("year", "source", "programme_id", "programme__name").distinct())
        self.filters["jaar"].extra["choices"] = [(year, str(year)) for year in sorted({one[0] for one in found})]
        known = dict(MoneySource.choices)
        sources = sorted({one[1] for one in found if one[1]})
        self.filters["bron"].extra["choices"] = [(one, known.get(one, one)) for one in sources]
        programmes = {str(one[2]): one[3] for one in found if one[2]}
        self.filters["scholing"].extra["choices"] = sorted(programmes.items(), key=lambda one: one[1] or "")

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(
            Q(reference__icontains=value)
            | Q(description__icontains=value)
            | Q(source__icontains=value)
            | Q(reason__icontains=value)
            | Q(candidate_reference__iexact=value)
        )

    def by_source(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(source=value)

    def by_area(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(in_priority_area={INSIDE: True, OUTSIDE: False, NOBODY: None}[value])

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == COUNTED:
            return rows.filter(state=SpendingState.APPROVED, reversed_at=None, reverses=None)
        if value == REVERSED:
            return rows.filter(Q(reversed_at__isnull=False) | Q(reverses__isnull=False, state=SpendingState.APPROVED))
        return rows.filter(state=value)
