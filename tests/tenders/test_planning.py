"""An even division over the quarters, and what makes the steps of a plan wrong."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenders.planning import FaultyStep, StepFault, faults, per_quarter, quarter_end
from tenders.progress import PlanStep

DAY = dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2026, 3, 31), dt.date(2026, 3, 31)),
        (dt.date(2026, 11, 15), dt.date(2026, 12, 31)),
    ],
)
def test_quarter_end(day, end):
    assert quarter_end(day) == end


def test_evenly_by_days_with_the_whole_obligation_on_the_last():
    steps = per_quarter(dt.date(2026, 1, 1), dt.date(2026, 12, 31), Decimal(36500))
    assert steps == (
        PlanStep(dt.date(2026, 3, 31), Decimal("9000.00")),
        PlanStep(dt.date(2026, 6, 30), Decimal("18100.00")),
        PlanStep(dt.date(2026, 9, 30), Decimal("27300.00")),
        PlanStep(dt.date(2026, 12, 31), Decimal("36500.00")),
    )


def test_within_one_quarter_there_is_one_step():
    assert per_quarter(DAY, dt.date(2026, 3, 1), Decimal(100)) == (PlanStep(dt.date(2026, 3, 1), Decimal("100.00")),)


def test_nothing_owed_asks_nothing():
    assert per_quarter(DAY, dt.date(2028, 1, 31), Decimal(0)) == ()


@given(
    starts_on=st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)),
    length=st.integers(0, 4000),
    obligation=st.decimals("0.01", "99999999.99", places=2),
)
def test_what_is_suggested_is_never_wrong(starts_on, length, obligation):
    ends_on = starts_on + dt.timedelta(days=length)
    steps = per_quarter(starts_on, ends_on, obligation)
    assert faults(steps, starts_on=starts_on, ends_on=ends_on) == ()
    assert steps[-1].total == obligation


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([(0, 1), (10, 2)], []),
        ([(-1, 1)], [(0, StepFault.OUTSIDE_PERIOD)]),
        ([(0, 1), (366, 2)], [(1, StepFault.OUTSIDE_PERIOD)]),
        ([(5, 1), (5, 2)], [(1, StepFault.DAY_NOT_LATER)]),
        ([(5, 2), (6, 2)], [(1, StepFault.TOTAL_NOT_HIGHER)]),
        ([(0, 0)], [(0, StepFault.TOTAL_NOT_HIGHER)]),
        ([(9, 5), (3, 4)], [(1, StepFault.DAY_NOT_LATER), (1, StepFault.TOTAL_NOT_HIGHER)]),
    ],
)
def test_faults(steps, found):
    made = [PlanStep(DAY + dt.timedelta(days=days), Decimal(total)) for days, total in steps]
    wrong = faults(made, starts_on=DAY, ends_on=DAY + dt.timedelta(days=365))
    assert list(wrong) == [FaultyStep(*one) for one in found]
