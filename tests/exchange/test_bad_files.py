"""Files that are not what they say, or mean harm: refused at once, or told in the check; never half read."""

import io
import stat
import zipfile

import pytest

from exchange.archive import LARGEST, ArchiveRefusedError, files_in
from exchange.choices import JobKind, JobStatus, TableFormat
from exchange.models import BulkJob
from exchange.sheets import SheetRefusedError, read_sheet
from tests.exchange.bulk import ROW, checked, faults, job, row, sent, sheet, uploaded, worked, zipped
from tests.exchange.packages import SMALL

pytestmark = pytest.mark.django_db

BOOK = sheet(row(), file_format="xlsx")


def altered(book: bytes, changes: dict[str, bytes], *, also: dict[str, bytes] | None = None) -> bytes:
    """The archive with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name, content in (also or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """A few hundred kB that unpack to 300 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(b"\0" * 1024 * 1024)
    return out.getvalue()


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("contracts.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><workbook>&a;</workbook>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF", "eindigt op .xlsx"),
        ("a.xlsm", BOOK, "Macro"),
        ("a.csv", b"", "leeg"),
        ("a.csv", BOOK, "past niet bij de naam"),
        ("a.xlsx", b"reference,title\n", "past niet bij de naam"),
        ("a.ods", BOOK, "geen ODS-bestand"),
        ("a.xlsx", sheet(row(), file_format="ods"), "geen XLSX-bestand"),
        ("a.xlsx", zipped({"x.txt": "x"}), "geen XLSX-bestand"),
        ("a.xlsx", BOOK[: len(BOOK) // 2], "beschadigd"),
        ("a.xlsx", bomb(), "Splits het op"),
        ("a.xlsx", altered(BOOK, {}, also={"xl/vbaProject.bin": b"x"}), "macro"),
        ("a.xlsx", altered(BOOK, {}, also={"../../etc/x.xml": b"<x/>"}), "niet mogen"),
        ("a.csv", b"x" * (LARGEST + 1), "groter dan 20 MB"),
    ],
    # Not by content: a compressed book differs by a few bytes from one second to the next, and so from worker to worker.
    ids=lambda one: one if isinstance(one, str) else "content",
)
def test_a_spreadsheet_that_is_never_read(cast, owner, name, content, said):
    answer = sent(cast.dirk, content, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with owner():
        assert not BulkJob.objects.exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("a.zip", b"PK\x03\x04 no archive")], "beschadigd"),
        ([("a.zip", bomb())], "Splits het op"),
        ([("a.zip", linked())], "niet mogen"),
        ([("a.zip", zipped({"../contracts.csv": "x"}))], "niet mogen"),
        ([("a.zip", zipped({"/etc/contracts.csv": "x"}))], "niet mogen"),
        ([("a.zip", zipped({"C:\\contracts.csv": "x"}))], "niet mogen"),
        ([("a.zip", zipped({"a/contracts.csv": "x", "b/hours.csv": "x"}))], "verschillende mappen"),
        ([("a.zip", zipped({}))], "leeg"),
        ([("a.zip", zipped({f"{n}.csv": "x" for n in range(31)}))], "meer dan 30"),
        ([("a.zip", zipped(SMALL)), ("b.zip", zipped(SMALL))], "Kies één ZIP-bestand"),
        ([("contracts.csv", b"x"), ("plan.csv", b"x")], "plan.csv hoort niet"),
        ([("contracts.csv", b"x"), ("contracts.csv", b"y")], "dezelfde naam"),
        ([("contracts.csv", b"")], "leeg"),
        ([], "Kies een bestand"),
    ],
)
def test_a_package_that_is_never_read(cast, owner, files, said):
    answer = cast.dirk.post("bestanden/pakket/inlezen/", {"package": [uploaded(*one) for one in files]})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with owner():
        assert not BulkJob.objects.exists()


