"""One count through time: which of its values can be shown without telling of a few persons.

What a reader knows are differences: a cumulative count minus zero, minus that of another date, or the count of a
period. The tightest bounds that follow from all of them together are shortest paths, so they are exact.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reporting.suppression.structure import HIDDEN, LEAST, SMALL, Publication, Series, is_small, value_at

Shown = int | str | None
Bounds = tuple[int, int | None]
_FAR = 10**12


@dataclass(frozen=True)
class Standing:
    """A count in one report, exact and as shown; ``base`` is the count on the day before its period, as known then."""

    ends_on: str
    starts_on: str
    from_the_start: bool
    total: int
    in_period: int | None
    shown_total: Shown = None
    shown_period: Shown = None

    @property
    def base(self) -> int:
        return self.total - (self.in_period or 0)


def standing(publication: Publication, series: Series) -> Standing | None:
    """Read the count; None where the report does not have it."""
    exact, public = publication.exact, publication.public
    total = value_at(exact, series.cumulative)
    in_period = value_at(exact, series.period) if series.period else None
    if not isinstance(total, int) or (series.period and not isinstance(in_period, int)):
        return None
    started = str(exact.get("programme", {}).get("started_on", ""))
    return Standing(
        ends_on=str(exact["to"]),
        starts_on=str(exact["from"]),
        from_the_start=str(exact["from"]) <= started,
        total=total,
        in_period=in_period,
        shown_total=value_at(public, series.cumulative),
        shown_period=value_at(public, series.period) if series.period else None,
    )


def decide(earlier: Sequence[Standing], new: Standing) -> Standing:
    """Return the new standing with what is shown of it, as much as is safe; nothing at all if it must be."""
    total: Shown = new.total
    if is_small(new.total):
        total = SMALL
    elif any(is_small(new.total - one.total) for one in earlier if isinstance(one.shown_total, int)):
        total = HIDDEN
    period: Shown = SMALL if new.in_period is not None and is_small(new.in_period) else new.in_period
    choices = [(total, period)]
    if isinstance(period, int) and period >= LEAST:
        choices.append((total, HIDDEN))
    if isinstance(total, int) and total >= LEAST:
        choices += [(HIDDEN, one) for _total, one in list(choices)]
    for shown_total, shown_period in choices:
        trial = replace(new, shown_total=shown_total, shown_period=shown_period)
        if is_safe([*earlier, trial]):
            return trial
    return replace(new, shown_total=None, shown_period=None)


def is_safe(standings: Sequence[Standing]) -> bool:
    """Tell whether no hidden value of any report follows from all that is shown."""
    if any(_tells_who_came_late(one, standings) for one in standings):
        return False
    known = _Differences(standings)
    return not any(_is_hidden(shown) and known.is_certain(at) for at, shown in known.asked)


def _is_hidden(shown: Shown) -> bool:
    return shown in (SMALL, HIDDEN)


def _tells_who_came_late(one: Standing, standings: Sequence[Standing]) -> bool:
    """The count before the period, as known now, beside the one published then: a few persons who came in late."""
    if not isinstance(one.shown_total, int) or not isinstance(one.shown_period, int):
        return False
    before = [
        other
        for other in standings
        if isinstance(other.shown_total, int) and _day_after(other.ends_on) == one.starts_on
    ]
    return any(is_small(one.base - other.total) for other in before)


def _day_after(day: str) -> str:
    return str(dt.date.fromisoformat(day) + dt.timedelta(days=1))


class _Differences:
    """What is known of the counts as bounds on differences; point 0 is zero itself."""

    def __init__(self, standings: Sequence[Standing]) -> None:
        self.values = [0]
        self.days = [""]
        self.bounds: list[tuple[int, int, Bounds]] = []
        self.asked: list[tuple[tuple[int, int], Shown]] = []
        at = [self._point(one.total, one.ends_on) for one in standings]
        for point, one in zip(at, standings, strict=True):
            self._know(0, point, one.shown_total, one.total)
            if one.in_period is not None:
                self._know(self._base(one, standings, at), point, one.shown_period, one.in_period)
        self._know_order()
        self.most = self._closed()

    def is_certain(self, at: tuple[int, int]) -> bool:
        first, second = at
        return self.most[first][second] == -self.most[second][first]

    def _point(self, value: int, day: str) -> int:
        self.values.append(value)
        self.days.append(day)
        return len(self.values) - 1

    def _base(self, one: Standing, standings: Sequence[Standing], at: Sequence[int]) -> int:
        if one.from_the_start and one.base == 0:
            return 0
        for point, other in zip(at, standings, strict=True):
            if _day_after(other.ends_on) == one.starts_on and other.total == one.base:
                return point
        return self._point(one.base, str(dt.date.fromisoformat(one.starts_on) - dt.timedelta(days=1)))

    def _know(self, first: int, second: int, shown: Shown, value: int) -> None:
        if isinstance(shown, int):
            bounds: Bounds = (value, value)
        elif shown == SMALL:
            bounds = (1, LEAST - 1)
        elif shown == HIDDEN:
            bounds = (LEAST, None)
        else:
            bounds = (min(0, value), None)
        self.bounds.append((first, second, bounds))
        self.asked.append(((first, second), shown))

    def _know_order(self) -> None:
        """Counts of events grow; two reports on one day with the same count are known to have the same."""
        points = sorted(range(1, len(self.values)), key=lambda point: (self.days[point], point))
        for first, second in pairwise(points):
            grown = self.values[second] - self.values[first]
            if self.days[first] == self.days[second]:
                if grown == 0:
                    self.bounds.append((first, second, (0, 0)))
            elif grown >= 0:
                self.bounds.append((first, second, (0, None)))

    def _closed(self) -> list[list[int]]:
        size = len(self.values)
        most = [[0 if row == column else _FAR for column in range(size)] for row in range(size)]
        for first, second, (least, upper) in self.bounds:
            most[second][first] = min(most[second][first], -least)
            if upper is not None:
                most[first][second] = min(most[first][second], upper)
        for middle in range(size):
            through = most[middle]
            for row in most:
                start = row[middle]
                if start < _FAR:
                    row[:] = [min(now, start + on) for now, on in zip(row, through, strict=True)]
        return most
