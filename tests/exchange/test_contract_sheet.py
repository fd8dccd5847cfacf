"""Contracts from a spreadsheet and back: what is read, by whom, and what is refused."""

import datetime as dt
from decimal import Decimal

import pytest

from exchange.choices import JobStatus
from organisations.models import Organisation
from tenders.models import Contract, Tender
from tests.exchange.bulk import again, checked, confirmed, exported, faults, landed, row, sheet, worked
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import DeploymentFactory
from tests.factories.tenders import ContractFactory

pytestmark = pytest.mark.django_db


def contract(reference="B-1"):
    return Contract.objects.select_related("authority", "contractor", "werkplein").get(reference=reference)


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "ods"])
def test_a_contract_comes_in_from_each_kind_of_file(cast, owner, file_format):
    cells = row(
        awarded_on=dt.date(2026, 1, 5),
        contract_sum=Decimal("100000.50"),
        basis_amount=Decimal("100000.50"),
        werkplein="werkplein-groningen",
    )
    done = landed(cast.dirk, sheet(cells, file_format=file_format), f"contracten.{file_format}")
    assert done.status == JobStatus.LANDED
    assert done.outcome["counts"] == {"contracts.csv": {"new": 1, "changed": 0, "same": 0}}
    with owner():
        made = contract()
        version = made.versions.get()
        assert (made.authority, made.contractor) == (cast.alice.organisation, cast.bram.organisation)
        assert made.werkplein == cast.carla.organisation
        assert (made.awarded_on, made.contract_sum) == (dt.date(2026, 1, 5), Decimal("100000.50"))
        assert made.obligation == Decimal("5000.03")
        assert (version.number, version.made_by) == (1, cast.dirk.user)
        assert version.reason == "Ingelezen uit een spreadsheet"


def test_dutch_titles_names_and_notation_are_understood(cast, owner):
    cells = row(
        authority="gemeente  groningen",
        contractor=cast.bram.organisation.kvk,
        awarded_on="5/1/2026",
        contract_sum="€ 1.250.000,50",
        basis_amount="1.250.000,50",
        basis="Opdrachtsom",
        percentage="2,5 %",
    )
    headings = ["Kenmerk", "Opdrachtgever", "OPDRACHTNEMER", "titel", "Datum van gunning", "Eerste dag", "Laatste dag",
                "Opdrachtsom", "Grondslag", "Bedrag van de grondslag", "Percentage"]  # fmt: skip
    done = landed(cast.dirk, sheet(cells, file_format="xlsx", headings=headings), "a.xlsx")
    assert done.status == JobStatus.LANDED, faults(done)
    with owner():
        made = contract()
        assert (made.contract_sum, made.percentage) == (Decimal("1250000.50"), Decimal("2.5000"))
        assert made.awarded_on == dt.date(2026, 1, 5)
        assert made.contractor == cast.bram.organisation


def test_a_company_that_nobody_knows_comes_in_by_its_number(cast, owner):
    rows = [row(reference=f"B-{n}", contractor="Nieuw BV", contractor_kvk="01234567") for n in (1, 2)]
    done = landed(cast.alice, sheet(*rows))
    assert done.status == JobStatus.LANDED, faults(done)
    with owner():
        new = Organisation.objects.get(kvk="01234567")
        assert (new.name, new.kind) == ("Nieuw BV", "contractor")
        assert {contract("B-1").contractor_id, contract("B-2").contractor_id} == {new.pk}
        assert new.organisation_regions.get().code == "kvk-01234567"


def test_a_known_number_is_that_company_whatever_it_is_called(cast, owner):
    done = landed(cast.dirk, sheet(row(contractor="Molenwerf", contractor_kvk=cast.bram.organisation.kvk)))
    assert done.status == JobStatus.LANDED, faults(done)
    with owner():
        assert contract().contractor == cast.bram.organisation


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"contractor": "Onbekend BV"}, "Opdrachtnemer", "niet bekend in de regio"),
        ({"contractor": "", "contractor_kvk": "01234567"}, "Opdrachtnemer", "naam van het bedrijf"),
        ({"contractor": "X", "contractor_kvk": "12"}, "Opdrachtnemer", "8 cijfers"),
        ({"contractor": "X", "contractor_kvk": "12a"}, "Opdrachtnemer", "8 cijfers"),
        ({"contractor": "bouwbedrijf-molenwerf", "contractor_kvk": "01234567"}, "Opdrachtnemer", "verschillende"),
        ({"contractor": "Dubbel BV"}, "Opdrachtnemer", "meer organisaties"),
        ({"awarded_on": "31-02-2026"}, "Datum van gunning", "bestaat niet"),
        ({"ends_on": "2020-01-01"}, "Laatste dag", "voor de eerste dag"),
        ({"contract_sum": "veel"}, "Opdrachtsom", "geen getal"),
        ({"contract_sum": Decimal("1.125")}, "Opdrachtsom", "meer dan 2 decimalen"),
        ({"percentage": "101"}, "Percentage", "niet hoger"),
        ({"basis": "gratis"}, "Grondslag", "bestaat niet"),
        ({"title": ""}, "Titel", "niet ingevuld"),
        ({"werkplein": "gem-groningen"}, "Werkplein", "geen Werkplein"),
        ({"tender": "T-9"}, "Aanbesteding", "niet bekend"),
        ({"awarded_on": "1999-01-01"}, "Datum van gunning", "nog geen tarief"),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_title_of_its_column(cast, owner, changes, column, reason):
    with owner():
        for code in ("dubbel-1", "dubbel-2"):
            OrganisationFactory(contractor=True, name="Dubbel BV", region__code=code)
    done = checked(cast.dirk, sheet(row(reference="B-0"), row(**changes), file_format="xlsx"), "contracten.xlsx")
    assert done.status == JobStatus.HAS_ERRORS
    [(line, name, said)] = faults(done)
    assert (line, name) == (3, column)
    assert reason in said
    with owner():
        assert not Contract.objects.filter(reference__startswith="B-").exists()