def test_what_an_archive_hides_is_refused_where_it_is_opened():
    with pytest.raises(ArchiveRefusedError, match="verschillende mappen"):
        files_in(zipped({"a/x.csv": "x", "y.csv": "y"}))
    assert files_in(zipped({"map/contracts.csv": "x", "__MACOSX/map/._contracts.csv": "y", "map/.DS_Store": "z"})) == {
        "contracts.csv": b"x"
    }


def test_an_archive_that_cannot_be_unpacked_is_refused_where_it_is_opened():
    broken = bytearray(zipped({"contracts.csv": "reference" * 20}))
    data = broken.index(b"contracts.csv") + len(b"contracts.csv")
    broken[data : data + 4] = b"\xff" * 4
    with pytest.raises(ArchiveRefusedError, match="beschadigd"):
        files_in(bytes(broken))


HEADER = ",".join(ROW)
LINE = ",".join(str(value) for value in ROW.values())


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", 1, "leeg"),
        (HEADER, 0, "geen contract"),
        (f"{HEADER}\n{LINE}".replace(",", "\t"), 1, "komma of een puntkomma"),
        (f"{HEADER}\n{LINE}".replace(",", "|"), 1, "komma of een puntkomma"),
        (f"{HEADER}\n{LINE}".replace("Onderhoud wegen", "Café").encode("cp1252"), 2, "CSV UTF-8"),
        (f"{HEADER}\n{LINE}".encode("utf-16"), 1, "UTF-16"),
        (f'{HEADER}\n{LINE}\n"B-2,open', 3, "aanhalingstekens"),
        (f"{HEADER}\n{LINE},te,veel", 2, "meer velden"),
        (f"{HEADER},prijs\n{LINE},1", 1, "onbekend"),
        (f"{HEADER},title\n{LINE},1", 1, "twee keer"),
        (f"{HEADER}\n{LINE}\n{LINE}", 3, "ook al op regel 2"),
        (f"{HEADER}\n{LINE}".replace("Onderhoud", "=cmd()"), 2, "formule"),
        (f"{HEADER}\n{LINE}".replace("percentage", "perc"), 1, "onbekend"),
    ],
)
def test_a_csv_that_cannot_be_read_says_where(cast, owner, content, line, said):
    raw = content if isinstance(content, bytes) else content.encode()
    if not raw:
        raw = b"\n"
    done = checked(cast.dirk, raw)
    assert done.status == JobStatus.HAS_ERRORS
    found = [(number, reason) for number, _column, reason in faults(done)]
    assert [number for number, reason in found if said in reason] == [line], found


FAR = b'<row r="99999999999"><c r="A99999999999" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"xl/workbook.xml": LAUGHS}, "niet mogen"),
        ({"xl/workbook.xml": b"<workbook"}, "beschadigd"),
        ({"xl/worksheets/sheet1.xml": b"no xml"}, "beschadigd"),
    ],
)
def test_a_workbook_that_cannot_be_trusted_is_not_parsed(cast, changes, said):
    done = checked(cast.dirk, altered(BOOK, changes), "a.xlsx")
    assert done.status == JobStatus.HAS_ERRORS
    assert said in faults(done)[0][2]


def test_a_row_beyond_the_last_one_does_not_keep_a_worker_busy_for_ever():
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        sheet_part = archive.read("xl/worksheets/sheet1.xml").replace(b"</sheetData>", FAR)
    with pytest.raises(SheetRefusedError, match="beschadigd"):
        read_sheet(altered(BOOK, {"xl/worksheets/sheet1.xml": sheet_part}), TableFormat.XLSX, title="Contracten")


def test_semicolons_and_a_byte_order_mark_are_fine(cast):
    text = f"{HEADER}\n{LINE}".replace(",", ";")
    assert checked(cast.dirk, b"\xef\xbb\xbf" + text.encode()).status == JobStatus.TO_CONFIRM


