"""The candidate says yes or no to work that was proposed to him: on his own page, or to his coach, who writes it down.

From the yes on the employer knows who it is. What follows for others a worker does: by a link nobody reads who they are.
"""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.choices import TaskKind
from candidates.working import coaches, to_do
from candidates.working.call_day import working_day
from organisations.outbox import queue_job
from organisations.refused import Refused, check_free_text
from placements.mediation import following, telling
from placements.mediation.moves import Party, may_move
from placements.models import Proposal, ProposalFile
from placements.vacancy_choices import AnsweredBy, DeclineReason, ProposalState, VacancyState

TELL = "placements.tasks.tell_answer"
LONGEST_NOTE = 300
#: After each answer: the states in which it stands.
_SAID = {
    ProposalState.AGREED: frozenset(ProposalState.known_to_employer()),
    ProposalState.DECLINED: frozenset([ProposalState.DECLINED]),
}
#: So soon a coach looks at what somebody answered.
_DAYS_TO_LOOK = 2


@transaction.atomic
def answer(
    proposal_id: uuid.UUID, *, wants: bool, by: AnsweredBy, at: datetime, reason: str = "", note: str = ""
) -> Proposal:
    """Keep the answer; inside the link of the candidate's own page, or as the member whom he told it.

    ``reason`` says why not. Row security lets through only his own proposal, or one of a file that the member works.
    """
    rows: Any = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("vacancy")
    proposal: Proposal = rows.get(pk=proposal_id)
    to = ProposalState.AGREED if wants else ProposalState.DECLINED
    party = Party.CANDIDATE if by == AnsweredBy.OWN_PAGE else Party.COACH
    if party == Party.CANDIDATE and proposal.state in _SAID[to]:
        # The same once more, of a button that was pressed twice.
        return proposal
    if not may_move(proposal.state, to, by=party):
        raise Refused(_closed(proposal, party))
    if wants and proposal.vacancy.state not in VacancyState.sought():
        raise Refused(_("Deze plaats is er niet meer. Iemand anders heeft het werk, of het bedrijf zoekt niet meer."))
    why = _why(reason, note) if not wants else ("", "")
    proposal.state, proposal.state_at = to, at
    proposal.answered_at, proposal.answered_by = at, by
    proposal.save(update_fields=["state", "state_at", "answered_at", "answered_by"])
    if not wants:
        ProposalFile.objects.filter(proposal=proposal).update(decline_reason=why[0], decline_note=why[1])
    queue_job(TELL, proposal_id=proposal.pk, region_id=proposal.region_id)
    return proposal


@transaction.atomic
def tell_answer(proposal_id: uuid.UUID, *, on: date, at: datetime) -> None:
    """What follows from an answer, as ``system(UPKEEP)``: who said yes is proposed, and his coach knows by task and mail."""
    proposal = Proposal.objects.select_related("candidate", "vacancy").filter(pk=proposal_id).first()
    if proposal is None or proposal.answered_at is None:
        return
    candidate = proposal.candidate
    following.settle(None, candidate.pk, on=on, at=at)
    if proposal.state == ProposalState.AGREED:
        telling.tell_employer(proposal, on=on, at=at)
    if proposal.answered_by != AnsweredBy.OWN_PAGE or candidate.anonymised_at is not None:
        return
    by = coaches.taken_up_by(candidate)
    if by is None:
        return
    origin = f"answer:{proposal.pk}"
    if candidate.tasks.filter(origin=origin).exists():
        return
    said = _("Zei ja tegen: %(work)s") if proposal.state != ProposalState.DECLINED else _("Zei nee tegen: %(work)s")
    task = to_do.Task(
        what=said % {"work": proposal.vacancy.title},
        due_on=working_day(on + timedelta(days=_DAYS_TO_LOOK)),
        organisation_id=by[0],
        user_id=by[1],
        kind=TaskKind.OTHER,
        origin=origin,
    )
    to_do.add(None, candidate, task, at=at)
    coaches.tell("proposal_answered", [candidate], link_for=_tasks)


def _closed(proposal: Proposal, party: Party) -> str:
    """Why there is nothing to answer any more, and for who asks himself what he can do."""
    if proposal.state in _SAID[ProposalState.AGREED]:
        said, then = _("Er is al ja gezegd."), _("Wilt u toch niet? Zeg het tegen uw werkcoach.")
    elif proposal.state == ProposalState.DECLINED:
        said, then = _("Er is al nee gezegd."), _("Wilt u dit werk toch? Zeg het tegen uw werkcoach.")
    else:
        return _("Een antwoord is niet meer nodig. Dit voorstel gaat niet door.")
    return f"{said} {then}" if party == Party.CANDIDATE else said


def _why(reason: str, note: str) -> tuple[str, str]:
    if reason not in DeclineReason.values:
        raise Refused(_("Kies waarom niet."))
    note = " ".join(note.split())[:LONGEST_NOTE]
    check_free_text(note)
    return reason, note


def _tasks(organisation_id: object) -> str:
    return urljoin(settings.PUBLIC_URL, reverse("candidates:task_list", args=[organisation_id]))
