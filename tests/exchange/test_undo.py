"""Undoing an import: all of it while nothing hangs on it, or nothing, with a list of what does."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from exchange.choices import JobKind, JobStatus, RecordTable
from exchange.models import ImportedRow
from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Organisation, OrganisationRegion
from placements.models import Contribution, DeployedPerson, Deployment, HoursStatement, PersonKey
from reporting import pipeline
from reporting.models import Report, SpendingLine
from reporting.spending import lines
from tenders.choices import Side
from tenders.models import Contract, ContractVersion, Responsible, Tariff
from tests.database import owner as as_owner
from tests.exchange.bulk import again, job, landed, row, sheet, uploaded, worked, zipped
from tests.exchange.packages import SMALL
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory

pytestmark = pytest.mark.django_db


def undone(person, one):
    answer = person.post(f"bestanden/{one.pk}/ongedaan/")
    assert answer.status_code == 302
    return worked(one)


def held() -> dict[str, list]:
    """All rows that an import can touch, as they are."""
    models = (Organisation, OrganisationRegion, Tariff, Contract, ContractVersion, DeployedPerson, PersonKey, Deployment,
              HoursStatement, Contribution)  # fmt: skip
    with as_owner():
        return {model.__name__: sorted(map(str, model.objects.order_by().values_list())) for model in models}


def test_what_was_made_goes_and_what_was_changed_is_as_it_was(cast, owner):
    with owner():
        old = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, reference="OUD-1")
    before = held()
    rows = [
        row(reference="OUD-1", title="Anders", percentage="4"),
        row(reference="B-1"),
        row(reference="B-2", contractor="Nieuw BV", contractor_kvk="01234567"),
    ]
    done = landed(cast.alice, sheet(*rows))
    assert done.outcome["counts"]["contracts.csv"] == {"new": 2, "changed": 1, "same": 0}
    assert held() != before

    after = undone(cast.alice, done)
    assert after.status == JobStatus.UNDONE, after.hindrances
    assert held() == before
    assert (after.undone_by, after.hindrances) == (cast.alice.user, [])
    assert old.title in str(before)
    page = cast.alice.get(f"bestanden/{done.pk}/").content.decode()
    assert "Wat dit bestand toevoegde, is weg" in page
    assert "Ongedaan maken</button>" not in page


def add_responsible(contract, cast):
    Responsible.objects.create(contract=contract, side=Side.AUTHORITY, name="Vera", email="v@demo.example")


def add_line(contract, cast):
    DeploymentFactory(contract=contract)


def add_version(contract, cast):
    terms = {name: getattr(contract, name) for name in Contract.TERMS}
    ContractVersion.objects.create(contract=contract, number=9, valid_from=contract.starts_on, reason="x", **terms)


def record_contact(contract, cast):
    Contract.objects.filter(pk=contract.pk).update(first_contact_on=dt.date(2026, 2, 3))


def freeze_report(contract, cast):
    report = Report.objects.create(region=cast.region, kind="quarterly", period="2026-Q1", version=1)
    pipeline._AtWork(report.pk, report.region_id).freeze(report)


HINDRANCES = [
    (add_responsible, "Aan contract B-1 hangt verantwoordelijke personen."),
    (add_line, "Aan contract B-1 hangt inzet van een persoon."),
    (add_version, "Aan contract B-1 hangt een nieuwe versie."),
    (record_contact, "Contract B-1 is daarna gewijzigd."),
    (freeze_report, "Kwartaalrapport 1e kwartaal 2026, versie 1"),
]


@pytest.mark.parametrize(("happened", "said"), HINDRANCES, ids=lambda one: getattr(one, "__name__", ""))
def test_with_something_on_a_new_contract_nothing_is_undone_and_it_is_said(cast, owner, happened, said):
    done = landed(cast.alice, sheet(row(), row(reference="B-2")))
    with owner():
        happened(Contract.objects.get(reference="B-1"), cast)
    before = held()
    after = undone(cast.alice, done)
    assert after.status == JobStatus.LANDED
    assert [one for one in after.hindrances if said in one], after.hindrances
    assert not [one for one in after.hindrances if "B-2" in one and "Kwartaal" not in one]
    assert held() == before
    page = cast.alice.get(f"bestanden/{done.pk}/").content.decode()
    assert "Ongedaan maken kan nu niet" in page
    assert said in page


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        (add_line, "Aan contract OUD-1 is daarna inzet van een persoon toegevoegd."),
        (add_version, "Aan contract OUD-1 is daarna een nieuwe versie toegevoegd."),
        (record_contact, "Contract OUD-1 is daarna gewijzigd."),
        (lambda contract, _cast: ContributionFactory(contract=contract), "andere invulling toegevoegd"),
    ],
)
def test_a_changed_contract_that_moved_on_keeps_what_it_has(cast, owner, happened, said):
    with owner():
        ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, reference="OUD-1")
    done = landed(cast.alice, sheet(row(reference="OUD-1", percentage="4"), row(reference="B-2")))
    with owner():
        happened(Contract.objects.get(reference="OUD-1"), cast)
    before = held()
    after = undone(cast.alice, done)
    assert after.status == JobStatus.LANDED
    assert [one for one in after.hindrances if said in one], after.hindrances
    assert held() == before


def test_lines_that_were_there_before_do_not_stand_in_the_way(cast, owner):
    with owner():
        old = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, reference="OUD-1")
        HoursStatementFactory(deployment=DeploymentFactory(contract=old), value=Decimal("100.00"))
    done = landed(cast.alice, sheet(row(reference="OUD-1", percentage="4")))
    after = undone(cast.alice, done)
    assert after.status == JobStatus.UNDONE, after.hindrances
    with owner():
        assert Contract.objects.get(pk=old.pk).percentage == Decimal("5.0000")
        assert old.versions.count() == 1


def package(person, files):
    answer = person.post("bestanden/pakket/inlezen/", {"package": [uploaded("pakket.zip", zipped(files))]})
    assert answer.status_code == 302, answer.content.decode()
    one = worked(job(kind=JobKind.PACKAGE_IN))
    assert one.status == JobStatus.TO_CONFIRM, one.checked
    person.post(f"bestanden/{one.pk}/bevestigen/", {"sha256": one.sha256})
    return worked(one)


def test_a_whole_package_goes_again(cast, owner):
    files = {name: text for name, text in SMALL.items() if name != "tariff.csv"}
    files["deployments.csv"] = files["deployments.csv"].replace(",pw,", ",pw_gt2,")
    files["contributions.csv"] = files["contributions.csv"].replace(",activity,", ",social_activity,")
    before = held()
    done = package(cast.dirk, files)
    assert done.status == JobStatus.LANDED, done.checked
    assert done.outcome["counts"]["hours.csv"]["new"] == 5
    after = undone(cast.dirk, done)
    assert after.status == JobStatus.UNDONE, after.hindrances
    assert held() == before


def test_lines_that_gave_way_cannot_be_called_back(cast, owner):
    files = {name: text for name, text in SMALL.items() if name != "tariff.csv"}
    files["deployments.csv"] = files["deployments.csv"].replace(",pw,", ",pw_gt2,")
    files["contributions.csv"] = files["contributions.csv"].replace(",activity,", ",social_activity,")
    package(cast.dirk, files)
    done = package(cast.dirk, {"hours.csv": files["hours.csv"].replace("150.00", "149.00")})
    assert done.outcome["replaced"] == 1
    after = undone(cast.dirk, done)
    assert after.status == JobStatus.LANDED
    assert "verving 1 regels" in after.hindrances[0]


def test_undone_twice_it_is_undone_once(cast, owner):
    done = landed(cast.alice, sheet(row()))
    cast.alice.post(f"bestanden/{done.pk}/ongedaan/")
    cast.alice.post(f"bestanden/{done.pk}/ongedaan/")
    assert worked(done).status == JobStatus.UNDONE
    cast.alice.post(f"bestanden/{done.pk}/ongedaan/", follow=True)
    assert worked(done).status == JobStatus.UNDONE


def test_a_former_import_of_the_same_file_is_not_undone_by_the_latter(cast, owner):
    first = landed(cast.alice, sheet(row()))
    second = landed(cast.alice, sheet(row()))
    assert second.outcome["counts"]["contracts.csv"]["same"] == 1
    assert undone(cast.alice, second).status == JobStatus.UNDONE
    with owner():
        assert Contract.objects.filter(reference="B-1").exists()
    assert undone(cast.alice, first).status == JobStatus.UNDONE
    with owner():
        assert not Contract.objects.filter(reference="B-1").exists()


class TestTheFunctionThatRemoves:
    """The only way to remove a contract: for a job that is being undone, and only what it made."""

    def refused(self, one, purpose=Purpose.IMPORT, region_id=None):
        with tenancy.system(purpose, region_id=region_id or one.region_id), connection.cursor() as cursor:
            for function in ("exchange_remove_imported", "exchange_hanging_on"):
                with pytest.raises(DatabaseError, match="only an import"), transaction.atomic():
                    cursor.execute(f"SELECT {function}(%s)", [one.pk])
        return True

    def test_a_job_that_stands_is_left_alone(self, cast):
        assert self.refused(landed(cast.alice, sheet(row())))

    def test_only_an_import_in_the_region_of_the_job(self, cast):
        one = landed(cast.alice, sheet(row()))
        cast.alice.post(f"bestanden/{one.pk}/ongedaan/")
        assert self.refused(one, purpose=Purpose.REPORT)
        assert self.refused(one, region_id=cast.other_region.pk)
        with (
            tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="only an import"),
            transaction.atomic(),
        ):
            cursor.execute("SELECT exchange_remove_imported(%s)", [one.pk])

    def test_a_row_it_did_not_make_stays(self, cast, owner):
        with owner():
            other = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
        one = landed(cast.alice, sheet(row()))
        cast.alice.post(f"bestanden/{one.pk}/ongedaan/")
        with owner():
            ImportedRow.objects.create(
                job=one, table_name=RecordTable.CONTRACT, row_id=other.pk, made=False, fingerprint="x"
            )
        with tenancy.system(Purpose.IMPORT, region_id=one.region_id), connection.cursor() as cursor:
            cursor.execute("SELECT exchange_remove_imported(%s)", [one.pk])
        with owner():
            assert Contract.objects.filter(pk=other.pk).exists()
            assert not Contract.objects.filter(reference="B-1").exists()


def test_somebody_of_another_organisation_cannot_undo_it(cast):
    done = landed(cast.alice, sheet(row()))
    assert cast.dirk.post(f"bestanden/{done.pk}/ongedaan/").status_code == 404
    assert cast.frank.post(f"bestanden/{done.pk}/ongedaan/").status_code == 404
    assert cast.bram.post(f"bestanden/{done.pk}/ongedaan/").status_code == 403
    assert again(done).status == JobStatus.LANDED


def test_what_was_spent_goes_again_and_a_correction_stands_in_the_way(cast, owner):
    files = {"spending.csv": "reference,date,category,amount,source\nU-1,2018-06-01,training,1250.50,state\n"}
    done = package(cast.dirk, files)
    assert done.status == JobStatus.LANDED, done.checked
    with owner():
        assert SpendingLine.objects.counted().get().amount == Decimal("1250.50")
    after = undone(cast.dirk, done)
    assert after.status == JobStatus.UNDONE, after.hindrances
    with owner():
        assert not SpendingLine.objects.exists()
    done = package(cast.dirk, files)
    with owner():
        line = SpendingLine.objects.get()
    with tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk) as acting:
        lines.correct(acting, line.pk, entry=None, reason="Deze hoort er niet te staan", at=timezone.now())
    after = undone(cast.dirk, done)
    assert after.status == JobStatus.LANDED
    assert after.hindrances
    with owner():
        assert SpendingLine.objects.counted().get().reference == "U-1"
