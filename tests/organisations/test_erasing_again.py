"""Erasing that failed is tried again until it is done, and what pages were yet to tell goes out of sessions in use."""

import datetime as dt

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.utils import timezone

from organisations import erasing, outbox, tenancy, upkeep
from organisations.choices import OutboxKind, Purpose
from organisations.models import Erasure, OutboxMessage
from organisations.tasks import erase
from tests.database import owner
from tests.factories.candidates import CandidateFactory

pytestmark = pytest.mark.django_db

PROOF = "regio/bewaren/gewist/"
BUSY, FAILED = "Wordt nu gewist", "Niet gelukt, wordt opnieuw geprobeerd"


@pytest.fixture
def candidate(cast):
    with owner():
        return CandidateFactory(region=cast.region, identity__last_name="Bovenkamp")


def asked(cast, candidate):
    given = {"cause": "asked", "asked_on": "2026-06-01", "sure": "on"}
    return cast.dirk.post(f"dossiers/{candidate.pk}/wissen/", given)


def waiting() -> OutboxMessage:
    with owner():
        return OutboxMessage.objects.get(name=erasing.TASK, done_at=None, given_up_at=None)


def day(cast) -> int:
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        return erasing.try_again(region_id=cast.region.pk, on=timezone.localdate())


def last_statement(sql: str) -> str:
    """Another last statement of erasing; returns the one before."""
    place = "(SELECT max(position) FROM organisations_erasurerule WHERE subject = '')"
    with owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT statement FROM organisations_erasurerule WHERE position = {place}")
        (before,) = cursor.fetchone()
        cursor.execute(f"UPDATE organisations_erasurerule SET statement = %s WHERE position = {place}", [sql])
    return before


def test_whom_the_worker_gave_up_is_erased_in_the_end(cast, candidate):
    asked(cast, candidate)
    assert BUSY in cast.dirk.get(PROOF).content.decode()
    right = last_statement("SELECT 1/0")
    job = waiting()
    for _attempt in range(outbox.ATTEMPTS[OutboxKind.JOB]):
        with pytest.raises(DatabaseError):
            erase(outbox_id=str(job.pk))
        with owner():
            OutboxMessage.objects.filter(pk=job.pk).update(leased_until=None)
    with owner():
        assert OutboxMessage.objects.get(pk=job.pk).given_up_at
    assert day(cast) == 0  # asked today: the worker may still be at it
    with owner():
        Erasure.objects.update(asked_at=timezone.now() - dt.timedelta(hours=25))
    page = cast.dirk.get(PROOF).content.decode()
    assert FAILED in page
    assert BUSY not in page
    again = asked(cast, candidate)
    assert again.status_code == 422
    assert "nog niet gelukt" in again.content.decode()
    last_statement(right)
    assert day(cast) == 1
    erase(outbox_id=str(waiting().pk))
    with owner():
        assert Erasure.objects.get().done_at
    assert day(cast) == 0
    assert FAILED not in cast.dirk.get(PROOF).content.decode()


def test_erasing_that_failed_in_another_region_is_not_ours_to_try(cast, candidate):
    asked(cast, candidate)
    with owner():
        Erasure.objects.update(asked_at=timezone.now() - dt.timedelta(hours=25))
    with tenancy.system(Purpose.UPKEEP, region_id=cast.other_region.pk):
        assert erasing.try_again(region_id=cast.region.pk, on=timezone.localdate()) == 0


def test_the_chore_is_done_every_day():
    assert erasing.TRY_AGAIN.name in upkeep.names()


class Meanwhile:
    """Names that are found everywhere; while a text is looked into, its reader does something once."""

    def __init__(self, does):
        self.does = [does]

    def in_text(self, text: str) -> bool:
        for one in self.does:
            one()
        self.does = []
        return "Bovenkamp" in text


@pytest.fixture
def session():
    one = SessionStore()
    one["_messages"] = "Bovenkamp is bewaard"
    one["page"] = "een"
    one.save()
    return one


def test_what_a_session_was_given_meanwhile_stays_and_the_message_goes(session):
    def writes():
        other = SessionStore(session_key=session.session_key)
        other["page"] = "twee"
        other.save()

    assert erasing.forget_messages(Meanwhile(writes)) == 1
    left = SessionStore(session_key=session.session_key)
    assert (left.get("_messages"), left["page"]) == (None, "twee")


def test_a_session_that_ends_meanwhile_stops_nothing(session):
    def leaves():
        Session.objects.filter(pk=session.session_key).delete()

    assert erasing.forget_messages(Meanwhile(leaves)) == 0
