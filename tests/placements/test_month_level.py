"""Days of an erased person move within their month, and no rule says anything else after that."""

import calendar
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.months import last_of_month
from placements.month_level import Life, Movable, TrackDays, WorkDays, moved
from placements.sustained import (
    Employment,
    Track,
    duration_class,
    half_year_at_work,
    hours_class,
    is_sustained,
    sustained_outflow,
)

D = dt.date


def lives_from(day: D):
    """The municipality lay in the region from this day on, and never in the priority area."""
    return lambda registered: (registered >= day, False)


REGISTERED = D(2020, 1, 20)
ALWAYS = lives_from(D(2018, 1, 1))


def kept(*, registered=REGISTERED, lives=ALWAYS, tracks=(), work=(), wage=True):
    """The days as they may be kept: ``tracks`` of (start, end, dropout), ``work`` of (start, agreed end, end)."""
    days = [Movable("registered", registered)]
    tracked, worked = [], []
    for number, (start, end, dropout) in enumerate(tracks):
        days.append(Movable(("track", number, "start"), start))
        if end:
            days.append(Movable(("track", number, "end"), end, last_of_month))
        tracked.append(TrackDays(("track", number, "start"), ("track", number, "end") if end else None, dropout))
    for number, (start, end, ended) in enumerate(work):
        keys = [("work", number, name) for name in ("start", "end", "ended")]
        days.append(Movable(keys[0], start))
        if end:
            days.append(Movable(keys[1], end, last_of_month))
        if ended:
            days.append(Movable(keys[2], ended, last_of_month))
        worked.append(WorkDays(f"P-{number}", keys[0], keys[1] if end else None, keys[2] if ended else None, wage))
    life = Life("registered", lives, tuple(tracked), tuple(worked), 6)
    return moved(days, life.outcome)


def test_somebody_with_nothing_but_a_registration_keeps_the_month():
    assert kept() == {"registered": D(2020, 1, 1)}


def test_a_registration_stays_where_the_region_began_that_month():
    """On 1 January 2020 the code was not in force yet: then nobody would be a resident."""
    assert kept(lives=lives_from(D(2020, 1, 10)))["registered"] == D(2020, 1, 31)
    only_that_day = kept(lives=lambda day: (day == D(2020, 1, 20), False))
    assert only_that_day["registered"] == D(2020, 1, 20)


def test_an_employment_of_exactly_half_a_year_stays_one():
    days = kept(work=[(D(2020, 3, 15), D(2020, 9, 14), None)], tracks=[(D(2019, 10, 3), D(2020, 2, 20), False)])
    start, end = days["work", 0, "start"], days["work", 0, "end"]
    assert (start, end) != (D(2020, 3, 15), D(2020, 9, 14))
    assert duration_class(start, end) == duration_class(D(2020, 3, 15), D(2020, 9, 14))


@pytest.mark.parametrize("end", [D(2021, 3, 14), D(2021, 3, 15), D(2021, 3, 20), D(2020, 9, 13)])
def test_the_class_of_how_long_stays(end):
    """A year and a day is still a year: from 1 March to 31 March it would be longer than one."""
    days = kept(work=[(D(2020, 3, 15), end, None)])
    moved_class = duration_class(days["work", 0, "start"], days["work", 0, "end"])
    assert moved_class == duration_class(D(2020, 3, 15), end)


def test_half_a_year_at_work_stays_in_its_quarter():
    """From 15 April it is reached on 14 October; from 1 April it would be on 30 September, a quarter earlier."""
    days = kept(work=[(D(2020, 4, 15), None, None)])
    reached = half_year_at_work([Employment("P-0", days["work", 0, "start"])], by=D(2030, 1, 1))
    assert (reached.reached_on.year, reached.reached_on.month) == (2020, 10)


def test_training_that_ends_on_the_first_working_day_still_ends_there():
    days = kept(work=[(D(2020, 3, 15), None, None)], tracks=[(D(2019, 10, 3), D(2020, 3, 15), False)])
    assert days["track", 0, "end"] == days["work", 0, "start"]


def test_what_came_first_in_a_month_still_does():
    days = kept(work=[(D(2020, 3, 9), None, None), (D(2020, 3, 4), None, None)])
    assert days["work", 1, "start"] < days["work", 0, "start"]


day = st.dates(D(2018, 1, 1), D(2021, 12, 31))


@st.composite
def span(draw):
    first, last = sorted([draw(day), draw(day)])
    return first, draw(st.sampled_from([last, None]))


@st.composite
def job(draw):
    start, end = draw(span())
    ended = draw(st.none() | st.dates(start, D(2022, 12, 31)))
    return start, end, ended


@settings(max_examples=150, deadline=None)
@given(
    registered=day,
    border=day,
    tracks=st.lists(st.tuples(span(), st.booleans()), max_size=3),
    work=st.lists(job(), max_size=3),
    wage=st.booleans(),
)
def test_reports_count_the_same_for_random_lives(registered, border, tracks, work, wage):
    lives = lives_from(border)
    given_tracks = [(start, end, dropout and end is not None) for (start, end), dropout in tracks]
    days = kept(registered=registered, lives=lives, tracks=given_tracks, work=work, wage=wage)

    def as_kept(kind, number, name, was):
        return days[kind, number, name] if was else None

    later_tracks = [
        (as_kept("track", n, "start", start), as_kept("track", n, "end", end), dropout)
        for n, (start, end, dropout) in enumerate(given_tracks)
    ]
    later_work = [
        tuple(as_kept("work", n, name, was) for name, was in zip(("start", "end", "ended"), one, strict=True))
        for n, one in enumerate(work)
    ]
    assert counts(registered, lives, given_tracks, work, wage) == counts(
        days["registered"], lives, later_tracks, later_work, wage
    )


def counts(registered, lives, tracks, work, wage):
    """What reports make of one person, month by month."""
    resident = lives(registered)[0]
    followed = [Track(start, end, dropout=dropout) for start, end, dropout in tracks]
    jobs = [
        Employment(f"P-{number}", start, end, ended, wage_replaces_benefit=wage)
        for number, (start, end, ended) in enumerate(work)
    ]
    rest = {"lived_in_region": resident, "tracks": followed}
    counted = sustained_outflow(jobs, **rest)
    by_period = []
    for year in range(2018, 2025):
        for month in range(1, 13):
            until = D(year, month, calendar.monthrange(year, month)[1])
            reached = half_year_at_work(jobs, by=until)
            by_period.append(
                (
                    registered <= until,
                    counted is not None and counted.starts_on <= until,
                    reached.employment.reference if reached else None,
                    [one.started_on <= until for one in followed],
                    [one.ended_on is not None and one.ended_on <= until for one in followed],
                    [one.starts_on <= until for one in jobs],
                )
            )
    return (
        resident,
        counted and counted.reference,
        [is_sustained(one, **rest) for one in jobs],
        [duration_class(one.starts_on, one.ends_on) for one in jobs],
        [hours_class(Decimal(32)) for _one in jobs],
        by_period,
    )


@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_of_a_month_comes_to_an_edge_or_stays(month):
    for number in range(1, calendar.monthrange(2020, month)[1] + 1):
        start = D(2020, month, number)
        at = kept(registered=D(2019, 1, 1), work=[(start, None, None)])["work", 0, "start"]
        assert (at.year, at.month) == (2020, month)
