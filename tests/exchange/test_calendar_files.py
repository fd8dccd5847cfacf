"""The calendar as files: the same set as the page, read back by others' readers, and nothing that is not public."""

import csv
import datetime as dt
import io
import json
import re
from decimal import Decimal

import feedparser
import icalendar
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Occupation
from tenders.models import ExpectedOccupation, TenderDocument, TenderLot, TenderStep, TenderValue
from tests.database import owner
from tests.factories.tenders import TenderFactory

pytestmark = pytest.mark.django_db
FILES = ("kalender.ics", "kalender.atom", "kalender.csv", "kalender.xlsx", "ocds.json")
NASTY = 'Brug; "Noord", \\ <b>&amp;</b> één\nen nog een regel die langer is dan de vijfenzeventig tekens van een regel €€€€€€'
SECRET = Decimal("987654.32")


def tender(authority, **values):
    with owner():
        return TenderFactory(
            authority=authority,
            **{
                "status": "planned",
                "on_calendar_since": dt.date(2026, 1, 10),
                "planned_publication": dt.date(2099, 2, 10),
                "planned_award": dt.date(2099, 5, 10),
                "starts_on": dt.date(2099, 9, 1),
                "ends_on": dt.date(2101, 8, 31),
                "kind": "work",
                "procedure": "open_european",
                **values,
            },
        )


@pytest.fixture
def calendar(cast):
    """One with all there is to say, one without a date, and three that nobody may see here."""
    here = cast.alice.organisation
    full = tender(
        here,
        title="Brug Noord",
        description=NASTY,
        cpv_codes=["45221111", "45262100"],
        municipalities=["GM0014", "Bedum"],
        sroi="yes",
        sroi_percentage=5,
        sroi_ways=["contract_clause", "award_criterion"],
        labour_share=Decimal("37.50"),
        extension_count=2,
        extension_months=6,
        contact_name="Marieke Proefstra",
        contact_email="marieke@voorbeeld.example",
        tenderned_number="123456",
    )
    plain = tender(
        here, title="Zonder datum", planned_publication=None, planned_award=None, starts_on=None, ends_on=None
    )
    with owner():
        mason = Occupation.objects.create(region=cast.region, code="metselaar", name="Metselaar", sector="construction")
        TenderValue.objects.create(tender=full, amount=Decimal("1250000.50"))
        TenderValue.objects.create(tender=plain, amount=SECRET, is_confidential=True)
        TenderLot.objects.create(tender=full, number=1, title="=Ruwbouw")
        ExpectedOccupation.objects.create(tender=full, occupation=mason, head_count=4)
    tender(here, title="Nog een geheim plan", status="concept", on_calendar_since=None)
    tender(cast.frank.organisation, region=cast.other_region, title="Elders gepland")
    tender(
        cast.frank.organisation,
        region=cast.other_region,
        title="Elders geheim",
        status="concept",
        on_calendar_since=None,
    )
    return full, plain


def fetched(client, name, query="", *, region="groningen", **headers):
    answer = client.get(f"/{region}/kalender/{name}{query}", **headers)
    assert answer.status_code == 200, answer.status_code
    return answer, b"".join(answer.streaming_content)


def titles(client, name, query=""):
    """The titles in a file, as its own kind of reader finds them; in the order of the file, each once."""
    _answer, body = fetched(client, name, query)
    if name == "kalender.ics":
        found = [str(one["SUMMARY"]).partition(": ")[2] for one in icalendar.Calendar.from_ical(body).subcomponents]
        return list(dict.fromkeys(found))
    if name == "kalender.atom":
        return [entry.title for entry in feedparser.parse(body).entries]
    if name == "kalender.csv":
        return [row["Titel"] for row in csv.DictReader(io.StringIO(body.decode()))]
    if name == "kalender.xlsx":
        rows = list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))
        return [row[1] for row in rows[1:]]
    return [one["tender"]["title"] for one in json.loads(body)["releases"]]


def on_page(client, query=""):
    body = client.get(f"/groningen/kalender/{query}").content.decode()
    return [one for one in ("Brug Noord", "Zonder datum", "Afgerond werk", "Elders gepland") if one in body]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "query", ["", "?zoek=brug", "?stand=alles", "?soort=service", "?cpv=4522", "?waarde_van=1000000", "?gemeente=GM0014",
              "?beroep=metselaar", "?van=2099-1&tot=2099-1", "?zoek=nergens&soort=work"],
)  # fmt: skip
def test_a_file_has_the_set_of_the_page(calendar, client, cast, name, query):
    tender(cast.alice.organisation, title="Afgerond werk", status="completed", planned_publication=dt.date(2019, 1, 1),
           planned_award=dt.date(2019, 2, 1), starts_on=dt.date(2019, 3, 1), ends_on=dt.date(2019, 9, 1))  # fmt: skip
    assert sorted(titles(client, name, query)) == sorted(on_page(client, query))


