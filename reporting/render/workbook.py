"""Spreadsheets that are safe to open and the same every time.

Text stays text, also where a spreadsheet would take it for a formula. Amounts are written exactly, never through a
binary fraction. Nothing in the file depends on the moment or the process that wrote it.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

Value: TypeAlias = str | int | Decimal | dt.date | None
Row: TypeAlias = Sequence[Value]

EURO_FORMAT: Final = "#,##0.00"
COUNT_FORMAT: Final = "#,##0"
DATE_FORMAT: Final = "d-m-yyyy"
NARROWEST, WIDEST = 12, 60
LONGEST_CELL: Final = 32_767
FIRST_ZIP_YEAR: Final = 1980

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
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

    def add(self, title: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
        sheet = self._book.create_sheet(_NOT_IN_A_TITLE.sub("", title)[:_LONGEST_TITLE].strip())
        for number, row in enumerate([headings, *rows], start=1):
            for column, value in enumerate(row, start=1):
                _write(sheet.cell(number, column), value)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
        _set_widths(sheet)

    def to_bytes(self) -> bytes:
        raw = io.BytesIO()
        self._book.save(raw)
        return _without_clock(raw.getvalue(), self._made_at)


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
    cell.value = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST_CELL]
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True  # who edits the cell and presses Enter still has text
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _set_widths(sheet: Worksheet) -> None:
    for column in sheet.columns:
        longest = max((len(str(cell.value)) for cell in column if cell.value is not None), default=0)
        sheet.column_dimensions[column[0].column_letter].width = min(max(longest + 2, NARROWEST), WIDEST)


def _without_clock(content: bytes, made_at: dt.datetime) -> bytes:
    """Write the archive anew with one moment everywhere: that of the report."""
    moment = made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stamp = made_at.timetuple()[:6] if made_at.year >= FIRST_ZIP_YEAR else (FIRST_ZIP_YEAR, 1, 1, 0, 0, 0)
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == _PROPERTIES:
                part = _MOMENTS.sub(rb"\g<1>" + moment + rb"\g<3>", part)
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, part)
    return fixed.getvalue()
