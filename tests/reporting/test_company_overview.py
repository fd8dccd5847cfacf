"""The overview of a company: all its contracts over all authorities and regions, with what each asks, and nobody else's."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import OrganisationKind
from organisations.models import OrganisationRegion
from organisations.months import add_months, first_of_month
from placements.choices import LineStatus
from reporting.overviews.contracts import counts
from tenders.access import contracts_of
from tenders.choices import PartyRole
from tenders.models import ContractParty, ContractTotals
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory
from tests.placements.workspace import act

pytestmark = pytest.mark.django_db

PAGE = "overzicht/"
TODAY = timezone.localdate()
THIS_MONTH = first_of_month(TODAY)
LAST_MONTH = add_months(THIS_MONTH, -1)
DATES = {"starts_on": LAST_MONTH, "ends_on": add_months(THIS_MONTH, 11)}


@pytest.fixture
def contract(cast, owner):
    def made(title, **values):
        with owner():
            return ContractFactory(
                **{
                    "title": title,
                    "authority": cast.alice.organisation,
                    "contractor": cast.bram.organisation,
                    "obligation": Decimal("50000.00"),
                    **DATES,
                }
                | values
            )

    return made


@pytest.fixture
def elsewhere(cast, owner, contract):
    """A contract of Bram's company with an authority of another region, where it works as well."""
    with owner():
        OrganisationRegion.objects.create(
            organisation=cast.bram.organisation, region=cast.other_region, code="molenwerf"
        )
        authority = cast.strangers[OrganisationKind.MUNICIPALITY].organisation
    return contract("Haven", authority=authority, region=cast.other_region)


def text_of(person, path=PAGE):
    answer = person.get(path)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


def rows_of(person, query=""):
    return list(person.get(f"{PAGE}?{query}").context["table"].data.data)


def test_all_contracts_over_all_regions_with_what_they_ask_first(cast, owner, contract, elsewhere):
    contract("Aanleg")
    with owner():
        DeploymentFactory(contract=elsewhere, **DATES)
        ContributionFactory(contract=elsewhere, status=LineStatus.RETURNED, decided_at=timezone.now(), date=LAST_MONTH)
    rows = rows_of(cast.bram)
    assert [one.title for one in rows] == ["Haven", "Aanleg"]
    hours, question = (ask.words for ask in rows[0].asks)
    assert hours.endswith(": 1 medewerker")
    assert question == "1 vraag voor u"
    shown = text_of(cast.bram)
    assert "2 regio’s" in shown
    assert cast.other_region.name in shown


def test_each_thing_leads_to_the_page_on_which_it_is_done(cast, owner, contract):
    here = contract("Kade")
    with owner():
        DeploymentFactory(contract=here, **DATES)
        line = DeploymentFactory(contract=here, status=LineStatus.RETURNED, decided_at=timezone.now(), **DATES)
        HoursStatementFactory(deployment=line, month=LAST_MONTH)
    asks = {ask.url for one in rows_of(cast.bram) for ask in one.asks}
    assert asks == {
        cast.bram.url(f"uren/{LAST_MONTH:%Y-%m}/") + f"?contract={here.pk}",
        cast.bram.url(f"inzet/{line.pk}/"),
    }
    for url in asks:
        assert cast.bram.client.get(url).status_code == 200


def test_amounts_are_those_of_the_start_page(cast, owner, contract, elsewhere):
    first, settled = contract("Kade"), contract("Oud", settled_on=LAST_MONTH)
    with owner():
        for one in (first, elsewhere, settled):
            ContributionFactory(contract=one, status=LineStatus.APPROVED, value=Decimal("1000.00"), date=LAST_MONTH)
            ContributionFactory(contract=one, value=Decimal("250.50"), date=LAST_MONTH)
            assert ContractTotals.objects.get(contract=one).others_approved == 1000
    with act(cast.bram) as acting:
        found = counts(contracts_of(acting), acting=acting, on=TODAY)
    total = cast.bram.get(PAGE).context["total"]
    assert (total.owed, total.approved, total.waiting) == (found.owed, found.approved, found.submitted)
    assert (total.owed, total.approved, total.waiting) == (100_000, 2000, Decimal("501.00"))
    assert (total.expected, total.to_do) == (Decimal("2501.00"), 98_000)


