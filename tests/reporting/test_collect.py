"""The figures of a report, to the cent, against cases worked out by hand."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import BackOfficePolicy, CandidateStep, TrainingSeat
from organisations import tenancy
from organisations.choices import Purpose
from placements.choices import LineStatus
from placements.models import Contribution, FollowUp, HoursStatement
from reporting.collect import collect
from reporting.models import PartnerEffort, SpendingLine, Target
from reporting.periods import Kind, Period
from tenders.models import Tender, TenderValue
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.placing import PlacementFactory
from tests.factories.tenders import ContractFactory
from tests.factories.training import EnrolmentFactory, GroupFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

AT = dt.datetime(2019, 7, 26, 8, 0, tzinfo=dt.UTC)
REVERSED_AT = dt.datetime(2019, 8, 1, tzinfo=dt.UTC)


@pytest.fixture
def of_region(cast):
    def collected(period="2019-Q2", kind=Kind.QUARTERLY, region=cast.region, on=dt.date(2019, 7, 26)):
        with tenancy.system(Purpose.REPORT, region_id=region.pk):
            return collect(
                region, kind=kind, period=Period.parse(period), version=1, manager_text="", at=AT, on=on
            ).to_json_dict()

    return collected


def contract(cast, reference, awarded_on, obligation="10000.00", **values):
    return ContractFactory(
        reference=reference,
        authority=values.pop("authority", cast.alice.organisation),
        contractor=values.pop("contractor", cast.bram.organisation),
        awarded_on=awarded_on,
        starts_on=values.pop("starts_on", dt.date(2016, 1, 1)),
        ends_on=values.pop("ends_on", dt.date(2022, 12, 31)),
        obligation=Decimal(obligation),
        **values,
    )


def month(deployment, first_day, value, status=LineStatus.APPROVED, **values):
    return HoursStatementFactory(deployment=deployment, month=first_day, value=Decimal(value), status=status, **values)


def reverse(line, **opposite):
    """As a verifier does: the line with its opposite beside it, both out of the way of a new line."""
    type(line).objects.filter(pk=line.pk).update(reversed_at=REVERSED_AT)
    line.refresh_from_db()
    values = {
        field.attname: getattr(line, field.attname)
        for field in line._meta.concrete_fields
        if field.name not in {"id", "reverses", "visible_to"}
    }
    return type(line).objects.create(**(values | {"value": -line.value, "reverses": line} | opposite))


def test_precalculated_is_what_was_awarded_both_ends_inclusive(cast, owner, of_region):
    with owner():
        contract(cast, "A", dt.date(2016, 12, 31), "1.01")
        contract(cast, "B", dt.date(2017, 1, 1), "20.02")
        contract(cast, "C", dt.date(2019, 3, 31), "300.03")
        contract(cast, "D", dt.date(2019, 4, 1), "4000.04")
        contract(cast, "E", dt.date(2019, 6, 30), "50000.05")
        contract(cast, "F", dt.date(2019, 7, 1), "600000.06")
    sroi = of_region()["sroi"]
    assert sroi["precalculated"] == {"period": "54000.09", "cumulative": "54320.14"}
    assert [line["reference"] for line in sroi["contracts"]] == ["B", "C", "D", "E"]


def test_a_year_before_money_counts_still_has_its_own_figures(cast, owner, of_region):
    with owner():
        contract(cast, "A", dt.date(2016, 12, 31), "1.01")
    sroi = of_region("2016", Kind.YEARLY)["sroi"]
    assert sroi["precalculated"] == {"period": "1.01", "cumulative": "0.00"}


def test_realised_is_approved_value_by_its_month_or_date(cast, owner, of_region):
    with owner():
        one = DeploymentFactory(contract=contract(cast, "A", dt.date(2016, 1, 1)))
        for first_day, value in [
            (dt.date(2016, 12, 1), "0.01"),
            (dt.date(2017, 1, 1), "1.00"),
            (dt.date(2019, 3, 1), "20.00"),
            (dt.date(2019, 4, 1), "300.10"),
            (dt.date(2019, 6, 1), "4000.20"),
            (dt.date(2019, 7, 1), "90000.00"),
        ]:
            month(one, first_day, value)
        for day, value in [
            (dt.date(2016, 12, 31), "0.02"),
            (dt.date(2017, 1, 1), "5.00"),
            (dt.date(2019, 4, 1), "60.30"),
            (dt.date(2019, 6, 30), "700.40"),
            (dt.date(2019, 7, 1), "80000.00"),
        ]:
            ContributionFactory(contract=one.contract, date=day, value=Decimal(value), status=LineStatus.APPROVED)
    sroi = of_region()["sroi"]
    # 300.10 + 4000.20 + 60.30 + 700.40, and 1.00 + 20.00 + 5.00 on top of it
    assert sroi["realised"] == {"period": "5061.00", "cumulative": "5087.00"}
    # Awarded before money counts: what was realised stands in the totals, and its contract is no line of its own.
    assert sroi["contracts"] == []


@pytest.mark.parametrize("status", sorted(set(LineStatus) - {LineStatus.APPROVED}))
def test_only_what_is_approved_counts_and_only_of_an_approved_person(cast, owner, of_region, status):
    with owner():
        here = contract(cast, "A", dt.date(2016, 1, 1))
        month(DeploymentFactory(contract=here), dt.date(2019, 4, 1), "1.00", status)
        month(DeploymentFactory(contract=here, status=status), dt.date(2019, 4, 1), "2.00")
        ContributionFactory(contract=here, date=dt.date(2019, 4, 1), value=Decimal("4.00"), status=status)
    assert of_region()["sroi"]["realised"] == {"period": "0.00", "cumulative": "0.00"}


def test_a_reversal_cancels_in_its_own_month_and_the_new_line_counts(cast, owner, of_region):
    with owner():
        one = DeploymentFactory(contract=contract(cast, "A", dt.date(2016, 1, 1)))
        wrong = month(one, dt.date(2019, 4, 1), "1000.00")
        reverse(wrong, paid_hours=-wrong.paid_hours)
        month(one, dt.date(2019, 4, 1), "750.25")
        other = ContributionFactory(
            contract=one.contract, date=dt.date(2019, 3, 31), value=Decimal("99.99"), status=LineStatus.APPROVED
        )
        reverse(other, quantity=-other.quantity)
        assert HoursStatement.objects.count() == 3
        assert Contribution.objects.count() == 2
    assert of_region()["sroi"]["realised"] == {"period": "750.25", "cumulative": "750.25"}
    assert of_region("2019-Q1")["sroi"]["realised"] == {"period": "0.00", "cumulative": "0.00"}


def test_quarters_add_up_to_the_year(cast, owner, of_region):
    with owner():
        one = DeploymentFactory(contract=contract(cast, "A", dt.date(2019, 1, 1), "1234.56"))
        for number in range(1, 13):
            month(one, dt.date(2019, number, 1), f"{number}.{number:02d}")
    quarters = [of_region(f"2019-Q{number}")["sroi"]["realised"]["period"] for number in range(1, 5)]
    assert quarters == ["6.06", "15.15", "24.24", "33.33"]
    year = of_region("2019", Kind.YEARLY)["sroi"]
    assert year["realised"]["period"] == "78.78"
    assert of_region("2019-H2", Kind.HALF_YEARLY)["sroi"]["realised"] == {"period": "57.57", "cumulative": "78.78"}


def test_another_region_is_left_out(cast, owner, of_region):
    with owner():
        there = ContractFactory(
            region=cast.other_region,
            reference="X",
            authority=OrganisationFactory(region=cast.other_region),
            contractor=cast.strangers["contractor"].organisation,
            awarded_on=dt.date(2019, 5, 1),
            starts_on=dt.date(2019, 5, 1),
            obligation=Decimal("77.77"),
        )
        at_work = DeploymentFactory(contract=there, starts_on=dt.date(2019, 5, 1), ends_on=dt.date(2019, 12, 31))
        month(at_work, dt.date(2019, 5, 1), "11.11")
        ContributionFactory(
            contract=there, date=dt.date(2019, 5, 1), value=Decimal("22.22"), status=LineStatus.APPROVED
        )
    here = of_region()
    assert here["sroi"]["contracts"] == []
    assert here["sroi_jobs"]["cumulative"]["other"] == 0
    elsewhere = of_region(region=cast.other_region)
    assert elsewhere["sroi"]["precalculated"]["period"] == "77.77"
    assert elsewhere["sroi"]["realised"]["period"] == "33.33"
    assert elsewhere["sroi_jobs"]["period"]["other"] == 1
    assert elsewhere["targets"]["intake"]["target"] is None


class TestJobs:
    def test_by_first_day_within_the_contract(self, cast, owner, of_region):
        with owner():
            here = contract(cast, "A", dt.date(2017, 1, 1), starts_on=dt.date(2017, 6, 1), ends_on=dt.date(2019, 6, 30))

            def at_work(name, first, last):
                DeploymentFactory(contract=here, name=name, starts_on=first, ends_on=last)

            at_work("voor de start", dt.date(2017, 12, 31), dt.date(2019, 1, 1))
            at_work("op de startdag", dt.date(2018, 1, 1), dt.date(2019, 1, 1))
            at_work("net voor de periode", dt.date(2019, 3, 31), dt.date(2019, 6, 1))
            at_work("eerste dag", dt.date(2019, 4, 1), dt.date(2019, 6, 1))
            at_work("laatste dag", dt.date(2019, 6, 30), dt.date(2019, 12, 31))
            at_work("na het contract", dt.date(2019, 7, 1), dt.date(2019, 12, 31))
            at_work("begint met het contract", dt.date(2016, 1, 1), dt.date(2018, 1, 1))
        jobs = of_region()["sroi_jobs"]
        assert [jobs[split]["other"] for split in ("period", "cumulative")] == [2, 4]

    def test_one_person_counts_once_on_the_first_day_of_all_contractors(self, cast, owner, of_region):
        with owner():
            first = contract(cast, "A", dt.date(2017, 1, 1))
            second = contract(cast, "B", dt.date(2017, 1, 1), contractor=OrganisationFactory(contractor=True))
            for where, starts_on in ((first, dt.date(2019, 4, 5)), (second, dt.date(2019, 2, 1))):
                DeploymentFactory(
                    contract=where, name=" Jo  PIETERS", starts_on=starts_on, ends_on=dt.date(2019, 12, 31)
                )
        assert of_region()["sroi_jobs"]["period"]["other"] == 0
        assert of_region("2019-Q1")["sroi_jobs"]["period"]["other"] == 1
        assert of_region()["sroi_jobs"]["cumulative"]["other"] == 1

    @pytest.mark.parametrize(
        ("status", "counts"),
        [("concept", 0), ("submitted", 1), ("returned", 1), ("approved", 1), ("rejected", 0)],
    )
    def test_what_is_in_play_counts(self, cast, owner, of_region, status, counts):
        with owner():
            DeploymentFactory(
                contract=contract(cast, "A", dt.date(2017, 1, 1)),
                starts_on=dt.date(2019, 4, 5),
                ends_on=dt.date(2019, 12, 31),
                status=status,
            )
        assert of_region()["sroi_jobs"]["period"]["other"] == counts

    def test_who_is_a_candidate_is_not_counted_here(self, cast, owner, of_region):
        with owner():
            here = contract(cast, "A", dt.date(2017, 1, 1))
            dates = {"starts_on": dt.date(2019, 4, 5), "ends_on": dt.date(2019, 12, 31)}
            DeploymentFactory(contract=here, name="Kandidaat", candidate_reference="K-1", **dates)
            DeploymentFactory(contract=here, name="Kandidaat", **dates)
            DeploymentFactory(contract=here, name="Teruggedraaid", reversed_at=REVERSED_AT, **dates)
            DeploymentFactory(contract=here, name="Telt", **dates)
        assert of_region()["sroi_jobs"]["period"]["other"] == 1


class TestTargets:
    def test_of_the_day_after_the_years_end(self, of_region):
        targets = of_region()["targets"]
        assert {name: (one["target"], one["actual"], one["deviation"]) for name, one in targets.items()} == {
            "sustained_outflow": (450, 0, -450),
            "intake": (960, 0, -960),
            "started": (600, 0, -600),
            "start_intensive": (450, 0, -450),
            "start_short": (150, 0, -150),
            "sustained_participatiewet": (None, 0, None),
            "sustained_ww": (None, 0, None),
            "sustained_nuo": (None, 0, None),
            "sustained_construction_engineering": (None, 0, None),
            "sustained_other": (None, 0, None),
            "sustained_year_minimum": (None, 0, None),
        }
        assert targets["intake"]["milestone_on"] == "2020-01-01"

    def test_none_after_the_programme(self, of_region):
        assert of_region("2022-Q1")["targets"]["intake"]["target"] is None

    def test_the_newest_decision_of_or_before_the_day_holds(self, cast, owner, of_region):
        with owner():
            for version_on, value in ((dt.date(2019, 7, 26), 333), (dt.date(2019, 7, 27), 444)):
                Target.objects.create(
                    region=cast.region,
                    kind="intake",
                    on=dt.date(2020, 1, 1),
                    value=value,
                    source=f"Besluit {version_on}",
                    version_on=version_on,
                )
        assert of_region(on=dt.date(2019, 7, 25))["targets"]["intake"]["target"] == 960
        today = of_region(on=dt.date(2019, 7, 26))["targets"]["intake"]
        assert today["target"] == 333
        assert "Besluit 2019-07-26" in today["source"]
        assert "Plan van aanpak" in today["source"]
        assert of_region(on=dt.date(2019, 7, 27))["targets"]["intake"]["target"] == 444


class TestPeople:
    """What only the queries decide: the rules themselves are tested over facts (tests/reporting/topics)."""

    def test_a_merged_file_and_an_enrolment_taken_away_count_nowhere(self, cast, owner, of_region):
        with owner():
            kept = CandidateFactory(reference="K-1", registered_on=dt.date(2019, 4, 1))
            CandidateFactory(reference="K-2", registered_on=dt.date(2019, 4, 1), merged_into=kept)
            EnrolmentFactory(candidate=kept, started_on=dt.date(2019, 5, 1))
            EnrolmentFactory(
                candidate=kept,
                started_on=dt.date(2019, 5, 1),
                removed_at=AT,
                removed_by=cast.dirk.user,
                removed_reason="Vergissing",
            )
        document = of_region()
        assert document["registrations"]["period"]["total"] == 1
        assert document["training_started"]["period"]["total"] == 1
        assert document["funnel"]["registered"] == 1

    @pytest.mark.parametrize(
        ("code", "registered_on", "priority", "region"),
        [
            ("GM0018", dt.date(2017, 12, 31), True, True),  # Hoogezand-Sappemeer: one of the twelve, until it went
            ("GM0018", dt.date(2018, 1, 1), False, False),
            ("GM1952", dt.date(2018, 1, 1), True, True),
            ("GM0017", dt.date(2018, 12, 31), False, True),  # Haren was never priority area
            ("GM0053", dt.date(2018, 12, 31), True, True),
            ("GM0053", dt.date(2019, 1, 1), False, False),
            ("GM1966", dt.date(2019, 1, 1), True, True),
            ("GM1969", dt.date(2019, 1, 1), False, True),
            ("GM0003", dt.date(2020, 12, 31), True, True),
            ("GM0003", dt.date(2021, 1, 1), False, False),
            ("GM1979", dt.date(2021, 1, 1), True, True),
            ("GM0363", dt.date(2019, 1, 1), False, False),
        ],
    )
    def test_area_by_the_code_that_was_in_force_at_registration(
        self, cast, owner, of_region, code, registered_on, priority, region
    ):
        with owner():
            CandidateFactory(municipality=code, registered_on=registered_on)
        year = of_region(str(registered_on.year), Kind.YEARLY)["registrations"]["period"]
        assert (year["priority_area"], year["from_outside_region"]) == (int(priority), int(not region))
        assert year["by_municipality"] == {code: 1}

    def test_then_and_now(self, cast, owner, of_region):
        with owner():
            for code in ("GM0018", "GM0010", "GM0053", "GM0017", "GM0363"):
                CandidateFactory(municipality=code, registered_on=dt.date(2019, 4, 1))
        before = of_region(on=dt.date(2020, 12, 31))["registrations"]["period"]["by_municipality_now"]
        now = of_region(on=dt.date(2021, 1, 1))
        assert before == {"GM1952": 1, "GM0010": 1, "GM0053": 1, "GM0014": 1, "GM0363": 1}
        assert now["registrations"]["period"]["by_municipality_now"] == (
            {"GM1952": 1, "GM1979": 1, "GM0053": 1, "GM0014": 1, "GM0363": 1}
        )
        assert now["municipalities"]["GM0053"] == {
            "name": "Winsum",
            "in_region": True,
            "in_priority_area": True,
            "now": "GM0053",
            "successors": ["GM1966", "GM1969"],
        }

    def test_a_placement_comes_with_its_file_and_checks(self, cast, owner, of_region):
        with owner():
            lasting, kept = (CandidateFactory(registered_on=dt.date(2018, 5, 1)) for _number in range(2))
            for person, replaces in ((lasting, True), (kept, False)):
                EnrolmentFactory(candidate=person, started_on=dt.date(2018, 6, 1), ended_on=dt.date(2018, 12, 1))
                job = PlacementFactory(
                    candidate=person,
                    starts_on=dt.date(2019, 4, 1),
                    wage_replaces_benefit=replaces,
                    sector="construction",
                )
                FollowUp.objects.create(
                    region=cast.region,
                    placement=job,
                    months=6,
                    due_on=dt.date(2019, 10, 1),
                    checked_on=dt.date(2019, 10, 1),
                    at_work=replaces,
                    known_by="import",
                    known_at=AT,
                )
        assert of_region()["sustained_outflow"]["period"]["by_sector"] == {"construction": 1}
        assert of_region("2019-Q4")["at_work_after"]["6"] == {"due": 2, "at_work": 1, "not_at_work": 1, "unknown": 0}

    def test_the_gap_between_training_and_work_is_the_regions(self, cast, owner, of_region):
        with owner():
            person = CandidateFactory(registered_on=dt.date(2018, 5, 1))
            EnrolmentFactory(candidate=person, started_on=dt.date(2018, 6, 1), ended_on=dt.date(2018, 10, 1))
            PlacementFactory(candidate=person, starts_on=dt.date(2019, 4, 2))
        assert of_region()["sustained_outflow"]["period"]["total"] == 0
        with owner():
            BackOfficePolicy.objects.update_or_create(region=cast.region, defaults={"training_gap_months": 7})
        assert of_region()["sustained_outflow"]["period"]["total"] == 1

    def test_who_came_as_far_as_intake_says_a_step(self, cast, owner, of_region):
        with owner():
            for on in (dt.date(2019, 6, 30), dt.date(2019, 7, 1)):
                person = CandidateFactory(registered_on=dt.date(2019, 5, 1))
                for to_state, day in (("registered", dt.date(2019, 5, 1)), ("diagnosis", on)):
                    CandidateStep.objects.create(region=cast.region, candidate=person, to_state=to_state, on=day)
        assert of_region()["funnel"]["intake"] == 1

    def test_of_another_region_nothing(self, cast, owner, of_region):
        with owner():
            there = CandidateFactory(region=cast.other_region, registered_on=dt.date(2019, 5, 1))
            EnrolmentFactory(
                candidate=there, programme=ProgrammeFactory(region=cast.other_region), started_on=dt.date(2019, 5, 1)
            )
            PlacementFactory(candidate=there, starts_on=dt.date(2019, 5, 1))
            line("UIT-1", cast.other_region, dt.date(2019, 5, 1), "10.00")
        document = of_region()
        assert document["registrations"]["cumulative"]["total"] == 0
        assert document["employments"]["cumulative"]["total"] == 0
        assert document["finance"]["total"]["cumulative"] == "0.00"
        assert of_region(region=cast.other_region)["registrations"]["period"]["total"] == 1


def line(reference, region, on, amount, **values):
    """A line of spending that counts, as an import brings it."""
    return SpendingLine.objects.create(
        **{
            "reference": reference,
            "region": region,
            "on": on,
            "year": on.year,
            "category": "training",
            "amount": Decimal(amount),
            "state": "spending_approved",
            "decided_at": AT,
        }
        | values
    )


def on_calendar(cast, reference, **values):
    return Tender.objects.create(
        **{"region": cast.region, "authority": cast.alice.organisation, "reference": reference, "kind": "work"} | values
    )


def test_only_spending_that_counts(cast, owner, of_region):
    with owner():
        line("UIT-1", cast.region, dt.date(2019, 6, 30), "100.00")
        line("UIT-2", cast.region, dt.date(2019, 6, 30), "7.00", state="spending_entered", decided_at=None)
        wrong = line("UIT-3", cast.region, dt.date(2019, 6, 30), "9.00")
        line("UIT-3", cast.region, dt.date(2019, 6, 30), "9.00", reverses=wrong)
    assert of_region()["finance"]["by_category"]["period"] == {"training": "100.00"}


def test_a_tender_with_its_value_and_first_award(cast, owner, of_region):
    with owner():
        for reference, values in {
            "AB-1": {"on_calendar_since": dt.date(2019, 6, 30)},
            "AB-2": {"on_calendar_since": dt.date(2019, 7, 1)},
            "AB-3": {"on_calendar_since": dt.date(2019, 4, 1), "status": "withdrawn"},
            "AB-4": {"on_calendar_since": dt.date(2019, 4, 1)},
        }.items():
            tender = on_calendar(cast, reference, sroi="yes", sroi_percentage=Decimal(5), **values)
            TenderValue.objects.create(tender=tender, amount=Decimal("1000.30"))
        for number, day in enumerate((dt.date(2019, 7, 1), dt.date(2019, 6, 30))):
            contract(cast, f"C-{number}", day, tender=tender)
    document = of_region()
    assert document["calendar"] == {"included": 2, "open": 1}
    assert document["sroi"]["expected"] == "50.02"


def test_what_partners_sent_in_about_the_quarters_of_the_period(cast, owner, of_region):
    with owner():
        for period, state in (("2019-Q1", "effort_sent"), ("2019-Q2", "effort_sent"), ("2019-Q3", "effort_sent")):
            PartnerEffort.objects.create(
                region=cast.region,
                partner=cast.alice.organisation,
                period=period,
                text=f"Over {period}",
                state=state,
                written_for=cast.alice.organisation,
                written_by=cast.alice.user,
                written_at=AT,
            )
        PartnerEffort.objects.filter(period="2019-Q1").update(state="effort_draft")
    half = of_region("2019-H1", Kind.HALF_YEARLY)["partner_efforts"]
    assert half == [{"partner": "Gemeente Groningen", "period": "2019-Q2", "text": "Over 2019-Q2"}]


def test_a_region_without_a_start_counts_everything_also_of_who_left(cast, owner, of_region):
    """The contractor is not at work in this region (any more)."""
    with owner():
        ContractFactory(
            region=cast.other_region,
            reference="X",
            authority=OrganisationFactory(region=cast.other_region),
            awarded_on=dt.date(2001, 1, 1),
            obligation=Decimal("5.00"),
        )
    assert of_region(region=cast.other_region)["sroi"]["precalculated"] == {"period": "0.00", "cumulative": "5.00"}


def test_the_number_of_queries_does_not_grow(cast, owner, of_region):
    def fill(first, last):
        with owner():
            for number in range(first, last):
                tender = on_calendar(cast, f"AB-{number}", on_calendar_since=dt.date(2019, 4, 1))
                one = DeploymentFactory(
                    contract=contract(cast, f"Q-{number}", dt.date(2019, 4, 1), tender=tender),
                    starts_on=dt.date(2019, 4, 1),
                    ends_on=dt.date(2019, 12, 31),
                )
                month(one, dt.date(2019, 4, 1), "1.00")
                person = CandidateFactory(registered_on=dt.date(2019, 4, 1))
                enrolment = EnrolmentFactory(candidate=person, started_on=dt.date(2019, 4, 2))
                TrainingSeat.objects.create(
                    region=cast.region,
                    group=GroupFactory(programme=enrolment.programme),
                    candidate=person,
                    state="seat_started",
                    passed_over=1,
                    pass_over_reason="not_free",
                    offered_at=AT,
                )
                job = PlacementFactory(candidate=person, starts_on=dt.date(2019, 4, 15))
                FollowUp.objects.create(region=cast.region, placement=job, months=6, due_on=dt.date(2019, 10, 15))
                line(f"UIT-{number}", cast.region, dt.date(2019, 4, 1), "1.00", candidate=person)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            document = of_region("2019-H1", Kind.HALF_YEARLY)
        counted = (
            document["funnel"]["placed"],
            document["calendar"]["included"],
            document["pass_over"]["period"]["total"],
        )
        return counted, [
            one["sql"] for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
        ]

    fill(0, 3)
    _counted, few = queries()
    fill(3, 30)
    counted, many = queries()
    assert counted == (30, 30, 0)
    assert len(many) == len(few) == 24
