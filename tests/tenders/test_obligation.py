"""The obligation: rounding, cap, explanation."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenders.obligation import ObligationStep, explain_obligation, obligation

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)
PERCENTAGES = st.decimals(min_value=0, max_value=100, places=2)


@pytest.mark.parametrize(
    ("basis", "percentage", "owed"),
    [
        ("250000.00", "5", "12500.00"),
        ("250000.00", "2", "5000.00"),
        ("0.00", "5", "0.00"),
        ("100.00", "0", "0.00"),
        ("100.00", "100", "100.00"),  # a fixed amount
        ("0.10", "5", "0.01"),  # half a cent goes up
        ("0.09", "5", "0.00"),
        ("0.30", "5", "0.02"),  # 1.5 cents: not to even
        ("0.50", "5", "0.03"),  # 2.5 cents: not to even
        ("123456.78", "2.5", "3086.42"),
        ("999999999999.99", "99.99", "999899999999.99"),
    ],
)
def test_basis_times_percentage_half_up(basis: str, percentage: str, owed: str) -> None:
    """Cents are rounded half up, never to even."""
    assert str(obligation(Decimal(basis), Decimal(percentage))) == owed


@pytest.mark.parametrize(
    ("cap", "owed", "steps"),
    [
        (None, "12500.00", ["basis", "percentage", "obligation"]),
        ("12500.00", "12500.00", ["basis", "percentage", "obligation"]),
        ("12499.99", "12499.99", ["basis", "percentage", "uncapped", "cap", "obligation"]),
        ("0", "0.00", ["basis", "percentage", "uncapped", "cap", "obligation"]),
    ],
)
def test_a_cap_speaks_only_when_it_lowers(cap: str | None, owed: str, steps: list[str]) -> None:
    """The explanation names the cap, and the amount without it, only when the cap decides."""
    explained = explain_obligation(Decimal(250_000), Decimal(5), Decimal(cap) if cap else None)
    assert str(explained.amount) == owed
    assert [line.key for line in explained.lines] == steps


def test_the_explanation_can_be_stored() -> None:
    """Keys and plain decimal strings, the amount last."""
    explained = explain_obligation(Decimal("300000.00"), Decimal("5.00"), Decimal("10000.00"))
    assert explained.as_json() == [
        {"key": "basis", "value": "300000.00"},
        {"key": "percentage", "value": "5.00"},
        {"key": "uncapped", "value": "15000.00"},
        {"key": "cap", "value": "10000.00"},
        {"key": "obligation", "value": "10000.00"},
    ]


@pytest.mark.parametrize(
    ("basis", "percentage", "cap"), [("-0.01", "5", None), ("1", "-1", None), ("1", "100.01", None), ("1", "5", "-1")]
)
def test_impossible_figures_are_refused(basis: str, percentage: str, cap: str | None) -> None:
    """Nothing is computed from a negative amount or a percentage outside 0–100."""
    with pytest.raises(ValueError, match=r"between 0 and 100|zero or more"):
        obligation(Decimal(basis), Decimal(percentage), Decimal(cap) if cap else None)


@given(basis=AMOUNTS, percentage=PERCENTAGES, cap=st.none() | AMOUNTS)
def test_equals_arithmetic_in_whole_numbers(basis: Decimal, percentage: Decimal, cap: Decimal | None) -> None:
    """The same in whole cents and hundredths of a percent, rounded with integers."""
    cents = (int(basis * 100) * int(percentage * 100) + 5_000) // 10_000
    expected = Decimal(cents).scaleb(-2)
    if cap is not None:
        expected = min(expected, cap)
    explained = explain_obligation(basis, percentage, cap)
    assert explained.amount == expected
    assert (explained.lines[-1].key, explained.lines[-1].value) == (ObligationStep.OBLIGATION, explained.amount)
