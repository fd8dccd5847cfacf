"""Bounds of a month, and hours paid by another rhythm."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.valuation import flag_above, refuse_above, split_over_months
from tests.placements.valuation import naive


@pytest.mark.parametrize(
    ("month", "flagged", "refused"),
    [
        (date(2019, 2, 1), "192.00", "240.00"),
        (date(2020, 2, 29), "198.85", "248.57"),
        (date(2019, 4, 1), "205.71", "257.14"),
        (date(2019, 5, 31), "212.57", "265.71"),
    ],
)
def test_bounds_follow_the_days_of_the_month(month: date, flagged: str, refused: str) -> None:
    """48 and 60 hours a week; any day of the month will do."""
    assert (str(flag_above(month)), str(refuse_above(month))) == (flagged, refused)


@given(month=st.dates(date(2015, 1, 1), date(2030, 1, 1)), hours=st.decimals(180, 280, places=2))
def test_no_verdict_changes_by_cutting_the_flag(month: date, hours: Decimal) -> None:
    """Hours in hundredths pass the cut bound exactly when they pass 48 × days / 7."""
    assert (hours > flag_above(month)) is (Fraction(hours) > Fraction(48 * naive.length_of_month(month), 7))


@pytest.mark.parametrize(
    ("hours", "first_day", "last_day", "shares"),
    [
        # Four weeks: 11 days in January, 17 in February.
        ("144.00", date(2019, 1, 21), date(2019, 2, 17), {date(2019, 1, 1): "56.57", date(2019, 2, 1): "87.43"}),
        ("144.00", date(2019, 2, 1), date(2019, 2, 28), {date(2019, 2, 1): "144.00"}),
        ("0.00", date(2018, 12, 31), date(2019, 1, 27), {date(2018, 12, 1): "0.00", date(2019, 1, 1): "0.00"}),
        # A period over three months: thirds of a cent are not lost.
        (
            "0.02",
            date(2019, 1, 31),
            date(2019, 3, 1),
            {date(2019, 1, 1): "0.00", date(2019, 2, 1): "0.02", date(2019, 3, 1): "0.00"},
        ),
    ],
)
def test_split_over_months(hours: str, first_day: date, last_day: date, shares: dict[date, str]) -> None:
    """By days, to hundredths."""
    found = split_over_months(Decimal(hours), first_day=first_day, last_day=last_day)
    assert {month: str(share) for month, share in found.items()} == shares


@given(
    hours=st.decimals(0, 1000, places=2),
    first_day=st.dates(date(2015, 1, 1), date(2025, 1, 1)),
    length=st.integers(1, 120),
)
def test_a_split_loses_nothing(hours: Decimal, first_day: date, length: int) -> None:
    """The parts add up to the whole, none is negative, and each is within a hundredth of its exact share."""
    days = [first_day + n * naive.DAY for n in range(length)]
    found = split_over_months(hours, first_day=first_day, last_day=days[-1])
    assert sum(found.values()) == hours
    assert set(found) == {day.replace(day=1) for day in days}
    for month, share in found.items():
        exact = Fraction(hours) * sum(day.replace(day=1) == month for day in days) / length
        assert share >= 0
        assert abs(Fraction(share) - exact) <= Fraction(1, 100)


@pytest.mark.parametrize(
    ("hours", "last_day"), [("-1", date(2019, 1, 2)), ("1.001", date(2019, 1, 2)), ("1", date(2018, 12, 31))]
)
def test_a_split_of_nonsense_is_refused(hours: str, last_day: date) -> None:
    """Negative or too fine hours, and a period that ends before it starts."""
    with pytest.raises(ValueError, match="hundredths"):
        split_over_months(Decimal(hours), first_day=date(2019, 1, 1), last_day=last_day)
