"""The report of who saw whose data: the region for its coordination point, their own for others, names for nobody."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import OrganisationKind, Role
from organisations.models import ReadLog
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidates(cast):
    with owner():
        return [
            CandidateFactory(reference=reference, werkplein=cast.carla.organisation, identity__last_name="Bovenkamp")
            for reference in ("K-AAAAAA", "K-BBBBBB")
        ]


def seen_by(person, candidate, *, reason="Dossier bekeken", days_ago=0):
    with owner():
        return ReadLog.objects.create(
            region=candidate.region,
            organisation=person.organisation,
            user=person.user,
            at=timezone.now() - dt.timedelta(days=days_ago),
            subject="candidate",
            subject_id=candidate.pk,
            reason=reason,
        )


def shown(person, **query) -> str:
    answer = person.get("inzage/", data=query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_who_saw_whom_when_and_what_for_by_number(cast, candidates):
    seen_by(cast.carla, candidates[0], reason="Gebeld met de kandidaat")
    page = shown(cast.dirk)
    assert "K-AAAAAA" in page
    assert f"dossiers/{candidates[0].pk}/" in page
    assert "Gebeld met de kandidaat" in page
    assert "Carla" in page
    assert "K-BBBBBB" not in page
    assert "Bovenkamp" not in page  # no name to be learned from who looked at it


def test_it_is_narrowed_by_number_by_who_looked_and_by_period(cast, candidates):
    seen_by(cast.carla, candidates[0], reason="Van gisteren", days_ago=1)
    seen_by(cast.dirk, candidates[1], reason="Lang geleden", days_ago=90)
    assert "Lang geleden" not in shown(cast.dirk)  # the last thirty days
    everything = shown(cast.dirk, van="2020-01-01")
    assert "Van gisteren" in everything
    assert "Lang geleden" in everything
    of_second = shown(cast.dirk, van="2020-01-01", zoek="k-bbb")
    assert "Lang geleden" in of_second
    assert "Van gisteren" not in of_second
    by_carla = shown(cast.dirk, van="2020-01-01", zoek="carla")
    assert "Van gisteren" in by_carla
    assert "Lang geleden" not in by_carla


def test_others_read_of_their_own_organisation_and_frank_nothing_of_ours(cast, candidates):
    seen_by(cast.carla, candidates[0], reason="Door Carla")
    seen_by(cast.dirk, candidates[1], reason="Door Dirk")
    own = shown(cast.carla)
    assert "Door Carla" in own
    assert "Door Dirk" not in own
    for person in (cast.frank, cast.alice):
        page = shown(person)
        assert "Door Carla" not in page
        assert "Door Dirk" not in page
        assert "K-AAAAAA" not in page


def test_who_opens_no_files_gets_no_link_and_hears_of_others_that_they_are_not_his_to_see(cast, candidates):
    with owner():
        school = MembershipFactory(
            organisation=OrganisationFactory(kind=OrganisationKind.SCHOOL, name="Vakschool"), role=Role.ADMINISTRATOR
        )
        candidates[0].registrant_organisation = school.organisation
        candidates[0].save()
    teacher = Person(school.user, school.organisation)
    log_in(teacher)
    seen_by(teacher, candidates[0])
    page = shown(teacher)
    assert "K-AAAAAA" in page
    assert f"dossiers/{candidates[0].pk}/" not in page
    seen_by(cast.bram, candidates[1])
    page = shown(cast.bram)
    assert "niet voor u te zien" in page
    assert "niet meer bekend" not in page
    with owner():
        ReadLog.objects.update(subject_id=uuid.uuid4())
    assert "niet meer bekend" in shown(cast.dirk)


def test_a_member_of_another_kind_without_that_task_is_refused(cast):
    with owner():
        member = MembershipFactory(organisation=cast.carla.organisation, role=Role.MEMBER)
    person = Person(member.user, cast.carla.organisation)
    log_in(person)
    assert person.get("inzage/").status_code == 403
    assert "inzage/" not in person.get("organisatie/").content.decode()


def test_who_may_read_it_finds_the_way_to_it(cast):
    for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra):
        page = person.get("organisatie/")
        assert page.status_code == 200
        assert person.url("inzage/") in page.content.decode()


def queries(person) -> int:
    with CaptureQueriesContext(connection) as captured:
        shown(person)
    # A request of a test stands in a transaction of its own: opening, leaving and closing that is no query of the page.
    return len(captured) - 3


def test_as_many_queries_for_thirty_lines_as_for_three(cast, candidates):
    for _number in range(3):
        seen_by(cast.carla, candidates[0])
    few = queries(cast.dirk)
    assert few <= 3 + 5
    for number in range(30):
        seen_by(cast.carla, candidates[number % 2])
    assert queries(cast.dirk) == few
