"""Somebody follows a search of a public list by mail: asks, proves the address, changes how often, gets news, and stops.

Each list says of itself what is new in it (``Followed``). Nothing that is asked here says whether an address was known.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.flooding import SentEnough, bounded
from organisations.models import Region, new_id
from organisations.outbox import queue_mail, queue_mails
from organisations.refused import Refused
from organisations.search_address import Search
from tenders.choices import FollowKind, FollowRhythm
from tenders.models import SearchFollower
from tenders.models.follower import LONGEST_QUERY

#: How long the link of the first mail works.
CONFIRM_WITHIN = dt.timedelta(days=7)
_WEEK = 7
#: In one mail; the rest stands in the list.
_MOST_SHOWN = 40
_ONE_DAY = dt.timedelta(days=1)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news. ``key``: the same wherever it is told of again."""

    key: str
    title: str
    said: Sequence[str]
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search that somebody wants to follow: as an address has it, in words, and how much it finds now."""

    search: Search
    words: str
    count: int
    #: Nothing has exactly these words.
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One public list, what is said of following it, and what became new in it."""

    kind: FollowKind
    #: The page of the list and the one where mail is asked for; ``…_own`` and ``…_stop`` belong to the mailed links.
    list_view: str
    follow_view: str
    confirm_mail: str
    news_mail: str
    #: What one asks for, what the list is called, and when a mail comes.
    title: str | Promise
    list_name: str | Promise
    promise: str | Promise
    #: ``Nu 3 vacatures.``
    count_said: Callable[[int], str]
    asked: Callable[[Region, QueryDict, dt.date], Asked]
    #: ``news(region, queries, first=…, last=…, on=…)``: of whole days, for each of these searches that has any.
    news: Callable[..., Mapping[str, Sequence[Section]]]

    def ask_address(self, region_code: str, query: str = "") -> str:
        return _with_query(reverse(self.follow_view, args=[region_code]), query)

    def list_address(self, region_code: str, query: str = "") -> str:
        return _with_query(reverse(self.list_view, args=[region_code]), query)

    def own_address(self, region_code: str, token: str) -> str:
        return reverse(f"{self.follow_view}_own", args=[region_code, token])

    def stop_address(self, region_code: str, token: str) -> str:
        """Where all of an address stops; it takes a POST without more (RFC 8058)."""
        return reverse(f"{self.follow_view}_stop", args=[region_code, token])


def ask(
    followed: Followed, *, region: Region, email: str, search: Search, words: str, rhythm: str, at: dt.datetime
) -> None:
    """Keep what somebody wants to follow, and mail a link that proves the address; inside ``tenancy.public``."""
    if len(search.query_string) > LONGEST_QUERY:
        raise Refused(_("U hebt heel veel gekozen. Haal een paar keuzes weg uit uw zoekvraag."))
    follower = SearchFollower(
        id=new_id(),
        region_id=region.pk,
        kind=followed.kind,
        email=email,
        query=search.query_string,
        words=words,
        rhythm=FollowRhythm(rhythm),
        asked_at=at,
    )
    follower.token_hash, follower.address_hash = _hashes(follower)
    too_many = _("Er komen nu heel veel aanvragen binnen. Probeer het over een uur opnieuw.")
    try:
        with bounded(too_many):
            follower.save(force_insert=True)
    except SentEnough:
        return
    link = settings.PUBLIC_URL + followed.own_address(region.code, follower.token)
    # Nothing of what was typed: it may be for a stranger.
    told = {"link": link, "region": region.name, "days": CONFIRM_WITHIN.days}
    queue_mail(followed.confirm_mail, to=email, context=told)


def find(followed: Followed, token: str, *, region_code: str) -> SearchFollower | None:
    """Which search this link is of; inside ``tenancy.link``."""
    return _of_link(followed, token, region_code).select_related("region").first()


def searches_at(followed: Followed, token: str, *, region_code: str) -> list[SearchFollower]:
    """What is followed at the address that this link is of; inside ``tenancy.link``."""
    return list(_of_address(followed, token, region_code).order_by("asked_at", "pk"))


def is_open(follower: SearchFollower, *, at: dt.datetime) -> bool:
    """Whether the link still does something: a first one that is too old does not."""
    return follower.confirmed_at is not None or at < follower.asked_at + CONFIRM_WITHIN


@transaction.atomic
def confirm(followed: Followed, token: str, *, region_code: str, at: dt.datetime) -> SearchFollower:
    """The address is his who follows the link: from today on he gets mail."""
    follower = _locked(followed, token, region_code, at)
    if follower.confirmed_at is None:
        follower.confirmed_at = at
        # What happened before today he could see when he asked.
        follower.told_until = timezone.localdate(at) - _ONE_DAY
        follower.save(update_fields=["confirmed_at", "told_until"])
    return follower


@transaction.atomic
def change_rhythm(followed: Followed, token: str, *, region_code: str, rhythm: str, at: dt.datetime) -> SearchFollower:
    follower = _locked(followed, token, region_code, at)
    if rhythm not in FollowRhythm.values:
        raise Refused(_("Kies hoe vaak u een mail wilt."))
    follower.rhythm = FollowRhythm(rhythm)
    follower.save(update_fields=["rhythm"])
    return follower


@transaction.atomic
def end(followed: Followed, token: str, *, region_code: str) -> None:
    """No mail about this search any more: nothing of it stays. One that was never proven gets none, and goes by itself."""
    _of_link(followed, token, region_code).following().delete()


