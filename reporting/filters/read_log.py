from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import Seen
from organisations.filters import DayFilter
from organisations.models import ReadLog
from reporting.read_log import about


class ReadLogFilter(django_filters.FilterSet):
    """Narrow the read log: a period, whose data, who looked, what kind of data. The last thirty days unless chosen."""

    DAYS = 30

    zoek = django_filters.CharFilter(
        method="search",
        label=_("Kandidaatnummer, pseudoniem, contract of wie keek"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    van = DayFilter(method="since", label=_("Vanaf"))
    tot = DayFilter(method="until", label=_("Tot en met"))
    soort = django_filters.ChoiceFilter(
        label=_("Soort gegevens"), field_name="subject", choices=Seen.choices, empty_label=_("Alle")
    )
    organisatie = django_filters.ChoiceFilter(
        label=_("Organisatie"), field_name="organisation_id", choices=(), empty_label=_("Alle")
    )

    class Meta:
        model = ReadLog
        fields = ()

    def __init__(self, data, *, readings, organisations, on):
        chosen = data.copy()
        chosen.setdefault("van", f"{on - timedelta(days=self.DAYS):%d-%m-%Y}")
        super().__init__(chosen, queryset=readings)
        if len(organisations) > 1:
            self.filters["organisatie"].extra["choices"] = organisations
        else:
            del self.filters["organisatie"]

    def search(self, rows, _name, value):
        return about(rows, value)

    # As moments, so that the index on them is used.
    def since(self, rows, _name, value):
        return rows.filter(at__gte=_midnight(value))

    def until(self, rows, _name, value):
        return rows.filter(at__lt=_midnight(value + timedelta(days=1)))


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
