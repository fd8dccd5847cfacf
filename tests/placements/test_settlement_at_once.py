"""A contract is settled once, and a line comes in before its figures are drawn up or not at all."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from organisations.choices import OrganisationKind
from organisations.models import Region
from organisations.tenancy import acting_for
from placements import settlement
from placements.choices import LineStatus
from placements.models import Deployment
from placements.settlement import Letter, SettlementRefused
from placements.stating import lifecycle
from placements.steps import Refused
from tenders.models import Contract, Document, Settlement
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import DeploymentFactory
from tests.factories.tenders import ContractFactory

TODAY = dt.date(2026, 6, 15)
ROUNDS = 12


def test_two_who_settle_at_once_make_one_settlement_and_one_letter(in_scratch):
    (coordinator, _company), contracts = _prepare(owes=0)
    for contract in contracts:
        answers = _together([lambda: _draw_up(coordinator, contract)] * 4)  # noqa: B023 - called before the next round
        assert sorted(answers) == ["drawn up", "refused", "refused", "refused"]
        answers = _together([lambda: _settle(coordinator, contract)] * 4)  # noqa: B023
        assert sorted(answers) == ["refused", "refused", "refused", "settled"]
    with owner():
        assert Settlement.objects.filter(state="settled").count() == len(contracts)
        assert Document.objects.count() == len(contracts)


def test_a_line_that_is_submitted_meanwhile_is_counted_or_refused(in_scratch):
    (coordinator, company), contracts = _prepare(owes=50000)
    seen = set()
    for contract in contracts:
        with owner():
            line = Deployment.objects.get(contract=contract)
        first, second = _together([lambda: _draw_up(coordinator, contract), lambda: _submit(company, line)])  # noqa: B023
        seen.add((first, second))
        with owner():
            is_closed = Settlement.objects.filter(contract=contract).exists()
            line.refresh_from_db()
        assert is_closed == (first == "drawn up") == (line.status == LineStatus.CONCEPT)
    assert seen <= {("drawn up", "refused"), ("refused", "submitted")}


def _prepare(*, owes):
    with owner():
        region = Region.objects.get(code="groningen")
        coordination = MembershipFactory(
            organisation=OrganisationFactory(kind=OrganisationKind.COORDINATION_POINT, region=region)
        )
        company = MembershipFactory(organisation=OrganisationFactory(contractor=True, region=region))
        contracts = ContractFactory.create_batch(
            ROUNDS, contractor=company.organisation, percentage=5 if owes else 0, authority=OrganisationFactory()
        )
        for contract in contracts:
            DeploymentFactory(contract=contract, status=LineStatus.CONCEPT, person_informed=True)
    return (coordination, company), contracts


def _together(jobs):
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(timeout=30)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def _draw_up(member, contract: Contract) -> str:
    try:
        with acting_for(user_id=member.user_id, organisation_id=member.organisation_id) as acting:
            settlement.draw_up(acting, contract_id=contract.pk, at=timezone.now())
    except SettlementRefused:
        return "refused"
    return "drawn up"


def _settle(member, contract: Contract) -> str:
    letter = Letter("Afrekening", "Klaar.", "Vera")
    try:
        with acting_for(user_id=member.user_id, organisation_id=member.organisation_id) as acting:
            settlement.settle(acting, contract_id=contract.pk, letter=letter, on=TODAY, at=timezone.now())
    except SettlementRefused:
        return "refused"
    return "settled"


def _submit(member, line: Deployment) -> str:
    try:
        with acting_for(user_id=member.user_id, organisation_id=member.organisation_id) as acting:
            lifecycle.submit_deployment(line.pk, by=acting, at=timezone.now())
    except Refused:
        return "refused"
    return "submitted"
