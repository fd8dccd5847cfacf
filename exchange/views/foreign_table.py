"""What is told of a table from outside once it came in, and what a form says of its rows."""

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from exchange.foreign_table import Table
from exchange.models import UploadedTable

#: Of a line or a column in the name of a field.
_LONGEST_NUMBER = 9
_EXAMPLES = 3


def tell_what_was_read(request: HttpRequest, table: Table) -> None:
    """Which line was taken for the header, and which columns were left out at once."""
    if table.header_line:
        words = _(
            "De namen van de kolommen staan in regel %(line)s. Klopt dat niet? Lees de tabel dan opnieuw in en vul zelf"
            " de regel in."
        )
        messages.info(request, words % {"line": table.header_line})
    if table.left_out:
        columns = {"columns": ", ".join(table.left_out)}
        messages.info(request, _("Niet bewaard, want het portaal heeft dit niet nodig: %(columns)s.") % columns)


def said_of_rows(data: QueryDict) -> tuple[dict[int, str], dict[tuple[int, int], str]]:
    """Answers by row and texts by row and column; a name that is none of the form's own says nothing."""
    answers: dict[int, str] = {}
    cells: dict[tuple[int, int], str] = {}
    for name, text in data.dict().items():
        kind, _dash, rest = name.partition("-")
        numbers = rest.split("-")
        if not all(one.isascii() and one.isdigit() and len(one) <= _LONGEST_NUMBER for one in numbers):
            continue
        if kind == "row" and len(numbers) == 1:
            answers[int(numbers[0])] = str(text)
        elif kind == "cell" and len(numbers) == 2:  # noqa: PLR2004 - a row and a column
            cells[int(numbers[0]), int(numbers[1])] = str(text)
    return answers, cells


def examples_beside(upload: UploadedTable) -> list[list[str]]:
    """For each column what stands in its first rows."""
    return [[cells[place] for _number, cells in upload.rows[:_EXAMPLES]] for place in range(len(upload.header))]
