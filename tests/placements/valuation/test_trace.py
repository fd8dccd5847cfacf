"""The stored calculation."""

import json
from decimal import Decimal

import pytest

from placements.valuation import forecast
from placements.valuation.trace import plain
from tests.placements.valuation.examples import AGE_50, block, deployment


def test_a_trace_is_stored_as_it_is() -> None:
    """Through JSON and back gives the same lines."""
    found = forecast(deployment(), block(), [AGE_50])
    stored = found.trace_as_json()
    assert json.loads(json.dumps(stored)) == stored
    assert found.trace[-1].params == {"amount": str(found.value)}


@pytest.mark.parametrize(
    ("number", "text"),
    [("36", "36.00"), ("1E+3", "1000.00"), ("0.125", "0.125"), ("0.1250", "0.125"), ("0", "0.00"), ("7.5", "7.50")],
)
def test_plain_decimals(number: str, text: str) -> None:
    """Two decimals, more when they matter, no exponent."""
    assert plain(Decimal(number)) == text
