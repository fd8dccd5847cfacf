"""From a folder to rows. Everything that is wrong is told, not only the first thing."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from exchange.package.cells import RefusedError
from exchange.package.columns import Column, PackageRow, columns_of
from exchange.package.faults import Fault, Line, Package, Table
from exchange.package.rows import FILES

#: A larger file is refused before it is read: 50 000 rows of hours are under 2 MB.
LARGEST = 20 * 1024 * 1024
_IGNORED = frozenset({"readme.md", "readme.txt", "readme"})
_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_package(folder: Path) -> Package:
    """Read every file of the folder; subfolders, hidden files and a README are no part of a package."""
    try:
        found = [one for one in folder.iterdir() if not one.is_dir() and not one.name.startswith(".")]
    except OSError:
        return Package(faults=(Fault(folder.name, 0, "", _("Deze map bestaat niet of is niet te lezen.")),))
    return _package({path.name: partial(_content, path) for path in found}, folder.name)


def read_files(files: Mapping[str, bytes]) -> Package:
    """Read a package that came as files by name, from a browser, already held to a size."""
    return _package({name: partial(text_of, name, content) for name, content in files.items()}, "")


def _package(files: Mapping[str, Callable[[list[Fault]], str | None]], name: str) -> Package:
    """A package from its files, each with what gives its text or adds to the faults why not."""
    faults: list[Fault] = []
    tables: dict[type, Table[Any]] = {}
    for file, content_of in sorted(files.items()):
        if file in FILES:
            content = content_of(faults)
            if content is not None:
                tables[FILES[file]] = _table(FILES[file], content, faults)
        elif file.casefold() not in _IGNORED:
            faults.append(Fault(file, 0, "", _unknown()))
    if not tables and not faults:
        known = {"files": ", ".join(FILES)}
        faults.append(Fault(name, 0, "", _("Er staat geen bestand in deze map om te lezen: %(files)s.") % known))
    return Package(tables, tuple(faults))


def _unknown() -> str:
    return _("Dit bestand hoort niet bij een gegevenspakket. Het portaal leest: %(files)s.") % {
        "files": ", ".join(FILES)
    }


def _content(path: Path, faults: list[Fault]) -> str | None:
    """The text of a file of the folder, or None with the reason among the faults."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            limit = {"limit": LARGEST // (1024 * 1024)}
            faults.append(Fault(path.name, 0, "", _("Het bestand is groter dan %(limit)s MB.") % limit))
            return None
        raw = path.read_bytes()
    except OSError:
        faults.append(Fault(path.name, 0, "", _("Het bestand is niet te lezen.")))
        return None
    return text_of(path.name, raw, faults)


def text_of(name: str, raw: bytes, faults: list[Fault]) -> str | None:
    """The text of a file, or None with the reason among the faults."""
    if raw.startswith(_UTF_16_MARKS):
        faults.append(Fault(name, 1, "", _("Het bestand staat in UTF-16. Bewaar het als CSV in UTF-8.")))
        return None
    raw = raw.removeprefix(_UTF_8_MARK)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.append(Fault(name, line, "", _("Deze regel is geen UTF-8. Bewaar het bestand als CSV in UTF-8.")))
        return None


def _table(row_type: type[PackageRow], content: str, faults: list[Fault]) -> Table[Any]:
    file = row_type.FILE
    records = records_of(content)
    try:
        first = next(records, None)
        if first is None:
            faults.append(
                Fault(file, 1, "", _("Het bestand is leeg; de eerste regel hoort de namen van de kolommen te zijn."))
            )
            return Table()
        names = [name.strip() for name in first[1]]
        header_faults = list(_header_faults(row_type, names))
        faults += header_faults
        if header_faults:
            return Table(columns=frozenset(names))
        return table_of(row_type, names, records, faults)
    except csv.Error:
        # The reader stands on the line where it gave up.
        faults.append(Fault(file, records.at, "", _("De aanhalingstekens in deze regel kloppen niet.")))
        return Table()


def records_of(content: str) -> "Records":
    """The records of a CSV text, header and all; raises ``csv.Error`` on the way when quotation marks do not match."""
    header, *_rest = content.split("\n", 1)
    return Records(csv.reader(io.StringIO(content, newline=""), delimiter=";" if ";" in header else ",", strict=True))


class Records(Iterator[tuple[int, list[str]]]):
    """Records with the line on which each begins; lines without any text are passed over."""

    def __init__(self, reader: Any) -> None:
        self.reader, self.at = reader, 1

    def __next__(self) -> tuple[int, list[str]]:
        while True:
            self.at = self.reader.line_num + 1
            cells = next(self.reader)
            if any(cell.strip() for cell in cells):
                return self.at, cells


def _header_faults(row_type: type[PackageRow], names: list[str]) -> Iterator[Fault]:
    known = {column.name: column for column in columns_of(row_type)}
    for column in known.values():
        if column.required and column.name not in names:
            yield Fault(row_type.FILE, 1, column.name, _("Deze kolom ontbreekt."))
    for name in dict.fromkeys(names):
        if name not in known:
            yield Fault(row_type.FILE, 1, name[:60], _("Deze kolom is onbekend."))
        elif names.count(name) > 1:
            yield Fault(row_type.FILE, 1, name, _("Deze kolom staat er twee keer."))


def table_of(
    row_type: type[PackageRow], names: list[str], records: Iterable[tuple[int, list[str]]], faults: list[Fault]
) -> Table[Any]:
    """Rows from records under known, unique names of columns; what is wrong is added to the faults."""
    columns = {column.name: column for column in columns_of(row_type)}
    lines: list[Line[Any]] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in records:
        if len(cells) != len(names):
            counts = {"found": len(cells), "expected": len(names)}
            reason = _("Deze regel heeft %(found)s velden, de eerste regel van het bestand %(expected)s.") % counts
            faults.append(Fault(row_type.FILE, number, "", reason))
            continue
        values, refused = _values([columns[name] for name in names], cells)
        faults += [Fault(row_type.FILE, number, name, reason) for name, reason in refused]
        if all(name in values for name in row_type.KEY):
            key = tuple(values[name] for name in row_type.KEY)
            if key in seen:
                reason = _("Dit staat ook al op regel %(line)s.") % {"line": seen[key]}
                faults.append(Fault(row_type.FILE, number, row_type.KEY[-1], reason))
                continue
            seen[key] = number
        if not refused:
            row = row_type(**values)
            problems = list(row.problems())
            faults += [Fault(row_type.FILE, number, column, reason) for column, reason in problems]
            if not problems:
                lines.append(Line(number, row))
    return Table(tuple(lines), frozenset(names), frozenset(seen))


def _values(columns: list[Column], cells: list[str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Values by column, and the columns that were refused with the reason."""
    values: dict[str, Any] = {}
    refused: list[tuple[str, str]] = []
    for column, cell in zip(columns, cells, strict=True):
        # A tab or return at the start is left for the cell to judge: a spreadsheet may run what comes after it.
        text = cell.strip(" ")
        if text.strip():
            try:
                values[column.name] = column.cell.read(text)
            except RefusedError as error:
                refused.append((column.name, str(error)))
        elif column.required:
            refused.append((column.name, _("Dit veld is niet ingevuld.")))
        else:
            values[column.name] = column.empty
    return values, refused
