"""Which columns of a list somebody sees: asked in the address, so that a saved view and a link keep it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise

#: In an address: the columns to show, and the one to sort by.
COLUMNS, SORT = "kolommen", "sort"
#: From so many columns beside the row's name somebody may choose which to see.
MANY = 5


@dataclass(frozen=True, slots=True)
class Choosable:
    """A column that can be shown or hidden."""

    name: str
    label: Words
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What can be chosen of a list's columns. ``kept`` is what else is asked of the list, as names with values.

    ``usual_query`` is the query string that shows the usual columns; empty while they are shown.
    """

    parameter: str
    row_name: Words
    columns: Sequence[Choosable]
    kept: Sequence[tuple[str, str]]
    usual_query: str = ""

    @property
    def is_offered(self) -> bool:
        return len(self.columns) >= MANY

    @property
    def shown(self) -> int:
        return sum(one.is_shown for one in self.columns)
