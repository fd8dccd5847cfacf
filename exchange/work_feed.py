"""The open list of work as an Atom feed: what stands in the list of the same address, the newest first."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange import atom
from organisations.models import Region
from organisations.search_address import address
from placements.kansrijk.listing import Listing, Work
from placements.kansrijk.search_page import rows_of

#: Anybody may ask for it, as often as a reader of feeds does; who is behind further than this looks at the list.
MOST = 200
_NEVER = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)


def write(region: Region, found: Listing, *, on: dt.date) -> Iterator[bytes]:
    here = settings.PUBLIC_URL + reverse("placements:vacancy_search", args=[region.code])
    file = settings.PUBLIC_URL + reverse("exchange:work_feed", args=[region.code])
    feed = atom.Feed(
        key=address(f"{region.code}/vacatures", found.wanted),
        title=_("Vacatures %s") % region.name,
        subtitle=_("Werk dat nu open is, en werk dat eraan komt"),
        author=region.name,
        url=address(file, found.wanted),
        page_url=address(here, found.wanted),
    )
    # Of equally new ones the order of the list holds.
    newest = sorted(found.found, key=_since, reverse=True)[:MOST]
    rows = rows_of(newest, found, region, on=on)
    return atom.write(feed, (_entry(region, one, row) for one, row in zip(newest, rows, strict=True)))


def _entry(region: Region, one: Work, row: dict[str, Any]) -> atom.Entry:
    # A tender asks people of several occupations, each in a line of its own.
    of_tender = f"/{one.occupation.code}" if one.tender_id and one.occupation else ""
    facts = [f"{label}: {value}" for label, value in row["facts"]]
    return atom.Entry(
        key=f"{region.code}/werk/{one.id}{of_tender}",
        title=one.title,
        author=one.employer,
        url=settings.PUBLIC_URL + row["url"],
        published=_since(one),
        updated=_since(one),
        terms=(row["status"], one.sector, *([f"beroep-{one.occupation.code}"] if one.occupation else [])),
        lines=[part for part in (row["by"], *facts, ", ".join(row["marks"]), row["text"]) if part],
    )


def _since(one: Work) -> dt.datetime:
    """When everybody could first see it."""
    if one.since is not None:
        return one.since
    day = one.on_calendar_since
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else _NEVER
