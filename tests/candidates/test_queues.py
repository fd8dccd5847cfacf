"""Which files each queue asks for, and who comes first."""

import datetime as dt

import pytest

from candidates.access import candidates_of
from candidates.choices import CandidateState
from candidates.file import contacts
from candidates.file_choices import ContactResult
from candidates.models import (
    BackOfficePolicy,
    CandidateTask,
    Enrolment,
    TrainingGroup,
    TrainingProgramme,
    TrainingSeat,
)
from candidates.training_choices import Outcome
from candidates.working import queues
from tests.candidates.files import TODAY, candidate
from tests.factories.organisations import OrganisationFactory
from tests.placements.workspace import act

DAY = dt.timedelta(days=1)


def found(person, key, *, on=TODAY):
    with act(person) as acting:
        return [one.reference for one in queues.first_of(candidates_of(acting), key, acting=acting, on=on)]


def test_new_is_who_nobody_took_up_the_longest_waiting_first(cast):
    candidate(cast, reference="K-LATER", registered_on=TODAY - DAY)
    candidate(cast, reference="K-EERST", registered_on=TODAY - 9 * DAY)
    candidate(cast, reference="K-OPGEPAKT", coach=cast.carla.user)
    candidate(cast, reference="K-INTAKE", state=CandidateState.INTAKE)
    assert found(cast.carla, queues.NEW) == ["K-EERST", "K-LATER"]


@pytest.mark.parametrize(("days", "waits"), [(5, False), (6, True)])
def test_who_was_not_called_within_the_promised_days_stands_out(cast, days, waits):
    candidate(cast, reference="K-STIL", registered_on=TODAY - days * DAY, coach=cast.carla.user)
    assert found(cast.carla, queues.SILENT) == (["K-STIL"] if waits else [])


def test_the_promised_days_are_those_of_the_region(cast, owner):
    candidate(cast, reference="K-STIL", registered_on=TODAY - 8 * DAY)
    with owner():
        policy = BackOfficePolicy.objects.create(region=cast.region, contact_days=10)
    assert found(cast.dirk, queues.SILENT) == []
    with owner():
        BackOfficePolicy.objects.filter(pk=policy.pk).update(contact_days=7)
    assert found(cast.dirk, queues.SILENT) == ["K-STIL"]


def test_who_was_spoken_to_or_needs_nobody_any_more_is_not_silent(cast):
    long_ago = TODAY - 30 * DAY
    candidate(cast, registered_on=long_ago, last_contact_on=long_ago + DAY)
    candidate(cast, registered_on=long_ago, state=CandidateState.PLACED)
    candidate(cast, registered_on=long_ago, state=CandidateState.ON_HOLD)
    assert found(cast.carla, queues.SILENT) == []


def test_who_looks_for_work_and_waits_for_nothing_is_in_a_queue_the_longest_first(cast, owner):
    spoken = {"registered_on": TODAY - 60 * DAY, "coach": cast.carla.user}
    candidate(cast, reference="K-LATER", last_contact_on=TODAY - 3 * DAY, **spoken)
    candidate(cast, reference="K-EERST", last_contact_on=TODAY - 40 * DAY, state=CandidateState.PROPOSED, **spoken)
    candidate(cast, reference="K-BELLEN", last_contact_on=TODAY, call_by=TODAY + 9 * DAY, **spoken)
    candidate(cast, reference="K-WERKT", last_contact_on=TODAY, state=CandidateState.PLACED, **spoken)
    candidate(cast, reference="K-KLAAR", last_contact_on=TODAY, state=CandidateState.READY, **spoken)
    task = candidate(cast, reference="K-TAAK", last_contact_on=TODAY, **spoken)
    learns = candidate(cast, reference="K-LEERT", last_contact_on=TODAY, state=CandidateState.TRAINING, **spoken)
    with owner():
        made = CandidateTask.objects.create(
            region=cast.region, candidate=task, what="Bellen", due_on=TODAY, organisation=cast.carla.organisation
        )
        programme = TrainingProgramme.objects.create(region=cast.region, code="vca", name="VCA", form="short")
        enrolment = Enrolment.objects.create(
            region=cast.region, reference="I-1", candidate=learns, programme=programme, started_on=TODAY - 9 * DAY
        )
    assert found(cast.carla, queues.WITHOUT) == ["K-EERST", "K-LATER"]
    with owner():
        CandidateTask.objects.filter(pk=made.pk).update(done_at=dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC))
        Enrolment.objects.filter(pk=enrolment.pk).update(ended_on=TODAY - DAY, outcome=Outcome.NO_CERTIFICATE)
    assert set(found(cast.carla, queues.WITHOUT)) == {"K-EERST", "K-LATER", "K-TAAK", "K-LEERT"}


def test_a_call_without_a_new_day_loses_nobody(cast):
    one = candidate(cast, reference="K-GESPROKEN", coach=cast.carla.user, call_by=TODAY)
    with act(cast.carla) as acting:
        at = dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC)
        contacts.record(acting, one.pk, contacts.Contact(ContactResult.SPOKEN), at=at)
    asking = [key for key in queues.queues() if key != queues.EVERYBODY and found(cast.carla, key)]
    assert asking == [queues.WITHOUT]


