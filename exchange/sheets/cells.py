"""What stands in a cell, as the text that a CSV file would have."""

import datetime as dt
import numbers
from decimal import Decimal
from typing import Any

from exchange.package.cells import Text

#: A spreadsheet keeps at most so many digits of a number that mean something.
_DIGITS = ".15g"
_ANY_LENGTH = Text(1)


def number_text(value: numbers.Real | Decimal, *, percentage: bool = False) -> str:
    """A number as it was typed: 0,1 and not 0.1000000000000000055; a percentage as 5, not 0.05.

    With a comma before its decimals, so that nobody takes the point of 1.125 for one between thousands.
    """
    exact = value if isinstance(value, Decimal) else Decimal(format(value, _DIGITS))
    if not exact.is_finite():
        return str(exact)
    if percentage:
        exact *= 100
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text


def plain_text(value: str) -> str:
    """Text that cannot be a formula, because its cell says so, is written the way a CSV file has it."""
    return _ANY_LENGTH.write(value)


def cell_text(value: Any, number_format: str = "General") -> str:
    """The text of a cell as openpyxl gives it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, (numbers.Real, Decimal)):
        return number_text(value, percentage="%" in number_format)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return plain_text(str(value).strip())
