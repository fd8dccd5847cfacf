"""The spreadsheets of a report: the same figures in XLSX and ODS, as numbers and days, and the same each time."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from reporting.render.figures import Report
from reporting.render.ods import render_ods
from reporting.render.topics import topics_of
from reporting.render.xlsx import render_xlsx
from tests.reporting.full_document import PERIODS, full_document
from tests.reporting.snapshots import stored_in_schema_1

OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
TABLE, TEXT, OFFICE = f"{OASIS}table:1.0}}", f"{OASIS}text:1.0}}", f"{OASIS}office:1.0}}"
LETTERS = "Bedrijf Łukasz"

Cells = dict[str, list[list[Any]]]


def of_xlsx(content: bytes) -> Cells:
    """Return the values of all sheets: amounts and counts as numbers, days as dates, trailing blanks left out."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [_values(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def _values(row: tuple[Any, ...]) -> list[Any]:
    values = [
        value.date()
        if isinstance(value, dt.datetime)
        else Decimal(str(value))
        if isinstance(value, int | float)
        else value
        for value in row
    ]
    while values and values[-1] is None:
        values.pop()
    return values


def of_ods(content: bytes) -> Cells:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = ET.fromstring(archive.read("content.xml"))  # noqa: S314 -- what the test has just made
    return {
        table.get(f"{TABLE}name", ""): [_values(tuple(map(_ods_value, row))) for row in table.iter(f"{TABLE}table-row")]
        for table in tree.iter(f"{TABLE}table")
    }


def _ods_value(cell: ET.Element) -> Any:
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "date":
        return dt.date.fromisoformat(cell.get(f"{OFFICE}date-value", ""))
    if kind == "float":
        return Decimal(cell.get(f"{OFFICE}value", ""))
    lines = ["".join(one.itertext()) for one in cell.iter(f"{TEXT}p")]
    return "\n".join(lines) or None


@pytest.mark.parametrize("kind", PERIODS)
def test_both_formats_hold_the_same_cells(kind: str) -> None:
    document = full_document(kind)

    assert of_ods(render_ods(document)) == of_xlsx(render_xlsx(document))


def test_there_is_a_cover_a_sheet_for_every_topic_and_the_appendix() -> None:
    document = full_document(
        "final", version=2, changes=[{"path": "half_year_at_work.period", "before": 1, "after": 2}]
    )
    titles = list(of_xlsx(render_xlsx(document)))

    assert titles[:2] == ["Rapport", "Doelen"]
    assert titles[-2:] == ["Begrippen", "Wijzigingen"]
    assert len(titles) == 4 + len(topics_of(Report.read(document))) + len(["Per opdrachtgever", "Opdrachten"])


def test_figures_are_numbers_and_days_are_days() -> None:
    document = full_document()
    sheets = of_xlsx(render_xlsx(document))

    registrations = sheets["Aanmeldingen"]
    assert ["Participatiewet", Decimal(61), Decimal(470)] in registrations
    assert ["Totaal", Decimal(94), Decimal(777)] in registrations
    assert ["Zelf aangemeld", *map(Decimal, (181, 64, 0, 40, 12, 297))] in registrations
    assert ["Begeleiding, zonder Participatiewet", Decimal("17000.25")] in sheets["Geld"]
    assert ["LAS-2", "Lassen voor starters", dt.date(2019, 10, 14)] in sheets["Ontwikkelde scholing"]
    assert ["SHA-256 van de JSON", document["sha256"]] in sheets["Rapport"]
    assert ["Groningen", Decimal(32), Decimal(96)] in registrations
    assert ["Verhuisd", Decimal(1), Decimal(6)] in sheets["Scholing afgerond"]
    assert ["werk gevonden", Decimal(0), Decimal(21)] in sheets["Scholing afgerond"]


def test_contracts_stand_on_a_sheet_of_their_own_to_the_cent() -> None:
    document = full_document()
    lines = of_xlsx(render_xlsx(document))["Opdrachten"][1:]

    assert [(row[0], row[3].isoformat(), f"{row[4]:.2f}", f"{row[6]:.2f}") for row in lines] == [
        (line["reference"], line["awarded_on"], line["obligation"], line["precalculated_cumulative"])
        for line in document["sroi"]["contracts"]
    ]


def test_an_older_report_says_what_was_not_counted_and_holds_no_amount_of_one_contract() -> None:
    document = stored_in_schema_1()
    sheets = of_xlsx(render_xlsx(document))
    sroi = document["sroi"]
    of_one = {Decimal(row[f"realised_{split}"]) for row in sroi["contracts"] for split in ("period", "cumulative")}
    of_one -= {Decimal(0), *(Decimal(amount) for amount in sroi["realised"].values())}

    pending = [topic.heading for topic in topics_of(Report.read(document)) if not topic.is_known]
    assert [rows[0][0] for rows in sheets.values() if rows[1:] == [["Nog niet beschikbaar"]]] == pending
    numbers = {value for rows in sheets.values() for row in rows for value in row if isinstance(value, Decimal)}
    assert of_one
    assert not of_one & numbers
    assert {Decimal(amount) for amount in sroi["realised"].values()} <= numbers


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://198.51.100.7")'])
def test_a_name_that_looks_like_a_formula_stays_text(start: str) -> None:
    efforts = [{"partner": start, "period": "2019-Q4", "text": f"{LETTERS}  <b>\x00"}]
    document = full_document(partner_efforts=efforts)

    content = render_xlsx(document)
    cell = load_workbook(io.BytesIO(content))["Inzet van de partners"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (start, "s", True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    ods = render_ods(document)
    assert b"table:formula" not in zipfile.ZipFile(io.BytesIO(ods)).read("content.xml")
    assert of_ods(ods)["Inzet van de partners"][1][2].startswith(LETTERS)


def test_a_program_knows_the_ods_by_its_first_entry() -> None:
    with zipfile.ZipFile(io.BytesIO(render_ods(full_document()))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        assert {one.date_time for one in archive.infolist()} == {(2020, 1, 28, 8, 30, 0)}
        for name in ("content.xml", "meta.xml", "META-INF/manifest.xml"):
            ET.fromstring(archive.read(name))  # noqa: S314 -- as above
