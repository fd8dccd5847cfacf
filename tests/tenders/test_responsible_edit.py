"""Who answers for a contract: each side names its own, authority and coordination point name all three."""

import pytest

from organisations.choices import Role
from tenders.models import Responsible
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

DATA = {"name": "Nieuwe Naam", "email": "nieuw@demo.example", "stand_in_name": "", "stand_in_email": ""}


@pytest.fixture
def contract(cast, owner):
    with owner():
        contract = ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
        )
        Responsible.objects.create(contract=contract, side="contractor", name="Bram", email="bram@demo.example")
    return contract


def path(contract, side):
    return f"contracten/{contract.pk}/verantwoordelijk/{side}/"


@pytest.mark.parametrize(
    ("who", "sides"),
    [
        ("alice", {"authority", "contractor", "werkplein"}),
        ("bram", {"contractor"}),
        ("carla", {"werkplein"}),
        ("dirk", {"authority", "contractor", "werkplein"}),
        ("esra", set()),
    ],
)
def test_each_names_his_own_side(cast, owner, contract, who, sides):
    person = getattr(cast, who)
    for side in ("authority", "contractor", "werkplein"):
        allowed = side in sides
        assert person.get(path(contract, side)).status_code == (200 if allowed else 403)
        response = person.post(path(contract, side), DATA)
        assert response.status_code == (302 if allowed else 403)
        with owner():
            named = Responsible.objects.filter(contract=contract, side=side, name="Nieuwe Naam")
            assert named.count() == int(allowed)
            named.update(name="Iemand")


def test_strangers_and_auditors(cast, contract):
    for stranger in cast.strangers.values():
        for side in ("authority", "contractor", "werkplein"):
            answers = {
                stranger.get(path(contract, side)).status_code,
                stranger.post(path(contract, side), DATA).status_code,
            }
            assert answers <= {403, 404}
        assert stranger.client.post(cast.alice.url(path(contract, "authority")), DATA).status_code == 404
    auditor = colleague_of(cast.alice, Role.AUDITOR)
    assert auditor.get(path(contract, "authority")).status_code == 403
    assert auditor.post(path(contract, "authority"), DATA).status_code == 403


def test_side_that_does_not_exist(cast, owner, contract):
    assert cast.alice.get(path(contract, "regio")).status_code == 404
    with owner():
        without = ContractFactory(authority=cast.alice.organisation)
    assert cast.alice.get(path(without, "werkplein")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": " "}, "name", "verplicht"),
        ({"email": "x"}, "email", "e-mailadres"),
        ({"stand_in_name": "Anton"}, "stand_in_email", "vervanger"),
        ({"stand_in_email": "anton@x.example"}, "stand_in_name", "vervanger"),
    ],
)
def test_says_what_is_wrong(cast, owner, contract, changes, field, words):
    response = cast.bram.post(path(contract, "contractor"), DATA | changes)
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    with owner():
        assert Responsible.objects.get(contract=contract).name == "Bram"
