"""Rounding half up, from the exact value."""

from decimal import Decimal
from fractions import Fraction

import pytest

from organisations.rounding import half_up


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [
        (Decimal("0.005"), 2, "0.01"),
        (Decimal("0.015"), 2, "0.02"),
        (Decimal("0.025"), 2, "0.03"),
        (Decimal("0.00499999999999999999999999999999999"), 2, "0.00"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 4, "0.6667"),
        (Decimal("-0.005"), 2, "-0.01"),
        (Decimal("-0.004"), 2, "0.00"),
        (7, 2, "7.00"),
        (Decimal("12345678901234567890123456789012345.675"), 2, "12345678901234567890123456789012345.68"),
        (Decimal("2.5"), 0, "3"),
    ],
)
def test_half_up(number: Decimal | Fraction | int, places: int, rounded: str) -> None:
    """Halves go away from zero, whatever the size; nothing becomes minus zero."""
    assert str(half_up(number, places)) == rounded
