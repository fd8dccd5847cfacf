"""Steps planned, recorded and reminded of at the same moment, on a committed database."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from organisations import tenancy, upkeep
from tenders import steps
from tenders.choices import LadderKind, Side, StepState
from tenders.models import Contract, LadderStep, Responsible
from tests.cast import make_cast
from tests.database import owner
from tests.factories.tenders import ContractFactory

AT_ONCE = 6
DAY = dt.timedelta(days=1)


def at_once(do):
    def one(number):
        try:
            return do(number)
        except steps.StepRefused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def behind(cast, on):
    with owner():
        contract = ContractFactory(
            region=cast.region,
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            awarded_on=on - 400 * DAY,
            starts_on=on - 364 * DAY,
            ends_on=on + 365 * DAY,
        )
        Responsible.objects.create(contract=contract, side=Side.CONTRACTOR, name="Bram", email="bram@demo.example")
    return contract


def test_one_of_many_plans_the_step_and_one_records_it(in_scratch):
    cast, on = make_cast(), timezone.localdate()
    contract_id = behind(cast, on).pk
    who = {"user_id": cast.alice.user.pk, "organisation_id": cast.alice.organisation.pk}

    def plan(_number):
        with tenancy.acting_for(**who) as acting:
            steps.plan_step(
                acting,
                contract=Contract.objects.get(pk=contract_id),
                kind=LadderKind.REMINDER,
                planned_on=on,
                agenda="",
                skipped_reason="",
                on=on,
                at=timezone.now(),
            )
        return True

    assert sum(at_once(plan)) == 1
    with owner():
        step = LadderStep.objects.get()
    seen = steps.version_of(step)

    def record(number):
        with tenancy.acting_for(**who) as acting:
            steps.record_outcome(
                acting, step_id=step.pk, done_on=on, outcome=f"Van {number}", seen=seen, on=on, at=timezone.now()
            )
        return True

    done = at_once(record)
    assert sum(done) == 1
    with owner():
        kept = LadderStep.objects.get()
    assert (kept.state, kept.outcome) == (StepState.DONE, f"Van {done.index(True)}")


def test_the_daily_work_done_twice_at_once_reminds_once(in_scratch):
    cast, on = make_cast(), dt.date(2026, 10, 1)
    behind(cast, on)

    def remind(_number):
        upkeep.do("tenders.behind", region_id=cast.region.pk, on=on)
        return True

    assert all(at_once(remind))
    with owner():
        assert LadderStep.objects.count() == 1
