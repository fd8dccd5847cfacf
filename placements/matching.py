"""Which rules of a vacancy somebody meets, who stands first, and who is passed over (domain rules, section 6).

People write the rules; each is met, missed or not known yet, and one that is not known counts as missed. The order:
inside-out, then who meets all rules before who misses one or more, then who waits longest. Nothing is weighed, nothing
is learned, nobody falls off the list. ``INPUTS`` is all that is looked at; the public page that explains matching
tells the same.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from candidates.training.seat_order import Ring

#: The rules in the order in which they are shown, as they are stored with a vacancy.
HOURS, SECTOR, OCCUPATION, CERTIFICATES, LICENCE, TRAVEL = (
    "hours",
    "sector",
    "occupation",
    "certificates",
    "licence",
    "travel",
)
RULES = (HOURS, SECTOR, OCCUPATION, CERTIFICATES, LICENCE, TRAVEL)

#: What each driving licence lets somebody drive beside its own (Directive 2006/126/EC, article 6).
ALSO_DRIVES: Mapping[str, frozenset[str]] = {
    "b": frozenset({"am"}),
    "be": frozenset({"b", "am"}),
    "c": frozenset({"b", "am"}),
    "ce": frozenset({"c", "be", "b", "am"}),
    "d": frozenset({"b", "am"}),
}
#: How far somebody goes at most, in kilometres, where he said how long he wants to travel.
FARTHEST: Mapping[str, int] = {"near": 20, "far": 45}

#: Each fact of a candidate that matching looks at, by its name in ``Known``, with the rule or order it serves.
INPUTS: Mapping[str, str] = {
    "hours_from": HOURS,
    "hours_to": HOURS,
    "sector": SECTOR,
    "occupations": OCCUPATION,
    "certificates": CERTIFICATES,
    "licences": LICENCE,
    "travel": TRAVEL,
    "municipality": TRAVEL,
    "ring": "order",
    "ready_since": "order",
    "registered_on": "order",
    "reference": "order",
}

#: A candidate, or a place in a list of people of whom nobody here may know who they are.
Key = uuid.UUID | int


class Outcome(StrEnum):
    """What is to be said of one rule. Not known counts as missed."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a vacancy asks: the rules that people chose for it, and the facts they speak of.

    ``own``: the codes of the municipality of the work, also those that were merged into it. ``in_region``: the work lies
    in the region of the candidates. ``kilometres``: from each municipality to the work; one left out is not known.
    """

    rules: frozenset[str]
    hours_from: int
    hours_to: int
    sector: str
    occupations: frozenset[uuid.UUID]
    certificates: frozenset[str]
    licence: str
    own: frozenset[str]
    in_region: bool
    kilometres: Mapping[str, int]

    @property
    def speaking(self) -> tuple[str, ...]:
        """The rules in order; one that was chosen without saying what it asks, asks nothing."""
        silent = {
            OCCUPATION: not self.occupations,
            CERTIFICATES: not self.certificates,
            LICENCE: not self.licence,
            SECTOR: not self.sector,
        }
        return tuple(rule for rule in RULES if rule in self.rules and not silent.get(rule, False))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody: all that matching looks at (``INPUTS``), and ``id`` to tell who it is.

    An empty fact is one that nobody asked him yet. ``reference`` settles who goes first where all else is the same.
    """

    id: Key
    hours_from: int | None
    hours_to: int | None
    sector: str
    occupations: frozenset[uuid.UUID]
    certificates: frozenset[str]
    licences: frozenset[str]
    travel: str
    municipality: str
    ring: Ring
    ready_since: date | None
    registered_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Matched:
    """Somebody beside a vacancy: what came of each rule, in order."""

    who: Known
    outcomes: tuple[tuple[str, Outcome], ...]

    @property
    def meets_all(self) -> bool:
        return all(outcome is Outcome.MET for _rule, outcome in self.outcomes)

    @property
    def met(self) -> int:
        return sum(outcome is Outcome.MET for _rule, outcome in self.outcomes)


@lru_cache(maxsize=4096)
def plain(certificate: str) -> str:
    """A certificate as it is compared: however it is written, in capitals or not."""
    return " ".join(certificate.split()).casefold()


def matched(asked: Asked, who: Known) -> Matched:
    return Matched(who, tuple((rule, _CHECKS[rule](asked, who)) for rule in asked.speaking))


def in_order(asked: Asked, people: Iterable[Known]) -> list[Matched]:
    """Everybody, who comes first standing first: nobody is left out."""
    return sorted((matched(asked, one) for one in people), key=_place)


def passed_over(people: Iterable[Matched], *, chosen: Collection[Key], free: Collection[Key]) -> tuple[Key, ...]:
    """Who of the priority area meets all rules, is free, and was not chosen, while somebody from farther was.

    ``free``: who is ready for work, and was not proposed for this vacancy before and did not say no to it.
    """
    listed = list(people)
    if not any(one.who.id in chosen and one.who.ring > Ring.PRIORITY for one in listed):
        return ()
    return tuple(
        one.who.id
        for one in listed
        if one.who.ring == Ring.PRIORITY and one.meets_all and one.who.id in free and one.who.id not in chosen
    )


def _place(one: Matched) -> tuple[int, bool, date, date, str]:
    who = one.who
    # Whoever is not ready yet comes after everybody who waits.
    return who.ring, not one.meets_all, who.ready_since or date.max, who.registered_on, who.reference


def _said(*, is_met: bool) -> Outcome:
    return Outcome.MET if is_met else Outcome.MISSED


def _hours(asked: Asked, who: Known) -> Outcome:
    """There is a number of hours that both want; a bound that somebody did not name, he does not have."""
    if who.hours_from is None and who.hours_to is None:
        return Outcome.UNKNOWN
    enough = who.hours_to is None or who.hours_to >= asked.hours_from
    return _said(is_met=enough and (who.hours_from or 0) <= asked.hours_to)


def _sector(asked: Asked, who: Known) -> Outcome:
    return _said(is_met=who.sector == asked.sector) if who.sector else Outcome.UNKNOWN


def _occupation(asked: Asked, who: Known) -> Outcome:
    """One of the occupations that fit the vacancy also fits him."""
    return _said(is_met=not asked.occupations.isdisjoint(who.occupations)) if who.occupations else Outcome.UNKNOWN


def _certificates(asked: Asked, who: Known) -> Outcome:
    """He has them all."""
    if not who.certificates:
        return Outcome.UNKNOWN
    has = {plain(one) for one in who.certificates}
    return _said(is_met=all(plain(one) in has for one in asked.certificates))


def _licence(asked: Asked, who: Known) -> Outcome:
    if not who.licences:
        return Outcome.UNKNOWN
    return _said(is_met=any(asked.licence == one or asked.licence in ALSO_DRIVES.get(one, ()) for one in who.licences))


def _travel(asked: Asked, who: Known) -> Outcome:
    """From where he lived at registration to the work."""
    if not who.travel:
        return Outcome.UNKNOWN
    if who.travel == "country" or who.municipality in asked.own:
        return Outcome.MET
    if who.travel == "region":
        return _said(is_met=asked.in_region)
    if who.travel == "town":
        return Outcome.MISSED
    far = asked.kilometres.get(who.municipality)
    return Outcome.UNKNOWN if far is None else _said(is_met=far <= FARTHEST[who.travel])


_CHECKS = {
    HOURS: _hours,
    SECTOR: _sector,
    OCCUPATION: _occupation,
    CERTIFICATES: _certificates,
    LICENCE: _licence,
    TRAVEL: _travel,
}
