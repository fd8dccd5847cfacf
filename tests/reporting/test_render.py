"""The files people read, made from literal snapshots; no database."""

import datetime as dt
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pymupdf
import pytest
from openpyxl import load_workbook
from pikepdf import Array, Dictionary, Name
from pytest_django import Settings

from reporting.periods import Kind, Period
from reporting.render.figures import Report
from reporting.render.packaged import MissingFileError, locate
from reporting.render.pdf import render_html, render_pdf
from reporting.render.press import RefusedAddressError, press
from reporting.render.topics import topics_of
from reporting.render.xlsx import render_xlsx
from reporting.snapshot import Change, SnapshotError, Sroi, Targets
from tests.reporting.snapshots import CHANGES, CONTRACTS, contract, snapshot, target

ONE_PROCESS = """
import hashlib, json, sys
import django
django.setup()
from reporting.render.pdf import render_pdf
from reporting.render.xlsx import render_xlsx
document = json.load(sys.stdin)
files = render_pdf(document), render_pdf(document, variant="pdf/a-3a"), render_xlsx(document)
print(*(hashlib.sha256(file).hexdigest() for file in files))
"""
BEFORE_THE_COUNT = contract(
    "OP-5", dt.date(2016, 1, 1), "5000.00", ("70.07", "80.08"), authority="Waterschap Noorderzijlvest"
)
SIDE_MARGIN = 48.2  # points: 17 mm
HOSTILE = '<img src="http://198.51.100.7/x.png"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return snapshot(
        manager_text="Het derde deel van de bijdrage bespreken wij op 12 november met Łukasz."
    ).to_json_dict()


@pytest.fixture(scope="module")
def pdf(document: dict[str, Any]) -> bytes:
    return render_pdf(document)


def text_of(content: bytes) -> str:
    """Return the text of all pages on one line, with ordinary spaces."""
    with pymupdf.open(stream=content, filetype="pdf") as opened:
        return " ".join(" ".join(page.get_text() for page in opened).split())


def dutch_euros(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def elements_of(opened: pikepdf.Pdf) -> Iterator[Any]:
    """Return all structure elements of the document, in reading order."""
    waiting = [opened.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop(0)
        if "/S" in element:
            yield element
        kids = element.get("/K", Array())
        waiting[0:0] = [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary)]


def test_the_pdf_tells_the_figures_of_the_snapshot(document: dict[str, Any], pdf: bytes) -> None:
    text = text_of(pdf)

    for figure in ("€ 20.000,55", "€ 40.000,55", "€ 1.343,43", "€ 5.464,54", "€ 32.500,00", "€ 7.500,55"):
        assert figure in text
    assert "Het doel is 450, de stand is nog niet bekend" in text
    assert "Aangemeld 960 nog niet bekend – 1.600" in text
    assert "Anderen 3 17" in text
    assert "Het derde deel van de bijdrage bespreken wij op 12 november met Łukasz." in text


def test_every_page_says_what_it_is_from(document: dict[str, Any], pdf: bytes) -> None:
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        pages = [" ".join(page.get_text().split()) for page in opened]

    for number, page in enumerate(pages, start=1):
        assert "Kwartaalrapport 2e kwartaal 2019 · Arbeidsmarktregio Groningen · versie 1" in page
        assert f"SHA-256 {document['sha256']}" in page
        assert f"Bladzijde {number} van {len(pages)}" in page


def test_topics_keep_their_heading_and_never_show_an_invented_zero(document: dict[str, Any], pdf: bytes) -> None:
    text = text_of(pdf)
    topics = topics_of(Report.read(document))
    pending = [topic for topic in topics if topic.template is None]

    assert [topic.key for topic in topics if topic.template] == ["sroi_jobs", "sroi"]
    assert {topic.key for topic in pending} == {key for key in document if document[key] is None}
    for topic in pending:
        assert f"{topic.number} {topic.heading} {topic.about} Nog niet beschikbaar" in text


def test_nothing_is_said_about_the_tranche_when_the_manager_wrote_nothing() -> None:
    html = render_html(snapshot(manager_text="").to_json_dict())

    assert "De programmamanager heeft geen toelichting gegeven." in html


@pytest.mark.parametrize(
    ("actual", "title", "deviation"),
    [
        (388, "Nog 62 mensen te gaan tot het doel van 450", "−62"),
        (449, "Nog 1 mens te gaan tot het doel van 450", "−1"),
        (450, "Het doel van 450 is gehaald", "0"),
        (1200, "Het doel van 450 is gehaald", "750"),
    ],
)
def test_the_title_is_the_conclusion(actual: int, title: str, deviation: str) -> None:
    targets = Targets(
        sustained_outflow=target(150, 450, 750, 1000, actual=actual), intake=target(480), started=target(300)
    )

    html = render_html(snapshot(targets=targets).to_json_dict())

    assert f"<h1>{title}</h1>" in html
    assert f'<td class="n">{deviation}</td>' in html


def test_a_year_without_a_target_says_so() -> None:
    html = render_html(snapshot(kind=Kind.YEARLY, period=Period.parse("2022")).to_json_dict())

    assert "<h1>Na 1\N{NO-BREAK SPACE}januari 2022 is geen doel meer afgesproken</h1>" in html
    assert "de dikke trede" not in html


@pytest.mark.parametrize(
    ("made_at", "day"),
    [
        (dt.datetime(2019, 6, 15, 8, tzinfo=dt.UTC), "15-6-2019"),
        (dt.datetime(2019, 6, 14, 22, 30, tzinfo=dt.UTC), "15-6-2019"),  # half past twelve at night in Groningen
        (dt.datetime(2019, 6, 30, 22, 30, tzinfo=dt.UTC), "30-6-2019"),
        (dt.datetime(2019, 7, 26, 8, tzinfo=dt.UTC), "30-6-2019"),
    ],
)
def test_the_standing_is_never_of_a_day_to_come(made_at: dt.datetime, day: str) -> None:
    unknown = render_html(snapshot(made_at=made_at).to_json_dict())
    targets = Targets(
        sustained_outflow=target(150, 450, 750, 1000, actual=388), intake=target(480), started=target(300)
    )
    known = render_html(snapshot(made_at=made_at, targets=targets).to_json_dict())

    assert f"Stand op {day}: nog niet bekend" in unknown.replace("\N{NO-BREAK SPACE}", " ")
    assert f"388 bereikt op {day}" in known.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("kind", "period", "heading"),
    [
        (Kind.HALF_YEARLY, "2019-H1", "Halfjaarrapport 1e halfjaar 2019"),
        (Kind.YEARLY, "2019", "Jaarverantwoording 2019"),
        (Kind.FINAL, "2021", "Eindverantwoording 2021"),
    ],
)
def test_the_other_reports_have_the_same_pages_under_their_own_name(kind: Kind, period: str, heading: str) -> None:
    html = render_html(snapshot(kind=kind, period=Period.parse(period)).to_json_dict())

    assert f"<title>{heading}, Arbeidsmarktregio Groningen</title>" in html


