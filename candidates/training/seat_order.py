"""In which order people get a seat, and who is passed over when the order is left (domain rules, section 6).

Inside-out: residents of the priority area, then of the rest of the region, then others; within each who is ready
longest. Where somebody lives is as registered, by the set of municipalities of that day (section 9).
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Ring(IntEnum):
    """How near somebody lives; lower goes first."""

    PRIORITY = 0
    REGION = 1
    OUTSIDE = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who can get a seat. ``reference`` settles who goes first where all else is the same."""

    id: uuid.UUID
    ring: Ring
    ready_since: date | None
    registered_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Who comes before somebody chosen and was not chosen; ``nearer`` of them live nearer than somebody chosen."""

    all: tuple[uuid.UUID, ...]
    nearer: tuple[uuid.UUID, ...]


def in_order(people: Iterable[Waiting]) -> list[Waiting]:
    """Who gets a seat first; who is not ready yet comes after those who are, by registration."""
    return sorted(people, key=_place)


def passed_over(people: Iterable[Waiting], chosen: Collection[uuid.UUID]) -> PassedOver:
    """Who of these waits before the last one chosen."""
    ordered = in_order(people)
    places = [place for place, one in enumerate(ordered) if one.id in chosen]
    if not places:
        return PassedOver((), ())
    farthest = max(one.ring for one in ordered if one.id in chosen)
    before = [one for one in ordered[: places[-1]] if one.id not in chosen]
    return PassedOver(
        all=tuple(one.id for one in before), nearer=tuple(one.id for one in before if one.ring < farthest)
    )


def _place(one: Waiting) -> tuple[int, bool, date, date, str]:
    return one.ring, one.ready_since is None, one.ready_since or date.max, one.registered_on, one.reference
