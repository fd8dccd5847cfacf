"""A report made again for an earlier day gives the figures of then; what came later is told apart."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from candidates.models import Candidate, CandidateStep, Enrolment, TrainingProgramme
from organisations import tenancy
from organisations.choices import Purpose
from organisations.erasure_rules import event_model
from placements.choices import LineStatus
from placements.models import Deployment, FollowUp, HoursStatement, Placement, PlacementFile
from reporting import pipeline
from reporting.as_known import as_known
from reporting.choices import ReportStage
from reporting.collect import collect
from reporting.models import Report, SpendingLine
from reporting.periods import Kind, Period
from tenders.models import Contract, Tender, TenderValue
from tests.factories.candidates import CandidateFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.placing import PlacementFactory
from tests.factories.tenders import ContractFactory, TenderFactory
from tests.factories.training import EnrolmentFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

#: The day on which the region was last known as it was, and a later one.
THEN = dt.datetime(2019, 7, 20, 12, 0, tzinfo=dt.UTC)
AT = dt.datetime(2019, 7, 26, 8, 0, tzinfo=dt.UTC)
MAY, JUNE = dt.date(2019, 5, 1), dt.date(2019, 6, 1)


def figures(region, period="2019-Q2", *, kind=Kind.QUARTERLY):
    """What is counted as of now, with its rows."""
    snapshot = collect(region, kind=kind, period=Period.parse(period), at=AT, on=AT.date())
    return snapshot.to_json_dict(), snapshot.rows()


def history_until(moment):
    """As if all that is there now was written at this moment."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            events = event_model(model)
            if events is not None:
                cursor.execute(f'UPDATE "{events._meta.db_table}" SET pgh_created_at = %s', [moment])
        cursor.execute("UPDATE candidates_candidatestep SET at = %s", [moment])


@pytest.fixture
def full_region(cast, owner):
    """Something of everything that is counted, known at ``THEN``."""
    with owner():
        someone = CandidateFactory(reference="K-1", registered_on=MAY, target_group="ww", municipality="GM0014")
        CandidateStep.objects.create(region=cast.region, candidate=someone, to_state="intake", on=MAY)
        programme = ProgrammeFactory(region=cast.region, code="P-1", developed_on=MAY, form="short")
        EnrolmentFactory(reference="I-1", candidate=someone, programme=programme, started_on=MAY)
        EnrolmentFactory(reference="I-2", candidate=someone, programme=programme, started_on=JUNE)
        placement = PlacementFactory(
            reference="PL-1", candidate=someone, starts_on=JUNE, ends_on=None, wage_replaces_benefit=True, sroi=True
        )
        FollowUp.objects.create(region=cast.region, placement=placement, months=6, due_on=dt.date(2019, 12, 1))
        tender = TenderFactory(
            authority=cast.alice.organisation, reference="T-1", status="planned", sroi="yes",
            sroi_percentage=Decimal(5), on_calendar_since=MAY,
        )  # fmt: skip
        TenderValue.objects.update_or_create(tender=tender, defaults={"amount": Decimal(100000)})
        contract = ContractFactory(
            reference="C-1", authority=cast.alice.organisation, contractor=cast.bram.organisation, awarded_on=MAY,
            starts_on=MAY, ends_on=dt.date(2020, 12, 31), obligation=Decimal("10000.00"),
        )  # fmt: skip
        line = DeploymentFactory(contract=contract, reference="D-1", starts_on=MAY, ends_on=dt.date(2020, 12, 31))
        HoursStatementFactory(deployment=line, month=MAY, value=Decimal("100.10"), status=LineStatus.APPROVED)
        HoursStatementFactory(deployment=line, month=JUNE, value=Decimal("50.05"), status=LineStatus.SUBMITTED)
        ContributionFactory(contract=contract, reference="B-1", date=JUNE, value=Decimal("7.00"), status="approved")
        SpendingLine.objects.create(
            region=cast.region, reference="U-1", on=MAY, category="training", amount=Decimal("500.00"), year=2019,
            state="spending_approved", entered_at=THEN, decided_at=THEN,
        )  # fmt: skip
        history_until(THEN)
    return cast.region


