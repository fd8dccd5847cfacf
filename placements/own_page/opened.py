"""The page behind a link: whose it is, what waits there, and what its reader does with it.

To be called inside ``tenancy.link(token)``: row security gives that one person's rows and nobody else's. Only a link that
went to the telephone or address in the file opens it.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.choices import CandidateState
from candidates.file_choices import WithdrawReason
from candidates.models import Candidate, CandidateDocument, DocumentContent, OwnPage
from candidates.own_page import links
from organisations.file_checks import FileState
from organisations.outbox import queue_job
from organisations.refused import Refused, check_free_text
from placements.models import Proposal
from placements.vacancy_choices import ProposalState

#: What a worker does with what somebody did on his page (``following``).
FOLLOW = "placements.tasks.follow_own_page"


@dataclass(frozen=True, slots=True)
class Helper:
    """Who helps: a Werkplein or the coordination point, and the coach there once there is one."""

    organisation: str
    coach: str


def find(token: str, *, at: datetime) -> OwnPage | None:
    """The page of a link that is proven; None for any other."""
    page = links.find(token, at=at)
    if page is None or not page.is_proven:
        return None
    # A file that was merged or erased is not there for a link.
    candidates = Candidate.objects.select_related("region", "identity", "profile", "coach")
    page_of = candidates.filter(pk=page.candidate_id, merged_into=None, anonymised_at=None).first()
    if page_of is None or not hasattr(page_of, "identity"):
        return None
    page.candidate = page_of
    return page


def helper_of(candidate: Candidate) -> Helper:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM candidates_helper_by_link()")
        row = cursor.fetchone()
    coach = candidate.coach
    return Helper(row[0] if row else "", coach.name if coach is not None and coach.is_active else "")


def proposals_of(candidate: Candidate) -> list[Proposal]:
    """What he was asked: what waits for his answer first."""
    found = Proposal.objects.filter(candidate=candidate, asked_at__isnull=False).select_related("vacancy")
    return sorted(found.order_by("-asked_at", "-pk"), key=lambda one: one.state != ProposalState.ASKED)


def document_of(candidate: Candidate, document_id: uuid.UUID) -> DocumentContent | None:
    """A document of the own file that was checked and is there."""
    standing = CandidateDocument.objects.standing().filter(candidate=candidate, pk=document_id, state=FileState.CHECKED)
    found = DocumentContent.objects.select_related("document").filter(document__in=standing, data__isnull=False)
    return found.first()


@transaction.atomic
def stop(page: OwnPage, reason: WithdrawReason, *, note: str = "", on: date, at: datetime) -> None:
    """He looks for no work any more with our help. Running proposals end with it; his coach knows."""
    check_free_text(note)
    candidate = lifecycle.lock(page.candidate_id)
    if candidate.state == CandidateState.WITHDRAWN:
        raise Refused(_("U bent al gestopt."))
    why = f"{WithdrawReason(reason).label}. {note.strip()}".strip().rstrip(".") + "."
    lifecycle.move(
        None,
        candidate.pk,
        to=CandidateState.WITHDRAWN,
        on=max(on, candidate.state_since),
        at=at,
        reason=_("Op de eigen pagina: %(why)s") % {"why": why},
    )
    follow(page, "stopped")


@transaction.atomic
def say_wrong(page: OwnPage, what: str, said: str) -> None:
    """Something is not right that he cannot change himself; his coach gets a task."""
    said = " ".join(said.split())
    if len(said) < _SHORTEST_SAID:
        raise Refused(_("Schrijf op wat niet klopt."))
    check_free_text(said)
    follow(page, "wrong", said=f"{what}: {said}"[:200])


@transaction.atomic
def not_me(page: OwnPage, *, at: datetime) -> None:
    """The link reached somebody else: it opens nothing any more, and the coach looks at the number and address."""
    links.end(page, at=at)
    follow(page, "not_me")


def follow(page: OwnPage, what: str, **more: Any) -> None:
    """Leave to a worker what others have to know: a link reads not who they are."""
    queue_job(FOLLOW, what=what, page_id=page.pk, candidate_id=page.candidate_id, region_id=page.region_id, **more)


_SHORTEST_SAID = 5
