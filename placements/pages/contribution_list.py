"""The list of other contributions: how it is narrowed, and its columns."""

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.table_columns import DateColumn, EuroColumn, PortalTable, StatusColumn, TitleColumn
from organisations.templatetags.status_words import STATUSES
from organisations.tenancy import Acting
from placements.choices import ContributionKind, LineStatus
from placements.models import Contribution
from placements.pages.contribution_page import quantity_of
from tenders.models import Contract


def with_title(lines: QuerySet[Contribution]) -> QuerySet[Any]:
    """Each line with ``title``: its block, or the kind outside the tariff."""
    kinds = [When(kind=one.value, then=Value(str(one.label))) for one in ContributionKind]
    return lines.annotate(title=Coalesce(F("block__label"), Case(*kinds, output_field=CharField())))


class ContributionFilter(django_filters.FilterSet):
    """Narrow the list of other contributions."""

    zoek = django_filters.CharFilter(
        method="search",
        label=_("Soort, omschrijving of contract"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    stand = django_filters.ChoiceFilter(
        field_name="status",
        label=_("Stand"),
        choices=[(one.value, STATUSES[one.value].word) for one in LineStatus],
        empty_label=_("Alle"),
    )
    contract = django_filters.ModelChoiceFilter(
        label=_("Contract"), queryset=Contract.objects.none(), empty_label=_("Alle")
    )

    class Meta:
        model = Contribution
        fields = ()

    def __init__(self, data: Any, *, contracts: QuerySet[Contract], queryset: QuerySet[Any]) -> None:
        super().__init__(data, queryset=queryset)
        self.filters["contract"].queryset = contracts.order_by("title", "pk")

    def search(self, lines: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        for word in words.split():
            lines = lines.filter(
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(reference__icontains=word)
                | Q(contract__title__icontains=word)
                | Q(contract__reference__icontains=word)
            )
        return lines


class ContributionTable(PortalTable):
    caption = _("Andere invulling dan personen aan het werk")
    empty_title = _("Nog niets gevonden")
    empty_help = _("Kies bij een contract ‘Andere invulling’. Verandert u de filters, dan vindt u misschien meer.")

    title = TitleColumn(
        verbose_name=_("Soort"),
        sub="description",
        linkify=lambda record, table: reverse(
            "placements:contribution_detail",
            kwargs={"organisation_id": table.acting.organisation_id, "contribution_id": record.pk},
        ),
    )
    contract = TitleColumn(accessor="contract__title", verbose_name=_("Contract"), sub="contract__reference")
    contractor = tables.Column(accessor="contractor__name", verbose_name=_("Bedrijf"))
    date = DateColumn(verbose_name=_("Datum"))
    quantity = tables.Column(verbose_name=_("Hoeveel"))
    value = EuroColumn(verbose_name=_("Waarde (€)"))
    status = StatusColumn(verbose_name=_("Stand"))

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **({"order_by": "-date"} | kwargs))
        self.acting = acting

    def render_quantity(self, record: Contribution) -> str:
        return quantity_of(record)

    def order_date(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        sign = "-" if is_descending else ""
        return queryset.order_by(f"{sign}date", f"{sign}created_at", "pk"), True
