"""Contributions other than persons."""

from decimal import Decimal

import pytest

from placements.valuation import contribution_value


@pytest.mark.parametrize(
    ("kind", "rate", "quantity", "value", "first_line"),
    [
        ("per_hour", "100", "7.50", "750.00", {"key": "hourly", "rate": "100.00", "hours": "7.50"}),
        ("per_hour", "33.33", "0.15", "5.00", {"key": "hourly", "rate": "33.33", "hours": "0.15"}),  # 4.9995
        ("invoice_share", "0.50", "100.01", "50.01", {"key": "invoice", "factor": "0.50", "amount": "100.01"}),
        ("invoice_share", "0.125", "0.04", "0.01", {"key": "invoice", "factor": "0.125", "amount": "0.04"}),
        ("invoice_share", "1.00", "99999.99", "99999.99", None),
        ("one_off", "2500", "3", "7500.00", {"key": "each", "amount": "2500.00", "number": "3.00"}),
        ("actual_cost", None, "1234.56", "1234.56", {"key": "cost", "amount": "1234.56"}),
        ("actual_cost", "0", "1234.56", "1234.56", {"key": "cost", "amount": "1234.56"}),
        ("agreed", None, "5000", "5000.00", {"key": "agreed", "amount": "5000.00"}),
        ("opening_balance", None, "0.01", "0.01", {"key": "opening_balance", "amount": "0.01"}),
        ("per_hour", "100", "0", "0.00", None),
    ],
)
def test_value_by_kind(
    kind: str, rate: str | None, quantity: str, value: str, first_line: dict[str, str] | None
) -> None:
    """Each kind has its own product and its own line; the value is the last line."""
    found = contribution_value(kind, Decimal(quantity), rate=None if rate is None else Decimal(rate))
    assert str(found.value) == value
    trace = found.trace_as_json()
    assert trace[-1] == {"key": "value", "amount": value}
    if first_line is not None:
        assert trace == [first_line, trace[-1]]


@pytest.mark.parametrize(
    ("kind", "rate", "quantity", "reason"),
    [
        ("full_time_year", "40000", "1", "days and hours"),
        ("per_hour", None, "1", "needs its rate"),
        ("bonus", "1", "1", "bonus"),
        ("per_hour", "100", "-1", "zero or more"),
        ("per_hour", "-100", "1", "zero or more"),
        ("agreed", None, "-0.01", "zero or more"),
    ],
)
def test_refused(kind: str, rate: str | None, quantity: str, reason: str) -> None:
    """A person, an unknown kind, a missing rate and a negative figure are refused."""
    with pytest.raises(ValueError, match=reason):
        contribution_value(kind, Decimal(quantity), rate=None if rate is None else Decimal(rate))
