"""Who leaves: the employer who knew him hears it and sees nobody any more; the coach takes back what still runs."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates import lifecycle
from candidates.models import CandidateIdentity, CandidateTask
from organisations import tenancy
from organisations.choices import Purpose
from organisations.refused import Refused
from placements.mediation import ending
from placements.mediation.ending import Why
from placements.models import Proposal, ProposalFile
from placements.vacancy_choices import ProposalState, TakenBack
from tests.database import owner
from tests.factories.placing import PlacementFactory
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
from tests.placements.mediation.seekers import seeker
from tests.placements.mediation.test_proposal_screens import path_of, words
from tests.placements.own_page.links import link_to
from tests.placements.workspace import auditor_of

pytestmark = pytest.mark.django_db
MEETING_AT = dt.datetime(2026, 12, 1, 13, tzinfo=dt.UTC)
LEFT = "Teruggetrokken"


def stop(cast, candidate, to="withdrawn"):
    with act(cast.carla) as acting:
        lifecycle.move(acting, candidate.pk, to=to, on=timezone.localdate(), at=timezone.now(), reason="Is verhuisd.")


def shared_with(candidate):
    with owner():
        return CandidateIdentity.objects.get(candidate=candidate).shared_with


def to_employer():
    """Bram, and the contact of the vacancy: each once."""
    return [(to, " ".join(text.split())) for name, to, text in mails() if name == "proposal_over_employer"]


def tasks_of(candidate):
    with owner():
        return list(CandidateTask.objects.filter(candidate=candidate, done_at=None).values_list("what", flat=True))


class TestStopped:
    def test_the_employer_who_knew_him_hears_it_once_and_reads_which_meeting_is_off(self, cast):
        who = secretive(cast)
        one = proposal(cast, ProposalState.MEETING, candidate=who, meeting_at=MEETING_AT)
        stop(cast, who)
        work_off()
        (_contact, text), (_bram, _text) = to_employer()
        assert {to for to, _text in to_employer()} == {cast.bram.user.email, one.vacancy.file.contact_email}
        assert "De kennismaking van 1 december 2026" in text
        page = words(cast.bram.get(path_of(one)))
        assert LEFT in page
        assert "De kennismaking van 1 december 2026" in page
        rows = cast.bram.get("voorstellen/").context["table"].page.object_list
        assert [(row.record.shown_state, row.record.who) for row in rows] == [("proposal_left", "")]
        for told in (text, page):
            assert not [secret for secret in (*SECRETS, who.reference, "verhuisd", one.introduction) if secret in told]
        assert shared_with(who) == []
        with tenancy.system(Purpose.UPKEEP, region_id=one.region_id):
            ending.after_stop(who.pk, origin="again", on=TODAY, at=NOW)
        assert len(to_employer()) == 2

    @pytest.mark.parametrize("state", [ProposalState.SHORTLISTED, ProposalState.ASKED])
    def test_who_never_knew_him_hears_nothing(self, cast, state):
        one = proposal(cast, state)
        stop(cast, one.candidate)
        work_off()
        assert now(one).state == "proposal_withdrawn"
        assert to_employer() == []
        assert cast.bram.get(path_of(one)).status_code == 404

    def test_an_employer_without_workspace_is_called(self, cast):
        one = proposal(cast, ProposalState.AGREED, vacancy=vacancy_of(cast, employer_organisation=None))
        stop(cast, one.candidate)
        work_off()
        assert [what for what in tasks_of(one.candidate) if "Vertel de werkgever dat" in what]

    def test_whom_it_was_by_is_nothing_that_another_company_or_region_reads(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        stop(cast, one.candidate)
        for person in cast.strangers.values():
            assert person.get(path_of(one)).status_code in {403, 404}
            answer = person.get("voorstellen/")
            assert answer.status_code == 403 or answer.context["table"].paginator.count == 0


class TestAway:
    def test_his_coach_gets_a_task_and_takes_all_back_in_one_step(self, cast):
        who = secretive(cast)
        runs = proposal(cast, ProposalState.AGREED, candidate=who)
        asked = proposal(cast, ProposalState.ASKED, candidate=who)
        hired = proposal(cast, ProposalState.HIRED, candidate=who)
        stop(cast, who, to="on_hold")
        work_off()
        assert now(runs).state == "agreed"
        assert [what for what in tasks_of(who) if "er lopen nog 3 voorstellen" in what]
        assert "zoekt nu geen werk, maar dit voorstel loopt nog" in words(cast.carla.get(path_of(runs)))
        page = cast.carla.get(f"dossiers/{who.pk}/werk/")
        assert set(page.context["form"].fields["chosen"].initial) == {str(runs.pk), str(asked.pk)}
        here = f"dossiers/{who.pk}/werk/intrekken/"
        assert cast.carla.post(here, {"chosen": [str(runs.pk)], "because": ""}).status_code == 422
        wrong = cast.carla.post(here, {"chosen": [str(runs.pk)], "because": "other", "note": "kort"})
        assert "minstens" in words(wrong)
        assert "kort" in wrong.content.decode()
        data = {"chosen": [str(runs.pk), str(asked.pk)], "because": "paused", "note": ""}
        answer = cast.carla.post(here, data, follow=True)
        assert "2 voorstellen ingetrokken." in words(answer)
        assert [now(one).state for one in (runs, asked, hired)] == ["proposal_withdrawn"] * 2 + ["hired"]
        assert now(runs).file.withdrawn_because == TakenBack.PAUSED
        work_off()
        assert len(to_employer()) == 2
        assert LEFT in words(cast.bram.get(path_of(runs)))
        assert cast.bram.get(path_of(asked)).status_code == 404
        assert now(runs).candidate.state == "on_hold"

    def test_without_anything_that_runs_there_is_no_task(self, cast):
        one = proposal(cast, ProposalState.DECLINED)
        before = tasks_of(one.candidate)
        stop(cast, one.candidate, to="on_hold")
        work_off()
        assert tasks_of(one.candidate) == before
        assert "Voorstellen intrekken" not in words(cast.carla.get(f"dossiers/{one.candidate_id}/werk/"))

    def test_a_proposal_of_somebody_else_is_not_taken_back_along(self, cast):
        one = proposal(cast, ProposalState.ASKED)
        other = proposal(cast, ProposalState.ASKED, candidate=seeker(cast))
        here = f"dossiers/{one.candidate_id}/werk/intrekken/"
        answer = cast.carla.post(here, {"chosen": [str(other.pk)], "because": "paused"})
        assert answer.status_code == 422
        with act(cast.carla) as acting, pytest.raises(Refused, match="Kies welke"):
            ending.withdraw_several(acting, one.candidate, [other.pk], why=Why("paused"), on=TODAY, at=NOW)
        assert now(other).state == "asked"

    def test_nobody_else_takes_back(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        here = f"dossiers/{one.candidate_id}/werk/intrekken/"
        data = {"chosen": [str(one.pk)], "because": "paused"}
        for person in (cast.alice, cast.bram, cast.esra, auditor_of(cast.carla)):
            assert person.post(here, data).status_code == 403
        assert cast.frank.post(here, data).status_code == 404
        assert now(one).state == "agreed"

    def test_the_page_asks_as_much_at_three_as_at_thirty(self, cast):
        who, counts = secretive(cast), []
        for more in (3, 27):
            for _each in range(more):
                proposal(cast, ProposalState.AGREED, candidate=who)
            cast.carla.get(f"dossiers/{who.pk}/werk/")
            with CaptureQueriesContext(connection) as asked:
                assert cast.carla.get(f"dossiers/{who.pk}/werk/").status_code == 200
            counts.append(
                sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config")) for one in asked)
            )
        assert counts[0] == counts[1] <= 9


class TestChangedMind:
    def post(self, one, data, token=""):
        token = token or link_to(one.candidate)
        return Client().post(f"/mijn/{token}/voorstel/{one.pk}/", {"toch_niet": "1"} | data, follow=True)

    @pytest.mark.parametrize("state", [ProposalState.AGREED, ProposalState.MEETING, ProposalState.HIRED])
    def test_the_yes_is_taken_back_as_easily_as_it_was_given(self, cast, state):
        who = secretive(cast, state="proposed", coach=cast.carla.user)
        one = proposal(cast, state, candidate=who, meeting_at=MEETING_AT)
        answer = self.post(one, {"reason": "travel", "note": "De bus rijdt niet meer."})
        assert "U wilt dit werk niet meer" in words(answer)
        assert shared_with(who) == []
        work_off()
        kept = now(one)
        assert (kept.state, kept.file.withdrawn_because, kept.file.decline_reason) == (
            "proposal_withdrawn",
            "changed_mind",
            "travel",
        )
        assert kept.candidate.state == "ready"
        (_contact, text), (_bram, _text) = to_employer()
        page = words(cast.bram.get(path_of(one)))
        for told in (text, page):
            assert not [secret for secret in (*SECRETS, who.reference, "te ver", "bus rijdt") if secret in told]
        assert [what for what in tasks_of(who) if "Wil toch niet" in what]
        assert "De bus rijdt niet meer." in words(cast.carla.get(path_of(one)))
        assert "proposal_news" in {name for name, *_rest in mails()}

    def test_a_reason_is_asked_and_nothing_is_lost(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        answer = self.post(one, {"note": "Ik weet het nog niet zeker."})
        assert answer.status_code == 422
        assert "Kies waarom u dit werk niet wilt." in words(answer)
        assert "Ik weet het nog niet zeker." in answer.content.decode()
        assert now(one).state == "agreed"

    def test_who_works_there_already_calls_his_coach(self, cast):
        one = proposal(cast, ProposalState.HIRED)
        token = link_to(one.candidate)
        with owner():
            Proposal.objects.filter(pk=one.pk).update(placement=PlacementFactory(candidate=one.candidate))
        assert "Ik wil het toch niet" not in words(Client().get(f"/mijn/{token}/voorstel/{one.pk}/"))
        assert "Zeg het dan tegen uw werkcoach" in words(self.post(one, {"reason": "travel"}, token))
        assert now(one).state == "hired"
        with pytest.raises(DatabaseError), transaction.atomic(), tenancy.link(token):
            Proposal.objects.filter(pk=one.pk).update(state="proposal_withdrawn", state_at=NOW)

    @pytest.mark.parametrize("state", [ProposalState.ASKED, ProposalState.REFUSED, ProposalState.DECLINED])
    def test_only_while_the_employer_looks_at_it(self, cast, state):
        one = proposal(cast, state)
        answer = self.post(one, {"reason": "travel"})
        assert "Dat kan niet meer" in words(answer)
        assert now(one).state == state
        assert not to_employer()

    def test_a_link_writes_no_other_end(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        with pytest.raises(Exception, match="a link writes why"), tenancy.link(token_of(one)):
            ProposalFile.objects.filter(proposal=one).update(withdrawn_because="mistake")

    def test_pressed_twice_it_is_told_once(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        token = link_to(one.candidate)
        for _time in range(2):
            assert "U wilt dit werk niet meer" in words(self.post(one, {"reason": "pay"}, token))
        work_off()
        assert len(to_employer()) == 2
