"""Dutch working days, as anybody can look them up, and the days on which drafts are made."""

import datetime as dt

import pytest

from reporting.flow.planning import coming, draft_on, due_periods
from reporting.periods import Kind, Period
from reporting.working_days import days_off, from_working_day, is_working_day

DAYS_OFF = {
    2019: "01-01 04-19 04-22 04-27 05-05 05-30 06-10 12-25 12-26",
    2025: "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26",  # 27 April was a Sunday
    2026: "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26",
    2013: "01-01 03-29 04-01 04-30 05-05 05-09 05-20 12-25 12-26",  # of the Queen
}


@pytest.mark.parametrize(("year", "days"), DAYS_OFF.items())
def test_days_off(year, days):
    assert sorted(days_off(year)) == [dt.date.fromisoformat(f"{year}-{day}") for day in days.split()]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2026-07-25", "2026-07-27"),  # a Saturday
        ("2026-12-25", "2026-12-28"),  # Christmas on a Friday, then a weekend
        ("2026-05-25", "2026-05-26"),  # Whit Monday
        ("2025-04-26", "2025-04-28"),  # the King's birthday on a Saturday
        ("2026-11-25", "2026-11-25"),
    ],
)
def test_the_first_working_day_from_a_day(day, first):
    assert from_working_day(dt.date.fromisoformat(day)) == dt.date.fromisoformat(first)
    assert is_working_day(dt.date.fromisoformat(first))


@pytest.mark.parametrize(
    ("period", "cut_off_day", "made_on"),
    [
        ("2026-Q1", 25, "2026-04-29"),  # Saturday 25 April, Sunday, and Monday 27 April is the King's birthday
        ("2026-Q2", 25, "2026-07-28"),
        ("2026-Q3", 25, "2026-10-27"),
        ("2026-H1", 10, "2026-07-11"),
        ("2026", 25, "2027-01-26"),
    ],
)
def test_a_draft_is_made_the_day_after_the_cut_off_day(period, cut_off_day, made_on):
    assert draft_on(Period.parse(period), cut_off_day=cut_off_day) == dt.date.fromisoformat(made_on)


def test_of_each_kind_the_last_whole_period_once_it_is_due():
    since = dt.date(2017, 1, 1)

    def due(day):
        found = due_periods(dt.date.fromisoformat(day), cut_off_day=25, since=since)
        return [(kind, str(period)) for kind, period in found]

    assert due("2026-07-27") == [(Kind.YEARLY, "2025")]
    assert due("2026-07-28") == [(Kind.QUARTERLY, "2026-Q2"), (Kind.HALF_YEARLY, "2026-H1"), (Kind.YEARLY, "2025")]
    assert due("2027-01-26") == [(Kind.QUARTERLY, "2026-Q4"), (Kind.HALF_YEARLY, "2026-H2"), (Kind.YEARLY, "2026")]
    assert list(due_periods(dt.date(2017, 2, 1), cut_off_day=25, since=since)) == []


def test_what_comes_says_when_its_day_is_off():
    day = dt.date.fromisoformat

    def found(on, since="2017-01-01"):
        told = coming(day(on), cut_off_day=25, since=day(since))
        return [(one.title, str(one.closes_on), str(one.made_on), one.moved_from) for one in told]

    quarter = ("Kwartaalrapport 1e kwartaal 2026", "2026-04-28", "2026-04-29", day("2026-04-25"))
    half_year = ("Halfjaarrapport 1e halfjaar 2026", "2026-07-27", "2026-07-28", day("2026-07-25"))
    year = ("Jaarverantwoording 2026", "2027-01-25", "2027-01-26", None)
    assert found("2026-04-28") == [quarter, half_year, year]
    assert found("2026-04-29")[0][0] == "Kwartaalrapport 2e kwartaal 2026", "that of today is made"
    assert [one[0] for one in found("2026-04-28", since="2027-01-01")] == [
        "Kwartaalrapport 1e kwartaal 2027",
        "Halfjaarrapport 1e halfjaar 2027",
        "Jaarverantwoording 2027",
    ]
