from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import Seen
from organisations.filters import DayFilter
from organisations.models import ReadLog
from reporting.choices import ReportKind, ReportStatus
from reporting.models import Report
from reporting.overviews.company import Wanted, authorities_in, regions_in
from reporting.periods import Period
from reporting.read_log import about
from tenders.models import Contract


class ReportFilter(django_filters.FilterSet):
    """Narrow the list of reports. Only periods that have a report can be chosen."""

    kind = django_filters.ChoiceFilter(label=_("Soort"), choices=ReportKind.choices, empty_label=_("Alle soorten"))
    period = django_filters.ChoiceFilter(label=_("Periode"), choices=(), empty_label=_("Alle perioden"))
    status = django_filters.ChoiceFilter(label=_("Stand"), choices=ReportStatus.choices, empty_label=_("Alle"))

    class Meta:
        model = Report
        fields = ("kind", "period", "status")

    def __init__(self, data, *, reports):
        super().__init__(data, queryset=reports)
        periods = reports.order_by("-period").values_list("period", flat=True).distinct()
        self.filters["period"].extra["choices"] = [(period, Period.parse(period).label) for period in periods]


class OverviewFilter(django_filters.FilterSet):
    """Narrow a company's contracts. They are on the page already, so this only reads what was chosen."""

    RUNNING, SETTLED, ALL = "lopend", "afgerekend", "alles"

    zoek = django_filters.CharFilter(
        label=_("Contract of opdrachtgever"), widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    )
    regio = django_filters.ChoiceFilter(label=_("Regio"), choices=(), empty_label=_("Alle regio’s"))
    opdrachtgever = django_filters.ChoiceFilter(label=_("Opdrachtgever"), choices=(), empty_label=_("Alle"))
    stand = django_filters.ChoiceFilter(
        label=_("Contracten"),
        choices=[(SETTLED, _("Afgerekend")), (ALL, _("Alle"))],
        empty_label=_("Nog niet afgerekend"),
    )
    vraagt = django_filters.BooleanFilter(
        label=_("Alleen waar u iets moet doen"), widget=forms.CheckboxInput, required=False
    )

    class Meta:
        model = Contract
        fields = ()

    def __init__(self, data, *, rows):
        super().__init__(data, queryset=Contract.objects.none())
        for name, choices in (("regio", regions_in(rows)), ("opdrachtgever", authorities_in(rows))):
            if len(choices) > 1:
                self.filters[name].extra["choices"] = choices
            else:
                del self.filters[name]

    @property
    def wanted(self) -> Wanted:
        """What was chosen; a value that is no choice narrows nothing."""
        self.form.is_valid()
        data = self.form.cleaned_data
        return Wanted(
            words=data.get("zoek") or "",
            region_id=data.get("regio") or "",
            authority_id=data.get("opdrachtgever") or "",
            settled={self.SETTLED: True, self.ALL: None}.get(data.get("stand") or "", False),
            only_asking=bool(data.get("vraagt")),
        )


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
