"""The calendar as an Atom feed (RFC 4287), with tag URIs (RFC 4151) that stay the same when the portal moves house."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.calendar_out import words
from exchange.calendar_out.facts import CalendarFacts, TenderFacts

#: The authority of the tags: a name of ours, and a day on which it was (RFC 4151).
_TAG = "tag:kalender.sroi-portaal.example,2026:"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEVER = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)


def write(calendar: CalendarFacts, tenders: Iterable[TenderFacts]) -> Iterator[bytes]:
    """The feed. It says when it changed before its first entry, so what it is made of is held until the end."""
    updated = _NEVER
    entries = []
    for one in tenders:
        updated = max(updated, one.touched_at)
        entries.append(_entry(calendar, one))
    title = _("Aanbestedingskalender %s") % calendar.region_name
    query = f"?{calendar.query_string}" if calendar.query_string else ""
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">\n'
        f"<id>{_plain(f'{_TAG}{calendar.region_code}/kalender{query}')}</id>\n"
        f"<title>{_plain(title)}</title>\n"
        f"<subtitle>{_plain(_('Aanbestedingen in de arbeidsmarktregio en wat er verandert'))}</subtitle>\n"
        f"<updated>{_moment(updated)}</updated>\n"
        f"<author><name>{_plain(calendar.region_name)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={_attribute(calendar.file_url("kalender.atom"))}/>\n'
        f'<link rel="alternate" type="text/html" href={_attribute(calendar.page_url)}/>\n'
    ).encode()
    yield from entries
    yield b"</feed>\n"


def _entry(calendar: CalendarFacts, one: TenderFacts) -> bytes:
    day = one.on_calendar_since or timezone.localdate(one.touched_at)
    since = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    lines = [*words.facts(one), *([one.description] if one.description else [])]
    categories = [*(code for code, _name in one.cpv), *(f"beroep-{head.code}" for head in one.heads)]
    return (
        "<entry>\n"
        f"<id>{_plain(f'{_TAG}{calendar.region_code}/aanbesteding/{one.key}')}</id>\n"
        f"<title>{_plain(one.title)}</title>\n"
        f"<updated>{_moment(one.touched_at)}</updated>\n"
        f"<published>{_moment(min(since, one.touched_at))}</published>\n"
        f"<author><name>{_plain(one.authority)}</name></author>\n"
        f'<link rel="alternate" type="text/html" href={_attribute(one.url)}/>\n'
        f'<category term="{one.status}"/>\n'
        + "".join(f"<category term={_attribute(term)}/>\n" for term in categories)
        + f'<summary type="text">{_plain(chr(10).join(lines))}</summary>\n'
        "</entry>\n"
    ).encode()


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _plain(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("", text))
