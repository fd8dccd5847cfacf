"""The link to somebody's own page is sent to the telephone or address in his file: never to one that was only typed."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.choices import OwnPageWay, TaskKind
from candidates.models import Candidate, CandidateIdentity, OwnPage
from candidates.names import normalised_phone
from candidates.own_page import links
from candidates.registering.registration import call_day
from candidates.working import coaches, to_do
from organisations import text_messages
from organisations.outbox import queue_job, queue_mail, queue_sms
from organisations.refused import Refused
from organisations.tenancy import Acting

SEND = "placements.tasks.send_own_page"
#: To one person, however often somebody asks.
MOST_A_DAY = 3
#: Files with one number or address: a family, or somebody who is there twice.
_MOST_FILES = 5
#: What a telephone number or a mail address can be long.
LONGEST_CONTACT = 254


def ask(region_id: uuid.UUID, contact: str) -> None:
    """Somebody without a log-in asks for his page. Whether he is known, a worker finds out: the answer is the same."""
    queue_job(SEND, region_id=region_id, contact=contact[:LONGEST_CONTACT])


@transaction.atomic
def send_asked(region_id: uuid.UUID, contact: str, *, on: date, at: datetime) -> int:
    """Send a link to everybody in the region with this number or address; as ``system(UPKEEP)``. How many went.

    Whom no text or mail reaches is called: his coach gets a task.
    """
    by_phone = "@" not in contact
    sent = 0
    for candidate in _people(region_id, contact):
        if _sent_since(candidate, at - timedelta(days=1)) >= MOST_A_DAY:
            continue
        if send(candidate, at=at, rather=OwnPageWay.SMS if by_phone else OwnPageWay.MAIL) is not None:
            sent += 1
        else:
            _have_called(candidate, on=on, at=at)
    return sent


@transaction.atomic
def send_for(acting: Acting, candidate_id: uuid.UUID, *, way: OwnPageWay, at: datetime) -> str:
    """A coach sends somebody his link; returns where it went. ``Refused`` where nothing would reach him."""
    candidate = lifecycle.lock(candidate_id)
    if _sent_since(candidate, at - timedelta(days=1)) >= MOST_A_DAY:
        raise Refused(_("Deze persoon kreeg vandaag al %(most)s links. Morgen kan het weer.") % {"most": MOST_A_DAY})
    if way not in ways_to(candidate.identity):
        raise Refused(_("Zo is deze persoon niet te bereiken. Kijk het telefoonnummer en het mailadres na."))
    send(candidate, at=at, rather=way, made_by_id=acting.user_id)
    return candidate.identity.phone if way == OwnPageWay.SMS else candidate.identity.email


@transaction.atomic
def end_for(acting: Acting, candidate_id: uuid.UUID, *, at: datetime) -> int:  # noqa: ARG001 - as every use case
    """Let no link that was sent to this person open anything any more; how many that ends."""
    candidate = lifecycle.lock(candidate_id)
    return working(candidate, at=at).update(ended_at=at)


def end_others(page_id: uuid.UUID, candidate_id: uuid.UUID, *, at: datetime) -> int:
    """Number or address changed: what went to the former one ends, but not the link in use; as ``system(UPKEEP)``."""
    others = OwnPage.objects.filter(candidate_id=candidate_id, ended_at__isnull=True, made_at__lte=at)
    return others.exclude(pk=page_id).update(ended_at=at)


def working(candidate: Candidate, *, at: datetime) -> QuerySet[OwnPage]:
    """The links that open this person's page now, the newest first."""
    rows = OwnPage.objects.working(at=at).filter(candidate=candidate)
    return rows.select_related("made_by").order_by("-made_at", "-pk")


def ways_to(identity: CandidateIdentity) -> list[OwnPageWay]:
    """How a link reaches this person."""
    ways = [OwnPageWay.MAIL] if identity.email else []
    if text_messages.is_offered() and text_messages.mobile_number(identity.phone):
        ways.append(OwnPageWay.SMS)
    return ways


def send(
    candidate: Candidate, *, at: datetime, rather: OwnPageWay, made_by_id: uuid.UUID | None = None
) -> OwnPageWay | None:
    """Send a new link this way, or the other one where only that reaches him; None where neither does."""
    identity = candidate.identity
    ways = ways_to(identity)
    if not ways:
        return None
    way = rather if rather in ways else ways[0]
    token = links.new_link(candidate.pk, region_id=candidate.region_id, way=way, at=at, made_by_id=made_by_id)
    context = {
        "name": identity.first_name or identity.name,
        "region": candidate.region.name,
        "sender": candidate.region.name,
        "link": settings.PUBLIC_URL + reverse("placements:own_page", args=[token]),
        "until": timezone.localdate(at + links.WORKS_FOR[way]),
        "by_coach": made_by_id is not None,
    }
    if way == OwnPageWay.SMS:
        queue_sms("own_page", to=text_messages.mobile_number(identity.phone), context=context)
    else:
        queue_mail("own_page_link", to=identity.email, context=context)
    return way


def _people(region_id: uuid.UUID, contact: str) -> list[Candidate]:
    contact = contact.strip()
    if "@" in contact:
        known = Q(identity__email__iexact=contact)
    else:
        phone = normalised_phone(contact)
        if not phone:
            return []
        known = Q(identity__normalised_phone=phone)
    found = Candidate.objects.standing().filter(known, region_id=region_id, anonymised_at=None)
    return list(found.select_related("identity", "region").order_by("-created_at", "-pk")[:_MOST_FILES])


def _sent_since(candidate: Candidate, since: datetime) -> int:
    sent = OwnPage.objects.filter(candidate=candidate, made_at__gt=since)
    return sent.exclude(way=OwnPageWay.BROWSER).count()


def _have_called(candidate: Candidate, *, on: date, at: datetime) -> None:
    """Nothing reaches him: somebody calls, once a day at most."""
    by = coaches.taken_up_by(candidate)
    if by is None:
        return
    task = to_do.Task(
        what=_("Vraagt om zijn eigen pagina. Bel, en vraag een mailadres"),
        due_on=call_day(candidate.region_id, on=on),
        organisation_id=by[0],
        user_id=by[1],
        kind=TaskKind.CALL,
        origin=f"own_page:{on.isoformat()}",
    )
    to_do.add(None, candidate, task, at=at)
