"""The list of proposals as a download: as it was filtered, for who works with candidates and for no employer."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange import jobs
from exchange.choices import JobStatus, TableFormat
from exchange.models import BulkFile, BulkJob
from exchange.sheets import read_sheet
from placements.vacancy_choices import ProposalState
from tests.database import owner
from tests.exchange.bulk import again, job
from tests.placements.mediation.proposals import SECRETS, proposal, secretive, vacancy_of
from tests.placements.mediation.seekers import other_werkplein, seeker
from tests.placements.workspace import auditor_of

pytestmark = pytest.mark.django_db
PATH = "voorstellen/downloaden/"


def made(person, file_format="csv", query=""):
    """The rows of the file by heading, and its job."""
    assert person.post(PATH + query, {"bestandssoort": file_format}).status_code == 302
    one = job()
    jobs.run(one.pk, region_id=one.region_id)
    one = again(one)
    assert one.status == JobStatus.DONE
    with owner():
        content = bytes(BulkFile.objects.get(job=one).content)
    (_first, headings), *rows = read_sheet(content, TableFormat(file_format), title="Voorstellen")
    return [dict(zip(headings, cells, strict=False)) for _number, cells in rows], one


@pytest.mark.parametrize("file_format", TableFormat.values)
def test_the_file_reads_back_what_the_list_holds(cast, file_format):
    met = proposal(
        cast,
        ProposalState.MEETING,
        vacancy=vacancy_of(cast, title="=Hulp bij steigerbouw"),
        meeting_at=dt.datetime(2099, 9, 20, 12, tzinfo=dt.UTC),
        meeting_place="@Kadeweg 1",
        file__ring=1,
    )
    refused = proposal(cast, ProposalState.REFUSED, candidate=seeker(cast, identity__first_name="Anna"))
    rows, one = made(cast.carla, file_format)
    first, second = rows
    assert (first["Kandidaatnummer"], first["Naam"]) == (met.candidate.reference, "Quirijn Zilverberg")
    assert (first["Stand"], first["Wat nu"], first["Gebied"]) == ("Kennismaking", "Kennismaking", "Rest van de regio")
    # A cell never begins as a formula does.
    assert first["Werk"].lstrip("'") == "=Hulp bij steigerbouw"
    if file_format == TableFormat.CSV:
        assert (first["Werk"][0], first["Waar"][0]) == ("'", "'")
    assert str(first["Kennismaking"]).startswith("2099-09-20")
    assert (second["Stand"], second["Waarom de werkgever niet wil"]) == (
        "Werkgever zegt nee",
        "Te weinig ervaring met dit werk",
    )
    with owner():
        assert set(BulkFile.objects.get(job=one).people) == {met.candidate_id, refused.candidate_id}


def test_the_filter_goes_along(cast):
    proposal(cast, ProposalState.ASKED)
    proposal(cast, ProposalState.REFUSED, candidate=seeker(cast))
    rows, one = made(cast.dirk, query="?wacht=over&page=2")
    assert [row["Stand"] for row in rows] == ["Werkgever zegt nee"]
    assert (one.query, one.title) == ("wacht=over", "Voorstellen, gefilterd")
    assert "geef dit bestand nooit aan een werkgever" in cast.dirk.get(f"bestanden/{one.pk}/").content.decode()


@pytest.mark.parametrize("state", ProposalState.values)
def test_no_company_has_a_file_whatever_the_state(cast, state):
    proposal(cast, state)
    assert cast.bram.post(PATH, {"bestandssoort": "csv"}).status_code == 403
    assert "downloaden/" not in cast.bram.get("voorstellen/").content.decode()
    with owner():
        assert not BulkJob.objects.exists()


def test_nobody_else_asks_for_it(cast):
    proposal(cast, ProposalState.AGREED)
    for person in (cast.alice, cast.esra, auditor_of(cast.carla), auditor_of(cast.bram)):
        assert person.post(PATH, {"bestandssoort": "csv"}).status_code == 403


def test_a_werkplein_gets_its_own_and_another_region_nothing(cast):
    proposal(cast, ProposalState.AGREED, candidate=secretive(cast, werkplein=other_werkplein(cast), coach=None))
    own = proposal(cast, ProposalState.ASKED, candidate=seeker(cast))
    rows, _job = made(cast.carla)
    assert [row["Kandidaatnummer"] for row in rows] == [own.candidate.reference]
    rows, one = made(cast.frank)
    assert rows == []
    with owner():
        content = bytes(BulkFile.objects.get(job=one).content).decode()
    assert not [secret for secret in SECRETS if secret in content]


def test_thirty_rows_cost_no_more_queries_than_three(cast):
    costs = []
    for more in (3, 27):
        for _each in range(more):
            proposal(cast, ProposalState.AGREED, candidate=seeker(cast))
        assert cast.dirk.post(PATH, {"bestandssoort": "csv"}).status_code == 302
        one = job()
        with CaptureQueriesContext(connection) as taken:
            jobs.run(one.pk, region_id=one.region_id)
        costs.append(len(taken))
    assert costs[0] == costs[1]
