"""How long somebody trains or works with his benefit kept, over everything he does; `domain.md` section 6.

Days count once, however many things happen on them, and pauses do not count. The number of days that six months are
follows from the first of them, so that six months without a pause end on the day that the calendar says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from organisations.months import add_months

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class Stretch:
    """Training or work with benefit kept, both days inclusive; without a last day it goes on."""

    first_day: date
    last_day: date | None

    def __post_init__(self) -> None:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("A stretch ends before it begins.")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands on a day. Without any stretch there are no days."""

    #: Distinct days up to and including the day asked about.
    used_days: int
    #: Distinct days as far as they are known; what goes on without an end counts until the day asked about.
    known_days: int
    most_days: int
    #: The day that fills the months after which one is warned, and the last that fits in the limit; when it comes to that.
    warned_on: date | None
    full_on: date | None

    @property
    def is_past(self) -> bool:
        """More is done or agreed than the limit allows."""
        return self.known_days > self.most_days

    @property
    def left_days(self) -> int:
        return max(self.most_days - self.known_days, 0)

    def is_near(self, on: date) -> bool:
        return self.warned_on is not None and self.warned_on <= on


def standing(stretches: Iterable[Stretch], *, months: int, warn_months: int, on: date) -> Standing:
    """Where somebody stands on this day with a limit of ``months``, warned after ``warn_months``."""
    known = list(stretches)
    blocks = merged(known)
    if not blocks:
        return Standing(0, 0, 0, None, None)
    first = blocks[0].first_day
    most, warn = ((add_months(first, number) - first).days for number in (months, warn_months))
    return Standing(
        used_days=_days(blocks, through=on),
        known_days=_days(merged(_closed(one, on=on) for one in known), through=date.max),
        most_days=most,
        warned_on=_day_numbered(blocks, warn),
        full_on=_day_numbered(blocks, most),
    )


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same days in as few stretches as possible, in order; the last one may go on."""
    blocks: list[Stretch] = []
    for one in sorted(stretches, key=lambda stretch: stretch.first_day):
        before = blocks[-1] if blocks else None
        if before is None or (before.last_day is not None and one.first_day > before.last_day + _DAY):
            blocks.append(one)
        elif before.last_day is not None:
            last = None if one.last_day is None else max(before.last_day, one.last_day)
            blocks[-1] = Stretch(before.first_day, last)
    return blocks


def _days(blocks: Iterable[Stretch], *, through: date) -> int:
    return sum(
        (min(one.last_day or through, through) - one.first_day).days + 1 for one in blocks if one.first_day <= through
    )


def _closed(stretch: Stretch, *, on: date) -> Stretch:
    return stretch if stretch.last_day else Stretch(stretch.first_day, max(on, stretch.first_day))


def _day_numbered(blocks: Iterable[Stretch], number: int) -> date | None:
    """The day on which this many distinct days are reached; None when it never comes to that."""
    for one in blocks:
        length = None if one.last_day is None else (one.last_day - one.first_day).days + 1
        if length is None or number <= length:
            return one.first_day + timedelta(days=number - 1)
        number -= length
    return None
