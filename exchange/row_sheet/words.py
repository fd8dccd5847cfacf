"""The text of a cell as a package has it, and as people write it: dates, amounts, percentages and labels."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from exchange.package.cells import Choice, Codes, Day, Number, RefusedError
from exchange.package.columns import Column
from exchange.row_sheet.shape import Shape
from exchange.sheets import Value
from organisations.notation import dutch_number, parse_dutch_number
from organisations.templatetags.formatting import date_nl, percentage

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}.*")
#: So much of a long text stands in a preview.
_SHOWN = 60
_BETWEEN = re.compile(r"[;,\n]+")


def in_words_of_the_package(shape: Shape, column: Column, text: str) -> str:
    """The text as the package would have it; what cannot be understood is refused, or left for its cell to refuse."""
    if isinstance(column.cell, Day):
        moment = _MOMENT.fullmatch(text)
        return moment[1] if moment else text.replace("/", "-").replace(".", "-")
    if column.name in shape.percentages:
        return text.replace("%", "").strip()
    if isinstance(column.cell, Number):
        return _plain_number(text)
    return _codes(shape, column, text) if text and column.name in shape.labels else text


def _plain_number(text: str) -> str:
    try:
        return f"{parse_dutch_number(text):f}" if text else text
    except ValueError:
        raise RefusedError(_("Dit is geen getal. Schrijf het als 1.250,50 of 1250,50.")) from None


def _codes(shape: Shape, column: Column, text: str) -> str:
    choices = shape.labels[column.name]
    known = {str(choice.label).casefold(): str(choice.value) for choice in choices}
    known |= {value: value for value in choices.values}
    if isinstance(column.cell, Choice):
        found = known.get(" ".join(text.split()).casefold())
        return found if found is not None else _refuse(shape, column)
    if all(part in choices.values for part in text.split()):
        return text
    parts = [" ".join(part.split()).casefold() for part in _BETWEEN.split(text) if part.strip()]
    return " ".join(known[part] if part in known else _refuse(shape, column) for part in parts)


def _refuse(shape: Shape, column: Column) -> str:
    words = {"words": "; ".join(str(label) for label in shape.labels[column.name].labels)}
    raise RefusedError(_("Dit woord bestaat niet. Kies uit: %(words)s.") % words)


def written(shape: Shape, column: Column, value: Any) -> Value:
    """The value as a sheet has it, for reading to understand again."""
    if value is None or value in ("", ()):
        return None
    if column.name in shape.labels:
        label = shape.labels[column.name]
        several = isinstance(column.cell, Codes)
        return "; ".join(str(label(one).label) for one in value) if several else str(label(value).label)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, (Decimal, int, dt.date, str)):
        return value
    return column.cell.write(value)


def shown_text(shape: Shape, column: Column, value: Any) -> str:
    """The value for somebody who looks at a preview."""
    value = written(shape, column, value)
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return date_nl(value)
    if isinstance(value, Decimal):
        return percentage(value) if column.name in shape.percentages else dutch_number(value, 2)
    return Truncator(str(value)).chars(_SHOWN)
