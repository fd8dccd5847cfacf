"""The register of local firms as a list: narrowed, in order, and in columns."""

import datetime as dt
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from organisations.access import acts_for_contractor, acts_for_coordination_point
from organisations.cpv import within
from organisations.cpv_codes import split_cpv
from organisations.filters import SEARCH
from organisations.models import Municipality, Occupation
from organisations.months import add_months
from organisations.table_columns import DateColumn, PortalTable, StatusColumn, TitleColumn
from organisations.tenancy import Acting
from tenders.firm_choices import FirmLabel, FirmState
from tenders.firms.words import label_words
from tenders.models import LocalFirm

WITH_LABEL, ENDING = "geldig", "loopt_af"
ELSEWHERE = "buiten"
#: A firm that was asked after a year and has not answered in two months.
STALE_MONTHS = 14
ENDING_MONTHS = 2


class FirmFilter(django_filters.FilterSet):
    """Narrow the register: by words, work, place, label, and for who keeps it by state."""

    zoek = django_filters.CharFilter(label=_("Naam, KVK-nummer of werk"), method="by_words", widget=SEARCH)
    cpv = django_filters.CharFilter(label=_("CPV-code"), method="by_cpv", widget=SEARCH)
    beroep = django_filters.ChoiceFilter(
        label=_("Beroep"), method="by_occupation", choices=(), empty_label=_("Alle beroepen")
    )
    gemeente = django_filters.ChoiceFilter(
        label=_("Gemeente"), method="by_place", choices=(), empty_label=_("Alle gemeenten")
    )
    keurmerk = django_filters.ChoiceFilter(
        label=_("Keurmerk"),
        method="by_label",
        choices=[
            (WITH_LABEL, _("Met een geldig keurmerk")),
            (ENDING, _("Loopt binnen 2 maanden af")),
            *FirmLabel.choices,
        ],
        empty_label=_("Alle"),
    )
    stand = django_filters.ChoiceFilter(
        label=_("Stand"), field_name="state", choices=FirmState.choices, empty_label=_("Alle")
    )
    nagekeken = django_filters.ChoiceFilter(
        label=_("Nagekeken"),
        method="by_look",
        choices=[("oud", _("Meer dan 14 maanden geleden"))],
        empty_label=_("Alle"),
    )

    class Meta:
        model = LocalFirm
        fields = ()

    def __init__(self, data: Any, *, queryset: QuerySet[LocalFirm], acting: Acting, on: dt.date) -> None:
        super().__init__(data, queryset=queryset)
        self.on = on
        occupations = Occupation.objects.filter(region_id__in=acting.region_ids).order_by("name", "code")
        self.filters["beroep"].extra["choices"] = list(dict(occupations.values_list("code", "name")).items())
        seats = queryset.exclude(municipality="").order_by().values("municipality")
        here = Municipality.objects.filter(pk__in=seats).order_by("name", "code").values_list("code", "name")
        self.filters["gemeente"].extra["choices"] = [*here, (ELSEWHERE, _("Buiten de regio"))]
        if not acts_for_coordination_point(acting):
            del self.filters["stand"], self.filters["nagekeken"]

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return by_words(rows, value)

    def by_cpv(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        codes, _rest = split_cpv(value)
        return rows.filter(within("cpv_codes", codes[0])) if codes else rows.none()

    def by_occupation(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(occupation_codes__contains=[value])

    def by_place(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(municipality="" if value == ELSEWHERE else value)

    def by_label(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        holds = rows.filter(label_valid_until__gte=self.on)
        if value == WITH_LABEL:
            return holds
        if value == ENDING:
            return holds.filter(label_valid_until__lte=add_months(self.on, ENDING_MONTHS))
        return rows.filter(label=value)

    def by_look(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows.filter(looked_at__date__lt=add_months(self.on, -STALE_MONTHS))


def by_words(firms: QuerySet[Any], words: str) -> QuerySet[Any]:
    """What was typed, as a whole, in the name of a firm, its work or its place; or its number."""
    found = Q(name__icontains=words) | Q(does__icontains=words) | Q(kvk=words) | Q(place__icontains=words)
    return firms.filter(found)


class FirmTable(PortalTable):
    caption = _("Lokale bedrijven")
    counted = ngettext_lazy("%(written)s bedrijf", "%(written)s bedrijven", "n")
    none_found = _("Geen bedrijf gevonden.")
    empty_title = _("Nog geen bedrijven.")
    empty_help = _("Laat een bedrijf zich aanmelden, of voeg het zelf toe.")

    name = TitleColumn(
        verbose_name=_("Bedrijf"),
        sub="does",
        linkify=lambda table, record: reverse("tenders:firm_detail", args=[table.acting.organisation_id, record.pk]),
    )
    municipality = tables.Column(verbose_name=_("Staat in"), empty_values=(), order_by=("municipality", "place"))
    label = tables.Column(verbose_name=_("Keurmerk"), empty_values=(), order_by=("label", "label_valid_until"))
    looked_at = DateColumn(verbose_name=_("Nagekeken"))
    state = StatusColumn(verbose_name=_("Stand"), accessor="state_key", order_by=("state",))

    class Meta:
        order_by = ("name",)

    def __init__(self, rows: Any, *, acting: Acting, on: dt.date, **kwargs: Any) -> None:
        if not acts_for_coordination_point(acting):
            kwargs["exclude"] = ("state",)
        super().__init__(rows, **kwargs)
        self.acting, self.on = acting, on
        if acts_for_contractor(acting):
            self.empty_title = _("Uw bedrijf staat niet in het register.")
            self.empty_help = _("Meld het hieronder aan, met hetzelfde KVK-nummer als in het portaal.")
        self.names = dict(
            Municipality.objects.filter(areas__region_id__in=acting.region_ids).values_list("code", "name")
        )

    def render_municipality(self, record: LocalFirm) -> str:
        if record.municipality:
            return self.names.get(record.municipality, record.municipality)
        return f"{record.place} ({record.get_province_display()})"

    def render_label(self, record: LocalFirm) -> str:
        return label_words(record.get_label_display(), record.label_valid_until, on=self.on) if record.label else "–"
