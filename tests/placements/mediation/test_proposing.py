"""From the list of a vacancy to work: asked, yes or no, met, taken on or refused, and back with those who wait."""

import datetime as dt

import pytest

from candidates.models import CandidateIdentity, CandidateTask, OwnPage
from organisations import tenancy
from organisations.refused import Refused
from placements.mediation import answering, asking, deciding, ending
from placements.mediation.deciding import Meeting
from placements.mediation.ending import Why
from placements.mediation.moves import MOVES, Party, may_move
from placements.mediation.passing_over import Reason
from placements.mediation.proposing import shortlist
from placements.models import Proposal
from placements.vacancies import keeping
from placements.vacancy_choices import AnsweredBy, ProposalState
from tests.database import owner
from tests.placements.mediation.proposals import (
    NOW,
    SECRETS,
    TODAY,
    act,
    mails,
    now,
    proposal,
    secretive,
    token_of,
    vacancy_of,
    work_off,
)
from tests.placements.mediation.seekers import READY, seeker

pytestmark = pytest.mark.django_db
TEXT = "Werkte tien jaar in de bouw en begint graag vroeg."


def list_(cast, vacancy, *people):
    with act(cast.carla) as acting:
        return shortlist(acting, vacancy.pk, [one.pk for one in people], reason=Reason(), at=NOW)


def ask(cast, one, text=TEXT, day=TODAY):
    with act(cast.carla) as acting:
        return asking.ask(acting, one.pk, introduction=text, answer_by=day, on=TODAY, at=NOW)


class TestTheTable:
    def test_nobody_but_the_candidate_or_his_coach_brings_the_employer_in(self):
        assert not any(ProposalState.AGREED in to for to in MOVES[Party.EMPLOYER].values())
        assert MOVES[Party.EMPLOYER].keys() <= {ProposalState.AGREED, ProposalState.MEETING}

    def test_an_end_stays_an_end(self):
        for end in (ProposalState.DECLINED, ProposalState.REFUSED, ProposalState.WITHDRAWN):
            for party in Party:
                assert not [to for to in ProposalState if may_move(end, to, by=party)]


class TestShortlist:
    def test_keeps_rules_as_they_were(self, cast):
        (one,) = list_(cast, vacancy_of(cast, rules=["hours", "licence"], licence="b"), seeker(cast))
        kept = now(one)
        assert kept.state == "shortlisted"
        assert kept.file.rules == {"hours": "met", "licence": "met"}
        assert (kept.file.ring, kept.file.passed_over) == (0, 0)
        assert not kept.visible_to or f"o:{cast.bram.organisation.pk}" not in kept.visible_to

    @pytest.mark.parametrize("state", ["vacancy_filled", "vacancy_closed", "vacancy_concept"])
    def test_not_for_a_vacancy_that_is_not_open(self, cast, state):
        with pytest.raises(Refused, match="niemand meer gezocht"):
            list_(cast, vacancy_of(cast, state=state), seeker(cast))

    def test_nobody_twice(self, cast):
        vacancy, who = vacancy_of(cast), seeker(cast)
        list_(cast, vacancy, who)
        with pytest.raises(Refused, match="staat al bij deze vacature"):
            list_(cast, vacancy, who)

    @pytest.mark.parametrize("state", ["withdrawn", "on_hold", "placed"])
    def test_nobody_who_looks_for_no_work(self, cast, state):
        with pytest.raises(Refused):
            list_(cast, vacancy_of(cast), seeker(cast, state=state))

    def test_not_when_all_places_are_taken(self, cast):
        vacancy = vacancy_of(cast, places=1)
        proposal(cast, ProposalState.HIRED, vacancy=vacancy)
        with pytest.raises(Refused, match="De enige plaats"):
            list_(cast, vacancy, seeker(cast))


