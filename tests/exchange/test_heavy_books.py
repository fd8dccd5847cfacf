"""Small books that unpack to millions of elements cost neither memory nor time, in the web process or in the worker."""

import io
import subprocess
import sys
import time
import tracemalloc
import zipfile

import pytest

from exchange import archive
from exchange.archive import MEGABYTE, ArchiveRefusedError
from exchange.choices import TableFormat
from exchange.foreign_table import TableRefusedError, read_file
from exchange.payroll.columns import EXPECTED
from exchange.sheets import Sheet, SheetRefusedError, read_sheet, write_book
from exchange.sheets.reading import read_here
from exchange.sheets.weighing import weigh
from organisations import confined

HEADER, ROWS = ["Naam", "Geboortedatum", "Uren"], [["A. de Boer", "1990-01-01", "12"], ["B. Visser", "1991-02-03", "8"]]


def book(file_format: TableFormat = TableFormat.XLSX, **parts: bytes) -> bytes:
    """A small book, with the part whose name ends so replaced."""
    written, out = io.BytesIO(), io.BytesIO()
    write_book(written, file_format, [Sheet("Blad1", HEADER, ROWS)])
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            stem = name.rsplit("/", 1)[-1].removesuffix(".xml")
            new.writestr(name, parts.pop(stem, None) or old.read(name))
        for stem, content in parts.items():
            new.writestr(f"xl/{stem}.xml", content)
    return out.getvalue()


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STYLES = b"<styleSheet " + MAIN + b"><cellXfs>%s</cellXfs></styleSheet>"
STRINGS = b"<sst " + MAIN + b">%s</sst>"
CELLS = b"<worksheet " + MAIN + b"><sheetData><row>%s</row></sheetData></worksheet>"
HEAVY = {
    "styles": {"styles": STYLES % (b"<xf/>" * 1_000_000)},
    "styles of 25 MB": {"styles": STYLES % (b"<xf/>" * 5_000_000)},
    "texts": {"sharedStrings": STRINGS % (b"<si><t>x</t></si>" * 330_000)},
    "sheets": {"workbook": b"<workbook " + MAIN + b"><sheets>" + b"<sheet/>" * 600_000 + b"</sheets></workbook>"},
    "theme": {"theme1": b"<a/>" * 1_000_000},
    "cells": {"sheet1": CELLS % (b"<c/>" * 8_000_000)},
    "one long name": {"styles": STYLES % (b'<xf a="' + b"x" * 5 * MEGABYTE + b'"/>')},
}


@pytest.mark.parametrize("parts", HEAVY.values(), ids=HEAVY)
def test_a_small_book_of_a_million_elements_is_refused_while_it_is_unpacked(parts):
    content = book(**parts)
    assert len(content) < MEGABYTE
    opened = zipfile.ZipFile(io.BytesIO(content))
    started = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(SheetRefusedError, match="meer opmaak of tekst"):
            weigh(opened, most=20_000 if "sheet1" in parts else 2_000)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * MEGABYTE
    assert time.process_time() - started < 5


def test_payroll_and_contracts_refuse_it_in_words():
    content = book(**HEAVY["styles"])
    with pytest.raises(TableRefusedError, match="leeg bestand"):
        read_file(content, TableFormat.XLSX, EXPECTED)
    with pytest.raises(SheetRefusedError, match="leeg bestand"):
        read_sheet(book(**HEAVY["styles of 25 MB"]), TableFormat.XLSX, title="")


def test_so_does_an_open_document():
    content = book(TableFormat.ODS, content=b"<x>" + b"<y/>" * 1_000_000 + b"</x>")
    with pytest.raises(TableRefusedError, match="leeg bestand"):
        read_file(content, TableFormat.ODS, EXPECTED)


@pytest.mark.parametrize("before", [0, 64 * 1024 - 5, 64 * 1024 - 1])
def test_a_definition_across_two_portions_is_seen(before):
    with pytest.raises(SheetRefusedError, match="niet mogen"):
        read_here(book(styles=b" " * before + b"<!DOCTYPE x>"), TableFormat.XLSX, title="", most=10)


