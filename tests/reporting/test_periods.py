import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.periods import Kind, Length, Period, PeriodError, parse_for

periods = st.builds(
    Period.containing,
    st.dates(dt.date(2001, 1, 1), dt.date(2198, 12, 31)),
    st.sampled_from(Length),
)


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2019-Q1", dt.date(2019, 1, 1), dt.date(2019, 3, 31), "1e kwartaal 2019"),
        ("2019-Q2", dt.date(2019, 4, 1), dt.date(2019, 6, 30), "2e kwartaal 2019"),
        ("2019-Q4", dt.date(2019, 10, 1), dt.date(2019, 12, 31), "4e kwartaal 2019"),
        ("2019-H1", dt.date(2019, 1, 1), dt.date(2019, 6, 30), "1e halfjaar 2019"),
        ("2019-H2", dt.date(2019, 7, 1), dt.date(2019, 12, 31), "2e halfjaar 2019"),
        ("2020", dt.date(2020, 1, 1), dt.date(2020, 12, 31), "2020"),
    ],
)
def test_a_period_runs_from_its_first_day_through_its_last(
    text: str, first: dt.date, last: dt.date, label: str
) -> None:
    period = Period.parse(text)

    assert (period.first_day, period.last_day) == (first, last)
    assert first in period
    assert last in period
    assert first - dt.timedelta(days=1) not in period
    assert last + dt.timedelta(days=1) not in period
    assert period.label == label
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    ["", "19", "2019-Q5", "2019-Q0", "2019-H3", "2019Q2", "2019-q2", " 2019", "2019\n", "2019-06", "1999", "٢٠١٩"],
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(PeriodError):
        Period.parse(text)


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        (Kind.QUARTERLY, "2019-Q2"),
        (Kind.HALF_YEARLY, "2019-H1"),
        (Kind.YEARLY, "2019"),
        (Kind.FINAL, "2021"),
    ],
)
def test_a_kind_of_report_takes_one_kind_of_period(kind: Kind, fits: str) -> None:
    assert str(parse_for(kind, fits)) == fits

    for other in {"2019-Q2", "2019-H1", "2019"} - {fits, "2019" if kind is Kind.FINAL else fits}:
        with pytest.raises(PeriodError, match=kind.label.lower()):
            parse_for(kind, other)


def test_a_draft_is_made_after_the_25th_of_the_next_month() -> None:
    assert Period.parse("2019-Q2").cut_off_on == dt.date(2019, 7, 25)
    assert Period.parse("2019").cut_off_on == dt.date(2020, 1, 25)


def test_the_target_of_every_period_of_a_year_is_that_of_the_next_new_years_day() -> None:
    assert {Period.parse(text).milestone_on for text in ("2019-Q1", "2019-Q4", "2019-H1", "2019")} == {
        dt.date(2020, 1, 1)
    }


@given(periods)
def test_periods_follow_each_other_without_gap_or_overlap(period: Period) -> None:
    assert period.next().first_day == period.last_day + dt.timedelta(days=1)
    assert period.next().previous() == period


@given(periods)
def test_a_period_reads_back_as_it_is_written(period: Period) -> None:
    assert Period.parse(str(period)) == period


def test_the_periods_at_the_ends_of_what_one_can_ask_for_have_neighbours():
    assert Period.parse("2000-Q1").previous().last_day == dt.date(1999, 12, 31)
    assert Period.parse("2199-Q4").next().first_day == dt.date(2200, 1, 1)
    with pytest.raises(PeriodError, match="2000 tot en met 2199"):
        Period.parse(str(Period.parse("2199-Q4").next()))