def everything_changes(cast):
    """Late arrivals, corrections and what is taken away."""
    late = CandidateFactory(reference="K-2", registered_on=MAY, target_group="nuo", municipality="GM0014")
    CandidateStep.objects.create(region=cast.region, candidate=late, to_state="diagnosis", on=MAY)
    Candidate.objects.filter(reference="K-1").update(target_group="participatiewet", municipality="GM0024")
    TrainingProgramme.objects.filter(code="P-1").update(form="intensive", developed_on=None)
    Enrolment.objects.filter(reference="I-1").update(ended_on=JUNE, outcome="certificate")
    Enrolment.objects.filter(reference="I-2").delete()
    Placement.objects.filter(reference="PL-1").update(hours_per_week=Decimal(8), sroi=False)
    PlacementFile.objects.filter(placement__reference="PL-1").update(wage_replaces_benefit=False)
    Tender.objects.filter(reference="T-1").update(status="withdrawn")
    TenderValue.objects.update(amount=Decimal(1))
    Contract.objects.filter(reference="C-1").update(obligation=Decimal("20000.00"))
    Deployment.objects.filter(reference="D-1").update(candidate_reference="K-1")
    HoursStatement.objects.filter(month=JUNE).update(status=LineStatus.APPROVED)
    ContributionFactory(
        contract=Contract.objects.get(reference="C-1"), reference="B-2", date=JUNE, value=Decimal("9.00"),
        status="approved",
    )  # fmt: skip
    SpendingLine.objects.create(
        region=cast.region, reference="U-2", on=MAY, category="guidance", amount=Decimal("1.00"), year=2019,
        state="spending_approved", entered_at=AT, decided_at=AT,
    )  # fmt: skip


#: Topics that must notice ``everything_changes``: otherwise the test says nothing about them.
NOTICING = (
    "registrations", "training_started", "training_completed", "employments", "sustained_outflow", "sroi_jobs",
    "programmes_developed", "finance", "sroi", "calendar", "funnel", "targets",
)  # fmt: skip


def test_the_past_gives_the_figures_of_then_with_their_rows(cast, owner, full_region):
    region = full_region
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        then = figures(region)
    with owner():
        everything_changes(cast)
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        now = figures(region)
        with as_known(THEN, region_id=region.pk):
            again = figures(region)
        after = figures(region)
    assert again == then
    assert [topic for topic in NOTICING if now[0][topic] == then[0][topic]] == []
    assert after == now


def test_another_region_is_not_read_along(cast, owner, full_region):
    with owner():
        elsewhere = CandidateFactory(region=cast.frank.organisation.regions.get(), reference="K-9", registered_on=MAY)
        history_until(THEN)
    with (
        tenancy.system(Purpose.REPORT, region_id=full_region.pk),
        as_known(THEN, region_id=full_region.pk),
    ):
        assert list(Candidate.objects.values_list("reference", flat=True)) == ["K-1"]
    with tenancy.system(Purpose.REPORT, region_id=elsewhere.region_id), as_known(THEN, region_id=elsewhere.region_id):
        assert list(Candidate.objects.values_list("reference", flat=True)) == ["K-9"]
        assert not Deployment.objects.exists()
        assert not HoursStatement.objects.exists()
        assert not SpendingLine.objects.exists()


def test_a_member_cannot_look_into_history_that_way(cast, owner, full_region):
    with (
        tenancy.acting_for(user_id=cast.frank.user.pk, organisation_id=cast.frank.organisation.pk),
        as_known(THEN, region_id=full_region.pk),
    ):
        assert not Candidate.objects.exists()
        assert not Contract.objects.exists()


def made(region, *, at, known_on=None, period="2019-Q2"):
    """A version, made in this process."""
    report = pipeline.version_for(
        region, kind=Kind.QUARTERLY, period=Period.parse(period), fresh=True, at=at, known_on=known_on
    )
    at_work = pipeline._AtWork(report.pk, region.pk)
    at_work.freeze(at_work.report())
    return at_work.report()


def document(report):
    return pipeline.document_of(report)


def freeze(owner, report, moment):
    with owner():
        Report.objects.filter(pk=report.pk).update(stage=ReportStage.FROZEN, adopted_at=moment)


