"""The XLSX of a report, from its frozen JSON alone: a sheet per topic, numbers as numbers."""

from collections.abc import Mapping
from typing import Any

from reporting.render.sheets import Sheets, sheets_of
from reporting.render.workbook import Book


def render_xlsx(snapshot: Mapping[str, Any]) -> bytes:
    """Return the workbook. Raises SnapshotError when the JSON is not what was frozen."""
    return write_xlsx(sheets_of(snapshot))


def write_xlsx(content: Sheets) -> bytes:
    """Return the sheets as a workbook."""
    book = Book(title=content.title, creator=content.creator, made_at=content.made_at)
    for sheet in content.sheets:
        book.add(sheet)
    return book.to_bytes()
