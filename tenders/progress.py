"""How a contract stands at a given day, and the band in which an authority sees what persons contributed.

Rules of the regional policy: after a start-up the approved and submitted amounts are held against the agreed plan, or
without one against the obligation in proportion to the days passed. Tariffs are public, so the exact worth of one
person would tell his benefit: until a contract is settled, an authority sees a band of 5 % of the obligation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from organisations.months import add_months
from organisations.rounding import half_up

BAND_PERCENT = 5
#: The last band has no end: the whole obligation, or more. Else its width would tell what the obligation cannot hide.
ALL_OF_IT = 100


class Standing(StrEnum):
    """Where a contract stands."""

    STARTING = "starting"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    NOTHING_OWED = "nothing_owed"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class ProgressPolicy:
    """A region's figures: months of start-up, and the percentages of what is expected at which a contract changes."""

    startup_months: int = 3
    on_track_from: Decimal = Decimal(90)
    behind_from: Decimal = Decimal(60)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of an agreed plan: by this day (inclusive) so much in total, in euros."""

    by: date
    total: Decimal


@dataclass(frozen=True, slots=True)
class Progress:
    """The standing at a day with the amounts it rests on; `percent` is unrounded, None when nothing was expected."""

    standing: Standing
    expected: Decimal
    reached: Decimal
    percent: Fraction | None


def expected_by(
    on: date, *, obligation: Decimal, starts_on: date, ends_on: date, plan: Sequence[PlanStep] = ()
) -> Decimal:
    """Euros expected at the end of day `on`: the plan's last step reached, else in proportion to the days passed.

    Days are counted inclusively, so the last day of the contract expects the whole obligation.
    """
    if plan:
        reached = [step for step in plan if step.by <= on]
        return half_up(max(reached, key=lambda step: step.by).total if reached else 0)
    return half_up(_in_proportion(on, obligation=obligation, starts_on=starts_on, ends_on=ends_on))


def progress(  # noqa: PLR0913 -- each a fact of the contract, all by name
    on: date,
    *,
    obligation: Decimal,
    approved: Decimal,
    submitted: Decimal,
    starts_on: date,
    ends_on: date,
    plan: Sequence[PlanStep] = (),
    settled: bool = False,
    policy: ProgressPolicy | None = None,
) -> Progress:
    """How the contract stands on day `on`; `submitted` is what waits for approval, not counting what is approved.

    The start-up ends with its months, or with the contract when that is shorter; an agreed plan has no start-up, but
    a contract is starting as long as its plan asks nothing. Where nothing is owed, nothing can be on track or behind.
    """
    policy = policy or ProgressPolicy()
    expected = expected_by(on, obligation=obligation, starts_on=starts_on, ends_on=ends_on, plan=plan)
    reached = approved + submitted
    exact = (
        Fraction(expected) if plan else _in_proportion(on, obligation=obligation, starts_on=starts_on, ends_on=ends_on)
    )
    percent = Fraction(reached) * 100 / exact if exact > 0 else None
    if settled:
        standing = Standing.SETTLED
    elif obligation == 0:
        standing = Standing.NOTHING_OWED
    elif percent is None or (not plan and on <= ends_on and on < add_months(starts_on, policy.startup_months)):
        standing = Standing.STARTING
    else:
        standing = _standing(percent, policy)
    return Progress(standing, expected, half_up(reached), percent)


def _in_proportion(on: date, *, obligation: Decimal, starts_on: date, ends_on: date) -> Fraction:
    """The obligation × days passed / days of the contract, exact."""
    days = (ends_on - starts_on).days + 1
    passed = min(max((on - starts_on).days + 1, 0), days)
    return Fraction(obligation) * passed / days


def _standing(percent: Fraction, policy: ProgressPolicy) -> Standing:
    """The standing at a percentage of what was expected; each bound belongs to the better side."""
    if percent >= policy.on_track_from:
        return Standing.ON_TRACK
    return Standing.BEHIND if percent >= policy.behind_from else Standing.AT_RISK
