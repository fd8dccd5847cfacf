"""A table from outside as text: a file, or what was copied out of a spreadsheet. Nothing in it is ever run.

What a table is about, and so which headings mean something and which columns may not stay here, ``Expected`` says.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from exchange import archive
from exchange.archive import MEGABYTE, ArchiveRefusedError
from exchange.choices import TableFormat
from exchange.sheets import SheetRefusedError, read_sheet
from organisations.citizen_numbers import is_citizen_number

#: It is read while somebody waits, so it is held to what people bring.
LARGEST = 2 * MEGABYTE
LARGEST_UNPACKED = 6 * MEGABYTE
MOST_COLUMNS = 40
#: Of computing.
_SECONDS = 8
LONGEST_CELL = 200
#: Among so many rows the names of the columns are looked for: programs put titles above them.
_TOP = 20
_ENOUGH = 2
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = ("\t", ";", ",", "|")
_ZIP = b"PK\x03\x04"

Record = tuple[int, list[str]]


class TableRefusedError(Exception):
    """The table cannot be read; the message says why, to who sent it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the tables of one kind are like.

    ``recognised`` counts the different things that headings name. ``private`` are words in the heading of a column that
    nobody here may have, or has any use for. ``no_header`` is said of a table without names above its columns.
    """

    recognised: Callable[[Sequence[str]], int]
    private: frozenset[str]
    most_rows: int
    no_header: str | Promise
    #: Words in the heading of a column whose numbers of nine digits are something else: a telephone without its 0.
    other_numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, each with its line; every row has as many cells as the header.

    ``left_out`` are the columns that were taken out at once: citizen service numbers and what else is not needed.
    """

    header: list[str]
    rows: list[Record]
    left_out: tuple[str, ...] = ()
    #: The line of the header, where other lines stand above it; else 0.
    header_line: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """Where it stands, counted from 0 and by its heading, what it says, and why that cannot be."""

    column: int
    heading: str
    text: str
    fault: str


def read_file(content: bytes, file_format: TableFormat, expected: Expected, *, header_line: int | None = None) -> Table:
    """The first sheet of a book, or a CSV file; ``header_line`` where somebody said which line the header is."""
    if content.startswith(_ZIP) is (file_format == TableFormat.CSV):
        words = {"kind": file_format.upper()}
        raise TableRefusedError(_("De inhoud past niet bij de naam: dit is geen %(kind)s-bestand.") % words)
    if file_format == TableFormat.CSV:
        return _table(_separated(_text_of(content), expected), expected, header_line)
    try:
        archive.opened(content, largest=LARGEST_UNPACKED)
        records = read_sheet(content, file_format, title="", most=expected.most_rows + _TOP, seconds=_SECONDS)
        return _table(records, expected, header_line)
    except (ArchiveRefusedError, SheetRefusedError) as error:
        raise TableRefusedError(str(error)) from error


def read_pasted(text: str, expected: Expected, *, header_line: int | None = None) -> Table:
    """What was copied out of a spreadsheet: a tab between the cells."""
    return _table(_separated(text, expected), expected, header_line)


