"""The figures of a report, to the cent, against cases worked out by hand."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations import tenancy
from organisations.choices import Purpose
from placements.choices import LineStatus
from placements.models import Contribution, HoursStatement
from reporting.collect import collect
from reporting.models import Target
from reporting.periods import Kind, Period
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory

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
    assert sroi["expected"] is None


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
    assert sroi["contracts"][0] | {"awarded_on": ""} == {
        "reference": "A",
        "authority": "Gemeente Groningen",
        "contractor": "Bouwbedrijf Molenwerf BV",
        "awarded_on": "",
        "obligation": "10000.00",
        "precalculated_period": "0.00",
        "precalculated_cumulative": "0.00",
        "realised_period": "5061.00",
        "realised_cumulative": "5087.00",
    }


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
        assert jobs == {
            "period": {"from_programme": None, "other": 2},
            "cumulative": {"from_programme": None, "other": 4},
        }

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
            "sustained_outflow": (450, None, None),
            "intake": (960, None, None),
            "started": (600, None, None),
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


def test_topics_that_do_not_exist_yet_are_unknown_and_not_zero(of_region):
    document = of_region()
    assert document["registrations"] is None
    assert document["finance"] is None
    assert document["region_name"] == "Arbeidsmarktregio Groningen"


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
                one = DeploymentFactory(
                    contract=contract(cast, f"Q-{number}", dt.date(2019, 4, 1)),
                    starts_on=dt.date(2019, 4, 1),
                    ends_on=dt.date(2019, 12, 31),
                )
                month(one, dt.date(2019, 4, 1), "1.00")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            of_region()
        return [
            one["sql"] for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
        ]

    fill(0, 3)
    few = len(queries())
    fill(3, 30)
    assert len(queries()) == few == 7