def test_a_partner_reads_his_own_part_and_never_what_is_owed_or_what_others_did(cast, owner, contract):
    with owner():
        lead = OrganisationFactory(contractor=True, region=cast.region)
    here = contract("Samen", contractor=lead)
    with owner():
        ContractParty.objects.create(
            contract=here, organisation=cast.bram.organisation, role=PartyRole.SUBCONTRACTOR, joined_on=LAST_MONTH
        )
        ContributionFactory(
            contract=here,
            contractor=cast.bram.organisation,
            status=LineStatus.APPROVED,
            value=Decimal("700.00"),
            date=LAST_MONTH,
        )
        ContributionFactory(
            contract=here, contractor=lead, status=LineStatus.APPROVED, value=Decimal("9321.00"), date=LAST_MONTH
        )
    (row,) = rows_of(cast.bram)
    assert (row.amounts.owed, row.amounts.approved, row.amounts.to_do) == (0, 700, 0)
    (shown_row,) = cast.bram.get(PAGE).context["table"].rows
    assert (shown_row.get_cell("owed"), shown_row.get_cell("left")) == ("–", "–")
    shown = text_of(cast.bram)
    assert "9.321" not in shown
    assert "50.000" not in shown
    (line,) = csv.DictReader(io.StringIO(cast.bram.get(f"{PAGE}bestand/csv/").content.decode()))
    assert (line["Verplichting (€)"], line["Nog in te vullen (€)"]) == ("", "")
    assert Decimal(line["Goedgekeurd (€)"].replace(",", ".")) == 700


def test_is_narrowed_and_sorted(cast, owner, contract, elsewhere):
    kade = contract("Kade", obligation=Decimal("90000.00"))
    contract("Oud", settled_on=LAST_MONTH)
    with owner():
        DeploymentFactory(contract=kade, **DATES)

    def titles(query):
        return [one.title for one in rows_of(cast.bram, query)]

    assert titles("") == ["Kade", "Haven"]
    assert titles("zoek=noordermeer") == ["Haven"]
    assert titles(f"regio={cast.region.pk}") == ["Kade"]
    assert titles(f"opdrachtgever={elsewhere.authority_id}") == ["Haven"]
    assert titles("stand=afgerekend") == ["Oud"]
    assert set(titles("stand=alles")) == {"Kade", "Haven", "Oud"}
    assert titles("vraagt=on") == ["Kade"]
    page = cast.bram.get(f"{PAGE}?sort=owed").context["table"]
    assert [row.record.title for row in page.rows] == ["Haven", "Kade"]
    assert text_of(cast.bram, f"{PAGE}?zoek=bestaat+niet").count("Geen contract gevonden") == 1


def test_the_file_holds_what_the_page_shows_and_no_live_formula(cast, owner, contract):
    contract("=1+1", reference="K-1")
    contract("Kade", reference="K-2")
    answer = cast.bram.get(f"{PAGE}bestand/csv/?zoek=K-1")
    assert answer["Content-Disposition"].startswith("attachment")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert row["Contract"] == "'=1+1"
    assert Decimal(row["Verplichting (€)"].replace(",", ".")) == 50_000
    for book_format in ("xlsx", "ods"):
        assert cast.bram.get(f"{PAGE}bestand/{book_format}/").content[:2] == b"PK"
    assert cast.bram.get(f"{PAGE}bestand/exe/").status_code == 404


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}bestand/csv/"])
class TestWhoMay:
    @pytest.mark.parametrize("name", ["alice", "carla", "dirk", "esra"])
    def test_companies_only(self, cast, contract, name, path):
        contract("Kade")
        assert getattr(cast, name).get(path).status_code == 403

    def test_a_company_next_door_and_frank_read_nothing_of_it(self, cast, contract, path):
        contract("Kade")
        fokke = cast.strangers[OrganisationKind.CONTRACTOR]
        assert "Kade" not in fokke.get(path).content.decode()
        assert cast.frank.get(path).status_code == 403
        assert cast.frank.client.get(cast.bram.url(path)).status_code == 404


def test_same_number_of_queries_for_3_and_30_contracts(cast, owner, contract):
    def more(number):
        for n in range(number):
            here = contract(f"Contract {n}")
            with owner():
                DeploymentFactory(contract=here, **DATES)
                ContributionFactory(
                    contract=here, status=LineStatus.RETURNED, decided_at=timezone.now(), date=LAST_MONTH
                )

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert cast.bram.get(PAGE).status_code == 200
        return [
            one["sql"] for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
        ]

    more(3)
    few = queries()
    more(27)
    many = queries()
    assert len(few) == len(many) <= 9


def test_a_company_without_contracts_is_told_so(cast):
    assert "Nog geen contracten" in text_of(cast.bram)


def test_older_months_are_said_beside_last_month(cast, owner, contract):
    here = contract("Kade", starts_on=add_months(THIS_MONTH, -4))
    with owner():
        DeploymentFactory(contract=here, starts_on=add_months(THIS_MONTH, -4), ends_on=DATES["ends_on"])
    queue = {one["title"]: one["count"] for one in cast.bram.get(PAGE).context["queue"]}
    assert queue["Eerdere maanden nog doorgeven"] == "3"
