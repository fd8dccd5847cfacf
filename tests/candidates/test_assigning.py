"""Deciding about a new registration, giving files to a coach, and taking either back."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from candidates import lifecycle
from candidates.choices import CandidateState, TaskKind
from candidates.models import Assignment, Candidate, CandidateStep, CandidateTask
from candidates.working import assigning, to_do
from candidates.working.assigning import Decision
from organisations.refused import Refused
from tests.candidates.files import TODAY, candidate
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.placements.workspace import act, seen

DAY = dt.timedelta(days=1)


def decision(**values):
    given = {
        "to": CandidateState.INTAKE,
        "coach_id": None,
        "werkplein_id": None,
        "target_group": "ww",
        "call_by": TODAY + 2 * DAY,
    } | values
    return Decision(**given)


def triaged(person, one, **values):
    with act(person) as acting:
        return assigning.triage(acting, one.pk, decision(**values), on=TODAY, at=timezone.now())


def undone(person, assignment):
    with act(person) as acting:
        return assigning.undo(acting, assignment.pk, on=TODAY, at=timezone.now())


def given(person, ones, coach):
    with act(person) as acting:
        return assigning.give_to(acting, [one.pk for one in ones], coach.pk, at=timezone.now())


def tasks(owner, **where):
    with owner():
        return list(CandidateTask.objects.filter(**where).order_by("made_at", "pk"))


def steps(owner, one):
    with owner():
        return [(step.from_state, step.to_state, step.reason) for step in CandidateStep.objects.filter(candidate=one)]


def test_a_decision_fills_the_file_and_takes_the_step(cast, owner):
    one = candidate(cast, target_group="")
    triaged(cast.carla, one, coach_id=cast.carla.user.pk)
    file = seen(one)
    assert (file.coach_id, file.target_group, file.call_by, file.state) == (
        cast.carla.user.pk,
        "ww",
        TODAY + 2 * DAY,
        CandidateState.INTAKE,
    )
    assert steps(owner, one) == [("registered", "intake", "")]
    assert tasks(owner) == []


def test_undo_gives_back_everything_and_says_so_in_the_steps(cast, owner):
    one = candidate(cast, target_group="nuo", call_by=TODAY)
    before = seen(one)
    done = triaged(cast.carla, one, coach_id=cast.carla.user.pk, note="Belt graag na vijven")
    undone(cast.carla, done)
    after = seen(one)
    for field in ("coach_id", "target_group", "call_by", "state", "state_since", "ready_since", "werkplein_id"):
        assert getattr(after, field) == getattr(before, field)
    assert steps(owner, one)[-1] == ("intake", "registered", "Ongedaan gemaakt")
    (task,) = tasks(owner)
    assert (task.what, task.outcome) == ("Belt graag na vijven", "Ongedaan gemaakt")
    with pytest.raises(Refused, match="al ongedaan gemaakt"):
        undone(cast.carla, done)


def test_what_changed_since_is_left_as_it_is(cast):
    one = candidate(cast)
    done = triaged(cast.carla, one, coach_id=cast.carla.user.pk)
    with act(cast.dirk) as acting:
        lifecycle.move(acting, one.pk, to=CandidateState.DIAGNOSIS, on=TODAY, at=timezone.now())
    with pytest.raises(Refused, match="daarna nog iets aan veranderd"):
        undone(cast.carla, done)
    assert seen(one).state == CandidateState.DIAGNOSIS


def test_two_at_once_the_second_hears_that_a_colleague_was_first(cast):
    one = candidate(cast)
    triaged(cast.carla, one, coach_id=cast.carla.user.pk)
    with pytest.raises(Refused, match="Een collega heeft deze aanmelding"):
        triaged(cast.dirk, one, coach_id=cast.dirk.user.pk)


def test_who_calls_instead_of_the_coach_gets_a_task(cast, owner):
    with owner():
        colleague = MembershipFactory(organisation=cast.carla.organisation).user
    one = candidate(cast)
    triaged(cast.carla, one, coach_id=cast.carla.user.pk, caller_id=colleague.pk)
    (task,) = tasks(owner)
    assert (task.kind, task.user_id, task.due_on, task.candidate_id) == (
        TaskKind.CALL,
        colleague.pk,
        TODAY + 2 * DAY,
        one.pk,
    )


def test_the_back_office_gives_it_to_another_werkplein_with_its_coach(cast, owner):
    with owner():
        coach = MembershipFactory(organisation=OrganisationFactory(name="Werkplein Ergens", werkplein=True))
    one = candidate(cast)
    triaged(cast.dirk, one, coach_id=coach.user_id, werkplein_id=cast.carla.organisation.pk)
    file = seen(one)
    assert (file.coach_id, file.werkplein_id) == (coach.user_id, coach.organisation_id)
    with act(cast.carla):
        assert not Candidate.objects.filter(pk=one.pk).exists()


def test_a_werkplein_keeps_its_own_people_and_names_only_colleagues(cast):
    one = candidate(cast)
    for stranger in (cast.dirk, cast.bram, cast.frank):
        with pytest.raises(Refused, match="kan geen coach zijn"):
            triaged(cast.carla, one, coach_id=stranger.user.pk)
    assert seen(one).coach_id is None


def test_stopping_without_a_reason_changes_nothing(cast):
    one = candidate(cast, target_group="nuo")
    with pytest.raises(Refused, match="Schrijf op waarom"):
        triaged(cast.carla, one, to=CandidateState.WITHDRAWN)
    assert (seen(one).state, seen(one).target_group) == (CandidateState.REGISTERED, "nuo")


def test_who_stops_at_once_has_no_calls_left_until_that_is_undone(cast, owner):
    one = candidate(cast)
    with act(cast.carla) as acting:
        call = to_do.Task("Bellen over vervoer", TODAY, cast.carla.organisation.pk, kind=TaskKind.CALL)
        to_do.add(acting, one, call, at=timezone.now())
    done = triaged(cast.carla, one, to=CandidateState.WITHDRAWN, reason="Vond zelf werk", call_by=None)
    assert [task.done_at for task in tasks(owner)] == [done.made_at]
    undone(cast.carla, done)
    assert [task.done_at for task in tasks(owner)] == [None]


def test_a_promise_in_the_past_is_refused(cast):
    with pytest.raises(Refused, match="Deze dag is voorbij"):
        triaged(cast.carla, candidate(cast), coach_id=cast.carla.user.pk, call_by=TODAY - DAY)


def test_several_files_get_a_coach_at_once_and_go_back_where_nothing_changed(cast, owner):
    ones = [candidate(cast), candidate(cast, coach=cast.dirk.user), candidate(cast, coach=cast.carla.user)]
    done = given(cast.carla, ones, cast.carla.user)
    assert len(done.changes) == 2
    assert {seen(one).coach_id for one in ones} == {cast.carla.user.pk}
    with owner():
        Candidate.objects.filter(pk=ones[0].pk).update(coach=None)
    undone(cast.carla, done)
    with owner():
        assert Assignment.objects.get().kept == 1
    assert [seen(one).coach_id for one in ones] == [None, cast.dirk.user.pk, cast.carla.user.pk]


def test_one_file_that_is_not_there_gives_none_away(cast):
    own, foreign = candidate(cast), candidate(cast, werkplein=None)
    with pytest.raises(Candidate.DoesNotExist):
        given(cast.carla, [own, foreign], cast.carla.user)
    assert seen(own).coach_id is None


def test_who_has_nothing_new_to_do_hears_it(cast):
    with pytest.raises(Refused, match="is al de coach"):
        given(cast.carla, [candidate(cast, coach=cast.carla.user)], cast.carla.user)


def test_only_who_decided_takes_it_back(cast):
    done = triaged(cast.carla, candidate(cast), coach_id=cast.carla.user.pk)
    with pytest.raises(Assignment.DoesNotExist):
        undone(cast.dirk, done)


def test_an_unknown_werkplein_is_refused(cast):
    with pytest.raises(Refused, match="werkt niet in uw regio"):
        triaged(cast.dirk, candidate(cast), coach_id=cast.dirk.user.pk, werkplein_id=uuid.uuid4())
