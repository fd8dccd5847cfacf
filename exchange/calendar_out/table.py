"""The calendar as a table, a tender a line; codes beside words where another program wants them."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.calendar_out import words
from exchange.calendar_out.facts import TenderFacts
from exchange.choices import TableFormat
from exchange.sheets.writing import Sheet, Value, write_book
from organisations.choices import Sector
from tenders.choices import Procedure, ReasonKind, SroiDecision, SroiWay, TenderKind, TenderStatus


def write(target: BinaryIO, file_format: TableFormat, tenders: Iterable[TenderFacts]) -> None:
    """Write the table to a file that is open for bytes."""
    rows = (_row(one) for one in tenders)
    write_book(target, file_format, [Sheet(_("Aanbestedingen"), headings(), rows)])


def headings() -> list[str]:
    return [
        _("Kenmerk"), _("Titel"), _("Opdrachtgever"), _("Soort"), _("Procedure"), _("Stand"), _("CPV-codes"),
        _("Geraamde waarde, zonder btw"), _("Loonaandeel in %"), _("Sector"), _("Plaatsen van het werk"),
        _("Geplande publicatie"), _("Gepubliceerd op"), _("Geplande gunning"), _("Gegund op"), _("Eerste dag"),
        _("Laatste dag"), _("Aantal verlengingen"), _("Maanden per verlenging"), _("Social return"), _("Percentage"),
        _("Als wat"), _("Waarom niet"), _("Uitleg"), _("Percelen"), _("Verwachte beroepen"), _("Contactpersoon"),
        _("E-mailadres"), _("Telefoon"), _("TenderNed-nummer"), _("Omschrijving"), _("Op de kalender sinds"),
        _("Bijgewerkt op"), _("Adres"),
    ]  # fmt: skip


def _row(one: TenderFacts) -> list[Value]:
    return list(_cells(one))


def _cells(one: TenderFacts) -> Iterator[Value]:
    yield from (one.reference, one.title, one.authority, words.label(TenderKind, one.kind))
    yield from (words.label(Procedure, one.procedure), words.label(TenderStatus, one.status))
    yield from (" ".join(code for code, _name in one.cpv), one.amount, _short(one.labour_share))
    yield from (words.label(Sector, one.sector), words.places(one))
    yield from (one.planned_publication, one.published_on, one.planned_award, one.awarded_on)
    yield from (one.starts_on, one.ends_on)
    yield from (one.extension_count, one.extension_months, words.label(SroiDecision, one.sroi))
    yield from (_short(one.sroi_percentage), ", ".join(words.label(SroiWay, way) for way in one.sroi_ways))
    yield from (words.label(ReasonKind, one.sroi_reason_kind), one.sroi_reason)
    yield "; ".join(f"{number}. {title}" for number, title, _description in one.lots)
    yield "; ".join(f"{head.count} {head.name}" for head in one.heads)
    yield from (one.contact_name, one.contact_email, one.contact_phone, one.tenderned_number, one.description)
    yield from (one.on_calendar_since, timezone.localdate(one.touched_at), one.url)


def _short(number: Decimal | None) -> Decimal | None:
    """Without zeros behind the point that say nothing: 5.0000 is 5."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
