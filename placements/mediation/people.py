"""What matching looks at, read for one vacancy: what it asks, and what is known of who looks for work."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, Lower, Upper

from candidates.access import candidates_of
from candidates.choices import CandidateState
from candidates.models import Candidate
from candidates.training.seat_order import Ring
from organisations import distance
from organisations.access import acts_for_werkplein
from organisations.choices import Area
from organisations.models import AreaMunicipality, Municipality, Occupation
from organisations.tenancy import Acting
from placements.matching import Asked, Known
from placements.models import Proposal, Vacancy
from placements.vacancy_choices import ProposalState

#: By which somebody is known to matching, as columns.
FACTS = (
    "pk",
    "profile__hours_from",
    "profile__hours_to",
    "sector",
    "profile__occupations",
    "profile__certificates",
    "profile__licences",
    "profile__travel",
    "municipality",
    "ready_since",
    "registered_on",
    "reference",
)
#: The same of who waits elsewhere, of whom there is no key and no number.
_WAITING_ELSEWHERE = """
    SELECT hours_from, hours_to, sector, occupations, certificates, licences, travel, municipality, ready_since,
           registered_on
      FROM placements_waiting_elsewhere(%s)
"""


class IsOneOf(Func):
    """Whether a key is one of an array of keys."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Rings:
    """In which ring a municipality lay on a day: by the sets of municipalities in force then (section 9)."""

    #: By code: the area, and from which day until before which other it lay there. An open end is empty.
    areas: Mapping[str, tuple[tuple[str, date | None, date | None], ...]]
    known: dict[tuple[str, date], Ring]

    def ring(self, code: str, on: date) -> Ring:
        found = self.known.get((code, on))
        if found is None:
            within = {
                area
                for area, first, end in self.areas.get(code, ())
                if (first is None or first <= on) and (end is None or on < end)
            }
            found = Ring.PRIORITY if Area.PRIORITY in within else Ring.REGION if Area.REGION in within else Ring.OUTSIDE
            self.known[code, on] = found
        return found


@dataclass(frozen=True, slots=True)
class Sought:
    """A vacancy with what it asks, and who was put forward for it: by candidate, the last proposal."""

    vacancy: Any
    asked: Asked
    rings: Rings
    proposals: Mapping[uuid.UUID, "Put"]


@dataclass(frozen=True, slots=True)
class Put:
    """How far somebody came for this vacancy."""

    proposal_id: uuid.UUID
    state: ProposalState

    @property
    def is_over(self) -> bool:
        """Somebody can be put on the list again."""
        return self.state in {ProposalState.DECLINED, ProposalState.REFUSED, ProposalState.WITHDRAWN}


def vacancies_of(acting: Acting) -> QuerySet[Vacancy]:
    """Vacancies of the regions in which the member mediates; row security says the same."""
    return Vacancy.objects.filter(region_id__in=acting.region_ids)


def with_asked(vacancies: QuerySet[Vacancy]) -> QuerySet[Any]:
    """With all that says what each asks, so that it takes one query."""
    codes = Municipality.successors.through.objects.filter(to_municipality_id=OuterRef("municipality"))
    occupations = Occupation.objects.filter(region_id=OuterRef("region_id")).filter(
        Q(pk=OuterRef("occupation_id")) | IsOneOf(F("pk"), OuterRef("also_occupations"))
    )
    return vacancies.annotate(
        earlier_codes=ArraySubquery(codes.order_by("from_municipality_id").values("from_municipality_id")),
        occupation_names=ArraySubquery(occupations.order_by("name", "pk").values("name")),
        municipality_name=Subquery(Municipality.objects.filter(pk=OuterRef("municipality")).values("name")),
    )


def sought(acting: Acting, vacancy_id: uuid.UUID) -> Sought:
    """The vacancy with what it asks and who was put forward. One query; raises Vacancy.DoesNotExist."""
    about = with_asked(vacancies_of(acting)).annotate(put=_put(), areas=ArraySubquery(_areas(OuterRef("region_id"))))
    vacancy: Any = about.get(pk=vacancy_id)
    return Sought(
        vacancy=vacancy,
        asked=asked_of(vacancy, vacancy.areas),
        rings=rings_of(vacancy.areas),
        proposals={
            uuid.UUID(one["candidate"]): Put(uuid.UUID(one["proposal"]), ProposalState(one["state"]))
            for one in vacancy.put
        },
    )


