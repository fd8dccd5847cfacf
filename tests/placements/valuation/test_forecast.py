"""Forecasts of persons: full years, cuts, agreed hours, the longest period."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from placements.valuation import Bonus, counted_days, counted_period, forecast
from tests.placements.valuation.examples import AGE_50, AGE_55, PERMANENT, block, deployment

D = date


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "value"),
    [
        (D(2019, 1, 1), D(2019, 12, 31), "40000.00"),
        (D(2020, 1, 1), D(2020, 12, 31), "40000.00"),  # a leap year is a year
        (D(2019, 7, 1), D(2020, 6, 30), "40000.00"),
        (D(2018, 1, 1), D(2020, 12, 31), "120000.00"),
        (D(2019, 2, 1), D(2019, 2, 28), "3333.33"),
        (D(2020, 2, 1), D(2020, 2, 28), "3218.39"),  # 28 of 29 days
        (D(2020, 2, 29), D(2020, 2, 29), "114.94"),
        (D(2019, 4, 16), D(2019, 5, 31), "5000.00"),  # 15/30 + 1
        (D(2019, 4, 16), D(2019, 6, 10), "6111.11"),  # 15/30 + 1 + 10/30
        (D(2018, 12, 31), D(2019, 1, 1), "215.05"),  # 1/31 + 1/31, rounded once
    ],
)
def test_calendar_months(starts_on: date, ends_on: date, value: str) -> None:
    """40 000 a year, full-time: each month by its own days."""
    assert str(forecast(deployment(starts_on, ends_on), block(), []).value) == value


@pytest.mark.parametrize(
    ("hours", "value"),
    [
        ("36", "40000.00"),
        ("40", "40000.00"),  # never more than full-time
        ("24", "26666.67"),
        ("12", "13333.33"),
        ("11.99", "0.00"),
        ("0", "0.00"),
    ],
)
def test_agreed_hours(hours: str, value: str) -> None:
    """In proportion to full-time, and nothing below the least hours."""
    found = forecast(deployment(hours_per_week=Decimal(hours)), block(), [])
    assert str(found.value) == value
    assert ("below_min_hours" in [line.key for line in found.trace]) is (Decimal(hours) < 12)


def test_norm_and_least_hours_are_the_blocks() -> None:
    """Another tariff, another full-time week and another least."""
    facts = deployment(hours_per_week=Decimal(20))
    assert forecast(facts, block(norm_hours=Decimal(40)), []).value == Decimal(20_000)
    assert forecast(facts, block(min_hours=Decimal("20.01")), []).value == 0
    assert forecast(facts, block(min_hours=Decimal(20)), []).value == Decimal("22222.22")


@pytest.mark.parametrize(
    ("born", "permanent", "value"),
    [
        (D(1990, 1, 1), False, "40000.00"),
        (D(1969, 1, 1), False, "45000.00"),
        (D(1964, 1, 1), False, "47500.00"),
        (D(1964, 1, 2), True, "48000.00"),
        (D(1964, 1, 1), True, "50500.00"),
    ],
)
def test_a_full_year_is_the_block_and_its_bonuses(born: date, permanent: bool, value: str) -> None:  # noqa: FBT001
    """Exactly A and the bonuses that apply."""
    facts = deployment(birth_date=born, permanent=permanent)
    assert str(forecast(facts, block(), [AGE_50, AGE_55, PERMANENT]).value) == value


@pytest.mark.parametrize(
    ("contract", "value", "steps"),
    [
        ((D(2019, 1, 1), D(2019, 12, 31)), "40000.00", []),
        ((D(2019, 4, 1), D(2019, 9, 30)), "20000.00", ["cut_to_contract"]),
        ((D(2019, 12, 31), D(2020, 12, 31)), "107.53", ["cut_to_contract"]),
        ((D(2020, 1, 1), D(2020, 12, 31)), "0.00", ["outside_contract"]),
        ((D(2017, 1, 1), D(2018, 12, 31)), "0.00", ["outside_contract"]),
    ],
)
def test_cut_to_the_contract(contract: tuple[date, date], value: str, steps: list[str]) -> None:
    """A deployment partly or wholly outside its contract counts for what is inside."""
    found = forecast(deployment(contract_starts_on=contract[0], contract_ends_on=contract[1]), block(), [])
    assert str(found.value) == value
    assert [line.key for line in found.trace if line.key in {"cut_to_contract", "outside_contract"}] == steps


@pytest.mark.parametrize(
    ("counted_until", "max_months", "value", "steps"),
    [
        (D(2019, 6, 30), 24, "20000.00", ["cut_by_limit"]),
        (D(2019, 1, 1), 24, "107.53", ["cut_by_limit"]),
        (D(2019, 12, 31), 24, "40000.00", []),
        (None, 24, "0.00", ["limit_used_up"]),
        (D(2018, 12, 31), 24, "0.00", ["limit_used_up"]),
        (None, None, "40000.00", []),  # no limit: not looked at
        (D(2019, 6, 30), None, "40000.00", []),
    ],
)
def test_longest_period(counted_until: date | None, max_months: int | None, value: str, steps: list[str]) -> None:
    """Only days up to the given one count, in a block that has a longest period."""
    found = forecast(deployment(counted_until=counted_until), block(max_months=max_months), [])
    assert str(found.value) == value
    assert [line.key for line in found.trace if line.key in {"cut_by_limit", "limit_used_up"}] == steps


def test_a_rejected_deployment_is_worth_nothing() -> None:
    """And says so."""
    found = forecast(deployment(rejected=True), block(), [])
    assert found.value == 0
    assert "rejected" in [line.key for line in found.trace]


def test_counted_days_and_period() -> None:
    """By month, without months that have none."""
    facts = deployment(D(2019, 1, 20), D(2019, 4, 2), contract_starts_on=D(2019, 1, 30), counted_until=D(2019, 3, 5))
    assert counted_period(facts, block(max_months=6)) == (D(2019, 1, 30), D(2019, 3, 5))
    assert counted_days(facts, block(max_months=6)) == {D(2019, 1, 1): 2, D(2019, 2, 1): 28, D(2019, 3, 1): 5}
    assert counted_days(deployment(counted_until=None), block(max_months=6)) == {}


def test_the_calculation_line_by_line() -> None:
    """What the screen shows: every figure from the tariff to the amount."""
    facts = deployment(
        D(2018, 12, 1),
        D(2019, 12, 31),
        hours_per_week=Decimal("24.00"),
        permanent=True,
        birth_date=D(1960, 1, 1),
        contract_starts_on=D(2019, 1, 16),
        counted_until=D(2019, 3, 10),
    )
    found = forecast(facts, block("40000.00", max_months=24), [AGE_55, PERMANENT])
    assert found.trace_as_json() == [
        {"key": "block", "code": "banenafspraak", "label": "Banenafspraak", "amount": "40000.00"},
        {"key": "bonus", "label": "55+", "amount": "7500.00"},
        {"key": "bonus", "label": "Vast contract", "amount": "3000.00"},
        {"key": "annual_value", "amount": "50500.00"},
        {"key": "cut_to_contract", "first_day": "2019-01-16", "last_day": "2019-12-31"},
        {"key": "cut_by_limit", "max_months": "24", "last_day": "2019-03-10"},
        {"key": "hours_share", "hours": "24.00", "norm_hours": "36.00", "exact": "2/3", "shown": "0.6667"},
        {"key": "whole_months", "count": "1"},
        {"key": "part_month", "month": "2019-01", "counted": "16", "days": "31"},
        {"key": "part_month", "month": "2019-03", "counted": "10", "days": "31"},
        {"key": "months", "exact": "57/31", "shown": "1.8387"},
        {"key": "value", "amount": "5158.60"},  # 50 500 × 2/3 × 57/31 / 12
    ]


@pytest.mark.parametrize(
    "impossible",
    [
        {"norm_hours": Decimal(0)},
        {"max_months": 0},
        {"min_hours": Decimal(-1)},
        {"value": Decimal("-0.01")},
    ],
)
def test_impossible_blocks_are_refused(impossible: dict[str, Any]) -> None:
    """No norm or longest period of zero, nothing negative."""
    with pytest.raises(ValueError, match="zero"):
        block(**impossible)


@pytest.mark.parametrize(
    "impossible",
    [
        {"ends_on": D(2018, 12, 31)},
        {"contract_starts_on": D(2031, 1, 1)},
        {"hours_per_week": Decimal(-1)},
    ],
)
def test_impossible_deployments_are_refused(impossible: dict[str, Any]) -> None:
    """No period that ends before it starts, no negative hours."""
    with pytest.raises(ValueError, match=r"end before it starts|zero or more"):
        deployment(**impossible)


def test_only_a_block_per_full_time_year_values_a_person() -> None:
    """Another kind of block is a mistake of the caller, and a negative bonus of the tariff."""
    with pytest.raises(ValueError, match="full-time year"):
        forecast(deployment(), block(kind="per_hour"), [])
    with pytest.raises(ValueError, match="zero or more"):
        Bonus("50+", Decimal(-1), min_age=50)
