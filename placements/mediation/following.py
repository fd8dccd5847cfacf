"""What follows from a step with a proposal: where the candidate stands, and who is told.

An employer and a candidate cannot write in the file; the portal does that for them as soon as their step is committed.
"""

import uuid
from datetime import date, datetime

from candidates import lifecycle
from candidates.choices import CandidateState, next_states
from candidates.models import Candidate
from organisations.outbox import queue_job
from organisations.tenancy import Acting
from placements.mediation import telling
from placements.mediation.moves import Party
from placements.models import Proposal
from placements.vacancy_choices import ProposalState

FOLLOW = "placements.follow_proposal"

#: With these somebody is proposed; one that was taken on is so until there is a placement.
AFTER_YES = (ProposalState.AGREED, ProposalState.MEETING, ProposalState.HIRED)


def queue(proposal: Proposal, *, by: Party) -> None:
    """Have it followed up after the commit; ``by`` took the step, and is not told of it."""
    queue_job(
        FOLLOW, proposal_id=proposal.pk, region_id=proposal.region_id, state=ProposalState(proposal.state).value, by=by
    )


def follow(proposal_id: uuid.UUID, *, state: str, by: str, on: date, at: datetime) -> None:
    """As ``system(UPKEEP)``: bring the candidate where he belongs, and tell who waits for it.

    Nobody is told of a step that another one overtook.
    """
    candidate_id = Proposal.objects.values_list("candidate_id", flat=True).get(pk=proposal_id)
    settle(None, candidate_id, on=on, at=at)
    proposal = Proposal.objects.select_related("vacancy__file", "candidate", "region").get(pk=proposal_id)
    if proposal.state == state:
        telling.tell(proposal, by=Party(by), on=on, at=at)


def settle(acting: Acting | None, candidate_id: uuid.UUID, *, on: date, at: datetime) -> Candidate | None:
    """'Proposed' while an employer may take him on, and back with those who wait when none does: they keep their place.

    None for a file that is merged or erased.
    """
    if not Candidate.objects.standing().filter(pk=candidate_id, anonymised_at=None).exists():
        return None
    candidate = lifecycle.lock(candidate_id)
    runs = Proposal.objects.filter(candidate=candidate, state__in=AFTER_YES, placement=None).exists()
    looks = candidate.state in CandidateState.looking()
    day = max(on, candidate.state_since)
    if runs and looks and CandidateState.PROPOSED in next_states(candidate.state):
        return lifecycle.move(acting, candidate.pk, to=CandidateState.PROPOSED, on=day, at=at)
    if not runs and candidate.state == CandidateState.PROPOSED:
        return lifecycle.move(acting, candidate.pk, to=CandidateState.READY, on=day, at=at)
    return candidate
