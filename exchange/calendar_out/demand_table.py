"""The expected demand as a table: what each tender asks of each occupation, and the sums by quarter on a second sheet."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.choices import TableFormat
from exchange.sheets.writing import Sheet, write_book
from organisations.choices import Sector
from tenders.calendar.demand import ReadDemand
from tenders.calendar.quarters import quarter_of
from tenders.choices import TenderStatus


def write(target: BinaryIO, file_format: TableFormat, read: ReadDemand, address: str) -> None:
    """Write it to a file that is open for bytes; a CSV has the lines alone."""
    lines = Sheet(
        _("Vraag"),
        [
            _("Beroep"), _("Code"), _("Sector"), _("Kwartaal"), _("Vanaf"), _("Mensen"), _("Aanbesteding"),
            _("Opdrachtgever"), _("Stand"), _("Adres"),
        ],
        (
            (
                one.occupation, one.occupation_code, str(Sector(one.sector).label),
                quarter_of(one.on).key if one.on else "", one.on, one.heads, one.title, one.authority,
                str(TenderStatus(one.status).label), f"{address}{one.tender_id}/",
            )
            for one in read.lines
        ),
    )  # fmt: skip
    sums = Sheet(
        _("Per kwartaal"),
        [_("Beroep"), *(one.label for one in read.quarters), _("Later"), _("Zonder datum"), _("Samen")],
        (
            (
                read.names[row.occupation],
                *(row.by_quarter.get((one.year, one.number), 0) for one in read.quarters),
                row.later,
                row.undated,
                row.total,
            )
            for row in read.demand.rows
        ),
    )
    write_book(target, file_format, [lines, sums])
