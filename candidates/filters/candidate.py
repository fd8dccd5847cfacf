import uuid
from typing import Any

import django_filters
from django import forms
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import CandidateState, Source, TargetGroup
from candidates.models import Candidate
from candidates.names import normalised_name, normalised_phone
from candidates.querysets import CandidateQuerySet, lived_in
from candidates.working import queues
from organisations.access import acts_for_werkplein
from organisations.choices import Area, Sector
from organisations.models import Municipality, Organisation, User
from organisations.tenancy import Acting

MINE, NOBODY, OUTSIDE = "mij", "niemand", "buiten"
#: Fewer digits than this are part of a number of a file rather than of a telephone.
_FEWEST_DIGITS = 4
_BY_NAME: tuple[tuple[str, str, Any], ...] = (
    ("coach", "coach_id", User),
    ("werkplein", "werkplein_id", Organisation),
    ("gemeente", "municipality", Municipality),
)


class CandidateFilter(django_filters.FilterSet):
    """Narrow the list of candidates: by the queue they stand in, by name, number or telephone, and by their facts.

    The choices of coaches, Werkpleinen and municipalities come from one query.
    """

    zoek = django_filters.CharFilter(method="search", label=_("Naam, telefoon of nummer"))
    rij = django_filters.ChoiceFilter(method="in_queue", widget=forms.HiddenInput)
    coach = django_filters.ChoiceFilter(method="of_coach", label=_("Coach"), empty_label=_("Iedereen"))
    stand = django_filters.ChoiceFilter(
        field_name="state", label=_("Stand"), choices=CandidateState.choices, empty_label=_("Alle")
    )
    werkplein = django_filters.ChoiceFilter(field_name="werkplein", label=_("Werkplein"), empty_label=_("Alle"))
    gemeente = django_filters.ChoiceFilter(method="living_in", label=_("Gemeente"), empty_label=_("Alle"))
    doelgroep = django_filters.ChoiceFilter(
        field_name="target_group",
        label=_("Doelgroep"),
        choices=TargetGroup.choices,
        empty_label=_("Alle"),
    )
    bron = django_filters.ChoiceFilter(
        field_name="source", label=_("Aangemeld door"), choices=Source.choices, empty_label=_("Alle")
    )
    sector = django_filters.ChoiceFilter(label=_("Sector"), choices=Sector.choices, empty_label=_("Alle"))

    class Meta:
        model = Candidate
        fields = ()

    def __init__(self, data: Any, *, acting: Acting, candidates: CandidateQuerySet) -> None:
        super().__init__(data, queryset=candidates)
        self.acting = acting
        if acts_for_werkplein(acting):
            del self.filters["werkplein"]
        self.filters["rij"].extra["choices"] = [(key, one.label) for key, one in queues.queues().items()]
        for name, found in _choices(candidates, list(self.filters)).items():
            self.filters[name].extra["choices"] = found
        me = [(MINE, _("Ikzelf")), (NOBODY, _("Nog niemand"))]
        others = [one for one in self.filters["coach"].extra["choices"] if one[0] != str(acting.user_id)]
        self.filters["coach"].extra["choices"] = [*me, *others]
        self.filters["gemeente"].extra["choices"] += [(OUTSIDE, _("Buiten de regio"))]
        self.filters["zoek"].field.widget.input_type = "search"

    def search(self, candidates: CandidateQuerySet, _name: str, words: str) -> CandidateQuerySet:
        return by_words(candidates, words)

    def in_queue(self, candidates: CandidateQuerySet, _name: str, key: str) -> CandidateQuerySet:
        return candidates.filter(queues.asks_of(self.acting, key, on=timezone.localdate()))

    def living_in(self, candidates: CandidateQuerySet, _name: str, code: str) -> CandidateQuerySet:
        """In a municipality, or in none of the region on the day of registration."""
        return candidates.filter(~lived_in(Area.REGION) if code == OUTSIDE else Q(municipality=code))

    def of_coach(self, candidates: CandidateQuerySet, _name: str, who: str) -> CandidateQuerySet:
        return of_coach(candidates, who, user_id=self.acting.user_id)


def by_words(candidates: CandidateQuerySet, words: str) -> CandidateQuerySet:
    """Each word in the name or the number of the file; a telephone number in any notation."""
    digits = normalised_phone(words)
    is_number = len(digits) >= _FEWEST_DIGITS and not any(one.isalpha() for one in words)
    if is_number:
        return candidates.filter(Q(identity__normalised_phone__contains=digits) | Q(reference__icontains=words))
    for word in words.split():
        candidates = candidates.filter(
            Q(identity__normalised_name__contains=normalised_name(word))
            | Q(reference__icontains=word)
            | Q(wanted_work__icontains=word)
        )
    return candidates


def of_coach(candidates: CandidateQuerySet, who: str, *, user_id: uuid.UUID) -> CandidateQuerySet:
    """Those of a coach: ``mij``, ``niemand`` or somebody's key; anything else asks nothing."""
    if who == NOBODY:
        return candidates.filter(coach__isnull=True)
    if who == MINE:
        return candidates.filter(coach_id=user_id)
    try:
        return candidates.filter(coach_id=uuid.UUID(who))
    except ValueError:
        return candidates


def _choices(candidates: CandidateQuerySet, wanted: list[str]) -> dict[str, list[tuple[str, str]]]:
    """For each of these filters what there is to choose, by name: in one query."""
    parts: list[Any] = []
    for name, field, model in _BY_NAME:
        if name not in wanted:
            continue
        of = candidates.order_by().exclude(**{f"{field}__isnull": True}).values(field)
        named = model.objects.filter(pk__in=of).order_by()
        parts.append(
            named.annotate(
                which=Value(name, output_field=CharField()),
                key=Cast("pk", CharField()),
                label=Cast("name", CharField()),
            ).values_list("which", "key", "label")
        )
    found: dict[str, list[tuple[str, str]]] = {name: [] for name, _field, _model in _BY_NAME if name in wanted}
    for which, key, label in parts[0].union(*parts[1:], all=True).order_by("label", "key"):
        found[which].append((key, label))
    return found
