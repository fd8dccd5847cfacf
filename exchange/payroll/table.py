"""A table from payroll: which headings it can have, and what of it may not stay here."""

from django.utils.translation import gettext_lazy as _

from exchange import foreign_table
from exchange.choices import TableFormat
from exchange.foreign_table import Expected, Table
from exchange.payroll.columns import recognised

MOST_ROWS = 2_000

EXPECTED = Expected(
    recognised=recognised,
    private=frozenset(
        {"bsn", "burgerservice", "sofi", "salaris", "brutoloon", "nettoloon", "iban", "bankrekening", "rekeningnummer"}
        | {"adres", "straat", "postcode", "woonplaats", "telefoon", "mobiel", "email", "nationaliteit"}
        | {"burgerlijkestaat"}
    ),
    most_rows=MOST_ROWS,
    no_header=_("Neem ook de regel met de namen van de kolommen mee; die hoort boven de uren te staan."),
)


def read_file(content: bytes, file_format: TableFormat, *, header_line: int | None = None) -> Table:
    """The first sheet of a book, or a CSV file; ``header_line`` where somebody said which line the header is."""
    return foreign_table.read_file(content, file_format, EXPECTED, header_line=header_line)


def read_pasted(text: str, *, header_line: int | None = None) -> Table:
    """What was copied out of a spreadsheet: a tab between the cells."""
    return foreign_table.read_pasted(text, EXPECTED, header_line=header_line)
