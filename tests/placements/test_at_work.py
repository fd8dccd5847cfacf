"""What candidate and employer say together about work after half a year, a year and two years."""

import datetime as dt

import pytest

from placements.at_work import (
    MONTHS,
    Check,
    Said,
    Totals,
    Weighed,
    Weight,
    Workplace,
    due_on,
    is_after_end,
    totals,
    weigh,
)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        ("2026-03-15", ["2026-09-15", "2027-03-15", "2028-03-15"]),
        ("2026-08-31", ["2027-02-28", "2027-08-31", "2028-08-31"]),
        ("2027-08-31", ["2028-02-29", "2028-08-31", "2029-08-31"]),
        ("2024-02-29", ["2024-08-29", "2025-02-28", "2026-02-28"]),
    ],
)
def test_it_is_asked_on_the_same_day_of_a_later_month_clipped_to_its_last(starts_on, expected):
    assert [due_on(day(starts_on), months) for months in MONTHS] == [day(one) for one in expected]


def test_past_the_calendar_nothing_is_asked():
    assert due_on(day("9999-09-01"), 6) is None


@pytest.mark.parametrize(
    ("candidate", "employer", "expected"),
    [
        (None, None, Weighed(Weight.SILENCE)),
        (Said.HERE, Said.HERE, Weighed(Weight.AGREED, at_work=True, workplace=Workplace.SAME)),
        (Said.ELSEWHERE, Said.GONE, Weighed(Weight.AGREED, at_work=True, workplace=Workplace.OTHER)),
        (Said.NOT, Said.GONE, Weighed(Weight.AGREED, at_work=False)),
        (Said.HERE, Said.GONE, Weighed(Weight.DIFFERENT)),
        (Said.NOT, Said.HERE, Weighed(Weight.DIFFERENT)),
        (Said.ELSEWHERE, Said.HERE, Weighed(Weight.DIFFERENT)),
        (Said.HERE, None, Weighed(Weight.ONE_SIDED, at_work=True, workplace=Workplace.SAME)),
        (Said.ELSEWHERE, None, Weighed(Weight.ONE_SIDED, at_work=True, workplace=Workplace.OTHER)),
        (Said.NOT, None, Weighed(Weight.ONE_SIDED, at_work=False)),
        (None, Said.HERE, Weighed(Weight.ONE_SIDED, at_work=True, workplace=Workplace.SAME)),
        (None, Said.GONE, Weighed(Weight.ONE_SIDED)),
    ],
)
def test_only_answers_that_agree_settle_it_without_a_person(candidate, employer, expected):
    assert weigh(candidate, employer) == expected


@pytest.mark.parametrize(
    ("at_work", "workplace", "ended_on", "expected"),
    [
        (True, "", "2026-08-31", True),
        (True, "same", "2026-08-31", True),
        (True, "same", "2026-09-15", False),  # the day itself was still worked
        (True, "other", "2026-08-31", False),
        (False, "", "2026-08-31", False),
        (True, "same", None, False),
    ],
)
def test_at_work_after_the_end_is_odd_unless_it_is_elsewhere(at_work, workplace, ended_on, expected):
    found = is_after_end(
        at_work=at_work,
        workplace=workplace,
        checked_on=day("2026-09-15"),
        ended_on=day(ended_on) if ended_on else None,
    )
    assert found is expected


def test_what_was_known_by_a_day_is_what_was_checked_by_that_day():
    checks = [
        Check(day("2026-03-31"), day("2026-03-31"), at_work=True),
        Check(day("2026-03-31"), day("2026-04-01"), at_work=True),  # known a day too late
        Check(day("2026-03-01"), day("2026-03-10"), at_work=False),
        Check(day("2026-03-01")),
        Check(day("2026-04-01"), day("2026-03-20"), at_work=True),  # asked too early: not due yet
    ]
    assert totals(checks, by=day("2026-03-31")) == Totals(due=4, at_work=1, not_at_work=1)
    assert totals(checks, by=day("2026-03-31")).unknown == 2
    assert totals(checks, by=day("2026-04-01")) == Totals(due=5, at_work=3, not_at_work=1)
