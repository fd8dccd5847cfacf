"""What is still to come counts only hours that can still be handed in: one figure on every screen."""

import datetime as dt
from decimal import Decimal

import pytest

from organisations.months import add_months
from placements.choices import LineStatus
from tenders.models import ContractTotals
from tests.database import owner
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.placements.workspace import contract_of

pytestmark = pytest.mark.usefixtures("mid_june")

OVER = {"starts_on": dt.date(2018, 1, 1), "ends_on": dt.date(2018, 2, 28)}
RUNNING = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}


def line_of(contract, *values, forecast, status=LineStatus.APPROVED, **days):
    """A line with one statement a month, from its first day on."""
    line = DeploymentFactory(contract=contract, forecast=Decimal(forecast), status=status, **days)
    for number, value in enumerate(values):
        month = add_months(days["starts_on"].replace(day=1), number)
        HoursStatementFactory(deployment=line, month=month, status=LineStatus.APPROVED, value=Decimal(value))
    return line


def planned_on_screens(cast, contract):
    """What each screen says is still to come, and what is not covered yet."""
    path = f"contracten/{contract.pk}/"
    page = cast.bram.get(path).context["page"].outlook
    what_if = cast.bram.get(f"{path}rekenhulp/").context["standing"]
    (row,) = cast.bram.get("overzicht/?stand=all").context["table"].data.data
    in_list = row.amounts.expected - row.amounts.approved - row.amounts.waiting
    verifier = cast.dirk.get(path).context["page"].outlook
    assert page.unplanned == what_if.unplanned == verifier.unplanned == max(page.to_do - page.waiting - page.planned, 0)
    assert page.planned == what_if.planned == verifier.planned == in_list
    return page.planned


def test_a_contract_that_is_over_brings_nothing_more(cast):
    with owner():
        contract = contract_of(cast, **OVER)
        line_of(contract, "1000.00", "705.00", forecast="5000.00", **OVER)
        ContributionFactory(contract=contract, status=LineStatus.CONCEPT, value=Decimal(400), date=OVER["ends_on"])
    assert planned_on_screens(cast, contract) == 0
    with owner():
        assert ContractTotals.objects.get(contract=contract).persons_forecast == 5000, "the forecast stays what it was"


def test_a_line_that_is_over_and_handed_in_brings_nothing_and_the_others_what_is_left(cast):
    spring = {"starts_on": dt.date(2026, 3, 15), "ends_on": dt.date(2026, 5, 10)}
    with owner():
        contract = contract_of(cast, **RUNNING)
        line_of(contract, "100.00", "100.00", "100.00", forecast="3595.00", **spring)
        # One month is not handed in yet: that still comes.
        line_of(contract, "100.00", "100.00", forecast="900.00", **spring)
        # More than its forecast takes nothing from what others bring.
        line_of(contract, "2500.00", forecast="1000.00", **RUNNING)
        line_of(contract, "250.00", forecast="6000.00", **RUNNING)
        line_of(contract, forecast="800.00", status=LineStatus.REJECTED, **RUNNING)
    assert planned_on_screens(cast, contract) == Decimal("700.00") + Decimal("5750.00")


def test_a_line_that_runs_on_brings_what_is_left_also_when_all_its_months_were_handed_in(cast):
    days = {"starts_on": dt.date(2026, 5, 1), "ends_on": dt.date(2026, 6, 30)}
    with owner():
        contract = contract_of(cast, **RUNNING)
        line_of(contract, "100.00", "40.00", forecast="3000.00", **days)
    assert planned_on_screens(cast, contract) == 2860


def test_a_month_that_is_only_a_concept_is_not_handed_in(cast):
    days = {"starts_on": dt.date(2026, 5, 1), "ends_on": dt.date(2026, 5, 31)}
    with owner():
        contract = contract_of(cast, **RUNNING)
        line = line_of(contract, forecast="300.00", **days)
        HoursStatementFactory(deployment=line, month=dt.date(2026, 5, 1), status=LineStatus.CONCEPT, value=Decimal(0))
    assert planned_on_screens(cast, contract) == 300


def test_a_month_that_came_back_can_still_come_also_when_the_line_is_over(cast):
    days = {"starts_on": dt.date(2026, 4, 1), "ends_on": dt.date(2026, 5, 31)}
    with owner():
        contract = contract_of(cast, **RUNNING)
        line = line_of(contract, "100.00", forecast="3000.00", **days)
        HoursStatementFactory(
            deployment=line, month=dt.date(2026, 5, 1), status=LineStatus.RETURNED, value=Decimal("40.00")
        )
    assert planned_on_screens(cast, contract) == 40
