"""The conversation of a contract: who reads what, who is told once, and that nothing is lost or said twice."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Role
from organisations.models import OutboxMessage, new_id
from tenders import conversation
from tenders.attention import Work
from tenders.choices import PartyRole, Side
from tenders.conversation import Entry
from tenders.models import Contract, ContractParty, Message, ReadMark, Responsible
from tests.cast import make_cast
from tests.database import owner as as_owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

DETAIL_QUERIES = 3 + 9


def make_contract(cast):
    contract = ContractFactory(
        authority=cast.alice.organisation, contractor=cast.bram.organisation, werkplein=cast.carla.organisation
    )
    Responsible.objects.create(contract=contract, side=Side.AUTHORITY, name="Alice", email=cast.alice.user.email)
    Responsible.objects.create(
        contract=contract,
        side=Side.CONTRACTOR,
        name="Bram",
        email=cast.bram.user.email,
        stand_in_name="Bo",
        stand_in_email="bo@demo.example",
    )
    return contract


@pytest.fixture
def contract(cast, owner):
    with owner():
        return make_contract(cast)


def path(contract, rest=""):
    return f"contracten/{contract.pk}/gesprek/{rest}"


def write(person, contract, text="Wanneer begint de eerste?", **more):
    data = {"text": text, "message": str(new_id()), **more}
    return person.post(path(contract), data)


def page(person, contract, query=""):
    return person.get(path(contract) + query).content.decode().replace("\xa0", " ")


def mailed():
    with as_owner():
        rows = OutboxMessage.objects.filter(name="message_waiting").order_by("created_at", "id")
        return [row.payload["to"] for row in rows]


def waiting_for(person):
    """The contracts that the list finds under 'messages that wait'."""
    found = person.get(f"contracten/?werk={Work.MESSAGE.value}")
    return {row.record.pk for row in found.context["table"].page.object_list}


def newest_seen(person, contract):
    return str(person.get(path(contract)).context["seen"])


class TestWhoReads:
    def test_all_sides_and_the_coordination_point_read_and_write(self, cast, contract):
        for number, name in enumerate(["alice", "bram", "carla", "dirk"]):
            assert write(getattr(cast, name), contract, f"Bericht nummer {number}").status_code == 302
        for name in ("alice", "bram", "carla", "dirk"):
            shown = page(getattr(cast, name), contract)
            assert [f"Bericht nummer {number}" in shown for number in range(4)] == [True] * 4

    def test_the_bureau_an_auditor_and_a_stranger(self, cast, contract):
        write(cast.alice, contract, "Vertrouwelijk tussen de kanten")
        assert cast.esra.get(path(contract)).status_code == 403
        assert write(cast.esra, contract).status_code == 403
        auditor = colleague_of(cast.carla, role=Role.AUDITOR)
        assert "Vertrouwelijk tussen de kanten" in page(auditor, contract)
        assert "Bericht plaatsen" not in page(auditor, contract)
        assert write(auditor, contract).status_code == 403
        seen = {"seen": str(new_id())}
        assert auditor.post(path(contract, "gelezen/"), seen).status_code == 403
        assert cast.frank.get(path(contract)).status_code == 404
        assert write(cast.frank, contract).status_code == 404
        assert cast.frank.post(path(contract, "gelezen/"), seen).status_code == 404
        assert cast.frank.client.get(cast.alice.url(path(contract))).status_code == 404

    @pytest.mark.parametrize("role", PartyRole)
    def test_a_partner_a_subcontractor_and_who_went_before_get_nothing(self, cast, owner, contract, role):
        with owner():
            company = OrganisationFactory(kind="contractor")
            party = MembershipFactory(organisation=company)
            ContractParty.objects.create(
                contract=contract, organisation=company, role=role, joined_on=dt.date(2026, 2, 1)
            )
        write(cast.alice, contract, "Niet voor de onderaannemer")
        outsider = colleague_of(type(cast.alice)(party.user, company))
        assert outsider.get(path(contract)).status_code == 404
        assert write(outsider, contract).status_code == 404
        with tenancy.acting_for(user_id=outsider.user.pk, organisation_id=company.pk):
            assert Contract.objects.filter(pk=contract.pk).exists()
            assert not Message.objects.exists()

    def test_an_internal_note_stays_inside(self, cast, owner, contract):
        answer = write(cast.bram, contract, "Pas op met deze opdrachtgever", internal="on")
        assert answer.status_code == 302
        assert mailed() == []
        colleague = colleague_of(cast.bram)
        assert "Pas op met deze opdrachtgever" in page(colleague, contract)
        assert "Alleen voor uw organisatie" in page(colleague, contract)
        for name in ("alice", "carla", "dirk"):
            person = getattr(cast, name)
            assert "Pas op" not in page(person, contract)
            assert waiting_for(person) == set()


class TestWhoIsTold:
    def test_person_and_stand_in_of_the_other_sides_once_until_they_read(self, cast, contract):
        answer = cast.dirk.client.post(
            cast.dirk.url(path(contract)), {"text": "Hoe gaat het?", "message": str(new_id())}, follow=True
        )
        assert sorted(mailed()) == sorted([cast.alice.user.email, cast.bram.user.email, "bo@demo.example"])
        said = answer.content.decode()
        assert "Mail ging naar: Alice, Bram, Bo." in said
        assert f"daar is niemand aangewezen: {cast.carla.organisation.name}." in said
        write(cast.dirk, contract, "En nog iets")
        assert len(mailed()) == 3
        assert cast.bram.post(path(contract, "gelezen/"), {"seen": newest_seen(cast.bram, contract)}).status_code == 302
        again = cast.dirk.client.post(
            cast.dirk.url(path(contract)), {"text": "Derde", "message": str(new_id())}, follow=True
        )
        assert mailed()[3:] == [cast.bram.user.email, "bo@demo.example"]
        assert f"wachtte al iets: {cast.alice.organisation.name}" in again.content.decode()

    def test_the_mail_has_the_link_and_not_the_words(self, cast, owner, contract):
        write(cast.alice, contract, "Wij houden de termijn in")
        with owner():
            mail = OutboxMessage.objects.filter(payload__to=cast.bram.user.email).get().payload
        assert f"/werk/{cast.bram.organisation.pk}/contracten/{contract.pk}/gesprek/" in mail["text"]
        assert "termijn" not in mail["text"] + mail["subject"]

    def test_the_coordinator_of_the_contract_is_told(self, cast, owner, contract):
        with owner():
            Contract.objects.filter(pk=contract.pk).update(coordinator=cast.dirk.user)
        write(cast.carla, contract)
        assert cast.dirk.user.email in mailed()

    def test_whoever_posts_is_not_mailed_himself(self, cast, owner, contract):
        with owner():
            Responsible.objects.filter(contract=contract, side=Side.CONTRACTOR).update(
                stand_in_email=cast.alice.user.email
            )
        write(cast.alice, contract)
        assert mailed() == [cast.bram.user.email]

    def test_what_came_while_writing_still_waits(self, cast, contract):
        write(cast.alice, contract, "Eerste")
        seen = newest_seen(cast.bram, contract)
        write(cast.alice, contract, "Kwam ertussen")
        write(cast.bram, contract, "Antwoord op de eerste", seen=seen)
        response = cast.bram.get(path(contract))
        assert [one.text for one in response.context["shown"] if one.is_new] == ["Kwam ertussen"]

    def test_an_older_page_does_not_take_back_what_was_read(self, cast, owner, contract):
        write(cast.alice, contract, "Eerste")
        first = newest_seen(cast.bram, contract)
        write(cast.alice, contract, "Tweede")
        for seen in (newest_seen(cast.bram, contract), first):
            cast.bram.post(path(contract, "gelezen/"), {"seen": seen})
        assert not [one for one in cast.bram.get(path(contract)).context["shown"] if one.is_new]
        with owner():
            assert ReadMark.objects.count() == 1

    def test_what_waits_is_found_in_the_list(self, cast, owner, contract):
        with owner():
            other = make_contract(cast)
        write(cast.alice, contract, "Een")
        write(cast.carla, other, "Twee")
        both = {contract.pk, other.pk}
        waits = {name: waiting_for(getattr(cast, name)) for name in ("alice", "bram", "carla", "dirk")}
        assert waits == {"alice": {other.pk}, "bram": both, "carla": {contract.pk}, "dirk": both}
        cast.bram.post(path(contract, "gelezen/"), {"seen": newest_seen(cast.bram, contract)})
        assert waiting_for(cast.bram) == {other.pk}

    def test_the_same_form_twice_is_one_message(self, cast, owner, contract):
        data = {"text": "Dubbel geklikt", "message": str(new_id())}
        for _ in range(2):
            assert cast.alice.post(path(contract), data).status_code == 302
        with owner():
            assert Message.objects.count() == 1
        assert len(mailed()) == 2

    def test_of_many_who_post_at_once_one_mails(self, in_scratch):
        cast = make_cast()
        with as_owner():
            contract = make_contract(cast)

        def one(person):
            try:
                member = {"user_id": person.user.pk, "organisation_id": person.organisation.pk}
                with tenancy.acting_for(**member) as acting:
                    conversation.post(
                        acting,
                        contract_id=contract.pk,
                        message_id=new_id(),
                        entry=Entry(text="Tegelijk"),
                        seen_id=None,
                        at=timezone.now(),
                    )
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(one, [cast.alice, cast.carla] * 3))
        sent = mailed()
        assert sorted(sent) == sorted({cast.alice.user.email, cast.bram.user.email, "bo@demo.example"})
        with as_owner():
            moments = list(Message.objects.values_list("at", flat=True))
        assert len(moments) == len(set(moments)) == 6


class TestContacts:
    def contact(self, person, contract, **more):
        data = {
            "kind": "visit",
            "took_place_on": "12-02-2026",
            "with_whom": "Vera van Molenwerf",
            "text": "Twee plekken besproken",
            "message": str(new_id()),
        }
        return person.post(path(contract) + "?vorm=contact", data | more)

    def test_a_visit_with_day_and_person_stands_in_the_stream(self, cast, contract):
        assert self.contact(cast.carla, contract).status_code == 302
        shown = page(cast.alice, contract)
        assert "Werkbezoek op 12 februari 2026 met Vera van Molenwerf" in shown
        assert "Twee plekken besproken" in shown

    def test_it_can_be_the_first_contact(self, cast, owner, contract):
        assert "Dit was het eerste contact" in page(cast.carla, contract, "?vorm=contact")
        assert self.contact(cast.carla, contract, first_contact="on").status_code == 302
        with owner():
            assert Contract.objects.get(pk=contract.pk).first_contact_on == dt.date(2026, 2, 12)
        assert "Dit was het eerste contact" not in page(cast.carla, contract, "?vorm=contact")

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"text": ""}, "Schrijf op wat er is besproken."),
            ({"with_whom": ""}, "Vul in met wie het contact was."),
            ({"took_place_on": "31-12-2099"}, "Deze dag moet nog komen."),
            ({"took_place_on": "1-1-2026", "first_contact": "on"}, "op of na de dag van de gunning"),
            ({"kind": "message"}, "Selecteer een geldige keuze"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, cast, owner, contract, more, said):
        response = self.contact(cast.carla, contract, **more)
        assert response.status_code == 422
        shown = response.content.decode()
        assert said in shown
        assert ("Vera van Molenwerf" in shown) is ("with_whom" not in more)
        with owner():
            assert not Message.objects.exists()
            assert Contract.objects.get(pk=contract.pk).first_contact_on is None

    def test_an_empty_message_is_refused_beside_the_field(self, cast, contract):
        response = write(cast.alice, contract, "   ")
        assert response.status_code == 422
        assert "Schrijf eerst een bericht." in response.content.decode()


class TestFinding:
    def test_kind_internal_and_words(self, cast, contract):
        write(cast.bram, contract, "Appel")
        write(cast.bram, contract, "Peer", internal="on")
        TestContacts().contact(cast.carla, contract, text="Pruim")

        def found(query):
            return {one.text for one in cast.bram.get(path(contract) + query).context["shown"]}

        assert found("") == {"Appel", "Peer", "Pruim"}
        assert found("?soort=visit") == {"Pruim"}
        assert found("?soort=internal") == {"Peer"}
        assert found("?zoek=appel") == {"Appel"}
        assert found("?zoek=vera") == {"Pruim"}
        assert found("?zoek=banaan") == set()
        assert "Niets gevonden" in page(cast.bram, contract, "?zoek=banaan")

    def test_same_number_of_queries_at_three_and_thirty(self, cast, contract):
        counts = []
        for many in (3, 27):
            for number in range(many):
                write(cast.alice, contract, f"Bericht {number}")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert cast.bram.get(path(contract)).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] <= DETAIL_QUERIES
        assert "21 tot en met 30 van 30" in page(cast.bram, contract, "?page=2")

    def test_a_missing_contract_and_a_broken_mark_are_not_there(self, cast, contract):
        assert cast.alice.get(f"contracten/{uuid.uuid4()}/gesprek/").status_code == 404
        for seen in ("", "geen-uuid"):
            assert cast.alice.post(path(contract, "gelezen/"), {"seen": seen}).status_code == 404
