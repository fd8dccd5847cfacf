"""The one step that the portal takes by itself, and mail about the day of a recovery plan."""

import datetime as dt

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from organisations import tenancy, upkeep
from organisations.choices import Purpose
from organisations.models import OutboxMessage
from tenders.choices import LadderKind, NoticeKind, Side, StepState
from tenders.ladder_reminders import remind_behind, remind_plans
from tenders.models import ContractTotals, LadderStep, Notice, RegionPolicy, Responsible
from tests.factories.placements import ContributionFactory
from tests.factories.tenders import ContractFactory

ON = dt.date(2026, 10, 1)
DAY = dt.timedelta(days=1)


def make(cast, *, responsible=True, **values):
    """Two years, half of it gone, nothing done."""
    contract = ContractFactory(
        **{
            "region": cast.region,
            "authority": cast.alice.organisation,
            "contractor": cast.bram.organisation,
            "awarded_on": ON - 400 * DAY,
            "starts_on": ON - 364 * DAY,
            "ends_on": ON + 365 * DAY,
        }
        | values
    )
    if responsible:
        Responsible.objects.create(
            contract=contract,
            side=Side.CONTRACTOR,
            name="Bram",
            email="bram@demo.example",
            stand_in_name="Bo",
            stand_in_email="bo@demo.example",
        )
        Responsible.objects.create(contract=contract, side=Side.AUTHORITY, name="Alice", email="alice@demo.example")
    return contract


def run(cast, on=ON, chore=remind_behind):
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        return chore(region_id=cast.region.pk, on=on)


def mails(owner, name="ladder_reminder"):
    with owner():
        return sorted(one.payload["to"] for one in OutboxMessage.objects.filter(name=name))


def test_a_contract_that_is_behind_gets_one_reminder_in_28_days(cast, owner):
    with owner():
        contract = make(cast)
    assert [run(cast, ON + number * DAY) for number in (0, 0, 1, 27)] == [1, 0, 0, 0]
    assert mails(owner) == ["bo@demo.example", "bram@demo.example"]
    with owner():
        step = LadderStep.objects.get(contract=contract)
        notice = Notice.objects.get(contract=contract, kind=NoticeKind.BEHIND)
    assert (step.kind, step.state, step.automatic, step.done_on, step.made_by_id) == (
        LadderKind.REMINDER,
        StepState.DONE,
        True,
        ON,
        None,
    )
    assert notice.to == "bram@demo.example, bo@demo.example"
    assert run(cast, ON + 28 * DAY) == 1
    assert "Vanzelf gestuurd door het portaal" in cast.bram.get(f"contracten/{contract.pk}/stappen/").content.decode()


@pytest.mark.parametrize(
    "case", ["on track", "starting", "ended", "settled", "nobody named", "switched off", "open step", "higher step"]
)
def test_nobody_else_is_reminded(cast, owner, case):
    with owner():
        contract = make(
            cast,
            responsible=case != "nobody named",
            **{
                "ended": {"ends_on": ON - DAY},
                "settled": {"settled_on": ON},
                "starting": {"starts_on": ON - 30 * DAY},
            }.get(case, {}),
        )
        if case == "on track":
            ContributionFactory(contract=contract, value=23000, status="approved")
        if case == "switched off":
            RegionPolicy.objects.filter(region=cast.region, valid__contains=ON).update(automatic_reminder=False)
        if case == "open step":
            LadderStep.objects.create(contract=contract, kind=LadderKind.HEARING, planned_on=ON + 90 * DAY)
        if case == "higher step":
            LadderStep.objects.create(
                contract=contract,
                kind=LadderKind.CONVERSATION,
                state=StepState.DONE,
                planned_on=ON - 60 * DAY,
                done_on=ON - 60 * DAY,
            )
    assert run(cast) == 0
    assert mails(owner) == []


def test_a_reminder_tells_no_more_than_the_band(cast, owner):
    """Exact totals fall behind before the band does: the day of the reminder would tell an authority the amount."""
    with owner():
        contract = make(cast)
        totals = ContractTotals.objects.get(contract=contract)
        # 25 000 is expected. At the lower end of a band: exactly behind, by the upper end of the band still on track.
        ContractTotals.objects.filter(pk=totals.pk).update(persons_approved=20100)
        contract.band.__class__.objects.filter(contract=contract).update(
            persons=1, persons_band=40, persons_claimed_upper=45
        )
    assert run(cast) == 0
    with owner():
        contract.band.__class__.objects.filter(contract=contract).update(persons_band=35, persons_claimed_upper=40)
    assert run(cast) == 1


def test_another_region_is_left_alone(cast, owner):
    with owner():
        RegionPolicy.objects.get_or_create(
            region=cast.other_region, defaults={"valid": DateRange(dt.date(2016, 1, 1), None, "[)")}
        )
        make(cast, region=cast.other_region)
    assert run(cast) == 0


def test_both_sides_hear_of_the_day_of_a_recovery_plan_twice(cast, owner):
    with owner():
        contract = make(cast)
        LadderStep.objects.create(
            contract=contract,
            kind=LadderKind.RECOVERY_PLAN,
            planned_on=ON + 10 * DAY,
            made_at=dt.datetime.combine(ON, dt.time(12), tzinfo=dt.UTC),
        )
    told = {number: run(cast, ON + number * DAY, remind_plans) for number in range(20)}
    assert [number for number, sent in told.items() if sent] == [3, 11]
    assert mails(owner, "plan_due") == sorted(["alice@demo.example", "bo@demo.example", "bram@demo.example"] * 2)
    with owner():
        texts = [one.payload["text"] for one in OutboxMessage.objects.filter(name="plan_due").order_by("id")]
        assert {one.kind for one in LadderStep.objects.all()} == {LadderKind.RECOVERY_PLAN}
    assert sum("moest op" in text for text in texts) == 3


def test_both_are_daily_work():
    assert {"tenders.behind", "tenders.recovery_plans"} <= set(upkeep.names())


@pytest.mark.parametrize("chore", [remind_behind, remind_plans])
def test_as_many_queries_for_many_contracts(cast, owner, chore):
    counts = []
    for number in (3, 30):
        with owner():
            OutboxMessage.objects.all().delete()
            Notice.objects.all().delete()
            LadderStep.objects.filter(automatic=True).delete()
            for _one in range(number - 3 if number > 3 else 3):
                contract = make(cast)
                if chore is remind_plans:
                    LadderStep.objects.create(contract=contract, kind=LadderKind.RECOVERY_PLAN, planned_on=ON + DAY)
        with CaptureQueriesContext(connection) as queries:
            assert run(cast, chore=chore) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]
