"""The page of a contract: to everybody the same contract, to nobody more than is his."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import Role
from organisations.models import Invitation, new_id
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, HoursStatement, Transition
from tenders.models import Contract, ContractBand, Responsible, Tariff, Tender
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

#: What an authority must never find: names, pseudonyms, groups, and amounts of persons and what follows from them.
CANARIES = {
    "name": "Kanarie de Vogel",
    "pseudonym": "P-KANARI",
    "group": "Participatiewet",
    "forecast": "23.456",
    "approved": "4.321",
    "waiting": "1.111",
    "total approved": "5.098",
    "birth year": "1961",
}


def without_token(response) -> str:
    return re.sub(r'"x-csrftoken": "[^"]*"', "", text(response))


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def contract(cast, owner):
    with owner():
        contract = ContractFactory(
            title="Sporthal De Linde",
            reference="2026-0147",
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
        )
        Responsible.objects.create(contract=contract, side="contractor", name="Bram", email="bram@demo.example")
        line = DeploymentFactory(
            contract=contract,
            name=CANARIES["name"],
            pseudonym=CANARIES["pseudonym"],
            birth_date=dt.date(1961, 3, 4),
            forecast=Decimal("23456.78"),
        )
        paid = HoursStatementFactory(deployment=line, status=LineStatus.APPROVED, value=Decimal("4321.09"))
        HoursStatementFactory(deployment=line, month=dt.date(2026, 4, 1), value=Decimal("1111.11"))
        other = ContributionFactory(contract=contract, status=LineStatus.APPROVED, value=Decimal("777.77"))
        for values in ({"deployment": line, "statement": paid}, {"contribution": other}):
            Transition.objects.create(
                **values,
                from_status=LineStatus.SUBMITTED,
                to_status=LineStatus.APPROVED,
                user=cast.dirk.user,
                organisation=cast.dirk.organisation,
                at=timezone.now(),
            )
    return contract


def page_for(person, contract):
    return text(person.get(f"contracten/{contract.pk}/"))


def test_seen_by_its_parties_and_the_region_and_nobody_else(cast, owner, contract):
    path = f"contracten/{contract.pk}/"
    for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra):
        response = person.get(path)
        assert response.status_code == 200
        assert "Sporthal De Linde" in text(response)
    with owner():
        other = ContractFactory()
    for person in (cast.alice, cast.bram, cast.carla):
        assert person.get(f"contracten/{other.pk}/").status_code == 404
    for stranger in cast.strangers.values():
        assert stranger.get(path).status_code == 404
        assert stranger.client.get(cast.alice.url(path)).status_code == 404


def test_another_region_gets_the_same_answer_as_for_a_missing_row(cast, contract):
    missing = cast.frank.get(f"contracten/{new_id()}/")
    hidden = cast.frank.get(f"contracten/{contract.pk}/")
    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert without_token(missing) == without_token(hidden)


def test_only_read_here(cast, contract):
    assert cast.alice.post(f"contracten/{contract.pk}/").status_code == 405


def test_authority_sees_a_band_and_counts_never_a_person(cast, contract):
    page = page_for(cast.alice, contract)
    for words in ("50.000", "5–10 %", "€ 778", "777,77", "1 regel", "Andere invulling goedgekeurd"):
        assert words in page, words
    for what, secret in CANARIES.items():
        assert secret not in page, what
    assert "Uren van" not in page


def test_contractor_sees_names_and_cents(cast, contract):
    page = page_for(cast.bram, contract)
    for words in (CANARIES["name"], "23.456,78", "4.321,09", "1.111,11", "5.098,86", "Uren van maart 2026 goedgekeurd"):
        assert words in page, words
    assert CANARIES["pseudonym"] not in page


@pytest.mark.parametrize("who", ["carla", "dirk"])
def test_werkplein_and_coordination_point_see_pseudonyms_and_cents(cast, contract, who):
    page = page_for(getattr(cast, who), contract)
    for words in (CANARIES["pseudonym"], "4.321,09", "5.098,86"):
        assert words in page, words
    assert CANARIES["name"] not in page
    assert "04-03-1961" not in page


def test_programme_bureau_sees_sums_only(cast, contract):
    page = page_for(cast.esra, contract)
    for words in ("5.098,86", "4.321,09", "777,77"):
        assert words in page, words
    for what in ("name", "pseudonym", "group"):
        assert CANARIES[what] not in page, what


@pytest.mark.parametrize(
    ("approved", "waiting", "others", "claimed"),
    [
        ("0.00", "0.00", "0.00", 5),  # somebody is at work, nothing counts yet
        ("0.00", "44811.00", "0.00", 90),
        ("2499.99", "0.00", "0.00", 5),
        ("2500.00", "0.00", "0.00", 10),  # on the bound: never below the exact amount
        ("2499.99", "0.01", "777.77", 10),
        ("21000.00", "24000.00", "12.34", 95),
        ("47400.00", "2599.00", "1.00", 100),
    ],
)
def test_authority_never_reads_less_than_the_contractor(cast, owner, approved, waiting, others, claimed):
    with owner():
        contract = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
        line = DeploymentFactory(contract=contract)
        HoursStatementFactory(deployment=line, status=LineStatus.APPROVED, value=Decimal(approved))
        HoursStatementFactory(deployment=line, month=dt.date(2026, 4, 1), value=Decimal(waiting))
        ContributionFactory(contract=contract, status=LineStatus.APPROVED, value=Decimal(others))
    path = f"contracten/{contract.pk}/"
    band, exact = (person.get(path).context["page"].outlook for person in (cast.alice, cast.bram))
    assert band.banded.claimed == claimed
    assert exact.percent is not None
    assert band.percent >= exact.percent
    assert band.approved <= exact.approved
    assert exact.approved + exact.waiting <= band.approved + band.waiting  # the bar ends where "at most" does
    assert band.approved + band.waiting <= exact.approved + exact.waiting + contract.obligation / 20
    assert band.to_do >= exact.to_do == max(contract.obligation - exact.approved, 0)


def test_a_line_that_waits_counts_for_the_authority_before_anybody_is_approved(cast, owner):
    with owner():
        contract = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
    path = f"contracten/{contract.pk}/"
    assert cast.alice.get(path).context["page"].outlook.banded.claimed == 0
    with owner():
        line = DeploymentFactory(contract=contract, status=LineStatus.SUBMITTED)
        HoursStatementFactory(deployment=line, value=Decimal("100.00"))
    assert cast.alice.get(path).context["page"].outlook.banded.claimed == 5


def test_concept_of_the_contractor_is_his_alone(cast, owner, contract):
    with owner():
        DeploymentFactory(contract=contract, name="Nog Niet", pseudonym="P-CONCEP", status=LineStatus.CONCEPT)
    assert "Nog Niet" in page_for(cast.bram, contract)
    for person in (cast.carla, cast.dirk):
        assert "P-CONCEP" not in page_for(person, contract)


def test_what_is_expected_adds_up_on_the_screen_of_who_sees_no_concepts(cast, owner, contract):
    with owner():
        DeploymentFactory(contract=contract, status=LineStatus.CONCEPT, forecast=Decimal("6543.21"))
    for person in (cast.carla, cast.dirk):
        response = person.get(f"contracten/{contract.pk}/")
        page = response.context["page"]
        assert "1 medewerker die nog niet is ingediend" in text(response)
        assert "6.543,21" in text(response)
        shown = sum(line.forecast for line in page.persons) + page.concepts_forecast
        assert shown == page.outlook.planned + Decimal("4321.09") + Decimal("1111.11")
    assert "nog niet is ingediend" not in page_for(cast.bram, contract)
    assert "6.543" not in page_for(cast.alice, contract)


def test_figures_follow_the_lines_to_the_cent(cast, owner, contract):
    with owner():
        line = DeploymentFactory(contract=contract, forecast=Decimal("10000.00"), status=LineStatus.SUBMITTED)
        HoursStatementFactory(deployment=line, status=LineStatus.SUBMITTED, value=Decimal("0.01"))
    outlook = cast.bram.get(f"contracten/{contract.pk}/").context["page"].outlook
    assert outlook.approved == Decimal("5098.86")
    assert outlook.waiting == Decimal("1111.12")
    assert outlook.planned == Decimal("33456.78") - Decimal("4321.09") - Decimal("1111.12")
    assert outlook.to_do == Decimal("50000.00") - Decimal("5098.86")
    assert outlook.unplanned == outlook.to_do - outlook.waiting - outlook.planned


def test_what_came_back_with_a_question_waits_for_nobody_but_the_company(cast, owner):
    """Status by time is of what is approved and submitted (domain rules, section 4)."""
    with owner():
        contract = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
        asked = DeploymentFactory(contract=contract, status=LineStatus.APPROVED, forecast=Decimal(6000))
        HoursStatementFactory(deployment=asked, status=LineStatus.RETURNED, value=Decimal("100.00"))
        back = DeploymentFactory(contract=contract, status=LineStatus.RETURNED, forecast=Decimal(7000))
        HoursStatementFactory(deployment=back, status=LineStatus.SUBMITTED, value=Decimal("20.00"))
        HoursStatementFactory(
            deployment=back, status=LineStatus.APPROVED, value=Decimal("3.00"), month=dt.date(2020, 2, 1)
        )
        ContributionFactory(contract=contract, status=LineStatus.RETURNED, value=Decimal("5000.00"))
    path = f"contracten/{contract.pk}/"
    outlook = cast.bram.get(path).context["page"].outlook
    assert outlook.waiting == 0
    assert outlook.planned == 6000 + 7000 + 5000
    assert cast.alice.get(path).context["page"].outlook.banded.claimed == 5, "somebody is approved, no more"
    with owner():
        HoursStatement.objects.filter(deployment=asked).update(status=LineStatus.SUBMITTED)
        Deployment.objects.filter(pk=back.pk).update(status=LineStatus.SUBMITTED)
        Contribution.objects.filter(contract=contract).update(status=LineStatus.SUBMITTED)
    outlook = cast.bram.get(path).context["page"].outlook
    assert outlook.waiting == Decimal("5123.00")
    assert outlook.planned == 6000 + 7000 - Decimal("123.00")


def test_more_than_owed_leaves_nothing_to_do(cast, owner, contract):
    with owner():
        ContributionFactory(contract=contract, status=LineStatus.APPROVED, value=Decimal("60000.00"))
    for person in (cast.alice, cast.bram):
        assert person.get(f"contracten/{contract.pk}/").context["page"].outlook.to_do == 0


def test_says_that_the_tariff_is_not_confirmed_yet(cast, owner, contract):
    assert "te bevestigen" in page_for(cast.bram, contract)
    with owner():
        Tariff.objects.filter(pk=contract.tariff_id).update(confirmed_at=timezone.now())
    assert "te bevestigen" not in page_for(cast.bram, contract)


def test_own_side_can_be_changed_by_who_may(cast, contract):
    def changes(person):
        page = page_for(person, contract)
        return {side for side in ("authority", "contractor", "werkplein") if f"/verantwoordelijk/{side}/" in page}

    assert changes(cast.alice) == changes(cast.dirk) == {"authority", "contractor", "werkplein"}
    assert changes(cast.bram) == {"contractor"}
    assert changes(cast.carla) == {"werkplein"}
    assert changes(cast.esra) == set()
    assert changes(colleague_of(cast.alice, Role.AUDITOR)) == set()


def test_contractor_goes_on_from_here_and_an_auditor_only_reads(cast, contract):
    page = page_for(cast.bram, contract)
    assert f"?contract={contract.pk}" in page or f"contracten/{contract.pk}/inzet/" in page
    assert "Uren doorgeven" in page
    for person in (cast.alice, cast.carla, cast.dirk, cast.esra, colleague_of(cast.bram, Role.AUDITOR)):
        assert "Medewerker toevoegen" not in page_for(person, contract)


def test_contract_without_lines_persons_or_werkplein(cast, owner):
    with owner():
        bare = ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            obligation=0,
            percentage=0,
            starts_on=dt.date(2030, 1, 1),
            ends_on=dt.date(2030, 12, 31),
        )
    for person in (cast.alice, cast.bram, cast.dirk, cast.esra):
        page = page_for(person, bare)
        assert "nog niet gekozen" in page
        assert "Het contract begint op 1 januari 2030" in page


def test_where_nothing_is_owed_any_more_no_standing_and_no_band_of_before_is_shown(cast, owner, contract):
    with owner():
        ContractBand.objects.filter(contract=contract).update(obligation=5, persons_band=100, persons_claimed_upper=105)
        Contract.objects.filter(pk=contract.pk).update(obligation=0, percentage=0)
    for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra):
        page = page_for(person, contract)
        assert "Geen verplichting" in page
        for words in ("Op schema", "eerdere verplichting", "100 % of meer", "% van het schema"):
            assert words not in page
    row = text(cast.alice.get("contracten/"))
    assert "geen verplichting" in row
    assert "100 % of meer" not in row


def test_what_is_expected_is_said_to_come_from_all_that_was_entered(cast, owner, contract):
    with owner():
        ContributionFactory(contract=contract, status=LineStatus.CONCEPT, value=777)
    page = page_for(cast.bram, contract)
    assert "van wat nu is ingevoerd" in page
    assert "van wie nu op de opdracht staat" not in page


@pytest.mark.parametrize("who", ["alice", "bram", "carla", "dirk", "esra"])
def test_same_number_of_queries_at_three_and_thirty_lines(cast, owner, contract, who):
    def queries(count):
        with owner():
            for _ in range(count):
                line = DeploymentFactory(contract=contract)
                statement = HoursStatementFactory(deployment=line)
                ContributionFactory(contract=contract)
                Transition.objects.create(deployment=line, statement=statement, to_status=LineStatus.SUBMITTED)
        with CaptureQueriesContext(connection) as seen:
            assert getattr(cast, who).get(f"contracten/{contract.pk}/").status_code == 200
        return [one["sql"] for one in seen if "SAVEPOINT" not in one["sql"]]

    few = queries(3)
    many = queries(27)
    assert len(many) == len(few), many
    assert len(few) <= 3 + 9, few


def test_who_invited_the_company_sees_that_nobody_came_and_can_invite_again(cast, owner):
    at = timezone.now()
    with owner():
        company = OrganisationFactory(name="Nieuw Voorbeeld BV", kind="contractor", region=cast.region)
        contract = ContractFactory(authority=cast.alice.organisation, contractor=company)
        invitation = Invitation.objects.create(
            region=cast.region,
            organisation=company,
            email="nieuw@demo.example",
            role="administrator",
            token_hash="x" * 64,
            invited_by=cast.alice.user,
            invited_from=cast.alice.organisation,
            expires_at=at + dt.timedelta(days=14),
        )
    page = f"contracten/{contract.pk}/"
    assert "nieuw@demo.example is nog niet gebruikt" in cast.alice.get(page).content.decode()
    assert "nieuw@demo.example" not in cast.dirk.get(page).content.decode()
    again = f"uitnodigingen/{invitation.pk}/opnieuw/"
    response = cast.alice.post(again, {"back": cast.alice.url(page)})
    assert response.headers["Location"] == cast.alice.url(page)
    with owner():
        invitation.refresh_from_db()
    assert invitation.token_hash != "x" * 64
    elsewhere = cast.alice.post(again, {"back": "https://elders.example/"})
    assert elsewhere.headers["Location"] == cast.alice.url("leden/")


def test_of_a_settled_contract_nothing_is_expected(cast, owner, contract):
    with owner():
        type(contract).objects.filter(pk=contract.pk).update(settled_on=timezone.localdate())
    page = cast.dirk.get(f"contracten/{contract.pk}/").content.decode()
    assert "<dt>Tekort</dt>" in page
    for word in ("<dt>Volgens schema vandaag</dt>", "<dt>Verwacht</dt>", "<dt>Nog in te vullen</dt>"):
        assert word not in page


def test_a_band_ends_at_the_obligation(cast, owner, contract):
    """However small the authority makes the obligation, the band tells no amount of persons."""
    with owner():
        type(contract).objects.filter(pk=contract.pk).update(obligation=Decimal("0.31"))
        HoursStatementFactory(
            deployment=contract.deployments.get(), month=dt.date(2026, 5, 1), status=LineStatus.APPROVED, value=1
        )
        assert contract.band.__class__.objects.get(pk=contract.pk).persons_band == 100
    for path in (f"contracten/{contract.pk}/", "contracten/", "portefeuille/"):
        page = text(cast.alice.get(path))
        assert not re.search(r"\d{4,}\s*(–|%)", page), path
    assert "100 % of meer" in text(cast.alice.get(f"contracten/{contract.pk}/"))


def test_a_discount_is_named_beside_the_percentage(cast, owner, contract):
    page = f"contracten/{contract.pk}/"
    assert "min PSO-korting" not in text(cast.dirk.get(page))
    with owner():
        type(contract).objects.filter(pk=contract.pk).update(discount=Decimal("100.00"))
    sub = re.search(r"% van € [0-9.]+([^<]*)<", text(cast.dirk.get(page)))[1]
    assert sub.strip() == ", min PSO-korting"


def test_names_the_tender_and_the_lot(cast, owner):
    with owner():
        tender = Tender.objects.create(
            region=cast.region,
            authority=cast.alice.organisation,
            reference="A-77",
            title="Groen in de wijken",
            kind="work",
        )
        lot = ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            tender=tender,
            lot="Zuid",
            title="Perken",
        )
    page = text(cast.alice.get(f"contracten/{lot.pk}/"))
    assert "<dt>Aanbesteding</dt><dd>Groen in de wijken</dd>" in page
    lot_of_page = re.compile(r"<dt>(?:(?!</dt>).)*Perceel(?:(?!</dt>).)*</dt>\s*<dd>([^<]*)</dd>", re.DOTALL)
    assert lot_of_page.findall(page) == ["Zuid"]
    with owner():
        plain = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
    assert lot_of_page.findall(text(cast.alice.get(f"contracten/{plain.pk}/"))) == []
