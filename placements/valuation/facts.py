"""What a valuation needs to know, and nothing more: plain values that any caller can fill from its own rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

DEFAULT_NORM_HOURS = Decimal(36)
DEFAULT_MIN_HOURS = Decimal(12)


class BlockKind(StrEnum):
    """How the value of a block follows from its rate; values as in the data package's tariff file."""

    FULL_TIME_YEAR = "full_time_year"
    PER_HOUR = "per_hour"
    INVOICE_SHARE = "invoice_share"
    ONE_OFF = "one_off"
    ACTUAL_COST = "actual_cost"
    AGREED = "agreed"  # outside every tariff
    OPENING_BALANCE = "opening_balance"  # outside every tariff
    SURPLUS = "surplus"  # carried over from a settled contract


@dataclass(frozen=True, slots=True)
class Block:
    """One row of the contract's tariff version.

    `value` is the annual amount, the hourly rate, the share of the invoice or the one-off amount, by `kind`. The other
    figures only concern persons: `norm_hours` a week make a full-time year, below `min_hours` agreed hours a week
    nothing counts, and at most `max_months` count (None: no limit).
    """

    code: str
    label: str
    kind: str
    value: Decimal
    norm_hours: Decimal = DEFAULT_NORM_HOURS
    min_hours: Decimal = DEFAULT_MIN_HOURS
    max_months: int | None = None

    def __post_init__(self) -> None:
        """Refuse figures with which no value can be computed."""
        if self.value < 0 or self.min_hours < 0:
            raise ValueError("The value and the least hours of a block are zero or more.")
        if self.norm_hours <= 0 or (self.max_months is not None and self.max_months <= 0):
            raise ValueError("The full-time hours and the longest period of a block are more than zero.")


@dataclass(frozen=True, slots=True)
class Bonus:
    """An annual amount on top of a person's block, for an age, a permanent employment contract, or both together."""

    label: str
    value: Decimal
    min_age: int | None = None
    permanent: bool = False

    def __post_init__(self) -> None:
        """Refuse a bonus that would apply to everyone."""
        if self.min_age is None and not self.permanent:
            raise ValueError("A bonus needs an age, a permanent contract, or both.")
        if self.value < 0:
            raise ValueError("The value of a bonus is zero or more.")


@dataclass(frozen=True, slots=True)
class DeploymentFacts:
    """One person at work on one contract.

    `starts_on`–`ends_on` are the deployment's own dates, both inclusive, not cut to anything.
    `counted_until` is what the database function `sroi_counted_until` answers: the last day that counts under the
    block's longest period, None when no day does. Without a longest period it is not looked at.
    `ages_on` is the day on which ages are taken; None means `starts_on` (a region may choose the award date).
    A rejected deployment is worth nothing.
    """

    starts_on: date
    ends_on: date
    hours_per_week: Decimal
    permanent: bool
    birth_date: date
    contract_starts_on: date
    contract_ends_on: date
    counted_until: date | None
    ages_on: date | None = None
    rejected: bool = False

    def __post_init__(self) -> None:
        """Refuse periods that end before they start, and negative hours."""
        if self.ends_on < self.starts_on or self.contract_ends_on < self.contract_starts_on:
            raise ValueError("A period does not end before it starts.")
        if self.hours_per_week < 0:
            raise ValueError("Agreed hours are zero or more.")


@dataclass(frozen=True, slots=True)
class StatedMonth:
    """One approved hours statement: its month, its paid hours, and the value fixed at approval."""

    month: date
    paid_hours: Decimal
    value: Decimal
