"""Tenders from a spreadsheet and back: what is read, by whom, what is refused and where, and that nothing is lost."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from exchange.choices import JobKind, JobStatus, TableFormat
from exchange.models import BulkJob
from exchange.sheets import Sheet, read_sheet, write_book
from exchange.tender_sheet import COLUMNS, SHAPE
from organisations.models import AreaMunicipality, Municipality, Occupation, OutboxMessage
from tenders.models import Tender
from tests.cast import Person
from tests.exchange.bulk import confirmed, faults, job, uploaded, worked
from tests.factories.organisations import OrganisationFactory
from tests.factories.tenders import TenderFactory

pytestmark = pytest.mark.django_db
FORMATS = ("csv", "xlsx", "ods")
UPLOAD = "bestanden/aanbestedingen/"
ROW: dict[str, Any] = {
    "reference": "A-1",
    "authority": "Gemeente Groningen",
    "title": "Asfalt Oosterpoort",
    "status": "Gepland",
    "kind": "Werk",
    "procedure": "Openbaar, nationaal",
    "planned_publication": "1-3-2027",
    "sroi": "Toepassen",
    "sroi_percentage": "5 %",
}


def row(**changes: Any) -> dict[str, Any]:
    return ROW | changes


def sheet(*rows: dict[str, Any], file_format: str = "csv") -> bytes:
    """A spreadsheet under the titles that people read, with a column for everything that any of the rows has."""
    names = [name for name in COLUMNS if any(name in one for one in rows)]
    book = io.BytesIO()
    cells = [[one.get(name) for name in names] for one in rows]
    write_book(book, TableFormat(file_format), [Sheet(SHAPE.sheet, [str(COLUMNS[name]) for name in names], cells)])
    return book.getvalue()


def checked(person: Person, content: bytes, file_format: str = "csv") -> BulkJob:
    answer = person.post(UPLOAD, {"file": uploaded(f"aanbestedingen.{file_format}", content)})
    assert answer.status_code == 302, answer.content.decode()
    return worked(job(kind=JobKind.TENDERS_IN))


def landed(person: Person, content: bytes, file_format: str = "csv") -> BulkJob:
    one = checked(person, content, file_format)
    assert one.status == JobStatus.TO_CONFIRM, faults(one)
    assert confirmed(person, one).status_code == 302
    return worked(one)


def downloaded(person: Person, owner: Any, file_format: str, query: str = "") -> bytes:
    person.post(f"kalender/downloaden/?{query}", {"bestandssoort": file_format})
    one = worked(job(kind=JobKind.TENDERS_OUT))
    with owner():
        return bytes(one.files.get(role="result").content)


def tender(reference: str = "A-1") -> Tender:
    return Tender.objects.select_related("authority", "value").get(reference=reference)


@pytest.fixture
def trades(cast: Any, owner: Any) -> None:
    """Two occupations of the region that no other test knows."""
    with owner():
        for code, name in (("stratenlegger", "Stratenlegger"), ("grondwerker", "Grondwerker wegen")):
            Occupation.objects.create(region=cast.region, code=code, name=name, sector="construction")


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_tender_comes_in_as_people_write_it(cast, owner, trades, file_format):
    with owner():
        place = Municipality.objects.filter(areas__region=cast.region, valid__contains=dt.date(2026, 1, 1)).first()
    cells = row(
        procedure="openbaar, europees",
        cpv="45000000-7; 45233140-2",
        estimated_value="€ 1.250.000,50",
        value_confidential="ja",
        labour_share="40 %",
        municipality=f"{place.name}; Oosterpoort",
        planned_award=dt.date(2027, 6, 1),
        starts_on="1/9/2027",
        ends_on="31.8.2029",
        extension_count="2",
        extension_months="12",
        lots="1 | Asfalt\n2 | Bestrating | Alleen het centrum",
        occupations="Stratenlegger: 4; grondwerker wegen: 2 vanaf 1-10-2027",
        sroi_ways="Contractvoorwaarde; Gunningscriterium",
        contact_email="inkoop@example.nl",
    )
    done = landed(cast.dirk, sheet(cells, file_format=file_format), file_format)
    assert done.status == JobStatus.LANDED
    assert done.outcome["counts"] == {"tenders.csv": {"new": 1, "changed": 0, "same": 0}}
    with owner():
        made = tender()
        assert made.authority == cast.alice.organisation
        assert (made.status, made.kind, made.procedure) == ("planned", "work", "open_european")
        assert (made.value.amount, made.value.is_confidential) == (Decimal("1250000.50"), True)
        assert made.cpv_codes == ["45000000", "45233140"]
        assert made.municipalities == [place.code, "Oosterpoort"]
        assert (made.sroi_percentage, made.labour_share) == (Decimal(5), Decimal(40))
        assert made.sroi_ways == ["contract_clause", "award_criterion"]
        assert (made.planned_award, made.starts_on, made.ends_on) == (
            dt.date(2027, 6, 1), dt.date(2027, 9, 1), dt.date(2029, 8, 31),
        )  # fmt: skip
        heads = made.expected_occupations.order_by("occupation__code")
        assert list(heads.values_list("occupation__code", "head_count", "starts_on")) == [
            ("grondwerker", 2, dt.date(2027, 10, 1)),
            ("stratenlegger", 4, None),
        ]
        assert [one.title for one in made.lots.order_by("number")] == ["Asfalt", "Bestrating"]
        assert made.on_calendar_since == timezone.localdate()


#: What is wrong in each of fifteen rows: the cell, and a piece of what is said.
BAD = [
    ("status", "Bijna", "Kies uit: Concept; Gepland"),
    ("kind", "Klus", "Kies uit: Werk; Dienst; Levering"),
    ("procedure", "Openbaar", "Openbaar, nationaal"),
    ("title", "", "niet ingevuld"),
    ("authority", "Gemeente Nergenshuizen", "niet bekend in de regio"),
    ("cpv", "12345678", "CPV-code 12345678 bestaat niet"),
    ("estimated_value", "veel", "geen getal"),
    ("value_confidential", "misschien", "ja of nee"),
    ("labour_share", "140 %", "niet hoger zijn dan 100"),
    ("municipality", "GM9999", "GM9999 bestaat niet"),
    ("planned_publication", "31-2-2027", "bestaat niet"),
    ("ends_on", "1-1-2020", "voor de eerste dag"),
    ("occupations", "Draaiorgelman: 4", "Draaiorgelman staat niet in de lijst"),
    ("sroi_percentage", "vijf", "geen getal"),
    ("contact_email", "inkoop", "geen e-mailadres"),
]


@pytest.mark.parametrize("file_format", FORMATS)
def test_of_two_hundred_tenders_each_of_fifteen_bad_cells_is_named_and_once_mended_all_are_in(
    cast, owner, trades, file_format
):
    good = [
        row(
            reference=f"T-{number:03}",
            title=f"Werk aan straat {number}",
            cpv="45233140-2",
            estimated_value="125.000,00",
            value_confidential="nee",
            labour_share="30",
            municipality="Oosterpoort",
            starts_on="1-9-2027",
            ends_on="31-8-2028",
            occupations="Stratenlegger: 2",
            contact_email="inkoop@example.nl",
        )
        for number in range(1, 201)
    ]
    bad = [dict(one) for one in good]
    places = {13 * number: fault for number, fault in enumerate(BAD)}
    for place, (column, text, _said) in places.items():
        bad[place][column] = text
    one = checked(cast.dirk, sheet(*bad, file_format=file_format), file_format)
    assert one.status == JobStatus.HAS_ERRORS
    found = faults(one)
    # The first tender stands on the second line of the sheet.
    assert [(line, column) for line, column, _said in found] == [
        (place + 2, str(COLUMNS[column])) for place, (column, _text, _said) in places.items()
    ]
    for (_line, _column, reason), (_name, _text, said) in zip(found, BAD, strict=True):
        assert said in reason
    page = cast.dirk.get(f"bestanden/{one.pk}/").content.decode()
    assert all(str(COLUMNS[column]) in page for column, _text, _said in BAD)
    with owner():
        assert not Tender.objects.filter(reference__startswith="T-").exists()
    done = landed(cast.dirk, sheet(*good, file_format=file_format), file_format)
    assert done.outcome["counts"] == {"tenders.csv": {"new": 200, "changed": 0, "same": 0}}
    with owner():
        assert Tender.objects.filter(reference__startswith="T-").count() == 200


class TestAuthority:
    def test_may_leave_its_own_name_out(self, cast, owner):
        cells = {name: value for name, value in row().items() if name != "authority"}
        assert landed(cast.alice, sheet(cells)).status == JobStatus.LANDED
        with owner():
            assert tender().authority == cast.alice.organisation

    def test_may_name_no_other(self, cast, owner):
        with owner():
            OrganisationFactory(name="Gemeente Elders", region__code="gem-elders")
        [(line, column, reason)] = faults(checked(cast.alice, sheet(row(authority="gem-elders"))))
        assert (line, column) == (2, "Opdrachtgever")
        assert reason == "U kunt alleen aanbestedingen van uw eigen organisatie inlezen."

    def test_of_a_reference_of_another_one_it_is_told_that_it_is_taken_and_nothing_more(self, cast, owner):
        with owner():
            theirs = TenderFactory(authority=OrganisationFactory(), region=cast.region, reference="A-1", title="Geheim")
        [(line, column, reason)] = faults(checked(cast.alice, sheet(row())))
        assert (line, column, reason) == (
            2,
            "Kenmerk",
            "Dit kenmerk is in deze regio al in gebruik. Kies een ander kenmerk.",
        )
        with owner():
            theirs.refresh_from_db()
            assert theirs.title == "Geheim"

    def test_the_same_reference_in_another_region_is_no_matter(self, cast, owner):
        with owner():
            there = OrganisationFactory(region=cast.other_region)
            TenderFactory(authority=there, region=cast.other_region, reference="A-1")
        assert landed(cast.alice, sheet(row())).status == JobStatus.LANDED


@pytest.mark.parametrize("who", ["bram", "carla", "esra"])
def test_who_enters_no_tenders_brings_none_in(cast, who):
    person = getattr(cast, who)
    for address in (UPLOAD, "bestanden/aanbestedingen/sjabloon/xlsx/"):
        assert person.get(address).status_code == 403
    assert person.post(UPLOAD, {"file": uploaded("a.csv", sheet(row()))}).status_code == 403


def test_frank_can_neither_see_nor_land_what_we_sent(cast, owner):
    one = checked(cast.dirk, sheet(row()))
    for path in (f"bestanden/{one.pk}/", f"bestanden/{one.pk}/voortgang/"):
        assert cast.frank.get(path).status_code == 404
        assert cast.frank.client.get(cast.dirk.url(path)).status_code == 404
    assert confirmed(cast.frank, one).status_code == 404
    assert cast.frank.client.get(cast.dirk.url(UPLOAD)).status_code == 404
    with owner():
        assert not Tender.objects.filter(reference="A-1").exists()


def test_the_bureau_may_take_the_list_and_not_land_what_another_brought(cast, owner):
    landed(cast.dirk, sheet(row(estimated_value="1000", value_confidential="ja")))
    assert b"A-1" in downloaded(cast.esra, owner, "csv")
    assert cast.bram.post("kalender/downloaden/", {"bestandssoort": "csv"}).status_code == 403


def test_a_known_reference_is_changed_and_what_has_no_column_stays(cast, owner):
    landed(cast.dirk, sheet(row(contact_email="inkoop@example.nl")))
    done = landed(cast.dirk, sheet(row(title="Asfalt Oosterpoort en Zuiderpark")))
    assert done.outcome["counts"]["tenders.csv"] == {"new": 0, "changed": 1, "same": 0}
    with owner():
        made = tender()
        assert (made.title, made.contact_email) == ("Asfalt Oosterpoort en Zuiderpark", "inkoop@example.nl")


def test_who_plans_by_tenders_hears_of_their_new_dates_in_one_mail(cast, owner):
    landed(cast.alice, sheet(row(), row(reference="A-2", title="Dak")))
    assert mails_of(owner) == []
    landed(cast.alice, sheet(row(planned_publication="1-6-2031"), row(reference="A-2", title="Dak school")))
    landed(cast.alice, sheet(row(planned_publication="1-6-2031", title="Anders")))
    [(to, said)] = mails_of(owner)
    assert to == cast.dirk.user.email
    assert "de data van 1 aanbesteding op de kalender" in said
    assert "Asfalt Oosterpoort (A-1)\n- De geplande publicatie: eerst 1 maart 2027, nu 1 juni 2031\n" in said
    assert "A-2" not in said


def mails_of(owner):
    with owner():
        found = OutboxMessage.objects.filter(name="tenders_changed").order_by("created_at", "pk")
        return [(one.payload["to"], one.payload["text"].replace("\xa0", " ")) for one in found]


@pytest.mark.parametrize(
    ("before", "after", "is_refused"),
    [
        ("planned", "Gegund", False),
        ("planned", "Afgerond", False),
        ("planned", "Concept", False),
        ("published", "Gepland", False),
        ("awarded", "Gepland", True),
        ("completed", "Gepubliceerd", True),
        ("completed", "Ingetrokken", True),
        ("withdrawn", "Gepland", False),
        ("withdrawn", "Gegund", True),
    ],
)
def test_an_old_sheet_takes_no_tender_back_further_than_the_portal_would(cast, owner, before, after, is_refused):
    with owner():
        TenderFactory(authority=cast.alice.organisation, reference="A-1", status=before)
    one = checked(cast.alice, sheet(row(status=after)))
    assert (one.status == JobStatus.HAS_ERRORS) is is_refused
    if is_refused:
        [(line, column, reason)] = faults(one)
        assert (line, column) == (2, "Stand")
        assert after in reason


def test_it_can_be_undone(cast, owner):
    one = landed(cast.alice, sheet(row()))
    assert cast.alice.post(f"bestanden/{one.pk}/ongedaan/").status_code == 302
    assert worked(one).status == JobStatus.UNDONE
    with owner():
        assert not Tender.objects.filter(reference="A-1").exists()


@pytest.mark.parametrize("file_format", FORMATS)
def test_what_was_downloaded_comes_in_again_and_changes_nothing(cast, owner, trades, file_format):
    cells = row(
        description="Eerst de riolering.\nDan het asfalt; = alles.",
        cpv="03000000",
        estimated_value="1250000,50",
        value_confidential="ja",
        labour_share="12,5",
        municipality="Oosterpoort; Zuiderpark",
        lots="1 | Asfalt\n2 | Bestrating | Alleen het centrum",
        occupations="Stratenlegger: 4; Grondwerker wegen: 2 vanaf 1-10-2027",
        sroi_ways="Contractvoorwaarde; Minimumeis",
        sroi_percentage="2,5",
        contact_phone="+31 50 123 45 67",
    )
    landed(cast.alice, sheet(cells, row(reference="A-2", status="Concept", title="", kind="", procedure="")))
    with owner():
        number = Tender.objects.filter(authority=cast.alice.organisation).count()
    book = downloaded(cast.alice, owner, file_format)
    done = landed(cast.alice, book, file_format)
    assert done.outcome["counts"]["tenders.csv"] == {"new": 0, "changed": 0, "same": number}


def test_the_list_is_downloaded_as_it_is_filtered_with_the_titles_of_the_template(cast, owner):
    landed(cast.alice, sheet(row(), row(reference="A-2", title="Schoonmaak", kind="Dienst")))
    with owner():
        TenderFactory(authority=OrganisationFactory(), region=cast.region, reference="VREEMD-1")
    lines = read_sheet(downloaded(cast.alice, owner, "csv", "soort=service"), TableFormat.CSV, title=SHAPE.sheet)
    (_first, headings), *rows = lines
    assert headings == [str(title) for title in COLUMNS.values()]
    assert "A-2" in {cells[0] for _number, cells in rows}
    assert not {"A-1", "VREEMD-1"} & {cells[0] for _number, cells in rows}


@pytest.mark.parametrize("book_format", ["xlsx", "ods"])
def test_the_template_names_what_the_cells_take_and_its_example_is_passed_over(cast, owner, book_format):
    answer = cast.alice.get(f"bestanden/aanbestedingen/sjabloon/{book_format}/")
    assert answer.status_code == 200
    kind = TableFormat(book_format)
    (_line, headings), *rest = read_sheet(answer.content, kind, title=SHAPE.sheet)
    wanted = [str(title) for name, title in COLUMNS.items() if name != "authority"]
    assert [one for one in headings if one] == wanted
    assert len(rest) == 1
    words = [cells for _number, cells in read_sheet(answer.content, kind, title="Keuzes")]
    assert words[0][0] == "Stand"
    assert words[1][0] == "Concept"
    with owner():
        here = AreaMunicipality.objects.filter(region=cast.region).first().municipality
    assert [here.name, here.code] in [cells[:2] for _n, cells in read_sheet(answer.content, kind, title="Gemeenten")]
    one = checked(cast.alice, answer.content, book_format)
    [(_line, _column, reason)] = faults(one)
    assert reason == "Er staat geen aanbesteding in het bestand."
