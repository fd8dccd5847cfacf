"""The list of vacancies as a file is for who mediates."""

import datetime as dt

import pytest

from exchange import jobs
from exchange.choices import JobStatus, TableFormat
from exchange.models import BulkFile
from exchange.sheets import read_sheet
from tests.database import owner
from tests.exchange.bulk import again, job
from tests.factories.placements import VacancyFactory
from tests.placements.vacancies.working import text_of

pytestmark = pytest.mark.django_db
PATH = "vacatures/downloaden/"


@pytest.fixture
def vacancies(cast):
    """Bram's, with everything filled in; a concept and one that waits for control, with as little as can be."""
    with owner():
        VacancyFactory(
            reference="V-AAAAA",
            employer_organisation=cast.bram.organisation,
            title="=Hulp bij steigerbouw",
            rules=["hours", "travel"],
            starts_on=dt.date(2026, 12, 1),
            wage_from="2100.00",
            sroi=True,
        )
        VacancyFactory(
            reference="V-BBBBB",
            created_by=cast.dirk.user,
            state="vacancy_concept",
            published_at=None,
            confirmed_at=dt.datetime.now(dt.UTC),
        )
        VacancyFactory(reference="V-CCCCC", firm=True)
        VacancyFactory(
            reference="V-DDDDD",
            state="vacancy_filled",
            closed_at=dt.datetime.now(dt.UTC),
            closed_because="filled",
            hired=2,
        )


def made(person, file_format, query=""):
    """The rows of the file, by heading; and its job."""
    assert person.post(PATH + query, {"bestandssoort": file_format}).status_code == 302
    one = job()
    jobs.run(one.pk, region_id=one.region_id)
    one = again(one)
    assert one.status == JobStatus.DONE
    with owner():
        content = bytes(BulkFile.objects.get(job=one).content)
    (_first, headings), *rows = read_sheet(content, TableFormat(file_format), title="Vacatures")
    return [dict(zip(headings, cells, strict=False)) for _number, cells in rows], one


@pytest.mark.parametrize("file_format", TableFormat.values)
@pytest.mark.parametrize("who", ["dirk", "carla"])
def test_the_file_reads_back_what_the_list_holds(cast, vacancies, file_format, who):
    rows, _job = made(getattr(cast, who), file_format)
    assert [row["Nummer"] for row in rows] == ["V-AAAAA", "V-BBBBB", "V-CCCCC", "V-DDDDD"]
    first, last = rows[0], rows[-1]
    assert first["Werk"].lstrip("'") == "=Hulp bij steigerbouw"
    assert (first["Werkgever"], first["Gemeente"], first["Telt voor social return"]) == (
        cast.bram.organisation.name,
        "Groningen",
        "ja",
    )
    assert first["Moet"].count(",") == 1
    assert str(first["Begint op"]).startswith("2026-12-01")
    assert float(first["Loon vanaf"]) == 2100
    assert (first["Stand"], rows[1]["Stand"], last["Stand"], str(last["Aangenomen"])) == (
        "Nu open",
        "Concept",
        "Vervuld",
        "2",
    )


def test_the_filter_goes_along_and_the_file_is_found_again(cast, vacancies):
    rows, one = made(cast.dirk, "csv", "?stand=vacancy_concept")
    assert [row["Nummer"] for row in rows] == ["V-BBBBB"]
    assert one.title == "Vacatures, gefilterd"
    page = text_of(cast.dirk.get(f"bestanden/{one.pk}/"))
    assert "De vacatures uit de lijst" in page
    assert "De mensen uit de lijst" not in page
    found = text_of(cast.dirk.get("bestanden/?soort=vacancy_out"))
    assert "Vacatures, gefilterd" in found


def test_who_does_not_mediate_gets_no_file(cast):
    for person in (cast.alice, cast.bram):
        assert person.post(PATH, {"bestandssoort": "csv"}).status_code == 403
    assert "downloaden/" not in text_of(cast.bram.get("vacatures/"))


def test_another_region_gets_nothing_of_it(cast, vacancies):
    rows, _job = made(cast.frank, "csv")
    assert not rows
