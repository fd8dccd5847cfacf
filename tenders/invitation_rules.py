"""Which firms to invite in a single or multiple private procedure, from the inside out, and why each. Pure.

Domain rules section 3 and the plan of action, 7.1.2: first firms of the own municipality, then of the priority area and
the region, then of the North; of at least three in a multiple procedure two are local. Who can do the work is decided by
what the firm says it does, never by a score; within a ring whoever was invited longest ago comes first.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

#: The three provinces of the North.
NORTH = frozenset({"groningen", "drenthe", "fryslan"})

#: How many firms each procedure invites at least, how many of them local, and how many are suggested.
SINGLE, MULTIPLE = "single", "multiple_private"


@dataclass(frozen=True, slots=True)
class Demand:
    """How many a procedure asks for; ``most`` is None where there is no upper bound."""

    least: int
    local: int
    suggested: int
    most: int | None = None


DEMANDS: Mapping[str, Demand] = {
    SINGLE: Demand(least=1, local=1, suggested=3, most=1),
    MULTIPLE: Demand(least=3, local=2, suggested=5),
}

_DIVISION, _GROUP = 2, 3
_LENGTH = 8


class Ring(IntEnum):
    """How near, from the inside out."""

    OWN = 0
    PRIORITY = 1
    REGION = 2
    NORTH = 3
    ELSEWHERE = 4


#: Local is who has its seat in the region; its own municipality and the priority area lie in it.
LOCAL = frozenset({Ring.OWN, Ring.PRIORITY, Ring.REGION})


class Rule(StrEnum):
    """What is looked at, each shown as met or missed."""

    RING = "ring"
    CPV = "cpv"
    OCCUPATION = "occupation"
    LABEL = "label"
    TURN = "turn"


class CpvMatch(IntEnum):
    """How well what a firm does covers what is asked: the nearer, the higher."""

    NONE = 0
    DIVISION = 1
    GROUP = 2
    #: One of the two is a part of the other.
    WITHIN = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A tender, as far as it matters here. Municipalities are codes in force today."""

    procedure: str
    #: Of the authority itself, and where the work is.
    own: frozenset[str]
    priority: frozenset[str]
    region: frozenset[str]
    cpv_codes: tuple[str, ...] = ()
    occupations: frozenset[str] = frozenset()

    @property
    def names_work(self) -> bool:
        """Whether it says what the work is at all; otherwise every firm could do it."""
        return bool(self.cpv_codes or self.occupations)


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm of the register. ``seats``: the municipality of its seat, or what that became; empty outside the region."""

    key: str
    name: str
    seats: frozenset[str] = frozenset()
    province: str = ""
    cpv_codes: tuple[str, ...] = ()
    occupations: frozenset[str] = frozenset()
    #: The last day of its label; None without one.
    label_until: date | None = None
    #: When this authority last invited it; None: never.
    last_invited: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule for one firm: met, missed, or None where the tender does not ask it. ``codes``: what it was met on."""

    rule: Rule
    met: bool | None
    codes: tuple[str, ...] = ()
    match: CpvMatch = CpvMatch.NONE


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm with its ring, and why it is on the list."""

    firm: Firm
    ring: Ring
    reasons: tuple[Reason, ...]
    #: What it does is what is asked.
    can_do: bool

    @property
    def is_local(self) -> bool:
        return self.ring in LOCAL


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The firms that can do the work, from the inside out; ``first`` of them are suggested. ``others`` cannot, or say less."""

    demand: Demand
    able: tuple[Candidate, ...] = ()
    others: tuple[Candidate, ...] = ()

    @property
    def first(self) -> tuple[Candidate, ...]:
        return self.able[: self.demand.suggested]


@dataclass(frozen=True, slots=True)
class Check:
    """How the invited ones stand to what the procedure asks. ``passed_over``: near firms that could and were not asked.

    ``short`` and ``short_local``: how many firms, and local ones, there are too few, with all who can still be asked.
    """

    demand: Demand
    invited: int
    local: int
    passed_over: tuple[Candidate, ...] = field(default=())
    short: int = 0
    short_local: int = 0

    @property
    def is_enough(self) -> bool:
        return self.invited >= self.demand.least

    @property
    def is_local_enough(self) -> bool:
        return self.local >= self.demand.local

    @property
    def too_many(self) -> int:
        return max(0, self.invited - self.demand.most) if self.demand.most is not None else 0


def demand_of(procedure: str) -> Demand | None:
    """What the procedure asks; None where whoever wants may offer, and nobody is invited."""
    return DEMANDS.get(procedure)


