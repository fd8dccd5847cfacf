"""How a search of the calendar is followed by mail, and how many people follow one in which a tender stands."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import IntegerField, Value
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from organisations.models import Region
from organisations.notation import dutch_number
from tenders.calendar.counting import counts_of
from tenders.calendar.news import news
from tenders.calendar.public_words import said
from tenders.calendar.selection import selection
from tenders.choices import FollowKind
from tenders.following import Asked, Followed
from tenders.models import Tender

#: So many searches are held against one tender in one question.
_AT_ONCE = 50


def asked(region: Region, query: QueryDict, on: dt.date) -> Asked:
    found = selection(region.pk, query, on=on)
    wanted, counts = found.wanted.narrowed, counts_of(found)
    return Asked(search=wanted, words=said(wanted, counts), count=counts.total, is_guess=found.is_guess)


def _count_said(count: int) -> str:
    return ngettext("Nu %(count)s aanbesteding.", "Nu %(count)s aanbestedingen.", count) % {
        "count": dutch_number(count)
    }


CALENDAR = Followed(
    kind=FollowKind.CALENDAR,
    list_view="tenders:calendar",
    follow_view="tenders:calendar_follow",
    confirm_mail="calendar_confirm",
    news_mail="calendar_news",
    title=_("Houd mij op de hoogte"),
    list_name=_("Aanbestedingskalender"),
    promise=_(
        "Daarna krijgt u een mail als er iets nieuws is in deze zoekvraag, een datum verandert of iets wordt ingetrokken."
    ),
    count_said=_count_said,
    asked=asked,
    news=news,
)


def followers_matching(tender: Tender) -> int:
    """How many people follow a search in which this tender stands, whatever its status. Not who."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT query, followers FROM tenders_followed_searches(%s)", [tender.region_id])
        searches: list[tuple[str, int]] = cursor.fetchall()
    on = timezone.localdate()
    return sum(_matching(tender, searches[first : first + _AT_ONCE], on) for first in range(0, len(searches), _AT_ONCE))


def _matching(tender: Tender, searches: Sequence[tuple[str, int]], on: dt.date) -> int:
    """One question for many searches: for each, whether it has this one tender."""
    parts: list[Any] = []
    followers: dict[int, int] = {}
    for place, (query, count) in enumerate(searches):
        found = selection(tender.region_id, query, on=on, may_guess=False).whatever_status()
        followers[place] = count
        parts.append(found.filter(pk=tender.pk).order_by().values_list(Value(place, output_field=IntegerField())))
    matching: Iterable[tuple[int]] = parts[0].union(*parts[1:], all=True)
    return sum(followers[place] for (place,) in matching)
