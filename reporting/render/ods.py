"""The ODS of a report, from its frozen JSON alone: the sheets of the XLSX, in the format that is nobody's own.

Written by hand, as the format is small: every byte follows from the report. Text is always text, amounts are exact.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from organisations.notation import dutch_number
from reporting.render.content import Value
from reporting.render.sheets import Part, Sheet, Sheets, sheets_of
from reporting.render.workbook import NARROWEST, WIDEST, moment_of, readable, width_of, write_entry

MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES: Final = (
    f'xmlns:office="{_OASIS}:office:1.0" xmlns:table="{_OASIS}:table:1.0" xmlns:text="{_OASIS}:text:1.0"'
    f' xmlns:style="{_OASIS}:style:1.0" xmlns:number="{_OASIS}:datastyle:1.0"'
    f' xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0" xmlns:meta="{_OASIS}:meta:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_MANIFEST: Final = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_CELL_STYLE: Final = (
    '<style:style style:name="{name}" style:family="table-cell"{data}>'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    '<style:text-properties fo:language="nl" fo:country="NL"{weight}/></style:style>'
)
_MILLIMETRES_PER_LETTER: Final = 2


def render_ods(snapshot: Mapping[str, Any]) -> bytes:
    """Return the spreadsheet. Raises SnapshotError when the JSON is not what was frozen."""
    return write_ods(sheets_of(snapshot))


def write_ods(content: Sheets) -> bytes:
    """Return the sheets as a spreadsheet."""
    made_at = content.made_at.astimezone(dt.UTC)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        # The first entry, and not compressed: by it a program knows what the file is.
        write_entry(archive, "mimetype", MIMETYPE.encode(), made_at, is_stored=True)
        write_entry(archive, "META-INF/manifest.xml", _MANIFEST.encode(), made_at)
        write_entry(archive, "content.xml", "".join(_content(content)).encode(), made_at)
        write_entry(archive, "meta.xml", _meta(content, made_at).encode(), made_at)
    return raw.getvalue()


def _meta(content: Sheets, made_at: dt.datetime) -> str:
    moment = moment_of(made_at)
    return (
        f"{_HEAD}<office:document-meta {_NAMES}><office:meta><dc:title>{escape(readable(content.title))}</dc:title>"
        f"<meta:initial-creator>{escape(readable(content.creator))}</meta:initial-creator>"
        f"<meta:creation-date>{moment}</meta:creation-date><dc:date>{moment}</dc:date><dc:language>nl-NL</dc:language>"
        "</office:meta></office:document-meta>"
    )


def _content(content: Sheets) -> Iterator[str]:
    yield f"{_HEAD}<office:document-content {_NAMES}><office:automatic-styles>"
    yield (
        '<number:number-style style:name="N1"><number:number number:decimal-places="2" number:min-decimal-places="2"'
        ' number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
        '<number:number-style style:name="N2"><number:number number:decimal-places="0" number:min-integer-digits="1"'
        ' number:grouping="true"/></number:number-style>'
        '<number:date-style style:name="N3"><number:day/><number:text>-</number:text><number:month/>'
        '<number:text>-</number:text><number:year number:style="long"/></number:date-style>'
    )
    for name, number in (("amount", "N1"), ("count", "N2"), ("day", "N3"), ("words", "")):
        data = f' style:data-style-name="{number}"' if number else ""
        yield _CELL_STYLE.format(name=name, data=data, weight="")
    yield _CELL_STYLE.format(name="head", data="", weight=' fo:font-weight="bold"')
    for width in range(NARROWEST, WIDEST + 1):
        yield (
            f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-properties'
            f' style:column-width="{width * _MILLIMETRES_PER_LETTER}mm"/></style:style>'
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    for sheet in content.sheets:
        yield from _sheet(sheet)
    yield "</office:spreadsheet></office:body></office:document-content>"


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(readable(sheet.title))}>"
    columns = max((len(part.headings) for part in sheet.parts), default=1)
    for place in range(columns):
        yield f'<table:table-column table:style-name="w{width_of(sheet, place)}"/>'
    for number, part in enumerate(sheet.parts):
        if number:
            yield _row("")
        if len(sheet.parts) > 1 and part.title:
            yield _row(_text(part.title, "head"))
        yield from _part(part)
    if not sheet.parts:
        yield _row("<table:table-cell/>")
    yield "</table:table>"


def _part(part: Part) -> Iterator[str]:
    yield _row("".join(_text(heading, "head") for heading in part.headings))
    for row in part.rows:
        yield _row("".join(_cell(value) for value in row))


def _row(cells: str) -> str:
    return f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"


def _cell(value: Value) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case str():
            return _text(value, "words")
        case dt.date():
            return (
                '<table:table-cell table:style-name="day" office:value-type="date"'
                f' office:date-value="{value.isoformat()}"><text:p>{value.day}-{value.month}-{value.year}</text:p>'
                "</table:table-cell>"
            )
    style, shown = ("amount", dutch_number(value, 2)) if isinstance(value, Decimal) else ("count", dutch_number(value))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def _text(text: str, style: str) -> str:
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in readable(text).splitlines() or [""])
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """White space that a reader would otherwise fold into one."""
    return escape(line).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')
