from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.choices import OrganisationKind, Role
from organisations.form_fields import DateField
from organisations.models import Membership, OrganisationRegion

SEARCH = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})


class DayFilter(django_filters.DateFilter):
    """A day in Dutch notation, as in forms."""

    field_class = DateField


class MemberFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Naam of e-mailadres"), method="by_person", widget=SEARCH)
    role = django_filters.ChoiceFilter(label=_("Rol"), choices=Role.choices, empty_label=_("Alle rollen"))

    class Meta:
        model = Membership
        fields = ["search", "role"]

    def by_person(self, rows: QuerySet[Membership], _name: str, value: Any) -> QuerySet[Membership]:
        return rows.filter(Q(user__name__icontains=value) | Q(user__email__icontains=value))


class OrganisationFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Naam, code of KVK-nummer"), method="by_name", widget=SEARCH)
    kind = django_filters.ChoiceFilter(
        label=_("Soort"),
        field_name="organisation__kind",
        choices=OrganisationKind.choices,
        empty_label=_("Alle soorten"),
    )

    class Meta:
        model = OrganisationRegion
        fields = ["search", "kind"]

    def by_name(self, rows: QuerySet[OrganisationRegion], _name: str, value: Any) -> QuerySet[OrganisationRegion]:
        return rows.filter(organisation_called(value))


def organisation_called(words: str) -> Q:
    """An organisation in a region that has this in its name or its code, or has this number."""
    return Q(organisation__name__icontains=words) | Q(code__icontains=words) | Q(organisation__kvk=words)
