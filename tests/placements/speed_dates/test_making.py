"""The plan as a worker makes it: once, of who agreed, around what stands fast; and changed by hand without doubles."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from organisations.models import OutboxMessage, Region, new_id
from organisations.refused import Refused
from placements.models import SpeedDateCandidate, SpeedDateMeeting, SpeedDateWish
from placements.speed_dates import asking, events, making, people, schedule
from placements.speed_dates.people import Agreement, EmployerEntry, Presence
from tests.cast import Cast, make_cast
from tests.database import owner
from tests.factories.speed_dates import SpeedDateMeetingFactory
from tests.placements.speed_dates.fair import NOW, TODAY, fair, work_off
from tests.placements.workspace import act


def planned(cast, **values):
    made = fair(cast, **values)
    with act(cast.dirk) as acting:
        asking.ask(acting, made.event.pk, at=NOW)
    assert work_off() == 1
    return made


@pytest.mark.django_db
class TestPlan:
    def test_everybody_who_can_meets_and_the_event_is_planned(self, cast):
        made = planned(cast)
        event = made.fresh()
        assert len(made.talks()) == 6
        assert (event.state, event.planning, event.most) == ("speeddate_planned", "ready", 6)
        assert not event.plan_is_old

    def test_who_did_not_agree_is_in_no_plan(self, cast):
        made = fair(cast)
        with owner():
            SpeedDateCandidate.objects.filter(pk=made.attendees[0].pk).update(agreed_on=None, agreed_how="")
        with act(cast.dirk) as acting:
            asking.ask(acting, made.event.pk, at=NOW)
        work_off()
        assert len(made.talks()) == 4

    def test_nor_may_anybody_put_him_there(self, cast):
        made = fair(cast)
        with owner():
            SpeedDateCandidate.objects.filter(pk=made.attendees[0].pk).update(agreed_on=None, agreed_how="")
        with pytest.raises(DatabaseError), transaction.atomic(), owner():
            SpeedDateMeetingFactory(employer=made.employers[0], attendee=made.attendees[0])

    def test_another_attempt_at_the_same_job_changes_nothing(self, cast):
        """A worker that was killed after it wrote, and the one that takes the job up."""
        made = planned(cast)
        event = made.fresh()
        with owner():
            before = list(SpeedDateMeeting.objects.order_by("pk").values_list("pk", "slot"))
        making.produce(event.pk, region_id=event.region_id, run=event.plan_run)
        with owner():
            assert list(SpeedDateMeeting.objects.order_by("pk").values_list("pk", "slot")) == before

    def test_a_job_that_was_overtaken_writes_nothing(self, cast):
        made = fair(cast)
        with act(cast.dirk) as acting:
            asking.ask(acting, made.event.pk, at=NOW)
        making.produce(made.event.pk, region_id=made.event.region_id, run=new_id())
        assert made.talks() == set()
        assert made.fresh().is_being_planned

    def test_a_worker_that_dies_before_it_wrote_leaves_the_plan_to_the_next(self, cast, monkeypatch):
        made = fair(cast)
        with act(cast.dirk) as acting:
            asking.ask(acting, made.event.pk, at=NOW)
        write = making._write

        def die(event, found):
            write(event, found)
            raise KeyboardInterrupt

        monkeypatch.setattr(making, "_write", die)
        run = made.fresh().plan_run
        with pytest.raises(KeyboardInterrupt):
            making.produce(made.event.pk, region_id=made.event.region_id, run=run)
        assert made.talks() == set()
        monkeypatch.setattr(making, "_write", write)
        assert work_off() == 1
        assert len(made.talks()) == 6

    def test_when_no_attempt_is_left_it_can_be_asked_again(self, cast):
        made = fair(cast)
        with act(cast.dirk) as acting:
            asking.ask(acting, made.event.pk, at=NOW)
        run = made.fresh().plan_run

        class Claim:
            payload = {"event_id": str(made.event.pk), "region_id": str(made.event.region_id), "run": str(run)}

        making.give_up(Claim, "gone")
        assert made.fresh().planning == "failed"
        with act(cast.dirk) as acting:
            assert asking.ask(acting, made.event.pk, at=NOW).plan_run != run

    def test_without_wishes_there_is_nothing_to_plan(self, cast):
        made = fair(cast, wishes="")
        with act(cast.dirk) as acting, pytest.raises(Refused, match="bij Wensen"):
            asking.ask(acting, made.event.pk, at=NOW)


@pytest.mark.django_db
class TestOld:
    def test_a_wish_more_makes_the_plan_old_and_planning_again_makes_it_new(self, cast):
        made = planned(cast)
        keys = [one.pk for one in made.attendees]
        with act(cast.carla) as acting:
            people.keep_wishes(
                acting,
                made.event.pk,
                made.employers[0].pk,
                by_employer=keys[:1],
                by_candidate=keys[:1],
                shown=keys,
                was_by_employer=keys,
            )
        assert made.fresh().plan_is_old
        with act(cast.dirk) as acting:
            asking.ask(acting, made.event.pk, at=NOW)
        work_off()
        assert not made.fresh().plan_is_old
        assert len(made.talks()) == 4

    def test_what_changes_while_it_is_planned_makes_it_old_at_once(self, cast):
        made = fair(cast)
        with act(cast.dirk) as acting:
            asking.ask(acting, made.event.pk, at=NOW)
        with owner():
            SpeedDateWish.objects.filter(attendee=made.attendees[0]).first().delete()
        event = made.fresh()
        with owner():
            read = making.read(event)
        assert len(read[2]) == 5
        work_off()
        with owner():
            SpeedDateWish.objects.filter(attendee=made.attendees[1]).first().delete()
        assert made.fresh().plan_is_old

    def test_another_place_makes_no_plan_old_and_fewer_rounds_do(self, cast):
        made = planned(cast)
        event = made.fresh()
        given = {name: getattr(event, name) for name in events.EventEntry.__slots__}
        with act(cast.dirk) as acting:
            events.change(acting, event.pk, entry=events.EventEntry(**(given | {"place": "Elders"})), on=TODAY, at=NOW)
        assert not made.fresh().plan_is_old
        with act(cast.dirk) as acting:
            events.change(acting, event.pk, entry=events.EventEntry(**(given | {"slots": 4})), on=TODAY, at=NOW)
        assert made.fresh().plan_is_old


@pytest.mark.django_db
class TestByHand:
    def add(self, cast, made, employer, attendee, slot):
        with act(cast.dirk) as acting:
            return schedule.add(
                acting,
                made.event.pk,
                employer_id=made.employers[employer].pk,
                attendee_id=made.attendees[attendee].pk,
                slot=slot,
            )

    def test_what_was_put_by_hand_stays_when_the_plan_is_made_again(self, cast):
        made = fair(cast)
        self.add(cast, made, 0, 0, 5)
        with act(cast.dirk) as acting:
            asking.ask(acting, made.event.pk, at=NOW)
        work_off()
        assert (5, made.employers[0].name, "Zilverberga") in made.talks()
        assert len(made.talks()) == 6

    @pytest.mark.parametrize(
        ("second", "sentence"),
        [
            ((1, 0, 1), "praat in ronde 1 al met"),
            ((0, 1, 1), "geen tafel vrij"),
            ((0, 0, 2), "praat al met"),
            ((1, 1, 7), "6 rondes"),
        ],
    )
    def test_nobody_comes_to_two_tables(self, cast, second, sentence):
        made = fair(cast)
        self.add(cast, made, 0, 0, 1)
        with pytest.raises(Refused, match=sentence):
            self.add(cast, made, *second)
        assert len(made.talks()) == 1

    def test_nor_is_a_talk_where_somebody_is_away(self, cast):
        made = fair(cast)
        with act(cast.dirk) as acting:
            people.change_employer(
                acting,
                made.event.pk,
                made.employers[0].pk,
                entry=EmployerEntry(None, made.employers[0].name, 1, Presence(3, None, 5)),
            )
        for slot in (1, 5):
            with pytest.raises(Refused, match=f"is er niet in ronde {slot}"):
                self.add(cast, made, 0, 0, slot)

    def test_a_second_table_takes_a_second_talk(self, cast):
        made = fair(cast)
        with act(cast.dirk) as acting:
            entry = EmployerEntry(None, made.employers[0].name, 2, Presence())
            people.change_employer(acting, made.event.pk, made.employers[0].pk, entry=entry)
        assert [self.add(cast, made, 0, n, 1).table for n in (0, 1)] == [1, 2]

    def test_moved_taken_away_and_let_loose(self, cast):
        made = fair(cast)
        one = self.add(cast, made, 0, 0, 1)
        with act(cast.dirk) as acting:
            schedule.move(acting, made.event.pk, one.pk, slot=4)
            assert not schedule.pin(acting, made.event.pk, one.pk, is_pinned=False).is_pinned
        assert {slot for slot, *_rest in made.talks()} == {4}
        with act(cast.dirk) as acting:
            schedule.remove(acting, made.event.pk, one.pk)
        assert made.fresh().state == "speeddate_draft"

    def test_nothing_changes_while_the_plan_is_made(self, cast):
        made = fair(cast)
        with act(cast.dirk) as acting:
            asking.ask(acting, made.event.pk, at=NOW)
        with pytest.raises(Refused, match="net een plan gemaakt"):
            self.add(cast, made, 0, 0, 1)

    def test_who_takes_his_yes_back_has_no_talks(self, cast):
        made = planned(cast)
        with act(cast.carla) as acting:
            people.change_candidate(
                acting, made.event.pk, made.attendees[0].pk, presence=Presence(), agreement=None, on=TODAY
            )
        assert len(made.talks()) == 4

    def test_a_yes_of_tomorrow_is_no_yes(self, cast):
        made = fair(cast)
        with act(cast.carla) as acting, pytest.raises(Refused, match="Deze dag komt nog"):
            people.agree(
                acting,
                made.event.pk,
                attendee_ids=[made.attendees[0].pk],
                agreement=Agreement(TODAY.replace(year=2030), "phone"),
                on=TODAY,
            )


def test_two_who_plan_at_once_get_one_plan_and_two_hands_one_talk(in_scratch):
    with owner():
        cast: Cast = make_cast()
        region = Region.objects.get(code="groningen")
    assert region == cast.region
    made = fair(cast)
    start = threading.Barrier(2)

    def both(job):
        def worker(_number):
            try:
                start.wait(timeout=60)
                with act(cast.dirk) as acting:
                    return job(acting)
            except Refused as refused:
                return refused.sentence
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(worker, range(2)))

    def put(acting):
        firm, one = made.employers[0].pk, made.attendees[0].pk
        return schedule.add(acting, made.event.pk, employer_id=firm, attendee_id=one, slot=1).slot

    given = both(put)
    assert 1 in given
    assert any("praat al met" in str(one) for one in given)
    runs = {one.plan_run for one in both(lambda acting: asking.ask(acting, made.event.pk, at=NOW))}
    assert len(runs) == 1
    with owner():
        assert OutboxMessage.objects.filter(name=asking.TASK).count() == 1
    assert work_off() == 1
    assert len(made.talks()) == 6