def test_a_report_made_again_for_a_day_gives_the_figures_of_that_day(cast, owner, full_region):
    first = document(made(full_region, at=AT))
    with owner():
        everything_changes(cast)
    again = document(made(full_region, at=AT, known_on=THEN.date()))
    second = document(made(full_region, at=AT))
    about = {"version", "made_at", "sha256", "changes"}
    assert {key: value for key, value in again.items() if key not in about} == {
        key: value for key, value in first.items() if key not in about | {"rows_sha256"}
    } | {"rows_sha256": again["rows_sha256"]}
    assert (again["version"], second["version"]) == (1, 2)
    assert second["registrations"] != first["registrations"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [(False, "Alle cijfers zijn gelijk aan die van versie 1"), (True, "cijfers zijn anders dan in versie 1")],
)
def test_the_page_of_a_look_back_says_whether_its_figures_are_those_of_then(
    cast, owner, full_region, monkeypatch, changes, says
):
    """What somebody writes beside it is no figure: that alone leaves them equal."""
    with owner():
        if changes:
            everything_changes(cast)
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "timezone", SimpleNamespace(now=lambda: THEN, localdate=timezone.localdate))
        made(full_region, at=THEN)
    with owner():
        again = Report.objects.create(
            region=full_region,
            kind="quarterly",
            period="2019-Q2",
            version=1,
            known_on=THEN.date(),
            manager_text="Zo was het.",
        )
    at_work = pipeline._AtWork(again.pk, full_region.pk)
    at_work.freeze(at_work.report())
    page = " ".join(cast.esra.get(f"rapporten/{again.pk}/").content.decode().split())
    assert says in page
    assert ("Anders dan in versie 1" in page) == changes


def test_a_look_back_to_before_the_first_report_says_so(cast, full_region):
    made(full_region, at=AT)
    made(full_region, at=AT)
    again = made(full_region, at=AT, known_on=THEN.date())
    page = cast.esra.get(f"rapporten/{again.pk}/").content.decode()
    assert "nog geen rapport over deze periode" in page
    assert "Er is een nieuwere versie" not in page, "it stands beside the versions"


def test_a_correction_names_each_changed_figure_and_the_rows_behind_it(cast, owner, full_region):
    made(full_region, at=AT)
    with owner():
        everything_changes(cast)
    second = made(full_region, at=AT)
    changes = {one["path"]: one for one in document(second)["changes"]}
    rows = pipeline.rows_of(second)
    assert changes["registrations.period.total"] == {
        "path": "registrations.period.total", "before": 1, "after": 2, "came": 1, "went": 0,
    }  # fmt: skip
    assert rows["changes[registrations.period.total].came"] == ["K-2"]
    assert (
        changes["registrations.period.by_group.ww"]["before"],
        changes["registrations.period.by_group.ww"]["after"],
    ) == (1, None)
    assert rows["changes[registrations.period.by_group.ww].went"] == ["K-1"]
    amount = changes["sroi.precalculated.period"]
    assert (amount["before"], amount["after"]) == ("10000.00", "20000.00")
    assert rows["changes[sroi.precalculated.period].came"] == rows["changes[sroi.precalculated.period].went"] == ["C-1"]


def test_what_came_late_stands_beside_a_frozen_report_and_never_in_it(cast, owner, full_region):
    first = made(full_region, at=AT)
    freeze(owner, first, AT)
    before = document(first)
    with owner():
        everything_changes(cast)
        CandidateFactory(reference="K-3", registered_on=dt.date(2019, 8, 1), municipality="GM0014")
    next_one = made(full_region, at=AT, period="2019-Q3")
    late = {one["path"]: one for one in document(next_one)["late_arrivals"]}
    total = late["registrations.cumulative.total"]
    assert (total["period"], total["frozen"], total["now"], total["came"], total["went"]) == ("2019-Q2", 1, 2, 1, 0)
    assert pipeline.rows_of(next_one)["late_arrivals[registrations.cumulative.total].came"] == ["K-2"]
    counts = document(next_one)["registrations"]
    assert (
        counts["cumulative"]["total"] == before["registrations"]["cumulative"]["total"] + 1 + counts["period"]["total"]
    )
    assert document(first) == before


def test_an_unfrozen_report_has_no_late_arrivals(cast, owner, full_region):
    made(full_region, at=AT)
    with owner():
        everything_changes(cast)
    assert document(made(full_region, at=AT, period="2019-Q3"))["late_arrivals"] == []


def test_the_present_cannot_be_asked_for_as_a_past_day(cast, full_region):
    with (
        tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk) as acting,
        pytest.raises(pipeline.ReportError, match="voorbij"),
        transaction.atomic(),
    ):
        pipeline.request(
            acting, kind=Kind.QUARTERLY, period=Period.parse("2019-Q2"), manager_text="", at=AT, known_on=AT.date()
        )
