"""The key that a form of registration carries: sent twice it registers once, and it opens nothing of others."""

from candidates.models import Candidate
from tests.candidates.registrants import SOMEBODY, registrant
from tests.database import owner
from tests.factories.candidates import CandidateFactory

NEW = "aanmeldingen/nieuw/"


def test_a_form_with_the_key_of_somebody_elses_candidate_registers_nobody(cast):
    with owner():
        there = CandidateFactory()
    school = registrant()
    answer = school.post(NEW, SOMEBODY | {"token": str(there.pk)})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Dit formulier kan niet nog eens" in page
    assert there.reference not in page
    with owner():
        assert Candidate.objects.count() == 1
        assert not Candidate.objects.filter(registrant_organisation=school.organisation).exists()
