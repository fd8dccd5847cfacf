"""Sustained outflow (covenant art. 3e), half a year at work, and the classes of the reports, by the rules of 003.

Plain dates in, findings out. Nothing here knows where a placement is kept; the caller says whether the person lived in
the region, as that follows from the municipality at registration and the areas of that day.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from organisations.months import add_months

Key = TypeVar("Key")

#: Months of an employment that is long enough, as agreed and as it turned out.
LASTING_MONTHS = 6
#: Months after the end of a track in which work still follows from it, unless the region says otherwise.
DEFAULT_GAP_MONTHS = 6
YEAR_MONTHS = 12

_PART_TIME_FROM, _LARGE_FROM, _FULL_TIME_FROM = Decimal(12), Decimal(24), Decimal(32)


class Condition(StrEnum):
    """The four conditions, in the order of the covenant."""

    RESIDENT = "resident"
    TRAINING = "training"
    CONTRACT = "contract"
    WAGE = "wage"


class Ground(StrEnum):
    """Why a condition is met, or not."""

    LIVED_IN_REGION = "lived_in_region"
    LIVED_ELSEWHERE = "lived_elsewhere"
    TRACK_RUNNING = "track_running"
    TRACK_SHORTLY_BEFORE = "track_shortly_before"
    NO_TRACK = "no_track"
    TRACK_LATER = "track_later"
    TRACK_GIVEN_UP = "track_given_up"
    TRACK_TOO_LONG_AGO = "track_too_long_ago"
    NO_AGREED_END = "no_agreed_end"
    LONG_ENOUGH = "long_enough"
    TOO_SHORT = "too_short"
    WAGE_REPLACES_BENEFIT = "wage_replaces_benefit"
    BENEFIT_STAYS = "benefit_stays"


@dataclass(frozen=True, slots=True)
class Track:
    """An enrolment in a training programme or comparable track. ``name`` is what a screen calls it."""

    started_on: date
    ended_on: date | None = None
    dropout: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Employment:
    """A placement: ``ends_on`` as agreed last (none: no end), ``ended_on`` as it turned out (none: still at work)."""

    reference: str
    starts_on: date
    ends_on: date | None = None
    ended_on: date | None = None
    wage_replaces_benefit: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rule says of one condition. ``track`` is the one that decided, ``day`` the limit that it is held against."""

    condition: Condition
    is_met: bool
    ground: Ground
    track: Track | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class HalfYear:
    """The day on which somebody had been at work for half a year, and the placement by which."""

    reached_on: date
    employment: Employment


@dataclass(frozen=True, slots=True)
class Person:
    """All employments of one person, and what the conditions ask of him."""

    employments: Collection[Employment]
    lived_in_region: bool
    tracks: Collection[Track]
    gap_months: int = DEFAULT_GAP_MONTHS


@dataclass(frozen=True, slots=True)
class Counted(Generic[Key]):
    """By person: the placement by which each is sustained outflow, and who made half a year."""

    sustained: dict[Key, Employment]
    half_year: dict[Key, HalfYear]


def findings(
    employment: Employment,
    *,
    lived_in_region: bool,
    tracks: Iterable[Track],
    gap_months: int = DEFAULT_GAP_MONTHS,
) -> tuple[Finding, ...]:
    """The four conditions for one placement, each by itself, in the order of ``Condition``."""
    return (
        _residence(lived_in_region=lived_in_region),
        _training(employment.starts_on, list(tracks), gap_months),
        _contract(employment),
        _wage(employment),
    )


def is_sustained(
    employment: Employment,
    *,
    lived_in_region: bool,
    tracks: Iterable[Track],
    gap_months: int = DEFAULT_GAP_MONTHS,
) -> bool:
    """Whether the placement meets all four."""
    found = findings(employment, lived_in_region=lived_in_region, tracks=tracks, gap_months=gap_months)
    return all(one.is_met for one in found)


def sustained_outflow(
    employments: Iterable[Employment],
    *,
    lived_in_region: bool,
    tracks: Collection[Track],
    gap_months: int = DEFAULT_GAP_MONTHS,
) -> Employment | None:
    """The placement by which one person counts, dated by its start; None when no placement of his meets all four.

    The first that does; of two on the same day the one with the lowest reference as text.
    """
    in_order = sorted(employments, key=lambda one: (one.starts_on, one.reference))
    rest = {"lived_in_region": lived_in_region, "tracks": tracks, "gap_months": gap_months}
    return next((one for one in in_order if is_sustained(one, **rest)), None)  # type: ignore[arg-type]


def half_year_at_work(employments: Iterable[Employment], *, by: date) -> HalfYear | None:
    """When one person had first been at work for six months in one placement, if that day came by the day ``by``.

    Without an actual end somebody is still at work, also past the agreed end.
    """
    reached = [
        HalfYear(day, one)
        for one in employments
        if (day := last_day_of(one.starts_on, LASTING_MONTHS)) <= by and (one.ended_on is None or one.ended_on >= day)
    ]
    return min(
        reached, key=lambda one: (one.reached_on, one.employment.starts_on, one.employment.reference), default=None
    )


