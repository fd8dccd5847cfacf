"""The vacancies that somebody keeps, as a list: narrowed, in order, and in columns."""

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from organisations.access import acts_for_contractor
from organisations.filters import SEARCH
from organisations.finding import each_word
from organisations.models import Municipality, Occupation
from organisations.table_columns import DateColumn, NumberColumn, PortalTable, StatusColumn, TitleColumn
from organisations.tenancy import Acting
from placements.kansrijk.words import hours_said
from placements.models import Proposal, Vacancy
from placements.vacancy_choices import ProposalState, VacancyState

EXPECTED, ASKED, CALL = "vacancy_expected", "vacancy_asked", "vacancy_call"
#: Asked about, while there is no address to ask at: somebody has to call.
TO_CALL = Q(state=VacancyState.OPEN, asked_at__isnull=False, file__contact_email="")
#: What waits for somebody stands first.
_ORDER = {VacancyState.SUBMITTED: 0, VacancyState.OPEN: 2, VacancyState.CONCEPT: 3}
_LAST = 4


def in_order(vacancies: QuerySet[Vacancy]) -> QuerySet[Any]:
    """With ``shown_state``, ``place_name`` and ``proposed``: how many proposals the member sees that still run.

    First what waits for control, then what its employer was asked about, then what is open.
    """
    waits = Case(
        When(state=VacancyState.OPEN, asked_at__isnull=False, then=Value(1)),
        *(When(state=state, then=Value(place)) for state, place in _ORDER.items()),
        default=Value(_LAST),
        output_field=IntegerField(),
    )
    shown = Case(
        When(TO_CALL, then=Value(CALL)),
        When(state=VacancyState.OPEN, asked_at__isnull=False, then=Value(ASKED)),
        When(state=VacancyState.OPEN, is_expected=True, then=Value(EXPECTED)),
        default=F("state"),
        output_field=CharField(),
    )
    running = [*ProposalState.running(), ProposalState.HIRED]
    proposals = Proposal.objects.filter(vacancy_id=OuterRef("pk"), state__in=running).order_by()
    counted = proposals.values("vacancy_id").annotate(n=Count("pk")).values("n")
    return vacancies.annotate(
        waits=waits,
        shown_state=shown,
        proposed=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        place_name=Subquery(Municipality.objects.filter(pk=OuterRef("municipality")).values("name")[:1]),
    ).order_by("waits", "-published_at", "-created_at", "pk")


class VacancyFilter(django_filters.FilterSet):
    """Narrow the list by words, state, occupation and place."""

    zoek = django_filters.CharFilter(label=_("Werk, werkgever of nummer"), method="by_words", widget=SEARCH)
    stand = django_filters.ChoiceFilter(
        label=_("Stand"),
        method="by_state",
        choices=[
            (VacancyState.SUBMITTED.value, VacancyState.SUBMITTED.label),
            (VacancyState.OPEN.value, VacancyState.OPEN.label),
            (EXPECTED, _("Verwacht")),
            (ASKED, _("Gevraagd of het nog klopt")),
            (CALL, _("Bellen of het nog klopt")),
            *((one.value, one.label) for one in VacancyState if one not in {VacancyState.SUBMITTED, VacancyState.OPEN}),
        ],
        empty_label=_("Alle"),
    )
    beroep = django_filters.ModelChoiceFilter(
        label=_("Beroep"), field_name="occupation", queryset=Occupation.objects.none(), empty_label=_("Alle beroepen")
    )
    gemeente = django_filters.ModelChoiceFilter(
        label=_("Gemeente"), method="by_place", queryset=Municipality.objects.none(), empty_label=_("Alle gemeenten")
    )
    sroi = django_filters.BooleanFilter(
        label=_("Telt voor social return"), method="by_sroi", widget=forms.CheckboxInput
    )

    class Meta:
        model = Vacancy
        fields = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Vacancy], acting: Acting) -> None:
        super().__init__(data, queryset=in_order(queryset))
        chosen: Any = self.filters
        occupations = Occupation.objects.filter(region_id__in=acting.region_ids)
        chosen["beroep"].queryset = occupations.order_by("name", "code")
        places = queryset.order_by().values("municipality")
        chosen["gemeente"].queryset = Municipality.objects.filter(pk__in=places).order_by("name", "code")

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return by_words(rows, value)

    def by_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == CALL:
            return rows.filter(TO_CALL)
        if value == ASKED:
            return rows.filter(state=VacancyState.OPEN, asked_at__isnull=False).exclude(file__contact_email="")
        if value in {VacancyState.OPEN, EXPECTED}:
            return rows.filter(state=VacancyState.OPEN, is_expected=value == EXPECTED)
        return rows.filter(state=value)

    def by_place(self, rows: QuerySet[Any], _name: str, value: Municipality) -> QuerySet[Any]:
        return rows.filter(municipality=value.pk)

    def by_sroi(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001 - called so by django-filter
        return rows.filter(sroi=True) if value else rows


def by_words(vacancies: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Each word somewhere in the work, who gives it, its number or its place."""
    return each_word(vacancies, words, ("title", "employer", "reference", "description", "place"))


class VacancyTable(PortalTable):
    caption = _("Vacatures")
    counted = ngettext_lazy("%(written)s vacature", "%(written)s vacatures", "n")
    none_found = _("Geen vacature gevonden.")
    empty_title = _("Nog geen vacatures.")
    empty_help = _("Maak een vacature.")

    title = TitleColumn(
        verbose_name=_("Werk"),
        sub="employer",
        linkify=lambda table, record: reverse(
            "placements:vacancy_detail", args=[table.acting.organisation_id, record.pk]
        ),
    )
    where = tables.Column(
        accessor="place_name", verbose_name=_("Waar"), order_by=("place_name", "place"), empty_values=()
    )
    hours = tables.Column(verbose_name=_("Uren per week"), empty_values=(), order_by=("hours_to", "hours_from"))
    places = NumberColumn(verbose_name=_("Plekken"))
    proposed = NumberColumn(verbose_name=_("Voorstellen"))
    confirmed_at = DateColumn(verbose_name=_("Klopte nog op"))
    state = StatusColumn(verbose_name=_("Stand"), accessor="shown_state")
    reference = tables.Column(verbose_name=_("Nummer"), order_by=("reference", "pk"))
    sector = tables.Column(verbose_name=_("Sector"), order_by=("sector", "pk"))
    published_at = DateColumn(verbose_name=_("Geplaatst op"), order_by=("published_at", "pk"))
    starts_on = DateColumn(verbose_name=_("Begint op"), order_by=("starts_on", "pk"))
    closes_on = DateColumn(verbose_name=_("Reageren tot en met"), order_by=("closes_on", "pk"))

    extra = ("reference", "sector", "published_at", "starts_on", "closes_on")

    def __init__(self, rows: Any, *, acting: Acting, **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.acting = acting
        if acts_for_contractor(acting):
            self.empty_title = _("U hebt nog geen vacature")
            self.empty_help = _("Een vacature maken duurt een paar minuten. Kies ‘Vacature maken’.")

    def render_where(self, record: Any) -> str:
        name = record.place_name or record.municipality
        return f"{record.place} ({name})" if record.place and record.place != name else name

    def render_hours(self, record: Vacancy) -> str:
        return hours_said(record.hours_from, record.hours_to)
