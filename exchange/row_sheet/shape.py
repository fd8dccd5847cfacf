"""What makes a spreadsheet one of a certain sort: the row it holds, the titles of its columns and the words in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.functional import Promise

from exchange.package.columns import PackageRow

Titles = Mapping[str, str | Promise]


@dataclass(frozen=True, slots=True)
class Shape:
    """``columns`` has the titles of what is read, in the order of the template; reading accepts title or name."""

    row_type: type[PackageRow]
    #: The sheet of a book that is read, and what the preview calls it.
    sheet: str
    #: The reference of the example in the template: that row is passed over.
    example: str
    columns: Titles
    optional: frozenset[str]
    #: What is said of a sheet without any row.
    nothing: str | Promise
    #: What an authority reads that brings in rows of another one.
    own_only: str | Promise
    #: Columns that hold one or more of these, written with their labels.
    labels: Mapping[str, type[TextChoices]] = field(default_factory=dict)
    percentages: frozenset[str] = frozenset()
    #: What an export adds and reading passes over.
    passed_over: Titles = field(default_factory=dict)
    #: Titles for columns of other rows that come in by the sheet.
    beside: Titles = field(default_factory=dict)

    @property
    def titles(self) -> Titles:
        return {**self.beside, **self.columns, **self.passed_over}

    def column_named(self, heading: str) -> str | None:
        """The name of the column under this heading, whichever of its two names it is; None when nobody knows it."""
        wanted = " ".join(heading.split()).casefold()
        known = {**self.columns, **self.passed_over}
        return next((name for name, title in known.items() if wanted in {name, str(title).casefold()}), None)
