from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.access import (
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    acts_for_werkplein,
)
from organisations.models import Organisation, User
from organisations.templatetags.status_words import STATUSES
from organisations.tenancy import Acting
from tenders.attention import Work, asking, kinds_for, looked_after_by
from tenders.models import Contract, ContractParty, Responsible
from tenders.querysets import STANDING_ORDER

NOBODY = "niemand"


class Period(models.TextChoices):
    RUNNING = "running", _("Loopt nu")
    COMING = "coming", _("Begint nog")
    ENDED = "ended", _("Afgelopen")
    OPEN = "open", _("Niet afgerekend")


class ContractFilter(django_filters.FilterSet):
    """Narrow the list of contracts: by words, by what they ask, by how they stand and by who is in them.

    All choices of persons and organisations come from one query.
    """

    zoek = django_filters.CharFilter(method="search", label=_("Zoeken"))
    werk = django_filters.ChoiceFilter(method="that_ask", label=_("Wat moet er gebeuren?"), empty_label=_("Alles"))
    stand = django_filters.ChoiceFilter(
        field_name="standing",
        label=_("Stand"),
        choices=[(one.value, STATUSES[one.value].word) for one in STANDING_ORDER],
        empty_label=_("Alle"),
    )
    periode = django_filters.ChoiceFilter(
        method="in_period", label=_("Looptijd"), choices=Period.choices, empty_label=_("Alle")
    )
    opdrachtgever = django_filters.ChoiceFilter(field_name="authority", label=_("Opdrachtgever"), empty_label=_("Alle"))
    opdrachtnemer = django_filters.ChoiceFilter(
        field_name="contractor", label=_("Opdrachtnemer"), empty_label=_("Alle")
    )
    werkplein = django_filters.ChoiceFilter(field_name="werkplein", label=_("Werkplein"), empty_label=_("Alle"))
    accountmanager = django_filters.ChoiceFilter(
        field_name="coordinator",
        label=_("Accountmanager"),
        empty_label=_("Alle"),
        null_label=_("Nog niemand"),
        null_value=NOBODY,
    )
    wie = django_filters.CharFilter(method="answered_for_by", label=_("Verantwoordelijke"))
    jaar = django_filters.ChoiceFilter(field_name="awarded_on__year", label=_("Gegund in"), empty_label=_("Alle"))
    mijn = django_filters.BooleanFilter(method="of_mine", label=_("Alleen mijn contracten"), widget=forms.CheckboxInput)
    raam = django_filters.BooleanFilter(
        method="frameworks", label=_("Alleen raamovereenkomsten"), widget=forms.CheckboxInput
    )

    class Meta:
        model = Contract
        fields = ()

    def __init__(self, data, *, acting: Acting, contracts, queryset):
        super().__init__(data, queryset=queryset)
        self.acting = acting
        hidden = _hidden_from(acting)
        for name in hidden:
            del self.filters[name]
        self.filters["werk"].extra["choices"] = [(one.value, one.label) for one in kinds_for(acting)]
        choices = _choices(contracts, [name for name in _PARTIES if name not in hidden])
        for name, found in choices.items():
            self.filters[name].extra["choices"] = found
        self.filters["zoek"].field.widget.input_type = "search"

    def search(self, contracts, _name, words):
        return by_words(contracts, words)

    def that_ask(self, contracts, _name, work):
        return contracts.filter(asking(Work(work), acting=self.acting, on=timezone.localdate()))

    def answered_for_by(self, contracts, _name, words):
        named = Responsible.objects.filter(contract_id=OuterRef("pk"))
        for word in words.split():
            named = named.filter(
                Q(name__icontains=word)
                | Q(email__icontains=word)
                | Q(stand_in_name__icontains=word)
                | Q(stand_in_email__icontains=word)
            )
        return contracts.filter(Exists(named))

    def of_mine(self, contracts, _name, wanted):
        return contracts.filter(looked_after_by(self.acting)) if wanted else contracts

    def frameworks(self, contracts, _name, wanted):
        return contracts.filter(is_framework=True) if wanted else contracts

    def in_period(self, contracts, _name, period):
        today = timezone.localdate()
        return {
            Period.RUNNING: partial(contracts.running, on=today),
            Period.COMING: partial(contracts.filter, starts_on__gt=today),
            Period.ENDED: partial(contracts.ended, on=today),
            Period.OPEN: partial(contracts.filter, settled_on__isnull=True),
        }[period]()


def by_words(contracts: Any, words: str) -> Any:
    """Each word somewhere; also in the name of a company beside the contractor, or of who was it before."""
    for word in words.split():
        beside = ContractParty.objects.filter(organisation__name__icontains=word)
        contracts = contracts.filter(
            Q(reference__icontains=word)
            | Q(title__icontains=word)
            | Q(lot__icontains=word)
            | Q(contractor__name__icontains=word)
            | Q(authority__name__icontains=word)
            | Q(pk__in=beside.values("contract_id"))
        )
    return contracts


#: Filters by who is in a contract, and the column that says so.
_PARTIES = {
    "opdrachtgever": "authority_id",
    "opdrachtnemer": "contractor_id",
    "werkplein": "werkplein_id",
    "accountmanager": "coordinator_id",
}


def _hidden_from(acting: Acting) -> set[str]:
    """Who awards knows who the authority is, a company who the contractor is; only the region looks by Werkplein."""
    hidden = set()
    if acts_for_authority(acting):
        hidden |= {"opdrachtgever", "werkplein"}
    elif acts_for_contractor(acting):
        hidden |= {"opdrachtnemer", "werkplein", "raam"}
    elif acts_for_werkplein(acting):
        hidden |= {"werkplein", "raam"}
    if not acts_for_coordination_point(acting):
        hidden.add("accountmanager")
    return hidden


def _choices(contracts, names: list[str]) -> dict[str, list[tuple[str, str]]]:
    """For each filter its organisations or persons, and the years of award, by name: in one query."""
    parts: list[Any] = []
    for name in names:
        model: Any = User if name == "accountmanager" else Organisation
        of = contracts.exclude(**{_PARTIES[name]: None}).values(_PARTIES[name])
        parts.append(_named(model.objects.filter(pk__in=of), name, "name"))
    years = contracts.order_by().annotate(year=models.functions.ExtractYear("awarded_on"))
    parts.append(_named(years, "jaar", models.functions.Cast("year", CharField())).distinct())
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in (*names, "jaar")}
    for which, key, label in parts[0].union(*parts[1:], all=True).order_by("label", "key"):
        found[which].append((key or label, label))
    found["jaar"].reverse()
    return found


def _named(rows, which: str, label) -> Any:
    key = Value("", output_field=CharField()) if which == "jaar" else models.functions.Cast("pk", CharField())
    label = models.functions.Cast(label, CharField())
    annotated = rows.annotate(which=Value(which, output_field=CharField()), key=key, label=label)
    return annotated.values_list("which", "key", "label")
