import pytest

from placements.models import Proposal, ProposalFile, VacancyFile
from placements.vacancy_choices import ProposalState
from tests.database import owner
from tests.factories.placements import ProposalFactory, VacancyFactory

pytestmark = pytest.mark.django_db


def test_every_state_of_a_proposal_can_be_made_and_only_a_yes_brings_the_employer_in(cast):
    with owner():
        for state in ProposalState.values:
            ProposalFactory(state=state, vacancy__employer_organisation=cast.bram.organisation)
        made = {one.state: one.visible_to for one in Proposal.objects.all()}
        files = ProposalFile.objects.count()
    seen_by_employer = {state for state, who in made.items() if f"o:{cast.bram.organisation.pk}" in who}
    assert seen_by_employer == {"agreed", "meeting", "hired", "employer_refused"}
    assert files == len(ProposalState.values)


def test_a_vacancy_of_a_firm_waits_with_its_file(cast):
    with owner():
        VacancyFactory(firm=True, region=cast.region)
        file = VacancyFile.objects.select_related("vacancy").get()
    assert (file.vacancy.state, file.email_confirmed_at is not None) == ("vacancy_submitted", True)