def ring_of(seats: Collection[str], province: str, asked: Asked) -> Ring:
    """The innermost ring in which one of the seats lies."""
    for ring, codes in ((Ring.OWN, asked.own), (Ring.PRIORITY, asked.priority), (Ring.REGION, asked.region)):
        if not codes.isdisjoint(seats):
            return ring
    return Ring.NORTH if province in NORTH else Ring.ELSEWHERE


def cpv_match(one: str, other: str) -> CpvMatch:
    """How near two CPV codes are: the same, one within the other, in the same group, or in the same division."""
    if one == other:
        return CpvMatch.SAME
    first, second = _meaning(one), _meaning(other)
    if first.startswith(second) or second.startswith(first):
        return CpvMatch.WITHIN
    if first[:_GROUP] == second[:_GROUP] and _is_group(first) and _is_group(second):
        return CpvMatch.GROUP
    return CpvMatch.DIVISION if first[:_DIVISION] == second[:_DIVISION] else CpvMatch.NONE


def suggest(asked: Asked, firms: Iterable[Firm], *, on: date) -> Suggestion | None:
    """The list to choose from on this day; None where the procedure invites nobody."""
    demand = demand_of(asked.procedure)
    if demand is None:
        return None
    judged = sorted((judge(asked, firm, on=on) for firm in firms), key=_order)
    able = tuple(one for one in judged if one.can_do)
    return Suggestion(
        demand=demand,
        able=able,
        others=tuple(one for one in judged if not one.can_do),
    )


def judge(asked: Asked, firm: Firm, *, on: date) -> Candidate:
    """One firm against one tender, rule by rule."""
    ring = ring_of(firm.seats, firm.province, asked)
    cpv = _cpv_reason(asked, firm)
    occupation = _occupation_reason(asked, firm)
    reasons = (
        Reason(Rule.RING, ring in LOCAL),
        cpv,
        occupation,
        Reason(Rule.LABEL, None if firm.label_until is None else firm.label_until >= on),
        Reason(Rule.TURN, None if firm.last_invited is None else True),
    )
    can_do = not asked.names_work or cpv.met is True or occupation.met is True
    return Candidate(firm, ring, reasons, can_do)


def check(suggestion: Suggestion, invited: Mapping[str, Ring]) -> Check:
    """Those invited against what the procedure asks; ``invited`` holds the ring of each, by its key.

    Passed over are local firms that can do the work and were not asked, as long as too few local ones were.
    """
    demand = suggestion.demand
    local = sum(ring in LOCAL for ring in invited.values())
    left = [one for one in suggestion.able if one.firm.key not in invited]
    near = tuple(one for one in left if one.is_local)
    return Check(
        demand,
        len(invited),
        local,
        passed_over=near if invited and local < demand.local else (),
        short=max(0, demand.least - len(invited) - len(left)),
        short_local=max(0, demand.local - local - len(near)),
    )


def needs_reason(
    suggestion: Suggestion, before: Mapping[str, Ring], adding: Mapping[str, Ring]
) -> tuple[Candidate, ...]:
    """The near firms that are passed over by inviting these as well; who invites them says why.

    Only for somebody from further away, when with him there is no room left for the local firms that are asked for.
    """
    if all(ring in LOCAL for ring in adding.values()):
        return ()
    after = check(suggestion, {**before, **adding})
    room = max(0, suggestion.demand.least - after.invited)
    missing = suggestion.demand.local - after.local
    return after.passed_over if missing > room else ()


def _order(one: Candidate) -> tuple[Ring, date, str, str]:
    return one.ring, one.firm.last_invited or date.min, one.firm.name.casefold(), one.firm.key


def _cpv_reason(asked: Asked, firm: Firm) -> Reason:
    if not asked.cpv_codes:
        return Reason(Rule.CPV, None)
    pairs = [(cpv_match(mine, theirs), mine) for mine in firm.cpv_codes for theirs in asked.cpv_codes]
    best = max((match for match, _code in pairs), default=CpvMatch.NONE)
    codes = tuple(dict.fromkeys(code for match, code in pairs if match == best)) if best else ()
    return Reason(Rule.CPV, best >= CpvMatch.GROUP, codes, best)


def _occupation_reason(asked: Asked, firm: Firm) -> Reason:
    if not asked.occupations:
        return Reason(Rule.OCCUPATION, None)
    shared = tuple(sorted(asked.occupations & firm.occupations))
    return Reason(Rule.OCCUPATION, bool(shared), shared)


def _meaning(code: str) -> str:
    """The digits that say something: those of the division stay, also when they end in 0."""
    return code[:_DIVISION] + code[_DIVISION:_LENGTH].rstrip("0")


def _is_group(meaning: str) -> bool:
    return len(meaning) >= _GROUP
