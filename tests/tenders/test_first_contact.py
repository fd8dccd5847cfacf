"""The first contact after an award is written down by whoever was there."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from organisations.choices import Role
from tenders.models import Contract
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

AWARDED_ON = dt.date(2026, 1, 5)


@pytest.fixture
def contract(cast, owner):
    with owner():
        return ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
            awarded_on=AWARDED_ON,
        )


def path(contract_id):
    return f"contracten/{contract_id}/eerste-contact/"


def recorded(owner, contract):
    with owner():
        return Contract.objects.get(pk=contract.pk).first_contact_on


@pytest.mark.parametrize("who", ["alice", "bram", "carla", "dirk"])
def test_each_party_and_the_coordination_point_may_record_it(cast, owner, contract, who):
    person = getattr(cast, who)
    assert "Eerste contact vastleggen" in person.get(f"contracten/{contract.pk}/").content.decode()
    assert person.get(path(contract.pk)).status_code == 200
    assert person.post(path(contract.pk), {"contact_on": "09-01-2026"}).status_code == 302
    assert recorded(owner, contract) == dt.date(2026, 1, 9)
    assert "9-1-2026" in person.get(f"contracten/{contract.pk}/").content.decode()


def test_the_bureau_and_an_auditor_may_not(cast, owner, contract):
    auditor = colleague_of(cast.carla, role=Role.AUDITOR)
    for person in (cast.esra, auditor):
        assert person.get(path(contract.pk)).status_code == 403
        assert person.post(path(contract.pk), {"contact_on": "09-01-2026"}).status_code == 403
    assert recorded(owner, contract) is None


def test_a_stranger_gets_what_a_missing_contract_gives(cast, owner, contract):
    for stranger in cast.strangers.values():
        data = {"contact_on": "09-01-2026"}
        for one in (contract.pk, uuid.uuid4()):
            assert stranger.get(path(one)).status_code in {403, 404}
            assert stranger.get(path(one)).status_code == stranger.get(path(uuid.uuid4())).status_code
            assert stranger.post(path(one), data).status_code == stranger.post(path(uuid.uuid4()), data).status_code
        assert stranger.client.post(cast.carla.url(path(contract.pk)), data).status_code == 404
    assert recorded(owner, contract) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Vul een datum in."),
        ("gisteren", "Vul een datum in, bijvoorbeeld 31-3-2027."),
        ("31-6-2026", "Vul een datum in, bijvoorbeeld 31-3-2027."),
        ("4-1-2026", "Deze dag ligt voor de gunning."),
    ],
)
def test_bad_input_is_refused_beside_the_field(cast, owner, contract, typed, said):
    response = cast.carla.post(path(contract.pk), {"contact_on": typed})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert recorded(owner, contract) is None


def test_a_day_to_come_is_refused(cast, owner, contract):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    response = cast.carla.post(path(contract.pk), {"contact_on": tomorrow.isoformat()})
    assert response.status_code == 422
    assert "Deze dag moet nog komen." in response.content.decode()
    assert recorded(owner, contract) is None
