"""Once a week, to who keeps a calendar: which tenders have a date that passed, were not looked at for long, or lack a decision.

What is only incomplete asks for no mail. A Monday on which the portal was down is made up for on the next day.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.choices import AUTHORITY_KINDS, Role
from organisations.models import Membership
from organisations.outbox import queue_mails
from tenders.calendar.upkeep import MEND_WORDS
from tenders.models import CalendarDigest, Tender
from tenders.tender_upkeep import Mend

MAIL = "calendar_digest"
#: As many as somebody reads in a mail; the rest stands on the page.
MOST_ROWS = 10
_ASKS = [mend for mend in Mend if mend != Mend.INCOMPLETE]


def send_digests(*, region_id: uuid.UUID, on: date) -> int:
    """Mail every keeper whose tenders ask for something, once in the week of this day; returns how many mails."""
    week = on - timedelta(days=on.weekday())
    told = CalendarDigest.objects.filter(region_id=region_id, week=week).values("organisation_id")
    by_authority: dict[uuid.UUID, list[Tender]] = defaultdict(list)
    for tender in _asking(region_id, on=on).exclude(authority_id__in=told):
        by_authority[tender.authority_id].append(tender)
    if not by_authority:
        return 0
    members = _members(by_authority)
    mails = [mail for authority_id, tenders in by_authority.items() for mail in _mails(tenders, members[authority_id])]
    CalendarDigest.objects.bulk_create(
        CalendarDigest(region_id=region_id, organisation_id=authority_id, week=week) for authority_id in by_authority
    )
    return queue_mails(MAIL, mails)


def _asking(region_id: uuid.UUID, *, on: date) -> Any:
    tenders = Tender.objects.filter(region_id=region_id, authority__kind__in=AUTHORITY_KINDS).with_upkeep(on=on)
    return (
        tenders.filter(is_open=1, mend_rank__lt=len(_ASKS))
        .select_related("authority")
        .order_by("mend_rank", "planned_publication", "pk")
    )


def _members(authorities: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Membership]]:
    """Who can mend something, by organisation."""
    found: dict[uuid.UUID, list[Membership]] = defaultdict(list)
    current = Membership.objects.current().filter(organisation_id__in=list(authorities)).exclude(role=Role.AUDITOR)
    for one in current.select_related("user").order_by("pk"):
        found[one.organisation_id].append(one)
    return found


def _mails(tenders: Sequence[Tender], members: Sequence[Membership]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each tender to its contact and stand-in; one whose contact does not work here any more to the administrators."""
    by_address = {one.user.email.casefold(): one for one in members}
    rows: dict[uuid.UUID, list[Tender]] = defaultdict(list)
    for tender in tenders:
        named = {tender.contact_email.casefold(), tender.stand_in_email.casefold()}
        keepers = [by_address[address] for address in sorted(named) if address in by_address]
        for keeper in keepers or [one for one in members if one.role == Role.ADMINISTRATOR]:
            rows[keeper.pk].append(tender)
    for keeper in members:
        if own := rows[keeper.pk]:
            yield keeper.user.email, _told(keeper, own)


def _told(keeper: Membership, tenders: Sequence[Tender]) -> dict[str, Any]:
    page = urljoin(settings.PUBLIC_URL, reverse("tenders:tender_list", args=[keeper.organisation_id]))
    return {
        "name": keeper.user.name,
        "organisation": tenders[0].authority.name,
        "count": len(tenders),
        "rows": [
            {
                "title": tender.title or _("Nog zonder titel"),
                "asks": ", ".join(str(MEND_WORDS[mend]).lower() for mend in _ASKS if getattr(tender, f"asks_{mend}")),
            }
            for tender in tenders[:MOST_ROWS]
        ],
        "more": max(0, len(tenders) - MOST_ROWS),
        "link": page,
    }
