"""Spreadsheets that are safe to open and the same every time.

Text stays text, also where a spreadsheet would take it for a formula. Amounts are written exactly, never through a
binary fraction. Nothing in the file depends on the moment or the process that wrote it.
"""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from reporting.render.content import Value
from reporting.render.sheets import Sheet

EURO_FORMAT: Final = "#,##0.00"
COUNT_FORMAT: Final = "#,##0"
DATE_FORMAT: Final = "d-m-yyyy"
NARROWEST, WIDEST = 12, 60
LONGEST_CELL: Final = 32_767
FIRST_ZIP_YEAR: Final = 1980

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PROPERTIES = "docProps/core.xml"
_MOMENTS = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:)")


class Book:
    """A workbook under construction: sheets of rows under one line of headings."""

    def __init__(self, *, title: str, creator: str, made_at: dt.datetime) -> None:
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._book.properties.title = title
        self._book.properties.creator = creator
        self._book.properties.language = "nl"
        self._made_at = made_at.astimezone(dt.UTC)

    def add(self, sheet: Sheet) -> None:
        """Write the tables of a sheet, one under the other; a title stands above each where there are more."""
        tab = self._book.create_sheet(sheet.title)
        line = 1
        for part in sheet.parts:
            if len(sheet.parts) > 1 and part.title:
                _write_heading(tab.cell(line, 1), part.title)
                line += 1
            for column, heading in enumerate(part.headings, start=1):
                _write_heading(tab.cell(line, column), heading)
            for number, row in enumerate(part.rows, start=line + 1):
                for column, value in enumerate(row, start=1):
                    _write(tab.cell(number, column), value)
            line += len(part.rows) + 2
        if len(sheet.parts) == 1:
            tab.freeze_panes = "A2"
        columns = max((len(part.headings) for part in sheet.parts), default=0)
        for place in range(columns):
            tab.column_dimensions[get_column_letter(place + 1)].width = width_of(sheet, place)

    def to_bytes(self) -> bytes:
        raw = io.BytesIO()
        self._book.save(raw)
        return _without_clock(raw.getvalue(), self._made_at)


def _write_heading(cell: Cell, text: str) -> None:
    _write_text(cell, text)
    cell.font = Font(bold=True)


def _write(cell: Cell, value: Value) -> None:
    if value is None:
        return
    if isinstance(value, str):
        _write_text(cell, value)
        return
    cell.value = value
    cell.alignment = Alignment(vertical="top")
    if isinstance(value, Decimal):
        cell.number_format = EURO_FORMAT
    elif isinstance(value, int):
        cell.number_format = COUNT_FORMAT
    else:
        cell.number_format = DATE_FORMAT


def _write_text(cell: Cell, text: str) -> None:
    cell.value = readable(text)[:LONGEST_CELL]
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True  # who edits the cell and presses Enter still has text
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def readable(text: str) -> str:
    """Return text without the signs that a spreadsheet cannot hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def width_of(sheet: Sheet, place: int) -> int:
    """Return the width of a column in letters."""
    values = (row[place] for part in sheet.parts for row in (part.headings, *part.rows) if place < len(row))
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest + 2, NARROWEST), WIDEST)


def moment_of(made_at: dt.datetime) -> str:
    """Return a moment as a file carries it: in UTC, to the second."""
    return made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_entry(
    archive: zipfile.ZipFile, name: str, content: bytes, made_at: dt.datetime, *, is_stored: bool = False
) -> None:
    """Write a part of a spreadsheet under the moment of the report, so that it is the same each time."""
    stamp = made_at.timetuple()[:6] if made_at.year >= FIRST_ZIP_YEAR else (FIRST_ZIP_YEAR, 1, 1, 0, 0, 0)
    entry = zipfile.ZipInfo(name, date_time=stamp)
    entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    entry.create_system = 3
    archive.writestr(entry, content)


def _without_clock(content: bytes, made_at: dt.datetime) -> bytes:
    """Write the archive anew with one moment everywhere: that of the report."""
    moment = moment_of(made_at).encode()
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == _PROPERTIES:
                part = _MOMENTS.sub(rb"\g<1>" + moment + rb"\g<3>", part)
            write_entry(new, name, part, made_at)
    return fixed.getvalue()
