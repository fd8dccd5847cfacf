"""The obligation: the euro amount of social value that a contract owes.

Tariff rules of the region: percentage of the basis (contract sum, invoiced turnover, wage sum or a fixed amount),
excluding VAT, rounded half up to cents; a region may cap the amount per contract.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from organisations.rounding import half_up

_HUNDRED = Decimal(100)


class ObligationStep(StrEnum):
    """What one line of the explanation is about."""

    BASIS = "basis"
    PERCENTAGE = "percentage"
    UNCAPPED = "uncapped"
    CAP = "cap"
    OBLIGATION = "obligation"


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """One line of the explanation; `value` is a percentage for the percentage line, euros for all others."""

    key: ObligationStep
    value: Decimal


@dataclass(frozen=True, slots=True)
class ExplainedObligation:
    """The amount with the lines that lead to it; the last line always is the amount."""

    amount: Decimal
    lines: tuple[ObligationLine, ...]

    def as_json(self) -> list[dict[str, str]]:
        """The lines as JSON-ready dictionaries `{key, value}`, values as plain decimal strings."""
        return [{"key": line.key.value, "value": format(line.value, "f")} for line in self.lines]


def obligation(basis: Decimal, percentage: Decimal, cap: Decimal | None = None) -> Decimal:
    """Euros owed: `basis × percentage / 100`, half up to cents, at most `cap`.

    Raises ValueError for a negative basis or cap, or a percentage outside 0–100.
    """
    return explain_obligation(basis, percentage, cap).amount


def explain_obligation(basis: Decimal, percentage: Decimal, cap: Decimal | None = None) -> ExplainedObligation:
    """The obligation with its explanation; the cap speaks only when it lowers the amount."""
    if basis < 0 or (cap is not None and cap < 0):
        raise ValueError("An obligation needs a basis and a cap of zero or more.")
    if not 0 <= percentage <= _HUNDRED:
        raise ValueError("A percentage lies between 0 and 100.")
    amount = half_up(Fraction(basis) * Fraction(percentage) / 100)
    lines = [ObligationLine(ObligationStep.BASIS, basis), ObligationLine(ObligationStep.PERCENTAGE, percentage)]
    if cap is not None and half_up(cap) < amount:
        lines.append(ObligationLine(ObligationStep.UNCAPPED, amount))
        lines.append(ObligationLine(ObligationStep.CAP, cap))
        amount = half_up(cap)
    lines.append(ObligationLine(ObligationStep.OBLIGATION, amount))
    return ExplainedObligation(amount, tuple(lines))
