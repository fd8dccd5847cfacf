"""Which answers fit a seat, for whom and in which order, also when two are at it at once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from candidates.choices import CandidateState
from candidates.models import Candidate, TrainingSeat
from candidates.training import groups, seats
from candidates.training.plan import passed_over
from candidates.training_choices import GroupState, PassOverReason, SeatState
from organisations.choices import OrganisationKind
from organisations.models import AreaMunicipality, Region
from organisations.refused import Refused
from tests.candidates.files import TODAY
from tests.candidates.group_steps import filled, offer, path, words
from tests.candidates.trainees import fresh, group, ready, states
from tests.database import owner as as_owner
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.training import GroupFactory, ProgrammeFactory
from tests.placements.workspace import act

pytestmark = pytest.mark.usefixtures("mid_june")

#: How long somebody who has to wait is given to go on all the same.
WAITS = 0.5


def seat_of(one):
    with as_owner():
        return TrainingSeat.objects.get(candidate=one)


def say(person, of, one, answer):
    return person.post(path(of, "antwoorden/"), {f"seat-{seat_of(one).pk}": answer}, follow=True)


def test_a_werkplein_puts_forward_again_whom_it_took_away(cast):
    of, (one,) = group(cast), ready(cast)
    assert offer(cast.carla, of, [one]).status_code == 302
    say(cast.carla, of, one, SeatState.WITHDRAWN)
    assert states(of) == {one.reference: SeatState.WITHDRAWN}
    assert offer(cast.carla, of, [one]).status_code == 302
    assert states(of) == {one.reference: SeatState.WAITING}


def test_a_werkplein_puts_forward_again_once_a_group_goes_on_after_all(cast):
    (one,) = ready(cast)
    of = filled(cast, [one])
    cast.dirk.post(path(of, "niet-door/"), {"reason": "De opleider heeft geen docent."})
    cast.dirk.post(path(of, "niet-door/"))
    assert offer(cast.carla, of, [one]).status_code == 302
    assert states(of) == {one.reference: SeatState.WAITING}


def test_a_page_that_is_older_than_the_offer_takes_no_seat_away(cast):
    of, (one,) = group(cast), ready(cast)
    offer(cast.carla, of, [one])
    assert offer(cast.dirk, of, [one]).status_code == 302
    answer = say(cast.carla, of, one, SeatState.WITHDRAWN)
    assert "Dit antwoord past niet bij de stand van de plaats." in words(answer)
    assert states(of) == {one.reference: SeatState.OFFERED}


def test_a_werkplein_is_offered_the_answers_that_the_database_takes_from_it(cast):
    """Putting forward again is no answer: that begins with choosing somebody."""
    of, (one,) = group(cast), ready(cast)
    offer(cast.carla, of, [one])
    seat = seat_of(one)
    again = (SeatState.WITHDRAWN, SeatState.WAITING)
    for was in SeatState:
        for said in SeatState:
            with as_owner():
                TrainingSeat.objects.filter(pk=seat.pk).update(state=was)
            with act(cast.carla) as acting:
                seat.state = was
                fits = said == was or said in seats.answers_to(acting, seat) or (was, said) == again
                try:
                    with transaction.atomic():
                        TrainingSeat.objects.filter(pk=seat.pk).update(state=said)
                except DatabaseError:
                    assert not fits, (was, said)
                else:
                    assert fits, (was, said)


def test_who_said_no_and_comes_after_all_waits_for_his_turn(cast):
    of = group(cast, seats=2)
    _first, second = ready(cast, 2)
    offer(cast.dirk, of, [second], reason=PassOverReason.NOT_REACHED)
    say(cast.dirk, of, second, SeatState.DECLINED)
    assert "past niet" in words(say(cast.dirk, of, second, SeatState.OFFERED))
    say(cast.dirk, of, second, SeatState.WAITING)
    seat = seat_of(second)
    assert (seat.state, seat.passed_over, seat.pass_over_reason) == (SeatState.WAITING, 0, "")
    assert (seat.offered_at, seat.answered_at) == (None, None)
    answer = offer(cast.dirk, of, [second])
    assert answer.status_code == 422
    assert "U slaat iemand over" in words(answer)


def test_what_an_earlier_offer_passed_over_does_not_stay_with_who_waits_again(cast):
    of = group(cast)
    _first, second = ready(cast, 2)
    offer(cast.dirk, of, [second], reason=PassOverReason.OTHER, text="De aannemer kwam kijken.")
    say(cast.dirk, of, second, SeatState.WITHDRAWN)
    offer(cast.carla, of, [second])
    seat = seat_of(second)
    assert (seat.state, seat.passed_over, seat.passed_over_nearer) == (SeatState.WAITING, 0, 0)
    assert (seat.pass_over_reason, seat.pass_over_text, seat.offered_at) == ("", "", None)


@pytest.mark.parametrize("answer", [SeatState.DECLINED, SeatState.WITHDRAWN])
def test_a_seat_that_somebody_did_not_take_is_not_accounted_for(cast, answer):
    of = group(cast)
    _first, second = ready(cast, 2)
    offer(cast.dirk, of, [second], reason=PassOverReason.NOT_REACHED)
    with act(cast.dirk):
        (found,) = passed_over(cast.region.pk, year=timezone.now().year)
    assert found["seats"] == 1
    say(cast.dirk, of, second, answer)
    with act(cast.dirk):
        assert passed_over(cast.region.pk, year=timezone.now().year) == []


def test_a_code_that_was_not_in_force_lies_in_no_area(cast):
    """Ten Boer is no municipality any more, whatever is kept of its area."""
    of = group(cast)
    with as_owner():
        rows = AreaMunicipality.objects.filter(region=cast.region, municipality_id="GM0009")
        assert rows.update(valid=(dt.date(2017, 1, 1), None))
    ready(cast, municipality="GM0009", reference="K-NU")
    (row,) = cast.dirk.get(path(of)).context["pool"]
    assert str(row["ring"]) == "Buiten de regio"


@pytest.mark.parametrize("state", [GroupState.RUNNING, GroupState.CANCELLED])
def test_the_database_takes_nobody_into_a_group_that_is_not_filled_any_more(cast, state):
    of, (one,) = group(cast, state=state, cancelled_reason="Geen docent"), ready(cast)
    with pytest.raises(IntegrityError, match="takes nobody in"), as_owner(), transaction.atomic():
        TrainingSeat.objects.create(region=cast.region, group=of, candidate=one, state=SeatState.WAITING)
    assert states(of) == {}
    assert fresh(of).seats_taken == 0


@pytest.fixture
def two_members(in_scratch):
    """Of the coordination point and of a Werkplein, with a group of one seat and two people who wait for work."""
    with as_owner():
        region = Region.objects.get(code="groningen")
        coordination = OrganisationFactory(kind=OrganisationKind.COORDINATION_POINT, region=region)
        werkplein = OrganisationFactory(kind=OrganisationKind.WERKPLEIN, region=region)
        people = [
            CandidateFactory(
                region=region, werkplein=werkplein, state=CandidateState.READY, ready_since=TODAY - dt.timedelta(days)
            )
            for days in (9, 5)
        ]
        return SimpleNamespace(
            dirk=MembershipFactory(organisation=coordination),
            carla=MembershipFactory(organisation=werkplein),
            group=GroupFactory(programme=ProgrammeFactory(region=region), seats=1),
            people=people,
        )


@contextmanager
def done_by(person, do):
    """As this member does it, to be committed when this is left."""
    with act(person) as acting:
        do(acting)
        yield


def meanwhile(first, person, second):
    """What ``second`` as this person comes to, begun while the transaction of ``first`` is open; it has to wait."""

    def other():
        try:
            with act(person) as acting:
                return second(acting)
        except Refused as refused:
            return refused.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with first:
            begun = pool.submit(other)
            with pytest.raises(TimeoutError):
                begun.result(timeout=WAITS)
        return begun.result(timeout=30)


def test_two_at_once_do_not_offer_the_last_seat_twice(two_members):
    """The group is held while seats are handed out, so the second one finds it full."""
    first, second = two_members.people
    of = two_members.group

    def offering(one):
        chosen = {"candidate_ids": [one.pk], "reason": seats.Reason("not_reached"), "at": timezone.now()}
        return lambda acting: seats.offer(acting, of.pk, **chosen)

    dirk = two_members.dirk
    assert meanwhile(done_by(dirk, offering(first)), dirk, offering(second)) == (0, 1)
    assert states(of) == {first.reference: SeatState.OFFERED, second.reference: SeatState.WAITING}


def test_who_is_put_forward_while_the_group_is_cancelled_comes_in_no_group(two_members):
    one, of = two_members.people[0], two_members.group
    cancelling = done_by(
        two_members.dirk, lambda acting: groups.cancel(acting, of.pk, reason="De opleider heeft geen docent.")
    )
    said = meanwhile(
        cancelling,
        two_members.carla,
        lambda acting: seats.put_forward(acting, of.pk, candidate_id=one.pk, at=timezone.now()),
    )
    assert said == "Deze groep wordt niet meer gevuld."
    assert states(of) == {}


def test_an_answer_while_the_group_is_cancelled_is_refused_and_nobody_waits_for_the_other(two_members):
    one, of = two_members.people[0], two_members.group
    with as_owner():
        seat = TrainingSeat.objects.create(
            region=of.region, group=of, candidate=Candidate.objects.get(pk=one.pk), state=SeatState.OFFERED
        )
    cancelling = done_by(
        two_members.dirk, lambda acting: groups.cancel(acting, of.pk, reason="De opleider heeft geen docent.")
    )
    answers = {seat.pk: SeatState.ACCEPTED}
    said = meanwhile(
        cancelling, two_members.carla, lambda acting: seats.answer(acting, of.pk, answers=answers, at=timezone.now())
    )
    assert said == "Deze groep wordt niet meer gevuld."
    assert states(of) == {one.reference: SeatState.WITHDRAWN}
