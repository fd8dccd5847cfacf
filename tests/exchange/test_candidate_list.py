"""The list of candidates as a download: as it was filtered, for who works with candidates."""

import csv
import io

import pytest

from exchange import jobs
from exchange.choices import JobKind, JobStatus
from exchange.models import BulkFile, BulkJob
from organisations.choices import Role
from organisations.models import Membership
from tests.candidates.files import candidate

PATH = "dossiers/downloaden/"


def asked(person, query="", book_format="csv"):
    return person.post(f"{PATH}{query}", {"bestandssoort": book_format})


@pytest.fixture
def made(owner):
    """The rows of the only file there is, once a worker made it; None when it made none."""

    def make():
        with owner():
            job = BulkJob.objects.get()
        jobs.run(job.pk, region_id=job.region_id)
        with owner():
            job.refresh_from_db()
            if job.status != JobStatus.DONE:
                return None
            content = bytes(BulkFile.objects.get(job=job).content)
        return list(csv.DictReader(io.StringIO(content.decode())))

    return make


def test_what_the_list_found_is_in_the_file_with_who_it_is(cast, owner, made):
    hit = candidate(
        cast,
        reference="K-SCHOOL",
        source="school",
        wanted_work="=Timmeren",
        identity__first_name="Jantje",
        identity__phone="06-12345678",
    )
    candidate(cast, reference="K-ANDERS")
    candidate(cast, reference="K-ELDERS", source="school", werkplein=None)
    answer = asked(cast.carla, "?bron=school&page=3&na=x")
    with owner():
        job = BulkJob.objects.get()
    assert (job.kind, job.query, answer.url) == (
        JobKind.CANDIDATES_OUT,
        "bron=school",
        cast.carla.url(f"bestanden/{job.pk}/"),
    )
    (row,) = made()
    assert (row["Kandidaatnummer"], row["Voornaam"], row["Telefoon"], row["Gemeente bij aanmelding"]) == (
        "K-SCHOOL",
        "Jantje",
        "06-12345678",
        "Groningen",
    )
    # What looks like a formula stays text in a spreadsheet.
    assert row["Soort werk"] == "'=Timmeren"
    with owner():
        assert BulkFile.objects.get().people == [hit.pk]


@pytest.mark.parametrize("who", ["alice", "bram", "esra"])
def test_nobody_else_asks_for_it(cast, owner, who):
    assert asked(getattr(cast, who)).status_code == 403
    with owner():
        assert not BulkJob.objects.exists()


def test_frank_gets_a_file_without_a_row_of_ours(cast, made):
    candidate(cast)
    asked(cast.frank)
    assert made() == []


def test_who_may_no_longer_see_it_when_the_worker_comes_gets_nothing(cast, owner, made):
    candidate(cast)
    asked(cast.carla)
    with owner():
        # Somebody else stays administrator.
        Membership.objects.create(user=cast.dirk.user, organisation=cast.carla.organisation, role=Role.ADMINISTRATOR)
        Membership.objects.filter(user=cast.carla.user).update(role=Role.AUDITOR)
    assert made() is None
    with owner():
        assert not BulkFile.objects.exists()


def test_a_sort_of_file_has_to_be_chosen(cast, owner):
    answer = asked(cast.carla, book_format="pdf")
    assert answer.url == cast.carla.url("dossiers/")
    with owner():
        assert not BulkJob.objects.exists()


def test_the_page_offers_it_to_who_may_write(cast):
    candidate(cast)
    assert cast.carla.url(f"{PATH}?rij=nieuw") in cast.carla.get("dossiers/?rij=nieuw").content.decode()
