"""The calendar as an Atom feed: each tender, and when it last changed."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from exchange import atom
from exchange.calendar_out import words
from exchange.calendar_out.facts import CalendarFacts, TenderFacts


def write(calendar: CalendarFacts, tenders: Iterable[TenderFacts]) -> Iterator[bytes]:
    query = f"?{calendar.query_string}" if calendar.query_string else ""
    feed = atom.Feed(
        key=f"{calendar.region_code}/kalender{query}",
        title=_("Aanbestedingskalender %s") % calendar.region_name,
        subtitle=_("Aanbestedingen in de arbeidsmarktregio en wat er verandert"),
        author=calendar.region_name,
        url=calendar.file_url("kalender.atom"),
        page_url=calendar.page_url,
    )
    return atom.write(feed, (_entry(calendar, one) for one in tenders))


def _entry(calendar: CalendarFacts, one: TenderFacts) -> atom.Entry:
    day = one.on_calendar_since or timezone.localdate(one.touched_at)
    since = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    return atom.Entry(
        key=f"{calendar.region_code}/aanbesteding/{one.key}",
        title=one.title,
        author=one.authority,
        url=one.url,
        published=min(since, one.touched_at),
        updated=one.touched_at,
        terms=(one.status, *(code for code, _name in one.cpv), *(f"beroep-{head.code}" for head in one.heads)),
        lines=(*words.facts(one), *([one.description] if one.description else [])),
    )
