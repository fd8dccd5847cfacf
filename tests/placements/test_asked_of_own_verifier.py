"""Where an authority verifies itself, its SROI coordinator answers requests and draws samples; others read at most."""

import pytest
from django.utils import timezone

from organisations.models import OutboxMessage, new_id
from placements.choices import LineStatus, ReversalState, SampleState
from placements.models import HoursStatement, SampleItem
from placements.reviewing import reversals
from tenders.choices import Side
from tenders.models import Responsible
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory
from tests.factories.placements import DeploymentFactory, HoursStatementFactory
from tests.placements.workspace import MARCH, act, contract_of, seen


@pytest.fixture
def vera(cast):
    """The SROI coordinator of Alice's municipality, which verifies its own contracts."""
    with owner():
        membership = MembershipFactory(organisation=cast.alice.organisation, verifies=True)
    vera = Person(membership.user, cast.alice.organisation)
    log_in(vera)
    assert cast.alice.post(f"regio/{cast.region.pk}/beoordelaar/", {"verifier": "own"}).status_code == 302
    return vera


@pytest.fixture
def month(cast, vera):
    contract = contract_of(cast)
    with owner():
        Responsible.objects.create(contract=contract, side=Side.AUTHORITY, name="Vera", email="vera@demo.example")
        return HoursStatementFactory(
            deployment=DeploymentFactory(contract=contract),
            month=MARCH,
            status=LineStatus.APPROVED,
            decided_at=timezone.now(),
            value=1000,
        )


def test_the_coordinator_answers_a_request_and_the_coordination_point_reads_it(cast, vera, month):
    with act(cast.bram) as acting:
        (request,) = reversals.ask(
            acting,
            month.deployment_id,
            with_deployment=False,
            statement_ids=[month.pk],
            reason="132 uur",
            at=timezone.now(),
        )
    with owner():
        assert OutboxMessage.objects.get(name="reversal_asked").payload["to"] == "vera@demo.example"
    path = f"beoordelen/verzoeken/{request.pk}/"
    assert "132 uur" in cast.dirk.get(path).content.decode()
    assert cast.dirk.post(path, {"verdict": "grant"}).status_code == 403
    assert cast.alice.get(path).status_code == 403
    assert f"{request.pk}" not in cast.dirk.get("beoordelen/").content.decode()
    assert f"{request.pk}" in vera.get("beoordelen/").content.decode()
    assert vera.post(path, {"verdict": "grant"}).status_code == 302
    assert seen(request).state == ReversalState.GRANTED
    with owner():
        assert HoursStatement.objects.live().get(deployment=month.deployment_id).status == LineStatus.RETURNED


def test_the_coordinator_draws_from_own_contracts_only_and_judges(cast, vera, month):
    with owner():
        elsewhere = contract_of(cast, authority=cast.strangers["municipality"].organisation)
        HoursStatementFactory(
            deployment=DeploymentFactory(contract=elsewhere),
            month=MARCH,
            status=LineStatus.APPROVED,
            decided_at=timezone.now(),
        )
    form = {
        "region": str(cast.region.pk),
        "first_on": "1-1-2026",
        "last_on": "31-12-2026",
        "number": "10",
        "question": "Loonstrook",
        "reply_by": "1-1-2099",
        "token": str(new_id()),
    }
    assert vera.post("beoordelen/steekproeven/nieuw/", form).status_code == 302
    with owner():
        item = SampleItem.objects.get()
    assert item.statement_id == month.pk
    path = f"beoordelen/steekproeven/regel/{item.pk}/"
    assert cast.dirk.get(path).status_code == 200
    assert cast.dirk.post(path, {"step": "in_order"}).status_code == 403
    assert cast.alice.get(path).status_code == 403
    assert vera.post(path, {"step": "in_order"}).status_code == 302
    assert seen(item).state == SampleState.IN_ORDER
    assert "Verzoeken" in vera.get("beoordelen/").content.decode()
    assert "Invoeren namens een bedrijf" not in vera.get("beoordelen/").content.decode()
