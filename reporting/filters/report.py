import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from reporting.choices import Edition, ReportKind, ReportStage
from reporting.models import Report, ReportPublication
from reporting.querysets import ReportQuerySet


def with_outside(reports: ReportQuerySet) -> ReportQuerySet:
    """With ``is_published``, ``is_public`` and ``is_superseded`` by a later version that has figures."""
    publications = ReportPublication.objects.filter(report=OuterRef("pk"))
    return reports.with_superseded().annotate(
        is_published=Exists(publications.filter(edition=Edition.EXACT)),
        is_public=Exists(publications.filter(edition=Edition.PUBLIC)),
    )


class ReportFilter(django_filters.FilterSet):
    """Narrow the list of reports. Only years that have a report can be chosen."""

    KNOWN, SUPERSEDED = "bekend", "vervangen"

    kind = django_filters.ChoiceFilter(label=_("Soort"), choices=ReportKind.choices, empty_label=_("Alle soorten"))
    jaar = django_filters.ChoiceFilter(label=_("Jaar"), method="of_year", choices=(), empty_label=_("Alle jaren"))
    stage = django_filters.ChoiceFilter(label=_("Fase"), choices=ReportStage.choices, empty_label=_("Alle fasen"))
    uitgave = django_filters.ChoiceFilter(
        label=_("Gepubliceerd"), method="published_as", choices=Edition.choices, empty_label=_("Maakt niet uit")
    )
    toon = django_filters.ChoiceFilter(
        label=_("Versies"),
        method="shown",
        choices=[(KNOWN, _("Zoals bekend op een eerdere dag")), (SUPERSEDED, _("Ook vervangen versies"))],
        empty_label=_("Alleen de nieuwste"),
    )

    class Meta:
        model = Report
        fields = ("kind", "stage")

    def __init__(self, data, *, reports):
        super().__init__(data, queryset=with_outside(reports))
        years = sorted({period[:4] for period in reports.order_by().values_list("period", flat=True)}, reverse=True)
        self.filters["jaar"].extra["choices"] = [(year, year) for year in years]

    def of_year(self, rows, _name, value):
        return rows.filter(period__startswith=value)

    def published_as(self, rows, _name, value):
        return rows.filter(is_public=True) if value == Edition.PUBLIC else rows.filter(is_published=True)

    def shown(self, rows, _name, value):
        return rows.filter(known_on__isnull=False) if value == self.KNOWN else rows.filter(known_on=None)

    @property
    def qs(self):
        found = super().qs
        return found if self.data.get("toon") else found.filter(known_on=None, is_superseded=False)
