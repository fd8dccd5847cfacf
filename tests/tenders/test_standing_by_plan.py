"""With an agreed plan the standing follows the plan, the same in the database as in the pure rule."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from tenders.explanations import of_expected
from tenders.models import Contract, ContractBand, ContractTotals
from tenders.outlook import outlook
from tenders.progress import PlanStep, ProgressPolicy, Standing, progress
from tests.factories.tenders import ContractFactory

TODAY = dt.date(2026, 8, 31)
STARTS_ON, ENDS_ON = dt.date(2026, 7, 1), dt.date(2027, 6, 30)  # in its start-up, which a plan does not have
DAYS = {
    "tomorrow": [dt.date(2026, 9, 1)],
    "today": [dt.date(2026, 8, 31), dt.date(2026, 9, 30)],
    "past and future": [dt.date(2026, 7, 15), dt.date(2026, 8, 15), dt.date(2026, 12, 31), dt.date(2027, 6, 30)],
    "all past": [dt.date(2026, 7, 2), dt.date(2026, 7, 3)],
}


def contract_with(cast, days, totals, *, approved, waiting, **values):
    contract = ContractFactory(
        **{
            "authority": cast.alice.organisation,
            "contractor": cast.bram.organisation,
            "starts_on": STARTS_ON,
            "ends_on": ENDS_ON,
            "plan_days": days,
            "plan_totals": totals,
            **values,
        }
    )
    ContractTotals.objects.filter(contract=contract).update(persons_approved=approved, others_submitted=waiting)
    ContractBand.objects.filter(contract=contract).update(
        persons=1 if approved else 0,
        persons_band=int(approved / 500 // 5 * 5),
        persons_claimed_upper=int(approved / 500 // 5 * 5 + 5) if approved else 0,
        others_submitted=waiting,
    )
    return contract


@pytest.fixture
def contracts(cast, owner):
    """Random steps, and amounts on, just under and far from the bounds of 90 and 60 % of what the plan asks."""
    chance = random.Random(7)  # noqa: S311 - the same amounts each time
    with owner():
        for days in DAYS.values():
            for _turn in range(12):
                totals = sorted(Decimal(one).scaleb(-2) for one in chance.sample(range(1, 5_000_001), len(days)))
                asked = max([Decimal(0), *(total for day, total in zip(days, totals, strict=True) if day <= TODAY)])
                reached = (
                    asked * chance.choice([0, 30, 60, 75, 90, 120]) / 100 + Decimal(chance.choice([-1, 0, 1])) / 100
                )
                waiting = max(reached, Decimal(0)).quantize(Decimal("0.01")) / 2
                contract_with(cast, days, totals, approved=waiting.quantize(Decimal("0.01")), waiting=waiting)


@pytest.mark.parametrize("totals", [True, False])
def test_database_and_rule_agree(owner, contracts, totals):
    seen = set()
    with owner():
        rows = list(Contract.objects.with_amounts(totals=totals).with_standing(on=TODAY, totals=totals))
    assert len(rows) == 12 * len(DAYS)
    for row in rows:
        shown = outlook(row, on=TODAY, totals=totals, policy=ProgressPolicy(startup_months=row.start_up_months))
        assert row.standing == shown.standing, (row.plan_days, row.plan_totals)
        seen.add(shown.standing)
        if totals:
            steps = [PlanStep(*one) for one in zip(row.plan_days, row.plan_totals, strict=True)]
            by_rule = progress(
                TODAY,
                obligation=row.obligation,
                approved=row.totals.approved,
                submitted=row.totals.submitted,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                plan=steps,
            )
            assert (row.standing, shown.expected) == (by_rule.standing, by_rule.expected)
    assert seen >= {Standing.STARTING, Standing.ON_TRACK}
    assert not totals or seen == {Standing.STARTING, Standing.ON_TRACK, Standing.BEHIND, Standing.AT_RISK}


def test_the_plan_goes_before_the_days_that_passed(owner, cast):
    """Without a plan this contract would still be starting; with one it is behind what both sides agreed."""
    with owner():
        contract_with(cast, DAYS["today"], [Decimal(10000), Decimal(50000)], approved=Decimal(5000), waiting=Decimal(0))
        row = Contract.objects.with_amounts(totals=True).with_standing(on=TODAY, totals=True).get()
        shown = outlook(row, on=TODAY, totals=True, policy=ProgressPolicy())
        assert (row.standing, shown.standing, shown.expected, shown.percent) == (
            Standing.AT_RISK,
            Standing.AT_RISK,
            Decimal("10000.00"),
            50,
        )


def test_says_when_the_plan_asks_something_first(owner, cast):
    with owner():
        contract_with(cast, DAYS["tomorrow"], [Decimal(50000)], approved=Decimal(0), waiting=Decimal(0))
        row = Contract.objects.with_amounts(totals=True).with_standing(on=TODAY, totals=True).get()
    shown = outlook(row, on=TODAY, totals=True, policy=ProgressPolicy())
    assert (row.standing, shown.expected) == (Standing.STARTING, 0)
    assert of_expected(shown, row.starts_on) == "eerste stap van het plan op 1-9-2026"
