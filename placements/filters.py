from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.filters import OrganisationFilter
from organisations.models import Organisation, OrganisationRegion
from organisations.renaming import called_before
from organisations.templatetags.status_words import STATUSES
from placements.choices import LineStatus
from placements.happenings import Subject
from placements.models import Deployment
from placements.work_list import Asked, Kind
from tenders.models import Contract, ContractParty

SEARCH = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})


class DeploymentFilter(django_filters.FilterSet):
    """Narrow the list of people at work."""

    zoek = django_filters.CharFilter(method="search", label=_("Naam of contract"), widget=SEARCH)
    stand = django_filters.ChoiceFilter(
        field_name="shown_status",
        label=_("Stand"),
        choices=[(one.value, STATUSES[one.value].word) for one in LineStatus],
        empty_label=_("Alle"),
    )
    contract = django_filters.ModelChoiceFilter(
        label=_("Contract"), queryset=Contract.objects.none(), empty_label=_("Alle")
    )

    class Meta:
        model = Deployment
        fields = ()

    def __init__(self, data: Any, *, contracts: QuerySet[Contract], queryset: QuerySet[Deployment]) -> None:
        super().__init__(data, queryset=queryset)
        self.filters["contract"].queryset = contracts.order_by("title", "pk")

    def search(self, lines: QuerySet[Deployment], _name: str, words: str) -> QuerySet[Deployment]:
        for word in words.split():
            lines = lines.filter(
                Q(person__name__icontains=word)
                | Q(contract__title__icontains=word)
                | Q(contract__reference__icontains=word)
            )
        return lines


class WorkFilter(django_filters.FilterSet):
    """How the verifier narrows what waits. The list is no table, so this only reads what was chosen."""

    soort = django_filters.ChoiceFilter(label=_("Soort"), choices=Kind.choices, empty_label=_("Alles"))
    opdrachtnemer = django_filters.ModelChoiceFilter(
        label=_("Opdrachtnemer"), queryset=Organisation.objects.none(), empty_label=_("Alle")
    )
    contract = django_filters.ModelChoiceFilter(
        label=_("Contract"), queryset=Contract.objects.none(), empty_label=_("Alle")
    )

    class Meta:
        model = Deployment
        fields = ()

    def __init__(self, data: Any, *, contracts: QuerySet[Contract]) -> None:
        super().__init__(data, queryset=Deployment.objects.none())
        beside = ContractParty.objects.filter(contract__in=contracts.values("pk"))
        contractors = Organisation.objects.filter(
            Q(pk__in=contracts.values("contractor_id")) | Q(pk__in=beside.values("organisation_id"))
        )
        self.filters["opdrachtnemer"].queryset = contractors.order_by("name", "pk")
        self.filters["contract"].queryset = contracts.order_by("title", "pk")

    def asked(self) -> Asked:
        """What was chosen; a value that is no choice narrows nothing."""
        self.form.is_valid()
        data = self.form.cleaned_data
        contractor, contract = data.get("opdrachtnemer"), data.get("contract")
        return Asked(
            kind=data.get("soort") or "",
            contractor_id=contractor.pk if contractor else None,
            contract_id=contract.pk if contract else None,
        )


class TimelineFilter(django_filters.FilterSet):
    """What the moments on a timeline are about."""

    over = django_filters.ChoiceFilter(label=_("Waarover"), choices=Subject.choices, empty_label=_("Alles"))

    class Meta:
        model = Contract
        fields = ()

    def __init__(self, data: Any) -> None:
        super().__init__(data, queryset=Contract.objects.none())

    @property
    def subject(self) -> Subject | None:
        """What was chosen; a value that is no choice narrows nothing."""
        self.form.is_valid()
        chosen = self.form.cleaned_data.get("over")
        return Subject(chosen) if chosen else None


class RegionOrganisationFilter(OrganisationFilter):
    """The organisations of a region, also by a name that they have no more."""

    class Meta(OrganisationFilter.Meta):
        pass

    def by_name(self, rows: QuerySet[OrganisationRegion], _name: str, value: Any) -> QuerySet[OrganisationRegion]:
        return super().by_name(rows, _name, value) | rows.filter(organisation_id__in=called_before(value))
