"""What the lists of the covenant can be narrowed to."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.filters import SEARCH
from reporting.choices import ActionStatus, ActivityPart, ActivityStatus, MeetingKind, PartnerGroup, RiskStatus
from reporting.models import CovenantAction, CovenantMeeting, CovenantRisk, PlanActivity

OPEN, LATE = "open_of_bezig", "te_laat"
Rows = QuerySet[Any]


class PartnerFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Partner of contactpersoon"), method="by_words", widget=SEARCH)
    groep = django_filters.ChoiceFilter(
        label=_("Groep"),
        field_name="group",
        choices=[one for one in PartnerGroup.choices if one[0] != PartnerGroup.ALL],
        empty_label=_("Alle groepen"),
    )

    def by_words(self, rows: Rows, _name: str, value: str) -> Rows:
        return rows.filter(Q(organisation__name__icontains=value) | Q(contact_name__icontains=value))


class MeetingFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Agenda of besluit"), method="by_words", widget=SEARCH)
    soort = django_filters.ChoiceFilter(
        label=_("Soort overleg"), field_name="kind", choices=MeetingKind.choices, empty_label=_("Alle soorten")
    )

    class Meta:
        model = CovenantMeeting
        fields = ()

    def by_words(self, rows: Rows, _name: str, value: str) -> Rows:
        return rows.filter(Q(agenda__icontains=value) | Q(decisions__icontains=value) | Q(place__icontains=value))


class ActionFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Actie, partner of persoon"), method="by_words", widget=SEARCH)
    stand = django_filters.ChoiceFilter(
        label=_("Stand"),
        method="in_state",
        choices=[(OPEN, _("Open of bezig")), (LATE, _("Te laat")), *ActionStatus.choices],
        empty_label=_("Alle"),
    )
    mijn = django_filters.BooleanFilter(
        label=_("Alleen van mijn organisatie"), method="of_own", widget=forms.CheckboxInput
    )

    class Meta:
        model = CovenantAction
        fields = ()

    def __init__(self, *args: Any, organisation_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation_id = organisation_id

    def by_words(self, rows: Rows, _name: str, value: str) -> Rows:
        return rows.filter(Q(text__icontains=value) | Q(partner__name__icontains=value) | Q(person__icontains=value))

    def in_state(self, rows: Rows, _name: str, value: str) -> Rows:
        if value == OPEN:
            return rows.filter(is_open=True)
        return rows.filter(late=True) if value == LATE else rows.filter(status=value)

    def of_own(self, rows: Rows, _name: str, value: bool | None) -> Rows:  # noqa: FBT001 - called so by django-filter
        return rows.filter(partner_id=self.organisation_id) if value else rows


class ActivityFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Activiteit of wie"), method="by_words", widget=SEARCH)
    deel = django_filters.ChoiceFilter(
        label=_("Deel"), field_name="part", choices=ActivityPart.choices, empty_label=_("Beide delen")
    )
    stand = django_filters.ChoiceFilter(
        label=_("Stand"),
        method="in_state",
        choices=[(LATE, _("Te laat")), *ActivityStatus.choices],
        empty_label=_("Alle"),
    )

    class Meta:
        model = PlanActivity
        fields = ()

    def by_words(self, rows: Rows, _name: str, value: str) -> Rows:
        return rows.filter(Q(title__icontains=value) | Q(owner__icontains=value) | Q(partner__name__icontains=value))

    def in_state(self, rows: Rows, _name: str, value: str) -> Rows:
        return rows.filter(late=True) if value == LATE else rows.filter(status=value)


class RiskFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Risico, maatregel of wie"), method="by_words", widget=SEARCH)
    stand = django_filters.ChoiceFilter(
        label=_("Stand"), field_name="status", choices=RiskStatus.choices, empty_label=_("Alle")
    )

    class Meta:
        model = CovenantRisk
        fields = ()

    def by_words(self, rows: Rows, _name: str, value: str) -> Rows:
        return rows.filter(Q(title__icontains=value) | Q(measure__icontains=value) | Q(owner__icontains=value))
