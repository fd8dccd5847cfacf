"""The statement of account: each sees his own part to the cent, and nobody another company's persons."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations import tenancy
from organisations.choices import Role
from organisations.models import OutboxMessage
from organisations.notation import dutch_number
from placements.choices import LineStatus
from placements.identity import persons
from placements.pages.account import account_of, ask_account
from tenders import access
from tenders.choices import DocumentKind, PartyRole
from tenders.models import Contract, ContractParty, ContractTotals, Document, PartyTotals
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

AT = dt.datetime(2026, 10, 1, 10, tzinfo=dt.UTC)
ON = AT.date()


@pytest.fixture
def contract(cast, owner):
    with owner():
        contract = ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
        )
        line(contract, "J. Jansen", "1234.56")
        ContributionFactory(contract=contract, value="700.01", status=LineStatus.APPROVED, description="Open dag")
        ContributionFactory(contract=contract, value="50.00", status=LineStatus.SUBMITTED)
        return contract


def line(contract, name, value, *, contractor=None, status=LineStatus.APPROVED):
    contractor_id = contractor.pk if contractor else contract.contractor_id
    person = persons.person_for(
        region_id=contract.region_id, contractor_id=contractor_id, name=name, birth_date=dt.date(1990, 5, 17)
    )
    deployment = DeploymentFactory(
        contract=contract, person=person, contractor_id=contractor_id, status=status, forecast="9000.10"
    )
    HoursStatementFactory(deployment=deployment, status=LineStatus.APPROVED, value=value)
    return deployment


def account(person, contract):
    who = {"user_id": person.user.pk, "organisation_id": person.organisation.pk}
    with tenancy.acting_for(**who) as acting:
        rows = access.contracts_of(acting).with_parties().with_policy(on=ON)
        loaded = rows.with_own_part(acting.organisation_id).select_related("totals", "band").get(pk=contract.pk)
        return account_of(acting, loaded, on=ON, at=AT)


def path(contract):
    return f"contracten/{contract.pk}/stukken/overzicht/"


def test_a_contractor_reads_his_own_people_by_name_and_totals_to_the_cent(cast, owner, contract):
    found = account(cast.bram, contract)
    with owner():
        totals = ContractTotals.objects.get(contract=contract)
    assert [one["who"] for one in found["persons"]] == ["J. Jansen"]
    assert found["persons_total"]["approved"] == dutch_number(totals.persons_approved, 2) == "1.234,56"
    assert found["others_total"] == {"approved": "700,01", "waiting": "50,00"}
    standing = dict(found["standing"])
    assert standing["Goedgekeurd in totaal"] == "€\xa01.934,57"
    assert standing["Verplichting"] == "€\xa050.000,00"
    assert standing["Nog in te vullen"] == "€\xa048.065,43"
    assert found["obligation"][-1] == {"what": "Verplichting", "out": "50.000,00", "is_sum": True}
    assert found["own"] == []


def test_the_coordination_point_reads_pseudonyms_and_no_concepts(cast, owner, contract):
    with owner():
        line(contract, "K. Concept", "0.00", status=LineStatus.CONCEPT)
    found = account(cast.dirk, contract)
    assert [one["who"][:2] for one in found["persons"]] == ["P-"]
    assert "Jansen" not in str(found)
    assert "Concept" not in str(found["persons"])
    assert found["concepts"] == "Nog niet ingediend: 1, verwacht €\xa09.000,10."
    assert [one["who"] for one in account(cast.bram, contract)["persons"]].count("K. Concept") == 1


def test_each_of_several_companies_reads_its_own_part(cast, owner, contract):
    with owner():
        membership = MembershipFactory(organisation=OrganisationFactory(contractor=True, name="Onder BV"))
        other = membership.organisation
        ContractParty.objects.create(
            contract=contract, organisation=other, role=PartyRole.SUBCONTRACTOR, joined_on=contract.starts_on
        )
        line(contract, "M. Onder", "2000.00", contractor=other)
        mine = PartyTotals.objects.get(contract=contract, organisation=other)
    partner = Person(membership.user, other)
    log_in(partner)
    found = account(partner, contract)
    assert [one["who"] for one in found["persons"]] == ["M. Onder"]
    assert dict(found["own"])["Goedgekeurd voor personen"] == "€\xa02.000,00"
    assert mine.persons_approved == Decimal("2000.00")
    assert found["standing"] == found["obligation"] == found["versions"] == found["others"] == []
    assert "Jansen" not in str(found)
    assert "50.000" not in str(found)
    lead = account(cast.bram, contract)
    assert [one["who"] for one in lead["persons"]] == ["J. Jansen"]
    assert "Onder" not in str(lead)
    assert dict(lead["own"])["Goedgekeurd in totaal"] == "€\xa01.934,57"
    assert dict(lead["standing"])["Goedgekeurd voor personen"] == "5–10\xa0% van de verplichting"
    assert "3.234,56" not in str(lead)
    assert {one["approved"] for one in account(cast.dirk, contract)["persons"]} == {"1.234,56", "2.000,00"}
    assert partner.post(path(contract)).status_code == 302
    with owner():
        document = Document.objects.get()
    for person, status in ((partner, 200), (cast.bram, 404), (cast.alice, 404), (cast.dirk, 404)):
        assert person.get(f"contracten/{contract.pk}/stukken/{document.pk}/").status_code == status


def test_it_is_frozen_when_it_is_asked_for(cast, owner, contract):
    response = cast.bram.post(path(contract))
    assert response.status_code == 302
    with owner():
        document = Document.objects.get()
        job = OutboxMessage.objects.get()
        ContributionFactory(contract=contract, value="999.00", status=LineStatus.APPROVED)
    assert (document.kind, document.organisation_id) == (DocumentKind.ACCOUNT, cast.bram.organisation.pk)
    assert document.content["others_total"]["approved"] == "700,01"
    assert job.payload["document_id"] == str(document.pk)
    assert str(document.pk) in response.url


def test_who_may_ask_for_it(cast, owner, contract):
    auditor = colleague_of(cast.bram, role=Role.AUDITOR)
    for person in (cast.alice, cast.carla, cast.esra, auditor):
        assert person.post(path(contract)).status_code == 403
    assert cast.frank.post(path(contract)).status_code == 404
    assert cast.bram.get(path(contract)).status_code == 405
    with owner():
        assert not Document.objects.exists()
    assert cast.dirk.post(path(contract)).status_code == 302


def test_as_many_queries_for_many_lines(cast, owner, contract):
    counts = []
    who = {"user_id": cast.bram.user.pk, "organisation_id": cast.bram.organisation.pk}
    for number in (3, 30):
        with owner():
            while Contract.objects.get(pk=contract.pk).deployments.count() < number:
                line(contract, f"N. {contract.deployments.count()}", "1.00")
                ContributionFactory(contract=contract)
        with tenancy.acting_for(**who) as acting, CaptureQueriesContext(connection) as queries:
            ask_account(acting, contract_id=contract.pk, at=AT)
        counts.append(len(queries))
    assert counts[0] == counts[1]
