"""A contract older than the portal starts with one amount, entered by who verifies and judged by a colleague."""

import datetime as dt

import pytest
from django.utils import timezone

from organisations.choices import OrganisationKind
from placements.models import Contribution
from tenders.models import ContractTotals
from tests.placements.workspace import auditor_of, contract_of
from tests.tenders.colleagues import colleague_of


@pytest.fixture
def contract(cast):
    return contract_of(cast)


def path(contract):
    return f"contracten/{contract.pk}/beginstand/"


def data(**changes):
    return {"amount": "12.345,67", "on": "31-12-2025", "source": "Voortgangsrapport 2025"} | changes


def lines(owner):
    with owner():
        return list(Contribution.objects.order_by("created_at", "pk"))


def judge(person, line, verdict, said=""):
    screen = f"beoordelen/invulling/{line.pk}/"
    shown = person.get(screen).context["shown"]
    return person.post(screen, {"verdict": verdict, "said": said, "shown": shown})


def test_entered_by_one_and_approved_by_another(cast, owner, contract):
    assert cast.dirk.post(path(contract), data()).status_code == 302
    (line,) = lines(owner)
    assert (line.kind, line.status, str(line.value)) == ("opening_balance", "submitted", "12345.67")
    assert (line.date, line.description) == (dt.date(2025, 12, 31), "Voortgangsrapport 2025")
    assert line.contractor_id == cast.bram.organisation.pk

    own = judge(cast.dirk, line, "approve")
    assert own.status_code == 422
    assert "zelf ingevoerd" in own.content.decode()
    assert judge(colleague_of(cast.dirk), line, "approve").status_code == 302
    assert lines(owner)[0].status == "approved"
    with owner():
        assert str(ContractTotals.objects.get(contract=contract).others_approved) == "12345.67"
    for who in (cast.bram, cast.alice, cast.dirk):
        assert "Beginstand" in who.get(f"contracten/{contract.pk}/").content.decode()
        assert "12.345,67" in who.get(f"contracten/{contract.pk}/maatwerk/").content.decode()


def test_one_for_each_contract(cast, owner, contract):
    cast.dirk.post(path(contract), data())
    (line,) = lines(owner)
    assert cast.dirk.post(path(contract), data(amount="500")).status_code == 302  # corrects what waits
    (corrected,) = lines(owner)
    assert (corrected.pk, corrected.value, corrected.status) == (line.pk, 500, "submitted")
    other = colleague_of(cast.dirk)
    judge(other, line, "approve")
    response = cast.dirk.post(path(contract), data(amount="600"))
    assert response.status_code == 422
    assert "al goedgekeurd" in response.content.decode()
    assert [one.value for one in lines(owner)] == [500]


def test_a_question_is_answered_by_correcting_and_a_rejected_one_by_a_new_one(cast, owner, contract):
    other = colleague_of(cast.dirk)
    cast.dirk.post(path(contract), data())
    judge(other, lines(owner)[0], "return", "Welk rapport?")
    assert lines(owner)[0].status == "returned"
    cast.dirk.post(path(contract), data(source="Rapport van mei"))
    assert [(one.status, one.description) for one in lines(owner)] == [("submitted", "Rapport van mei")]
    judge(other, lines(owner)[0], "reject", "Bestaat niet")
    assert cast.dirk.post(path(contract), data(amount="100")).status_code == 302
    assert [(one.status, int(one.value)) for one in lines(owner)] == [("rejected", 12345), ("submitted", 100)]


def test_who_corrected_it_does_not_judge_it_either(cast, owner, contract):
    cast.dirk.post(path(contract), data())
    other = colleague_of(cast.dirk)
    other.post(path(contract), data(amount="100"))
    assert judge(other, lines(owner)[0], "approve").status_code == 422
    assert lines(owner)[0].status == "submitted"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"amount": "0"}, "amount", "boven nul"),
        ({"amount": ""}, "amount", "Vul dit in"),
        ({"on": "x"}, "on", "Vul een datum in"),
        ({"source": " "}, "source", "Vul dit in"),
    ],
)
def test_says_beside_the_field_what_is_wrong(cast, owner, contract, changes, field, words):
    response = cast.dirk.post(path(contract), data(**changes))
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert lines(owner) == []


def test_not_of_a_day_that_is_still_to_come(cast, owner, contract):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    response = cast.dirk.post(path(contract), data(on=f"{tomorrow:%d-%m-%Y}"))
    assert response.status_code == 422
    assert "moet nog komen" in str(response.context["form"].errors["on"])
    assert lines(owner) == []


def test_only_who_verifies_this_contract(cast, owner, contract):
    others = (cast.alice, cast.bram, cast.carla, cast.esra, auditor_of(cast.dirk))
    for one in others:
        assert {one.get(path(contract)).status_code, one.post(path(contract), data()).status_code} == {403}
        assert path(contract) not in one.get(f"contracten/{contract.pk}/maatwerk/").content.decode()
    for kind, stranger in cast.strangers.items():
        expected = 404 if kind == OrganisationKind.COORDINATION_POINT else 403
        assert {stranger.get(path(contract)).status_code, stranger.post(path(contract), data()).status_code} == {
            expected
        }
    assert path(contract) in cast.dirk.get(f"contracten/{contract.pk}/maatwerk/").content.decode()
    assert lines(owner) == []
