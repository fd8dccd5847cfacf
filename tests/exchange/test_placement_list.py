"""The list of placements as a download: as it was filtered, for who works with candidates."""

import csv
import io

import pytest

from exchange import jobs
from exchange.choices import JobStatus
from exchange.models import BulkFile, BulkJob
from tests.factories.placing import PlacementFactory

PATH = "plaatsingen/downloaden/"


@pytest.fixture
def placements(cast, owner):
    """One of Carla's candidates, who works at Bram's; one of nobody in particular."""
    with owner():
        own = PlacementFactory(
            candidate__werkplein=cast.carla.organisation,
            candidate__identity__first_name="Jantje",
            employer="=Molenwerf",
            employer_organisation=cast.bram.organisation,
            sroi=True,
        )
        return own, PlacementFactory()


@pytest.fixture
def made(owner):
    """The rows of the only file there is, once a worker made it."""

    def make():
        with owner():
            job = BulkJob.objects.get()
        jobs.run(job.pk, region_id=job.region_id)
        with owner():
            job.refresh_from_db()
            assert job.status == JobStatus.DONE
            content = bytes(BulkFile.objects.get(job=job).content)
        return list(csv.DictReader(io.StringIO(content.decode())))

    return make


def test_what_the_list_found_is_in_the_file(cast, owner, placements, made):
    own, _other = placements
    answer = cast.dirk.post(f"{PATH}?sroi=ja&page=2", {"bestandssoort": "csv"})
    with owner():
        job = BulkJob.objects.get()
    assert (job.query, answer.url) == ("sroi=ja", cast.dirk.url(f"bestanden/{job.pk}/"))
    (row,) = made()
    assert (row["Kenmerk"], row["Naam"], row["Werkgever"], row["Social return"]) == (
        own.reference,
        "Jantje Voorbeeld",
        "'=Molenwerf",
        "ja",
    )
    with owner():
        assert BulkFile.objects.get().people == [own.candidate_id]


def test_a_werkplein_gets_its_own(cast, placements, made):
    cast.carla.post(PATH, {"bestandssoort": "csv"})
    assert [row["Kenmerk"] for row in made()] == [placements[0].reference]


@pytest.mark.parametrize("who", ["alice", "bram", "esra"])
def test_nobody_else_asks_for_it(cast, owner, placements, who):
    assert getattr(cast, who).post(PATH, {"bestandssoort": "csv"}).status_code == 403
    with owner():
        assert not BulkJob.objects.exists()


def test_frank_gets_a_file_without_a_row_of_ours(cast, placements, made):
    cast.frank.post(PATH, {"bestandssoort": "csv"})
    assert made() == []


def test_only_who_works_with_candidates_is_offered_it(cast, placements):
    assert cast.dirk.url(PATH) in cast.dirk.get("plaatsingen/").content.decode()
    assert "downloaden" not in cast.bram.get("plaatsingen/").content.decode()
