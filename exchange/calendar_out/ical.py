"""The calendar as RFC 5545: each date of a tender a day in the agenda; a tender without any date a thing to come."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from exchange.calendar_out import words
from exchange.calendar_out.facts import CalendarFacts, TenderFacts
from tenders.choices import TenderKind
from tenders.tender_status import AWARDED, COMPLETED, IN_EXECUTION, PUBLISHED, WITHDRAWN

_LONGEST_LINE = 75
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_EPOCH = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
_OVER = (AWARDED, IN_EXECUTION, COMPLETED)


def write(calendar: CalendarFacts, tenders: Iterable[TenderFacts]) -> Iterator[bytes]:
    """The file, tender by tender."""
    name = _("Aanbestedingskalender %s") % calendar.region_name
    yield _lines(
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//SROI-portaal//Aanbestedingskalender//NL"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("NAME", _text(name)),
        ("X-WR-CALNAME", _text(name)),
        ("URL", calendar.page_url),
        ("SOURCE;VALUE=URI", calendar.file_url("kalender.ics")),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT12H"),
        ("X-PUBLISHED-TTL", "PT12H"),
    )
    for one in tenders:
        yield from _tender(calendar, one)
    yield _lines(("END", "VCALENDAR"))


def _tender(calendar: CalendarFacts, one: TenderFacts) -> Iterator[bytes]:
    days = [(key, title, day, is_past) for key, title, day, is_past in _days(one) if day is not None]
    about = _text("\n".join([*words.facts(one), *([one.description] if one.description else []), one.url]))
    for key, title, day, is_past in days:
        state = "CANCELLED" if one.status == WITHDRAWN else "CONFIRMED" if is_past else "TENTATIVE"
        yield _lines(
            ("BEGIN", "VEVENT"),
            *_shared(calendar, one, key=key, title=title, about=about),
            ("DTSTART;VALUE=DATE", f"{day:%Y%m%d}"),
            ("DTEND;VALUE=DATE", f"{day + dt.timedelta(days=1):%Y%m%d}"),
            ("STATUS", state),
            ("TRANSP", "TRANSPARENT"),
            ("END", "VEVENT"),
        )
    if not days:
        state = "CANCELLED" if one.status == WITHDRAWN else "NEEDS-ACTION"
        yield _lines(
            ("BEGIN", "VTODO"),
            *_shared(calendar, one, key="zonder-datum", title=_("Nog zonder datum: %s") % one.title, about=about),
            ("STATUS", state),
            ("END", "VTODO"),
        )


def _days(one: TenderFacts) -> Iterator[tuple[str, str, dt.date | None, bool]]:
    """Of each date its key, what happens, when, and whether it came about."""
    yield "publicatie", _("Publicatie: %s") % one.title, one.planned_publication, one.status in {PUBLISHED, *_OVER}
    yield "gunning", _("Gunning: %s") % one.title, one.planned_award, one.status in _OVER
    yield "start", _("Start van het werk: %s") % one.title, one.starts_on, one.status in {IN_EXECUTION, COMPLETED}


def _shared(
    calendar: CalendarFacts, one: TenderFacts, *, key: str, title: str, about: str
) -> Iterator[tuple[str, str]]:
    touched = f"{one.touched_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    # The address of the portal may change; what an agenda knows a day by may not.
    yield "UID", f"{one.key}-{key}@kalender.{calendar.region_code}"
    yield "DTSTAMP", touched
    yield "LAST-MODIFIED", touched
    # Minutes, so that it always grows with a change.
    yield "SEQUENCE", str(max(0, int((one.touched_at - _EPOCH) / dt.timedelta(minutes=1))))
    yield "SUMMARY", _text(title)
    yield "DESCRIPTION", about
    if one.places:
        yield "LOCATION", _text(words.places(one))
    if one.kind:
        yield "CATEGORIES", _text(words.label(TenderKind, one.kind))
    yield "URL", one.url
    yield "CLASS", "PUBLIC"


def _text(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _UNPRINTABLE.sub("", plain)


def _lines(*properties: tuple[str, str]) -> bytes:
    return b"".join(_folded(f"{name}:{value}") for name, value in properties)


def _folded(line: str) -> bytes:
    """No line longer than 75 bytes, and never cut inside a character."""
    octets = line.encode()
    parts, start, room = [], 0, _LONGEST_LINE
    while len(octets) - start > room:
        end = start + room
        # Only the first byte of a character does not begin with the bits 10.
        while octets[end] & 0xC0 == 0x80:  # noqa: PLR2004 -- as UTF-8 has it
            end -= 1
        parts.append(octets[start:end])
        # What goes on begins with a space, which counts.
        start, room = end, _LONGEST_LINE - 1
    return b"\r\n ".join([*parts, octets[start:]]) + b"\r\n"
