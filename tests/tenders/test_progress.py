"""Standing by time, and the band that an authority sees."""

from datetime import date
from decimal import Decimal

import pytest

from tenders.progress import PlanStep, ProgressPolicy, Standing, expected_by, progress

OWED = Decimal("36500.00")
STARTS = date(2019, 1, 1)
ENDS = date(2019, 12, 31)  # 365 days: 100 euros a day
PLAN = (PlanStep(date(2019, 6, 30), Decimal(10_000)), PlanStep(date(2019, 3, 31), Decimal(1_000)))


def standing(on: date, reached: str, **changed: object) -> Standing:
    """The standing with this amount, all of it approved."""
    facts: dict = {
        "obligation": OWED,
        "approved": Decimal(reached),
        "submitted": Decimal(0),
        "starts_on": STARTS,
        "ends_on": ENDS,
    }
    return progress(on, **(facts | changed)).standing


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2018, 12, 31), "0.00"),
        (date(2019, 1, 1), "100.00"),
        (date(2019, 4, 10), "10000.00"),
        (date(2019, 12, 31), "36500.00"),
        (date(2024, 1, 1), "36500.00"),
    ],
)
def test_expected_in_proportion_to_days(on: date, expected: str) -> None:
    """Days are inclusive and stay within the contract."""
    assert str(expected_by(on, obligation=OWED, starts_on=STARTS, ends_on=ENDS)) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2019, 3, 30), "0.00"),
        (date(2019, 3, 31), "1000.00"),
        (date(2019, 6, 29), "1000.00"),
        (date(2019, 6, 30), "10000.00"),
        (date(2030, 1, 1), "10000.00"),
    ],
)
def test_expected_by_an_agreed_plan(on: date, expected: str) -> None:
    """The last step reached, whatever the order of the steps."""
    assert str(expected_by(on, obligation=OWED, starts_on=STARTS, ends_on=ENDS, plan=PLAN)) == expected


@pytest.mark.parametrize(
    ("on", "reached", "expected"),
    [
        (date(2018, 12, 1), "0", "starting"),
        (date(2019, 3, 31), "0", "starting"),
        (date(2019, 4, 1), "0", "at_risk"),
        (date(2019, 4, 10), "5999.99", "at_risk"),
        (date(2019, 4, 10), "6000.00", "behind"),
        (date(2019, 4, 10), "8999.99", "behind"),
        (date(2019, 4, 10), "9000.00", "on_track"),
        (date(2020, 6, 1), "32849.99", "behind"),
        (date(2020, 6, 1), "32850.00", "on_track"),
    ],
)
def test_standing_after_the_start_up(on: date, reached: str, expected: str) -> None:
    """Starting for three months, then 60 % and 90 % of what is expected."""
    assert standing(on, reached) == expected


def test_what_waits_counts_too() -> None:
    """Approved and submitted together are held against what is expected."""
    found = progress(
        date(2019, 4, 10),
        obligation=OWED,
        approved=Decimal("4000.00"),
        submitted=Decimal("5000.00"),
        starts_on=STARTS,
        ends_on=ENDS,
    )
    assert (found.standing, found.reached, found.expected) == ("on_track", Decimal(9_000), Decimal(10_000))
    assert found.percent == 90


@pytest.mark.parametrize(
    ("on", "reached", "expected"),
    [
        (date(2019, 2, 1), "0", "starting"),
        (date(2019, 3, 31), "599.99", "at_risk"),  # a plan knows no start-up
        (date(2019, 3, 31), "600", "behind"),
        (date(2019, 5, 1), "900", "on_track"),
        (date(2019, 6, 30), "900", "at_risk"),
    ],
)
def test_standing_against_a_plan(on: date, reached: str, expected: str) -> None:
    """The plan replaces the days passed, and the start-up with it."""
    assert standing(on, reached, plan=PLAN) == expected


def test_a_contract_shorter_than_the_start_up() -> None:
    """Once it has ended it is no longer starting."""
    assert standing(date(2019, 1, 31), "0", ends_on=date(2019, 1, 31)) == "starting"
    assert standing(date(2019, 2, 1), "0", ends_on=date(2019, 1, 31)) == "at_risk"


def test_start_up_is_clipped_and_region_policy() -> None:
    """Three months after 30 November is 28 February; a region may choose other figures."""
    starts_on = date(2018, 11, 30)
    assert standing(date(2019, 2, 27), "0", starts_on=starts_on) == "starting"
    assert standing(date(2019, 2, 28), "0", starts_on=starts_on) == "at_risk"
    policy = ProgressPolicy(startup_months=1, on_track_from=Decimal(80), behind_from=Decimal(50))
    assert standing(date(2019, 2, 1), "0", policy=policy) == "at_risk"
    assert standing(date(2019, 4, 10), "8000", policy=policy) == "on_track"
    assert standing(date(2019, 4, 10), "5000", policy=policy) == "behind"


def test_settled_and_nothing_owed() -> None:
    """Settled is said by the caller; where nothing is owed nothing is on track or behind."""
    assert standing(date(2019, 12, 31), "0", settled=True) == "settled"
    assert standing(date(2019, 12, 31), "0", obligation=Decimal(0)) == "nothing_owed"
