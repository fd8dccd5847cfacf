"""What is mailed to who follows the calendar: what became new in his search, which dates changed, what was withdrawn.

Of whole days that have passed: nothing twice, nothing lost when a morning is missed. Each search is looked up once,
however many follow it, and only among what happened at all. No value is read.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations import tenancy
from organisations.models import Region
from organisations.outbox import queue_mails
from organisations.templatetags.formatting import day_nl
from tenders.calendar.following import link_of
from tenders.calendar.selection import selection
from tenders.choices import FollowRhythm, TenderStatus
from tenders.models import CalendarFollower, Tender, TenderStep

_WEEK = 7
_DATES = {
    "planned_publication": gettext_lazy("Aankondiging"),
    "planned_award": gettext_lazy("Gunning"),
    "starts_on": gettext_lazy("Start van het werk"),
    "ends_on": gettext_lazy("Einde van het werk"),
}
#: What is entered later than this after its own day is history, not news.
_NEWS_FOR = dt.timedelta(days=14)
#: In one mail; the rest stands on the calendar.
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened on the calendar of a region from one day to another, by tender."""

    new: frozenset[uuid.UUID] = frozenset()
    #: For each, what each changed date was and is.
    changed: Mapping[uuid.UUID, list[str]] = field(default_factory=dict)
    #: With the reason, where one was given.
    withdrawn: Mapping[uuid.UUID, str] = field(default_factory=dict)
    #: As they are now, ``with_days_taken``.
    tenders: Mapping[uuid.UUID, Any] = field(default_factory=dict)

    @property
    def ids(self) -> set[uuid.UUID]:
        return {*self.new, *self.changed, *self.withdrawn}


