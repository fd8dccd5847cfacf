"""The standing that the database sorts and filters by equals the one that the page shows, for both who see totals and who see a band."""

import datetime as dt
from decimal import Decimal
from itertools import product

import pytest

from organisations.tenancy import acting_for
from tenders.access import contracts_of, sees_totals
from tenders.choices import PartyRole
from tenders.models import Contract, ContractBand, ContractParty, ContractTotals, RegionPolicy
from tenders.outlook import outlook
from tenders.progress import ProgressPolicy, Standing
from tenders.querysets import STANDING_ORDER
from tests.factories.tenders import ContractFactory
from tests.placements.consortia import company

TODAY = dt.date(2026, 8, 31)
PERIODS = [
    (dt.date(2026, 9, 1), dt.date(2027, 8, 31)),  # begins tomorrow
    (dt.date(2026, 8, 31), dt.date(2026, 8, 31)),  # one day, today
    (dt.date(2026, 5, 31), dt.date(2027, 5, 30)),  # start-up of three months ended yesterday (31 May + 3)
    (dt.date(2026, 6, 1), dt.date(2027, 5, 31)),  # in its last day of start-up
    (dt.date(2025, 9, 1), dt.date(2027, 8, 31)),  # halfway
    (dt.date(2024, 1, 1), dt.date(2026, 8, 30)),  # ended yesterday
    (dt.date(2026, 8, 1), dt.date(2026, 8, 30)),  # shorter than its start-up, and ended
]
#: Approved and submitted of persons and of others, in percents of the obligation.
REACHED = [(0, 0, 0, 0), (20, 3, 5, 2), (44, 1, 0, 0), (45, 0, 0, 0), (29, 1, 0, 0), (60, 0, 30, 0), (100, 10, 0, 0)]


@pytest.fixture
def contracts(owner, cast):
    with owner():
        for number, (period, reached, owed) in enumerate(product(PERIODS, REACHED, (Decimal(50000), Decimal(0)))):
            starts_on, ends_on = period
            contract = ContractFactory(
                authority=cast.alice.organisation,
                contractor=cast.bram.organisation,
                starts_on=starts_on,
                ends_on=ends_on,
                obligation=owed,
                percentage=Decimal(5) if owed else Decimal(0),
                settled_on=TODAY if number % 11 == 0 else None,
            )
            persons, persons_waiting, others, others_waiting = (Decimal(share) * 500 for share in reached)
            ContractTotals.objects.filter(contract=contract).update(
                persons_approved=persons,
                persons_submitted=persons_waiting,
                others_approved=others,
                others_submitted=others_waiting,
            )
            ContractBand.objects.filter(contract=contract).update(
                persons_band=reached[0] // 5 * 5 if owed else None,
                persons_claimed_upper=((reached[0] + reached[1]) // 5 * 5 + 5 if any(reached[:2]) else 0)
                if owed
                else None,
                persons=1 if reached[0] else 0,
                others_approved=others,
                others_submitted=others_waiting,
            )


@pytest.mark.parametrize("totals", [True, False])
def test_database_and_page_agree(owner, contracts, totals):
    seen = set()
    with owner():
        rows = Contract.objects.with_amounts(totals=totals).with_standing(on=TODAY, totals=totals)
        for row in rows:
            policy = ProgressPolicy(startup_months=row.start_up_months)
            shown = outlook(row, on=TODAY, totals=totals, policy=policy).standing
            assert row.standing == shown, (row.starts_on, row.ends_on, row.obligation)
            assert STANDING_ORDER[row.standing_rank] == shown
            seen.add(shown)
    assert seen == set(Standing)


def test_database_and_page_agree_for_every_viewer(owner, cast, contracts):
    """By row security, as a request has it: exact, in a band, or not at all, from one contract to the next."""
    with owner():
        helper = company(cast, "Sloop BV", "Sef")
        for number, contract in enumerate(Contract.objects.order_by("pk")):
            if number % 3 == 0:
                ContractParty.objects.create(
                    contract=contract,
                    organisation=helper.organisation,
                    role=PartyRole.SUBCONTRACTOR,
                    joined_on=contract.starts_on,
                )
    kinds = {}
    for person in (cast.alice, cast.bram, helper, cast.dirk, cast.esra):
        with acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk) as acting:
            assert acting is not None
            totals = sees_totals(acting)
            rows = contracts_of(acting).with_amounts(totals=totals).with_own_part(acting.organisation_id)
            kinds[person.user.name] = set()
            for row in rows.with_standing(on=TODAY, totals=totals):
                policy = ProgressPolicy(startup_months=row.start_up_months)
                shown = outlook(row, on=TODAY, totals=totals, policy=policy)
                assert row.standing == shown.standing, (person.user.name, row.starts_on, row.obligation)
                assert (row.standing is None) == (row.standing_rank is None) == (not shown.is_whole)
                kinds[person.user.name].add((shown.totals is not None, shown.banded is not None, shown.own is not None))
    exact, band, part = (True, False, False), (False, True, False), (False, False, True)
    assert kinds["Dirk"] == kinds["Esra"] == {exact}
    # Settled ones exactly.
    assert kinds["Alice"] == {exact, band}
    # Alone, with others, and with others once settled.
    assert kinds["Bram"] == {exact, (False, True, True), (True, False, True)}
    assert kinds["Sef"] == {part}


def test_start_up_follows_the_policy_of_the_region(owner, cast, contracts):
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(start_up_months=6)
        row = Contract.objects.with_standing(on=TODAY, totals=True).filter(
            starts_on=dt.date(2026, 5, 31), obligation__gt=0, settled_on=None
        )
        assert {one.standing for one in row} == {Standing.STARTING}
