"""Geometry of the portal's own charts: from figures to positions in an SVG drawing.

Pure: no Django. Positions are text with one decimal, because a template would write a number in the reader's own
notation and an SVG attribute needs a point. The words around the drawing are the caller's.
"""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from organisations.rounding import half_up

WIDTH, HEIGHT = 700, 250
LEFT, RIGHT, TOP, BOTTOM = 48, 676, 24, 214
MOST_STEPS = 4
LABEL_ROOM = 180
NOTE_RISE = 10


@dataclass(frozen=True)
class Mark:
    """A count on a day."""

    on: dt.date
    count: int


@dataclass(frozen=True, kw_only=True)
class TargetChart:
    """What was agreed for each year's end against what was reached.

    A milestone holds for the whole year before it, so it is drawn as a step: nothing is interpolated. `reached` may be
    empty while nobody counts it; then `note` says so at the reference date.
    """

    name: str
    title: str
    description: str
    caption: str
    note: str
    starts_on: dt.date
    as_of: dt.date
    milestones: tuple[Mark, ...]
    current: dt.date | None = None
    reached: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Tick:
    at: str
    value: int


@dataclass(frozen=True)
class Step:
    """One year's target: a level from the day it starts to hold until its milestone."""

    left: str
    right: str
    level: str
    label_level: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Label:
    at: str
    level: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Drawing:
    """Everything a template needs to draw a TargetChart, in the coordinates of its viewBox."""

    view_box: str
    counts: tuple[Tick, ...]
    years: tuple[Tick, ...]
    steps: tuple[Step, ...]
    risers: tuple[tuple[str, str, str], ...]
    reached: str
    reached_area: str
    last: Tick | None
    last_level: str
    as_of: str
    note: Label


def draw(chart: TargetChart) -> Drawing:
    """Place the chart's figures in its drawing."""
    return _Canvas(chart).drawing()


class _Canvas:
    def __init__(self, chart: TargetChart) -> None:
        self.chart = chart
        days = [chart.starts_on, chart.as_of, *(mark.on for mark in (*chart.milestones, *chart.reached))]
        self.first_year = min(days).year
        # The axis ends at the first of January on or after the last day.
        self.last_year = max(chart.as_of.year + 1, *((day - dt.timedelta(days=1)).year + 1 for day in days))
        self.unit = _unit(max((mark.count for mark in (*chart.milestones, *chart.reached)), default=0))
        highest = max((mark.count for mark in (*chart.milestones, *chart.reached)), default=0)
        self.top = max(self.unit, -(-highest // self.unit) * self.unit)

    def x(self, day: dt.date) -> Fraction:
        first = dt.date(self.first_year, 1, 1)
        whole = (dt.date(self.last_year, 1, 1) - first).days
        return LEFT + Fraction((day - first).days * (RIGHT - LEFT), whole)

    def y(self, count: int) -> Fraction:
        return BOTTOM - Fraction(count * (BOTTOM - TOP), self.top)

    def drawing(self) -> Drawing:
        chart = self.chart
        reached = [f"{_text(self.x(mark.on))},{_text(self.y(mark.count))}" for mark in chart.reached]
        last = chart.reached[-1] if chart.reached else None
        return Drawing(
            view_box=f"0 0 {WIDTH} {HEIGHT}",
            counts=tuple(Tick(_text(self.y(count)), count) for count in range(0, self.top + 1, self.unit)),
            years=tuple(
                Tick(_text(self.x(dt.date(year, 1, 1))), year) for year in range(self.first_year, self.last_year + 1)
            ),
            steps=self.steps(),
            risers=self.risers(),
            reached=" ".join(reached),
            reached_area=self.area(reached),
            last=Tick(_text(self.x(last.on)), last.count) if last else None,
            last_level=_text(self.y(last.count)) if last else "",
            as_of=_text(self.x(chart.as_of)),
            note=self.note(),
        )

    def steps(self) -> tuple[Step, ...]:
        starts = [self.chart.starts_on, *(mark.on for mark in self.chart.milestones)]
        return tuple(
            Step(
                left=_text(self.x(start)),
                right=_text(self.x(mark.on)),
                level=_text(self.y(mark.count)),
                label_level=_text(self.y(mark.count) - 9),
                count=mark.count,
                is_current=mark.on == self.chart.current,
            )
            for start, mark in zip(starts, self.chart.milestones, strict=False)
        )

    def risers(self) -> tuple[tuple[str, str, str], ...]:
        """Return the vertical lines between the steps: position, from level, to level."""
        marks = self.chart.milestones
        return tuple(
            (_text(self.x(before.on)), _text(self.y(before.count)), _text(self.y(after.count)))
            for before, after in pairwise(marks)
        )

    def area(self, reached: list[str]) -> str:
        if not reached:
            return ""
        first, last = self.chart.reached[0].on, self.chart.reached[-1].on
        return " ".join([f"{_text(self.x(first))},{BOTTOM}", *reached, f"{_text(self.x(last))},{BOTTOM}"])

    def note(self) -> Label:
        """Place the words beside the reference date where the steps leave room: low once they have risen."""
        at = self.x(self.chart.as_of)
        fits_right = at + LABEL_ROOM <= RIGHT
        level = Fraction(BOTTOM - NOTE_RISE)
        if self.chart.reached and self.y(self.chart.reached[-1].count) > BOTTOM - 3 * NOTE_RISE:
            # So few that the line would run through the words.
            level = self.y(self.chart.reached[-1].count) - NOTE_RISE
        return Label(
            at=_text(at + 8 if fits_right else at - 8),
            level=_text(level),
            anchor="start" if fits_right else "end",
            text=self.chart.note,
        )


def _unit(highest: int) -> int:
    """Return the distance between two grid lines: 1, 2, 2.5 (from 25) or 5 times a power of ten."""
    power = 1
    while True:
        for unit in (power, 2 * power, 5 * power // 2 if power > 1 else 3, 5 * power):
            if highest <= unit * MOST_STEPS:
                return unit
        power *= 10


def _text(position: Fraction) -> str:
    return str(half_up(position, 1))