def test_a_region_without_targets_or_contracts_still_has_its_report() -> None:
    text = text_of(render_pdf(snapshot(targets=None, sroi=Sroi(()), sroi_jobs=None).to_json_dict()))

    assert "Voor 2e kwartaal 2019 is geen doel afgesproken" in text
    assert "Voor dit programma zijn geen doelen vastgelegd." in text


def test_a_new_version_lists_what_changed_but_for_single_contracts() -> None:
    html = render_html(snapshot(version=2, changes=CHANGES).to_json_dict())

    assert "Wat er in versie 2 is veranderd" in html
    assert "Social return: berekend en goedgekeurd › goedgekeurd › in de periode" in html
    assert "€\N{NO-BREAK SPACE}1.243,43" in html
    assert "OP-1" not in html
    assert "Er zijn ook gegevens van losse opdrachten veranderd." in html


def test_no_file_that_is_passed_on_has_what_was_approved_for_one_contract_or_authority() -> None:
    """Public tariffs would turn the value of one person into his benefit; the JSON keeps it all."""
    of_authority = Change("sroi.by_authority[Gemeente Groningen].realised.period", "1243.43", "1343.43")
    changes = (CHANGES[0], of_authority)
    approved = snapshot(version=2, changes=changes, sroi=Sroi((*CONTRACTS, BEFORE_THE_COUNT)))
    document = approved.to_json_dict()
    sroi = document["sroi"]
    of_one = {Decimal(row[f"realised_{split}"]) for row in sroi["contracts"] for split in ("period", "cumulative")}
    of_one |= {Decimal(amount) for row in sroi["by_authority"] for amount in row["realised"].values()}
    of_one |= {Decimal(str(change.before)) for change in changes}
    of_one -= {Decimal(0)}
    assert len(of_one) == 11

    text = text_of(render_pdf(document))
    cells = [cell.value for sheet in load_workbook(io.BytesIO(render_xlsx(document))) for row in sheet for cell in row]

    numbers = {Decimal(str(cell)) for cell in cells if isinstance(cell, int | float)}
    words = " ".join(cell for cell in cells if isinstance(cell, str)).replace("\N{NO-BREAK SPACE}", " ")
    assert not of_one & numbers
    for one in of_one:
        written = f"€ {dutch_euros(one)}"
        assert written not in text
        assert written not in words
    # Neither may a line tell that something was approved for a contract that counts for nothing else.
    for name in ("Waterschap Noorderzijlvest", "OP-5"):
        assert name not in text
        assert name not in words
    # The totals stand there, so the amounts above were written the way that was looked for.
    assert {Decimal(amount) for amount in sroi["realised"].values()} <= numbers
    assert all(f"€ {dutch_euros(Decimal(amount))}" in text for amount in sroi["realised"].values())


