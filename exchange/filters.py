import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.choices import JobKind, JobStatus
from exchange.models import BulkJob


class JobFilter(django_filters.FilterSet):
    """Narrow the list of files that came in and went out."""

    zoek = django_filters.CharFilter(
        field_name="title",
        lookup_expr="icontains",
        label=_("Naam"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    soort = django_filters.ChoiceFilter(
        field_name="kind", label=_("Soort"), choices=JobKind.choices, empty_label=_("Alle")
    )
    stand = django_filters.ChoiceFilter(
        field_name="status", label=_("Stand"), choices=JobStatus.choices, empty_label=_("Alle")
    )

    class Meta:
        model = BulkJob
        fields = ()