def test_a_promise_to_call_stands_there_on_its_day_and_after_it_and_never_of_who_stopped(cast):
    candidate(cast, reference="K-VANDAAG", call_by=TODAY)
    candidate(cast, reference="K-GISTEREN", call_by=TODAY - DAY)
    candidate(cast, reference="K-MORGEN", call_by=TODAY + DAY)
    candidate(cast, reference="K-GESTOPT", call_by=TODAY, state=CandidateState.WITHDRAWN)
    assert found(cast.carla, queues.PROMISED) == ["K-GISTEREN", "K-VANDAAG"]


def test_who_waits_longest_for_work_comes_first(cast):
    ready = {"state": CandidateState.READY}
    candidate(cast, reference="K-TWEE", ready_since=TODAY - 10 * DAY, **ready)
    candidate(cast, reference="K-EEN", ready_since=TODAY - 90 * DAY, **ready)
    assert found(cast.carla, queues.READY) == ["K-EEN", "K-TWEE"]


@pytest.mark.parametrize(
    ("days", "group_state", "seat_state", "asks"),
    [
        (14, "group_open", "seat_accepted", True),
        (0, "group_open", "seat_offered", True),
        (-3, "group_open", "seat_accepted", True),
        (15, "group_open", "seat_accepted", False),
        (3, "group_running", "seat_started", False),
        (3, "group_cancelled", "seat_accepted", False),
        (3, "group_open", "seat_declined", False),
        (3, "group_open", "seat_waiting", False),
    ],
)
def test_a_training_that_begins_soon_asks_whether_its_people_come(cast, owner, days, group_state, seat_state, asks):
    one = candidate(cast, reference="K-LEERT")
    with owner():
        programme = TrainingProgramme.objects.create(region=cast.region, code="vca", name="VCA", form="short")
        group = TrainingGroup.objects.create(
            region=cast.region,
            programme=programme,
            name="Groep 1",
            starts_on=TODAY + days * DAY,
            ends_on=TODAY + 60 * DAY,
            seats=12,
        )
        TrainingSeat.objects.create(region=cast.region, group=group, candidate=one, state=seat_state)
        group.state = group_state
        group.cancelled_reason = "Te weinig mensen" if group_state == "group_cancelled" else ""
        group.save(update_fields=["state", "cancelled_reason"])
    assert found(cast.carla, queues.STARTS) == (["K-LEERT"] if asks else [])
    assert found(cast.frank, queues.STARTS) == []


def test_counts_say_how_many_how_many_are_ones_own_and_since_when(cast):
    candidate(cast, call_by=TODAY - 3 * DAY, coach=cast.carla.user)
    candidate(cast, call_by=TODAY)
    with act(cast.carla) as acting:
        standing = queues.counts(candidates_of(acting), acting=acting, on=TODAY, coach_id=cast.carla.user.pk)
    assert standing[queues.PROMISED] == queues.Standing(count=2, own=1, since=TODAY - 3 * DAY)
    assert standing[queues.EVERYBODY].count == 2
    assert standing[queues.ON_HOLD] == queues.Standing(count=0, own=0, since=None)


def test_an_app_above_registers_a_queue_at_its_place(monkeypatch):
    monkeypatch.setattr(queues, "_queues", dict(queues._queues))
    extra = queues.Queue("extra", "Extra", "Meer", lambda _on: queues.Q(pk__isnull=False))
    queues.register(extra, before=queues.ON_HOLD)
    keys = list(queues.queues())
    assert keys[keys.index("extra") + 1] == queues.ON_HOLD
    assert keys[-1] == queues.EVERYBODY


def test_a_stranger_counts_nothing(cast):
    candidate(cast, call_by=TODAY)
    with act(cast.frank) as acting:
        standing = queues.counts(candidates_of(acting), acting=acting, on=TODAY)
    assert {one.count for one in standing.values()} == {0}


def test_whom_a_werkplein_registered_for_another_one_it_sees_and_is_not_asked_about(cast, owner):
    with owner():
        elsewhere = OrganisationFactory(name="Werkplein Ergens", werkplein=True)
    registered = {"registrant_organisation": cast.carla.organisation}
    one = candidate(cast, reference="K-ELDERS", werkplein=elsewhere, call_by=TODAY, **registered)
    candidate(cast, reference="K-NERGENS", werkplein=None, call_by=TODAY, **registered)
    assert found(cast.carla, queues.NEW) == ["K-NERGENS"]
    assert found(cast.dirk, queues.NEW) == ["K-NERGENS"]
    assert found(cast.dirk, queues.PROMISED) == ["K-ELDERS", "K-NERGENS"]
    with act(cast.carla) as acting:
        standing = queues.counts(candidates_of(acting), acting=acting, on=TODAY)
        called = contacts.next_to_call(acting, on=TODAY, at=dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC))
    assert {standing[key].count for key in (queues.NEW, queues.PROMISED)} == {1}
    assert standing[queues.EVERYBODY].count == 2
    assert called.reference == "K-NERGENS"
    assert cast.carla.get(f"dossiers/nieuw/{one.pk}/").url == cast.carla.url(f"dossiers/{one.pk}/")
    assert "K-ELDERS" in cast.carla.get("dossiers/").content.decode()
    assert "K-ELDERS" not in cast.carla.get("dossiers/?rij=nieuw").content.decode()
