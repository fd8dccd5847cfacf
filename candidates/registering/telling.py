"""What somebody hears who was registered without logging in: who calls and by when, and the link to his own page.

Done by a worker as ``system(UPKEEP)``: only there a link is made that goes to the telephone or address in the file, and
so proves that it is his.
"""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from candidates.choices import OwnPageWay, Source
from candidates.models import Candidate, OwnPage
from candidates.own_page.links import WORKS_FOR, new_link
from candidates.registering.oneself import Promise
from organisations import text_messages
from organisations.outbox import queue_mail, queue_sms

LATER = "candidates.tasks.send_later"
#: To one person, however often he asks.
MOST_A_DAY = 3
#: To one address, however many are registered with it: a family, or a stranger who types it again and again.
MOST_TO_ADDRESS = 5


def tell(candidate_id: uuid.UUID, *, at: datetime) -> bool:
    """Confirm a registration by mail; whether it went. Once, and few a day to one address."""
    candidate = _candidate(candidate_id)
    if candidate is None or not candidate.identity.email or _sent(candidate, since=candidate.created_at):
        return False
    if _sent_to(candidate.identity.email, candidate.region_id, since=at - timedelta(days=1)) >= MOST_TO_ADDRESS:
        return False
    token = new_link(candidate.pk, region_id=candidate.region_id, way=OwnPageWay.MAIL, at=at)
    werkplein, by = candidate.werkplein, candidate.call_by or timezone.localdate(at)
    context = {
        "entry": candidate.identity,
        "candidate": candidate,
        "region": candidate.region,
        "promise": Promise(candidate.werkplein_id, werkplein.name if werkplein else "", by),
        "by": candidate.registrant,
        "own_page_url": address("placements:own_page", token),
        "ask_url": "",
        "until": timezone.localdate(at + WORKS_FOR[OwnPageWay.MAIL]),
    }
    is_own = candidate.source == Source.SELF
    queue_mail("oneself_registered" if is_own else "candidate_registered", to=candidate.identity.email, context=context)
    return True


def send_later(candidate_id: uuid.UUID, step: str, *, at: datetime) -> bool:
    """Send the link with which somebody goes on telling; whether it went."""
    candidate = _candidate(candidate_id)
    if candidate is None or _sent(candidate, since=at - timedelta(days=1)) >= MOST_A_DAY:
        return False
    way = way_to(candidate.identity.email, candidate.identity.phone)
    if way is None:
        return False
    token = new_link(candidate.pk, region_id=candidate.region_id, way=way, at=at)
    context = {
        "name": candidate.identity.first_name or candidate.identity.last_name,
        "sender": candidate.region.name,
        "region": candidate.region,
        "link": address("candidates:oneself_step", token, step),
        "until": timezone.localdate(at + WORKS_FOR[way]),
    }
    if way == OwnPageWay.SMS:
        queue_sms("oneself_later", to=text_messages.mobile_number(candidate.identity.phone), context=context)
    else:
        queue_mail("oneself_later", to=candidate.identity.email, context=context)
    return True


def way_to(email: str, phone: str) -> OwnPageWay | None:
    """How a link reaches somebody; None where neither mail nor text does."""
    if email:
        return OwnPageWay.MAIL
    return OwnPageWay.SMS if text_messages.is_offered() and text_messages.mobile_number(phone) else None


def address(name: str, *args: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=args)


def _candidate(candidate_id: uuid.UUID) -> Candidate | None:
    found = Candidate.objects.standing().filter(pk=candidate_id, anonymised_at=None, identity__isnull=False)
    return found.select_related("identity", "region", "werkplein").first()


def _sent_to(email: str, region_id: uuid.UUID, *, since: datetime) -> int:
    """The links that went to this address, whoever was registered with it."""
    mails = OwnPage.objects.filter(region_id=region_id, way=OwnPageWay.MAIL, made_at__gte=since)
    return mails.filter(candidate__identity__email__iexact=email).count()


def _sent(candidate: Candidate, *, since: datetime) -> int:
    return OwnPage.objects.filter(candidate=candidate, made_at__gte=since).exclude(way=OwnPageWay.BROWSER).count()