@pytest.mark.parametrize("name", FILES)
def test_a_concept_a_confidential_value_and_another_region_are_in_no_file(calendar, client, cast, name):
    with owner():
        event_ids = list(TenderValue.objects.filter(is_confidential=True).values_list("pk", flat=True))
    for visitor in (client, cast.alice.client, cast.dirk.client, cast.frank.client):
        for query in ("", "?stand=alles", "?waarde_van=900000", "?zoek=geheim"):
            _answer, body = fetched(visitor, name, query)
            if name == "kalender.xlsx":
                book = openpyxl.load_workbook(io.BytesIO(body))
                body = repr(list(book.active.iter_rows(values_only=True))).encode()
            text = body.decode().replace("\r\n ", "")
            for hidden in ("geheim", "Elders", "987654", "987.654", str(event_ids[0])):
                if hidden == "geheim" and query == "?zoek=geheim":
                    continue  # the address of the file itself
                assert hidden not in text, (hidden, query)


def test_a_file_has_the_order_of_the_quarters_on_screen(cast, client):
    for title, announced, starts in (("Aanbouw", 9, 4), ("Brug", 3, 10), ("Canvas", 6, 7)):
        days = {"planned_publication": dt.date(2099, announced, 1), "starts_on": dt.date(2100, starts, 1)}
        tender(cast.alice.organisation, title=title, **days)
    for query, order in (
        ("?sorteer=titel", ["Aanbouw", "Brug", "Canvas"]),
        ("?weergave=kwartalen&sorteer=titel", ["Brug", "Canvas", "Aanbouw"]),
        ("?weergave=kwartalen&op=start&sorteer=titel", ["Aanbouw", "Canvas", "Brug"]),
    ):
        page = client.get(f"/groningen/kalender/{query}").content.decode()
        assert sorted(order, key=lambda title: page.index(f">{title}<")) == order
        assert titles(client, "kalender.csv", query) == order
        assert titles(client, "kalender.xlsx", query) == order


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_kept_on_the_way_and_asked_for_again_by_its_digest(calendar, client, name):
    answer, body = fetched(client, name)
    again, _body = fetched(client, name)
    assert answer["ETag"] == again["ETag"]
    assert answer["ETag"].startswith("W/") == name.endswith(".xlsx")
    assert answer["Cache-Control"] == "max-age=60, public" or set(answer["Cache-Control"].split(", ")) == {
        "max-age=60",
        "public",
    }
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert int(answer["Content-Length"]) == len(body)
    assert client.get(f"/groningen/kalender/{name}", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    with owner():
        full = calendar[0]
        full.title = "Brug Zuid"
        full.save()
    fetched(client, name, HTTP_IF_NONE_MATCH=answer["ETag"])


def test_another_name_or_region_is_no_file(cast, client):
    for address in (
        "/groningen/kalender/kalender.pdf",
        "/groningen/kalender/ocds.jsonx",
        "/nergens/kalender/ocds.json",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_thirty_tenders_ask_no_more_of_the_database_than_three(cast, client, name):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            fetched(client, name)
        return len(queries)

    for _count in range(3):
        tender(cast.alice.organisation, municipalities=["GM0014"], cpv_codes=["45221111"])
    few = asked()
    for _count in range(27):
        one = tender(cast.alice.organisation, municipalities=["GM1979"], cpv_codes=["45262100"])
        document(one, cast.alice, "Programma van eisen")
    assert asked() == few


def document(of, person, title, **values):
    with owner():
        return TenderDocument.objects.create(
            region=of.region,
            tender=of,
            title=title,
            organisation=of.authority,
            uploaded_by=person.user,
            **{
                "is_public": True,
                "state": "checked",
                "media_type": "application/pdf",
                "size": 9,
                "sha256": title.ljust(64, "0"),
                "uploaded_at": dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC),
                **values,
            },
        )


def test_open_data_names_the_files_that_everybody_may_fetch_and_no_others(calendar, client, cast):
    full, plain = calendar
    shown = document(full, cast.alice, "Programma van eisen")
    document(full, cast.alice, "Intern", is_public=False)
    document(full, cast.alice, "Ongezien", state="quarantined")
    document(full, cast.alice, "Geweigerd", state="refused", refusal="virus")
    document(full, cast.alice, "Weggehaald", removed_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    for visitor in (client, cast.alice.client, cast.frank.client):
        _answer, body = fetched(visitor, "ocds.json")
        releases = {one["tender"]["title"]: one["tender"] for one in json.loads(body)["releases"]}
        assert [one["id"] for one in releases[plain.title]["documents"]] == ["kalender"]
        page, notice, file = releases[full.title]["documents"]
        assert (page["id"], notice["documentType"]) == ("kalender", "tenderNotice")
        assert file.pop("url").endswith(f"/groningen/kalender/{full.pk}/stukken/{shown.pk}/")
        assert file == {
            "id": str(shown.pk),
            "title": "Programma van eisen",
            "format": "application/pdf",
            "datePublished": "2026-02-01T12:00:00Z",
        }
    with owner():
        full.status, full.on_calendar_since = "concept", None
        full.save()
    assert b"stukken" not in fetched(cast.alice.client, "ocds.json")[1]


def test_the_agenda_reads_back_as_days_that_keep_their_name(calendar, client):
    full, plain = calendar
    _answer, body = fetched(client, "kalender.ics")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")
    read = icalendar.Calendar.from_ical(body)
    assert not read.errors
    events = {str(one["UID"]).partition("@")[0]: one for one in read.walk("VEVENT")}
    assert set(events) == {f"{full.pk}-{key}" for key in ("publicatie", "gunning", "start")}
    one = events[f"{full.pk}-publicatie"]
    assert one.decoded("DTSTART") == dt.date(2099, 2, 10)
    assert one.decoded("DTEND") == dt.date(2099, 2, 11)
    assert str(one["SUMMARY"]) == "Publicatie: Brug Noord"
    assert NASTY in str(one["DESCRIPTION"])
    assert str(one["STATUS"]) == "TENTATIVE"
    [todo] = read.walk("VTODO")
    assert str(plain.pk) in str(todo["UID"])
    before = int(one["SEQUENCE"])
    with owner():
        full.touched_at += dt.timedelta(hours=1)
        full.planned_publication, full.status = dt.date(2099, 3, 1), "withdrawn"
        full.save()
    _answer, body = fetched(client, "kalender.ics", "?stand=alles")
    later = {str(entry["UID"]): entry for entry in icalendar.Calendar.from_ical(body).walk("VEVENT")}[str(one["UID"])]
    assert int(later["SEQUENCE"]) > before
    assert (later.decoded("DTSTART"), str(later["STATUS"])) == (dt.date(2099, 3, 1), "CANCELLED")


def test_a_day_on_which_it_happened_is_in_every_file(cast, client):
    one = tender(
        cast.alice.organisation,
        status="awarded",
        touched_at=dt.datetime(2026, 4, 2, 22, 34, tzinfo=dt.UTC),
        on_calendar_since=None,
    )
    with owner():
        one.on_calendar_since = dt.date(2026, 1, 10)
        one.save()
        for before, after, on in (
            ("", "planned", dt.date(2026, 1, 10)),
            ("planned", "published", dt.date(2026, 2, 3)),
            ("published", "awarded", dt.date(2026, 4, 1)),
        ):
            TenderStep.objects.create(tender=one, from_status=before, to_status=after, on=on)
    bodies = {name: fetched(client, name, "?stand=alles")[1] for name in FILES}
    events = {
        str(e["UID"]).split("@")[0]: e for e in icalendar.Calendar.from_ical(bodies["kalender.ics"]).walk("VEVENT")
    }
    found = {key: events[f"{one.pk}-{key}"] for key in ("publicatie", "gunning", "start")}
    assert [(e.decoded("DTSTART"), str(e["STATUS"])) for e in found.values()] == [
        (dt.date(2026, 2, 3), "CONFIRMED"),
        (dt.date(2026, 4, 1), "CONFIRMED"),
        (dt.date(2099, 9, 1), "TENTATIVE"),
    ]
    [row] = csv.DictReader(io.StringIO(bodies["kalender.csv"].decode()))
    assert (row["Gepubliceerd op"], row["Gegund op"]) == ("2026-02-03", "2026-04-01")
    # After midnight here, before it in Greenwich.
    assert row["Bijgewerkt op"] == "2026-04-03"
    [released] = json.loads(bodies["ocds.json"])["releases"]
    assert released["tender"]["tenderPeriod"]["startDate"] == "2026-02-03T00:00:00Z"
    assert released["tender"]["awardPeriod"]["startDate"] == "2026-04-01T00:00:00Z"
    assert "Aangekondigd op: 3-2-2026" in bodies["kalender.atom"].decode()


def test_the_feed_reads_back_with_names_that_stay(calendar, client):
    full, _plain = calendar
    _answer, body = fetched(client, "kalender.atom", "?zoek=brug")
    read = feedparser.parse(body)
    assert not read.bozo, read.get("bozo_exception")
    assert read.feed.id.startswith("tag:")
    assert {link.rel: link.href.partition("/groningen/")[2] for link in read.feed.links} == {
        "self": "kalender/kalender.atom?zoek=brug",
        "alternate": "kalender/?zoek=brug",
    }
    [entry] = read.entries
    assert entry.id == f"tag:kalender.sroi-portaal.example,2026:groningen/aanbesteding/{full.pk}"
    assert entry.link.endswith(f"/groningen/kalender/{full.pk}/")
    assert client.get(f"/groningen/kalender/{full.pk}/").status_code == 200
    assert entry.updated == read.feed.updated
    assert "één" in entry.summary
    assert entry.author == full.authority.name


def test_the_table_runs_nothing_in_a_spreadsheet(cast, client):
    tender(cast.alice.organisation, title="=cmd|' /C calc'!A0", contact_name="@home")
    _answer, body = fetched(client, "kalender.csv")
    [row] = csv.DictReader(io.StringIO(body.decode()))
    assert row["Titel"].startswith("'=")
    assert row["Contactpersoon"] == "'@home"
    _answer, body = fetched(client, "kalender.xlsx")
    [_head, [*cells]] = openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows()
    assert {cell.data_type for cell in cells if cell.value == "=cmd|' /C calc'!A0"} <= {"s", "inlineStr"}


def test_open_data_has_the_shape_of_the_standard(calendar, client):
    full, plain = calendar
    _answer, body = fetched(client, "ocds.json")
    package = json.loads(body, parse_float=Decimal)
    assert package["version"] == "1.1"
    assert package["uri"].endswith("/groningen/kalender/ocds.json")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", package["publishedDate"])
    assert package["publisher"]["name"]
    releases = {one["tender"]["title"]: one for one in package["releases"]}
    one = releases["Brug Noord"]
    assert one["ocid"] == f"nl-sroi-groningen-{full.pk}"
    assert {"ocid", "id", "date", "tag", "initiationType"} <= set(one)
    assert (one["tag"], one["initiationType"], one["language"]) == (["planning"], "tender", "nl")
    [party] = one["parties"]
    assert set(party["roles"]) == {"buyer", "procuringEntity"}
    assert one["buyer"] == {"id": party["id"], "name": party["name"]}
    said = one["tender"]
    assert (said["status"], said["procurementMethod"], said["mainProcurementCategory"]) == ("planned", "open", "works")
    assert said["value"] == {"amount": Decimal("1250000.5"), "currency": "EUR"}
    assert said["items"][0]["classification"]["id"] == "45221111"
    assert [code["id"] for code in said["items"][0]["additionalClassifications"]] == ["45262100"]
    assert said["lots"] == [{"id": "1", "title": "=Ruwbouw"}]
    assert said["contractPeriod"]["maxExtentDate"] == "2102-08-31T00:00:00Z"
    assert said["socialReturn"]["expectedOccupations"] == [
        {"id": "metselaar", "name": "Metselaar", "headCount": 4, "startDate": "2099-09-01T00:00:00Z"}
    ]
    assert said["socialReturn"]["ways"] == ["contractClause", "awardCriterion"]
    assert "awards" not in one
    assert "contracts" not in one
    bare = releases["Zonder datum"]["tender"]
    assert "value" not in bare
    assert len({release["id"] for release in releases.values()}) == len(releases) == 2
    assert plain.title in releases


@pytest.mark.parametrize(
    ("status", "tag", "tender_status"),
    [("published", "tender", "active"), ("awarded", "award", "complete"), ("in_execution", "contract", "complete"),
     ("completed", "contract", "complete"), ("withdrawn", "tenderCancellation", "cancelled")],
)  # fmt: skip
def test_each_status_has_its_stage(cast, client, status, tag, tender_status):
    one = tender(cast.alice.organisation, status=status)
    with owner():
        TenderStep.objects.create(tender=one, from_status="published", to_status="awarded", on=dt.date(2026, 4, 1))
    _answer, body = fetched(client, "ocds.json", "?stand=alles")
    [release] = json.loads(body)["releases"]
    assert (release["tag"], release["tender"]["status"]) == ([tag], tender_status)
    assert bool(release.get("awards")) == (status in {"awarded", "in_execution", "completed"})
    for award in release.get("awards", ()):
        assert award["date"] == "2026-04-01T00:00:00Z"
        assert "suppliers" not in award
    for contract in release.get("contracts", ()):
        assert contract["awardID"] == award["id"]
