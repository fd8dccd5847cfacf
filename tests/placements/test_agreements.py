"""Bespoke effort: agreed by both before it begins, recorded once, submitted when done, judged like any other line."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import OrganisationKind
from organisations.models import Membership, OrganisationRegion, OutboxMessage
from placements.models import Contribution
from tenders.models import Agreement, Contract, ContractParty, ContractTotals, Responsible
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.placements.workspace import auditor_of, contract_of, logged, seen

TODAY = timezone.localdate()


@pytest.fixture
def contract(cast):
    return contract_of(cast)


def path(contract, rest=""):
    return f"contracten/{contract.pk}/maatwerk/{rest}"


def data(**changes):
    return {
        "description": "Gastlessen op het praktijkonderwijs",
        "amount": "2.500,00",
        "starts_on": f"{TODAY:%d-%m-%Y}",
        "evidence": "Lesrooster en foto’s",
    } | changes


def propose(person, contract, **changes):
    return person.post(path(contract, "nieuw/"), data(**changes))


def answer(person, contract, agreement, what, said=""):
    return person.post(path(contract, f"{agreement.pk}/antwoord/"), {"answer": what, "said": said})


def newest(owner):
    with owner():
        return Agreement.objects.order_by("-proposed_at", "-pk").first()


def lines(owner):
    with owner():
        return list(Contribution.objects.order_by("created_at", "pk"))


@pytest.fixture
def agreed(cast, owner, contract):
    propose(cast.bram, contract)
    agreement = newest(owner)
    assert answer(cast.dirk, contract, agreement, "agree").status_code == 302
    return agreement


@pytest.fixture
def partner(owner, contract):
    """Somebody at a partner on the contract."""
    with owner():
        company = OrganisationFactory(name="Steigers Noord BV", contractor=True)
        ContractParty.objects.create(
            contract=contract, organisation=company, role="partner", joined_on=dt.date(2026, 2, 1)
        )
        person = Person(MembershipFactory(organisation=company).user, company)
    log_in(person)
    return person


@pytest.mark.parametrize(("proposer", "other"), [("bram", "dirk"), ("dirk", "bram")])
def test_one_proposes_the_other_agrees_and_it_is_one_line(cast, owner, contract, proposer, other):
    proposer, other = getattr(cast, proposer), getattr(cast, other)
    assert propose(proposer, contract).status_code == 302
    agreement = newest(owner)
    assert lines(owner) == []
    assert answer(proposer, contract, agreement, "agree").status_code == 422
    assert answer(other, contract, agreement, "agree").status_code == 302
    (line,) = lines(owner)
    assert (line.kind, line.status, line.value, line.quantity) == ("agreed", "concept", 2500, 2500)
    assert (line.agreement_id, line.contractor_id) == (agreement.pk, cast.bram.organisation.pk)
    assert line.date == TODAY
    for again in ("agree", "decline", "withdraw"):
        assert answer(other, contract, agreement, again, "nee").status_code == 422
    assert len(lines(owner)) == 1
    with owner():
        assert ContractTotals.objects.get(contract=contract).others_forecast == 2500
        sent = set(OutboxMessage.objects.filter(name__startswith="agreement_").values_list("name", flat=True))
    assert sent == ({"agreement_agreed"} if other is cast.dirk else {"agreement_proposed"})


def test_done_submitted_questioned_answered_and_approved(cast, owner, contract, agreed):
    assert answer(cast.bram, contract, agreed, "submit").status_code == 422
    assert answer(cast.bram, contract, agreed, "submit", "Zes lessen gegeven").status_code == 302
    (line,) = lines(owner)
    assert line.status == "submitted"
    screen = f"beoordelen/invulling/{line.pk}/"
    page = cast.dirk.get(screen).content.decode()
    assert "Zes lessen gegeven" in page
    assert "2.500" in page

    def judge(verdict, said=""):
        fields = cast.dirk.get(screen).context["shown"]
        return cast.dirk.post(screen, {"verdict": verdict, "said": said, "shown": fields})

    assert judge("return", "Hoeveel leerlingen?").status_code == 302
    assert "Er is een vraag" in cast.bram.get(path(contract)).content.decode()
    assert answer(cast.bram, contract, agreed, "submit", "Achttien").status_code == 302
    assert judge("approve").status_code == 302
    (line,) = lines(owner)
    assert (line.status, line.value) == ("approved", Decimal("2500.00"))
    with owner():
        assert ContractTotals.objects.get(contract=contract).others_approved == 2500
    assert answer(cast.bram, contract, agreed, "submit", "Nog eens").status_code == 422


def test_an_approval_undone_leaves_one_live_line_with_the_agreement(cast, owner, contract, agreed):
    answer(cast.bram, contract, agreed, "submit", "Gedaan")
    (line,) = lines(owner)
    screen = f"beoordelen/invulling/{line.pk}/"
    cast.dirk.post(screen, {"verdict": "approve", "shown": cast.dirk.get(screen).context["shown"]})
    assert cast.dirk.post(f"beoordelen/terugdraaien/invulling/{line.pk}/").status_code == 302
    live = [one for one in lines(owner) if one.reversed_at is None]
    assert [(one.status, one.agreement_id) for one in live] == [("submitted", agreed.pk)]
    assert sum(one.value for one in lines(owner) if one.status == "approved") == 0
    assert "Gastlessen" in cast.bram.get(path(contract)).content.decode()


def test_not_agreed_once_it_began(cast, owner, contract):
    propose(cast.bram, contract)
    agreement = newest(owner)
    with owner():
        Agreement.objects.filter(pk=agreement.pk).update(starts_on=TODAY - dt.timedelta(days=1))
    response = answer(cast.dirk, contract, agreement, "agree")
    assert response.status_code == 422
    assert "voordat het begint" in response.content.decode()
    assert lines(owner) == []
    assert answer(cast.dirk, contract, agreement, "decline", "Te laat").status_code == 302


def test_not_submitted_before_it_begins(cast, owner, contract):
    later = TODAY + dt.timedelta(days=5)
    propose(cast.bram, contract, starts_on=f"{later:%d-%m-%Y}")
    agreement = newest(owner)
    answer(cast.dirk, contract, agreement, "agree")
    response = answer(cast.bram, contract, agreement, "submit", "Alvast")
    assert response.status_code == 422
    assert lines(owner)[0].status == "concept"


def test_declined_and_withdrawn(cast, owner, contract):
    propose(cast.bram, contract)
    agreement = newest(owner)
    assert answer(cast.dirk, contract, agreement, "decline").status_code == 422
    assert answer(cast.dirk, contract, agreement, "withdraw").status_code == 422
    assert answer(cast.dirk, contract, agreement, "decline", "Te duur").status_code == 302
    assert "Te duur" in cast.bram.get(path(contract)).content.decode()
    propose(cast.dirk, contract)
    assert answer(cast.dirk, contract, newest(owner), "withdraw").status_code == 302
    assert "ingetrokken op" in cast.bram.get(path(contract)).content.decode()
    assert lines(owner) == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"description": " "}, "description", "Vul dit in"),
        ({"amount": "0"}, "amount", "boven nul"),
        ({"amount": "veel"}, "amount", "getal"),
        ({"evidence": ""}, "evidence", "Vul dit in"),
        ({"starts_on": "01-01-2020"}, "starts_on", "voordat het begint"),
        ({"starts_on": ""}, "starts_on", "Vul een datum in"),
    ],
)
def test_says_beside_the_field_what_is_wrong(cast, owner, contract, changes, field, words):
    response = propose(cast.bram, contract, **changes)
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert newest(owner) is None


def test_the_database_keeps_what_was_agreed(cast, owner, contract, agreed):
    with owner(), pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Agreement.objects.filter(pk=agreed.pk).update(amount=9999)
    with owner(), pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(agreement=agreed).update(quantity=9999)
    assert (seen(agreed).amount, lines(owner)[0].quantity) == (2500, 2500)


def test_a_partner_for_itself_sees_its_own_only(cast, owner, contract, partner, agreed):
    assert "Gastlessen" not in partner.get(path(contract)).content.decode()
    assert answer(partner, contract, agreed, "submit", "Gedaan").status_code == 404
    assert propose(partner, contract, description="Stages").status_code == 302
    own = newest(owner)
    assert own.contractor_id == partner.organisation.pk
    assert "Stages" in partner.get(path(contract)).content.decode()
    assert answer(cast.bram, contract, own, "agree").status_code == 403
    assert answer(cast.dirk, contract, own, "agree").status_code == 302
    assert {one.contractor_id for one in lines(owner)} == {cast.bram.organisation.pk, partner.organisation.pk}
    assert answer(cast.bram, contract, own, "submit", "Gedaan").status_code == 403
    by_verifier = answer(cast.dirk, contract, own, "submit", "Gedaan")
    assert by_verifier.status_code == 422
    assert "Alleen het bedrijf zelf" in by_verifier.content.decode()
    assert answer(partner, contract, own, "submit", "Gedaan").status_code == 302


def test_the_verifier_says_for_which_company(cast, owner, contract, partner):
    assert propose(cast.dirk, contract).status_code == 422
    assert propose(cast.dirk, contract, company=str(cast.alice.organisation.pk)).status_code == 422
    assert propose(cast.dirk, contract, company=str(partner.organisation.pk)).status_code == 302
    assert newest(owner).contractor_id == partner.organisation.pk


def test_who_may_look_and_who_may_not(cast, owner, contract, agreed):
    for reader in (cast.alice, cast.carla, cast.esra, auditor_of(cast.bram), auditor_of(cast.dirk)):
        assert "Gastlessen" in reader.get(path(contract)).content.decode()
        assert reader.get(path(contract, "nieuw/")).status_code == 403
        assert propose(reader, contract).status_code == 403
        assert answer(reader, contract, agreed, "submit", "Gedaan").status_code == 403
    for kind, stranger in cast.strangers.items():
        assert stranger.get(path(contract)).status_code == 404
        expected = 404 if kind in {OrganisationKind.CONTRACTOR, OrganisationKind.COORDINATION_POINT} else 403
        assert propose(stranger, contract).status_code == expected
        assert answer(stranger, contract, agreed, "agree").status_code == expected
    assert lines(owner)[0].status == "concept"


@pytest.fixture
def coordinator(cast, owner, contract):
    """Alice's municipality verifies its own contracts, and she is its SROI coordinator."""
    with owner():
        OrganisationRegion.objects.filter(organisation=cast.alice.organisation).update(verifies_own=True)
        Membership.objects.filter(user=cast.alice.user).update(verifies=True)
        Contract.objects.filter(pk=contract.pk).update(region_id=contract.region_id)  # stamps it anew
    return cast.alice


