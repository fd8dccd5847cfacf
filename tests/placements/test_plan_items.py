"""What a plan says will be done: proposed with the plan, hidden from the authority where it names a group, and done."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from placements.choices import LineStatus
from placements.models import YearLine
from placements.plan_done import done_of
from tenders import plan_items, plans
from tenders.models import PlanItem
from tenders.plan_items import Item
from tenders.progress import PlanStep
from tests.database import owner
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory, block_of
from tests.placements.workspace import APRIL, MARCH, act, contract_of, second_contractor

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 8, 31)


def blocks(contract):
    with owner():
        return block_of(contract, "wajong"), block_of(contract, "social_activity")


def proposed(cast, contract, by=None):
    wajong, activity = blocks(contract)
    items = [
        Item(wajong, "", FIRST, LAST, Decimal(2), Decimal(36)),
        Item(activity, "Gastlessen", FIRST, LAST, Decimal(10)),
        Item(None, "Open dag", FIRST, FIRST, Decimal(500)),
    ]
    with act(by or cast.bram) as acting:
        steps = [PlanStep(contract.ends_on, Decimal(1000))]
        return plans.propose(acting, contract.pk, steps=steps, items=items, note="", at=timezone.now())


def read_by(person, plan):
    with act(person):
        return [one.position for one in plan_items.items_of(plan.pk)]


def test_the_authority_never_reads_what_names_a_group(cast):
    contract = contract_of(cast)
    plan = proposed(cast, contract)
    assert read_by(cast.bram, plan) == read_by(cast.dirk, plan) == [0, 1, 2]
    for person in (cast.alice, cast.carla, cast.esra):
        assert read_by(person, plan) == [1, 2], person.user.name
    assert read_by(cast.frank, plan) == read_by(second_contractor(), plan) == []
    path = f"contracten/{contract.pk}/plan/"
    page = cast.alice.get(path).content.decode()
    assert "Gastlessen" in page
    assert "Wajong" not in page
    assert "Wajong" in cast.bram.get(path).content.decode()


def test_worth_follows_from_the_tariff(cast):
    contract = contract_of(cast)
    plan = proposed(cast, contract)
    with owner():
        amounts = [one.amount for one in PlanItem.objects.filter(plan=plan).order_by("position")]
    # Two persons full time for half a year of 40 000; ten hours of 100; 500 agreed.
    assert amounts == [Decimal("40000.00"), Decimal("1000.00"), Decimal("500.00")]


def test_the_authority_plans_no_group_neither_in_the_form_nor_past_it(cast):
    contract = contract_of(cast)
    with pytest.raises(plans.PlanRefused, match="doelgroep"):
        proposed(cast, contract, by=cast.alice)
    assert "Wajong" not in cast.alice.get(f"contracten/{contract.pk}/plan/voorstel/").content.decode()
    plan = proposed(cast, contract)
    wajong, _activity = blocks(contract)
    with pytest.raises(DatabaseError), act(cast.alice), transaction.atomic():
        PlanItem(
            contract=contract,
            plan=plan,
            position=9,
            block=wajong,
            starts_on=FIRST,
            ends_on=LAST,
            quantity=1,
            amount=1,
        ).save(force_insert=True)


TOO_MANY = ["Vul hoogstens 9.999 personen in."]
TOO_MUCH = ["Dit getal is te groot. Kijk na hoeveel het is."]
#: Longer than the field holds, whatever it is.
TOO_LONG = ["Dit getal is te groot. Controleer of er geen cijfer te veel staat."]


@pytest.mark.parametrize(
    ("code", "quantity", "errors"),
    [
        ("wajong", "10000", TOO_MANY),
        ("wajong", "99999999999999", TOO_LONG),
        ("social_activity", "99999999999", TOO_MUCH),
        (None, "99999999999999", TOO_LONG),
        (None, "99999999999", TOO_MUCH),
    ],
)
def test_more_than_an_amount_can_be_is_said_beside_the_field_and_what_was_typed_stays(cast, code, quantity, errors):
    contract = contract_of(cast)
    with owner():
        block = block_of(contract, code).pk if code else ""
    form = {
        "stap-TOTAL_FORMS": "1",
        "stap-INITIAL_FORMS": "0",
        "stap-0-by": contract.ends_on.isoformat(),
        "stap-0-total": "1000",
        "inzet-TOTAL_FORMS": "1",
        "inzet-INITIAL_FORMS": "0",
        "inzet-0-block": str(block),
        "inzet-0-description": "Gastlessen",
        "inzet-0-starts_on": FIRST.isoformat(),
        "inzet-0-ends_on": LAST.isoformat(),
        "inzet-0-quantity": quantity,
        "inzet-0-hours_per_week": "36",
        "note": "Mijn tekst",
    }
    answer = cast.bram.post(f"contracten/{contract.pk}/plan/voorstel/", form)
    assert answer.status_code == 422
    assert answer.context["items"].forms[0].errors == {"quantity": errors}
    page = answer.content.decode()
    for typed in (quantity, "Gastlessen", "Mijn tekst"):
        assert typed in page
    with owner():
        assert not PlanItem.objects.filter(contract=contract).exists()


def test_nothing_is_added_to_what_was_agreed(cast):
    contract = contract_of(cast)
    plan = proposed(cast, contract)
    with act(cast.alice) as acting:
        plans.agree(acting, plan.pk, contract_id=contract.pk, at=timezone.now())
    _wajong, activity = blocks(contract)
    with pytest.raises(DatabaseError), act(cast.bram), transaction.atomic():
        PlanItem(
            contract=contract,
            plan=plan,
            position=9,
            block=activity,
            starts_on=FIRST,
            ends_on=LAST,
            quantity=1,
            amount=1,
        ).save(force_insert=True)


def test_what_was_done_stands_beside_it(cast):
    contract = contract_of(cast)
    plan = proposed(cast, contract)
    with act(cast.alice) as acting:
        plans.agree(acting, plan.pk, contract_id=contract.pk, at=timezone.now())
    approved = {"status": LineStatus.APPROVED}
    with owner():
        line = DeploymentFactory(contract=contract, block_code="wajong", **approved)
        HoursStatementFactory(deployment=line, month=MARCH, value=3000, **approved)
        HoursStatementFactory(deployment=line, month=APRIL, value=2500)
        for day, value in ((dt.date(2026, 7, 31), 250), (dt.date(2026, 12, 31), 70)):
            of_year = {"year": day.year, "date": day, "value": value, "created_at": timezone.now()}
            last = line if day.month == 7 else DeploymentFactory(contract=contract, block_code="wajong", **approved)
            YearLine.objects.create(deployment=last, **of_year, **approved)
        other = DeploymentFactory(contract=contract, block_code="nug", **approved)
        HoursStatementFactory(deployment=other, month=MARCH, value=800, **approved)
        ContributionFactory(contract=contract, date=dt.date(2026, 4, 2), quantity=4, value=400, **approved)
        ContributionFactory(contract=contract, date=dt.date(2026, 9, 2), quantity=9, value=900, **approved)
    with act(cast.bram):
        done = done_of(plan_items.items_of(plan.pk))
    assert [(one.quantity, one.amount) for one in done] == [(1, 3250), (4, 400), (0, 0)]
    page = cast.bram.get(f"contracten/{contract.pk}/plan/").content.decode()
    assert "3.250,00" in page
    with act(cast.alice):
        assert [one.amount for one in done_of(plan_items.items_of(plan.pk))] == [400, 0]


def test_items_are_typed_in_rows_and_errors_stand_beside_them(cast):
    contract = contract_of(cast)
    wajong, _activity = blocks(contract)
    path = f"contracten/{contract.pk}/plan/voorstel/"
    form = {
        "stap-TOTAL_FORMS": "1",
        "stap-INITIAL_FORMS": "0",
        "stap-0-by": contract.ends_on.isoformat(),
        "stap-0-total": "1000",
        "inzet-TOTAL_FORMS": "2",
        "inzet-INITIAL_FORMS": "0",
        "inzet-0-block": str(wajong.pk),
        "inzet-0-starts_on": "1-3-2026",
        "inzet-0-ends_on": "31-8-2026",
        "inzet-0-quantity": "2",
    }
    wrong = cast.bram.post(path, form)
    assert wrong.status_code == 422
    assert "hoeveel uur per week" in wrong.content.decode()
    more = cast.bram.post(path, form | {"more_items": "1"}).content.decode()
    assert "Onderdeel 4" in more
    answer = cast.bram.post(path, form | {"inzet-0-hours_per_week": "24"})
    assert answer.status_code == 302, answer.content.decode()
    with owner():
        (item,) = PlanItem.objects.all()
    assert (item.block_id, item.quantity, item.hours_per_week) == (wajong.pk, 2, 24)
