"""Calendar months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.months import add_months, days_in_month, first_of_month, last_of_month, months_between
from tests.placements.valuation import naive

DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2018, 8, 31), 6, date(2019, 2, 28)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 2, 29), 48, date(2020, 2, 29)),
        (date(2019, 1, 31), 1, date(2019, 2, 28)),
        (date(2019, 12, 31), 1, date(2020, 1, 31)),
        (date(2019, 11, 15), 2, date(2020, 1, 15)),
        (date(2019, 5, 15), 0, date(2019, 5, 15)),
        (date(2019, 3, 31), -1, date(2019, 2, 28)),
    ],
)
def test_months_are_clipped(day: date, months: int, later: date) -> None:
    """A day that the month does not have becomes its last day."""
    assert add_months(day, months) == later


def test_the_calendar_has_an_end() -> None:
    """Past the year 9999 there is no date."""
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(
    ("day", "first_day", "last_day"),
    [
        (date(2019, 2, 10), date(2019, 2, 1), date(2019, 2, 28)),
        (date(2020, 2, 10), date(2020, 2, 1), date(2020, 2, 29)),
        (date(2100, 2, 10), date(2100, 2, 1), date(2100, 2, 28)),
        (date(2019, 12, 31), date(2019, 12, 1), date(2019, 12, 31)),
    ],
)
def test_ends_of_a_month(day: date, first_day: date, last_day: date) -> None:
    """Leap years, and 2100, which is none."""
    assert (first_of_month(day), last_of_month(day), days_in_month(day)) == (first_day, last_day, last_day.day)


def test_months_of_a_period() -> None:
    """Every month that has a day in it, also over the end of a year and of the calendar."""
    assert list(months_between(date(2018, 11, 30), date(2019, 1, 1))) == [
        date(2018, 11, 1),
        date(2018, 12, 1),
        date(2019, 1, 1),
    ]
    assert list(months_between(date(2019, 5, 2), date(2019, 5, 2))) == [date(2019, 5, 1)]
    assert list(months_between(date(2019, 5, 2), date(2019, 5, 1))) == []
    assert list(months_between(date(9999, 12, 1), date(9999, 12, 31))) == [date(9999, 12, 1)]


@given(day=DATES, months=st.integers(0, 240))
def test_equals_the_naive_calendar(day: date, months: int) -> None:
    """Step by step and back from the 31st gives the same day."""
    assert add_months(day, months) == naive.later(day, months)
