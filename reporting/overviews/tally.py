"""What waits, counted in one statement: how many rows of each kind there are, and since when the first of them waits.

A part of a start page says what it wants counted and makes its items of the answer; ``queue`` asks it all at once.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, DateField, F, Min, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, TruncDate

Item = dict[str, Any]

#: By how much a state presses; what is not here comes between the two that ask for an answer and what is to be read.
_URGENCY = {"overdue": 0, "at_risk": 0, "flag": 1, "behind": 1, "waiting": 2, "open": 3, "info": 4, "done": 5}
_OTHERWISE = 3
_LATE = 0
#: Of a longer queue so many stand in sight; the rest is folded away (``_start.html``).
IN_SIGHT = 10
FEWEST_FOLDED = 3


@dataclass(frozen=True, slots=True)
class Tallied:
    """``since``: the first day of these rows. ``about``: the one row that they are about, where that was asked."""

    count: int = 0
    since: dt.date | None = None
    about: Any = None


class Tally(dict[str, Tallied]):
    """By the word of each question; what has no rows is not in the answer."""

    def __missing__(self, key: str) -> Tallied:
        return Tallied()


@dataclass(frozen=True, slots=True)
class Question:
    """Rows to count. ``what``: the word for them, or the field that holds it when there are several kinds.

    ``day`` or ``moment`` names the field from which they wait, ``about`` the field with the key they have in common.
    """

    what: str | F
    rows: QuerySet
    day: str = ""
    moment: str = ""
    about: str = ""
    number: Any = None

    def in_columns(self) -> Any:
        since: Any = Value(None)
        if self.day:
            since = Min(self.day)
        elif self.moment:
            since = TruncDate(Min(self.moment))
        named = self.what if isinstance(self.what, F) else Value(self.what)
        key: Any = F(self.about) if self.about else Value(None)
        return (
            self.rows.order_by()
            .annotate(tally_what=Cast(named, CharField()), tally_about=Cast(key, UUIDField()))
            .values("tally_what", "tally_about")
            .annotate(tally_count=self.number or Count("pk"), tally_since=Cast(since, DateField()))
            .values_list("tally_what", "tally_count", "tally_since", "tally_about")
        )


@dataclass(frozen=True, slots=True)
class Waits:
    """What is to be counted, and the items that come of it."""

    questions: tuple[Question, ...]
    items: Callable[[Mapping[str, Tallied]], list[Item]]


NOTHING = Waits((), lambda _found: [])


def tally(questions: tuple[Question, ...]) -> Tally:
    """All answers in one query; questions with one word are one answer."""
    found = Tally()
    first, *others = (one.in_columns() for one in questions) if questions else (None,)
    if first is None:
        return found
    for what, count, since, about in first.union(*others, all=True) if others else first:
        here, days = found[what], [one for one in (found[what].since, since) if one is not None]
        found[what] = Tallied(here.count + (count or 0), min(days, default=None), about or here.about)
    return found


def queue(*parts: Waits | list[Item]) -> list[Item]:
    """The items of all parts, what presses most first and else in the order given. One query for all that is counted."""
    return queue_beside(NOTHING, *parts)[1]


def queue_beside(apart: Waits, *parts: Waits | list[Item]) -> tuple[list[Item], list[Item]]:
    """The items of one part that stands by itself, and the queue of the others, all counted in the same query."""
    found = tally(tuple(one for part in (apart, *parts) if isinstance(part, Waits) for one in part.questions))
    items = [one for part in parts for one in (part.items(found) if isinstance(part, Waits) else part)]
    return apart.items(found), _folded(sorted(items, key=_urgency))


def _urgency(item: Item) -> int:
    return _URGENCY.get(item["status"], _OTHERWISE)


def _folded(items: list[Item]) -> list[Item]:
    """With ``folded``: what comes after the first of a long queue, and last.

    Neither what is late is folded away, nor what one is there for (``stays``), however much presses more.
    """
    others = [one for one in items if not one.get("stays") and _urgency(one) != _LATE]
    rest = others[max(IN_SIGHT - (len(items) - len(others)), 0) :] if len(items) > IN_SIGHT else []
    # One or two lines take no more room than the line that would say so.
    rest = rest if len(rest) >= FEWEST_FOLDED else []
    return [one | {"folded": False} for one in items if one not in rest] + [one | {"folded": True} for one in rest]
