"""Participants, invoices for training and follow-ups as a download: as filtered, for who may."""

import csv
import datetime as dt
import io

import pytest

from exchange import jobs
from exchange.choices import JobStatus
from exchange.models import BulkFile, BulkJob
from placements.models import FollowUp
from tests.factories.placing import PlacementFactory
from tests.factories.training import CostFactory, EnrolmentFactory, ProgrammeFactory

PEOPLE, COSTS, FOLLOW_UPS = "scholing/deelnemers/", "scholing/kosten/", "nazorg/"


@pytest.fixture
def there(cast, owner):
    """Of each list a row of one of Carla's candidates and one of nobody in particular."""
    with owner():
        programme = ProgrammeFactory(region=cast.region, name="Timmeren")
        own = EnrolmentFactory(
            programme=programme,
            candidate__werkplein=cast.carla.organisation,
            candidate__identity__first_name="Jantje",
            training_cost="250.00",
        )
        EnrolmentFactory(programme=ProgrammeFactory(region=cast.region, name="Lassen"))
        cost = CostFactory(
            programme=programme, enrolment=own, entered_by=cast.dirk.user, supplier="=Vakschool", amount="1234.50"
        )
        CostFactory(programme=programme, entered_by=cast.dirk.user, supplier="Anders")
        check = FollowUp.objects.create(
            region=cast.region,
            placement=PlacementFactory(candidate=own.candidate, starts_on=dt.date(2026, 3, 2)),
            months=6,
            due_on=dt.date(2026, 9, 2),
        )
        FollowUp.objects.create(region=cast.region, placement=PlacementFactory(), months=12, due_on=dt.date(2026, 9, 3))
    return own, cost, check


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


def ask(person, path, query=""):
    return person.post(f"{path}downloaden/{query}", {"bestandssoort": "csv"})


def named(owner):
    with owner():
        return BulkFile.objects.get().people


def test_participants_as_filtered(cast, owner, there, made):
    own, _cost, _check = there
    ask(cast.dirk, PEOPLE, f"?scholing={own.programme_id}&page=2")
    (row,) = made()
    assert (row["Kandidaatnummer"], row["Naam"], row["Scholing"], row["Kosten van de scholing"]) == (
        own.candidate.reference,
        "Jantje Voorbeeld",
        "Timmeren",
        "250.00",
    )
    assert named(owner) == [own.candidate_id]


def test_follow_ups_as_filtered(cast, owner, there, made):
    own, _cost, check = there
    ask(cast.dirk, FOLLOW_UPS, "?maanden=6")
    (row,) = made()
    assert (row["Plaatsing"], row["Naam"], row["Na maanden"], row["Aan de beurt op"], row["Aan het werk"]) == (
        check.placement.reference,
        "Jantje Voorbeeld",
        "6",
        "2026-09-02",
        "",
    )
    assert named(owner) == [own.candidate_id]


def test_invoices_as_filtered_name_nobody(cast, owner, there, made):
    own, cost, _check = there
    ask(cast.dirk, COSTS, "?zoek=vakschool")
    (row,) = made()
    assert (row["Leverancier"], row["Factuurnummer"], row["Bedrag zonder btw"], row["Kandidaatnummer"]) == (
        "'=Vakschool",
        cost.invoice_number,
        "1234.50",
        own.candidate.reference,
    )
    assert "Jantje" not in str(row)
    assert named(owner) == []


@pytest.mark.parametrize("path", [PEOPLE, FOLLOW_UPS])
def test_a_werkplein_gets_its_own(cast, there, made, path):
    ask(cast.carla, path)
    assert [row["Kandidaatnummer"] for row in made()] == [there[0].candidate.reference]


@pytest.mark.parametrize(
    ("path", "who"),
    [
        *((path, who) for path in (PEOPLE, COSTS, FOLLOW_UPS) for who in ("alice", "bram", "esra")),
        (COSTS, "carla"),
    ],
)
def test_nobody_else_asks_for_it(cast, owner, there, path, who):
    assert ask(getattr(cast, who), path).status_code == 403
    with owner():
        assert not BulkJob.objects.exists()


@pytest.mark.parametrize("path", [PEOPLE, COSTS, FOLLOW_UPS])
def test_frank_gets_a_file_without_a_row_of_ours(cast, there, made, path):
    ask(cast.frank, path)
    assert made() == []


@pytest.mark.parametrize("path", [PEOPLE, COSTS, FOLLOW_UPS])
def test_the_list_offers_it(cast, there, path):
    assert cast.dirk.url(f"{path}downloaden/") in cast.dirk.get(path).content.decode()