def test_the_pdf_is_tagged_dutch_and_dated_by_the_snapshot(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "nl"
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert opened.open_metadata()["pdfuaid:part"] == "1"
        assert str(opened.docinfo.Title) == "Kwartaalrapport 2e kwartaal 2019, Arbeidsmarktregio Groningen"
        assert str(opened.docinfo.CreationDate) == "D:20190726083000+00'00"
        roles = [str(element.S) for element in elements_of(opened)]

    assert roles.count("/H1") == 1
    assert roles.count("/Figure") == 1
    assert {"/H2", "/H3", "/Table", "/TH", "/TD", "/Caption"} <= set(roles)


def test_header_cells_say_what_they_head_and_the_chart_has_its_words_and_place(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        elements = list(elements_of(opened))
        scopes = {str(element.A.Scope) for element in elements if element.S == Name.TH}
        figure = next(element for element in elements if Name.Figure == element.S)
        left, bottom, right, top = (Decimal(edge) for edge in figure.A.BBox)
        _, _, width, height = (Decimal(edge) for edge in opened.pages[0].mediabox)
        alternative = str(figure.Alt)

    assert scopes == {"/Row", "/Column"}
    assert alternative == "Duurzaam aan het werk: het doel per jaar, van 150 tot 1.000 mensen"
    assert 0 < left < right < width
    assert 0 < bottom < top < height
    assert right - left > width / 2


@pytest.mark.parametrize(
    "name", ["W" * 200, "Samenwerkende Gemeenten en Waterschappen " * 5], ids=["one word", "words"]
)
def test_the_longest_name_and_word_stay_on_the_paper(name: str) -> None:
    lines = (*CONTRACTS, contract("OP-9", dt.date(2019, 5, 1), "1234567.89", ("0.00", "0.00"), authority=name))
    changes = (Change("manager_text", name, f"{name}!"),)
    text = f"Met dank aan {name}."

    pdf = render_pdf(snapshot(version=2, sroi=Sroi(lines), changes=changes, manager_text=text).to_json_dict())

    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        edges = [(page.rect.width - SIDE_MARGIN, word) for page in opened for word in page.get_text("words")]
    assert edges
    assert [word[4] for edge, word in edges if word[2] > edge + 1] == []
    whole = text_of(pdf).replace(" ", "")
    assert whole.count(name.replace(" ", "")) == 4
    assert "€1.234.567,89" in whole


@pytest.mark.parametrize("count", [24, 25, 26, 27])
def test_a_total_never_stands_alone_at_the_top_of_a_page(count: int) -> None:
    lines = tuple(
        contract(f"OP-{number}", dt.date(2019, 5, 1), "100.00", ("0.00", "0.00"), authority=f"Gemeente {number:02}")
        for number in range(count)
    )

    with pymupdf.open(stream=render_pdf(snapshot(sroi=Sroi(lines)).to_json_dict()), filetype="pdf") as opened:
        pages = [page.get_text() for page in opened]

    (with_total,) = [page for page in pages if "Totaal" in page]
    assert f"Gemeente {count - 1:02}" in with_total
    (with_heading,) = [page for page in pages if "Berekend per opdrachtgever" in page]
    assert "Gemeente 01" in with_heading


def test_a_checker_of_accessible_pdf_finds_nothing(document: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(render_pdf(snapshot(version=2, changes=CHANGES).to_json_dict()))

    result = outloud.check(str(file))

    assert result.error is None
    assert (result.errors, result.warnings) == (0, 0)


def test_the_fonts_come_along(pdf: bytes) -> None:
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        fonts = {font[3].partition("+")[2] for page in opened for font in page.get_fonts()}

    assert {font.split("-Bold")[0].split("-Semi")[0] for font in fonts} == {"Noto-Sans", "Noto-Sans-Extended"}


@pytest.mark.filterwarnings(
    "ignore:unclosed file .*sRGB2014.icc:ResourceWarning"
)  # WeasyPrint leaves it to the collector
def test_the_archive_copy_has_the_same_text(document: dict[str, Any], pdf: bytes) -> None:
    archive = render_pdf(document, variant="pdf/a-3a")

    assert text_of(archive) == text_of(pdf)
    with pikepdf.open(io.BytesIO(archive)) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert bool(opened.Root.MarkInfo.Marked)


def test_two_processes_make_the_same_bytes(document: dict[str, Any], pdf: bytes) -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", ONE_PROCESS],
            input=json.dumps(document),
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.split()
        for seed, zone in (("1", "UTC"), ("4242", "Asia/Tokyo"))
    ]

    here = [hashlib.sha256(file).hexdigest() for file in (pdf, render_xlsx(document))]
    assert made[0] == made[1]
    assert [made[0][0], made[0][2]] == here


def test_a_report_that_was_touched_is_not_rendered(document: dict[str, Any]) -> None:
    touched = document | {"version": 3}

    with pytest.raises(SnapshotError):
        render_pdf(touched)
    with pytest.raises(SnapshotError):
        render_xlsx(touched)


def test_text_of_people_stays_text() -> None:
    hostile = contract("OP-1", CONTRACTS[0].awarded_on, "1.00", ("0.00", "0.00"), authority=HOSTILE)
    document = snapshot(manager_text=HOSTILE, region_name=HOSTILE, sroi=Sroi((hostile,))).to_json_dict()

    html = render_html(document)

    assert "<script" not in html
    assert "<img" not in html
    assert HOSTILE in text_of(render_pdf(document))


@pytest.mark.parametrize(
    "address",
    [
        "http://198.51.100.7/x.png",
        "https://example.org/",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "data:text/css,body{}",
        "print:/css/../../../etc/passwd",
        "print:/css/report.css?x",
        "print:/css/portal.css",
    ],
)
def test_no_address_is_fetched_but_the_packaged_files(address: str) -> None:
    with pytest.raises(RefusedAddressError):
        press(f'<img src="{address}" alt="x">', variant="pdf/ua-1", identifier=b"x", made_at=0)


def test_a_missing_font_says_how_to_mend_it(settings: Settings, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = []
    settings.STATIC_ROOT = str(tmp_path)

    with pytest.raises(MissingFileError, match="npm ci"):
        render_pdf(snapshot().to_json_dict())


def test_in_production_the_collected_files_are_used(settings: Settings, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = []
    settings.STATIC_ROOT = str(tmp_path)
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "report.css").write_text("p {}")

    assert locate("css/report.css") == tmp_path / "css" / "report.css"


def rows_of(content: bytes, title: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(content))[title].iter_rows(min_row=2, values_only=True))


def amount(value: Any) -> str:
    return f"{Decimal(str(value)):.2f}"


def test_the_workbook_reads_back_as_the_snapshot(document: dict[str, Any]) -> None:
    content = render_xlsx(document)
    sroi = document["sroi"]

    contracts = rows_of(content, "Opdrachten")
    keys = ("obligation", "precalculated_period", "precalculated_cumulative")
    counted = [line for line in sroi["contracts"] if line["awarded_on"] >= document["programme"]["money_since"]]
    assert len(counted) == len(sroi["contracts"]) - 1
    assert [(*row[:3], row[3].date().isoformat(), *map(amount, row[4:])) for row in contracts] == [
        (line["reference"], line["authority"], line["contractor"], line["awarded_on"], *(line[key] for key in keys))
        for line in counted
    ]
    assert [(row[0], *map(amount, row[1:])) for row in rows_of(content, "Social return")[:2]] == [
        ("Berekend", *sroi["precalculated"].values()),
        ("Goedgekeurd", *sroi["realised"].values()),
    ]
    assert rows_of(content, "Banen via social return") == [
        ("Kandidaten uit het programma", "nog niet beschikbaar", "nog niet beschikbaar"),
        ("Anderen", 3, 17),
    ]
    outflow = [row for row in rows_of(content, "Doelen") if row[0] == "Duurzaam aan het werk"]
    assert [(row[1].date().isoformat(), row[2]) for row in outflow] == [
        (milestone["on"], milestone["count"]) for milestone in document["targets"]["sustained_outflow"]["milestones"]
    ]
    assert ("SHA-256 van de JSON", document["sha256"]) in rows_of(content, "Rapport")


def test_the_workbook_has_a_sheet_for_every_topic(document: dict[str, Any]) -> None:
    book = load_workbook(io.BytesIO(render_xlsx(document)))

    pending = [sheet for sheet in book if sheet["A2"].value == "Nog niet beschikbaar"]
    assert {sheet["A1"].value for sheet in pending} == {
        topic.heading for topic in topics_of(Report.read(document)) if topic.template is None
    }


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://198.51.100.7")'])
def test_a_name_that_looks_like_a_formula_stays_text(start: str) -> None:
    hostile = contract("OP-1", CONTRACTS[0].awarded_on, "1.00", ("0.00", "0.00"), contractor=start)

    content = render_xlsx(snapshot(sroi=Sroi((hostile,))).to_json_dict())

    cell = load_workbook(io.BytesIO(content))["Opdrachten"]["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (start, "s", True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