def areas_of(region_id: uuid.UUID) -> list[dict[str, Any]]:
    """Which municipality lay when in the region and in its priority area. One query."""
    return list(_areas(region_id))


def asked_of(vacancy: Any, areas: Iterable[Mapping[str, Any]]) -> Asked:
    """What a vacancy of ``with_asked`` asks, in a region of these areas."""
    occupations = [*([vacancy.occupation_id] if vacancy.occupation_id else []), *vacancy.also_occupations]
    return Asked(
        rules=frozenset(vacancy.rules),
        hours_from=vacancy.hours_from,
        hours_to=vacancy.hours_to,
        sector=vacancy.sector,
        occupations=frozenset(occupations),
        certificates=frozenset(vacancy.certificates),
        licence=vacancy.licence,
        own=frozenset([vacancy.municipality, *vacancy.earlier_codes]),
        in_region=any(one["code"] == vacancy.municipality and one["area"] == Area.REGION for one in areas),
        kilometres=kilometres_to(vacancy.municipality),
    )


@cache
def kilometres_to(code: str) -> Mapping[str, int]:
    """From each municipality whose point is known."""
    ways = ((one, distance.kilometres(one, code)) for one in distance.points())
    return {one: far for one, far in ways if far is not None}


def rings_of(areas: Iterable[Mapping[str, Any]]) -> Rings:
    """From rows of areas: a day counts while the municipality lay in the area and its code was in force."""
    found: dict[str, list[tuple[str, date | None, date | None]]] = {}
    for one in areas:
        firsts = [date.fromisoformat(one[name]) for name in ("first", "code_first") if one[name]]
        ends = [date.fromisoformat(one[name]) for name in ("end", "code_end") if one[name]]
        found.setdefault(one["code"], []).append(
            (one["area"], max(firsts, default=None), min(ends, default=None)),
        )
    return Rings({code: tuple(rows) for code, rows in found.items()}, {})


def looking(acting: Acting, about: Sought) -> QuerySet[Candidate]:
    """Whom the member helps to work, and who stands at this vacancy whatever became of him."""
    candidates: QuerySet[Candidate] = candidates_of(acting).filter(
        region_id=about.vacancy.region_id, anonymised_at__isnull=True
    )
    return candidates.filter(Q(state__in=CandidateState.looking()) | Q(pk__in=list(about.proposals)))


def known(row: Sequence[Any], rings: Rings) -> Known:
    """What the columns of ``FACTS`` say of somebody."""
    pk, hours_from, hours_to, sector, occupations, certificates, licences, travel, code, ready, registered, number = row
    return Known(
        id=pk,
        hours_from=hours_from,
        hours_to=hours_to,
        sector=sector or "",
        occupations=frozenset(occupations or ()),
        certificates=frozenset(certificates or ()),
        licences=frozenset(licences or ()),
        travel=travel or "",
        municipality=code,
        ring=rings.ring(code, registered),
        ready_since=ready,
        registered_on=registered,
        reference=number,
    )


def is_free(state: str, put: Put | None) -> bool:
    """Ready for work, and neither proposed for this vacancy nor turned down: passing him over needs a reason."""
    return state == CandidateState.READY and (put is None or put.state == ProposalState.WITHDRAWN)


def waiting_elsewhere(acting: Acting, about: Sought) -> list[Known]:
    """Who waits for work with another Werkplein, and is free for this vacancy: facts, never who it is.

    One query, for a Werkplein; the coordination point sees everybody itself.
    """
    if not acts_for_werkplein(acting):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WAITING_ELSEWHERE, [about.vacancy.pk])
        rows = cursor.fetchall()
    return [known((place, *row, ""), about.rings) for place, row in enumerate(rows)]


def _areas(region_id: Any) -> QuerySet[AreaMunicipality, dict[str, Any]]:
    of = AreaMunicipality.objects.filter(region_id=region_id)
    shown = JSONObject(
        code="municipality_id",
        area="area",
        first=Lower("valid"),
        end=Upper("valid"),
        code_first=Lower("municipality__valid"),
        code_end=Upper("municipality__valid"),
    )
    return of.order_by("municipality_id", "area", "valid").values_list(shown, flat=True)


def _put() -> ArraySubquery:
    """The last one of a candidate comes last, and stands."""
    of = Proposal.objects.filter(vacancy_id=OuterRef("pk")).order_by("made_at", "pk")
    return ArraySubquery(of.values_list(JSONObject(proposal="pk", candidate="candidate_id", state="state"), flat=True))
