"""The band in which an authority reads what persons contributed: an amount has one, whatever is owed meanwhile."""

import datetime as dt
from decimal import Decimal

import pytest

from placements.choices import LineStatus
from tenders.models import Contract, ContractBand
from tests.factories.placements import DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory

TODAY = dt.date(2026, 6, 1)
BENEFIT = Decimal("1652.78")
#: Percentages of a sum of a million, each chosen after the band that the one before it gave.
PERCENTAGES = ("3.0", "3.2", "3.25", "3.3", "3.301", "3.3055", "3.3056", "1", "0.0001")


@pytest.fixture
def contract(cast, owner):
    with owner():
        contract = ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            contract_sum=Decimal(1_000_000),
            obligation=Decimal(50_000),
        )
        HoursStatementFactory(
            deployment=DeploymentFactory(contract=contract), status=LineStatus.APPROVED, value=BENEFIT
        )
    return contract


def owes(owner, contract, obligation):
    with owner():
        Contract.objects.filter(pk=contract.pk).update(obligation=obligation)


def seen_by(person, contract):
    return person.get(f"contracten/{contract.pk}/").context["page"].outlook


def shown(person, path):
    return person.get(path).content.decode().replace("\xa0", " ")


def euros(outlook):
    return outlook.approved, outlook.waiting, outlook.banded.least, outlook.banded.most


def test_other_terms_tell_nothing_more_of_persons(cast, owner, contract):
    """Bands of seven obligations once left a benefit of € 1.652,78 between two amounts a euro apart."""
    before = euros(seen_by(cast.alice, contract))
    assert before == (Decimal(0), Decimal(2500), Decimal(0), Decimal(2500))
    for percentage in PERCENTAGES:
        owed = Decimal(1_000_000) * Decimal(percentage) / 100
        owes(owner, contract, owed)
        outlook = seen_by(cast.alice, contract)
        assert outlook.owed == owed
        assert euros(outlook) == before, percentage
        assert seen_by(cast.bram, contract).approved == BENEFIT


def test_sums_and_standings_in_lists_stand_on_the_same_obligation(cast, owner, contract):
    for owed in (Decimal(33_056), Decimal(1_700)):
        owes(owner, contract, owed)
        page = cast.alice.get("portefeuille/").context
        sums = page["total"]
        assert (sums.approved, sums.most, sums.claimed) == (0, 2500, 2500), owed
        by_standing = page["groups"][0]["lines"]
        assert [line.key for line in by_standing] == [seen_by(cast.alice, contract).standing], owed


def test_says_of_which_obligation_the_band_is_a_part(cast, owner, contract):
    path = f"contracten/{contract.pk}/"
    assert "van de eerdere verplichting" not in shown(cast.alice, path)
    owes(owner, contract, Decimal(33_056))
    assert "0–5 % van de eerdere verplichting van € 50.000" in shown(cast.alice, path)
    assert "van de eerdere verplichting" not in shown(cast.bram, path)
    assert "van € 50.000" in shown(cast.alice, "contracten/")


@pytest.mark.parametrize("status", [LineStatus.APPROVED, LineStatus.SUBMITTED])
def test_the_band_follows_when_what_persons_contributed_changes(cast, owner, contract, status):
    owes(owner, contract, Decimal(20_000))
    with owner():
        line = contract.deployments.get()
        HoursStatementFactory(deployment=line, month=dt.date(2026, 4, 1), status=status, value=Decimal(1000))
        assert ContractBand.objects.get(contract=contract).obligation == Decimal(20_000)
    outlook = seen_by(cast.alice, contract)
    assert (outlook.banded.lower, outlook.banded.claimed) == ((10, 15) if status == LineStatus.APPROVED else (5, 15))
    owes(owner, contract, Decimal(2_700))
    assert euros(seen_by(cast.alice, contract)) == euros(outlook)


def test_where_nothing_is_contributed_the_band_follows_at_once(cast, owner):
    with owner():
        contract = ContractFactory(authority=cast.alice.organisation, obligation=Decimal(50_000))
        DeploymentFactory(contract=contract)
    for owed in (Decimal(20_000), Decimal(0), Decimal(70_000)):
        owes(owner, contract, owed)
        with owner():
            band = ContractBand.objects.get(contract=contract)
        assert band.obligation == owed
        assert band.persons_band == 0 or not owed


def test_a_band_that_never_was_comes_with_the_first_obligation(cast, owner, contract):
    owes(owner, contract, Decimal(0))
    with owner():
        HoursStatementFactory(
            deployment=contract.deployments.get(),
            month=dt.date(2026, 4, 1),
            status=LineStatus.APPROVED,
            value=Decimal(1000),
        )
    assert euros(seen_by(cast.alice, contract)) == (0, 0, 0, 0)
    owes(owner, contract, Decimal(20_000))
    first = euros(seen_by(cast.alice, contract))
    assert first[2:] == (Decimal(2000), Decimal(3000))
    owes(owner, contract, Decimal(2_700))
    assert euros(seen_by(cast.alice, contract)) == first


def test_a_band_without_an_end_may_hold_all_that_is_owed_by_now(cast, owner, contract):
    """More was contributed than was owed; then more is owed. The authority is not alarmed before the others are."""
    owes(owner, contract, Decimal(1_000))
    with owner():
        HoursStatementFactory(
            deployment=contract.deployments.get(),
            month=dt.date(2026, 4, 1),
            status=LineStatus.APPROVED,
            value=Decimal(1000),
        )
    owes(owner, contract, Decimal(2_500))
    band, exact = (seen_by(person, contract) for person in (cast.alice, cast.bram))
    assert (band.banded.lower, band.approved) == (100, Decimal(1000))
    assert band.approved + band.waiting >= band.owed
    assert band.standing == exact.standing
    sums = cast.alice.get("portefeuille/").context["total"]
    assert sums.approved <= exact.approved
    assert sums.least_to_do == exact.to_do == 0


def test_settled_it_is_exact_and_its_band_stands_on_what_is_owed(cast, owner, contract):
    owes(owner, contract, Decimal(20_000))
    with owner():
        Contract.objects.filter(pk=contract.pk).update(settled_on=TODAY)
        assert ContractBand.objects.get(contract=contract).obligation == Decimal(20_000)
        assert ContractBand.objects.get(contract=contract).persons_band == 5
    outlook = seen_by(cast.alice, contract)
    assert (outlook.banded, outlook.approved) == (None, BENEFIT)


def test_without_an_obligation_there_is_no_band_also_after_more_was_approved(cast, owner, contract):
    owes(owner, contract, Decimal(0))
    with owner():
        HoursStatementFactory(
            deployment=DeploymentFactory(contract=contract), status=LineStatus.APPROVED, value=Decimal("900.00")
        )
        band = ContractBand.objects.get(contract=contract)
    assert (band.persons_band, band.persons_claimed_upper) == (None, None)
    assert seen_by(cast.alice, contract).banded.lower is None