def test_ten_thousand_bad_rows_are_all_told_a_page_at_a_time(cast, owner):
    text = "\n".join([HEADER, *(LINE.replace("B-1", f"B-{n}").replace("2026-02-01", "morgen") for n in range(10_000))])
    done = checked(cast.dirk, text.encode())
    assert done.checked["faults"] == 10_000
    assert faults(done)[-1][:2] == (10_001, "Eerste dag")
    page = cast.dirk.get(f"bestanden/{done.pk}/", data={"page": "400"}).content.decode()
    assert "9976 tot en met 10000 van 10000".replace("9976", "9.976").replace("10000", "10.000") in page
    assert page.count("Schrijf een datum") == 25
    with owner():
        file = done.files.get(role="faults")
    answer = cast.dirk.get(f"bestanden/{done.pk}/bestand/{file.pk}/")
    assert len(answer.content.decode().splitlines()) == 10_001
    assert answer["Content-Disposition"] == 'attachment; filename="fouten.csv"'


def test_too_many_rows_are_refused_as_a_whole(cast):
    text = "\n".join([HEADER, *(LINE.replace("B-1", f"B-{n}") for n in range(20_001))])
    assert "meer dan 20000 regels" in faults(checked(cast.dirk, text.encode()))[0][2]


class TestOpenDocument:
    def ods(self, rows: str) -> bytes:
        content = (
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            f'<table:table table:name="Blad1">{rows}</table:table></office:document-content>'
        )
        return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})

    def read(self, rows: str) -> list:
        return read_sheet(self.ods(rows), TableFormat.ODS, title="Contracten")

    def test_repeated_rows_at_the_end_of_a_sheet_cost_nothing(self):
        cell = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
        empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        assert self.read(f"<table:table-row>{cell}</table:table-row>{empty}") == [(1, ["a"])]

    def test_a_row_repeated_without_end_is_refused(self):
        cell = '<table:table-cell table:number-columns-repeated="9999999"><text:p>a</text:p></table:table-cell>'
        with pytest.raises(SheetRefusedError, match="meer dan 20000 regels"):
            self.read(f'<table:table-row table:number-rows-repeated="9999999">{cell}</table:table-row>')
        assert len(self.read(f"<table:table-row>{cell}</table:table-row>")[0][1]) == 60

    def test_what_a_cell_holds_counts_and_not_how_it_looks(self):
        cells = (
            '<table:table-cell office:value-type="float" office:value="0.1"><text:p>0</text:p></table:table-cell>'
            '<table:table-cell office:value-type="percentage" office:value="0.05"><text:p>5%</text:p></table:table-cell>'
            '<table:table-cell office:value-type="date" office:date-value="2026-04-30T00:00:00"/>'
            '<table:table-cell office:value-type="string"><office:annotation><text:p>noot</text:p></office:annotation>'
            '<text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>'
        )
        assert self.read(f"<table:table-row>{cells}</table:table-row>") == [(1, ["0,1", "5", "2026-04-30", "a  b\nc"])]

    def test_a_definition_is_never_followed(self):
        book = zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
            }
        )
        with pytest.raises(SheetRefusedError, match="niet mogen"):
            read_sheet(book, TableFormat.ODS, title="")


def test_a_package_with_faults_tells_file_line_and_column(cast):
    files = SMALL | {"hours.csv": SMALL["hours.csv"].replace("150.00", "veel"), "plan.csv": "x"}
    answer = cast.dirk.post("bestanden/pakket/inlezen/", {"package": [uploaded("a.zip", zipped(files))]})
    assert answer.status_code == 302
    done = worked(job(kind=JobKind.PACKAGE_IN))
    assert done.status == JobStatus.HAS_ERRORS
    page = cast.dirk.get(f"bestanden/{done.pk}/").content.decode()
    for words in ("hours.csv", "Regel 2", "paid_hours", "plan.csv", "Hele bestand"):
        assert words in page
