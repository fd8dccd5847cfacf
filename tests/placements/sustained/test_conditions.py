"""Each of the four conditions by itself, on the days where it turns."""

from datetime import date
from decimal import Decimal

import pytest

from placements.choices import OutflowCondition
from placements.sustained import (
    Condition,
    Employment,
    Finding,
    Ground,
    Person,
    Track,
    count,
    duration_class,
    findings,
    half_year_at_work,
    hours_class,
    is_sustained,
    last_day_of,
    sustained_outflow,
)

START = date(2020, 9, 1)


def employment(**values) -> Employment:
    usual = {"reference": "P-1", "starts_on": START, "ends_on": None, "wage_replaces_benefit": True}
    return Employment(**{**usual, **values})


def finding(condition: Condition, one: Employment, *tracks: Track, resident: bool = True, gap: int = 6) -> Finding:
    found = findings(one, lived_in_region=resident, tracks=tracks, gap_months=gap)
    return {row.condition: row for row in found}[condition]


def test_all_four_come_in_the_order_of_the_covenant():
    found = findings(employment(), lived_in_region=True, tracks=[])

    assert [one.condition for one in found] == list(Condition)


def test_the_choices_of_the_checks_are_the_conditions_of_the_rule():
    assert OutflowCondition.values == [one.value for one in Condition]


@pytest.mark.parametrize(
    ("resident", "ground"), [(True, Ground.LIVED_IN_REGION), (False, Ground.LIVED_ELSEWHERE)], ids=["here", "elsewhere"]
)
def test_residence_is_what_the_registration_says(resident, ground):
    found = finding(Condition.RESIDENT, employment(), resident=resident)

    assert (found.is_met, found.ground) == (resident, ground)


@pytest.mark.parametrize(
    ("started_on", "ended_on", "dropout", "is_met", "ground"),
    [
        (date(2020, 6, 1), None, False, True, Ground.TRACK_RUNNING),
        (START, None, False, True, Ground.TRACK_RUNNING),
        (date(2020, 9, 2), None, False, False, Ground.TRACK_LATER),
        (date(2020, 6, 1), date(2020, 9, 2), False, True, Ground.TRACK_RUNNING),
        # Still running at the start holds, also where it later ends in dropout.
        (date(2020, 6, 1), date(2020, 9, 2), True, True, Ground.TRACK_RUNNING),
        # An end on the placement's start is an end, not running.
        (date(2020, 6, 1), START, False, True, Ground.TRACK_SHORTLY_BEFORE),
        (date(2020, 6, 1), START, True, False, Ground.TRACK_GIVEN_UP),
        (START, START, False, True, Ground.TRACK_SHORTLY_BEFORE),
        (date(2019, 9, 1), date(2020, 3, 1), False, True, Ground.TRACK_SHORTLY_BEFORE),
        (date(2019, 9, 1), date(2020, 2, 29), False, False, Ground.TRACK_TOO_LONG_AGO),
    ],
)
def test_training_joined_to_the_placement(started_on, ended_on, dropout, is_met, ground):
    track = Track(started_on, ended_on, dropout)

    found = finding(Condition.TRAINING, employment(), track)

    assert (found.is_met, found.ground, found.track) == (is_met, ground, track)


def test_without_any_track_nothing_was_learned():
    found = finding(Condition.TRAINING, employment())

    assert (found.is_met, found.ground, found.track) == (False, Ground.NO_TRACK, None)


def test_the_gap_is_clipped_to_the_last_day_of_the_month():
    """31 August + 6 months is 28 or 29 February."""
    ended = Track(date(2018, 6, 1), date(2018, 8, 31))

    assert finding(Condition.TRAINING, employment(starts_on=date(2019, 2, 28)), ended).is_met
    late = finding(Condition.TRAINING, employment(starts_on=date(2019, 3, 1)), ended)
    assert (late.is_met, late.day) == (False, date(2019, 2, 28))
    leap = Track(date(2019, 6, 1), date(2019, 8, 31))
    assert finding(Condition.TRAINING, employment(starts_on=date(2020, 2, 29)), leap).is_met


def test_a_region_may_ask_for_a_shorter_gap():
    ended = Track(date(2020, 1, 1), date(2020, 5, 1))

    assert finding(Condition.TRAINING, employment(), ended).is_met
    assert not finding(Condition.TRAINING, employment(), ended, gap=3).is_met


def test_a_good_track_beside_one_that_was_given_up_is_enough():
    finished, given_up = (
        Track(date(2020, 1, 1), date(2020, 5, 1)),
        Track(date(2020, 6, 1), date(2020, 7, 1), dropout=True),
    )

    found = finding(Condition.TRAINING, employment(), given_up, finished)

    assert (found.is_met, found.track) == (True, finished)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_met"),
    [
        (START, None, True),
        (START, date(2021, 2, 28), True),
        (START, date(2021, 2, 27), False),
        (date(2018, 8, 31), date(2019, 2, 27), True),
        (date(2018, 8, 31), date(2019, 2, 26), False),
        (date(2019, 8, 31), date(2020, 2, 28), True),
        (date(2019, 8, 31), date(2020, 2, 27), False),
    ],
)
def test_a_contract_of_at_least_six_months(starts_on, ends_on, is_met):
    assert finding(Condition.CONTRACT, employment(starts_on=starts_on, ends_on=ends_on)).is_met is is_met


