from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.choices import CandidateState
from candidates.models import Candidate
from candidates.names import normalised_name, normalised_phone

_SHORTEST_NUMBER = 4


class RegistrationFilter(django_filters.FilterSet):
    """Own registrations by name, telephone or number, and by where they stand."""

    zoek = django_filters.CharFilter(label=_("Zoek op naam, telefoon of nummer"), method="search")
    stand = django_filters.ChoiceFilter(
        label=_("Stand"), method="standing", choices=CandidateState.choices, empty_label=_("Alle")
    )

    class Meta:
        model = Candidate
        fields: list[str] = []

    def standing(self, queryset: QuerySet[Candidate], _name: str, value: str) -> QuerySet[Candidate]:
        """Also of who goes on in another file, of which nobody who registered him knows."""
        return queryset.filter(Q(merged_into__isnull=True, state=value) | Q(went_on__state=value))

    def search(self, queryset: QuerySet[Candidate], _name: str, value: Any) -> QuerySet[Candidate]:
        return by_words(queryset, str(value).strip())


def by_words(registrations: QuerySet[Candidate], words: str) -> QuerySet[Candidate]:
    """What was typed, as a whole, in the name or the number; or a telephone number."""
    wanted = Q(identity__normalised_name__contains=normalised_name(words)) | Q(reference__icontains=words)
    digits = normalised_phone(words)
    if len(digits) >= _SHORTEST_NUMBER:
        wanted |= Q(identity__normalised_phone__contains=digits)
    return registrations.filter(wanted)
