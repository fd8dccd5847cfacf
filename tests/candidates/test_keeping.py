"""From when a candidate's data are due: so many months after the last thing that happened, whatever that was."""

import datetime as dt

import pytest
from django.utils import timezone

from candidates.keeping.terms import KEEPERS, last_active
from candidates.models import Candidate, CandidateIdentity, ContactMoment, Enrolment
from organisations import erasing, tenancy
from organisations.choices import Purpose
from organisations.data_kinds import Part, Subject
from organisations.models import RetentionPolicy
from placements.models import Placement
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.placing import PlacementFactory
from tests.factories.training import EnrolmentFactory

pytestmark = pytest.mark.django_db

REGISTERED = dt.date(2020, 1, 10)


def made(cast, **values) -> Candidate:
    with owner():
        return CandidateFactory(
            region=cast.region, registered_on=REGISTERED, werkplein=cast.carla.organisation, **values
        )


def active(cast, candidate, until=dt.date(2026, 6, 1)):
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        return last_active(cast.region.pk, until).get(candidate.pk)


def due(cast, part, until):
    keeper = next(one for one in KEEPERS if one.part is part)
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        return {one.subject_ids: one for one in keeper.due(cast.region.pk, RetentionPolicy(), until)}


def test_a_registration_alone_counts_from_its_day(cast):
    assert active(cast, made(cast)) == REGISTERED


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({"last_contact_on": dt.date(2021, 5, 1)}, dt.date(2021, 5, 1)),
        ({"state_since": dt.date(2021, 6, 2)}, dt.date(2021, 6, 2)),
        ({"anonymised_at": timezone.now()}, None),
    ],
)
def test_a_contact_or_a_step_counts_and_who_was_erased_does_not(cast, values, day):
    assert active(cast, made(cast, **values)) == day


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({"ended_on": dt.date(2021, 2, 3)}, dt.date(2021, 2, 3)),
        #: Nobody ended it: a year at most.
        ({}, dt.date(2020, 3, 1) + dt.timedelta(days=365)),
    ],
)
def test_training_counts_until_its_end(cast, values, day):
    candidate = made(cast)
    with owner():
        EnrolmentFactory(candidate=candidate, started_on=dt.date(2020, 3, 1), **values)
    assert active(cast, candidate) == day


def test_a_placement_counts_until_its_last_follow_up(cast):
    candidate = made(cast)
    with owner():
        PlacementFactory(
            candidate=candidate, starts_on=dt.date(2020, 6, 1), ended_on=dt.date(2021, 3, 1), end_reason="other_job"
        )
    assert active(cast, candidate) == dt.date(2022, 6, 1)


@pytest.mark.parametrize("agreed", [None, dt.date(2020, 12, 31)])
def test_who_is_still_at_work_is_never_due(cast, agreed):
    """Nobody wrote down an end, whatever was agreed: an earlier job that ended does not count for that."""
    candidate = made(cast)
    with owner():
        PlacementFactory(candidate=candidate, starts_on=dt.date(2020, 6, 1), ends_on=agreed)
        PlacementFactory(
            candidate=candidate, starts_on=dt.date(2020, 2, 1), ended_on=dt.date(2020, 4, 1), end_reason="other_job"
        )
    for until in (dt.date(2026, 6, 1), dt.date(2040, 1, 1)):
        assert active(cast, candidate, until) == until
        assert due(cast, Part.PERSON, until) == {}
    with owner():
        Placement.objects.update(ended_on=dt.date(2030, 5, 5), end_reason="other_job")
    assert active(cast, candidate) == dt.date(2030, 5, 5)
    assert list(due(cast, Part.PERSON, dt.date(2032, 5, 5))) == [(candidate.pk,)]


def test_due_is_so_many_months_later_and_merged_files_go_along(cast):
    candidate = made(cast, coach=cast.carla.user)
    merged = made(cast, merged_into=candidate)
    last = made(cast, merged_into=merged)
    until = dt.date(2022, 1, 10)
    assert due(cast, Part.PERSON, until - dt.timedelta(days=1)) == {}
    (one,) = due(cast, Part.PERSON, until).values()
    assert set(one.subject_ids) == {candidate.pk, merged.pk, last.pk}
    assert one.subject_ids[0] == candidate.pk
    assert (one.due_on, one.organisation_id, one.coach_id) == (until, cast.carla.organisation.pk, cast.carla.user.pk)


def test_contacts_go_before_the_person_does(cast):
    candidate = made(cast)
    spoken = {"region": cast.region, "by": cast.carla.user, "organisation": cast.carla.organisation}
    assert due(cast, Part.FILE, dt.date(2021, 6, 1)) == {}
    with owner():
        ContactMoment.objects.create(candidate=candidate, channel="phone", result="spoken", note="Belt terug", **spoken)
        EnrolmentFactory(candidate=candidate, started_on=REGISTERED, ended_on=dt.date(2020, 2, 1))
    assert list(due(cast, Part.FILE, dt.date(2021, 6, 1))) == [(candidate.pk,)]
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        erasure = erasing.at_term(
            region_id=cast.region.pk,
            subject=Subject.CANDIDATE,
            part=Part.FILE,
            subject_ids=[candidate.pk],
            at=timezone.now(),
        )
    counts = erasing.carry_out(erasure.pk, region_id=cast.region.pk)
    assert counts == {"candidates.ContactMoment": 1}
    with owner():
        assert not ContactMoment.objects.exists()
        assert CandidateIdentity.objects.get(candidate=candidate).last_name == "Voorbeeld"
        assert Enrolment.objects.get().started_on == REGISTERED
    assert due(cast, Part.FILE, dt.date(2021, 6, 1)) == {}
