"""A spreadsheet that somebody sent, as records with the line on which each stands. Nothing in it is ever run."""

import csv
import io
import json
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.exceptions import InvalidFileException

from exchange import archive
from exchange.archive import ArchiveRefusedError
from exchange.choices import TableFormat
from exchange.package import Fault, records_of, text_of
from exchange.sheets import ods
from exchange.sheets.cells import cell_text
from exchange.sheets.limits import LAST_ROW, MOST_COLUMNS, MOST_ROWS
from exchange.sheets.refused import SheetRefusedError, too_heavy
from exchange.sheets.weighing import weigh
from organisations import confined

Record = tuple[int, list[str]]
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_LONGEST_MIMETYPE = 200
#: Of computing, in the worker.
_SECONDS = 120
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what both XML parsers raise
    ExpatError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    ArithmeticError,
    RecursionError,
    EOFError,
    OSError,
)


def read_sheet(
    content: bytes, file_format: TableFormat, *, title: str, most: int = MOST_ROWS, seconds: int = _SECONDS
) -> list[Record]:
    """All lines with any text, of the sheet with this title or else the first one; refused beyond ``most``.

    A book is read in a process of its own, which computes for ``seconds`` at most.
    """
    if file_format == TableFormat.CSV:
        return read_here(content, file_format, title=title, most=most)
    refuse_other_content(content, file_format)
    try:
        answer = json.loads(
            confined.run(
                "exchange.sheets",
                *(file_format.value, title, str(most), str(seconds)),
                given=content,
                seconds=2 * seconds,
            )
        )
    except confined.TooHeavy as error:
        raise too_heavy() from error
    if "refused" in answer:
        reason, line = answer["refused"]
        raise SheetRefusedError(str(reason), int(line))
    return [(int(line), [str(cell) for cell in cells]) for line, cells in answer["records"]]


def read_here(content: bytes, file_format: TableFormat, *, title: str, most: int) -> list[Record]:
    """The same in this process. Of a book only where limits hold."""
    try:
        records = list(islice(_records(content, file_format, title, most), most + 2))
    except MemoryError as error:
        raise too_heavy() from error
    if len(records) > most + 1:
        raise SheetRefusedError(_("Het bestand heeft meer dan %(most)s regels. Splits het op.") % {"most": most})
    return records


def refuse_other_content(content: bytes, file_format: TableFormat) -> None:
    """Raise when the file is not what its name says, or holds what is never opened; from its directory alone."""
    if file_format == TableFormat.CSV:
        return
    try:
        book = archive.opened(content)
        names = set(book.namelist())
        if any(name.casefold().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
            raise SheetRefusedError(_("Het bestand bevat macro’s. Bewaar het zonder macro’s (XLSX of ODS)."))
        if not _is_book(book, names, file_format):
            raise SheetRefusedError(
                _("Dit is geen %(kind)s-bestand, al heet het wel zo.") % {"kind": file_format.upper()}
            )
    except ArchiveRefusedError as error:
        raise SheetRefusedError(str(error)) from error
    except _BROKEN as error:
        raise SheetRefusedError(
            _("Het bestand is beschadigd of beveiligd, en niet te lezen. Bewaar het opnieuw zonder wachtwoord.")
        ) from error


def _is_book(book: zipfile.ZipFile, names: set[str], file_format: TableFormat) -> bool:
    if file_format == TableFormat.XLSX:
        return "xl/workbook.xml" in names
    if not {"mimetype", "content.xml"} <= names or book.getinfo("mimetype").file_size > _LONGEST_MIMETYPE:
        return False
    return book.read("mimetype").strip() == _OPEN_DOCUMENT


def _records(content: bytes, file_format: TableFormat, title: str, most: int) -> Iterator[Record]:
    if file_format == TableFormat.CSV:
        yield from _of_csv(content)
        return
    refuse_other_content(content, file_format)
    reader = ods.records if file_format == TableFormat.ODS else _of_xlsx
    try:
        weigh(archive.opened(content), most=most)
        yield from reader(content, title)
    except _BROKEN as error:
        raise SheetRefusedError(
            _("Het bestand is beschadigd of beveiligd, en niet te lezen. Bewaar het opnieuw zonder wachtwoord.")
        ) from error


def _of_csv(content: bytes) -> Iterator[Record]:
    faults: list[Fault] = []
    text = text_of("", content, faults)
    if text is None:
        advice = _("Kies in Excel bij Opslaan als voor CSV UTF-8, of stuur het Excel-bestand zelf.")
        raise SheetRefusedError(f"{faults[0].reason} {advice}", faults[0].line)
    header = text.split("\n", 1)[0]
    if ";" not in header and "," not in header and ("\t" in header or "|" in header):
        raise SheetRefusedError(_("Tussen de kolommen hoort een komma of een puntkomma te staan."), 1)
    records = records_of(text)
    try:
        yield from records
    except csv.Error as error:
        raise SheetRefusedError(_("De aanhalingstekens in deze regel kloppen niet."), records.at) from error


def _of_xlsx(content: bytes, title: str) -> Iterator[Record]:
    with warnings.catch_warnings():
        # openpyxl warns of what it leaves out: pictures, styles, links. None of it is read here.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets
        if not sheets:
            return
        sheet = next((one for one in sheets if one.title == title), sheets[0])
        sheet.reset_dimensions()
        before = None
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            if number > LAST_ROW:
                raise ValueError("rows beyond the last one")
            # A gap can be a million rows: all of them are one and the same to openpyxl.
            if row is before or all(cell is EMPTY_CELL for cell in row):
                before = row
                continue
            cells = [cell_text(cell.value, cell.number_format) for cell in row]
            if any(cells):
                yield number, cells
