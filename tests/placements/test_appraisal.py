"""Rows become values: windows over contractors, ages, what is approved stands, and few queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import DateRange

from organisations.choices import Purpose
from organisations.tenancy import acting_for, system
from placements.choices import LineStatus
from placements.identity.persons import normalise, person_key, pseudonym
from placements.models import Deployment, HoursStatement, RevaluationTask
from placements.worth import appraisal
from tenders.choices import AgeReference
from tenders.models import RegionPolicy
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory

MARCH = dt.date(2026, 3, 1)


def importing(region):
    return system(Purpose.IMPORT, region_id=region.pk)


def test_a_full_year_at_the_norm_is_worth_the_block_and_its_bonus(cast, owner):
    with owner():
        line = DeploymentFactory(
            contract__contractor=cast.bram.organisation, block_code="wajong", birth_date=dt.date(1976, 3, 1)
        )
        month = HoursStatementFactory(deployment=line, month=MARCH, paid_hours=Decimal("156.00"))
    with importing(cast.region):
        assert appraisal.reappraise([line.pk]) == []
        line.refresh_from_db()
        month.refresh_from_db()
    # 40 000 + 5 000 for 50 years on the first working day.
    assert line.forecast == Decimal("45000.00")
    assert line.trace[-1] == {"key": "value", "amount": "45000.00"}
    # 156 / (52 × 36) equals one twelfth exactly: days and hours give the same.
    assert month.value == Decimal("3750.00")
    assert month.trace[-1] == {"key": "value", "amount": "3750.00"}


def test_a_window_runs_over_contractors(cast, owner):
    someone = {"name": "G. Monster", "birth_date": dt.date(1980, 1, 1), "block_code": "pw_gt2"}
    with owner():
        elsewhere = DeploymentFactory(
            contract__starts_on=dt.date(2024, 1, 1),
            contract__awarded_on=dt.date(2023, 12, 1),
            starts_on=dt.date(2024, 1, 1),
            ends_on=dt.date(2025, 12, 31),
            **someone,
        )
        here = DeploymentFactory(contract__contractor=cast.bram.organisation, **someone)
    with acting_for(user_id=cast.bram.user.pk, organisation_id=cast.bram.organisation.pk):
        assert not Deployment.objects.filter(pk=elsewhere.pk).exists()
        appraisal.reappraise([here.pk])
        here.refresh_from_db()
        shown_while_typing = appraisal.live_forecast(
            contract=here.contract,
            block=here.block,
            name="g.  MONSTER",
            birth_date=someone["birth_date"],
            starts_on=here.starts_on,
            ends_on=here.ends_on,
            hours_per_week=here.hours_per_week,
            permanent=False,
            besides=here.pk,
        ).forecast()
    # 24 months were used up elsewhere; while typing nothing of that may be told.
    assert here.forecast == 0
    assert here.counts_none
    assert {"key": "limit_used_up", "max_months": "24"} in here.trace
    assert shown_while_typing.value == Decimal("40000.00")


def test_the_live_forecast_knows_own_lines(cast, owner):
    with owner():
        earlier = DeploymentFactory(
            contract__contractor=cast.bram.organisation,
            name="G. Monster",
            birth_date=dt.date(1980, 1, 1),
            block_code="work_experience",
            starts_on=dt.date(2026, 3, 1),
            ends_on=dt.date(2026, 7, 31),
        )
    with acting_for(user_id=cast.bram.user.pk, organisation_id=cast.bram.organisation.pk):
        line = appraisal.live_forecast(
            contract=earlier.contract,
            block=earlier.block,
            name="G. Monster",
            birth_date=dt.date(1980, 1, 1),
            starts_on=dt.date(2026, 8, 1),
            ends_on=dt.date(2026, 12, 31),
            hours_per_week=Decimal(36),
            permanent=False,
        )
    # Six months from 1 March are 184 days, of which 153 are used: 31 are left.
    assert line.facts.counted_until == dt.date(2026, 8, 31)


def test_an_approved_value_stands_and_the_difference_is_handed_back(cast, owner):
    with owner():
        line = DeploymentFactory(contract__contractor=cast.bram.organisation, block_code="wajong")
        approved = HoursStatementFactory(
            deployment=line, status=LineStatus.APPROVED, value=Decimal("100.00"), paid_hours=Decimal("156.00")
        )
    with importing(cast.region):
        (difference,) = appraisal.reappraise([line.pk])
        appraisal.record_revaluations([difference], at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
        appraisal.record_revaluations([difference], at=dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
        approved.refresh_from_db()
        task = RevaluationTask.objects.get()
    assert approved.value == Decimal("100.00")
    assert difference.new_value == Decimal("3333.33")
    assert (task.statement_id, task.new_value) == (approved.pk, Decimal("3333.33"))


def test_ages_follow_the_policy_of_the_award_day(cast, owner):
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(
            age_reference=AgeReference.AWARD_DATE, valid=DateRange(dt.date(2016, 1, 1), None)
        )
        # 50 between the award (5 January) and the first working day (1 March).
        line = DeploymentFactory(
            contract__contractor=cast.bram.organisation, block_code="wajong", birth_date=dt.date(1976, 2, 1)
        )
    with importing(cast.region):
        appraisal.reappraise([line.pk])
        line.refresh_from_db()
    assert line.forecast == Decimal("40000.00")


def test_contributions_have_a_value_with_the_calculation(cast, owner):
    with owner():
        contract = ContractFactory(contractor=cast.bram.organisation)
        hourly = ContributionFactory(contract=contract, quantity=Decimal("12.50"))
        agreed = ContributionFactory(contract=contract, kind="agreed", block=None, quantity=Decimal("300.00"))
    worth = [appraisal.value_of_contribution(row) for row in (hourly, agreed)]
    assert [one.value for one in worth] == [Decimal("1250.00"), Decimal("300.00")]
    assert worth[0].trace_as_json()[0] == {"key": "hourly", "rate": "100.00", "hours": "12.50"}


@pytest.mark.parametrize("also_others", [False, True])
def test_as_many_queries_for_thirty_lines_as_for_three(cast, owner, also_others):
    with owner():
        contract = ContractFactory(contractor=cast.bram.organisation)
        lines = [DeploymentFactory(contract=contract) for _ in range(30)]
        for line in lines:
            HoursStatementFactory(deployment=line)
    taken = []
    for ids in ([line.pk for line in lines[:3]], [line.pk for line in lines]):
        with importing(cast.region), CaptureQueriesContext(connection) as queries:
            appraisal.reappraise(ids, also_others=also_others)
        taken.append(len(queries))
        with importing(cast.region):
            assert not HoursStatement.objects.filter(deployment__in=ids, value=0).exists()
    assert taken[0] == taken[1] <= 10


def test_reading_what_lines_are_worth_now_writes_nothing(cast, owner):
    with owner():
        line = DeploymentFactory(contract__contractor=cast.bram.organisation, block_code="wajong")
        month = HoursStatementFactory(deployment=line, paid_hours=Decimal("156.00"))
    with importing(cast.region):
        worth = appraisal.value_now(Deployment.objects.filter(pk=line.pk))[line.pk]
        line.refresh_from_db()
    assert worth.forecast.value == Decimal("40000.00")
    assert worth.months[month.pk].value == Decimal("3333.33")
    assert line.forecast == 0


def test_a_person_is_recognised_by_name_and_day_of_birth_and_by_nothing_else(cast):
    day = dt.date(1980, 1, 1)
    region = cast.region.pk
    assert normalise("  José\u00a0DE  Vries ") == "josé de vries"
    assert person_key(region, "Jose\u0301 de Vries", day) == person_key(region, "JOSÉ  de vries", day)
    assert person_key(region, "J. de Vries", day) != person_key(region, "J de Vries", day)
    assert person_key(region, "J. de Vries", day) != person_key(cast.other_region.pk, "J. de Vries", day)
    key = person_key(region, "J. de Vries", day)
    assert pseudonym(region, key) != pseudonym(cast.other_region.pk, key)
    assert len(pseudonym(region, key)) == len("P-7K3QD")
