import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.overviews.company import Wanted, authorities_in, regions_in
from tenders.models import Contract


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
