"""From rows to a CSV file that reads back to the same rows: UTF-8, comma, point, ISO dates, one line end."""

import csv
import io
from collections.abc import Iterable

from exchange.package.columns import PackageRow, columns_of


def write_table(
    row_type: type[PackageRow], rows: Iterable[PackageRow], *, leave_out: frozenset[str] = frozenset()
) -> str:
    """The file with a header, whether or not there are rows."""
    columns = [column for column in columns_of(row_type) if column.name not in leave_out]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        values = [(column, getattr(row, column.name)) for column in columns]
        writer.writerow(["" if value is None else column.cell.write(value) for column, value in values])
    return text.getvalue()
