"""The steps of a plan for an obligation: an even division over the quarters to begin with, and what makes steps wrong.

A plan says by which day so much of the obligation is filled in, in total (domain rules, obligation: status by time).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from organisations.months import add_months
from organisations.rounding import half_up
from tenders.progress import PlanStep

_QUARTER = 3


class StepFault(StrEnum):
    """What is wrong with one step, beside the step before it and the contract."""

    DAY_NOT_LATER = "day_not_later"
    TOTAL_NOT_HIGHER = "total_not_higher"
    OUTSIDE_PERIOD = "outside_period"


@dataclass(frozen=True, slots=True)
class FaultyStep:
    """The place of the step, counted from 0, and what is wrong with it."""

    place: int
    fault: StepFault


def per_quarter(starts_on: date, ends_on: date, obligation: Decimal) -> tuple[PlanStep, ...]:
    """The obligation divided evenly over the days of the contract, at the end of each calendar quarter.

    The last step is the last day with the whole obligation. Nothing owed gives no steps, and steps that would ask the
    same as the one before fall away.
    """
    days = (ends_on - starts_on).days + 1
    steps: list[PlanStep] = []
    end = quarter_end(starts_on)
    while end < ends_on:
        steps.append(PlanStep(end, half_up(Fraction(obligation) * ((end - starts_on).days + 1) / days)))
        end = quarter_end(end + timedelta(days=1))
    steps.append(PlanStep(ends_on, half_up(obligation)))
    before = Decimal(0)
    kept = []
    for step in steps:
        if step.total > before:
            kept.append(step)
            before = step.total
    return tuple(kept)


def quarter_end(day: date) -> date:
    """The last day of the calendar quarter in which the day lies."""
    first = date(day.year, (day.month - 1) // _QUARTER * _QUARTER + 1, 1)
    return add_months(first, _QUARTER) - timedelta(days=1)


def faults(steps: Sequence[PlanStep], *, starts_on: date, ends_on: date) -> tuple[FaultyStep, ...]:
    """What is wrong with the steps: days and totals ascend, and every day lies in the contract."""
    found = []
    for place, step in enumerate(steps):
        before = steps[place - 1] if place else None
        if not starts_on <= step.by <= ends_on:
            found.append(FaultyStep(place, StepFault.OUTSIDE_PERIOD))
        elif before is not None and step.by <= before.by:
            found.append(FaultyStep(place, StepFault.DAY_NOT_LATER))
        if step.total <= (before.total if before else 0):
            found.append(FaultyStep(place, StepFault.TOTAL_NOT_HIGHER))
    return tuple(found)
