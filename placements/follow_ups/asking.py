"""The mails that ask candidate and employer one question, each with a link of its own."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import CandidateIdentity
from candidates.working import coaches
from organisations import tenancy
from organisations.models import Organisation
from organisations.outbox import queue_mails
from organisations.refused import Refused
from placements.choices import AskedOf
from placements.follow_ups.words import after
from placements.models import EmployerContact, FollowUp, FollowUpQuestion

#: As long as a link works; the question is sent again within that time.
LINK_DAYS = 28
_TEMPLATES = {AskedOf.CANDIDATE: "follow_up_candidate", AskedOf.EMPLOYER: "follow_up_employer"}


@transaction.atomic
def ask_again(follow_up: FollowUp, *, asked: AskedOf, at: datetime) -> None:
    """Send one of them a new link, from its day on whenever somebody asks for it; the earlier one stops working."""
    locked = lock(follow_up)
    if locked.at_work is not None:
        raise Refused(_("Dit is al bekend. Een vraag sturen is niet meer nodig."))
    if locked.due_on > timezone.localdate(at):
        raise Refused(_("Deze nazorg is nog niet aan de beurt."))
    if locked.questions.filter(asked=asked).exclude(said="").exists():
        raise Refused(_("Er is al een antwoord. Sturen is niet meer nodig."))
    if not send(locked, [asked], at=at):
        raise Refused(_("Er is geen e-mailadres. Vul dat eerst in, of bel."))
    if locked.asked_at is None:
        locked.asked_at = at
        locked.save(update_fields=["asked_at"])


def lock(follow_up: FollowUp) -> FollowUp:
    """The row as it stands now, held until the end of the transaction."""
    rows: Any = FollowUp.objects.select_for_update(of=("self",), no_key=True)
    found: FollowUp = rows.select_related("placement__candidate").get(pk=follow_up.pk)
    return found


def send(follow_up: FollowUp, whom: list[AskedOf], *, at: datetime, again: bool = False) -> list[AskedOf]:
    """Mail those who have an address and did not answer yet; returns whom. ``again``: the mail says it is a reminder."""
    to = addresses(follow_up)
    there = {one.asked: one for one in follow_up.questions.all()}
    mails, mailed = [], []
    for asked in whom:
        name, email = to[asked]
        question = there.get(asked)
        if not email or (question is not None and question.said):
            continue
        token = secrets.token_urlsafe(32)
        _keep(follow_up, asked, question, token_hash=tenancy.hash_token(token), at=at)
        link = urljoin(settings.PUBLIC_URL, reverse("placements:follow_up_answer", args=[token]))
        mails.append((_TEMPLATES[asked], email, _context(follow_up, name, link, at=at) | {"again": again}))
        mailed.append(asked)
    for template, email, context in mails:
        queue_mails(template, [(email, context)])
    return mailed


def addresses(follow_up: FollowUp) -> dict[AskedOf, tuple[str, str]]:
    """Name and address of candidate and employer; an empty address where there is none."""
    placement = follow_up.placement
    who = (
        CandidateIdentity.objects.filter(candidate_id=placement.candidate_id).values_list("first_name", "email").first()
    )
    contact = EmployerContact.objects.filter(placement=placement).values_list("name", "email").first()
    return {AskedOf.CANDIDATE: who or ("", ""), AskedOf.EMPLOYER: contact or ("", "")}


def _keep(
    follow_up: FollowUp, asked: AskedOf, question: FollowUpQuestion | None, *, token_hash: str, at: datetime
) -> None:
    expires_at = at + timedelta(days=LINK_DAYS)
    if question is None:
        FollowUpQuestion.objects.create(
            region_id=follow_up.region_id,
            follow_up=follow_up,
            asked=asked,
            token_hash=token_hash,
            sent_at=at,
            expires_at=expires_at,
        )
        return
    question.token_hash, question.sent_at, question.expires_at = token_hash, at, expires_at
    question.sent += 1
    question.save(update_fields=["token_hash", "sent_at", "expires_at", "sent"])


def _context(follow_up: FollowUp, name: str, link: str, *, at: datetime) -> dict[str, Any]:
    placement = follow_up.placement
    return {
        "name": name,
        "employer": placement.employer,
        "starts_on": placement.starts_on,
        "after": after(follow_up.months),
        "asks": helped_by(follow_up),
        "link": link,
        "until": timezone.localdate(at + timedelta(days=LINK_DAYS)),
    }


def helped_by(follow_up: FollowUp) -> str:
    """The name of where a task about it would be taken up."""
    place = coaches.taken_up_by(follow_up.placement.candidate)
    found = Organisation.objects.filter(pk=place[0]) if place else Organisation.objects.none()
    return found.values_list("name", flat=True).first() or ""
