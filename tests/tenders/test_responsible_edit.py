"""Who answers for a contract: each side names its own, authority and coordination point name all three."""

import pytest

from organisations.choices import Role
from organisations.models import OutboxMessage
from tenders.models import Message, Responsible
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


def mails(owner):
    with owner():
        rows = OutboxMessage.objects.order_by("created_at", "id")
        return [(row.name, row.payload["to"], row.payload["text"]) for row in rows]


def said(owner, contract):
    with owner():
        return list(Message.objects.filter(contract=contract).order_by("at").values_list("text", flat=True))


def test_a_change_stands_in_the_timeline_and_who_it_concerns_gets_a_mail(cast, owner, contract):
    with owner():
        Responsible.objects.filter(contract=contract).update(stand_in_name="Bo", stand_in_email="bo@demo.example")
    after = DATA | {"stand_in_name": "Bo", "stand_in_email": "bo@demo.example"}
    cast.alice.post(path(contract, "contractor"), after)
    words = "Verantwoordelijke van de opdrachtnemer: van Bram naar Nieuwe Naam"
    assert said(owner, contract) == [words]
    for person in (cast.alice, cast.bram, cast.dirk):
        assert words in person.get(f"contracten/{contract.pk}/tijdlijn/").content.decode()
    told = mails(owner)
    assert sorted(to for _name, to, _text in told) == ["bo@demo.example", "bram@demo.example", "nieuw@demo.example"]
    assert {name for name, _to, _text in told} == {"responsible_changed"}
    assert all(words in text and cast.alice.user.name in text for _name, _to, text in told)
    cast.alice.post(path(contract, "contractor"), after)
    assert said(owner, contract) == [words]
    assert len(mails(owner)) == 3


def test_the_other_sides_are_told_as_with_any_message(cast, owner, contract):
    with owner():
        Responsible.objects.create(contract=contract, side="authority", name="Alice", email="alice@demo.example")
    cast.bram.post(path(contract, "contractor"), DATA)
    assert [to for name, to, _text in mails(owner) if name == "message_waiting"] == ["alice@demo.example"]
    # Who makes the change knows of it: no mail to himself.
    assert cast.bram.user.email not in {to for _name, to, _text in mails(owner)}


def test_a_first_name_and_another_stand_in(cast, owner, contract):
    cast.alice.post(path(contract, "werkplein"), DATA)
    cast.alice.post(path(contract, "werkplein"), DATA | {"stand_in_name": "An", "stand_in_email": "an@demo.example"})
    cast.alice.post(path(contract, "werkplein"), DATA | {"email": "ander@demo.example"})
    assert said(owner, contract) == [
        "Verantwoordelijke van het Werkplein: van niemand naar Nieuwe Naam",
        "Vervanger bij het Werkplein: van niemand naar An",
        (
            "Verantwoordelijke van het Werkplein: van Nieuwe Naam (nieuw@demo.example)"
            " naar Nieuwe Naam (ander@demo.example); Vervanger bij het Werkplein: van An naar niemand"
        ),
    ]


def test_says_beforehand_that_it_is_of_another_side(cast, contract):
    words = "U wijzigt wie er voor de opdrachtnemer aanspreekpunt is; die krijgt bericht."
    assert words in cast.alice.get(path(contract, "contractor")).content.decode()
    assert words in cast.dirk.get(path(contract, "contractor")).content.decode()
    assert "U wijzigt wie" not in cast.bram.get(path(contract, "contractor")).content.decode()
    assert "U wijzigt wie" not in cast.alice.get(path(contract, "authority")).content.decode()
