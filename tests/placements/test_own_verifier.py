"""An authority that verifies its own contracts: only its SROI coordinators see persons, and they decide instead."""

import re

import pytest
from django.utils import timezone

from organisations.models import Membership, OutboxMessage
from placements.choices import LineStatus
from placements.models import DeployedPerson, Deployment, HoursStatement
from placements.verifying import verification
from tenders import verifier
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory
from tests.placements.workspace import act, contract_of, logged, seen, stated


@pytest.fixture
def vera(cast):
    """The SROI coordinator of Alice's municipality."""
    with owner():
        membership = MembershipFactory(organisation=cast.alice.organisation, verifies=True)
    vera = Person(membership.user, cast.alice.organisation)
    log_in(vera)
    return vera


@pytest.fixture
def own(cast, vera):
    """The municipality verifies itself."""
    answer = cast.alice.post(f"regio/{cast.region.pk}/beoordelaar/", {"verifier": "own"})
    assert answer.status_code == 302
    return vera


@pytest.fixture
def waiting(cast):
    line = logged(cast.bram, contract_of(cast))
    return line, stated(cast.bram, line)


def verdict(person, line, months=()):
    path = f"beoordelen/inzet/{line.pk}/"
    page = person.get(path).content.decode()
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    form = {"verdict": "approve", "deployment": "1", "statement": [one.pk for one in months], "shown": shown}
    return person.post(path, form)


def test_until_the_choice_nobody_of_the_authority_sees_a_person(cast, vera, waiting):
    line, _month = waiting
    for person in (cast.alice, vera):
        assert person.get("beoordelen/").status_code == 403
        assert person.get(f"beoordelen/inzet/{line.pk}/").status_code == 403
    with act(vera):
        assert not Deployment.objects.exists()
        assert not DeployedPerson.objects.exists()


def test_the_coordinator_decides_and_the_coordination_point_reads(cast, waiting, own):
    line, month = waiting
    assert line.pseudonym in own.get("beoordelen/").content.decode()
    assert line.pseudonym not in cast.dirk.get("beoordelen/").content.decode()
    read_only = cast.dirk.get(f"beoordelen/inzet/{line.pk}/")
    assert line.pseudonym in read_only.content.decode()
    assert 'value="approve"' not in read_only.content.decode()
    assert verdict(cast.dirk, line, [month]).status_code == 403
    assert seen(line).status == LineStatus.SUBMITTED

    assert verdict(own, line, [month]).status_code == 302
    assert seen(line).status == seen(month).status == LineStatus.APPROVED
    with owner():
        # What the verdict means for the person elsewhere is beyond the coordinator: the portal itself carries it on.
        job = OutboxMessage.objects.get(name="placements.tasks.revalue_contract")
    assert job.payload["contract_id"] == str(line.contract_id)


def test_the_database_refuses_the_verdict_of_the_coordination_point(cast, waiting, own):
    line, month = waiting
    with act(cast.dirk) as acting, pytest.raises(Exception, match="only the verifier decides"):
        verification.approve(verification.Chosen(line.pk, True, (month.pk,)), by=acting, at=timezone.now())  # noqa: FBT003


def test_colleagues_of_the_coordinator_see_no_person(cast, waiting, own):
    line, _month = waiting
    for path in (f"contracten/{line.contract_id}/", "contracten/", ""):
        text = cast.alice.get(path).content.decode()
        for secret in (line.pseudonym, "A. Voorbeeld", "Wajong"):
            assert secret not in text, (path, secret)
    assert cast.alice.get("beoordelen/").status_code == 403
    with act(cast.alice):
        assert not Deployment.objects.exists()
        assert not HoursStatement.objects.exists()
        assert not DeployedPerson.objects.exists()


def test_a_name_opens_with_a_reason(waiting, own):
    line, _month = waiting
    assert "A. Voorbeeld" not in own.get(f"beoordelen/inzet/{line.pk}/").content.decode()
    opened = own.post(f"beoordelen/inzet/{line.pk}/naam/", {"reason": "Loonstrook vergelijken"})
    assert "A. Voorbeeld" in opened.content.decode()


def test_a_person_of_another_authority_stays_unseen(cast, own):
    with owner():
        other = MembershipFactory(organisation__kind="province", organisation__region=cast.region).organisation
    elsewhere = logged(cast.bram, contract_of(cast, authority=other), name="E. Elders")
    assert own.get(f"beoordelen/inzet/{elsewhere.pk}/").status_code == 404
    with act(own):
        assert not DeployedPerson.objects.filter(name="E. Elders").exists()
    assert elsewhere.pseudonym in cast.dirk.get("beoordelen/").content.decode()


def test_the_choice_can_be_given_back(cast, waiting, own):
    line, month = waiting
    cast.alice.post(f"regio/{cast.region.pk}/beoordelaar/", {"verifier": "coordination_point"})
    assert own.get("beoordelen/").status_code == 403
    assert verdict(cast.dirk, line, [month]).status_code == 302
    assert seen(month).status == LineStatus.APPROVED


def test_nobody_to_verify_is_refused(cast):
    answer = cast.alice.post(f"regio/{cast.region.pk}/beoordelaar/", {"verifier": "own"})
    assert answer.status_code == 422
    assert "Maak eerst iemand bij Leden SROI-coördinator" in answer.content.decode()
    with act(cast.alice) as acting:
        assert verifier.verifies_own(acting) == {cast.region.pk: False}


@pytest.mark.parametrize("name", ["bram", "dirk", "vera", "stranger"])
def test_only_an_administrator_of_the_authority_chooses(cast, vera, name):
    person = {"vera": vera, "stranger": cast.strangers["municipality"]}.get(name) or getattr(cast, name)
    expected = 404 if name == "stranger" else 403
    for answer in (
        person.get(f"regio/{cast.region.pk}/beoordelaar/"),
        person.post(f"regio/{cast.region.pk}/beoordelaar/", {"verifier": "own"}),
    ):
        assert answer.status_code == expected


def test_an_administrator_makes_a_member_coordinator(cast):
    with owner():
        membership = MembershipFactory(organisation=cast.alice.organisation)
    path = f"leden/{membership.pk}/"
    assert cast.alice.post(path, {"role": "auditor", "verifies": "on"}).status_code == 422
    assert cast.alice.post(path, {"role": "member", "verifies": "on"}).status_code == 302
    with owner():
        assert Membership.objects.get(pk=membership.pk).verifies
    with owner():
        at_contractor = MembershipFactory(organisation=cast.bram.organisation)
    cast.bram.post(f"leden/{at_contractor.pk}/", {"role": "member", "verifies": "on"})
    with owner():
        assert not Membership.objects.get(pk=at_contractor.pk).verifies
