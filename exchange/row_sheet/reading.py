"""Lines of a spreadsheet as a table of a package, with everything that is wrong with it by itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from exchange.package import Fault, Package, Table, table_of
from exchange.package.cells import RefusedError
from exchange.package.columns import Column, columns_of
from exchange.row_sheet.shape import Shape
from exchange.row_sheet.words import in_words_of_the_package

Record = tuple[int, list[str]]
#: Stands for a cell that was refused already.
_REFUSED = "?"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet: its number, and the text of each of its cells by the name of the column."""

    number: int
    texts: Mapping[str, str]


#: What a cell says to the package; raises RefusedError. Also asked of an empty cell.
Reader = Callable[[str, SheetLine], str]


def read_rows(
    records: Sequence[Record],
    shape: Shape,
    *,
    readers: Mapping[str, Reader],
    filled_in: frozenset[str] = frozenset(),
) -> Package:
    """The rows of the sheet. ``readers`` by name of the column; those that are ``filled_in`` need no column at all."""
    file = shape.row_type.FILE
    if not records:
        reason = _("Het bestand is leeg; de eerste regel hoort de namen van de kolommen te zijn.")
        return Package(faults=(Fault(file, 1, "", reason),))
    (first, header), *lines = records
    headings = _without_empty_end(header)
    names = [shape.column_named(heading) for heading in headings]
    wrong = tuple(_header_faults(shape, first, headings, names, filled_in))
    if wrong:
        return Package(faults=wrong)
    reading = _Reading(shape, names, readers)
    given = {name for name in names if name is not None} | filled_in
    wanted = [column for column in columns_of(shape.row_type) if column.name in given]
    found: list[Fault] = []
    table = table_of(shape.row_type, [column.name for column in wanted], reading.records(lines, wanted), found)
    # What stands for a refused cell may be refused once more by its kind; that is no second fault.
    faults = reading.faults + [fault for fault in found if (fault.line, fault.column) not in reading.refused]
    if not lines or (not table.lines and not faults):
        faults.append(Fault(file, 0, "", str(shape.nothing)))
    bad = {line for line, _column in reading.refused}
    good = tuple(line for line in table.lines if line.number not in bad)
    tables: dict[type, Table[Any]] = {shape.row_type: Table(good, table.columns, table.keys)}
    return Package(tables, tuple(faults))


def _without_empty_end(header: list[str]) -> list[str]:
    while header and not header[-1].strip():
        header = header[:-1]
    return header


def _header_faults(
    shape: Shape, line: int, headings: list[str], names: list[str | None], filled_in: frozenset[str]
) -> Iterator[Fault]:
    file = shape.row_type.FILE
    for heading, name in zip(headings, names, strict=True):
        if name is None and not heading.strip():
            yield Fault(file, line, "", _("Een kolom heeft geen naam."))
        elif name is None:
            yield Fault(file, line, heading[:60], _("Deze kolom is onbekend."))
        elif names.count(name) > 1:
            yield Fault(file, line, name, _("Deze kolom staat er twee keer."))
    for name in shape.columns:
        if name not in names and name not in shape.optional and name not in filled_in:
            yield Fault(file, line, name, _("Deze kolom ontbreekt."))


@dataclass(slots=True)
class _Reading:
    """Turns the cells of each line into those of a row of the package."""

    shape: Shape
    names: list[str | None]
    readers: Mapping[str, Reader]
    faults: list[Fault] = field(default_factory=list)
    #: Line and column of each cell that was refused before the package saw it: such a line does not land.
    refused: set[tuple[int, str]] = field(default_factory=set)

    def records(self, lines: Iterable[Record], wanted: list[Column]) -> Iterator[Record]:
        file, width = self.shape.row_type.FILE, len(self.names)
        for number, cells in lines:
            if any(cell.strip() for cell in cells[width:]):
                self.faults.append(Fault(file, number, "", _("Deze regel heeft meer velden dan er kolommen zijn.")))
            padded = [*cells[:width], *[""] * (width - len(cells))]
            texts = {name: text.strip() for name, text in zip(self.names, padded, strict=True) if name is not None}
            is_example = texts.get("reference") == self.shape.example
            if is_example or not any(texts.get(name) for name in self.shape.columns):
                continue
            yield number, [self._cell(SheetLine(number, texts), column) for column in wanted]

    def _cell(self, line: SheetLine, column: Column) -> str:
        text = line.texts.get(column.name, "")
        reader = self.readers.get(column.name)
        try:
            return reader(text, line) if reader else in_words_of_the_package(self.shape, column, text)
        except RefusedError as error:
            self.faults.append(Fault(self.shape.row_type.FILE, line.number, column.name, str(error)))
            self.refused.add((line.number, column.name))
            return _REFUSED
