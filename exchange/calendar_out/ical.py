"""The calendar as RFC 5545: each date of a tender a day in the agenda; a tender without any date a thing to come."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from exchange.calendar_out import words
from exchange.calendar_out.facts import CalendarFacts, TenderFacts
from tenders.choices import TenderKind
from tenders.tender_status import AWARDED, COMPLETED, IN_EXECUTION, PUBLISHED, WITHDRAWN

_ = words.kept
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
    about, shared = _shared(one)
    is_withdrawn, has_day = one.status == WITHDRAWN, False
    for key, title, day, is_past in _days(one):
        if day is None:
            continue
        has_day = True
        state = "CONFIRMED" if is_past else "CANCELLED" if is_withdrawn else "TENTATIVE"
        after = day + dt.timedelta(days=1)
        yield b"".join(
            (
                b"BEGIN:VEVENT\r\n",
                _named(calendar, one, key, title),
                about,
                f"DTSTART;VALUE=DATE:{_day(day)}\r\nDTEND;VALUE=DATE:{_day(after)}\r\n".encode(),
                f"STATUS:{state}\r\nTRANSP:TRANSPARENT\r\n".encode(),
                shared,
                b"END:VEVENT\r\n",
            )
        )
    if not has_day:
        state = "CANCELLED" if is_withdrawn else "NEEDS-ACTION"
        yield b"".join(
            (
                b"BEGIN:VTODO\r\n",
                _named(calendar, one, "zonder-datum", _("Nog zonder datum: %s") % one.title),
                about,
                f"STATUS:{state}\r\n".encode(),
                shared,
                b"END:VTODO\r\n",
            )
        )


def _days(one: TenderFacts) -> Iterator[tuple[str, str, dt.date | None, bool]]:
    """Of each date its key, what happens, when, and whether it came about."""
    is_published = one.published_on is not None or one.status in {PUBLISHED, *_OVER}
    yield "publicatie", _("Publicatie: %s") % one.title, one.publication_on, is_published
    yield "gunning", _("Gunning: %s") % one.title, one.award_on, one.awarded_on is not None or one.status in _OVER
    yield "start", _("Start van het werk: %s") % one.title, one.starts_on, one.status in {IN_EXECUTION, COMPLETED}


def _named(calendar: CalendarFacts, one: TenderFacts, key: str, title: str) -> bytes:
    # The address of the portal may change; what an agenda knows a day by may not.
    return _lines(("UID", f"{one.key}-{key}@kalender.{calendar.region_code}"), ("SUMMARY", _text(title)))


def _shared(one: TenderFacts) -> tuple[bytes, bytes]:
    """What the days of a tender have in common, folded once: what it is, and the rest."""
    at = one.touched_at.astimezone(dt.UTC)
    touched = f"{_day(at)}T{at.hour:02}{at.minute:02}{at.second:02}Z"
    # Minutes, so that it always grows with a change.
    sequence = str(max(0, int((at - _EPOCH) / dt.timedelta(minutes=1))))
    about = _text("\n".join([*words.facts(one), *([one.description] if one.description else []), one.url]))
    rest = [("URL", one.url), ("CLASS", "PUBLIC")]
    if one.places:
        rest.append(("LOCATION", _text(words.places(one))))
    if one.kind:
        rest.append(("CATEGORIES", _text(words.label(TenderKind, one.kind))))
    times = f"DTSTAMP:{touched}\r\nLAST-MODIFIED:{touched}\r\nSEQUENCE:{sequence}\r\n".encode()
    return _lines(("DESCRIPTION", about)), times + _lines(*rest)


def _day(day: dt.date) -> str:
    # Not strftime, which may write a year with fewer digits than four.
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _UNPRINTABLE.sub("", plain)


def _lines(*properties: tuple[str, str]) -> bytes:
    return b"".join(_folded(f"{name}:{value}") for name, value in properties)


def _folded(line: str) -> bytes:
    """No line longer than 75 bytes, and never cut inside a character."""
    octets = line.encode()
    if len(octets) <= _LONGEST_LINE:
        return octets + b"\r\n"
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
