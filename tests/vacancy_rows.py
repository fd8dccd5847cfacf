"""Vacancies, proposals and own pages of one region for the oracle: each state, each sort of employer, each end."""

import datetime as dt
import hashlib

from django.utils import timezone

from candidates.choices import OwnPageWay
from candidates.models import Candidate, OwnPage
from organisations.models import Region, new_id
from placements.vacancy_choices import ProposalState, VacancyState
from tests.cast import Person
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import ProposalFactory, VacancyFactory


def vacancy_rows(region: Region, contractor: Person, coordination: Person) -> None:
    """Of the contractor, of a company no member acts for, and of a firm without a workspace; in every state."""
    other = OrganisationFactory(contractor=True, region=region)
    made = [
        VacancyFactory(
            region=region,
            employer_organisation=employer,
            state=state,
            published_at=timezone.now() if state == VacancyState.OPEN else None,
            file__token_hash="" if employer else _hash(),
            file__email_confirmed_at=None if employer else timezone.now(),
            created_by=contractor.user if employer == contractor.organisation else None,
        )
        for employer in (contractor.organisation, other, None)
        for state in VacancyState.values
    ]
    candidates = list(Candidate.objects.filter(region=region).order_by("pk"))
    open_ones = [one for one in made if one.state == VacancyState.OPEN]
    # Each state with each sort of employer, and nobody twice at one vacancy.
    for place, state in enumerate(ProposalState.values):
        for turn, vacancy in enumerate(open_ones):
            ProposalFactory(
                vacancy=vacancy,
                candidate=candidates[(place + turn) % len(candidates)],
                state=state,
                made_by=coordination.user,
            )
    # Said no to by the candidate's own coach: the employer never knew.
    ProposalFactory(
        vacancy=open_ones[0],
        candidate=candidates[0],
        state=ProposalState.WITHDRAWN,
        answered_at=timezone.now(),
        answered_by="coach",
    )
    for candidate in candidates:
        OwnPage.objects.create(
            region=region,
            candidate=candidate,
            way=OwnPageWay.MAIL,
            token_hash=_hash(),
            made_by=coordination.user,
            expires_at=timezone.now() + dt.timedelta(days=180),
        )


def _hash() -> str:
    return hashlib.sha256(new_id().bytes).hexdigest()