def test_an_actual_end_says_nothing_of_what_was_agreed():
    found = finding(Condition.CONTRACT, employment(ends_on=None, ended_on=date(2020, 9, 8)))

    assert found.is_met


def test_a_date_at_the_end_of_the_calendar_breaks_nothing():
    far = employment(starts_on=date(9999, 10, 1), ends_on=date(9999, 12, 31))

    assert not finding(Condition.TRAINING, far, Track(date(2020, 1, 1), date(9999, 9, 1), dropout=True)).is_met
    assert duration_class(far.starts_on, far.ends_on)
    assert half_year_at_work([far], by=date(2026, 1, 1)) is None


def test_the_wage_must_replace_the_benefit():
    assert finding(Condition.WAGE, employment()).ground == Ground.WAGE_REPLACES_BENEFIT
    assert not finding(Condition.WAGE, employment(wage_replaces_benefit=False)).is_met


def test_three_of_four_is_not_sustained():
    track = Track(date(2020, 6, 1))

    assert is_sustained(employment(), lived_in_region=True, tracks=[track])
    assert not is_sustained(employment(), lived_in_region=False, tracks=[track])
    assert not is_sustained(employment(), lived_in_region=True, tracks=[])
    assert not is_sustained(employment(ends_on=date(2020, 12, 1)), lived_in_region=True, tracks=[track])
    assert not is_sustained(employment(wage_replaces_benefit=False), lived_in_region=True, tracks=[track])


def test_a_person_counts_once_by_the_first_that_meets_all():
    track = Track(date(2020, 6, 1))
    too_short = employment(reference="P-1", ends_on=date(2020, 10, 1))
    first = employment(reference="P-3", starts_on=date(2020, 11, 1))
    same_day = employment(reference="P-20", starts_on=date(2020, 11, 1))
    later = employment(reference="P-0", starts_on=date(2021, 1, 1))

    counted = sustained_outflow([later, first, too_short, same_day], lived_in_region=True, tracks=[track])

    assert counted == same_day, "'P-20' comes before 'P-3' as text"


def test_nobody_counts_without_such_a_placement():
    assert sustained_outflow([], lived_in_region=True, tracks=[]) is None
    assert sustained_outflow([employment()], lived_in_region=True, tracks=[]) is None


@pytest.mark.parametrize(
    ("ended_on", "by", "reached_on"),
    [
        (None, date(2021, 2, 28), date(2021, 2, 28)),
        (None, date(2021, 2, 27), None),
        (date(2021, 2, 28), date(2021, 3, 1), date(2021, 2, 28)),
        (date(2021, 2, 27), date(2021, 3, 1), None),
    ],
)
def test_half_a_year_at_work(ended_on, by, reached_on):
    # Past its agreed end without an actual one somebody is still at work.
    found = half_year_at_work([employment(ends_on=date(2020, 12, 1), ended_on=ended_on)], by=by)

    assert (found.reached_on if found else None) == reached_on


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [
        (date(2021, 2, 27), "<6"),
        (date(2021, 2, 28), "6-<12"),
        (date(2021, 8, 30), "6-<12"),
        (date(2021, 8, 31), "12"),
        (date(2021, 9, 1), "12"),
        (date(2021, 9, 2), ">12"),
        (None, ">12"),
    ],
)
def test_classes_of_duration(ends_on, expected):
    assert duration_class(START, ends_on) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("0", "0-11"),
        ("11.99", "0-11"),
        ("12", "12-23"),
        ("23.99", "12-23"),
        ("24", "24-31"),
        ("31.99", "24-31"),
        ("32", "32+"),
    ],
)
def test_classes_of_hours(hours, expected):
    assert hours_class(Decimal(hours)) == expected


def test_a_period_of_months_ends_the_day_before():
    assert last_day_of(date(2020, 3, 1), 6) == date(2020, 8, 31)
    assert last_day_of(date(2020, 3, 31), 6) == date(2020, 9, 29)


def test_each_person_counts_once_over_what_began_by_the_day():
    track = Track(date(2020, 8, 1))
    before, later = employment(reference="P-2"), employment(starts_on=date(2020, 10, 1))
    both = Person([later, before], lived_in_region=True, tracks=[track])
    elsewhere = Person([before], lived_in_region=False, tracks=[track])
    found = count({"A": both, "B": elsewhere}, by=date(2021, 2, 28))
    assert found.sustained == {"A": before}
    assert {key: (one.reached_on, one.employment) for key, one in found.half_year.items()} == {
        "A": (date(2021, 2, 28), before),
        "B": (date(2021, 2, 28), before),
    }
    assert count({"A": both, "B": elsewhere}, by=date(2021, 2, 27)).half_year == {}
    assert count({"A": both}, by=date(2020, 8, 31)).sustained == {}, "it has to begin yet"
