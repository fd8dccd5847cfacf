"""What the portal does by itself every day: each region its own, nothing lost when a worker dies, nothing twice."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from organisations import upkeep
from organisations.models import OutboxMessage, Region
from organisations.tasks import do_chore, start_day
from organisations.upkeep import Chore

ON = dt.date(2026, 11, 22)


@pytest.fixture
def done(monkeypatch):
    """The only chore there is: it writes down for which region and day it ran, and in which context."""
    ran = []

    def run(*, region_id, on):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.purpose'), current_setting('app.system_region')")
            ran.append((region_id, on, *cursor.fetchone()))
        return 1

    monkeypatch.setattr(upkeep, "_chores", {"try": Chore("try", run)})
    return ran


def jobs(owner):
    with owner():
        return list(OutboxMessage.objects.filter(name=upkeep.TASK).order_by("created_at", "id"))


def test_each_region_gets_each_chore_as_a_job_of_its_own(cast, owner, done):
    assert upkeep.queue_day(on=ON) == 2
    for job in jobs(owner):
        do_chore(outbox_id=str(job.pk))
    regions = {cast.region.pk, cast.other_region.pk}
    assert {(region, day) for region, day, *_context in done} == {(region, ON) for region in regions}
    assert all((purpose, str(region)) == ("upkeep", inside) for region, _day, purpose, inside in done)
    assert all(job.done_at for job in jobs(owner))


def test_a_job_that_was_done_is_not_done_again(cast, owner, done):
    upkeep.queue_day(on=ON)
    job = jobs(owner)[0]
    for _ in range(2):
        do_chore(outbox_id=str(job.pk))
    assert len(done) == 1


def test_a_chore_that_fails_is_tried_again_and_the_others_go_on(cast, owner, done, monkeypatch):
    failures = []

    def fail(*, region_id, on):
        failures.append(region_id)
        raise ZeroDivisionError

    monkeypatch.setitem(upkeep._chores, "fail", Chore("fail", fail))
    upkeep.queue_day(on=ON)
    for job in jobs(owner):
        if job.payload["chore"] == "fail":
            with pytest.raises(ZeroDivisionError):
                do_chore(outbox_id=str(job.pk))
        else:
            do_chore(outbox_id=str(job.pk))
    assert len(failures) == len(done) == 2
    waiting = [job for job in jobs(owner) if job.done_at is None]
    assert [job.payload["chore"] for job in waiting] == ["fail", "fail"]
    assert all(job.leased_until and not job.given_up_at for job in waiting)


def test_beat_starts_the_day_once_at_a_fixed_hour():
    entry = settings.CELERY_BEAT_SCHEDULE["start-day"]
    assert entry["task"] == start_day.name
    assert settings.CELERY_TIMEZONE == "Europe/Amsterdam"
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({5}, {30})


def test_the_day_started_twice_queues_twice_without_harm(cast, owner, done):
    for _ in range(2):
        start_day()
    assert len(jobs(owner)) == 2 * Region.objects.count()


def test_the_command_does_a_day_for_one_region(cast, done, capsys):
    call_command("keep_up", region="groningen", date="2026-11-22")
    assert [(region, day) for region, day, *_context in done] == [(cast.region.pk, ON)]
    assert capsys.readouterr().out == "try: 1\n"
    for wrong in ({"region": "nergens"}, {"region": "groningen", "date": "22-11-2026"}):
        with pytest.raises(CommandError):
            call_command("keep_up", **wrong)
    assert len(done) == 1


def test_the_chores_of_the_apps_are_registered_in_their_order():
    known = upkeep.names()
    assert known.index("tenders.due_versions") < known.index("tenders.first_contact")
    assert {"tenders.departures", "tenders.options"} <= set(known)
