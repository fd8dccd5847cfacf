"""The PDF people read, made from literal documents; no database."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name
from pytest_django import Settings

from organisations.house_style import HouseStyle, HouseStyleError, contrast
from reporting.figures.snapshot import SnapshotError
from reporting.render.figures import Report
from reporting.render.ods import render_ods
from reporting.render.packaged import MissingFileError, locate
from reporting.render.pdf import render_html, render_pdf
from reporting.render.press import RefusedAddressError, press
from reporting.render.topics import topics_of
from reporting.render.xlsx import render_xlsx
from tests.reporting.full_document import PERIODS, full_document
from tests.reporting.snapshots import stored_in_schema_1

ANOTHER_PROCESS = """
import hashlib, json, os, sys, time
import django
django.setup()
os.environ["TZ"] = "Asia/Tokyo"  # after Django, which sets its own
time.tzset()
from reporting.render.ods import render_ods
from reporting.render.pdf import render_pdf
from reporting.render.xlsx import render_xlsx
document = json.load(sys.stdin)
files = render_pdf(document), render_pdf(document, variant="pdf/a-3a"), render_xlsx(document), render_ods(document)
print(*(hashlib.sha256(file).hexdigest() for file in files))
"""
SIDE_MARGIN = 48.2  # points: 17 mm
UNCOUNTED = (
    "registrations",
    "training_started",
    "training_completed",
    "employments",
    "sustained_outflow",
    "at_work_after",
    "finance",
    "sroi",
)
HOSTILE = '<img src="http://198.51.100.7/x.png"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return full_document()


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_of("quarterly")


@pytest.fixture(scope="module")
def archive(document: dict[str, Any]) -> bytes:
    return render_pdf(document, variant="pdf/a-3a")


@pytest.fixture(scope="module")
def older_text() -> str:
    """The text of a report as it was stored before all topics were counted."""
    return text_of(render_pdf(stored_in_schema_1()))


def short_document(**changed: Any) -> dict[str, Any]:
    """A quarter in which nothing is counted but what the test is about: a third of the pages."""
    return full_document(**(dict.fromkeys(UNCOUNTED) | changed))


@cache
def pdf_of(kind: str) -> bytes:
    """Make each kind once: a PDF takes seconds. Nothing of it differs from a call without the cache."""
    return render_pdf(full_document(kind))


def plain(text: str) -> str:
    return " ".join(text.split())


def text_of(content: bytes) -> str:
    """Return the text of all pages on one line, with ordinary spaces."""
    with pymupdf.open(stream=content, filetype="pdf") as opened:
        return plain(" ".join(page.get_text() for page in opened))


def elements_of(opened: pikepdf.Pdf) -> Iterator[Any]:
    """Return all structure elements of the document, in reading order."""
    waiting = [opened.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop(0)
        if "/S" in element:
            yield element
        kids = element.get("/K", Array())
        waiting[0:0] = [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary)]


def contracts(*authorities: str) -> dict[str, Any]:
    """Social return of one contract of 100 euros for each authority."""
    lines = [
        {
            "reference": f"OP-{number}",
            "authority": name,
            "contractor": "Bouwbedrijf Łukasz B.V.",
            "awarded_on": "2019-05-01",
            "obligation": "100.00",
            "precalculated_period": "100.00",
            "precalculated_cumulative": "100.00",
        }
        for number, name in enumerate(authorities)
    ]
    total = {"period": f"{100 * len(lines)}.00", "cumulative": f"{100 * len(lines)}.00"}
    return {
        "precalculated": total,
        "realised": {"period": "0.00", "cumulative": "0.00"},
        "expected": None,
        "by_authority": [
            {"authority": name, "contracts": 1, "precalculated": {"period": "100.00", "cumulative": "100.00"}}
            for name in authorities
        ],
        "contracts": lines,
    }


def outflow(**changed: Any) -> dict[str, Any]:
    """The targets of a report, with the main one changed."""
    targets: dict[str, Any] = full_document()["targets"]
    return targets | {"sustained_outflow": targets["sustained_outflow"] | changed}


def test_page_one_tells_where_the_programme_stands(pdf: bytes) -> None:
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        cover, page_one = (plain(opened[number].get_text()) for number in (0, 1))

    assert "Arbeidsmarktregio Groningen 1.000-banenplan Kwartaalrapport 4e kwartaal 2019" in cover
    assert "Nog 17 mensen te gaan tot het doel van 450" in page_one
    assert "Duurzaam aan het werk 433 doel 450 op 1-1-2020 In deze periode erbij 89" in page_one
    assert "Doel 150 450 750 1.000 Bereikt 142 433 – –" in page_one
    assert "Duurzaam aan het werk 450 433 −17 1.000" in page_one
    assert "Participatiewet geen 244 – 600" in page_one
    assert "Het derde deel van de bijdrage staat niet ter discussie." in page_one


@pytest.mark.parametrize("kind", PERIODS)
def test_each_kind_has_its_own_topics_and_leaves_no_figure_of_them_out(kind: str) -> None:
    report = Report.read(full_document(kind))
    topics = topics_of(report)
    keys = [topic.key for topic in topics]

    assert [topic.number for topic in topics] == list(range(1, len(topics) + 1))
    assert all(topic.is_known for topic in topics)
    assert ("budget" in keys) == (kind in {"yearly", "final"})
    assert {"sustained_outflow", "finance", "sroi", "judgements"} <= set(keys)
    if kind == "final":
        assert {"registrations", "employments", "pass_over", "partner_efforts"} <= set(keys)
    html = plain(render_html(full_document(kind)))
    for topic in topics:
        for table in topic.tables:
            assert not table.on_paper or f"<h4>{table.title}</h4>" in html
            if table.chart is not None:
                assert f'id="{table.chart.name}-title"' in html


def test_the_contents_name_the_page_of_each_topic(document: dict[str, Any], pdf: bytes) -> None:
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        pages = [plain(page.get_text()) for page in opened]

    contents = pages[2]
    for topic in topics_of(Report.read(document)):
        (number,) = re.findall(rf"{topic.number}\. {re.escape(topic.heading)}\s*[. ]*?(\d+)(?!\S)", contents)
        assert f"{topic.number} {topic.heading} {topic.about}" in pages[int(number) - 1]


def test_every_page_says_what_it_is_from(document: dict[str, Any], pdf: bytes) -> None:
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        pages = [plain(page.get_text()) for page in opened]

    for number, page in enumerate(pages, start=1):
        assert "Kwartaalrapport 4e kwartaal 2019 · Arbeidsmarktregio Groningen · versie 1" in page
        assert f"SHA-256 {document['sha256']}" in page
        assert f"Bladzijde {number} van {len(pages)}" in page
        assert "Concept" not in page


def test_every_page_of_a_draft_says_so(document: dict[str, Any], pdf: bytes) -> None:
    draft = render_pdf(document, draft=True)

    with pymupdf.open(stream=draft, filetype="pdf") as opened:
        assert all("Concept: dit rapport is nog niet vastgesteld" in page.get_text() for page in opened)
        assert "Concept, nog niet vastgesteld" in opened[0].get_text()
        count = len(opened)
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        assert len(opened) == count


def test_an_older_report_keeps_its_headings_and_never_shows_an_invented_zero(older_text: str) -> None:
    document = stored_in_schema_1()
    topics = topics_of(Report.read(document))
    pending = [topic for topic in topics if not topic.is_known]

    assert [topic.key for topic in topics if topic.is_known] == ["sroi_jobs", "sroi"]
    assert {topic.key for topic in pending} == {key for key in document if document[key] is None}
    for topic in pending:
        assert f"{topic.number} {topic.heading} {topic.about} Nog niet beschikbaar" in older_text


def test_nothing_is_said_about_the_tranche_when_the_manager_wrote_nothing() -> None:
    assert "De programmamanager heeft geen toelichting gegeven." in render_html(full_document(manager_text=""))


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
    html = render_html(full_document(targets=outflow(actual=actual, deviation=actual - 450)))

    assert f"<h1>{title}</h1>" in html
    assert f'<td class="n">{deviation}</td>' in html


def test_a_year_without_a_target_says_so() -> None:
    targets = outflow(target=None, deviation=None, milestone_on="2023-01-01")
    html = render_html(full_document(kind="yearly", period="2022", targets=targets))

    assert "<h1>Na 1\N{NO-BREAK SPACE}januari 2022 is geen doel meer afgesproken</h1>" in html
    assert "de dikke trede" not in html


@pytest.mark.parametrize(
    ("made_at", "day"),
    [
        ("2019-12-15T08:00:00+00:00", "15-12-2019"),
        ("2019-12-14T23:30:00+00:00", "15-12-2019"),  # half past twelve at night in Groningen
        ("2019-12-31T23:30:00+00:00", "31-12-2019"),
        ("2020-01-28T08:00:00+00:00", "31-12-2019"),
    ],
)
def test_the_standing_is_never_of_a_day_to_come(made_at: str, day: str) -> None:
    unknown = render_html(full_document(made_at=made_at, targets=outflow(actual=None, deviation=None)))
    known = render_html(full_document(made_at=made_at))

    assert f"Stand op {day}: nog niet bekend" in unknown.replace("\N{NO-BREAK SPACE}", " ")
    assert f"433 bereikt op {day}" in known.replace("\N{NO-BREAK SPACE}", " ")


def test_a_region_without_targets_or_contracts_still_has_its_report() -> None:
    text = text_of(render_pdf(short_document(targets=None, sroi=contracts(), sroi_jobs=None, late_arrivals=None)))

    assert "Voor 4e kwartaal 2019 is geen doel afgesproken" in text
    assert "Voor dit programma zijn geen doelen vastgelegd." in text


def test_the_yearly_report_holds_its_own_year_against_the_plan() -> None:
    def first_of(kind: str) -> tuple[str, Any]:
        topic = next(topic for topic in topics_of(Report.read(full_document(kind))) if topic.key == "budget")
        return topic.tables[0].title, topic.tables[0].total

    total = ("Totaal", Decimal("1904500.00"), Decimal("1714050.00"), Decimal("-190450.00"))
    assert first_of("yearly") == ("Uitgaven tegenover de begroting in 2019", total)
    assert first_of("final")[0] == "Uitgaven tegenover de begroting, alle jaren"


def test_a_region_without_plan_or_programme_start_is_not_shown_pages_of_nothing() -> None:
    nothing = {"by_category": {}, "by_source": {}, "total": {}, "tranches": [], "back_office_detail": {}}
    document = full_document("yearly", budget=nothing | {"contribution_key": {"amount": "0.00", "rows": []}})
    counted = [{"on": f"{year}-12-31", "count": max(year - 2017, 0)} for year in range(2000, 2020)]
    document["sustained_outflow"]["series"] = counted
    topics = {topic.key: topic for topic in topics_of(Report.read(document))}

    assert [table.empty for table in topics["budget"].tables] == ["Er is geen plan vastgelegd en niets uitgegeven."]
    (series,) = [table for table in topics["sustained_outflow"].tables if table.title == "Opgeteld per kwartaal"]
    assert [row[1] for row in series.rows] == [0, 1, 2]


def test_what_came_in_late_stands_apart() -> None:
    late = [
        {"period": "2019-Q3", "path": "registrations.cumulative.total", "frozen": 680, "now": 683, "came": 3, "went": 0}
    ]
    text = text_of(render_pdf(short_document(late_arrivals=late)))

    assert "3e kwartaal 2019 Aanmeldingen › tot en met de periode 680 683 3 erbij" in text


def test_the_pdf_has_no_approved_amount_of_one_contract_or_authority(older_text: str) -> None:
    """Public tariffs would turn the value of one person into his benefit; also of an older report that held them."""
    document = stored_in_schema_1()
    sroi = document["sroi"]
    of_one = {Decimal(row[f"realised_{split}"]) for row in sroi["contracts"] for split in ("period", "cumulative")}
    of_one |= {Decimal(amount) for row in sroi["by_authority"] for amount in row["realised"].values()}
    totals = {Decimal(amount) for amount in sroi["realised"].values()}
    of_one -= {Decimal(0), *totals}
    assert of_one

    for one in of_one:
        assert f"€ {one:,.2f}".translate(str.maketrans(",.", ".,")) not in older_text
    # The totals stand there, so the amounts above were written the way that was looked for.
    assert all(f"€ {one:,.2f}".translate(str.maketrans(",.", ".,")) in older_text for one in totals)


def test_the_pdf_is_tagged_dutch_and_dated_by_the_snapshot(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "nl"
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert opened.open_metadata()["pdfuaid:part"] == "1"
        assert str(opened.docinfo.Title) == "Kwartaalrapport 4e kwartaal 2019, Arbeidsmarktregio Groningen"
        assert str(opened.docinfo.CreationDate) == "D:20200128083000+00'00"


@pytest.mark.parametrize("kind", PERIODS)
def test_the_structure_can_be_read_aloud(kind: str) -> None:
    """Headings nest, every table says what its heads head, every chart has words and a place on its page."""
    with pikepdf.open(io.BytesIO(pdf_of(kind))) as opened:
        elements = list(elements_of(opened))
        roles = [str(element.S) for element in elements]
        levels = [int(role[2]) for role in roles if re.fullmatch(r"/H[1-6]", role)]
        heads = [str(element.A.Scope) for element in elements if element.S == Name.TH]
        tables = [element for element in elements if Name("/Table") == element.S]
        figures = [element for element in elements if Name("/Figure") == element.S]
        boxes = [[Decimal(edge) for edge in figure.A.BBox] for figure in figures]
        words = [str(figure.Alt) for figure in figures]
        with opened.open_outline() as outline:
            bookmarks = [item.title for item in outline.root]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert set(heads) == {"/Row", "/Column"}
    assert len(tables) > 10
    for table in tables:
        assert "/TH" in [str(element.S) for element in elements_in(table)]
    report = Report.read(full_document(kind))
    charts = [table.chart for topic in topics_of(report) for table in topic.tables if table.chart is not None]
    assert words == [
        "Duurzaam aan het werk: het doel per jaar, van 150 tot 1.000 mensen",
        *(chart.title for chart in charts),
    ]
    assert len(charts) >= 3
    assert all(0 < left < right < 842 and 0 < bottom < top < 842 for left, bottom, right, top in boxes)
    assert bookmarks


def elements_in(element: Any) -> Iterator[Any]:
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from elements_in(kid)


@pytest.mark.parametrize(
    "name", ["W" * 200, "Samenwerkende Gemeenten en Waterschappen " * 5], ids=["one word", "words"]
)
def test_the_longest_name_and_word_stay_on_the_paper(name: str) -> None:
    changes = [{"path": "manager_text", "before": name, "after": f"{name}!"}]
    document = short_document(
        version=2,
        sroi=contracts(name),
        changes=changes,
        manager_text=f"Met dank aan {name}.",
        judgements=[{"group": name, "text": name, "by": "", "on": "2020-02-06"}],
    )

    pdf = render_pdf(document)

    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        edges = [(page.rect.width - SIDE_MARGIN, word) for page in opened for word in page.get_text("words")]
    assert edges
    assert [word[4] for edge, word in edges if word[2] > edge + 1] == []
    assert text_of(pdf).count(name[0]) >= 6 * name.count(name[0])


@pytest.mark.parametrize("count", [29, 61])
def test_a_total_never_stands_alone_at_the_top_of_a_page(count: int) -> None:
    names = [f"Gemeente {number:02}" for number in range(count)]
    content = render_pdf(full_document("half_yearly", sroi=contracts(*names)))

    with pymupdf.open(stream=content, filetype="pdf") as opened:
        pages = [plain(page.get_text()) for page in opened]

    (with_total,) = [page for page in pages if f"Totaal {count} " in page]
    assert f"Gemeente {count - 1:02}" in with_total
    (with_heading,) = [page for page in pages if "Berekend per opdrachtgever" in page]
    assert "Gemeente 01" in with_heading


@pytest.mark.parametrize("kind", PERIODS)
def test_a_checker_of_accessible_pdf_finds_nothing(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf_of(kind))

    result = outloud.check(str(file))

    assert result.error is None
    # Tables of municipalities that begin at the top of three pages look like a running head to it.
    assert [finding.rule for finding in result.findings if finding.rule != "PAG-001"] == []


def test_the_fonts_come_along(pdf: bytes) -> None:
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        fonts = {font[3].partition("+")[2] for page in opened for font in page.get_fonts()}

    assert {font.split("-Bold")[0].split("-Semi")[0] for font in fonts} <= {"Noto-Sans", "Noto-Sans-Extended"}


@pytest.mark.filterwarnings(
    "ignore:unclosed file .*sRGB2014.icc:ResourceWarning"
)  # WeasyPrint leaves it to the collector
def test_the_archive_copy_has_the_same_text(pdf: bytes, archive: bytes) -> None:
    assert text_of(archive) == text_of(pdf)
    with pikepdf.open(io.BytesIO(archive)) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert bool(opened.Root.MarkInfo.Marked)


def test_two_processes_in_two_time_zones_make_the_same_bytes(
    document: dict[str, Any], pdf: bytes, archive: bytes
) -> None:
    there = subprocess.run(
        [sys.executable, "-c", ANOTHER_PROCESS],
        input=json.dumps(document),
        env=os.environ | {"PYTHONHASHSEED": "4242"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout.split()

    assert time.tzname != ("JST", "JST")
    here = (pdf, archive, render_xlsx(document), render_ods(document))
    assert there == [hashlib.sha256(file).hexdigest() for file in here]


def test_a_report_that_was_touched_is_not_rendered(document: dict[str, Any]) -> None:
    touched = document | {"version": 3}

    for render in (render_pdf, render_xlsx, render_ods):
        with pytest.raises(SnapshotError):
            render(touched)


def test_text_of_people_stays_text() -> None:
    document = short_document(
        manager_text=HOSTILE,
        region_name=HOSTILE,
        sroi=contracts(HOSTILE),
        judgements=[{"group": HOSTILE, "text": HOSTILE, "by": HOSTILE, "on": "2020-02-06"}],
        partner_efforts=[{"partner": HOSTILE, "period": "2019-Q4", "text": HOSTILE}],
    )

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
        render_pdf(full_document())


def test_in_production_the_collected_files_are_used(settings: Settings, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = []
    settings.STATIC_ROOT = str(tmp_path)
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "report.css").write_text("p {}")

    assert locate("css/report.css") == tmp_path / "css" / "report.css"


def test_the_parts_of_a_bar_in_the_colour_of_a_region_differ_in_grey_too() -> None:
    assert all(contrast(one, other) >= Decimal("1.9") for one, other in pairwise(HouseStyle("#7a1f3d").palette))


def test_a_report_is_in_the_colour_of_its_region(document: dict[str, Any]) -> None:
    page = render_html(document, style=HouseStyle("#7a1f3d"))
    assert page.index("print:/css/report.css") < page.index("--accent: #7a1f3d")


@pytest.mark.parametrize("colour", ["#ffcc00", "#fff", "red", "#0E6270", "#0e6270; } body { display: none", ""])
def test_a_colour_that_cannot_be_read_is_refused(colour: str) -> None:
    with pytest.raises(HouseStyleError):
        HouseStyle(colour)
