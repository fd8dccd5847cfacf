import django_filters
from django.utils.translation import gettext_lazy as _

from reporting.choices import ReportKind, ReportStatus
from reporting.models import Report
from reporting.periods import Period


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
