"""A candidate who was erased and works on a contract: the line counts as it did, and leads to his file no more."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from candidates.models import Candidate
from exchange.models import BulkJob, ImportedRow
from organisations import erasing, tenancy
from organisations.choices import Purpose
from organisations.data_kinds import ERASED, Part, Subject
from placements.models import Deployment
from placements.pages.account import ask_account
from placements.pages.placement_page import lines_of, placement_of_line, unlogged
from placements.shown import typed_version
from reporting.collect.work_on_contracts import other_persons
from reporting.periods import Length, Period
from tenders.models import Contract, Document
from tests.database import owner
from tests.everywhere import tables_with
from tests.factories.candidates import CandidateFactory
from tests.factories.placing import PlacementFactory
from tests.placements.workspace import MARCH, act, contract_of, logged

pytestmark = pytest.mark.django_db

NAME, NUMBER = "Xaverius Quibbelaar", "K-777123"


@pytest.fixture
def contract(cast) -> Contract:
    return contract_of(cast)


@pytest.fixture
def candidate(cast) -> Candidate:
    with owner():
        return CandidateFactory(
            region=cast.region, reference=NUMBER, state="placed", werkplein=cast.carla.organisation,
            identity__first_name="Xaverius", identity__last_name="Quibbelaar",
        )  # fmt: skip


@pytest.fixture
def lines(cast, contract, candidate) -> list[Deployment]:
    """His own, with his number as the company typed it, and two others."""
    return [
        logged(cast.bram, contract, name=NAME, candidate_reference=NUMBER.lower(), block_code="pw_gt2"),
        logged(cast.bram, contract, name="Anna Bloem", candidate_reference="K-777124", block_code="pw_gt2"),
        logged(cast.bram, contract, name="Jan Zaal", block_code="pw_gt2"),
    ]


def erase_candidate(cast, candidate, subject=Subject.CANDIDATE):
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        erasure = erasing.at_term(
            region_id=cast.region.pk, subject=subject, part=Part.PERSON, subject_ids=[candidate.pk], at=timezone.now()
        )
    return erasing.carry_out(erasure.pk, region_id=cast.region.pk)


def numbers(lines):
    with owner():
        return [Deployment.objects.get(pk=line.pk).candidate_reference for line in lines]


def test_his_number_leaves_the_line_its_history_and_rows_of_imports(cast, candidate, lines):
    with owner():
        job = BulkJob.objects.create(
            region=cast.region, organisation=cast.dirk.organisation, requested_by=cast.dirk.user, kind="package_out",
            status="ready", title="x", files_until=dt.date(2030, 1, 1),
        )  # fmt: skip
        row = ImportedRow.objects.create(
            job=job, table_name="placements_deployment", row_id=lines[0].pk, made=False, label="x", fingerprint="0",
            before={"candidate_reference": NUMBER, "hours_per_week": "36"},
        )  # fmt: skip
    assert {"placements_deployment", "placements_deploymentevent"} <= tables_with(NUMBER)
    erase_candidate(cast, candidate)
    assert numbers(lines) == [ERASED, "K-777124", ""]
    assert not {one for one in tables_with(NUMBER) if "deployment" in one or one == "exchange_importedrow"}
    with owner():
        row.refresh_from_db()
    assert row.before == {"candidate_reference": ERASED, "hours_per_week": "36"}


def test_a_line_on_a_settled_contract_loses_it_as_well(cast, contract, candidate, lines):
    with owner():
        Contract.objects.filter(pk=contract.pk).update(settled_on=dt.date(2027, 3, 1))
    erase_candidate(cast, candidate)
    assert numbers(lines) == [ERASED, "K-777124", ""]


def test_jobs_outside_the_programme_are_counted_as_before(cast, candidate, lines):
    before = outside(cast)
    assert len(before) == 1
    erase_candidate(cast, candidate)
    assert outside(cast) == before


def outside(cast):
    with tenancy.system(Purpose.REPORT, region_id=cast.region.pk):
        period = Period(2026, Length.QUARTER, 1)
        return other_persons(cast.region.pk, by=period.last_day)


def test_the_placement_and_the_line_are_shown_to_each_other_no_more(cast, contract, candidate, lines):
    """Neither is the company asked to state a placement of whom nobody knows who it was."""
    with owner():
        job = PlacementFactory(
            candidate=candidate, starts_on=MARCH, employer_organisation=cast.bram.organisation, contract=contract,
            sroi=True,
        )  # fmt: skip
        job.refresh_from_db()
    with act(cast.dirk) as acting:
        assert [one.pk for one in lines_of(acting, job)] == [lines[0].pk]
    erase_candidate(cast, candidate)
    with owner():
        job.refresh_from_db()
        line = Deployment.objects.get(pk=lines[0].pk)
    with act(cast.dirk) as acting:
        assert lines_of(acting, job) == []
        assert placement_of_line(acting, line) is None
    with act(cast.bram) as acting:
        assert list(unlogged(acting)) == []


def test_who_verifies_reads_that_it_was_erased(cast, candidate, lines):
    erase_candidate(cast, candidate)
    page = cast.dirk.get(f"beoordelen/inzet/{lines[0].pk}/")
    assert page.status_code == 200
    assert "De gegevens van deze kandidaat zijn gewist" in page.content.decode()
    assert "staat niet in het register" not in page.content.decode()


def test_a_statement_of_account_that_names_who_is_erased_goes(cast, contract, lines):
    """Its company asks for another; one that names him not stays."""
    for person in (cast.bram, cast.dirk):
        with act(person) as acting:
            ask_account(acting, contract_id=contract.pk, at=timezone.now())
    assert "tenders_document" in tables_with(NAME)
    with owner():
        Contract.objects.update(settled_on=dt.date(2027, 3, 1))
        somebody = Deployment.objects.get(pk=lines[0].pk).person
    counts = erase_candidate(cast, somebody, Subject.DEPLOYED)
    assert counts["tenders.Document"] == 1
    # His file as a candidate has a term of its own.
    assert tables_with(NAME) == {"candidates_candidateidentity"}
    with owner():
        assert [one.organisation_id for one in Document.objects.all()] == [cast.dirk.organisation.pk]


def form(contract, **values):
    """What Bram types of somebody on the contract."""
    with owner():
        block = contract.tariff.blocks.get(code="pw_gt2")
    return {
        "name": "Bodhi Kraaiveld", "birth_date": "3-4-1990", "block": str(block.pk), "starts_on": "1-4-2026",
        "ends_on": "30-6-2026", "hours_per_week": "32", "action": "save",
    } | values  # fmt: skip


def test_the_company_cannot_give_him_a_name_again(cast, contract, candidate):
    """Neither by the button of his placement, nor by typing his number on a line that is new or corrected."""
    with owner():
        job = PlacementFactory(
            candidate=candidate, starts_on=MARCH, employer_organisation=cast.bram.organisation, contract=contract,
            sroi=True, candidate_agreed_on=MARCH, employer=f"Bij {NAME}",
        )  # fmt: skip
    path, create = f"plaatsingen/{job.pk}/", f"inzet/nieuw/?contract={contract.pk}"
    assert "Kandidaat opvoeren" in cast.bram.get(path).content.decode()
    line = logged(cast.bram, contract, name="Anna Bloem", block_code="pw_gt2")
    with act(cast.bram):
        shown = typed_version(Deployment.objects.select_related("person").get(pk=line.pk))
    erase_candidate(cast, candidate)
    page = cast.bram.get(path).content.decode()
    assert "Kandidaat opvoeren" not in page
    assert ERASED not in page
    assert page.count(cast.bram.organisation.name) > 1
    listed = cast.dirk.get("plaatsingen/").content.decode()
    assert re.findall(r"<td[^>]*>\s*(\S[^<]*?)\s*</td>", listed).count(cast.bram.organisation.name) == 1
    filled_in = f"{create}&placement={job.pk}"
    assert cast.bram.get(filled_in).status_code == cast.bram.post(filled_in, form(contract)).status_code == 404
    for at in (create, f"inzet/{line.pk}/wijzigen/"):
        answer = cast.bram.post(at, form(contract, candidate_reference=NUMBER.lower(), shown=shown))
        assert answer.status_code == 422
        assert f"Kandidaatnummer {NUMBER.lower()} bestaat niet meer." in answer.content.decode()
    with owner():
        assert not Deployment.objects.filter(candidate_reference__iexact=NUMBER).exists()
    # Of a number that never was, a company learns nothing.
    assert cast.bram.post(create, form(contract, candidate_reference="K-000000")).status_code == 302
