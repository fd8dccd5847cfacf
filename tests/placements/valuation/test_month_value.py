"""Realised value of a month, and the settlement of a year."""

from datetime import date
from decimal import Decimal

import pytest

from placements.valuation import DeploymentFacts, StatedMonth, forecast, month_value, settlement
from tests.placements.valuation.examples import AGE_55, block, deployment

D = date
EVEN = Decimal(156)  # 52 × 36 / 12


def value(facts: DeploymentFacts, month: date, hours: str, **changed: object) -> str:
    """The value of these paid hours in this month."""
    return str(month_value(facts, block(**changed), [], month=month, paid_hours=Decimal(hours)).value)


@pytest.mark.parametrize(
    ("hours", "worth"),
    [
        ("0", "0.00"),
        ("78", "1666.67"),
        ("155.99", "3333.12"),
        ("156", "3333.33"),  # exactly a twelfth
        ("156.01", "3333.33"),  # what the days allow
        ("240", "3333.33"),
        ("0.01", "0.21"),
    ],
)
def test_paid_hours_up_to_what_the_days_allow(hours: str, worth: str) -> None:
    """40 000 × min(u / 1872, 1/12) in a whole month."""
    assert value(deployment(), D(2019, 4, 1), hours) == worth


@pytest.mark.parametrize(
    ("facts", "month", "hours", "worth"),
    [
        # Half a month by own dates: all hours count, half a month is the most.
        (deployment(D(2019, 4, 16)), D(2019, 4, 1), "78", "1666.67"),
        (deployment(D(2019, 4, 16)), D(2019, 4, 1), "100", "1666.67"),
        # Half a month by the contract: half of the hours count.
        (deployment(contract_starts_on=D(2019, 4, 16)), D(2019, 4, 1), "78", "833.33"),
        (deployment(contract_starts_on=D(2019, 4, 16)), D(2019, 4, 1), "156", "1666.67"),
        # Started on the 11th, contract from the 21st: 10 of 20 deployed days, of 30 in the month.
        (deployment(D(2019, 4, 11), contract_starts_on=D(2019, 4, 21)), D(2019, 4, 1), "60", "641.03"),
        (deployment(D(2019, 4, 11), contract_starts_on=D(2019, 4, 21)), D(2019, 4, 1), "200", "1111.11"),
        # A day of February in a leap year and in a common one.
        (deployment(D(2020, 2, 29), D(2020, 3, 31)), D(2020, 2, 1), "8", "114.94"),
        (deployment(D(2019, 2, 28), D(2019, 3, 31)), D(2019, 2, 1), "8", "119.05"),
        # No counted day: before, after, outside the contract.
        (deployment(), D(2018, 12, 1), "156", "0.00"),
        (deployment(), D(2020, 1, 1), "156", "0.00"),
        (deployment(contract_ends_on=D(2019, 3, 31)), D(2019, 4, 1), "156", "0.00"),
    ],
)
def test_counted_days_of_deployed_days(facts: DeploymentFacts, month: date, hours: str, worth: str) -> None:
    """The factor r is by the deployment's own days, f by the days of the month."""
    assert value(facts, month, hours) == worth


def test_days_past_the_limit_do_not_count() -> None:
    """In the month where the longest period ends the hours count in proportion; after it nothing does."""
    facts = deployment(counted_until=D(2019, 4, 10))
    assert value(facts, D(2019, 4, 1), "156", max_months=24) == "1111.11"
    assert value(facts, D(2019, 4, 1), "90", max_months=24) == "641.03"
    assert value(facts, D(2019, 5, 1), "156", max_months=24) == "0.00"
    assert value(deployment(counted_until=None), D(2019, 4, 1), "156", max_months=24) == "0.00"


def test_nothing_below_the_least_hours_or_when_rejected() -> None:
    """Whatever was paid."""
    few = deployment(hours_per_week=Decimal("11.99"))
    found = month_value(few, block(), [], month=D(2019, 4, 1), paid_hours=EVEN)
    assert found.value == 0
    assert {"key": "below_min_hours", "hours": "11.99", "min_hours": "12.00"} in found.trace_as_json()
    assert value(deployment(rejected=True), D(2019, 4, 1), "156") == "0.00"


@pytest.mark.parametrize(
    ("hours", "decides"),
    [("155.99", "paid_hours_decide"), ("156", "paid_hours_decide"), ("156.01", "days_decide")],
)
def test_the_calculation_says_what_decided(hours: str, decides: str) -> None:
    """Hours that fill the days exactly were not cut."""
    found = month_value(deployment(), block(), [], month=D(2019, 4, 1), paid_hours=Decimal(hours))
    assert found.trace[-2].key == decides


def test_any_day_names_the_month_and_negative_hours_are_refused() -> None:
    """A month is given by any of its days."""
    assert value(deployment(), D(2019, 4, 30), "78") == value(deployment(), D(2019, 4, 1), "78")
    with pytest.raises(ValueError, match="zero or more"):
        value(deployment(), D(2019, 4, 1), "-0.01")


def test_twelve_even_months_are_the_forecast() -> None:
    """Months of 52 × N / 12 hours add up to the year, when a twelfth is whole cents."""
    facts, tariff = deployment(), block(42_000)
    total = sum(
        month_value(facts, tariff, [], month=D(2019, month, 1), paid_hours=EVEN).value for month in range(1, 13)
    )
    assert total == forecast(facts, tariff, []).value == Decimal(42_000)