def test_an_existing_contract_gets_a_version(cast, owner):
    landed(cast.dirk, sheet(row()))
    done = landed(cast.dirk, sheet(row(contract_sum="200000", basis_amount="200000", title="Meer wegen")))
    assert done.outcome["counts"]["contracts.csv"] == {"new": 0, "changed": 1, "same": 0}
    with owner():
        made = contract()
        assert (made.title, made.obligation) == ("Meer wegen", Decimal("10000.00"))
        assert made.basis_stated == Decimal("200000.00")
        assert list(made.versions.order_by("number").values_list("number", "obligation", "reason")) == [
            (1, Decimal("5000.00"), "Ingelezen uit een spreadsheet"),
            (2, Decimal("10000.00"), "Gewijzigd met een spreadsheet"),
        ]


class TestAuthority:
    def test_its_own_code_is_filled_in(self, cast, owner):
        cells = {name: value for name, value in row().items() if name != "authority"}
        assert landed(cast.alice, sheet(cells)).status == JobStatus.LANDED
        with owner():
            assert contract().authority == cast.alice.organisation

    def test_it_may_name_no_other(self, cast, owner):
        with owner():
            OrganisationFactory(name="Gemeente Elders", region__code="gem-elders")
        done = checked(cast.alice, sheet(row(authority="gem-elders")))
        [(line, column, reason)] = faults(done)
        assert (line, column) == (2, "Opdrachtgever")
        assert "alleen contracten van uw eigen organisatie" in reason

    def test_a_reference_of_another_authority_is_taken_and_nothing_more_is_said(self, cast, owner):
        with owner():
            theirs = ContractFactory(
                authority=OrganisationFactory(), contractor=cast.bram.organisation, reference="B-1"
            )
        done = checked(cast.alice, sheet(row()))
        assert faults(done) == [(2, "Kenmerk", "Dit kenmerk is in deze regio al in gebruik. Kies een ander kenmerk.")]
        assert "Gelijk" not in str(done.checked)
        with owner():
            assert Contract.objects.get(pk=theirs.pk).title == theirs.title

    def test_another_award_day_waits_for_the_coordination_point_once_there_are_lines(self, cast, owner):
        landed(cast.alice, sheet(row()))
        with owner():
            other = OrganisationFactory(contractor=True, region__code="ander")
            DeploymentFactory(contract=contract())
        done = checked(cast.alice, sheet(row(contractor="ander")))
        assert [fault[1] for fault in faults(done)] == ["Opdrachtnemer"]
        assert "coördinatiepunt" in faults(done)[0][2]
        assert other.name not in str(faults(done))

    def test_another_authoritys_tender_is_unknown(self, cast, owner):
        with owner():
            Tender.objects.create(
                region=cast.region, authority=OrganisationFactory(), reference="GEHEIM-1", title="x", kind="work"
            )
        done = checked(cast.alice, sheet(row(tender="GEHEIM-1")))
        assert faults(done) == [(2, "Aanbesteding", "Deze aanbesteding is niet bekend in de regio.")]


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("who", ["dirk", "alice", "esra"])
def test_what_goes_out_comes_in_again_and_changes_nothing(cast, owner, who, file_format):
    with owner():
        ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
            title="=1+1 'en' \"meer\"; é\nregel",
            reference="-T/1",
            percentage=Decimal("2.1234"),
        )
        ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, title="'t Hooft")
    person = getattr(cast, who)
    one, content = exported(person, file_format)
    assert one.status == JobStatus.DONE
    done = checked(person, content, f"terug.{file_format}")
    assert done.status == JobStatus.TO_CONFIRM, faults(done)
    assert done.checked["counts"] == {"contracts.csv": {"new": 0, "changed": 0, "same": 2}}


def test_what_the_landing_finds_changed_since_the_check_is_told(cast, owner):
    done = checked(cast.dirk, sheet(row()))
    with owner():
        ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, reference="B-1")
    confirmed(cast.dirk, done)
    after = worked(done)
    assert after.status == JobStatus.LANDED
    page = cast.dirk.get(f"bestanden/{done.pk}/").content.decode()
    assert "Sinds de controle was er iets veranderd" in page
    assert after.outcome["counts"]["contracts.csv"]["changed"] == 1


def test_what_can_no_longer_land_lands_not_at_all(cast, owner):
    done = checked(cast.alice, sheet(row(), row(reference="B-2")))
    with owner():
        ContractFactory(authority=OrganisationFactory(), contractor=cast.bram.organisation, reference="B-2")
    confirmed(cast.alice, done)
    after = worked(done)
    assert after.status == JobStatus.HAS_ERRORS
    assert faults(after) == [(3, "Kenmerk", "Dit kenmerk is in deze regio al in gebruik. Kies een ander kenmerk.")]
    assert "Sinds de controle" in again(done).error
    with owner():
        assert not Contract.objects.filter(reference="B-1").exists()