def mail_followers(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Mail everybody for whom there is news up to yesterday; returns how many mails go."""
    until = on - dt.timedelta(days=1)
    region = Region.objects.get(pk=region_id)
    due = CalendarFollower.objects.following().filter(region_id=region_id, told_until__lt=until)
    due = due.filter(_rhythm_says(on, until)).select_for_update(no_key=True).order_by("told_until", "pk")
    by_day: dict[dt.date, list[CalendarFollower]] = defaultdict(list)
    for follower in due:
        if follower.told_until is not None:
            by_day[follower.told_until].append(follower)
    mails: list[tuple[str, dict[str, Any]]] = []
    mailed: list[uuid.UUID] = []
    for told_until, followers in by_day.items():
        happened = happened_between(region_id, first=told_until + dt.timedelta(days=1), last=until)
        said = _said_by_search(region, {one.query for one in followers}, happened, on=on)
        for follower in followers:
            if news := said.get(follower.query):
                mails.append((follower.email, _context(follower, region, news)))
                mailed.append(follower.pk)
        CalendarFollower.objects.filter(pk__in=[one.pk for one in followers]).update(told_until=until)
    CalendarFollower.objects.filter(pk__in=mailed).update(last_mailed_at=timezone.now())
    return queue_mails("calendar_news", mails)


def _rhythm_says(on: dt.date, until: dt.date) -> Q:
    """Weekly: on Monday, or once a whole week was missed."""
    if on.weekday() == 0:
        return Q()
    return Q(rhythm=FollowRhythm.DAILY) | Q(told_until__lte=until - dt.timedelta(days=_WEEK))


def happened_between(region_id: uuid.UUID, *, first: dt.date, last: dt.date) -> Happened:
    """What became new, changed a date or was withdrawn on these days, and is on the calendar now. Five queries."""
    here = Tender.objects.on_calendar().filter(region_id=region_id)
    new = frozenset(
        here.not_withdrawn().filter(on_calendar_since__range=(first, last)).order_by("pk").values_list("pk", flat=True)
    )
    since, before = _start_of(first), _start_of(last + dt.timedelta(days=1))
    withdrawn = dict(
        TenderStep.objects.filter(
            tender__in=here.filter(status=TenderStatus.WITHDRAWN, on_calendar_since__lt=first),
            to_status=TenderStatus.WITHDRAWN,
            on__gte=first - _NEWS_FOR,
            at__gte=since,
            at__lt=before,
        )
        .order_by("at", "pk")
        .values_list("tender_id", "note")
    )
    changed = _changed(here.not_withdrawn().exclude(pk__in=new), since=since, before=before)
    ids = {*new, *changed, *withdrawn}
    tenders = (
        here.filter(pk__in=ids).with_days_taken().select_related("authority").defer("search", "description").in_bulk()
        if ids
        else {}
    )
    return Happened(new, changed, withdrawn, tenders)


def _changed(tenders: Any, *, since: dt.datetime, before: dt.datetime) -> dict[uuid.UUID, list[str]]:
    """Of which tenders a planned day is another than before these days, with what it was and is."""
    events: Any = Tender.pgh_event_model.objects  # type: ignore[attr-defined]
    touched = events.filter(pgh_created_at__gte=since, pgh_created_at__lt=before, pgh_obj__in=tenders)
    ids = set(touched.order_by().values_list("pgh_obj_id", flat=True).distinct())
    if not ids:
        return {}
    columns = ("pgh_obj_id", *_DATES)
    earlier = events.filter(pgh_obj_id__in=ids, pgh_created_at__lt=since, on_calendar_since__isnull=False)
    was = earlier.order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id").distinct("pgh_obj_id").values(*columns)
    now = tenders.in_bulk(list(ids))
    changed: dict[uuid.UUID, list[str]] = {}
    for row in was:
        tender = now.get(row["pgh_obj_id"])
        lines = [
            _("%(what)s: van %(was)s naar %(now)s")
            % {"what": label, "was": _day(row[name]), "now": _day(getattr(tender, name))}
            for name, label in _DATES.items()
            if tender is not None and row[name] != getattr(tender, name)
        ]
        if lines:
            changed[row["pgh_obj_id"]] = lines
    return changed


def _said_by_search(
    region: Region, queries: Iterable[str], happened: Happened, *, on: dt.date
) -> dict[str, dict[str, Any]]:
    """For each search the news in it; a search without news is left out."""
    ids = happened.ids
    if not ids:
        return {}
    said = {}
    for query in sorted(queries):
        found = selection(region.pk, query, on=on, may_guess=False)
        everything = set(found.whatever_status().filter(pk__in=ids).order_by().values_list("pk", flat=True))
        asked = set(found.unordered.filter(pk__in=everything).order_by().values_list("pk", flat=True))
        news = {
            "new": _lines(region, happened, asked & happened.new),
            "changed": _lines(region, happened, asked & set(happened.changed)),
            "withdrawn": _lines(region, happened, everything & set(happened.withdrawn)),
        }
        count = sum(len(lines) for lines in news.values())
        if count:
            left = _MOST_SHOWN
            shown: dict[str, Any] = {"count": count}
            for name, lines in news.items():
                shown[name] = lines[:left]
                left -= len(shown[name])
            said[query] = shown | {"more": max(count - _MOST_SHOWN, 0)}
    return said


def _lines(region: Region, happened: Happened, ids: Iterable[uuid.UUID]) -> list[dict[str, Any]]:
    tenders = sorted((happened.tenders[one] for one in ids), key=lambda one: (one.title.casefold(), str(one.pk)))
    return [
        {
            "title": tender.title,
            "authority": tender.authority.name,
            "publication": _day(tender.published_on or tender.planned_publication),
            "is_published": tender.published_on is not None,
            "changed": happened.changed.get(tender.pk, ()),
            "reason": happened.withdrawn.get(tender.pk, ""),
            "url": settings.PUBLIC_URL + reverse("tenders:calendar_detail", args=[region.code, tender.pk]),
        }
        for tender in tenders
    ]


def _context(follower: CalendarFollower, region: Region, news: dict[str, Any]) -> dict[str, Any]:
    if tenancy.hash_token(follower.token) != follower.token_hash:
        # The key of the portal is another than when he asked: his link goes with it.
        CalendarFollower.objects.filter(pk=follower.pk).update(token_hash=tenancy.hash_token(follower.token))
    search = settings.PUBLIC_URL + reverse("tenders:calendar", args=[region.code])
    own = link_of(follower, region.code)
    return {
        "region": region.name,
        "words": follower.words,
        "news": news,
        "search_url": f"{search}?{follower.query}" if follower.query else search,
        "own_url": own,
        "unsubscribe_url": own,
    }


def _day(day: dt.date | None) -> str:
    return day_nl(day) if day else _("nog niet bekend")


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
