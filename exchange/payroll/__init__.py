"""Hours out of a company's payroll: a table of whatever shape, read, matched with people at work, put into the months."""

from exchange.payroll.keeping import PayrollRefusedError, discard_old_rows, drop, layout_kept, name_columns, start
from exchange.payroll.landing import Said, answer, put_in_months
from exchange.payroll.preview import Preview, preview_of

__all__ = [
    "PayrollRefusedError",
    "Preview",
    "Said",
    "answer",
    "discard_old_rows",
    "drop",
    "layout_kept",
    "name_columns",
    "preview_of",
    "put_in_months",
    "start",
]
