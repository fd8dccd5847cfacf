"""Days with benefit kept: each once, pauses left out, six months as the calendar has them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.benefit.limit import Stretch, merged, standing
from organisations.months import add_months

DAY = dt.timedelta(days=1)


def day(text):
    return dt.date.fromisoformat(text)


def stretch(first, last):
    return Stretch(day(first), day(last) if last else None)


def stand(*stretches, on="2026-12-31", months=6, warn=5):
    return standing([stretch(*one) for one in stretches], months=months, warn_months=warn, on=day(on))


def test_without_any_stretch_nothing_is_used_and_nobody_is_warned():
    nothing = stand()
    assert (nothing.used_days, nothing.known_days, nothing.is_past) == (0, 0, False)
    assert not nothing.is_near(day("2026-12-31"))


@pytest.mark.parametrize(
    ("last", "past"),
    [("2026-08-31", False), ("2026-09-01", True)],
)
def test_six_months_without_a_pause_end_on_the_day_of_the_calendar(last, past):
    found = stand(("2026-03-01", last))
    assert found.is_past is past
    assert found.full_on == day("2026-08-31")
    assert found.warned_on == day("2026-07-31")


def test_six_months_from_the_end_of_august_are_clipped_to_the_end_of_february():
    assert stand(("2026-08-31", "2027-02-27"), on="2027-03-01").full_on == day("2027-02-27")
    assert stand(("2026-08-31", "2027-02-28"), on="2027-03-01").is_past
    assert not stand(("2027-08-31", "2028-02-28"), on="2028-03-01").is_past


def test_a_pause_does_not_count_and_an_overlap_counts_once():
    paused = stand(("2026-01-01", "2026-01-31"), ("2026-06-01", "2026-06-30"))
    assert (paused.used_days, paused.warned_on) == (61, None)
    twice = stand(("2026-01-01", "2026-01-31"), ("2026-01-15", "2026-02-14"))
    assert twice.used_days == 45


def test_what_is_agreed_for_later_counts_for_the_limit_but_is_not_used_yet():
    found = stand(("2026-01-01", "2026-06-30"), ("2026-09-01", "2026-09-30"), on="2026-03-31")
    assert (found.used_days, found.known_days, found.most_days) == (90, 211, 181)
    assert found.is_past
    assert found.full_on == day("2026-06-30")


def test_what_goes_on_without_an_end_counts_until_today_and_is_foretold():
    found = stand(("2026-01-01", None), on="2026-02-28")
    assert (found.used_days, found.known_days, found.is_past) == (59, 59, False)
    assert (found.warned_on, found.full_on) == (day("2026-05-31"), day("2026-06-30"))
    assert stand(("2026-01-01", None), on="2026-07-01").is_past


def test_one_is_near_from_the_day_that_fills_five_months():
    found = stand(("2026-01-01", "2026-06-30"), on="2026-05-31")
    assert found.is_near(day("2026-05-31"))
    assert not found.is_near(day("2026-05-30"))
    assert found.left_days == 0


def test_stretches_that_touch_become_one_and_a_pause_keeps_them_apart():
    months = [stretch("2026-02-01", "2026-02-28"), stretch("2026-01-01", "2026-01-31"), stretch("2026-03-02", None)]
    assert merged(months) == [stretch("2026-01-01", "2026-02-28"), stretch("2026-03-02", None)]
    assert merged([*months, stretch("2026-05-01", "2026-05-31")]) == merged(months)


def test_a_stretch_that_ends_before_it_begins_is_no_stretch():
    with pytest.raises(ValueError, match="before it begins"):
        stretch("2026-03-02", "2026-03-01")


DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2019, 12, 31))
STRETCHES = st.lists(
    st.builds(
        lambda first, length: Stretch(first, None if length is None else first + length * DAY),
        DAYS,
        st.none() | st.integers(0, 300),
    ),
    min_size=1,
    max_size=5,
)


@given(STRETCHES, DAYS, st.integers(2, 12))
def test_it_equals_counting_every_day_by_hand(stretches, on, months):
    """The same in the plainest way: a set of days, walked one by one."""
    found = standing(stretches, months=months, warn_months=months - 1, on=on)
    far = dt.date(2022, 12, 31)
    first = min(one.first_day for one in stretches)

    def days_until(open_until):
        days = set()
        for one in stretches:
            last = one.last_day or max(open_until, one.first_day)
            days |= {one.first_day + number * DAY for number in range((last - one.first_day).days + 1)}
        return days

    most = (add_months(first, months) - first).days
    foretold = sorted(days_until(far))
    assert found.used_days == len({one for one in days_until(on) if one <= on})
    assert found.known_days == len(days_until(on))
    assert found.is_past is (len(days_until(on)) > most)
    assert found.full_on == (foretold[most - 1] if len(foretold) >= most else None)
    assert len(merged(stretches)) <= len(stretches)
