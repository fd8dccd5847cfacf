"""Tenders as expected demand: the quarters at their borders, the page for everybody, and nothing that is not public."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Occupation
from tenders.demand_rules import Asked, demand_of, quarter_key
from tenders.models import ExpectedOccupation
from tests.database import owner
from tests.factories.tenders import TenderFactory

QUARTERS = ((2026, 4), (2027, 1), (2027, 2))


@pytest.mark.parametrize(
    ("day", "key"),
    [((2026, 12, 31), (2026, 4)), ((2027, 1, 1), (2027, 1)), ((2027, 3, 31), (2027, 1)), ((2027, 4, 1), (2027, 2))],
)
def test_a_quarter_begins_and_ends_on_its_day(day, key):
    assert quarter_key(dt.date(*day)) == key


def test_heads_are_counted_by_occupation_and_quarter():
    day = dt.date
    demand = demand_of(
        [
            Asked("timmerman", 3, day(2027, 1, 1)),
            Asked("timmerman", 2, day(2027, 3, 31)),
            Asked("timmerman", 4, None),
            Asked("timmerman", 9, day(2026, 9, 30)),  # over
            Asked("schilder", 5, day(2027, 7, 1)),
            Asked("schilder", 1, day(2026, 10, 1)),
            Asked("voeger", 7, day(2020, 1, 1)),
        ],
        quarters=QUARTERS,
    )
    assert [(row.occupation, row.by_quarter, row.later, row.undated, row.total) for row in demand.rows] == [
        ("timmerman", {(2027, 1): 5}, 0, 4, 9),
        ("schilder", {(2026, 4): 1}, 5, 0, 6),
    ]
    assert (demand.total, demand.later, demand.undated) == (15, 5, 4)
    assert [demand.of_quarter(one) for one in QUARTERS] == [1, 5, 0]
    assert demand_of([], quarters=QUARTERS).rows == ()


def asks(cast, heads, *, person=None, occupation="Timmerman", since=None, **values):
    person = person or cast.alice
    with owner():
        tender = TenderFactory(
            authority=person.organisation,
            **{
                "status": "planned",
                "on_calendar_since": dt.date(2026, 1, 1),
                "starts_on": dt.date(2099, 2, 1),
                **values,
            },
        )
        region = values.get("region") or cast.region
        made, _new = Occupation.objects.get_or_create(
            region=region,
            code=occupation.lower(),
            defaults={"name": occupation, "sector": "construction"},
        )
        ExpectedOccupation.objects.create(tender=tender, occupation=made, head_count=heads, starts_on=since)
    return tender


@pytest.fixture
def demand(cast):
    asks(cast, 41, title="Scholen bouwen", municipalities=["GM0014"])
    asks(cast, 17, title="Wegen leggen", status="awarded", since=dt.date(2099, 8, 1))
    asks(cast, 23, title="Zonder dag", starts_on=None, occupation="Stratenmaker")
    asks(cast, 773, title="Geheim plan", status="concept", on_calendar_since=None)
    asks(cast, 774, title="Gaat niet door", status="withdrawn")
    asks(cast, 775, title="Elders", person=cast.frank, region=cast.other_region, occupation="Elderswerker")
    return cast


PERIOD = "van=2099-1&tot=2099-4"


def test_everybody_reads_what_the_calendar_asks(demand, client):
    page = client.get(f"/groningen/kalender/vraag/?{PERIOD}").content.decode()
    assert "Timmerman" in page
    assert "58 mensen" in page
    assert "Stratenmaker</a>" not in page  # no day, and a period was asked for
    everything = client.get("/groningen/kalender/vraag/").content.decode()
    assert "81 mensen" in everything
    for hidden in (">773<", ">774<", ">775<", "Geheim", "Gaat niet door", "Elders"):
        assert hidden not in everything


def test_a_row_leads_to_its_tenders(demand, client):
    page = client.get(f"/groningen/kalender/vraag/?beroep=timmerman&{PERIOD}").content.decode()
    assert "Scholen bouwen" in page
    assert "Wegen leggen" in page
    assert "Zonder dag" not in page
    page = client.get("/groningen/kalender/vraag/?gemeente=GM0014&beroep=timmerman").content.decode()
    assert "Scholen bouwen" in page
    assert "Wegen leggen" not in page


def test_nothing_found_says_what_to_do(demand, client):
    page = client.get("/groningen/kalender/vraag/?sector=engineering").content.decode()
    assert "Geen verwachte mensen gevonden" in page


def test_who_works_in_the_region_reads_it_and_frank_reads_only_his_own(demand):
    for person in (demand.alice, demand.carla, demand.dirk, demand.esra):
        page = person.get("kalender/vraag/").content.decode()
        assert "81 mensen" in page
        assert ">773<" not in page
    page = demand.frank.get("kalender/vraag/").content.decode()
    assert "Elderswerker" in page
    assert "Timmerman" not in page
    assert demand.frank.client.get(demand.alice.url("kalender/vraag/")).status_code == 404


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_demand_is_a_file_as_well(demand, client, file_format):
    answer = client.get(f"/groningen/kalender/vraag/vraag.{file_format}?beroep=timmerman")
    assert answer.status_code == 200
    assert (
        client.get(
            f"/groningen/kalender/vraag/vraag.{file_format}?beroep=timmerman", HTTP_IF_NONE_MATCH=answer["ETag"]
        ).status_code
        == 304
    )
    if file_format == "csv":
        lines = answer.content.decode().splitlines()
        assert len(lines) == 3
        for hidden in (",773,", ",774,", ",775,", "Geheim", "Elders"):
            assert hidden not in answer.content.decode()
    assert client.get("/groningen/kalender/vraag/vraag.ods").status_code == 404


def test_who_plans_training_and_who_keeps_the_calendar_find_it(cast):
    for where in ("scholing/", "scholing/groepen/", "beroepen/"):
        assert f"/werk/{cast.carla.organisation.pk}/kalender/vraag/" in read_of(cast.carla, where), where
    page = read_of(cast.alice, "kalender/")
    assert f"/werk/{cast.alice.organisation.pk}/kalender/vraag/" in page
    assert f"/werk/{cast.alice.organisation.pk}/kalender/bericht/" in page


def read_of(person, where):
    answer = person.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_is_the_same_for_everybody_and_kept_on_the_way(demand, client):
    answer = client.get("/groningen/kalender/vraag/")
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert client.get("/groningen/kalender/vraag/", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


@pytest.mark.parametrize("where", ["public", "work"])
def test_thirty_tenders_ask_no_more_of_the_database_than_three(cast, client, where):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            answer = (
                client.get("/groningen/kalender/vraag/?beroep=timmerman")
                if where == "public"
                else cast.dirk.get("kalender/vraag/?beroep=timmerman")
            )
        assert answer.status_code == 200
        return len(queries)

    for _count in range(3):
        asks(cast, 2)
    asked()
    few = asked()
    for _count in range(27):
        asks(cast, 2)
    assert asked() == few
