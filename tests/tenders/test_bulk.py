"""Changing several contracts at once: looked at first, all or none, and undone where nothing changed since."""

import re

import pytest

from organisations.models import OutboxMessage
from tenders.models import BulkChange, Contract, Message, Responsible
from tests.factories.tenders import ContractFactory
from tests.tenders.test_contract_list import text

PATH = "contracten/samen/"


@pytest.fixture
def contracts(cast, owner):
    """Two contracts of Alice and Bram, one of others in the region."""
    with owner():
        parties = {"authority": cast.alice.organisation, "contractor": cast.bram.organisation}
        return [
            ContractFactory(title="Een", reference="A-1", **parties),
            ContractFactory(title="Twee", reference="A-2", **parties),
            ContractFactory(title="Andermans", reference="B-1"),
        ]


def ids(contracts):
    return [str(one.pk) for one in contracts]


def person(contracts, **values):
    return {
        "wat": "persoon",
        "contract": ids(contracts),
        "as_whom": "responsible",
        "side": "authority",
        "name": "Vera",
        "email": "vera@demo.example",
    } | values


def named(owner, **where):
    with owner():
        return {
            one.contract.title: (one.name, one.stand_in_name)
            for one in Responsible.objects.filter(**where).select_related("contract")
        }


def coordinators(owner):
    with owner():
        return {one.title: one.coordinator_id for one in Contract.objects.all()}


def test_looks_first_and_writes_nothing(cast, contracts, owner):
    answer = cast.alice.post(PATH, person(contracts[:2]))
    assert answer.status_code == 200
    assert "Bij 2 contracten verandert er iets" in text(answer)
    assert named(owner) == {}


def test_names_a_person_and_takes_it_back(cast, contracts, owner):
    with owner():
        Responsible.objects.create(contract=contracts[0], side="authority", name="Oud", email="oud@demo.example")
        Responsible.objects.create(contract=contracts[1], side="authority", name="Ouder", email="ouder@demo.example")
    answer = cast.alice.post(PATH, person(contracts[:2], akkoord="1"), follow=True)
    assert named(owner) == {"Een": ("Vera", ""), "Twee": ("Vera", "")}
    assert "was Oud" in text(answer)
    with owner():
        Responsible.objects.filter(contract=contracts[1]).update(name="Later", email="later@demo.example")
        done = BulkChange.objects.get()
    cast.alice.post(f"{PATH}{done.pk}/terug/")
    assert named(owner) == {"Een": ("Oud", ""), "Twee": ("Later", "")}
    again = text(cast.alice.post(f"{PATH}{done.pk}/terug/", follow=True))
    assert "al teruggedraaid" in again
    assert "bleef zoals het is" in again


def test_everybody_is_told_once_and_each_conversation_says_it(cast, contracts, owner):
    with owner():
        for one in contracts[:2]:
            Responsible.objects.create(contract=one, side="authority", name="Oud", email="oud@demo.example")
            Responsible.objects.create(contract=one, side="contractor", name="Bram", email="bram@demo.example")
    cast.alice.post(PATH, person(contracts[:2], akkoord="1"))
    words = "Verantwoordelijke van de opdrachtgever: van Oud naar Vera"
    with owner():
        assert sorted(Message.objects.values_list("contract__title", "text")) == [("Een", words), ("Twee", words)]
        told = {row.payload["to"]: row for row in OutboxMessage.objects.all()}
        assert len(told) == OutboxMessage.objects.count()
        assert set(told) == {"oud@demo.example", "vera@demo.example", "bram@demo.example"}
        assert {row.name for row in told.values()} == {"responsible_changed_many"}
        assert all("bij 2 contracten" in row.payload["text"] for row in told.values())
        done = BulkChange.objects.get()
    cast.alice.post(f"{PATH}{done.pk}/terug/")
    with owner():
        back = "Verantwoordelijke van de opdrachtgever: van Vera naar Oud"
        assert Message.objects.filter(text=back).count() == 2
        assert OutboxMessage.objects.count() == 6


def test_a_stand_in_leaves_the_person(cast, contracts, owner):
    with owner():
        for one in contracts[:2]:
            Responsible.objects.create(contract=one, side="authority", name="Oud", email="oud@demo.example")
    cast.alice.post(PATH, person(contracts[:2], as_whom="stand_in", akkoord="1"))
    assert named(owner) == {"Een": ("Oud", "Vera"), "Twee": ("Oud", "Vera")}


