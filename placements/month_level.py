"""Days of somebody who is erased, moved within their month as far as every rule goes on saying the same. Pure.

A day tells who somebody was as long as others know it; a month tells much less. Reports count by periods of whole months,
so a day may move as long as no rule turns: the conditions of sustained outflow, the placement by which a person counts,
half a year at work, the classes, when a follow-up is due, and what came before what.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from organisations.months import add_months, first_of_month, last_of_month
from placements.at_work import MONTHS
from placements.sustained import (
    LASTING_MONTHS,
    Employment,
    Track,
    duration_class,
    findings,
    half_year_at_work,
    last_day_of,
    sustained_outflow,
)

Key = Any
Days = Mapping[Key, date]


@dataclass(frozen=True, slots=True)
class Movable:
    key: Key
    day: date
    towards: Callable[[date], date] = first_of_month


def moved(days: Iterable[Movable], outcome: Callable[[Days], Any]) -> dict[Key, date]:
    """Each day as it may be kept: at the edge of its month where ``outcome`` stays what it is, else as it was."""
    days = list(days)
    kept = {one.key: one.day for one in days}
    wanted = outcome(kept)
    edges = {one.key: one.towards(one.day) for one in days}
    if outcome(edges) == wanted:
        return edges
    for one in days:
        other = last_of_month if one.towards is first_of_month else first_of_month
        for edge in (one.towards(one.day), other(one.day)):
            tried = {**kept, one.key: edge}
            if outcome(tried) == wanted:
                kept = tried
                break
    return kept


@dataclass(frozen=True, slots=True)
class TrackDays:
    """A track by the keys of its days."""

    start: Key
    end: Key | None
    dropout: bool


@dataclass(frozen=True, slots=True)
class WorkDays:
    """A placement by the keys of its days."""

    reference: str
    start: Key
    end: Key | None
    ended: Key | None
    wage_replaces_benefit: bool


@dataclass(frozen=True, slots=True)
class Life:
    """What the rules ask of one person. ``lives(day)`` tells in which areas he lived when registered on that day."""

    registered: Key
    lives: Callable[[date], tuple[bool, ...]]
    tracks: tuple[TrackDays, ...]
    work: tuple[WorkDays, ...]
    gap_months: int

    def outcome(self, days: Days) -> Any:
        """Everything that may not change."""
        lived = self.lives(days[self.registered])
        tracks = [
            Track(days[one.start], days[one.end] if one.end is not None else None, dropout=one.dropout)
            for one in self.tracks
        ]
        work = [
            Employment(
                reference=one.reference,
                starts_on=days[one.start],
                ends_on=days[one.end] if one.end is not None else None,
                ended_on=days[one.ended] if one.ended is not None else None,
                wage_replaces_benefit=one.wage_replaces_benefit,
            )
            for one in self.work
        ]
        rest: dict[str, Any] = {"lived_in_region": lived[0], "tracks": tracks, "gap_months": self.gap_months}
        counted = sustained_outflow(work, **rest)
        half_year = half_year_at_work(work, by=date.max)
        return (
            lived,
            counted.reference if counted else None,
            (half_year.employment.reference, _month(half_year.reached_on)) if half_year else None,
            tuple(tuple((one.is_met, one.ground) for one in findings(job, **rest)) for job in work),
            tuple(_of_work(job) for job in work),
            tuple(_month(day) for day in days.values()),
            _order(days),
        )


def _of_work(job: Employment) -> tuple[Any, ...]:
    return (
        duration_class(job.starts_on, job.ends_on),
        tuple(_month(add_months(job.starts_on, months)) for months in MONTHS),
        _month(last_day_of(job.starts_on, LASTING_MONTHS)),
        job.ended_on is None or job.ended_on >= last_day_of(job.starts_on, LASTING_MONTHS),
        tuple(job.ended_on is None or job.ended_on >= add_months(job.starts_on, months) for months in MONTHS),
    )


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _order(days: Days) -> tuple[int, ...]:
    """The place of each day among the others; equal days have one place."""
    places = {day: place for place, day in enumerate(sorted(set(days.values())))}
    return tuple(places[day] for day in days.values())
