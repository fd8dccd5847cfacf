"""Who fits a vacancy: everybody who looks for work, in groups from inside out, with each rule met or missed."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery

from candidates.choices import CandidateState
from candidates.models import Candidate, Enrolment
from candidates.names import normalised_name
from candidates.training.seat_order import Ring
from organisations.models import Municipality
from organisations.tenancy import Acting
from placements.matching import Key, Known, Matched, in_order
from placements.mediation.passing_over import Passed, fitting_elsewhere, passed_by
from placements.mediation.people import FACTS, Put, Sought, is_free, known, looking, sought

PER_PAGE = 25
#: In the address: only those who are ready, or only those in training.
READY, IN_TRAINING = "klaar", "scholing"
_STATES: Mapping[str, CandidateState] = {READY: CandidateState.READY, IN_TRAINING: CandidateState.TRAINING}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom of the list somebody wants to see; nothing asked shows everybody."""

    words: str = ""
    all_rules: bool = False
    state: str = ""
    ring: Ring | None = None
    werkplein_id: uuid.UUID | None = None
    page: str = "1"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is read of somebody beside what matching looks at: to tell and to find him, never to order him."""

    state: str
    werkplein_id: uuid.UUID | None
    werkplein: str
    found_by: str


@dataclass(slots=True)
class Row:
    """Somebody on the page."""

    match: Matched
    facts: Facts
    put: Put | None
    #: With ``identity``, ``municipality_name`` and ``training_ends_on``.
    candidate: Any = None

    @property
    def is_proposed(self) -> bool:
        return self.put is not None and not self.put.is_over


@dataclass(frozen=True, slots=True)
class Group:
    """Those of one ring on this page, and how many there are on all pages."""

    ring: Ring
    count: int
    rows: list[Row]


@dataclass(slots=True)
class Matches:
    """The page for one vacancy."""

    about: Sought
    page: Page[Any]
    groups: list[Group]
    #: How many there are with nothing asked, and how many of those meet all rules.
    total: int
    meeting_all: int
    #: Of the priority area: who meets all rules and is free, of the member's own and of other Werkpleinen.
    fitting: int
    fitting_elsewhere: int
    #: Werkpleinen to choose from: key and name.
    werkpleinen: list[tuple[str, str]]
    people: Mapping[Key, Matched] = field(repr=False)
    free: Collection[Key] = field(repr=False)

    def passed_by(self, acting: Acting, chosen: Collection[uuid.UUID]) -> Passed:
        """Who is passed over when these are chosen."""
        return passed_by(acting, self.about, list(self.people.values()), chosen=chosen, free=self.free)


def matches_of(acting: Acting, vacancy_id: uuid.UUID, wanted: Wanted, *, on: date) -> Matches:
    """One page of the list, in order. Three queries, a fourth for a Werkplein; raises Vacancy.DoesNotExist."""
    about = sought(acting, vacancy_id)
    people: list[Known] = []
    facts: dict[Key, Facts] = {}
    columns = ("state", "werkplein_id", "werkplein__name", *(["identity__normalised_name"] if wanted.words else []))
    for row in looking(acting, about).order_by("pk").values_list(*FACTS, *columns):
        one = known(row[: len(FACTS)], about.rings)
        people.append(one)
        state, werkplein_id, werkplein, *names = row[len(FACTS) :]
        found_by = f"{names[0] or ''} {one.reference.casefold()}" if names else ""
        facts[one.id] = Facts(state, werkplein_id, werkplein or "", found_by)
    ordered = in_order(about.asked, people)
    free = {key for key, one in facts.items() if is_free(one.state, _put(about, key))}
    rows = [Row(one, facts[one.who.id], _put(about, one.who.id)) for one in ordered if _is_wanted(one, facts, wanted)]
    page = Paginator(rows, PER_PAGE).get_page(wanted.page)
    shown = list(page.object_list)
    _complete(shown, on=on)
    return Matches(
        about=about,
        page=page,
        groups=_groups(rows, shown),
        total=len(ordered),
        meeting_all=sum(one.meets_all for one in ordered),
        fitting=sum(one.who.ring == Ring.PRIORITY and one.meets_all and one.who.id in free for one in ordered),
        fitting_elsewhere=fitting_elsewhere(acting, about),
        werkpleinen=sorted(
            {(str(one.werkplein_id), one.werkplein) for one in facts.values() if one.werkplein_id},
            key=lambda one: (one[1], one[0]),
        ),
        people={one.who.id: one for one in ordered},
        free=free,
    )


def _put(about: Sought, key: Key) -> Put | None:
    return about.proposals.get(key) if isinstance(key, uuid.UUID) else None


def _is_wanted(one: Matched, facts: Mapping[Key, Facts], wanted: Wanted) -> bool:
    of = facts[one.who.id]
    return (
        (not wanted.all_rules or one.meets_all)
        and (wanted.ring is None or one.who.ring == wanted.ring)
        and (not wanted.state or of.state == _STATES[wanted.state])
        and (wanted.werkplein_id is None or of.werkplein_id == wanted.werkplein_id)
        and all(normalised_name(word) in of.found_by or word.casefold() in of.found_by for word in wanted.words.split())
    )


def _groups(rows: list[Row], shown: list[Row]) -> list[Group]:
    counts = {ring: sum(row.match.who.ring == ring for row in rows) for ring in Ring}
    found = []
    for ring in Ring:
        of = [row for row in shown if row.match.who.ring == ring]
        if of:
            found.append(Group(ring, counts[ring], of))
    return found


def _complete(rows: list[Row], *, on: date) -> None:
    """Who they are and until when they are in training, in one query for the page."""
    running = Enrolment.objects.filter(
        candidate=OuterRef("pk"), ended_on__isnull=True, started_on__lte=on, group__ends_on__gte=on
    )
    found = Candidate.objects.filter(pk__in=[row.match.who.id for row in rows]).select_related("identity")
    named = Municipality.objects.filter(pk=OuterRef("municipality")).values("name")
    candidates: dict[Key, Any] = {
        one.pk: one
        for one in found.annotate(
            municipality_name=Subquery(named),
            training_ends_on=Subquery(running.order_by("group__ends_on").values("group__ends_on")[:1]),
        ).order_by("pk")
    }
    for row in rows:
        row.candidate = candidates[row.match.who.id]