def test_the_coordinator_of_an_authority_that_verifies_its_own_agrees_instead(cast, owner, contract, coordinator):
    propose(cast.bram, contract)
    agreement = newest(owner)
    assert answer(cast.dirk, contract, agreement, "agree").status_code == 403
    assert answer(coordinator, contract, agreement, "agree").status_code == 302
    assert [one.agreement_id for one in lines(owner)] == [agreement.pk]


def test_as_many_queries_for_thirty_as_for_three(cast, owner, contract):
    def asked(count):
        for number in range(count):
            propose(cast.bram, contract, description=f"Maatwerk {number}")
            if number % 2:
                answer(cast.dirk, contract, newest(owner), "agree")
        with CaptureQueriesContext(connection) as queries:
            assert cast.bram.get(path(contract)).status_code == 200
        return len([one for one in queries if "SAVEPOINT" not in one["sql"]])

    assert asked(4) == asked(26) <= 3 + 9


def test_a_role_that_only_reads_sees_no_buttons(cast, contract, agreed):
    assert 'name="answer"' in cast.bram.get(path(contract)).content.decode()
    assert 'name="answer"' not in auditor_of(cast.bram).get(path(contract)).content.decode()


def test_an_amount_above_the_whole_obligation_is_asked_about_by_the_sides(cast, contract, partner):
    words = "hoger dan de hele verplichting"
    propose(cast.bram, contract)
    assert words not in cast.dirk.get(path(contract)).content.decode()
    propose(cast.bram, contract, amount=f"{contract.obligation + 1:.2f}".replace(".", ","))
    for who in (cast.bram, cast.dirk):
        assert words in who.get(path(contract)).content.decode()
    propose(partner, contract, amount="9.000.000,00")
    assert words not in partner.get(path(contract)).content.decode()


def test_without_a_named_person_who_of_the_company_entered_a_line_last_hears_of_a_proposal(cast, owner, contract):
    logged(cast.bram, contract)
    with owner():
        Responsible.objects.filter(contract=contract).delete()
    assert propose(cast.dirk, contract).status_code == 302
    with owner():
        (mail,) = OutboxMessage.objects.filter(name="agreement_proposed")
    assert mail.payload["to"] == cast.bram.user.email
