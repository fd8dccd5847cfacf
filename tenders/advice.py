"""The advice shown beside the SROI decision of a tender: what the region's policy says, never forced.

Rules of the regional procurement policy: a threshold by kind, a least duration, and a percentage that follows the
labour share of the value. Every figure is region data; the defaults are those of region Groningen.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from organisations.months import add_months

_WORK, _SERVICE, _SUPPLY = "work", "service", "supply"


class Outcome(StrEnum):
    """What the advice comes down to."""

    NOT_REQUIRED = "not_required"
    NOT_RECOMMENDED = "not_recommended"
    BESPOKE = "bespoke"  # a percentage of the wage sum
    PERCENTAGE = "percentage"


class AdviceRule(StrEnum):
    """A rule that can speak; behind each its figures."""

    VALUE_UNKNOWN = "value_unknown"  # threshold: nothing to compare it with yet
    BELOW_THRESHOLD = "below_threshold"  # value, threshold
    DURATION_UNKNOWN = "duration_unknown"  # months: nothing to compare it with yet
    SHORT_DURATION = "short_duration"  # months
    LOW_LABOUR_SHARE = "low_labour_share"  # labour_share, below
    MIDDLE_LABOUR_SHARE = "middle_labour_share"  # labour_share, below, percentage
    HIGH_LABOUR_SHARE = "high_labour_share"  # labour_share, percentage
    UNKNOWN_LABOUR_SHARE = "unknown_labour_share"  # percentage: check the labour share


@dataclass(frozen=True, slots=True)
class AdvicePolicy:
    """The figures of a region's policy: euros, months and percentages."""

    threshold_work: Decimal = Decimal(250_000)
    threshold_service: Decimal = Decimal(100_000)
    threshold_supply: Decimal = Decimal(100_000)
    min_months: int = 6
    bespoke_below_share: Decimal = Decimal(10)
    low_below_share: Decimal = Decimal(50)
    low_percentage: Decimal = Decimal(2)
    high_percentage: Decimal = Decimal(5)

    def threshold(self, kind: str) -> Decimal:
        """The value below which social return is not required for this kind of tender."""
        return {_WORK: self.threshold_work, _SERVICE: self.threshold_service, _SUPPLY: self.threshold_supply}[kind]

    def percentage_of_unknown_share(self, kind: str) -> Decimal:
        """The percentage for a tender whose labour share nobody filled in: supplies take little labour."""
        return self.low_percentage if kind == _SUPPLY else self.high_percentage


@dataclass(frozen=True, slots=True)
class RuleSpoken:
    """A rule that spoke, with its figures by name as plain strings."""

    key: AdviceRule
    figures: tuple[tuple[str, str], ...] = ()

    @property
    def params(self) -> dict[str, str]:
        """The figures by name."""
        return dict(self.figures)


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice: a percentage where there is one, the outcome, and each rule that spoke, in order."""

    percentage: Decimal | None
    outcome: Outcome
    rules: tuple[RuleSpoken, ...]


def advise(
    kind: str,
    value: Decimal | None,
    starts_on: date | None,
    ends_on: date | None,
    labour_share: Decimal | None,
    policy: AdvicePolicy,
) -> Advice:
    """What the policy advises for a tender of this kind (work, service, supply), value excluding VAT and period.

    The first obstacle decides, but both are named: below the threshold, then too short. Without an obstacle the labour
    share (a percentage of the value) decides. What is not known yet speaks too, and holds nothing back.
    Raises ValueError for an unknown kind.
    """
    if kind not in {_WORK, _SERVICE, _SUPPLY}:
        raise ValueError("A tender is a work, a service or a supply.")
    obstacles, rules = [], []
    threshold = policy.threshold(kind)
    if value is None:
        rules.append(_spoken(AdviceRule.VALUE_UNKNOWN, threshold=threshold))
    elif value < threshold:
        obstacles.append(Outcome.NOT_REQUIRED)
        rules.append(_spoken(AdviceRule.BELOW_THRESHOLD, value=value, threshold=threshold))
    if starts_on is None or ends_on is None:
        rules.append(_spoken(AdviceRule.DURATION_UNKNOWN, months=policy.min_months))
    elif ends_on + timedelta(days=1) < add_months(starts_on, policy.min_months):
        obstacles.append(Outcome.NOT_RECOMMENDED)
        rules.append(_spoken(AdviceRule.SHORT_DURATION, months=policy.min_months))
    if obstacles:
        return Advice(None, obstacles[0], tuple(rules))
    percentage, rule = _by_labour_share(kind, labour_share, policy)
    outcome = Outcome.BESPOKE if percentage is None else Outcome.PERCENTAGE
    return Advice(percentage, outcome, (*rules, rule))


def _by_labour_share(
    kind: str, labour_share: Decimal | None, policy: AdvicePolicy
) -> tuple[Decimal | None, RuleSpoken]:
    """The percentage that follows from the labour share (None: bespoke), and the rule that says so."""
    if labour_share is None:
        percentage = policy.percentage_of_unknown_share(kind)
        return percentage, _spoken(AdviceRule.UNKNOWN_LABOUR_SHARE, percentage=percentage)
    if labour_share < policy.bespoke_below_share:
        return None, _spoken(AdviceRule.LOW_LABOUR_SHARE, labour_share=labour_share, below=policy.bespoke_below_share)
    if labour_share < policy.low_below_share:
        percentage = policy.low_percentage
        return percentage, _spoken(
            AdviceRule.MIDDLE_LABOUR_SHARE,
            labour_share=labour_share,
            below=policy.low_below_share,
            percentage=percentage,
        )
    percentage = policy.high_percentage
    return percentage, _spoken(AdviceRule.HIGH_LABOUR_SHARE, labour_share=labour_share, percentage=percentage)


def _spoken(key: AdviceRule, **figures: Decimal | int) -> RuleSpoken:
    """A rule with its figures as plain strings."""
    return RuleSpoken(key, tuple((name, format(Decimal(figure), "f")) for name, figure in figures.items()))
