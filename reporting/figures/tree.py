"""A figure with the rows behind it: what topics return, and from which the JSON and its rows are both made.

Pure. A tree is a mapping of keys to trees, a list of trees, or a leaf. There are three kinds of leaf:

- ``Refs``: references of rows that are counted; in the JSON their number.
- ``Sums``: what each row adds, in euros; in the JSON their sum, as text with two decimals.
- a plain value (text, whole number, yes or no, day, amount, nothing): it stands in the JSON and has no rows.

``to_json`` gives the figures, ``to_rows`` the rows of each figure by its path, such as
``registrations.period.by_group.ww`` or ``registrations.series[2019-03-31].count``. One tree gives both, so a figure
always opens exactly the rows it was made of. References are those people see in the portal: never a name or a key of a
person.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self, TypeAlias, TypeVar

CENT = Decimal("0.01")
ZERO = Decimal("0.00")

Row = TypeVar("Row")
Plain: TypeAlias = str | int | dt.date | Decimal | None
Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Refs:
    """Rows that are counted, each once. A row that comes twice is a mistake of the topic, not of the reader."""

    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(set(self.references)) != len(self.references):
            message = "a row is counted twice in one figure"
            raise ValueError(message)

    @classmethod
    def of(cls, references: Iterable[str]) -> Self:
        return cls(tuple(sorted(references)))

    def __len__(self) -> int:
        return len(self.references)

    def to_json(self) -> int:
        return len(self.references)

    def to_rows(self) -> list[str]:
        return list(self.references)


@dataclass(frozen=True, slots=True)
class Sums:
    """What each row adds to an amount, in euros and whole cents."""

    amounts: Mapping[str, Decimal] = field(default_factory=dict)

    @classmethod
    def of(cls, amounts: Iterable[tuple[str, Decimal]]) -> Self:
        """Add up what belongs to one row; in the order of the references."""
        found: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for reference, amount in amounts:
            found[reference] += amount
        return cls(dict(sorted(found.items())))

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), ZERO)

    def to_json(self) -> str:
        return money(self.total)

    def to_rows(self) -> dict[str, str]:
        return {reference: money(amount) for reference, amount in self.amounts.items()}


Leaf: TypeAlias = Refs | Sums | Plain
Tree: TypeAlias = Any  # Mapping[str, Tree] | Sequence[Tree] | Leaf: mypy knows no such recursion over both.


def money(amount: Decimal) -> str:
    """Write an amount as the JSON holds it. Raises ValueError for a part of a cent."""
    if amount != amount.quantize(CENT):
        message = f"an amount in a report is in whole cents, not {amount}"
        raise ValueError(message)
    return f"{amount:.2f}"


def counted(rows: Iterable[Row], *, by: Callable[[Row], str], reference: Callable[[Row], str]) -> dict[str, Refs]:
    """Count rows by a key: a map without zeros, in the order of its keys."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[by(row)].append(reference(row))
    return {key: Refs.of(found[key]) for key in sorted(found)}


def summed(
    rows: Iterable[Row],
    *,
    by: Callable[[Row], str],
    reference: Callable[[Row], str],
    amount: Callable[[Row], Decimal],
) -> dict[str, Sums]:
    """Add up rows by a key: a map without absent keys, in the order of its keys."""
    found: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for row in rows:
        found[by(row)].append((reference(row), amount(row)))
    return {key: Sums.of(found[key]) for key in sorted(found)}


def to_json(tree: Tree) -> Json:
    """Return the figures of a tree as they stand in the JSON of a report."""
    match tree:
        case Refs() | Sums():
            return tree.to_json()
        case Mapping():
            return {key: to_json(below) for key, below in tree.items()}
        case str() | int() | None:
            return tree
        case dt.date():
            return tree.isoformat()
        case Decimal():
            return money(tree)
        case Sequence():
            return [to_json(below) for below in tree]
    message = f"a {type(tree).__name__} cannot stand in a report"
    raise TypeError(message)


def to_rows(tree: Tree) -> dict[str, Any]:
    """Return the rows of every figure by its path: a list of references, or a map of reference to amount."""
    return {path: leaf.to_rows() for path, leaf in leaves(tree) if isinstance(leaf, Refs | Sums)}


def leaves(tree: Tree) -> Iterator[tuple[str, Any]]:
    """Walk over all leaves with their paths; also those of a JSON document, whose paths are the same."""
    for key, below in tree.items():
        yield from _walk(escaped(key), below)


def figure_at(document: Json, path: str) -> Any:
    """Return the leaf at a path of a tree or of a JSON document. Raises KeyError when there is none."""
    return dict(leaves(document))[path]


def escaped(key: str) -> str:
    """Write a key as a part of a path: a dot in it is not a step down."""
    return key.replace("\\", "\\\\").replace(".", "\\.")


#: What tells the items of a list apart, the surest first; otherwise their place, from 1.
_NAMING_KEYS = ("path", "reference", "authority", "code", "on", "partner", "group")


def _walk(path: str, tree: Tree) -> Iterator[tuple[str, Any]]:
    if isinstance(tree, Mapping):
        for key, below in tree.items():
            yield from _walk(f"{path}.{escaped(key)}", below)
    elif isinstance(tree, Sequence) and not isinstance(tree, str):
        for position, below in enumerate(tree, start=1):
            yield from _walk(f"{path}[{_name(below, position)}]", below)
    else:
        yield path, tree


def _name(item: Tree, position: int) -> str:
    if isinstance(item, Mapping):
        for key in _NAMING_KEYS:
            if key in item:
                return str(item[key])
    return str(position)