@transaction.atomic
def end_all(followed: Followed, token: str, *, region_code: str) -> int:
    """No mail about this list to the address of this link any more; returns how many searches were removed."""
    count, _of = _of_address(followed, token, region_code).delete()
    return count


def forget(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Remove who never proved his address; returns how many."""
    unproven = SearchFollower.objects.filter(region_id=region_id, confirmed_at=None)
    count, _of = unproven.filter(asked_at__date__lt=on - CONFIRM_WITHIN).delete()
    return count


def mail_followers(followed: Followed, *, region_id: uuid.UUID, on: dt.date) -> int:
    """Mail everybody for whom there is news up to yesterday, all his searches in one; returns how many mails go.

    Of whole days that have passed: nothing twice, nothing lost when a morning is missed. Each search is looked up once,
    however many follow it.
    """
    until = on - _ONE_DAY
    region = Region.objects.get(pk=region_id)
    due = SearchFollower.objects.following().filter(region_id=region_id, kind=followed.kind, told_until__lt=until)
    followers = list(
        due.filter(_rhythm_says(on, until)).select_for_update(no_key=True).order_by("told_until", "asked_at", "pk")
    )
    searches: dict[dt.date, set[str]] = defaultdict(set)
    for one in followers:
        searches[_day_told(one)].add(one.query)
    said = {
        (day, query): sections
        for day, queries in searches.items()
        for query, sections in followed.news(region, queries, first=day + _ONE_DAY, last=until, on=on).items()
    }
    at_address: dict[str, list[tuple[SearchFollower, Sequence[Section]]]] = defaultdict(list)
    for one in followers:
        if sections := said.get((_day_told(one), one.query)):
            at_address[one.address].append((one, sections))
    mailed = [one for own in at_address.values() for one, _sections in own]
    _keep_hashes(mailed)
    mails = [(own[0][0].email, _told(followed, region, own)) for own in at_address.values()]
    SearchFollower.objects.filter(pk__in=[one.pk for one in followers]).update(told_until=until)
    SearchFollower.objects.filter(pk__in=[one.pk for one in mailed]).update(last_mailed_at=timezone.now())
    return queue_mails(followed.news_mail, mails)


def _rhythm_says(on: dt.date, until: dt.date) -> Q:
    """Weekly: on Monday, or once a whole week was missed."""
    if on.weekday() == 0:
        return Q()
    return Q(rhythm=FollowRhythm.DAILY) | Q(told_until__lte=until - dt.timedelta(days=_WEEK))


def _told(
    followed: Followed, region: Region, own: Sequence[tuple[SearchFollower, Sequence[Section]]]
) -> dict[str, Any]:
    """What the mail to one address says: each piece of news once, under the first search that has it."""
    known: set[tuple[str, str]] = set()
    searches, count, left = [], 0, _MOST_SHOWN
    for follower, sections in own:
        shown = []
        for section in sections:
            lines = [one for one in section.lines if (section.title, one.key) not in known]
            known |= {(section.title, one.key) for one in lines}
            count += len(lines)
            if lines[:left]:
                shown.append(Section(section.title, lines[:left]))
                left -= len(shown[-1].lines)
        if shown:
            searches.append(
                {
                    "words": follower.words,
                    "sections": shown,
                    "search_url": settings.PUBLIC_URL + followed.list_address(region.code, follower.query),
                    "own_url": settings.PUBLIC_URL + followed.own_address(region.code, follower.token),
                }
            )
    stop = settings.PUBLIC_URL + followed.stop_address(region.code, own[0][0].address_token)
    return {
        "region": region.name,
        "searches": searches,
        "count": count,
        "more": count - (_MOST_SHOWN - left),
        "stop_url": stop,
        "unsubscribe_url": stop,
    }


def _keep_hashes(followers: Iterable[SearchFollower]) -> None:
    """Where the key of the portal is another than when somebody asked, his links go with it."""
    changed = [one for one in followers if (one.token_hash, one.address_hash) != _hashes(one)]
    for one in changed:
        one.token_hash, one.address_hash = _hashes(one)
    SearchFollower.objects.bulk_update(changed, ["token_hash", "address_hash"], batch_size=_AT_ONCE)


def _hashes(follower: SearchFollower) -> tuple[str, str]:
    return tenancy.hash_token(follower.token), tenancy.hash_token(follower.address_token)


def _day_told(follower: SearchFollower) -> dt.date:
    """Who proved his address has one (``calendar_follower_told_from``)."""
    day: Any = follower.told_until
    return day


def _of_link(followed: Followed, token: str, region_code: str) -> Any:
    return SearchFollower.objects.filter(
        token_hash=tenancy.hash_token(token), kind=followed.kind, region__code=region_code
    )


def _of_address(followed: Followed, token: str, region_code: str) -> Any:
    return SearchFollower.objects.following().filter(
        address_hash=tenancy.hash_token(token), kind=followed.kind, region__code=region_code
    )


def _locked(followed: Followed, token: str, region_code: str, at: dt.datetime) -> SearchFollower:
    rows = _of_link(followed, token, region_code).select_for_update(of=("self",), no_key=True)
    follower: SearchFollower | None = rows.select_related("region").first()
    if follower is None or not is_open(follower, at=at):
        raise Refused(_("Deze link werkt niet meer."))
    return follower


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
