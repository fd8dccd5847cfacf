"""Somebody follows a search of the calendar by mail: asks, proves the address, changes how often, and stops.

Nothing that is asked here says whether an address was known.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import IntegerField, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.models import Region, new_id
from organisations.outbox import queue_mail
from organisations.refused import Refused
from tenders.calendar.selection import selection
from tenders.calendar.wanted import Wanted
from tenders.choices import FollowRhythm
from tenders.models import CalendarFollower, Tender

#: How long the link of the first mail works, and how long somebody who stopped can take that back.
CONFIRM_WITHIN = dt.timedelta(days=7)
KEEP_ENDED = dt.timedelta(days=30)
_MANY_IN_REGION, _MANY_FOR_ADDRESS = "CF001", "CF002"
#: So many searches are held against one tender in one question.
_AT_ONCE = 50


class Flooded(Refused):
    """More in an hour than people ask."""


def ask(*, region: Region, email: str, wanted: Wanted, words: str, rhythm: str, at: dt.datetime) -> None:
    """Keep what somebody wants to follow, and mail a link that proves the address; inside ``tenancy.public``."""
    follower = CalendarFollower(
        id=new_id(),
        region_id=region.pk,
        email=email,
        query=wanted.narrowed.query_string,
        words=words,
        rhythm=FollowRhythm(rhythm),
        asked_at=at,
    )
    follower.token_hash = tenancy.hash_token(follower.token)
    try:
        with transaction.atomic():
            follower.save(force_insert=True)
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", "")
        if state == _MANY_FOR_ADDRESS:
            return
        if state == _MANY_IN_REGION:
            raise Flooded(_("Er komen nu heel veel aanvragen binnen. Probeer het over een uur opnieuw.")) from error
        raise
    # Nothing of what was typed: it may be for a stranger.
    queue_mail(
        "calendar_confirm",
        to=email,
        context={"link": link_of(follower, region.code), "region": region.name, "days": CONFIRM_WITHIN.days},
    )


def link_of(follower: CalendarFollower, region_code: str) -> str:
    return settings.PUBLIC_URL + reverse("tenders:calendar_follow_own", args=[region_code, follower.token])


def find(token: str, *, region_code: str) -> CalendarFollower | None:
    """Whom this link is of; inside ``tenancy.link``."""
    rows = CalendarFollower.objects.select_related("region").filter(token_hash=tenancy.hash_token(token))
    return rows.filter(region__code=region_code).first()


def is_open(follower: CalendarFollower, *, at: dt.datetime) -> bool:
    """Whether the link still does something: a first one that is too old does not."""
    return follower.confirmed_at is not None or at < follower.asked_at + CONFIRM_WITHIN


@transaction.atomic
def confirm(token: str, *, region_code: str, at: dt.datetime) -> CalendarFollower:
    """The address is his who follows the link: from today on he gets mail. Who stopped first says that he wants it."""
    follower = _locked(token, region_code, at)
    if follower.confirmed_at is None and follower.ended_at is None:
        follower.confirmed_at = at
        _from_today(follower, at)
        follower.save(update_fields=["confirmed_at", "told_until"])
    return follower


@transaction.atomic
def change_rhythm(token: str, *, region_code: str, rhythm: str, at: dt.datetime) -> CalendarFollower:
    follower = _locked(token, region_code, at)
    if rhythm not in FollowRhythm.values:
        raise Refused(_("Kies hoe vaak u een mail wilt."))
    follower.rhythm = FollowRhythm(rhythm)
    follower.save(update_fields=["rhythm"])
    return follower


@transaction.atomic
def end(token: str, *, region_code: str, at: dt.datetime) -> CalendarFollower:
    """No mail any more. For a while it can be taken back; then nothing of it is left."""
    follower = _locked(token, region_code, at)
    if follower.ended_at is None:
        follower.ended_at = at
        follower.save(update_fields=["ended_at"])
    return follower


@transaction.atomic
def resume(token: str, *, region_code: str, at: dt.datetime) -> CalendarFollower:
    """Mail again from today on, and of this search by this link only; it proves the address too."""
    follower = _locked(token, region_code, at)
    if follower.ended_at is not None:
        follower.ended_at = None
        follower.confirmed_at = follower.confirmed_at or at
        _from_today(follower, at)
        follower.save(update_fields=["ended_at", "confirmed_at", "told_until"])
    return follower


def forget(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Remove who never proved his address, and who stopped a while ago; returns how many."""
    here = CalendarFollower.objects.filter(region_id=region_id)
    unproven, _of = here.filter(confirmed_at=None, asked_at__date__lt=on - CONFIRM_WITHIN).delete()
    ended, _of = here.filter(ended_at__date__lt=on - KEEP_ENDED).delete()
    return unproven + ended


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


def _from_today(follower: CalendarFollower, at: dt.datetime) -> None:
    """What happened before today he could see when he asked."""
    follower.told_until = timezone.localdate(at) - dt.timedelta(days=1)


def _locked(token: str, region_code: str, at: dt.datetime) -> CalendarFollower:
    rows: Any = CalendarFollower.objects.select_for_update(of=("self",), no_key=True).select_related("region")
    follower: CalendarFollower | None = rows.filter(
        token_hash=tenancy.hash_token(token), region__code=region_code
    ).first()
    if follower is None or not is_open(follower, at=at):
        raise Refused(_("Deze link werkt niet meer."))
    return follower