class TestAsking:
    def test_by_mail_with_a_link_and_the_employer_hears_nothing(self, cast):
        one = proposal(cast, ProposalState.SHORTLISTED)
        assert ask(cast, one) == "mail"
        ((name, to, text),) = mails()
        assert (name, to) == ("proposal_asked", SECRETS[2])
        assert "/mijn/" in text
        work_off()
        assert len(mails()) == 1
        assert now(one).state == "asked"
        with owner():
            assert OwnPage.objects.filter(candidate=one.candidate, way="mail").count() == 1

    def test_without_an_address_somebody_calls(self, cast):
        who = secretive(cast, identity__email="", identity__phone="")
        one = proposal(cast, ProposalState.SHORTLISTED, candidate=who)
        assert ask(cast, one) is None
        with owner():
            task = CandidateTask.objects.get(candidate=who)
        assert (task.kind, mails()) == ("call", [])

    @pytest.mark.parametrize(
        "text",
        [
            "Quirijn werkte tien jaar in de bouw.",
            "Vraag maar naar meneer zilverberg, hij kan alles.",
            "Bel hem op 06-99887766, hij is er klaar voor.",
            "Mail naar quirijn@demo.example voor meer.",
            "Kijk op www.quirijnbouwt.nl wat hij maakte.",
            "Qúírijn’s werk is altijd netjes en op tijd.",
            "ZILVERBERG-Jansen staat in zijn dossier.",
            "Kort",
        ],
    )
    def test_the_introduction_tells_nobody_who_it_is(self, cast, text):
        one = proposal(cast, ProposalState.SHORTLISTED)
        with pytest.raises(Refused):
            ask(cast, one, text)
        assert now(one).state == "shortlisted"

    def test_a_word_between_two_names_is_no_name(self, cast):
        who = secretive(cast, identity__last_name="van der Zilverberg")
        one = proposal(cast, ProposalState.SHORTLISTED, candidate=who)
        ask(cast, one, "Houdt van werken in de buitenlucht en begint graag vroeg.")
        assert now(one).state == "asked"

    def test_not_before_today(self, cast):
        with pytest.raises(Refused, match="vanaf vandaag"):
            ask(cast, proposal(cast, ProposalState.SHORTLISTED), day=TODAY - dt.timedelta(days=1))

    def test_reminded_once(self, cast):
        one = proposal(cast, ProposalState.ASKED)
        with act(cast.carla) as acting:
            asking.remind(acting, one.pk, at=NOW)
            with pytest.raises(Refused, match="al herinnerd"):
                asking.remind(acting, one.pk, at=NOW)
        assert len(mails()) == 1


class TestAnswer:
    def test_a_yes_by_link_brings_the_employer_in_and_the_candidate_is_proposed(self, cast):
        one = proposal(cast, ProposalState.ASKED)
        with tenancy.link(token_of(one)):
            answering.answer(one.pk, wants=True, by=AnsweredBy.OWN_PAGE, at=NOW)
        work_off()
        kept = now(one)
        assert (kept.state, kept.candidate.state) == ("agreed", "proposed")
        assert f"o:{cast.bram.organisation.pk}" in kept.visible_to
        told = [(name, to) for name, to, _text in mails()]
        assert ("proposal_for_employer", cast.bram.user.email) in told
        assert not [text for name, _to, text in mails() if name == "proposal_for_employer" and "Zilverberg" in text]

    def test_a_no_tells_the_employer_nothing(self, cast):
        one = proposal(cast, ProposalState.ASKED)
        with tenancy.link(token_of(one)):
            answering.answer(one.pk, wants=False, by=AnsweredBy.OWN_PAGE, at=NOW, reason="travel")
        work_off()
        assert now(one).candidate.state == "ready"
        assert not [one for one in mails() if one[0] == "proposal_for_employer"]

    def test_the_coach_writes_down_what_he_was_told(self, cast):
        one = proposal(cast, ProposalState.ASKED)
        with act(cast.carla) as acting:
            asking.told(acting, one.pk, wants=True, on=TODAY, at=NOW)
        assert (now(one).answered_by, now(one).candidate.state) == ("coach", "proposed")

    def test_an_employer_outside_the_portal_is_called(self, cast):
        vacancy = vacancy_of(cast, employer_organisation=None)
        one = proposal(cast, ProposalState.ASKED, vacancy=vacancy)
        with act(cast.carla) as acting:
            asking.told(acting, one.pk, wants=True, on=TODAY, at=NOW)
        work_off()
        with owner():
            assert CandidateTask.objects.filter(candidate=one.candidate, what__contains="Bel de werkgever").exists()
            one.candidate.identity.refresh_from_db()
        assert one.candidate.identity.shared_with == []


