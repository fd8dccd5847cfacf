"""What reading a package gives: rows with the line they stand on, and everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong, where it stands (line 0: the file as a whole), and why, in the words of the sender."""

    file: str
    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line(Generic[Row]):
    """A row and the line of the file on which it begins; the header is line 1."""

    number: int
    row: Row


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """One file: its good rows, the columns its header names, and the keys of all its rows, good or not.

    Who refers to a key of a faulty row is not told that it does not exist.
    """

    lines: tuple[Line[Row], ...] = ()
    columns: frozenset[str] = frozenset()
    keys: frozenset[tuple[Any, ...]] = frozenset()

    def __iter__(self) -> Iterator[Line[Row]]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Package:
    """The tables by type of row, with all faults that need no database to be found."""

    tables: Mapping[type, Table[Any]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def table(self, row_type: type[Row]) -> Table[Row]:
        """The rows of this type; an empty table when the package has no such file."""
        return self.tables.get(row_type) or Table()
