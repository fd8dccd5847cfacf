"""The list of contracts: whose contracts, which amounts, found and sorted, at the same number of queries."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import OrganisationKind
from placements.choices import LineStatus
from tenders.tables import AuthorityContractTable, CompanyContractTable
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory

PATH = "contracten/"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def titles(response) -> list[str]:
    rows = re.findall(r'<th[^>]*scope="row">(.*?)</th>', text(response), re.DOTALL)
    return [re.sub(r"<.*?>", "", re.search(r"<a[^>]*>(.*?)</a>", row, re.DOTALL)[1]).strip() for row in rows]


@pytest.fixture
def contracts(cast, owner):
    """A contract of the cast with a person and another contribution, one of others in the region, one elsewhere."""
    with owner():
        own = ContractFactory(
            title="Sporthal De Linde",
            reference="2026-0147",
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
        )
        line = DeploymentFactory(contract=own, forecast=Decimal("23456.78"))
        HoursStatementFactory(deployment=line, status=LineStatus.APPROVED, value=Decimal("4321.09"))
        HoursStatementFactory(deployment=line, month=dt.date(2026, 4, 1), value=Decimal("1111.11"))
        ContributionFactory(contract=own, status=LineStatus.APPROVED, value=Decimal("777.77"))
        other = ContractFactory(title="Andermans brug")
        strange = ContractFactory(
            title="Vreemd contract",
            region=cast.other_region,
            authority=cast.strangers["municipality"].organisation,
            contractor=cast.strangers["contractor"].organisation,
        )
    return own, other, strange


def test_everybody_sees_his_own(cast, contracts):
    for person in (cast.alice, cast.bram, cast.carla):
        assert titles(person.get(PATH)) == ["Sporthal De Linde"]
    for person in (cast.dirk, cast.esra):
        assert set(titles(person.get(PATH))) == {"Sporthal De Linde", "Andermans brug"}
    assert titles(cast.frank.get(PATH)) == ["Vreemd contract"]
    assert cast.frank.client.get(cast.alice.url(PATH)).status_code == 404
    assert cast.alice.client.get(cast.frank.url(PATH)).status_code == 404


def test_kinds_without_contracts_are_refused(cast, owner):
    with owner():
        union = OrganisationFactory(kind=OrganisationKind.UNION)
        member = MembershipFactory(organisation=union)
    person = Person(member.user, union)
    log_in(person)
    assert person.get(PATH).status_code == 403


def test_authority_sees_a_band_and_no_amount_of_persons(cast, contracts):
    page = text(cast.alice.get(PATH))
    assert "5–10 %" in page  # 4 321.09 of 50 000 is 8.64 %
    assert "778" in page
    for secret in ("4.321", "1.111", "23.45", "5.098", "5.099", "6.209", "6.210"):
        assert secret not in page


@pytest.mark.parametrize("who", ["bram", "carla", "dirk", "esra"])
def test_others_see_amounts(cast, contracts, who):
    page = text(getattr(cast, who).get(PATH, data={"zoek": "2026-0147"}))
    for amount in ("50.000", "5.099", "1.111", "44.901"):  # owed, approved, waiting, owed and not approved
        assert amount in page


def test_found_by_reference_title_and_party(cast, contracts):
    for words, found in {
        "0147": ["Sporthal De Linde"],
        "linde sporthal": ["Sporthal De Linde"],
        "molenwerf": ["Sporthal De Linde"],
        "gemeente groningen": ["Sporthal De Linde"],
        "brug": ["Andermans brug"],
        "vreemd": [],
        "%": [],
    }.items():
        assert titles(cast.dirk.get(PATH, data={"zoek": words})) == found, words
    assert "Geen contract gevonden" in text(cast.dirk.get(PATH, data={"zoek": "vreemd"}))


def test_filtered_by_period_standing_and_party(cast, owner, contracts):
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    parties = {"authority": cast.alice.organisation, "contractor": cast.bram.organisation}
    with owner():
        ContractFactory(title="Voorbij", starts_on=today - 100 * day, ends_on=today - day, **parties)
        ContractFactory(title="Straks", starts_on=today + day, ends_on=today + 400 * day, **parties)
        ContractFactory(title="Vandaag", starts_on=today, ends_on=today, obligation=0, percentage=0, **parties)

    def shown(**data):
        return set(titles(cast.bram.get(PATH, data=data)))

    assert shown(periode="ended") == {"Voorbij"}
    assert shown(periode="coming") == {"Straks"}
    assert shown(periode="running") == {"Vandaag", "Sporthal De Linde"}
    assert shown(stand="nothing_owed") == {"Vandaag"}
    assert shown(stand="starting") == {"Straks"}
    assert shown(stand="at_risk") >= {"Voorbij"}
    assert shown(opdrachtgever=str(cast.alice.organisation.pk)) == shown()
    stranger = cast.strangers["municipality"].organisation
    assert stranger.name not in text(cast.bram.get(PATH))
    assert shown(opdrachtgever=str(stranger.pk)) == shown()  # no choice of his: the filter is not applied


def test_bad_query_is_no_error(cast, contracts):
    for data in (
        {"page": "99"},
        {"page": "x"},
        {"sort": "contractor__kvk"},
        {"sort": "-"},
        {"stand": "1;drop"},
        {"opdrachtgever": "x"},
    ):
        assert cast.bram.get(PATH, data=data).status_code == 200, data


def test_least_on_schedule_comes_first(cast, owner, contracts):
    today = timezone.localdate()
    parties = {"authority": cast.alice.organisation, "contractor": cast.bram.organisation}
    with owner():
        ContractFactory(title="Niets verplicht", obligation=0, percentage=0, starts_on=today, ends_on=today, **parties)
        ContractFactory(title="Allang voorbij", starts_on=dt.date(2019, 1, 1), ends_on=dt.date(2019, 12, 31), **parties)
    assert titles(cast.bram.get(PATH))[0] == "Allang voorbij"
    assert titles(cast.bram.get(PATH))[-1] == "Niets verplicht"
    assert titles(cast.bram.get(PATH, data={"sort": "title"}))[0] == "Allang voorbij"
    assert titles(cast.bram.get(PATH, data={"sort": "-obligation"}))[-1] == "Niets verplicht"


def test_pages_of_twenty_five(cast, owner):
    with owner():
        ContractFactory.create_batch(
            26, authority=cast.alice.organisation, contractor=cast.bram.organisation, obligation=0, percentage=0
        )
    assert len(titles(cast.alice.get(PATH))) == 25
    assert len(titles(cast.alice.get(PATH, data={"page": "2"}))) == 1


def test_empty_list_says_what_comes(cast):
    assert "Gunning invoeren" in text(cast.alice.get(PATH))
    assert "Zodra een opdrachtgever" in text(cast.bram.get(PATH))
    assert "Gunning invoeren" not in text(cast.dirk.get(PATH))


EVERY_COLUMN = list(AuthorityContractTable.base_columns | CompanyContractTable.base_columns)


def test_a_company_cannot_choose_the_columns_of_others(cast, owner):
    with owner():
        ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
    asked = {"kolommen": ["contract_sum", "percentage", "band", "reference"]}
    assert "Opdrachtsom (€)" in text(cast.alice.get(PATH, data=asked))
    page = text(cast.bram.get(PATH, data=asked))
    assert "Kenmerk" in page
    for column in ("Opdrachtsom (€)", "Percentage", "Personen (band)"):
        assert column not in page


@pytest.mark.parametrize("who", ["alice", "bram", "carla", "dirk", "esra"])
def test_same_number_of_queries_at_three_and_thirty(cast, owner, who):
    def queries(count):
        with owner():
            for _ in range(count):
                ContractFactory(
                    authority=cast.alice.organisation,
                    contractor=cast.bram.organisation,
                    werkplein=cast.carla.organisation,
                )
        with CaptureQueriesContext(connection) as seen:
            page = getattr(cast, who).get(PATH, data={"kolommen": EVERY_COLUMN})
            assert page.status_code == 200
            assert "table-box--wide" in text(page)
        # Leaving the context is a query in a test alone, where the transaction goes on.
        return [one["sql"] for one in seen if "SAVEPOINT" not in one["sql"] and "SELECT set_config" not in one["sql"]]

    few = queries(3)
    many = queries(27)
    assert len(many) == len(few), many
    assert len(few) <= 3 + 5, few