def test_a_mime_type_of_megabytes_is_not_unpacked_to_compare_it():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b" " * 50 * MEGABYTE)
        archive.writestr("content.xml", b"<x/>")
    tracemalloc.start()
    try:
        with pytest.raises(SheetRefusedError, match="geen ODS"):
            read_sheet(out.getvalue(), TableFormat.ODS, title="")
        assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("file_format", [TableFormat.XLSX, TableFormat.ODS])
def test_a_common_book_is_read_in_a_process_of_its_own_as_it_is_here(file_format):
    content = book(file_format)
    apart = read_sheet(content, file_format, title="Blad1")
    assert apart == read_here(content, file_format, title="Blad1", most=100)
    assert [cells[:3] for _line, cells in apart] == [HEADER, *ROWS]


def test_texts_that_pretend_to_be_a_sheet_stop_at_the_limits_of_the_process():
    """Their name is that of a sheet, so they weigh as one; the process that holds them has its own limits."""
    types = zipfile.ZipFile(io.BytesIO(book())).read("[Content_Types].xml")
    of_strings = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/worksheets/strings.xml" ContentType="' + of_strings + b'"/></Types>'
    content = book(
        **{
            "[Content_Types]": types.replace(b"</Types>", part),
            "worksheets/strings": STRINGS % (b"<si><t>x</t></si>" * 1_700_000),
        }
    )
    with pytest.raises(SheetRefusedError, match="leeg bestand"):
        read_sheet(content, TableFormat.XLSX, title="", seconds=3)


def called(name: str, content: bytes) -> bytes:
    """A small book of which the sheet holds this, under another name."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(sheet1=content))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            new.writestr(one.replace("sheet1.xml", name), old.read(one).replace(b"sheet1.xml", name.encode()))
    return out.getvalue()


@pytest.mark.parametrize("name", ["sheet1.bin", "sheet1.png"])
def test_a_sheet_under_the_name_of_a_picture_is_weighed_as_well(name):
    with pytest.raises(SheetRefusedError, match="meer opmaak of tekst"):
        weigh(zipfile.ZipFile(io.BytesIO(called(name, CELLS % (b"<c/>" * 700_000)))), most=2_000)
    for encoding in ("utf-8", "utf-16"):
        hidden = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>".encode(encoding)
        with pytest.raises(SheetRefusedError, match="niet mogen"):
            weigh(zipfile.ZipFile(io.BytesIO(called(name, hidden))), most=2_000)


def test_a_gap_of_a_million_rows_costs_next_to_nothing():
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    content = book(sheet1=b"<worksheet " + MAIN + b"><sheetData>" + rows + b"</sheetData></worksheet>")
    started = time.process_time()
    found = read_here(content, TableFormat.XLSX, title="", most=10)
    assert [(line, cells[0]) for line, cells in found] == [(1, "1"), (1_048_576, "2")]
    assert time.process_time() - started < 2


def of_entries(count: int) -> bytes:
    """An archive of empty files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for number in range(count):
            new.writestr(f"{number}", b"")
    return out.getvalue()


def test_an_archive_of_thousands_of_empty_files_is_refused_before_its_directory_is_read():
    content = of_entries(20_000)
    tracemalloc.start()
    try:
        with pytest.raises(ArchiveRefusedError, match="meer dan 500 onderdelen"):
            archive.opened(content)
        assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    finally:
        tracemalloc.stop()
    assert len(archive.opened(of_entries(500)).infolist()) == 500


def test_what_is_too_large_once_unpacked_is_called_that():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("a", b" " * 2 * MEGABYTE)
    with pytest.raises(ArchiveRefusedError, match="groter dan 1 MB"):
        archive.opened(out.getvalue(), largest=MEGABYTE)


def test_a_process_that_asks_for_more_than_its_limits_ends_alone():
    code = "from organisations import confined; confined.limit(memory=300_000_000, seconds=5, answer=1000); x = b'x' * 10**9"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"MemoryError" in ended.stderr
    with pytest.raises(OSError, match="ended with"):
        confined.run("organisations.no_such_module", given=b"", seconds=20)
