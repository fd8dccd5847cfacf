"""Which vacancies fit one candidate: open and expected ones, by the same rules, the nearest first."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from candidates.models import Candidate
from organisations import distance
from organisations.tenancy import Acting
from placements.matching import Asked, Known, Matched, matched
from placements.mediation.people import Put, areas_of, asked_of, known, rings_of, vacancies_of, with_asked
from placements.models import Proposal
from placements.vacancy_choices import ProposalState, VacancyState

PER_PAGE = 25
#: In the address: only what is open now, or only what is expected.
NOW, LATER = "nu", "straks"
_FACTS = ("hours_from", "hours_to", "occupations", "certificates", "licences", "travel")


@dataclass(frozen=True, slots=True)
class Search:
    """Which of them somebody wants to see; nothing asked shows them all."""

    words: str = ""
    all_rules: bool = False
    when: str = ""
    page: str = "1"


@dataclass(frozen=True, slots=True)
class Opening:
    """A vacancy beside the candidate; ``away`` in kilometres, where that is known."""

    vacancy: Any
    asked: Asked
    match: Matched
    away: int | None
    put: Put | None

    @property
    def is_proposed(self) -> bool:
        return self.put is not None and not self.put.is_over


@dataclass(frozen=True, slots=True)
class Openings:
    """The page for one candidate."""

    page: Page[Any]
    #: How many there are with nothing asked, and of how many he meets all rules.
    total: int
    fitting: int


def openings_for(acting: Acting, candidate: Candidate, search: Search) -> Openings:
    """One page of the vacancies: those of which he meets all rules first, and the nearest of each first. Three queries."""
    areas = areas_of(candidate.region_id)
    who = _known(candidate, areas)
    put = _put(candidate)
    vacancies = with_asked(vacancies_of(acting)).filter(region_id=candidate.region_id, state=VacancyState.OPEN)
    found = [_opening(one, asked_of(one, areas), who, put) for one in vacancies.order_by("pk")]
    found.sort(key=_place)
    shown = [one for one in found if _is_wanted(one, search)]
    return Openings(
        page=Paginator(shown, PER_PAGE).get_page(search.page),
        total=len(found),
        fitting=sum(one.match.meets_all for one in found),
    )


def _known(candidate: Candidate, areas: list[dict[str, Any]]) -> Known:
    profile = getattr(candidate, "profile", None)
    hours_from, hours_to, occupations, certificates, licences, travel = (
        getattr(profile, name, None) for name in _FACTS
    )
    return known(
        (
            candidate.pk,
            hours_from,
            hours_to,
            candidate.sector,
            occupations,
            certificates,
            licences,
            travel,
            candidate.municipality,
            candidate.ready_since,
            candidate.registered_on,
            candidate.reference,
        ),
        rings_of(areas),
    )


def _put(candidate: Candidate) -> dict[uuid.UUID, Put]:
    """How far he came for each vacancy; the last time stands."""
    of = Proposal.objects.filter(candidate=candidate).order_by("made_at", "pk")
    return {
        vacancy_id: Put(pk, ProposalState(state))
        for pk, vacancy_id, state in of.values_list("pk", "vacancy_id", "state")
    }


def _opening(vacancy: Any, asked: Asked, who: Known, put: Mapping[uuid.UUID, Put]) -> Opening:
    own = who.municipality in asked.own
    away = 0 if own else asked.kilometres.get(who.municipality)
    return Opening(vacancy, asked, matched(asked, who), away, put.get(vacancy.pk))


def _place(one: Opening) -> tuple[bool, bool, int, bool, str]:
    return not one.match.meets_all, one.away is None, one.away or 0, one.vacancy.is_expected, one.vacancy.reference


def _is_wanted(one: Opening, search: Search) -> bool:
    vacancy = one.vacancy
    place = vacancy.municipality_name or distance.name_of(vacancy.municipality)
    words = f"{vacancy.title} {vacancy.employer} {vacancy.place} {place} {vacancy.reference}".casefold()
    return (
        (not search.all_rules or one.match.meets_all)
        and (not search.when or vacancy.is_expected == (search.when == LATER))
        and all(word in words for word in search.words.casefold().split())
    )