def count(persons: Mapping[Key, Person], *, by: date) -> Counted[Key]:
    """Each person once, over what began by the day ``by``: also the first that he had, before anything counts."""
    outflow, half_year = {}, {}
    for key, person in persons.items():
        employments = [one for one in person.employments if one.starts_on <= by]
        first = sustained_outflow(
            employments, lived_in_region=person.lived_in_region, tracks=person.tracks, gap_months=person.gap_months
        )
        if first is not None:
            outflow[key] = first
        reached = half_year_at_work(employments, by=by)
        if reached is not None:
            half_year[key] = reached
    return Counted(outflow, half_year)


def last_day_of(first: date, months: int) -> date:
    """The last day of a period of so many months: from 1 March six months last to 31 August."""
    return _add(first, months) - timedelta(days=1)


class DurationClass(StrEnum):
    """How long an employment was agreed for, as the quarterly report counts it; in months."""

    UNDER_HALF_YEAR = "<6"
    HALF_YEAR = "6-<12"
    YEAR = "12"
    LONGER = ">12"


class HoursClass(StrEnum):
    """Hours a week, as the quarterly report counts them."""

    FEW = "0-11"
    PART_TIME = "12-23"
    LARGE = "24-31"
    FULL_TIME = "32+"


def duration_class(starts_on: date, ends_on: date | None) -> DurationClass:
    """By the agreed end; a year and a day still counts as a year, as terms are written both ways."""
    if ends_on is None:
        return DurationClass.LONGER
    if ends_on < last_day_of(starts_on, LASTING_MONTHS):
        return DurationClass.UNDER_HALF_YEAR
    if ends_on < last_day_of(starts_on, YEAR_MONTHS):
        return DurationClass.HALF_YEAR
    return DurationClass.YEAR if ends_on <= _add(starts_on, YEAR_MONTHS) else DurationClass.LONGER


def hours_class(hours_per_week: Decimal) -> HoursClass:
    if hours_per_week < _PART_TIME_FROM:
        return HoursClass.FEW
    if hours_per_week < _LARGE_FROM:
        return HoursClass.PART_TIME
    return HoursClass.LARGE if hours_per_week < _FULL_TIME_FROM else HoursClass.FULL_TIME


def _residence(*, lived_in_region: bool) -> Finding:
    ground = Ground.LIVED_IN_REGION if lived_in_region else Ground.LIVED_ELSEWHERE
    return Finding(Condition.RESIDENT, lived_in_region, ground)


def _training(starts_on: date, tracks: list[Track], gap_months: int) -> Finding:
    """The track that decides: one that is running at the start, else the one that ended last in time.

    Where none will do, the one that came nearest says why.
    """
    before = [track for track in tracks if track.started_on <= starts_on]
    running = [track for track in before if track.ended_on is None or track.ended_on > starts_on]
    if running:
        track = max(running, key=lambda one: one.started_on)
        return Finding(Condition.TRAINING, is_met=True, ground=Ground.TRACK_RUNNING, track=track)
    ended = [(track.ended_on, track) for track in before if track.ended_on is not None]
    finished = [(last, track) for last, track in ended if not track.dropout]
    if finished:
        last, track = max(finished, key=lambda one: one[0])
        until = _add(last, gap_months)
        in_time = starts_on <= until
        ground = Ground.TRACK_SHORTLY_BEFORE if in_time else Ground.TRACK_TOO_LONG_AGO
        return Finding(Condition.TRAINING, in_time, ground, track, until)
    if ended:
        track = max(ended, key=lambda one: one[0])[1]
        return Finding(Condition.TRAINING, is_met=False, ground=Ground.TRACK_GIVEN_UP, track=track)
    if tracks:
        track = min(tracks, key=lambda one: one.started_on)
        return Finding(Condition.TRAINING, is_met=False, ground=Ground.TRACK_LATER, track=track)
    return Finding(Condition.TRAINING, is_met=False, ground=Ground.NO_TRACK)


def _contract(employment: Employment) -> Finding:
    if employment.ends_on is None:
        return Finding(Condition.CONTRACT, is_met=True, ground=Ground.NO_AGREED_END)
    needed = last_day_of(employment.starts_on, LASTING_MONTHS)
    long_enough = employment.ends_on >= needed
    ground = Ground.LONG_ENOUGH if long_enough else Ground.TOO_SHORT
    return Finding(Condition.CONTRACT, long_enough, ground, day=needed)


def _wage(employment: Employment) -> Finding:
    replaces = employment.wage_replaces_benefit
    return Finding(Condition.WAGE, replaces, Ground.WAGE_REPLACES_BENEFIT if replaces else Ground.BENEFIT_STAYS)


def _add(day: date, months: int) -> date:
    """As ``add_months``; past the end of the calendar its last day, so that no typed date breaks a page."""
    try:
        return add_months(day, months)
    except OverflowError:
        return date.max