def test_the_calculation_line_by_line() -> None:
    """Hours, days, both shares, and which of them decided."""
    facts = deployment(D(2019, 4, 11), contract_starts_on=D(2019, 4, 21), birth_date=D(1950, 1, 1))
    found = month_value(facts, block(), [AGE_55], month=D(2019, 4, 1), paid_hours=Decimal("60.00"))
    assert found.trace_as_json() == [
        {"key": "block", "code": "banenafspraak", "label": "Banenafspraak", "amount": "40000.00"},
        {"key": "bonus", "label": "55+", "amount": "7500.00"},
        {"key": "annual_value", "amount": "47500.00"},
        {"key": "cut_to_contract", "first_day": "2019-04-21", "last_day": "2019-12-31"},
        {"key": "paid_hours", "month": "2019-04", "hours": "60.00", "counted": "10", "deployed": "20"},
        {"key": "part_month", "month": "2019-04", "counted": "10", "days": "30"},
        {"key": "paid_share", "year_hours": "1872.00", "exact": "5/312", "shown": "0.0160"},
        {"key": "year_share", "exact": "1/36", "shown": "0.0278"},
        {"key": "paid_hours_decide"},
        {"key": "value", "amount": "761.22"},
    ]


def approved(facts: DeploymentFacts, hours: dict[int, str]) -> list[StatedMonth]:
    """Months of 2019 with these hours, each at its own value."""
    return [
        StatedMonth(
            D(2019, month, 1),
            Decimal(paid),
            month_value(facts, block(), [], month=D(2019, month, 1), paid_hours=Decimal(paid)).value,
        )
        for month, paid in hours.items()
    ]


@pytest.mark.parametrize(
    ("hours", "line"),
    [
        # Uneven, but 12 × 156 together: the year is full, the months lost 2 × 1 666.67.
        (dict.fromkeys(range(1, 9), "156") | {9: "78", 10: "78", 11: "234", 12: "234"}, "3333.36"),
        # Even: months of a third of a cent too little are put right.
        (dict.fromkeys(range(1, 13), "156"), "0.04"),
        # Fewer hours than full-time, none of them cut: only the rounding.
        (dict.fromkeys(range(1, 13), "78"), "0.00"),
        # More than full-time all year: the days are the most.
        (dict.fromkeys(range(1, 13), "200"), "0.04"),
        ({}, "0.00"),
        # Unstated months give room to the stated ones.
        ({4: "200", 5: "112"}, "940.18"),
    ],
)
def test_settlement_of_a_year(hours: dict[int, str], line: str) -> None:
    """The year's own value minus what the months gave, if positive."""
    facts = deployment()
    assert str(settlement(facts, block(), [], year=2019, approved=approved(facts, hours)).value) == line


def test_a_settlement_is_never_negative() -> None:
    """Months that gave more than the year is worth (by rounding, or fixed earlier) are not taken back."""
    given = [StatedMonth(D(2019, 4, 1), EVEN, Decimal(5_000))]
    assert str(settlement(deployment(), block(), [], year=2019, approved=given).value) == "0.00"


def test_a_settlement_is_about_one_year() -> None:
    """Hours, days and values of another year are passed over."""
    facts = deployment(D(2018, 7, 1), D(2019, 6, 30))
    other = [StatedMonth(D(2018, 12, 1), Decimal(234), Decimal("3333.33"))]
    months = approved(facts, {1: "234", 2: "78"})
    assert settlement(facts, block(), [], year=2019, approved=[*other, *months]).value == Decimal("1666.67")
    assert settlement(facts, block(), [], year=2018, approved=other).value == Decimal("1666.67")
    empty = settlement(facts, block(), [], year=2017, approved=other)
    assert empty.trace_as_json()[-2:] == [
        {"key": "no_counted_days", "month": "2017"},
        {"key": "value", "amount": "0.00"},
    ]


def test_the_settlement_line_by_line() -> None:
    """Months, shares, the year's value, what was given, what is left."""
    facts = deployment(D(2019, 11, 1), D(2019, 12, 15))
    found = settlement(facts, block(), [], year=2019, approved=approved(facts, {12: "100", 11: "120"}))
    assert found.trace_as_json() == [
        {"key": "block", "code": "banenafspraak", "label": "Banenafspraak", "amount": "40000.00"},
        {"key": "paid_hours", "month": "2019-11", "hours": "120.00", "counted": "30", "deployed": "30"},
        {"key": "paid_hours", "month": "2019-12", "hours": "100.00", "counted": "15", "deployed": "15"},
        {"key": "whole_months", "count": "1"},
        {"key": "part_month", "month": "2019-12", "counted": "15", "days": "31"},
        {"key": "months", "exact": "46/31", "shown": "1.4839"},
        {"key": "paid_share", "year_hours": "1872.00", "exact": "55/468", "shown": "0.1175"},
        {"key": "year_share", "exact": "23/186", "shown": "0.1237"},
        {"key": "paid_hours_decide"},
        {"key": "earned", "year": "2019", "amount": "4700.85"},
        {"key": "approved_before", "amount": "4177.00"},
        {"key": "value", "amount": "523.85"},
    ]


def test_nothing_to_settle_when_nothing_counts() -> None:
    """Too few agreed hours: the year is worth nothing either."""
    few = deployment(hours_per_week=Decimal(8))
    assert settlement(few, block(), [], year=2019, approved=approved(deployment(), {4: "234"})).value == 0
