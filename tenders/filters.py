from functools import partial

import django_filters
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_authority
from organisations.models import Organisation
from organisations.templatetags.status_words import STATUSES
from tenders.models import Contract
from tenders.querysets import STANDING_ORDER


class Period(models.TextChoices):
    RUNNING = "running", _("Loopt nu")
    COMING = "coming", _("Begint nog")
    ENDED = "ended", _("Afgelopen")


class ContractFilter(django_filters.FilterSet):
    """Narrow the list of contracts; the party on the other side of the table can be chosen."""

    zoek = django_filters.CharFilter(method="search", label=_("Zoeken"))
    periode = django_filters.ChoiceFilter(
        method="in_period", label=_("Looptijd"), choices=Period.choices, empty_label=_("Alle")
    )
    stand = django_filters.ChoiceFilter(
        field_name="standing",
        label=_("Stand"),
        choices=[(one.value, STATUSES[one.value].word) for one in STANDING_ORDER],
        empty_label=_("Alle"),
    )
    opdrachtgever = django_filters.ModelChoiceFilter(
        field_name="authority", label=_("Opdrachtgever"), queryset=Organisation.objects.none(), empty_label=_("Alle")
    )
    opdrachtnemer = django_filters.ModelChoiceFilter(
        field_name="contractor", label=_("Opdrachtnemer"), queryset=Organisation.objects.none(), empty_label=_("Alle")
    )

    class Meta:
        model = Contract
        fields = ()

    def __init__(self, data, *, acting, contracts, queryset):
        super().__init__(data, queryset=queryset)
        # Who awards already knows who the authority is; for everybody else that is what tells contracts apart.
        shown, hidden, party = ("opdrachtgever", "opdrachtnemer", "authority_id")
        if acts_for_authority(acting):
            shown, hidden, party = ("opdrachtnemer", "opdrachtgever", "contractor_id")
        del self.filters[hidden]
        self.filters[shown].queryset = Organisation.objects.filter(pk__in=contracts.values(party)).order_by(
            "name", "id"
        )
        self.filters["zoek"].field.widget.input_type = "search"

    def search(self, contracts, _name, words):
        for word in words.split():
            contracts = contracts.filter(
                Q(reference__icontains=word)
                | Q(title__icontains=word)
                | Q(contractor__name__icontains=word)
                | Q(authority__name__icontains=word)
            )
        return contracts

    def in_period(self, contracts, _name, period):
        today = timezone.localdate()
        return {
            Period.RUNNING: partial(contracts.running, on=today),
            Period.COMING: partial(contracts.filter, starts_on__gt=today),
            Period.ENDED: partial(contracts.ended, on=today),
        }[period]()