def _text_of(content: bytes) -> str:
    """UTF-8, or else what Windows programs write."""
    if content.startswith(_MARKS) or b"\0" in content:
        raise TableRefusedError(_("Dit is geen CSV-bestand dat het portaal kan lezen. Bewaar het als CSV UTF-8."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separated(text: str, expected: Expected) -> Iterable[Record]:
    separator = _separator_of([line for line in text.splitlines() if line.strip()][:_TOP], expected)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=separator != "\t")
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        words = {"line": reader.line_num}
        raise TableRefusedError(
            _("De aanhalingstekens in regel %(line)s kloppen niet. Verbeter die regel in uw bestand.") % words
        ) from error


def _separator_of(lines: list[str], expected: Expected) -> str:
    """What stands between the names of the columns, or else between the cells of most lines."""
    for line in lines:
        separator = max(_SEPARATORS, key=line.count)
        if expected.recognised([cell.strip(' "') for cell in line.split(separator)]) >= _ENOUGH:
            return separator
    return max(_SEPARATORS, key=lambda one: sum(one in line for line in lines))


def _header_place(filled: list[Record], expected: Expected, header_line: int | None) -> int:
    """Which row has the names of the columns: the one that was pointed at, one with known names, or the widest."""
    if header_line is not None:
        place = next((place for place, (number, _cells) in enumerate(filled) if number == header_line), None)
        if place is None:
            raise TableRefusedError(_("In regel %(line)s staat niets.") % {"line": header_line})
        return place
    top = [cells for _number, cells in filled[:_TOP]]
    widest = max(sum(map(bool, cells)) for cells in top)
    names = [(place, cells) for place, cells in enumerate(top) if not any(_is_number(cell) for cell in cells)]
    known = (place for place, cells in names if expected.recognised(cells) >= _ENOUGH)
    wide = (place for place, cells in names if sum(map(bool, cells)) == widest)
    return next(known, next(wide, 0))


def _table(records: Iterable[Record], expected: Expected, header_line: int | None) -> Table:
    filled: list[Record] = []
    for number, cells in records:
        if any(cell.strip() for cell in cells):
            filled.append((number, [_plain(cell) for cell in cells]))
        if len(filled) > expected.most_rows + _TOP:
            break
    if not filled:
        raise TableRefusedError(_("Er staat niets in de tabel. Kies een bestand met regels eronder."))
    place = _header_place(filled, expected, header_line)
    (line, header), rows = filled[place], filled[place + 1 :]
    if len(rows) > expected.most_rows:
        words = {"most": expected.most_rows}
        raise TableRefusedError(_("De tabel heeft meer dan %(most)s regels. Splits hem op.") % words)
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        words = {"most": MOST_COLUMNS}
        raise TableRefusedError(_("De tabel heeft meer dan %(most)s kolommen. Haal weg wat u niet gebruikt.") % words)
    if any(_is_number(cell) for cell in header):
        raise TableRefusedError(str(expected.no_header))
    if not rows:
        raise TableRefusedError(_("Onder de namen van de kolommen staat geen enkele regel."))
    width = len(header)
    table = _without_private(
        header, [(number, [*cells[:width], *[""] * (width - len(cells))]) for number, cells in rows], expected
    )
    return replace(table, header_line=line if place else 0)


def _without_private(header: list[str], rows: list[Record], expected: Expected) -> Table:
    """The table without the columns that may not stay here."""
    private = {
        place
        for place, heading in enumerate(header)
        if _is_private(heading, expected)
        or (
            not any(word in _letters_of(heading) for word in expected.other_numbers)
            and _has_citizen_numbers(cells[place] for _, cells in rows)
        )
    }
    used = [place for place in range(len(header)) if place not in private]
    return Table(
        [header[place] for place in used],
        [(number, [cells[place] for place in used]) for number, cells in rows],
        tuple(header[place] or _("zonder naam") for place in sorted(private)),
    )


def _is_private(heading: str, expected: Expected) -> bool:
    """By a word in it; what we ask for by that name is not, though another word may stand inside: geslacht in geslachtsnaam."""
    return not expected.recognised([heading]) and any(word in _letters_of(heading) for word in expected.private)


def _letters_of(heading: str) -> str:
    return "".join(one for one in heading.casefold() if one.isalpha())


def _has_citizen_numbers(cells: Iterable[str]) -> bool:
    """Whether everything in the column is a citizen service number, by its check digit (the eleven test)."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(is_citizen_number(cell.replace(".", "").replace(" ", "")) for cell in filled)


def _plain(cell: str) -> str:
    """One line of readable text of a bounded length."""
    return " ".join("".join(one if one.isprintable() else " " for one in cell).split())[:LONGEST_CELL]


def _is_number(cell: str) -> bool:
    return bool(cell) and not any(one.isalpha() for one in cell)
