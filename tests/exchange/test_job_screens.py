"""The screens of files: who may, who may not, who must not know, and how many queries they take."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.choices import FileRole, JobKind, JobStatus, TableFormat
from exchange.contract_sheet import EXAMPLE
from exchange.jobs import discard_old_files, work
from exchange.models import BulkFile, BulkJob, ImportedRow
from exchange.sheets import read_sheet
from organisations import tenancy
from organisations.choices import Purpose, Role
from organisations.models import Membership, ReadLog
from tenders.models import Contract
from tests.cast import Person, log_in
from tests.exchange.bulk import (
    again,
    checked,
    confirmed,
    exported,
    job,
    landed,
    row,
    sent,
    sheet,
    uploaded,
    worked,
    zipped,
)
from tests.exchange.packages import SMALL
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.factories.placements import DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory

pytestmark = pytest.mark.django_db
FIXED = 3


def colleague(person: Person, role: Role = Role.MEMBER) -> Person:
    membership = MembershipFactory(user=UserFactory(name="Collega"), organisation=person.organisation, role=role)
    one = Person(membership.user, membership.organisation)
    log_in(one)
    return one


def made(person: Person, region, number: int = 1, **values) -> list[BulkJob]:
    values = {"kind": JobKind.CONTRACTS_OUT, "status": JobStatus.DONE, "title": "Alle contracten"} | values
    return [
        BulkJob.objects.create(
            region=region,
            organisation=person.organisation,
            requested_by=person.user,
            files_until=dt.date(2030, 1, 1),
            **values,
        )
        for _ in range(number)
    ]


class TestWhoMay:
    PAGES = ("bestanden/", "bestanden/contracten/inlezen/", "bestanden/contracten/sjabloon/xlsx/")

    @pytest.mark.parametrize("page", PAGES)
    def test_authority_coordination_point_and_bureau(self, cast, page):
        for person in (cast.alice, cast.dirk, cast.esra):
            assert person.get(page).status_code == 200
        assert cast.bram.get(page).status_code == 403

    def test_a_werkplein_sees_the_files_it_had_made_of_candidates_and_brings_no_contracts(self, cast):
        statuses = [cast.carla.get(page).status_code for page in self.PAGES]
        assert statuses == [200, 403, 403]

    def test_packages_are_for_the_region_and_out_for_the_coordination_point_only(self, cast, owner):
        assert [person.get("bestanden/pakket/inlezen/").status_code for person in (cast.dirk, cast.esra)] == [200, 200]
        assert [person.get("bestanden/pakket/inlezen/").status_code for person in (cast.alice, cast.bram)] == [403, 403]
        for person in (cast.alice, cast.esra, cast.bram):
            assert person.post("bestanden/pakket/downloaden/").status_code == 403
        assert cast.dirk.post("bestanden/pakket/downloaden/").status_code == 302
        with owner():
            assert BulkJob.objects.count() == 1
        assert "Gegevenspakket downloaden</button>" in cast.dirk.get("bestanden/").content.decode()
        bureau = cast.esra.get("bestanden/").content.decode()
        assert "Gegevenspakket downloaden</button>" not in bureau
        assert "er staan namen van personen in" in bureau

    def test_an_auditor_reads_and_brings_nothing_in(self, cast, owner):
        with owner():
            auditor = colleague(cast.dirk, Role.AUDITOR)
            [one] = made(cast.dirk, cast.region)
        page = auditor.get("bestanden/")
        assert page.status_code == 200
        assert "/inlezen/" not in page.content.decode()
        assert auditor.get(f"bestanden/{one.pk}/").status_code == 200
        for path in ("contracten/inlezen/", "pakket/inlezen/", "contracten/downloaden/", "pakket/downloaden/"):
            assert auditor.post(f"bestanden/{path}").status_code == 403
        assert auditor.post(f"bestanden/{one.pk}/bevestigen/").status_code == 403
        assert auditor.post(f"bestanden/{one.pk}/ongedaan/").status_code == 403

    def test_colleagues_share_and_others_do_not_know(self, cast, owner):
        done = checked(cast.alice, sheet(row(title="Geheim werk")), "geheim.csv")
        with owner():
            buyer = colleague(cast.alice)
            file = done.files.get(role=FileRole.SOURCE)
        assert "Geheim werk" in buyer.get(f"bestanden/{done.pk}/").content.decode()
        assert "geheim.csv" in buyer.get("bestanden/").content.decode()
        paths = ("", "voortgang/", f"bestand/{file.pk}/")
        for stranger in (cast.dirk, cast.esra, cast.frank, *cast.strangers.values()):
            for path in paths:
                assert stranger.get(f"bestanden/{done.pk}/{path}").status_code in {403, 404}, (stranger.user.name, path)
            for path in ("bevestigen/", "ongedaan/"):
                assert stranger.post(f"bestanden/{done.pk}/{path}").status_code in {403, 404}
        for stranger in (cast.dirk, cast.esra, cast.frank):
            assert stranger.get(f"bestanden/{done.pk}/").status_code == 404
            assert "geheim" not in stranger.get("bestanden/").content.decode()
        assert again(done).status == JobStatus.TO_CONFIRM

    def test_a_file_belongs_to_its_job(self, cast, owner):
        one, other = checked(cast.alice, sheet(row())), checked(cast.alice, sheet(row(reference="B-2")))
        with owner():
            file = other.files.get(role=FileRole.SOURCE)
        assert cast.alice.get(f"bestanden/{one.pk}/bestand/{file.pk}/").status_code == 404

    def test_the_menu_has_files_for_who_may(self, cast):
        for person, expected in ((cast.alice, True), (cast.dirk, True), (cast.esra, True), (cast.bram, False)):
            page = person.client.get(person.url(), follow=True).content.decode()
            assert (person.url("bestanden/") in page) is expected, person.user.name


class TestQueries:
    @pytest.mark.parametrize("number", [3, 30])
    def test_the_list(self, cast, owner, number):
        with owner():
            made(cast.dirk, cast.region, number)
        with CaptureQueriesContext(connection) as found:
            assert cast.dirk.get("bestanden/").status_code == 200
        assert len(found) <= FIXED + 5

    @pytest.mark.parametrize("number", [3, 30])
    @pytest.mark.parametrize("good", [True, False])
    def test_the_page_of_a_job(self, cast, number, good):
        rows = [row(reference=f"B-{n}", **({} if good else {"starts_on": "x"})) for n in range(number)]
        done = checked(cast.dirk, sheet(*rows))
        with CaptureQueriesContext(connection) as found:
            assert cast.dirk.get(f"bestanden/{done.pk}/").status_code == 200
        assert len(found) <= FIXED + 9

    def test_an_export_takes_as_many_for_thirty_as_for_three(self, cast, owner):
        counts = []
        for number in (3, 27):
            with owner():
                for _ in range(number):
                    ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
            cast.dirk.post("bestanden/contracten/downloaden/", {"bestandssoort": "xlsx"})
            one = job(kind=JobKind.CONTRACTS_OUT)
            with CaptureQueriesContext(connection) as found:
                worked(one)
            counts.append(len(found))
        assert counts[0] == counts[1]


class TestConfirming:
    def test_nothing_lands_before_it(self, cast, owner):
        done = checked(cast.dirk, sheet(row()))
        assert done.status == JobStatus.TO_CONFIRM
        with owner():
            assert not Contract.objects.filter(reference="B-1").exists()
        page = cast.dirk.get(f"bestanden/{done.pk}/").content.decode()
        for words in ("Nog niet ingelezen", "Onderhoud wegen", "Wat er zou gebeuren", "Kenmerk"):
            assert words in page

    def test_twice_lands_once(self, cast, owner):
        done = checked(cast.dirk, sheet(row()))
        assert confirmed(cast.dirk, done).status_code == 302
        assert confirmed(cast.dirk, done).status_code == 302
        assert worked(done).status == JobStatus.LANDED
        assert confirmed(cast.dirk, done).status_code == 302
        after = worked(done)
        assert after.status == JobStatus.LANDED
        with owner():
            assert Contract.objects.get(reference="B-1").versions.count() == 1
            assert ImportedRow.objects.filter(job=done).count() == 2

    def test_a_worker_that_comes_late_finds_it_done(self, cast, owner):
        done = checked(cast.dirk, sheet(row()))
        confirmed(cast.dirk, done)
        late = again(done)
        assert worked(done).status == JobStatus.LANDED
        assert late.status == JobStatus.LANDING
        work._land(late)
        with owner():
            assert Contract.objects.get(reference="B-1").versions.count() == 1
            assert ImportedRow.objects.filter(job=done).count() == 2

    def test_another_file_than_was_seen_is_refused(self, cast, owner):
        done = checked(cast.dirk, sheet(row()))
        answer = cast.dirk.post(f"bestanden/{done.pk}/bevestigen/", {"sha256": "0" * 64}, follow=True)
        assert "Dit is een ander bestand" in answer.content.decode()
        assert again(done).status == JobStatus.TO_CONFIRM

    def test_a_file_with_faults_cannot_be_confirmed(self, cast):
        done = checked(cast.dirk, sheet(row(title="")))
        answer = cast.dirk.post(f"bestanden/{done.pk}/bevestigen/", {"sha256": done.sha256}, follow=True)
        assert "niet klaar om in te lezen" in answer.content.decode()
        assert again(done).status == JobStatus.HAS_ERRORS

    def test_who_left_meanwhile_lands_nothing(self, cast, owner):
        with owner():
            leaver = colleague(cast.dirk)
        done = checked(cast.dirk, sheet(row()))
        confirmed(leaver, done)
        with owner():
            Membership.objects.filter(user=leaver.user).update(role=Role.AUDITOR)
        after = worked(done)
        assert after.status == JobStatus.FAILED
        assert "mag niet meer inlezen" in after.error
        with owner():
            assert not Contract.objects.filter(reference="B-1").exists()

    def test_the_check_of_new_contracts_makes_nobody_wait(self, cast, owner):
        """Only what can move the hours of persons takes the lock of the region."""
        cast.dirk.post("bestanden/contracten/inlezen/", {"file": uploaded("a.csv", sheet(row()))})
        with CaptureQueriesContext(connection) as found:
            worked(job(kind=JobKind.CONTRACTS_IN))
        assert not [one for one in found if f"hashtextextended('{cast.region.pk}'" in one["sql"]]
        confirmed(cast.dirk, job(kind=JobKind.CONTRACTS_IN))
        with CaptureQueriesContext(connection) as found:
            worked(job(kind=JobKind.CONTRACTS_IN))
        assert [one for one in found if f"hashtextextended('{cast.region.pk}'" in one["sql"]]


class TestProgress:
    def test_it_polls_while_a_worker_is_busy_and_can_be_refreshed_by_hand(self, cast):
        sent(cast.dirk, sheet(row()))
        one = job()
        page = cast.dirk.get(f"bestanden/{one.pk}/").content.decode()
        assert 'hx-trigger="every 2s"' in page
        assert "Ververs</a>" in page
        part = cast.dirk.get(f"bestanden/{one.pk}/voortgang/", headers={"HX-Request": "true"})
        assert part.content.decode().strip().startswith("<div hx-get")
        assert cast.dirk.get(f"bestanden/{one.pk}/voortgang/").status_code == 302
        worked(one)
        done = cast.dirk.get(f"bestanden/{one.pk}/voortgang/", headers={"HX-Request": "true"})
        assert done["HX-Refresh"] == "true"


class TestPackages:
    def upload(self, person, files):
        answer = person.post("bestanden/pakket/inlezen/", {"package": [uploaded(*one) for one in files]})
        assert answer.status_code == 302, answer.content.decode()
        return worked(job(kind=JobKind.PACKAGE_IN))

    @pytest.mark.parametrize("who", ["dirk", "esra"])
    def test_files_and_archive_are_the_same(self, cast, who):
        files = {name: text for name, text in SMALL.items() if name in {"organisations.csv", "contracts.csv"}}
        person = getattr(cast, who)
        one = self.upload(person, [("pakket.zip", zipped(files))])
        other = self.upload(person, [(name, text.encode()) for name, text in files.items()])
        assert one.status == other.status == JobStatus.TO_CONFIRM
        assert one.checked == other.checked
        assert one.checked["counts"]["organisations.csv"]["new"] == 4

    def test_names_of_persons_are_not_in_the_preview(self, cast):
        files = {name: text for name, text in SMALL.items() if name != "tariff.csv"}
        files["deployments.csv"] = files["deployments.csv"].replace(",pw,", ",pw_gt2,")
        files["contributions.csv"] = files["contributions.csv"].replace(",activity,", ",social_activity,")
        one = self.upload(cast.dirk, [("pakket.zip", zipped(files))])
        page = cast.dirk.get(f"bestanden/{one.pk}/").content.decode()
        assert "D-1" in page
        assert "A. Voorbeeld" not in page
        assert "1990-05-17" not in page

    def test_a_region_goes_out_and_leaves_a_line_for_every_person(self, cast, owner):
        with owner():
            contract = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
            line = DeploymentFactory(contract=contract, name="Piet Proef")
        cast.dirk.post("bestanden/pakket/downloaden/")
        one = worked(job(kind=JobKind.PACKAGE_OUT))
        assert one.status == JobStatus.DONE
        with owner():
            file = one.files.get(role=FileRole.RESULT)
            seen = ReadLog.objects.get(subject="deployed_person")
        assert (seen.subject_id, seen.user_id, seen.organisation_id) == (
            line.person_id,
            cast.dirk.user.pk,
            cast.dirk.organisation.pk,
        )
        answer = cast.dirk.get(f"bestanden/{one.pk}/bestand/{file.pk}/")
        assert answer["Content-Type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert set(archive.namelist()) == {*SMALL, "spending.csv", "partner_efforts.csv"}
            assert "Piet Proef" in archive.read("deployments.csv").decode()
        with owner():
            assert ReadLog.objects.filter(subject="data_package", subject_id=one.pk, user=cast.dirk.user).count() == 1
        back = self.upload(cast.dirk, [("terug.zip", answer.content)])
        assert back.status == JobStatus.TO_CONFIRM
        assert not any(count["new"] or count["changed"] for count in back.checked["counts"].values())


class TestExport:
    def test_the_filter_of_the_list_is_carried(self, cast, owner):
        with owner():
            for title in ("Brug", "Weg"):
                ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, title=title)
        one, content = exported(cast.dirk, "csv", "zoek=brug&page=2&sort=title")
        assert one.query == "zoek=brug"
        assert [line.split(",")[4] for line in content.decode().splitlines()] == ["title", "Brug"]
        page = cast.dirk.get(f"bestanden/{one.pk}/").content.decode()
        assert "met het filter van dat moment" in page

    def test_exact_amounts_for_who_sees_them_and_bands_for_an_authority(self, cast, owner):
        with owner():
            contract = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
            line = DeploymentFactory(contract=contract)
            HoursStatementFactory(deployment=line, status="approved", value=Decimal("3210.98"))
        _one, exact = exported(cast.dirk)
        assert "3210.98" in exact.decode()
        _one, banded = exported(cast.alice)
        assert "3210" not in banded.decode()
        names, values = (text.split(",") for text in banded.decode().splitlines())
        shown = dict(zip(names, values, strict=True))
        assert (shown["persons"], shown["persons_from"], shown["persons_to"]) == ("1", "5", "10")
        with owner():
            Contract.objects.filter(pk=contract.pk).update(obligation=Decimal("80000.00"))
        names, values = (text.split(",") for text in exported(cast.alice)[1].decode().splitlines())
        shown = dict(zip(names, values, strict=True))
        assert (shown["obligation"], shown["persons_of"]) == ("80000.00", "50000.00")
        assert not {"approved", "submitted", "forecast"} & set(names)

    def test_of_a_settled_contract_an_authority_gets_the_exact_amount(self, cast, owner):
        with owner():
            contract = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
            HoursStatementFactory(
                deployment=DeploymentFactory(contract=contract), status="approved", value=Decimal("3210.98")
            )
            Contract.objects.filter(pk=contract.pk).update(settled_on=contract.starts_on)
        names, values = (text.split(",") for text in exported(cast.alice)[1].decode().splitlines())
        shown = dict(zip(names, values, strict=True))
        assert (shown["persons_approved"], shown["persons_from"], shown["standing"]) == ("3210.98", "", "settled")

    def test_an_authority_gets_its_own_contracts(self, cast, owner):
        with owner():
            ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, reference="MIJN")
            ContractFactory(contractor=cast.bram.organisation, reference="ANDER")
        assert b"ANDER" not in exported(cast.alice)[1]
        assert b"ANDER" in exported(cast.dirk)[1]
        assert b"MIJN" not in exported(cast.frank)[1]

    def test_dutch_titles_and_words_in_a_workbook(self, cast, owner):
        with owner():
            ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, title="=1+1")
        _one, content = exported(cast.dirk, "xlsx")
        sheet_read = openpyxl.load_workbook(io.BytesIO(content))["Contracten"]
        shown = dict(zip([cell.value for cell in sheet_read[1]], sheet_read[2], strict=True))
        assert (shown["Titel"].value, shown["Titel"].data_type) == ("=1+1", "s")
        assert shown["Grondslag"].value == "Opdrachtsom"
        assert shown["Naam opdrachtnemer"].value == "Bouwbedrijf Molenwerf BV"
        assert shown["Opdrachtsom"].value == 1_000_000
        assert shown["Eerste dag"].value.date() == dt.date(2026, 2, 1)

    def test_the_list_offers_it_with_its_own_filter(self, cast, owner):
        with owner():
            ContractFactory(
                authority=cast.alice.organisation, contractor=cast.bram.organisation, werkplein=cast.carla.organisation
            )
        for person, offered in ((cast.alice, True), (cast.dirk, True), (cast.esra, True), (cast.bram, False)):
            page = person.get("contracten/", data={"zoek": "opdracht"}).content.decode()
            assert (f'action="{person.url("bestanden/contracten/downloaden/")}?zoek=opdracht"' in page) is offered

    @pytest.mark.parametrize("file_format", ["", "pdf"])
    def test_a_sort_of_file_that_is_not_there(self, cast, owner, file_format):
        answer = cast.dirk.post("bestanden/contracten/downloaden/", {"bestandssoort": file_format}, follow=True)
        assert "Kies een bestandssoort" in answer.content.decode()
        with owner():
            assert not BulkJob.objects.exists()

    def test_who_may_no_longer_see_gets_no_file(self, cast, owner):
        with owner():
            leaver = colleague(cast.alice)
        leaver.post("bestanden/contracten/downloaden/", {"bestandssoort": "csv"})
        with owner():
            Membership.objects.filter(user=leaver.user).update(ended_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        one = worked(job())
        assert one.status == JobStatus.FAILED
        with owner():
            assert not one.files.exists()


@pytest.mark.parametrize("book_format", ["xlsx", "ods"])
def test_the_template_comes_back_with_what_is_filled_in_and_without_its_example(cast, book_format):
    answer = cast.dirk.get(f"bestanden/contracten/sjabloon/{book_format}/")
    records = read_sheet(answer.content, TableFormat(book_format), title="Contracten")
    assert [cells[0] for _line, cells in records] == ["Kenmerk", EXAMPLE]
    done = checked(cast.dirk, answer.content, f"sjabloon.{book_format}")
    assert done.status == JobStatus.HAS_ERRORS
    assert done.checked["faults"] == 1
    others = read_sheet(answer.content, TableFormat(book_format), title="Organisaties")
    assert ["bouwbedrijf-molenwerf", "Bouwbedrijf Molenwerf BV"] in [cells[:2] for _line, cells in others]
    assert cast.dirk.get("bestanden/contracten/sjabloon/pdf/").status_code == 404
    own = read_sheet(
        cast.alice.get(f"bestanden/contracten/sjabloon/{book_format}/").content,
        TableFormat(book_format),
        title="Contracten",
    )
    assert "Opdrachtgever" not in own[0][1]


def test_files_go_after_a_while_and_with_them_the_way_back(cast, owner):
    done = landed(cast.dirk, sheet(row()))
    last = done.files_until
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        assert discard_old_files(region_id=cast.region.pk, on=last) == 0
        assert discard_old_files(region_id=cast.region.pk, on=last + dt.timedelta(days=1)) == 1
        assert discard_old_files(region_id=cast.region.pk, on=last + dt.timedelta(days=1)) == 0
    with owner():
        assert not BulkFile.objects.exists()
        assert not ImportedRow.objects.exists()
    assert last == done.requested_at.date() + dt.timedelta(days=90)
    page = cast.dirk.get(f"bestanden/{done.pk}/").content.decode()
    assert "De bestanden zijn opgeruimd" in page
    assert "Ongedaan maken</button>" not in page
    answer = cast.dirk.post(f"bestanden/{done.pk}/ongedaan/", follow=True)
    assert "Ongedaan maken kan niet meer" in answer.content.decode()


def test_a_checked_file_that_is_gone_cannot_land(cast, owner):
    done = checked(cast.dirk, sheet(row()))
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        discard_old_files(region_id=cast.region.pk, on=done.files_until + dt.timedelta(days=1))
    assert "bevestigen/" not in cast.dirk.get(f"bestanden/{done.pk}/").content.decode()
    answer = cast.dirk.post(f"bestanden/{done.pk}/bevestigen/", {"sha256": done.sha256}, follow=True)
    assert "Stuur het opnieuw" in answer.content.decode()
    assert again(done).status == JobStatus.TO_CONFIRM


def test_a_job_goes_only_the_way_it_can(owner, cast):
    with owner():
        [one] = made(cast.dirk, cast.region, status=JobStatus.TO_CONFIRM)
    assert one.may_become(JobStatus.LANDING)
    assert not any(one.may_become(status) for status in set(JobStatus) - {JobStatus.LANDING})


def test_a_list_without_files_says_what_to_do(cast):
    assert "Nog geen bestanden" in cast.alice.get("bestanden/").content.decode()
    assert "Geen bestand gevonden" in cast.alice.get("bestanden/", data={"zoek": "x"}).content.decode()


@pytest.mark.parametrize(
    ("path", "field", "sentence"),
    [
        ("bestanden/contracten/inlezen/", "file", "Dit bestand is groter dan 20 MB"),
        ("bestanden/pakket/inlezen/", "package", "Eén bestand mag hoogstens 20 MB zijn"),
    ],
)
def test_a_file_far_past_the_bound_is_called_too_large(cast, settings, path, field, sentence):
    settings.LARGEST_UPLOAD = 1_000_000
    answer = cast.esra.post(path, {field: uploaded("gegevens.csv", b"x" * 3_000_000)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Kies een bestand." not in answer.content.decode()
