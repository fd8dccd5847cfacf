"""Rows written as a spreadsheet, one row at a time, so that a hundred thousand of them need no more memory than one.

Text stays text: in XLSX and ODS its cell says so, in CSV what could be a formula gets an apostrophe before it.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from exchange.choices import TableFormat
from exchange.sheets.cells import plain_text

Value: TypeAlias = str | int | Decimal | dt.date | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMOUNT_FORMAT = "#,##0.00"
_DAY_FORMAT = "d-m-yyyy"
_LONGEST_CELL = 32_767
_NARROWEST, _WIDEST = 12, 45
_ROWS_WITH_CHOICES = 2000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a line of headings and its rows.

    ``choices``: by the place of a column from 0, the cells of another sheet with what it takes, as a formula names them.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]
    choices: Mapping[int, str] = field(default_factory=dict)


def write_book(target: BinaryIO, file_format: TableFormat, sheets: Sequence[Sheet]) -> None:
    """Write the sheets to a file that is open for bytes; a CSV file has the first one only."""
    if file_format == TableFormat.XLSX:
        _write_xlsx(target, sheets)
    elif file_format == TableFormat.ODS:
        _write_ods(target, sheets)
    else:
        _write_csv(target, sheets[0])


def _write_csv(target: BinaryIO, sheet: Sheet) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet.headings)
    for row in sheet.rows:
        writer.writerow([_csv_text(value) for value in row])
    text.detach()


def _csv_text(value: Value) -> str:
    if isinstance(value, str):
        return plain_text(value)
    return "" if value is None else str(value)


def _write_xlsx(target: BinaryIO, sheets: Sequence[Sheet]) -> None:
    book = Workbook(write_only=True)
    for one in sheets:
        sheet = book.create_sheet(one.title)
        sheet.freeze_panes = "A2"
        for place, heading in enumerate(one.headings, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = _width(heading)
        for place, choices in one.choices.items():
            letter = get_column_letter(place + 1)
            rule = DataValidation(type="list", formula1=choices, allow_blank=True)
            rule.add(f"{letter}2:{letter}{_ROWS_WITH_CHOICES}")
            sheet.data_validations.append(rule)
        sheet.append([_bold(sheet, heading) for heading in one.headings])
        for row in one.rows:
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    book.save(target)


def _width(heading: str) -> int:
    return min(max(len(heading) + 2, _NARROWEST), _WIDEST)


def _bold(sheet: object, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet: object, value: Value) -> Cell | int | str | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        return _xlsx_text(sheet, _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)[:_LONGEST_CELL])
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _AMOUNT_FORMAT if isinstance(value, Decimal) else _DAY_FORMAT
    return cell


def _xlsx_text(sheet: object, text: str) -> Cell | str:
    if not text.startswith(_FORMULA_STARTS):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True  # who edits the cell and presses Enter still has text
    return cell


_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>'
    '<number:number-style style:name="N1"><number:number number:decimal-places="2" number:min-decimal-places="2"'
    ' number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
    '<number:date-style style:name="N2"><number:day/><number:text>-</number:text><number:month/>'
    '<number:text>-</number:text><number:year number:style="long"/></number:date-style>'
    '<style:style style:name="amount" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    '</style:style><style:style style:name="wide" style:family="table-column">'
    '<style:table-column-properties style:column-width="4cm"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def _write_ods(target: BinaryIO, sheets: Sequence[Sheet]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        # The first entry, and not compressed: by it a program knows what the file is.
        book.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        with book.open("content.xml", "w", force_zip64=True) as part:
            content = io.TextIOWrapper(part, encoding="utf-8", write_through=True)
            content.write(_ODS_HEAD)
            for sheet in sheets:
                _write_ods_sheet(content, sheet)
            content.write(_ODS_TAIL)
            content.detach()


def _write_ods_sheet(content: io.TextIOWrapper, sheet: Sheet) -> None:
    columns = len(sheet.headings)
    content.write(f"<table:table table:name={quoteattr(sheet.title)}>")
    content.write(
        f'<table:table-column table:style-name="wide" table:number-columns-repeated="{columns}"/><table:table-row>'
    )
    content.writelines(_ods_text(heading, ' table:style-name="head"') for heading in sheet.headings)
    content.write("</table:table-row>")
    content.writelines(
        "<table:table-row>" + "".join(_ods_cell(value) for value in row) + "</table:table-row>" for row in sheet.rows
    )
    content.write("</table:table>")


def _ods_cell(value: Value) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, str):
        return _ods_text(value)
    if isinstance(value, dt.date):
        return (
            f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{value.isoformat()}">'
            f"<text:p>{value:%d-%m-%Y}</text:p></table:table-cell>"
        )
    style = ' table:style-name="amount"' if isinstance(value, Decimal) else ""
    return (
        f'<table:table-cell{style} office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
        "</table:table-cell>"
    )


def _ods_text(text: str, style: str = "") -> str:
    written = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in written.splitlines() or [""])
    return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """White space that a reader would otherwise fold into one."""
    return escape(line).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')
