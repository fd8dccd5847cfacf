"""A proposal ends without an answer: the coach takes it back, the vacancy is over, or there is other work."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.choices import CandidateState
from candidates.models import Candidate
from organisations.refused import check_said
from organisations.tenancy import Acting
from placements.mediation import following, telling
from placements.mediation.moves import Party
from placements.mediation.proposals import bring, hold
from placements.models import Placement, Proposal, ProposalFile, Vacancy
from placements.vacancy_choices import ProposalState, VacancyState


@transaction.atomic
def withdraw(acting: Acting, proposal_id: uuid.UUID, *, reason: str, on: date, at: datetime) -> Proposal:
    """Take the proposal back; an employer who knew of it hears that it does not go on, and sees nobody any more."""
    proposal = hold(acting, proposal_id)
    reason = check_said(reason, otherwise=_("Schrijf op waarom u het voorstel intrekt."))
    _end(proposal, reason, at=at)
    following.settle(acting, proposal.candidate_id, on=on, at=at)
    following.queue(proposal, by=Party.COACH)
    return proposal


@transaction.atomic
def placed(acting: Acting, proposal_id: uuid.UUID, placement: Placement, *, on: date, at: datetime) -> Proposal:
    """The work that came of a proposal stands in the portal; what else ran for this candidate ends."""
    proposal = hold(acting, proposal_id)
    if proposal.state in {ProposalState.AGREED, ProposalState.MEETING}:
        bring(proposal, ProposalState.HIRED, by=Party.COACH, at=at, employer_answered_at=at)
        following.queue(proposal, by=Party.COACH)
    if proposal.state == ProposalState.HIRED and proposal.candidate_id == placement.candidate_id:
        proposal.placement = placement
        proposal.save(update_fields=["placement"])
    others = Proposal.objects.filter(candidate_id=proposal.candidate_id, state__in=ProposalState.running())
    for other in others.exclude(pk=proposal.pk).order_by("pk"):
        held = hold(acting, other.pk)
        if held.state in ProposalState.running():
            _end(held, _("De kandidaat heeft ander werk gevonden."), at=at)
            following.queue(held, by=Party.COACH)
    following.settle(acting, proposal.candidate_id, on=on, at=at)
    return proposal


def end_of_vacancy(vacancy_id: uuid.UUID, *, on: date, at: datetime) -> int:
    """As ``system(UPKEEP)``: end what runs for a vacancy that is open no more; how many that were."""
    rows: Any = Vacancy.objects.select_for_update(of=("self",), no_key=True)
    vacancy = rows.filter(pk=vacancy_id).exclude(state__in=VacancyState.sought()).first()
    if vacancy is None:
        return 0
    filled = vacancy.state == VacancyState.FILLED
    reason = _("De vacature is vervuld.") if filled else _("De vacature is gesloten.")
    return _end_all(Proposal.objects.filter(vacancy=vacancy), reason, on=on, at=at)


def work_off(*, region_id: uuid.UUID, on: date) -> int:
    """Every day: end what runs for vacancies that are over, and of files that were merged; how many that were."""
    at = timezone.now()
    own = Proposal.objects.filter(region_id=region_id)
    gone = Q(candidate__merged_into__isnull=False) | Q(candidate__state=CandidateState.WITHDRAWN)
    over = ~Q(vacancy__state__in=VacancyState.sought())
    ended = _end_all(own.filter(over), _("De vacature is niet meer open."), on=on, at=at)
    return ended + _end_all(own.filter(gone), _("De kandidaat is gestopt."), on=on, at=at)


def _end_all(found: Any, reason: str, *, on: date, at: datetime) -> int:
    """End each that still runs, and tell candidate and coach of it."""
    ended = 0
    keys = found.filter(state__in=ProposalState.running()).order_by("pk").values_list("pk", "candidate_id")
    candidates: Any = Candidate.objects.select_for_update(of=("self",), no_key=True)
    rows: Any = Proposal.objects.select_for_update(of=("self",), no_key=True)
    for key, candidate_id in list(keys):
        # In the order in which coaches lock them.
        candidate = candidates.get(pk=candidate_id)
        proposal = rows.select_related("vacancy", "region").get(pk=key)
        if proposal.state not in ProposalState.running():
            continue
        was, proposal.candidate = proposal.state, candidate
        _end(proposal, reason, at=at)
        ended += 1
        following.settle(None, candidate_id, on=on, at=at)
        if proposal.answered_at is not None:
            following.queue(proposal, by=Party.COACH)
        is_gone = candidate.merged_into_id or candidate.anonymised_at or candidate.state == CandidateState.WITHDRAWN
        if was == ProposalState.SHORTLISTED or is_gone:
            continue
        if telling.to_candidate(proposal, "proposal_over", at=at) is None:
            what = _("Vertel de kandidaat dat dit niet doorgaat: %(work)s")
            telling.have_called(None, proposal, what % {"work": proposal.vacancy.title}, about="over", on=on, at=at)
    return ended


def _end(proposal: Proposal, reason: str, *, at: datetime) -> None:
    bring(proposal, ProposalState.WITHDRAWN, by=Party.COACH, at=at, meeting_at=None)
    ProposalFile.objects.filter(proposal_id=proposal.pk).update(withdrawn_reason=reason[:300])
