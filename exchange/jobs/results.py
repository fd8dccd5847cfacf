"""What a check found and a landing did, as it is kept: counts and flags as JSON, faults and first rows as files."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exchange.jobs.sources import SHAPES
from exchange.landing import Change, Flag, Outcome
from exchange.models import BulkJob
from exchange.package import CandidateRow, DeploymentRow, Fault, OrganisationRow, Package
from exchange.package.columns import PackageRow, columns_of
from exchange.package.rows import ROW_TYPES
from exchange.row_sheet import Shape, shown_text
from exchange.sheets.cells import plain_text

SHOWN_ROWS = 10
#: More than anybody reads; the number of all of them is told.
MOST_FAULTS = 20_000
_HEADINGS = ("bestand", "regel", "kolom", "reden")
#: Who sees a name says why, and is logged; a first look at a file is no reason.
_HIDDEN: dict[type[PackageRow], frozenset[str]] = {
    DeploymentRow: frozenset({"person", "birth_date"}),
    CandidateRow: frozenset(CandidateRow.IDENTITY),
}
_MASK = "•••"


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of one file."""

    file: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: int


def summary(outcome: Outcome, package: Package, *, for_authority: bool) -> dict[str, Any]:
    """The counts by file, what is odd, and how many faults there are."""
    flags = {flag.value: number for flag, number in sorted(outcome.flags.items()) if number}
    if for_authority:
        # How many approved months would change tells of persons; an authority sees them in bands only.
        flags.pop(Flag.REVALUATION, None)
    return {
        "counts": {file: {change.value: count[change] for change in Change} for file, count in outcome.counts.items()},
        "flags": flags,
        "faults": len(set(outcome.faults)),
        "rows": sum(len(table) for table in package.tables.values()),
    }


def faults_file(job: BulkJob, faults: Sequence[Fault]) -> bytes:
    """The faults as a CSV file, in the words of the file that was sent."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADINGS)
    for fault in faults[:MOST_FAULTS]:
        written = _in_words_of(job, fault)
        writer.writerow(
            [plain_text(written.file), fault.line or "", plain_text(written.column), plain_text(fault.reason)]
        )
    return text.getvalue().encode()


def faults_in(content: bytes) -> list[Fault]:
    """The faults of such a file."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    next(rows, None)
    return [Fault(file, int(line or 0), column, reason) for file, line, column, reason in rows]


def _in_words_of(job: BulkJob, fault: Fault) -> Fault:
    if job.kind not in SHAPES:
        return fault
    title = SHAPES[job.kind].titles.get(fault.column, fault.column)
    return Fault(job.title, fault.line, str(title), fault.reason)


def preview_file(job: BulkJob, package: Package) -> bytes:
    """The first rows of every file as they were read, as JSON."""
    tables = [_preview(job, row_type, package) for row_type in _shown(job) if len(package.table(row_type))]
    return json.dumps(tables, ensure_ascii=False).encode()


def preview_in(content: bytes) -> list[Preview]:
    return [Preview(**table) for table in json.loads(content)]


def _shown(job: BulkJob) -> Iterable[type[PackageRow]]:
    return (SHAPES[job.kind].row_type, OrganisationRow) if job.kind in SHAPES else ROW_TYPES


def _preview(job: BulkJob, row_type: type[PackageRow], package: Package) -> Mapping[str, Any]:
    """In the words of the package, or for a spreadsheet in those of people."""
    if job.kind in SHAPES:
        return _new_companies(package) if row_type is OrganisationRow else _sheet_preview(SHAPES[job.kind], package)
    table = package.table(row_type)
    columns = [column for column in columns_of(row_type) if column.name in table.columns]
    hidden = _HIDDEN.get(row_type, frozenset())
    rows = [
        [_MASK if column.name in hidden else _shown_text(column, getattr(line.row, column.name)) for column in columns]
        for line in table.lines[:SHOWN_ROWS]
    ]
    return {"file": row_type.FILE, "columns": [column.name for column in columns], "rows": rows, "total": len(table)}


def _sheet_preview(shape: Shape, package: Package) -> Mapping[str, Any]:
    table = package.table(shape.row_type)
    columns = [column for column in columns_of(shape.row_type) if column.name in table.columns]
    new = {line.row.code: line.row.name for line in package.table(OrganisationRow)}
    rows = [
        [
            new.get(text, text) if column.name == "contractor" else text
            for column in columns
            for text in [shown_text(shape, column, getattr(line.row, column.name))]
        ]
        for line in table.lines[:SHOWN_ROWS]
    ]
    titles = [str(shape.titles[column.name]) for column in columns]
    return {"file": shape.sheet, "columns": titles, "rows": rows, "total": len(table)}


def _new_companies(package: Package) -> Mapping[str, Any]:
    table = package.table(OrganisationRow)
    rows = [[line.row.name, line.row.kvk] for line in table.lines[:SHOWN_ROWS]]
    return {"file": _("Nieuwe bedrijven"), "columns": [_("Naam"), _("KVK-nummer")], "rows": rows, "total": len(table)}


def _shown_text(column: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    return value if isinstance(value, str) else column.cell.write(value)


def counted(result: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, int]]]:
    yield from result.get("counts", {}).items()


def changed_since(checked: Mapping[str, Any], outcome: Mapping[str, Any]) -> bool:
    """Whether the landing did something else than the check had said it would."""
    return bool(outcome) and checked.get("counts") != outcome.get("counts")
