"""What a row of a package is: a dataclass whose fields are the columns of its file."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from exchange.package.cells import Cell

#: A fault of a row as a whole: the column it is shown at, and the reason.
Problem = tuple[str, str]

_REQUIRED: Any = object()


def cell(kind: Cell, *, empty: Any = _REQUIRED) -> Any:
    """A field of a row that is a column of its file."""
    if empty is _REQUIRED:
        return field(metadata={"cell": kind, "required": True})
    return field(default=empty, metadata={"cell": kind, "required": False})


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    cell: Cell
    required: bool
    empty: Any


class PackageRow:
    """A row of a package. Equal rows say the same; nothing is known about where they come from."""

    __slots__ = ()

    FILE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]

    @property
    def key(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.KEY)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the row by itself, though each of its cells can be read."""
        yield from ()


def columns_of(row_type: type[PackageRow]) -> tuple[Column, ...]:
    """The columns of a file, in the order in which they are written."""
    return tuple(
        Column(one.name, one.metadata["cell"], one.metadata["required"], one.default)
        for one in fields(row_type)  # type: ignore[arg-type]
    )
