"""Which proposals somebody works with, and the one way to hold one and bring it to its next state."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.access import works_with_candidates
from candidates.models import Candidate
from organisations.access import acts_for_contractor
from organisations.refused import Refused
from organisations.tenancy import Acting
from placements.mediation.moves import Party, may_move
from placements.models import Proposal, Vacancy
from placements.vacancy_choices import ProposalState

#: What an employer reads: what the candidate said yes to, also when that was taken back, and what he answered himself.
READ_BY_EMPLOYER = (*ProposalState.known_to_employer(), ProposalState.REFUSED, ProposalState.WITHDRAWN)


def proposals_of(acting: Acting) -> QuerySet[Proposal]:
    """The proposals that a member works with: to his company after the yes, or of the candidates whose files he works.

    Row security decides; this narrows by an index that it cannot use.
    """
    proposals = Proposal.objects.filter(region_id__in=acting.region_ids)
    if works_with_candidates(acting):
        return proposals
    if acts_for_contractor(acting):
        return proposals.filter(
            employer_organisation_id=acting.organisation_id, state__in=READ_BY_EMPLOYER, answered_at__isnull=False
        )
    return proposals.none()


def hold(acting: Acting, proposal_id: uuid.UUID) -> Proposal:
    """The proposal as it stands now, with its vacancy and candidate, held until the end of the transaction.

    First the vacancy, then the candidate: whoever puts forward, merges or stops somebody locks them in that order.
    """
    known = proposals_of(acting).values_list("vacancy_id", "candidate_id").get(pk=proposal_id)
    vacancies: Any = Vacancy.objects.select_for_update(of=("self",), no_key=True)
    vacancy = vacancies.get(pk=known[0])
    try:
        candidate = lifecycle.lock(known[1])
    except Candidate.DoesNotExist as error:
        raise Refused(_("Het dossier van deze kandidaat is samengevoegd. Werk verder vanuit dat dossier.")) from error
    proposal = lock(proposal_id)
    proposal.vacancy, proposal.candidate = vacancy, candidate
    return proposal


def hold_as_employer(acting: Acting, proposal_id: uuid.UUID) -> Proposal:
    """As ``hold``, for an employer: he has no row of the candidate to lock."""
    vacancy_id = proposals_of(acting).values_list("vacancy_id", flat=True).get(pk=proposal_id)
    vacancies: Any = Vacancy.objects.select_for_update(of=("self",), no_key=True)
    vacancy = vacancies.get(pk=vacancy_id)
    proposal = lock(proposal_id)
    proposal.vacancy = vacancy
    return proposal


def lock(proposal_id: uuid.UUID) -> Proposal:
    """Held; Proposal.DoesNotExist where it is no longer one's own to change."""
    found: Any = Proposal.objects.select_for_update(of=("self",), no_key=True)
    proposal: Proposal = found.get(pk=proposal_id)
    return proposal


def bring(proposal: Proposal, to: ProposalState, *, by: Party, at: datetime, **changes: Any) -> None:
    """Write the next state of a proposal that is held, with what changes along; refused where it cannot follow."""
    if not may_move(proposal.state, to, by=by):
        raise Refused(
            _("Dat kan niet meer: dit voorstel is intussen veranderd. De stand is nu: %(state)s.")
            % {"state": ProposalState(proposal.state).label.lower()}
        )
    for name, value in changes.items():
        setattr(proposal, name, value)
    proposal.state, proposal.state_at = to, at
    proposal.save(update_fields=["state", "state_at", *changes])
