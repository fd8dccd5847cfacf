"""Narrow the tenders that a buyer or the coordination point keeps."""

from typing import Any

import django_filters
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_authority
from organisations.finding import each_word
from organisations.models import Organisation
from organisations.tenancy import Acting
from tenders.calendar.upkeep import MEND_WORDS, asking
from tenders.choices import Procedure, SroiDecision, TenderKind, TenderStatus
from tenders.models import Tender
from tenders.tender_upkeep import Mend

OPEN_ONES = "open"


class TenderFilter(django_filters.FilterSet):
    """``queryset`` comes ``with_upkeep``. Authorities and years come from one query."""

    zoek = django_filters.CharFilter(method="search", label=_("Zoeken"))
    werk = django_filters.ChoiceFilter(
        method="that_ask",
        label=_("Wat moet er gebeuren?"),
        choices=[(mend.value, MEND_WORDS[mend]) for mend in Mend],
        empty_label=_("Alles"),
    )
    stand = django_filters.ChoiceFilter(
        method="in_status",
        label=_("Stand"),
        choices=[(OPEN_ONES, _("Nog niet gegund")), *TenderStatus.choices],
        empty_label=_("Alle"),
    )
    besluit = django_filters.ChoiceFilter(
        field_name="sroi", label=_("Social return"), choices=SroiDecision.choices, empty_label=_("Alle")
    )
    soort = django_filters.ChoiceFilter(
        field_name="kind", label=_("Soort"), choices=TenderKind.choices, empty_label=_("Alle")
    )
    procedure = django_filters.ChoiceFilter(label=_("Procedure"), choices=Procedure.choices, empty_label=_("Alle"))
    opdrachtgever = django_filters.ChoiceFilter(field_name="authority", label=_("Opdrachtgever"), empty_label=_("Alle"))
    jaar = django_filters.ChoiceFilter(
        field_name="publication_on__year", label=_("Publicatie in"), empty_label=_("Alle")
    )

    class Meta:
        model = Tender
        fields = ()

    def __init__(self, data: Any, *, acting: Acting, tenders: Any, queryset: Any) -> None:
        super().__init__(data, queryset=queryset.by_publication_day())
        authorities, years = _choices(tenders)
        if acts_for_authority(acting):
            del self.filters["opdrachtgever"]
        else:
            self.filters["opdrachtgever"].extra["choices"] = authorities
        self.filters["jaar"].extra["choices"] = years
        self.filters["zoek"].field.widget.input_type = "search"

    def filter_queryset(self, queryset: Any) -> Any:
        """A concept that was thrown away shows only to who asks for what was withdrawn."""
        asks_withdrawn = self.form.cleaned_data.get("stand") == TenderStatus.WITHDRAWN
        return super().filter_queryset(queryset if asks_withdrawn else queryset.not_thrown_away())

    def search(self, tenders: Any, _name: str, words: str) -> Any:
        return by_words(tenders, words)

    def that_ask(self, tenders: Any, _name: str, mend: str) -> Any:
        return asking(tenders, Mend(mend))

    def in_status(self, tenders: Any, _name: str, status: str) -> Any:
        return tenders.filter(is_open=1) if status == OPEN_ONES else tenders.filter(status=status)


def by_words(tenders: Any, words: str) -> Any:
    """Each word somewhere in what the tender is called, of whom it is, or what it is about."""
    fields = ("title", "reference", "description", "tenderned_number", "contact_name", "authority__name")
    return each_word(tenders, words, fields)


def _choices(tenders: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The authorities of these tenders by name, and the years of publication, the newest first: in one query."""
    named = Organisation.objects.filter(pk__in=tenders.values("authority_id"))
    authorities = _row(named, "authority", Cast("pk", CharField()), F("name"))
    dated = tenders.by_publication_day().filter(publication_on__isnull=False).order_by()
    year = Cast(ExtractYear("publication_on"), CharField())
    years = _row(dated, "year", year, year).distinct()
    found: dict[str, list[tuple[str, str]]] = {"authority": [], "year": []}
    for which, key, label in authorities.union(years, all=True).order_by("label", "key"):
        found[which].append((key, label))
    return found["authority"], found["year"][::-1]


def _row(rows: Any, which: str, key: Any, label: Any) -> Any:
    annotated = rows.annotate(
        which=Value(which, output_field=CharField()), key=key, label=Cast(label, CharField(max_length=200))
    )
    return annotated.values_list("which", "key", "label")
