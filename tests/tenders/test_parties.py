"""Partners and subcontractors join a contract and leave it; who may say so, who is told, and what each finds on the page."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Invitation, Organisation, OutboxMessage
from organisations.months import add_months
from tenders.choices import PartyRole, Side
from tenders.models import Contract, ContractParty, Responsible
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import DeploymentFactory
from tests.factories.tenders import ContractFactory
from tests.placements.consortia import company

TODAY = timezone.localdate()


@pytest.fixture
def contract(cast, owner) -> Contract:
    with owner():
        contract = ContractFactory(
            title="Kade Noord",
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
            starts_on=dt.date(2026, 1, 1),
            ends_on=add_months(TODAY, 24),
        )
        Responsible.objects.create(contract=contract, side=Side.CONTRACTOR, name="Vera", email="vera@demo.example")
    return contract


def entry(**values) -> dict[str, str]:
    return {
        "kvk": "12345675",
        "name": "Sloop BV",
        "role": "subcontractor",
        "joined_on": "1-3-2026",
        "contact_name": "Sef Sloop",
        "contact_email": "sef@demo.example",
        "note": "Sloopwerk",
    } | values


def party_of(contract: Contract, organisation: Organisation, **values) -> ContractParty:
    given = {"role": PartyRole.SUBCONTRACTOR, "joined_on": dt.date(2026, 2, 1)} | values
    return ContractParty.objects.create(contract=contract, organisation=organisation, **given)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("who", ["alice", "bram", "dirk"])
def test_a_company_that_nobody_knew_joins_and_is_invited(cast, owner, contract, who):
    person = getattr(cast, who)
    answer = person.post(f"contracten/{contract.pk}/partijen/nieuw/", entry(), follow=True)
    assert "Sloop BV doet mee. De uitleg ging naar sef@demo.example." in text(answer)
    with owner():
        party = ContractParty.objects.select_related("organisation").get(contract=contract)
        invitation = Invitation.objects.get(organisation=party.organisation)
        mail = OutboxMessage.objects.get(name="party_invitation").payload
    assert (party.role, party.joined_on, party.note) == ("subcontractor", dt.date(2026, 3, 1), "Sloopwerk")
    assert (party.made_by_id, party.organisation.kvk) == (person.user.pk, "12345675")
    assert invitation.landing_path == f"/werk/{party.organisation_id}/contracten/{contract.pk}/"
    assert (invitation.email, mail["to"]) == ("sef@demo.example", "sef@demo.example")
    assert "kies een wachtwoord" in mail["text"]
    assert "50.000" not in mail["text"]
    assert "Sloopwerk" in text(answer)


def test_a_company_with_members_gets_a_mail_and_no_invitation(cast, owner, contract):
    with owner():
        known = company(cast, "Partner BV", "Petra")
    cast.bram.post(
        f"contracten/{contract.pk}/partijen/nieuw/", entry(kvk=known.organisation.kvk, name="", role="partner")
    )
    with owner():
        assert not Invitation.objects.filter(organisation=known.organisation).exists()
        mail = OutboxMessage.objects.get(name="party_added").payload
    assert "combinant" in mail["text"]
    assert f"/werk/{known.organisation.pk}/contracten/{contract.pk}/" in mail["text"]
    assert "Kade Noord" in text(known.get("contracten/"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Dit KVK-nummer is in deze regio nog niet bekend."),
        ({"kvk": "12"}, "Een KVK-nummer heeft 8 cijfers."),
        ({"kvk": "lead"}, "Dit bedrijf is zelf de opdrachtnemer."),
        ({"kvk": "already"}, "Dit bedrijf staat al bij dit contract."),
        ({"joined_on": "1-1-2090"}, "Het contract is dan al afgelopen."),
        ({"role": "predecessor"}, "Selecteer een geldige keuze"),
        ({"contact_email": ""}, "Vul een e-mailadres in."),
    ],
)
def test_what_cannot_be_stands_beside_the_field(cast, owner, contract, values, said):
    with owner():
        already = OrganisationFactory(name="Al Erbij BV", contractor=True)
        party_of(contract, already)
    numbers = {"lead": cast.bram.organisation.kvk, "already": already.kvk}
    values = values | ({"kvk": numbers.get(values["kvk"], values["kvk"])} if "kvk" in values else {})
    answer = cast.bram.post(f"contracten/{contract.pk}/partijen/nieuw/", entry(**values))
    assert answer.status_code == 422
    assert said in text(answer)
    with owner():
        assert ContractParty.objects.filter(contract=contract).count() == 1


def test_a_settled_contract_takes_no_more_companies(cast, owner, contract):
    with owner():
        Contract.objects.filter(pk=contract.pk).update(settled_on=TODAY)
    assert cast.bram.post(f"contracten/{contract.pk}/partijen/nieuw/", entry()).status_code == 404
    assert "Bedrijf toevoegen" not in text(cast.bram.get(f"contracten/{contract.pk}/partijen/"))


class TestWhoMay:
    def test_others_on_the_contract_read_and_change_nothing(self, cast, owner, contract):
        with owner():
            known = company(cast, "Partner BV", "Petra")
            party = party_of(contract, known.organisation)
        for person in (cast.carla, cast.esra):
            assert "Partner BV" in text(person.get(f"contracten/{contract.pk}/partijen/"))
            assert person.post(f"contracten/{contract.pk}/partijen/nieuw/", entry()).status_code == 403
            assert person.post(f"partijen/{party.pk}/weg/").status_code == 403
        for path in (f"contracten/{contract.pk}/partijen/nieuw/", f"partijen/{party.pk}/einde/"):
            assert known.get(path).status_code == 404
            assert known.post(path, entry()).status_code == 404
        assert known.post(f"partijen/{party.pk}/weg/").status_code == 404
        with owner():
            assert ContractParty.objects.filter(contract=contract).count() == 1

    def test_a_party_finds_itself_and_whom_to_ask(self, cast, owner, contract):
        with owner():
            known, other = company(cast, "Partner BV", "Petra"), company(cast, "Sloop BV", "Sef")
            for one in (known, other):
                party_of(contract, one.organisation, contact_email=one.user.email)
        page = text(known.get(f"contracten/{contract.pk}/partijen/"))
        assert "Partner BV" in page
        assert "vera@demo.example" in page
        assert "Sloop BV" not in page
        assert "sef@demo.example" not in page
        assert "Bedrijf toevoegen" not in page

    def test_frank_gets_what_a_missing_row_gives(self, cast, owner, contract):
        with owner():
            party = party_of(contract, OrganisationFactory(contractor=True))
        for path in (f"contracten/{contract.pk}/partijen/", f"contracten/{contract.pk}/partijen/nieuw/"):
            assert cast.frank.get(path).status_code == 404
        for path in (f"partijen/{party.pk}/einde/", f"partijen/{party.pk}/weg/", f"partijen/{party.pk}/weer-mee/"):
            assert cast.frank.post(path, {"left_on": "1-3-2026"}).status_code == 404
        with owner():
            assert ContractParty.objects.get(pk=party.pk).left_on is None


class TestLeaving:
    @pytest.fixture
    def sloop(self, cast, owner, contract):
        with owner():
            member = company(cast, "Sloop BV", "Sef")
            party_of(contract, member.organisation)
        return member

    @pytest.fixture
    def party(self, owner, contract, sloop) -> ContractParty:
        with owner():
            return ContractParty.objects.get(contract=contract)

    def test_stops_as_of_a_day_and_comes_back(self, cast, owner, contract, party, sloop):
        answer = cast.bram.post(f"partijen/{party.pk}/einde/", {"left_on": "1-5-2026"}, follow=True)
        assert "Sloop BV doet mee tot en met 1-5-2026." in text(answer)
        with owner():
            party.refresh_from_db()
            assert party.left_on == dt.date(2026, 5, 1)
            writers = Contract.objects.get(pk=contract.pk).line_writers
        assert f"o:{sloop.organisation.pk}" not in writers
        cast.bram.post(f"partijen/{party.pk}/weer-mee/")
        with owner():
            party.refresh_from_db()
            assert party.left_on is None
            assert f"o:{sloop.organisation.pk}" in Contract.objects.get(pk=contract.pk).line_writers

    def test_not_before_it_joined(self, cast, owner, party):
        answer = cast.bram.post(f"partijen/{party.pk}/einde/", {"left_on": "1-1-2026"})
        assert answer.status_code == 422
        assert "De laatste dag ligt voor de dag waarop het bedrijf begon" in text(answer)

    def test_taken_back_while_it_has_no_lines(self, cast, owner, contract, party, sloop):
        answer = cast.bram.post(f"partijen/{party.pk}/weg/", follow=True)
        assert "Sloop BV staat niet meer bij dit contract." in text(answer)
        assert sloop.get(f"contracten/{contract.pk}/").status_code == 404

    def test_a_company_with_lines_stays(self, cast, owner, contract, party, sloop):
        """The contractor does not see the line, and cannot lose it either."""
        with owner():
            DeploymentFactory(contract=contract, company=sloop.organisation)
        answer = cast.bram.post(f"partijen/{party.pk}/weg/", follow=True)
        assert "Sloop BV heeft al regels op dit contract" in text(answer)
        with owner():
            assert ContractParty.objects.filter(pk=party.pk).exists()

    def test_who_had_the_contract_before_is_no_matter_of_this_page(self, cast, owner, party):
        with owner():
            ContractParty.objects.filter(pk=party.pk).update(role=PartyRole.PREDECESSOR)
        for path in ("einde/", "weg/", "weer-mee/"):
            assert cast.bram.post(f"partijen/{party.pk}/{path}", {"left_on": "1-5-2026"}).status_code == 404


def test_as_many_queries_for_thirty_companies_as_for_three(cast, owner, contract):
    def queries(count: int) -> int:
        with owner():
            for _ in range(count):
                party_of(contract, OrganisationFactory(contractor=True))
        with CaptureQueriesContext(connection) as captured:
            assert cast.bram.get(f"contracten/{contract.pk}/partijen/").status_code == 200
        return sum("SAVEPOINT" not in one["sql"] for one in captured.captured_queries)

    few = queries(3)
    assert queries(27) == few
    assert few <= 3 + 5
