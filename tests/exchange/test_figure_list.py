"""The rows behind a figure as a download: those that who asks may see, at the moment that it is made."""

import csv
import io

import pytest
from django.utils import timezone

from exchange import jobs
from exchange.choices import JobKind, JobStatus
from exchange.models import BulkFile, BulkJob
from organisations.models import Region
from tests.factories.candidates import CandidateFactory
from tests.standing_rows import standing_of

pytestmark = pytest.mark.django_db

FIGURE = "registrations.period.total"
PATH = f"doelen/downloaden/?cijfer={FIGURE}"


@pytest.fixture
def figures(cast, owner):
    with owner():
        for number in range(3):
            CandidateFactory(reference=f"K-{number}", registered_on=timezone.localdate(), identity__last_name="Geheim")
        standing_of(Region.objects.get(code="groningen"), candidates=["K-0", "K-1", "K-2"])


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
            content = bytes(BulkFile.objects.get(job=job).content).decode()
        assert "Geheim" not in content
        return list(csv.DictReader(io.StringIO(content)))

    return make


def asked(person, path=PATH):
    return person.post(path, {"bestandssoort": "csv"})


def test_the_file_has_the_rows_of_the_figure(cast, figures, owner, made):
    asked(cast.dirk)
    with owner():
        assert BulkJob.objects.get().kind == JobKind.FIGURE_OUT
    rows = made()
    assert [row["Kenmerk"] for row in rows] == ["K-0", "K-1", "K-2"]
    assert rows[0]["Aangemeld op"] == timezone.localdate().isoformat()


def test_as_they_were_sought(cast, figures, made):
    asked(cast.dirk, f"{PATH}&zoek=K-1")
    assert [row["Kenmerk"] for row in made()] == ["K-1"]


def test_the_bureau_gets_no_rows_of_people(cast, figures, made):
    asked(cast.esra)
    assert made() is None


@pytest.mark.parametrize("who", ["alice", "bram", "carla"])
def test_who_waits_for_reports_may_not_ask(cast, figures, who):
    assert asked(getattr(cast, who)).status_code == 403


def test_frank_gets_nothing_of_ours(cast, figures, owner, made):
    assert cast.frank.client.post(cast.dirk.url(PATH), {"bestandssoort": "csv"}).status_code == 404
    asked(cast.frank)
    assert made() is None


def test_the_page_offers_it_to_who_sees_the_rows(cast, figures):
    page = cast.dirk.get(f"doelen/cijfer/{FIGURE}/").content.decode()
    assert f"doelen/downloaden/?cijfer={FIGURE}" in page
    assert "doelen/downloaden/" not in cast.esra.get(f"doelen/cijfer/{FIGURE}/").content.decode()
