"""The demo that `./dev up` loads: both regions, the cast, and who answers for what."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q

from candidates import back_office
from candidates.choices import CandidateState
from candidates.models import (
    Candidate,
    CandidateIdentity,
    CandidateTask,
    ContactMoment,
    PossibleDuplicate,
    TrainingCost,
    TrainingGroup,
    TrainingProgramme,
    TrainingSeat,
    WerkpleinArea,
)
from candidates.registering.duplicates import open_pairs
from candidates.registering.registration import Registration, register
from candidates.training_choices import CostState
from candidates.working import queues
from exchange import demo
from organisations import tenancy
from organisations.choices import OrganisationKind
from organisations.demo_cast import CAST
from organisations.models import Membership, Region, User
from placements.models import FollowUp, Placement, Proposal, SpeedDateEvent, Vacancy
from placements.vacancy_choices import ProposalState
from reporting.choices import Edition, ReportStage, ReportStatus
from reporting.models import Evaluation, Report, ReportFile
from tenders.models import Contract, Responsible
from tests.database import owner

#: What loading again adds nothing to.
COUNTED = (ContactMoment, CandidateTask, TrainingSeat, FollowUp, Placement, Vacancy, Proposal, SpeedDateEvent)


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
        states = dict(Candidate.objects.values_list("state").annotate(Count("pk")).order_by())
        # Those of the package, two who came to the counter, and eight who registered themselves.
        assert sum(states.values()) == 410
        assert set(states) == set(CandidateState.values)
        here = Candidate.objects.filter(werkplein__name="Werkplein Groningen")
        empty = {key for key, queue in queues.queues().items() if not here.filter(queue.asks(day)).exists()}
        assert empty <= {queues.ON_HOLD}
        assert (TrainingProgramme.objects.count(), Placement.objects.count()) == (25, 221)
        assert TrainingCost.objects.filter(state=CostState.ENTERED).count() == 2
        [group] = TrainingGroup.objects.all()
        assert group.starts_on > day
        assert group.seats_taken > 0
        assert Vacancy.objects.count() == 60
        assert set(Proposal.objects.values_list("state", flat=True)) == set(ProposalState.values)
        before = [model.objects.count() for model in COUNTED]
    outcome = demo.load_demo(at=datetime(2027, 4, 1, 9, tzinfo=UTC), on=date(2027, 4, 1))["groningen"]
    assert outcome.changed_nothing
    with owner():
        after = [model.objects.count() for model in COUNTED]
    assert before == after


def test_the_contractor_of_the_demo_knows_who_comes(db):
    load_demo()
    with owner():
        placement = Placement.objects.get(candidate_agreed_on__isnull=False)
        bram = User.objects.get(email="bram@demo.example")
        assert placement.contract.contractor == placement.employer_organisation
        member = Membership.objects.get(user=bram)
        known = Proposal.objects.filter(
            employer_organisation=member.organisation, state__in=ProposalState.known_to_employer()
        )
        said_yes = {one.candidate_id for one in known}
        assert said_yes
    with tenancy.acting_for(user_id=bram.pk, organisation_id=member.organisation_id):
        assert {one.candidate_id for one in CandidateIdentity.objects.all()} == {placement.candidate_id, *said_yes}


def test_the_demo_stays_out_of_production(db, settings):
    settings.DEMO_LOGIN = False
    with pytest.raises(CommandError, match="niet in productie"):
        load_demo()
    with owner():
        assert not Contract.objects.exists()
        assert not User.objects.exists()


def test_whoever_registers_in_the_region_of_the_demo_lands_at_a_werkplein_that_serves_it(db):
    load_demo()
    on, at = date(2026, 11, 22), datetime(2026, 11, 22, 12, tzinfo=UTC)
    with owner():
        region = Region.objects.get(code="groningen")
        dirk = Membership.objects.get(user__email="dirk@demo.example")
        served = dict(WerkpleinArea.objects.filter(region=region).values_list("municipality", "werkplein__name"))
    with tenancy.acting_for(user_id=dirk.user_id, organisation_id=dirk.organisation_id) as acting:
        here = [one.municipality.code for one in back_office.served_in(region.pk)]
        entries = [Registration("Test", f"Persoon{code}", code, phone="06-00000000") for code in here]
        made = register(acting, entries, on=on, at=at)
    assert {one.municipality: one.werkplein.name for one in made if one.werkplein} == served
    assert set(here) == set(served), "no municipality of the region without one"
    assert (served["GM0014"], served["GM0765"], served["GM1730"]) == (
        "Werkplein Groningen",
        "Werkplein Oldambt",
        "Werkplein Assen",
    )


def test_the_demo_tells_of_each_training_what_it_asks_and_of_two_people_that_they_may_be_known(db):
    load_demo()
    with owner():
        assert not TrainingProgramme.objects.filter(
            Q(weeks=None) | Q(hours_per_week=None) | Q(seat_cost=None) | Q(goal="") | Q(entry="")
        ).exists()
        dirk = Membership.objects.get(user__email="dirk@demo.example")
        signs = sorted(PossibleDuplicate.objects.values_list("signs", flat=True))
    assert signs == [["phone", "name"], ["similar"]]
    with tenancy.acting_for(user_id=dirk.user_id, organisation_id=dirk.organisation_id) as acting:
        assert open_pairs(acting).count() == 2


def test_the_demo_has_a_report_for_everybody_a_draft_with_the_partners_and_an_evaluation(db):
    load_demo()
    with owner():
        published, draft = Report.objects.order_by("period")
        assert (published.period, published.stage) == ("2020-Q4", ReportStage.FROZEN)
        assert set(published.publications.values_list("edition", flat=True)) == set(Edition)
        assert [one["group"] for one in json.loads(published.snapshot)["judgements"]] == ["Provincie", "Vakbonden"]
        assert (draft.period, draft.stage) == ("2021-Q1", ReportStage.JUDGING)
        assert draft.warnings.filter(at=None).exists()
        assert draft.judgements.filter(written_at=None, organisation__name="Gemeente Groningen").count() == 1
        # A PDF takes seconds: those are the worker's, and loading the demo is not slower for it.
        assert {published.status, draft.status} == {ReportStatus.REQUESTED}
        assert not ReportFile.objects.exists()
        assert Evaluation.objects.get().opinions.count() == 1
    load_demo()
    with owner():
        assert Report.objects.count() == 2
