"""Two at once: of a yes and a withdrawal one counts, and no more people are taken on than there are places."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from candidates.models import CandidateIdentity
from candidates.own_page.links import new_link
from organisations import tenancy
from organisations.choices import OrganisationKind, Purpose
from organisations.models import Region
from organisations.refused import Refused
from organisations.tenancy import acting_for
from placements.mediation import answering, deciding, ending
from placements.mediation.ending import Why
from placements.models import Proposal
from placements.vacancy_choices import AnsweredBy, ProposalState
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import ProposalFactory, VacancyFactory

TODAY = dt.date(2026, 9, 14)
NOW = dt.datetime(2026, 9, 14, 10, tzinfo=dt.UTC)
ROUNDS = 8


def test_a_yes_and_a_withdrawal_at_once_leave_nobody_known_who_was_withdrawn(in_scratch):
    coordinator, company = _members()
    with owner():
        made = [_proposal(company, ProposalState.ASKED) for _round in range(ROUNDS)]
    for one in made:
        with tenancy.system(Purpose.UPKEEP, region_id=one.region_id):
            token = new_link(one.candidate_id, region_id=one.region_id, way="mail", at=dt.datetime.now(dt.UTC))
        _together([lambda: _say_yes(token, one), lambda: _withdraw(coordinator, one)])  # noqa: B023 - called before the next round
        with owner():
            state = Proposal.objects.values_list("state", flat=True).get(pk=one.pk)
            shared = CandidateIdentity.objects.values_list("shared_with", flat=True).get(candidate=one.candidate)
        # The coach takes it back also after the yes; who was first, nobody is known any more.
        assert (state, shared) == ("proposal_withdrawn", [])


def test_two_who_take_on_at_once_fill_one_place_once(in_scratch):
    _coordinator, company = _members()
    for _round in range(ROUNDS):
        with owner():
            vacancy = VacancyFactory(employer_organisation=company.organisation, region=_region(), places=1)
            both = [_proposal(company, ProposalState.AGREED, vacancy=vacancy) for _place in range(2)]
        answers = _together([lambda one=one: _hire(company, one) for one in both])
        assert sorted(answers) == ["hired", "refused"]


def _region():
    return Region.objects.get(code="groningen")


def _members():
    with owner():
        point = OrganisationFactory(kind=OrganisationKind.COORDINATION_POINT, region=_region())
        company = OrganisationFactory(contractor=True, region=_region())
        return MembershipFactory(organisation=point), MembershipFactory(organisation=company)


def _proposal(company, state, **values):
    candidate = CandidateFactory(state="ready", region=_region(), ready_since=dt.date(2026, 9, 1))
    vacancy = values.pop("vacancy", None) or VacancyFactory(
        employer_organisation=company.organisation, region=_region(), places=5
    )
    return ProposalFactory(vacancy=vacancy, candidate=candidate, state=state)


def _say_yes(token, one):
    with tenancy.link(token):
        return _answer(lambda: answering.answer(one.pk, wants=True, by=AnsweredBy.OWN_PAGE, at=NOW), "yes")


def _withdraw(member, one):
    with acting_for(user_id=member.user_id, organisation_id=member.organisation_id) as acting:
        return _answer(lambda: ending.withdraw(acting, one.pk, why=Why("changed_mind"), on=TODAY, at=NOW), "withdrawn")


def _hire(member, one):
    with acting_for(user_id=member.user_id, organisation_id=member.organisation_id) as acting:
        return _answer(lambda: deciding.hire(acting, one.pk, on=TODAY, at=NOW), "hired")


def _answer(step, word):
    try:
        step()
    except (Refused, Proposal.DoesNotExist):
        return "refused"
    return word


def _together(jobs):
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(timeout=30)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