class TestEmployer:
    def test_plans_a_meeting_and_the_candidate_hears_where_and_when(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        meeting = Meeting(NOW + dt.timedelta(days=2), "Kadeweg 1, vraag naar Bram")
        with act(cast.bram) as acting:
            deciding.plan_meeting(acting, one.pk, meeting=meeting, on=TODAY, at=NOW)
        work_off()
        (text,) = [text for name, _to, text in mails() if name == "proposal_meeting"]
        assert "Kadeweg 1" in text
        assert now(one).candidate.state == "proposed"

    def test_a_no_takes_the_identity_away_and_brings_him_back_with_his_place(self, cast):
        who = secretive(cast, state="proposed")
        one = proposal(cast, ProposalState.MEETING, candidate=who, meeting_at=NOW)
        with act(cast.bram) as acting:
            deciding.refuse(acting, one.pk, reason="experience", note="", on=TODAY, at=NOW)
        with owner():
            who.identity.refresh_from_db()
        assert who.identity.shared_with == []
        work_off()
        kept = now(one)
        assert (kept.candidate.state, kept.candidate.ready_since) == ("ready", READY)
        with owner():
            assert CandidateTask.objects.filter(candidate=who, what__contains="nee zegt").exists()

    def test_who_is_with_another_employer_too_stays_proposed(self, cast):
        who = secretive(cast, state="proposed")
        one = proposal(cast, ProposalState.AGREED, candidate=who)
        proposal(cast, ProposalState.AGREED, candidate=who)
        with act(cast.bram) as acting:
            deciding.refuse(acting, one.pk, reason="hours", note="", on=TODAY, at=NOW)
        work_off()
        assert now(one).candidate.state == "proposed"

    def test_takes_on_no_more_than_there_are_places(self, cast):
        vacancy = vacancy_of(cast, places=1)
        first = proposal(cast, ProposalState.AGREED, vacancy=vacancy)
        second = proposal(cast, ProposalState.AGREED, vacancy=vacancy, candidate=seeker(cast))
        with act(cast.bram) as acting:
            deciding.hire(acting, first.pk, on=TODAY, at=NOW)
            with pytest.raises(Refused, match="al vervuld"):
                deciding.hire(acting, second.pk, on=TODAY, at=NOW)

    @pytest.mark.parametrize("state", ["shortlisted", "asked", "candidate_declined", "proposal_withdrawn"])
    def test_has_nothing_to_answer_before_the_yes(self, cast, state):
        one = proposal(cast, state)
        with act(cast.bram) as acting, pytest.raises(Proposal.DoesNotExist):
            deciding.hire(acting, one.pk, on=TODAY, at=NOW)

    def test_the_coach_writes_down_what_he_was_told_by_telephone(self, cast):
        vacancy = vacancy_of(cast, employer_organisation=None)
        one = proposal(cast, ProposalState.AGREED, vacancy=vacancy)
        with act(cast.carla) as acting:
            deciding.refuse(acting, one.pk, reason="other", note="Zocht iemand met een vrachtwagen.", on=TODAY, at=NOW)
        assert now(one).state == "employer_refused"


class TestEnding:
    def test_withdrawn_the_employer_sees_nobody_and_hears_that_it_is_over(self, cast):
        who = secretive(cast, state="proposed")
        one = proposal(cast, ProposalState.AGREED, candidate=who)
        with act(cast.carla) as acting:
            ending.withdraw(acting, one.pk, why=Why("other", "Gaat een opleiding doen."), on=TODAY, at=NOW)
        work_off()
        kept = now(one)
        assert (kept.candidate.state, kept.file.withdrawn_reason) == ("ready", "Gaat een opleiding doen.")
        with owner():
            assert CandidateIdentity.objects.get(candidate=who).shared_with == []
        assert {name for name, *_rest in mails()} == {"proposal_over_employer"}

    def test_a_filled_vacancy_ends_what_runs_and_tells_who_waits(self, cast):
        vacancy = vacancy_of(cast)
        asked = proposal(cast, ProposalState.ASKED, vacancy=vacancy)
        listed = proposal(cast, ProposalState.SHORTLISTED, vacancy=vacancy, candidate=seeker(cast))
        with act(cast.bram) as acting:
            keeping.fill(acting, vacancy.pk, hired=1, at=NOW)
        work_off()
        assert {now(asked).state, now(listed).state} == {"proposal_withdrawn"}
        assert [(name, to) for name, to, _text in mails()] == [("proposal_over", SECRETS[2])]

    def test_who_stops_is_known_to_nobody_at_once(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        with owner():
            one.candidate.state = "withdrawn"
            one.candidate.save()
            one.candidate.identity.refresh_from_db()
        kept = now(one)
        assert (kept.state, kept.file.withdrawn_because) == ("proposal_withdrawn", "stopped")
        assert one.candidate.identity.shared_with == []
