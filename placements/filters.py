import uuid
from datetime import date
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from candidates.access import works_with_candidates
from organisations.choices import Sector
from organisations.filters import DayFilter, OrganisationFilter, organisation_called
from organisations.finding import each_word
from organisations.models import OrganisationRegion
from organisations.renaming import called_before
from organisations.templatetags.status_words import STATUSES
from organisations.tenancy import Acting
from placements.at_work import MONTHS
from placements.choices import Chased, LineStatus, RequestState
from placements.models import CandidateRequest, Contribution, DeployedPerson, Deployment, FollowUp, Placement, Proposal
from placements.pages.happenings import Subject
from placements.pages.month_page import MonthPage, Narrowed
from placements.pages.proposal_page import NOW, OVER
from placements.reminders.chase_page import Wanted
from placements.verifying.work_list import Asked, Kind
from tenders.models import Contract

SEARCH = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})

_A_CHOICE = 2


class _WordFilter(django_filters.FilterSet):
    """Narrows to rows that have each word in one of the fields ``searched``."""

    searched: ClassVar[tuple[str, ...]]

    def search(self, rows: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        return each_word(rows, words, self.searched)


class _LineFilter(_WordFilter):
    """Lines on one of ``contracts``."""

    def __init__(self, data: Any, *, contracts: QuerySet[Contract], queryset: QuerySet[Any]) -> None:
        super().__init__(data, queryset=queryset)
        self.filters["contract"].queryset = contracts.order_by("title", "pk")


class DeploymentFilter(_LineFilter):
    """Narrow the list of people at work."""

    searched = ("person__name", "reference", "pseudonym", "contract__title", "contract__reference")

    zoek = django_filters.CharFilter(method="search", label=_("Naam, kenmerk of contract"), widget=SEARCH)
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


class ContributionFilter(_LineFilter):
    """Narrow the list of other contributions, each with its ``title``."""

    searched = ("title", "description", "reference", "contract__title", "contract__reference")

    zoek = django_filters.CharFilter(method="search", label=_("Soort, omschrijving of contract"), widget=SEARCH)
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


class MonthFilter(django_filters.FilterSet):
    """Narrow the lines of one month. They are on the page already, so this only reads what was chosen."""

    zoek = django_filters.CharFilter(label=_("Naam of contract"), widget=SEARCH)
    contract = django_filters.ChoiceFilter(label=_("Contract"), empty_label=_("Alle"))
    regio = django_filters.ChoiceFilter(label=_("Regio"), empty_label=_("Alle"))

    class Meta:
        model = Deployment
        fields = ()

    def __init__(self, data: Any, *, page: MonthPage) -> None:
        super().__init__(data, queryset=Deployment.objects.none())
        for name, kind in (("contract", "contract"), ("regio", "region")):
            choices = list(page.choices_of(kind).items())
            if len(choices) < _A_CHOICE:
                del self.filters[name]
            else:
                self.filters[name].extra["choices"] = choices

    @property
    def is_wanted(self) -> bool:
        """Whether there is anything to narrow: all on one contract needs no filter."""
        return "contract" in self.filters

    @property
    def narrowed(self) -> Narrowed:
        """What was chosen; a value that is no choice narrows nothing."""
        self.form.is_valid()
        data = self.form.cleaned_data
        return Narrowed(data.get("contract") or "", data.get("regio") or "", data.get("zoek") or "")


class WorkFilter(django_filters.FilterSet):
    """How the verifier narrows what waits. The list is no table, so this only reads what was chosen.

    Links from elsewhere narrow it to one contract or company.
    """

    zoek = django_filters.CharFilter(label=_("Contract, opdrachtnemer of pseudoniem"), widget=SEARCH)
    soort = django_filters.ChoiceFilter(label=_("Soort"), choices=Kind.choices, empty_label=_("Alles"))
    tweede = django_filters.BooleanFilter(
        label=_("Wacht op u als tweede beoordelaar"), widget=forms.CheckboxInput, required=False
    )
    opdrachtnemer = django_filters.UUIDFilter(widget=forms.HiddenInput)
    contract = django_filters.UUIDFilter(widget=forms.HiddenInput)

    class Meta:
        model = Deployment
        fields = ()

    def __init__(self, data: Any, *, asks_second: bool) -> None:
        super().__init__(data, queryset=Deployment.objects.none())
        if not asks_second:
            del self.filters["tweede"]

    def asked(self, *, user_id: uuid.UUID) -> Asked:
        """What was chosen; a value that is no choice narrows nothing."""
        self.form.is_valid()
        data = self.form.cleaned_data
        return Asked(
            kind=data.get("soort") or "",
            words=data.get("zoek") or "",
            contractor_id=data.get("opdrachtnemer"),
            contract_id=data.get("contract"),
            second_for=user_id if data.get("tweede") else None,
        )


class PersonFilter(django_filters.FilterSet):
    """Narrow the list of the company's people."""

    NOW, BEFORE = "nu", "eerder"

    zoek = django_filters.CharFilter(method="search", label=_("Naam of contract"), widget=SEARCH)
    werk = django_filters.ChoiceFilter(
        method="at_work",
        label=_("Aan het werk"),
        choices=[(NOW, _("Nu aan het werk")), (BEFORE, _("Nu niet"))],
        empty_label=_("Iedereen"),
    )

    class Meta:
        model = DeployedPerson
        fields = ()

    def search(self, people: QuerySet[DeployedPerson], _name: str, words: str) -> QuerySet[DeployedPerson]:
        for word in words.split():
            on_contract = Deployment.objects.live().filter(
                Q(contract__title__icontains=word) | Q(contract__reference__icontains=word), person=OuterRef("pk")
            )
            people = people.filter(Q(name__icontains=word) | Exists(on_contract))
        return people

    def at_work(self, people: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return people.filter(works_now=chosen == self.NOW)


class CandidateRequestFilter(_WordFilter):
    """Narrow the requests for candidates."""

    searched = ("work", "place", "contract__title", "contract__reference", "contractor__name")

    zoek = django_filters.CharFilter(method="search", label=_("Werk, plaats of contract"), widget=SEARCH)
    stand = django_filters.ChoiceFilter(
        field_name="state", label=_("Stand"), choices=RequestState.choices, empty_label=_("Alle")
    )

    class Meta:
        model = CandidateRequest
        fields = ()


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
        return organisations_by_words(rows, value)


def organisations_by_words(rows: QuerySet[OrganisationRegion], words: str) -> QuerySet[OrganisationRegion]:
    """Those that are or ever were called something with this in it, or have this code or number."""
    return rows.filter(organisation_called(words) | Q(organisation_id__in=called_before(words)))


class ChaseFilter(django_filters.FilterSet):
    """Narrow what companies still have to do. The list is no table, so this only reads what was chosen."""

    NOT_YET, LATELY = "nee", "ja"

    zoek = django_filters.CharFilter(label=_("Bedrijf of contract"), widget=SEARCH)
    soort = django_filters.ChoiceFilter(label=_("Wat"), choices=Chased.choices, empty_label=_("Alles"))
    herinnerd = django_filters.ChoiceFilter(
        label=_("Herinnerd"),
        choices=[(NOT_YET, _("Nog niet, of langer dan een week geleden")), (LATELY, _("De laatste week"))],
        empty_label=_("Alles"),
    )
    mijn = django_filters.BooleanFilter(label=_("Alleen mijn contracten"), widget=forms.CheckboxInput, required=False)

    class Meta:
        model = Deployment
        fields = ()

    def __init__(self, data: Any) -> None:
        super().__init__(data, queryset=Deployment.objects.none())

    @property
    def wanted(self) -> Wanted:
        """What was chosen; a value that is no choice narrows nothing."""
        self.form.is_valid()
        data = self.form.cleaned_data
        lately = {self.LATELY: True, self.NOT_YET: False}.get(data.get("herinnerd") or "")
        return Wanted(data.get("zoek") or "", data.get("soort") or "", lately, only_mine=bool(data.get("mijn")))


class PlacementFilter(_WordFilter):
    """Narrow the placements; they come with ``who`` and ``shown_state``."""

    searched = ("who", "candidate_reference", "employer", "reference")

    zoek = django_filters.CharFilter(method="search", label=_("Naam, nummer of werkgever"), widget=SEARCH)
    stand = django_filters.ChoiceFilter(
        field_name="shown_state",
        label=_("Stand"),
        choices=[
            (key, STATUSES[key].word)
            for key in (
                "placement_planned",
                "placement_running",
                "placement_overdue",
                "placement_left",
                "placement_ended",
            )
        ],
        empty_label=_("Alle"),
    )
    sector = django_filters.ChoiceFilter(label=_("Sector"), choices=Sector.choices, empty_label=_("Alle"))
    sroi = django_filters.ChoiceFilter(
        method="for_sroi",
        label=_("Social return"),
        choices=[("ja", _("Telt voor social return")), ("nee", _("Telt niet"))],
        empty_label=_("Alle"),
    )
    sinds = DayFilter(field_name="starts_on", lookup_expr="gte", label=_("Begonnen vanaf"))

    class Meta:
        model = Placement
        fields = ()

    def for_sroi(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(sroi=value == "ja")


class FollowUpFilter(_WordFilter):
    """Narrow the list of follow-ups; what is to be found out now stands first."""

    searched = (
        "placement__candidate__identity__normalised_name",
        "placement__candidate__reference",
        "placement__employer",
    )

    NOW, WAITING, AHEAD, AT_WORK, NOT_AT_WORK = "nu", "wacht", "later", "wel", "niet"

    zoek = django_filters.CharFilter(method="search", label=_("Naam, nummer of werkgever"), widget=SEARCH)
    stand = django_filters.ChoiceFilter(
        method="in_state",
        label=_("Stand"),
        empty_label=_("Alle"),
        choices=[
            (NOW, _("Nu te doen")),
            (WAITING, _("Wacht op antwoord")),
            (AHEAD, _("Komt nog")),
            (AT_WORK, _("Aan het werk")),
            (NOT_AT_WORK, _("Niet aan het werk")),
        ],
    )
    maanden = django_filters.ChoiceFilter(
        field_name="months",
        label=_("Na"),
        empty_label=_("Alle"),
        choices=[(months, _("%(months)s maanden") % {"months": months}) for months in MONTHS],
    )
    coach = django_filters.ChoiceFilter(
        method="of_coach", label=_("Coach"), empty_label=_("Alle"), choices=[("ik", _("Mijn kandidaten"))]
    )

    class Meta:
        model = FollowUp
        fields = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Any], acting: Acting, on: date) -> None:
        # Of what is to be found out the latest first, then what is to come, the nearest first.
        ahead = Case(When(at_work=None, due_on__gt=on, then=F("due_on")))
        ordered = queryset.standing().order_by(  # type: ignore[attr-defined]
            F("at_work").asc(nulls_first=True), ahead.asc(nulls_first=True), "-due_on", "pk"
        )
        super().__init__(data, queryset=ordered)
        self.acting, self.on = acting, on

    def in_state(self, rows: Any, _name: str, state: str) -> Any:
        unknown = rows.filter(at_work=None)
        match state:
            case self.NOW:
                return unknown.filter(Q(again_on=None) | Q(again_on__lte=self.on), due_on__lte=self.on)
            case self.WAITING:
                return unknown.filter(asked_at__isnull=False, called_for_on=None)
            case self.AHEAD:
                return unknown.filter(due_on__gt=self.on)
        return rows.filter(at_work=state == self.AT_WORK)

    def of_coach(self, rows: Any, _name: str, _whose: str) -> Any:
        return rows.filter(placement__candidate__coach_id=self.acting.user_id)


class ProposalFilter(_WordFilter):
    """Narrow the proposals; they come with ``who``, ``number``, ``shown_state`` and ``turn``."""

    searched = ("who", "number", "vacancy__title", "vacancy__reference", "vacancy__employer")

    zoek = django_filters.CharFilter(method="search", label=_("Naam of vacature"), widget=SEARCH)
    wacht = django_filters.ChoiceFilter(
        method="for_turn",
        label=_("Wat"),
        choices=[("nu", _("Nu iets te doen")), ("loopt", _("Alles wat loopt")), ("over", _("Voorbij"))],
        empty_label=_("Alles"),
    )
    stand = django_filters.ChoiceFilter(
        field_name="shown_state",
        label=_("Stand"),
        choices=[(key, status.word) for key, status in STATUSES.items() if key.startswith("proposal_")],
        empty_label=_("Alle"),
    )
    mijn = django_filters.BooleanFilter(
        method="for_own", label=_("Alleen mijn kandidaten"), widget=forms.CheckboxInput, required=False
    )

    class Meta:
        model = Proposal
        fields = ()

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        hidden = {"proposal_left"}
        if not works_with_candidates(acting):
            del self.filters["mijn"]
            hidden = {
                "proposal_shortlisted",
                "proposal_said_yes",
                "proposal_asked",
                "proposal_late",
                "proposal_declined",
                "proposal_ended",
            }
        states = self.filters["stand"]
        states.extra["choices"] = [one for one in states.extra["choices"] if one[0] not in hidden]

    def for_turn(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == "loopt":
            return rows.filter(turn__lt=OVER)
        return rows.filter(turn=NOW if value == "nu" else OVER)

    def for_own(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001 - called so by django-filter
        return rows.filter(candidate__coach_id=self.acting.user_id) if value else rows
