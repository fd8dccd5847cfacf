"""The demo that `./dev up` loads: both regions, the cast, and who answers for what."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from candidates.choices import CandidateState
from candidates.models import (
    Candidate,
    CandidateIdentity,
    CandidateTask,
    ContactMoment,
    TrainingCost,
    TrainingGroup,
    TrainingProgramme,
    TrainingSeat,
)
from candidates.training_choices import CostState
from candidates.working import queues
from exchange import demo
from organisations import tenancy
from organisations.choices import OrganisationKind
from organisations.demo_cast import CAST
from organisations.models import Membership, Region, User
from placements.models import FollowUp, Placement
from tenders.models import Contract, Responsible
from tests.database import owner


def load_demo(**options) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_the_demo_loads_once_and_gives_each_of_the_cast_a_place(db):
    assert "54 nieuw" in load_demo(if_empty=True)
    assert "54" not in load_demo(if_empty=True)
    load_demo()
    with owner():
        assert Contract.objects.count() == 56
        assert Region.objects.get(code="noordermeer").is_demo
        for member in CAST:
            (membership,) = Membership.objects.filter(user__email=member.email).select_related("organisation", "user")
            assert membership.organisation.name == member.organisation
            assert membership.role == member.role
            assert not membership.user.has_usable_password()
        operator = Membership.objects.get(organisation__kind=OrganisationKind.PLATFORM_OPERATOR)
        assert not operator.organisation.regions.exists()
        sides = Responsible.objects.filter(contract__reference="C-2025-001").values_list("side", "name")
        assert set(Responsible.objects.values_list("side", flat=True)) == {"authority", "contractor", "werkplein"}
        assert len(set(sides)) == len(sides)


def test_the_demo_has_something_in_each_queue_on_whatever_day_and_once(db):
    day = date(2027, 3, 31)
    demo.load_demo(at=datetime(2027, 3, 31, 9, tzinfo=UTC), on=day)
    with owner():
        carla = User.objects.get(email="carla@demo.example")
        states = dict(Candidate.objects.values_list("state").annotate(Count("pk")).order_by())
        assert sum(states.values()) == 400
        assert set(states) == set(CandidateState.values)
        standing = queues.counts(
            Candidate.objects.filter(werkplein__name="Werkplein Groningen"), on=day, coach_id=carla.pk
        )
        assert {key for key, one in standing.items() if not one.count} <= {"wacht"}, standing
        assert (TrainingProgramme.objects.count(), Placement.objects.count()) == (25, 221)
        assert TrainingCost.objects.filter(state=CostState.ENTERED).count() == 2
        [group] = TrainingGroup.objects.all()
        assert group.starts_on > day
        assert group.seats_taken > 0
        before = [model.objects.count() for model in (ContactMoment, CandidateTask, TrainingSeat, FollowUp, Placement)]
    outcome = demo.load_demo(at=datetime(2027, 4, 1, 9, tzinfo=UTC), on=date(2027, 4, 1))["groningen"]
    assert outcome.changed_nothing
    with owner():
        after = [model.objects.count() for model in (ContactMoment, CandidateTask, TrainingSeat, FollowUp, Placement)]
    assert before == after


def test_the_contractor_of_the_demo_knows_who_comes(db):
    load_demo()
    with owner():
        placement = Placement.objects.get(candidate_agreed_on__isnull=False)
        bram = User.objects.get(email="bram@demo.example")
        assert placement.contract.contractor == placement.employer_organisation
        member = Membership.objects.get(user=bram)
    with tenancy.acting_for(user_id=bram.pk, organisation_id=member.organisation_id):
        assert [one.candidate_id for one in CandidateIdentity.objects.all()] == [placement.candidate_id]


def test_the_demo_stays_out_of_production(db, settings):
    settings.DEMO_LOGIN = False
    with pytest.raises(CommandError, match="niet in productie"):
        load_demo()
    with owner():
        assert not Contract.objects.exists()
        assert not User.objects.exists()