def test_a_stand_in_for_nobody_changes_nothing(cast, contracts, owner):
    with owner():
        Responsible.objects.create(contract=contracts[0], side="authority", name="Oud", email="oud@demo.example")
    answer = cast.alice.post(PATH, person(contracts[:2], as_whom="stand_in", akkoord="1"))
    assert answer.status_code == 422
    assert "nog niemand verantwoordelijk" in text(answer)
    assert named(owner) == {"Een": ("Oud", "")}


def test_one_person_does_not_answer_for_two_organisations(cast, contracts, owner):
    answer = cast.dirk.post(PATH, person(contracts, akkoord="1"))
    assert answer.status_code == 422
    assert "verschillende organisaties" in text(answer)
    assert named(owner) == {}


def test_gives_contracts_an_accountmanager_and_takes_it_back(cast, contracts, owner):
    page = text(cast.dirk.get(PATH, data={"welke": "alle", "zoek": "A-"}))
    assert page.count('name="contract"') == 4  # two contracts in each of two forms
    colleague = re.search(r'<option value="([0-9a-f-]{36})"[^>]*>\s*Dirk\s*<', page)[1]
    data = {"wat": "accountmanager", "contract": ids(contracts), "coordinator": colleague, "akkoord": "1"}
    cast.dirk.post(PATH, data)
    assert set(coordinators(owner).values()) == {cast.dirk.user.pk}
    with owner():
        done = BulkChange.objects.get()
    cast.dirk.post(f"{PATH}{done.pk}/terug/")
    assert set(coordinators(owner).values()) == {None}


def test_an_authority_changes_its_own_alone(cast, contracts, owner):
    cast.alice.post(PATH, person(contracts, akkoord="1"))
    assert set(named(owner)) == {"Een", "Twee"}
    assert "Accountmanager toewijzen" not in text(cast.alice.get(PATH, data={"contract": ids(contracts)}))
    assert cast.alice.post(PATH, {"wat": "accountmanager", "contract": ids(contracts)}).status_code == 404


def test_an_authority_goes_on_to_hand_them_over(cast, contracts):
    page = text(cast.alice.get(PATH, data={"contract": ids(contracts[:2])}))
    address = re.search(r'action="([^"]*/contracten/overdragen/)"', page)[1]
    answer = cast.alice.client.post(address, {"contract": ids(contracts[:2])})
    assert answer.status_code == 200
    assert "Een" in text(answer)
    assert "/contracten/overdragen/" not in text(cast.dirk.get(PATH, data={"contract": ids(contracts)}))


def test_errors_stand_beside_the_field(cast, contracts, owner):
    answer = cast.alice.post(PATH, person(contracts[:2], email="x", akkoord="1"))
    assert answer.status_code == 422
    assert "Vul een e-mailadres in." in text(answer)
    assert named(owner) == {}


def test_nothing_chosen_says_so(cast, contracts):
    assert "geen contract gekozen" in text(cast.alice.get(PATH))
    assert "geen contract gekozen" in text(cast.alice.get(PATH, data={"contract": "x"}))


def test_who_may(cast, contracts, owner):
    cast.alice.post(PATH, person(contracts[:2], akkoord="1"))
    with owner():
        done = BulkChange.objects.get()
    for who in (cast.bram, cast.carla, cast.esra):
        assert who.get(PATH).status_code == who.post(PATH, person(contracts)).status_code == 403
        assert who.get(f"{PATH}{done.pk}/").status_code == 403
    # Frank coordinates another region: he chooses nothing here, and the change is not there.
    answer = cast.frank.post(PATH, person(contracts, akkoord="1"))
    assert "geen contract gekozen" in text(answer)
    for who in (cast.frank, cast.dirk):
        assert who.get(f"{PATH}{done.pk}/").status_code == who.post(f"{PATH}{done.pk}/terug/").status_code == 404
    assert cast.frank.client.get(cast.alice.url(PATH)).status_code == 404


def test_the_list_offers_it_with_the_boxes_ticked(cast, contracts):
    page = text(cast.dirk.get("contracten/", data={"kies": "pagina", "zoek": "A-"}))
    assert len(re.findall(r'name="contract"[^>]*checked', page)) == 2
    assert "Alle 2 gevonden contracten" in page
    assert re.search(r'<input type="hidden" name="zoek" value="A-"', page)
    assert 'name="contract"' not in text(cast.bram.get("contracten/"))
