"""A table from outside as text: a file of payroll, or what was copied out of a spreadsheet. Nothing in it is ever run."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exchange import archive
from exchange.archive import MEGABYTE, ArchiveRefusedError
from exchange.choices import TableFormat
from exchange.sheets import SheetRefusedError, read_sheet

#: It is read while somebody waits, so it is held to what a payroll can be.
LARGEST = 2 * MEGABYTE
LARGEST_UNPACKED = 6 * MEGABYTE
MOST_ROWS = 2_000
MOST_COLUMNS = 40
#: Of computing.
_SECONDS = 15
_LONGEST_CELL = 200
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = ("\t", ";", ",", "|")
_ZIP = b"PK\x03\x04"

Record = tuple[int, list[str]]


class TableRefusedError(Exception):
    """The table cannot be read; the message says why, to who sent it."""


#: Words in the heading of a column that nobody here may have, or has any use for.
_PRIVATE = frozenset(
    {"bsn", "burgerservice", "sofi", "salaris", "brutoloon", "nettoloon", "iban", "bankrekening", "rekeningnummer"}
    | {"adres", "straat", "postcode", "woonplaats", "telefoon", "mobiel", "email", "nationaliteit", "burgerlijkestaat"}
)
_CITIZEN_NUMBER = re.compile(r"\d{9}", re.ASCII)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_ELEVEN = 11


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, each with its line; every row has as many cells as the header.

    ``left_out`` are the columns that were taken out at once: citizen service numbers and what else is not needed.
    """

    header: list[str]
    rows: list[Record]
    left_out: tuple[str, ...] = ()


def read_file(content: bytes, file_format: TableFormat) -> Table:
    """The first sheet of a book, or a CSV file."""
    if content.startswith(_ZIP) is (file_format == TableFormat.CSV):
        words = {"kind": file_format.upper()}
        raise TableRefusedError(_("De inhoud past niet bij de naam: dit is geen %(kind)s-bestand.") % words)
    if file_format == TableFormat.CSV:
        return _table(_separated(_text_of(content)))
    try:
        archive.opened(content, largest=LARGEST_UNPACKED)
        return _table(read_sheet(content, file_format, title="", most=MOST_ROWS, seconds=_SECONDS))
    except (ArchiveRefusedError, SheetRefusedError) as error:
        raise TableRefusedError(str(error)) from error


def read_pasted(text: str) -> Table:
    """What was copied out of a spreadsheet: a tab between the cells."""
    return _table(_separated(text))


def _text_of(content: bytes) -> str:
    """UTF-8, or else what Windows programs write."""
    if content.startswith(_MARKS) or b"\0" in content:
        raise TableRefusedError(_("Dit is geen CSV-bestand dat het portaal kan lezen. Bewaar het als CSV UTF-8."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separated(text: str) -> Iterable[Record]:
    lines = text.splitlines()
    header = next((line for line in lines if line.strip()), "")
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=separator != "\t")
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        words = {"line": reader.line_num}
        raise TableRefusedError(_("De aanhalingstekens in regel %(line)s kloppen niet.") % words) from error


def _table(records: Iterable[Record]) -> Table:
    filled: list[Record] = []
    for number, cells in records:
        if any(cell.strip() for cell in cells):
            filled.append((number, [_plain(cell) for cell in cells]))
        if len(filled) > MOST_ROWS + 1:
            raise TableRefusedError(_("De tabel heeft meer dan %(most)s regels. Splits hem op.") % {"most": MOST_ROWS})
    if not filled:
        raise TableRefusedError(_("Er staat niets in de tabel."))
    (_line, header), *rows = filled
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        words = {"most": MOST_COLUMNS}
        raise TableRefusedError(_("De tabel heeft meer dan %(most)s kolommen. Haal weg wat u niet gebruikt.") % words)
    if any(_is_number(cell) for cell in header):
        raise TableRefusedError(_("Neem ook de regel met de namen van de kolommen mee; die hoort bovenaan te staan."))
    if not rows:
        raise TableRefusedError(_("Onder de namen van de kolommen staat geen enkele regel."))
    width = len(header)
    return _without_private(
        header, [(number, [*cells[:width], *[""] * (width - len(cells))]) for number, cells in rows]
    )


def _without_private(header: list[str], rows: list[Record]) -> Table:
    """The table without the columns that may not stay here."""
    private = {
        place
        for place, heading in enumerate(header)
        if any(word in _letters_of(heading) for word in _PRIVATE)
        or _has_citizen_numbers(cells[place] for _, cells in rows)
    }
    used = [place for place in range(len(header)) if place not in private]
    return Table(
        [header[place] for place in used],
        [(number, [cells[place] for place in used]) for number, cells in rows],
        tuple(header[place] or _("zonder naam") for place in sorted(private)),
    )


def _letters_of(heading: str) -> str:
    return "".join(one for one in heading.casefold() if one.isalpha())


def _has_citizen_numbers(cells: Iterable[str]) -> bool:
    """Whether everything in the column is a citizen service number, by its check digit (the eleven test)."""
    filled = [cell.replace(".", "").replace(" ", "") for cell in cells if cell]
    return bool(filled) and all(
        _CITIZEN_NUMBER.fullmatch(cell)
        and sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, cell, strict=True)) % _ELEVEN == 0
        for cell in filled
    )


def _plain(cell: str) -> str:
    """One line of readable text of a bounded length."""
    return " ".join("".join(one if one.isprintable() else " " for one in cell).split())[:_LONGEST_CELL]


def _is_number(cell: str) -> bool:
    return bool(cell) and not any(one.isalpha() for one in cell)
