"""Terms as rows: versions that wait for their day, certificates, and changes at the same moment."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import OutboxMessage, User
from tenders.choices import Cause
from tenders.growth import CallOffEntry, Odd, add_call_off, oddities
from tenders.models import Certificate, Contract, ContractVersion
from tenders.terms import TermsRefused, apply_due_versions, revise
from tests.cast import make_cast
from tests.database import owner as owner_of_rows
from tests.tenders.agreed import contract_with, framework_with, numbered, standing

TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=30)


def revised(person, contract, *, valid_from=TODAY, cause=Cause.CHANGE, **changes):
    with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk) as acting:
        return revise(
            acting, contract.pk, cause=cause, valid_from=valid_from, reason="Omdat", at=timezone.now(), **changes
        )


def due(region, on) -> int:
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        return apply_due_versions(region_id=region.pk, on=on)


def certified(contract, *, discount, first, last, **values):
    with owner_of_rows():
        return Certificate.objects.create(
            **{
                "region": contract.region,
                "organisation": contract.contractor,
                "level": "step_3",
                "valid_from": first,
                "valid_until": last,
                "discount": discount,
                "made_by": User.objects.order_by("pk").first(),
                "confirmed_at": timezone.now(),
                **values,
            }
        )


# Versions that wait


def test_version_that_waits_begins_to_hold_on_its_day_and_once(cast, owner):
    contract = contract_with(cast)
    revised(cast.alice, contract, valid_from=LATER, percentage=Decimal(2), ends_on=dt.date(2027, 12, 31))
    assert standing(contract).percentage == 5
    with owner():
        assert not OutboxMessage.objects.filter(name="placements.tasks.revalue_contract").exists()
    assert due(cast.region, LATER - dt.timedelta(days=1)) == 0
    assert due(cast.region, LATER) == 1
    now = standing(contract)
    assert (now.percentage, now.obligation, now.ends_on) == (2, Decimal("20000.00"), dt.date(2027, 12, 31))
    with owner():
        assert OutboxMessage.objects.filter(name="placements.tasks.revalue_contract").count() == 1
    assert due(cast.region, LATER) == 0


def test_due_versions_leave_other_regions_and_what_is_settled_alone(cast, owner):
    contract = contract_with(cast)
    revised(cast.alice, contract, valid_from=LATER, percentage=Decimal(2))
    assert due(cast.other_region, LATER) == 0
    with owner():
        Contract.objects.filter(pk=contract.pk).update(settled_on=TODAY)
    assert due(cast.region, LATER) == 0
    assert standing(contract).percentage == 5


def test_award_that_lies_ahead_keeps_its_terms(cast):
    contract = contract_with(cast, awarded_on=LATER, starts_on=LATER, ends_on=LATER + dt.timedelta(days=400))
    assert due(cast.region, TODAY) == 0
    (row,) = revised(cast.alice, contract, percentage=Decimal(2))
    assert row.valid_from == LATER
    assert standing(contract).percentage == 2


def test_due_versions_take_as_many_queries_for_many_contracts(cast, django_assert_max_num_queries):
    for _number in range(12):
        revised(cast.alice, contract_with(cast), valid_from=LATER, percentage=Decimal(2))
    with django_assert_max_num_queries(12):
        assert due(cast.region, LATER) == 12


# What may not be


def test_settled_contract_is_not_changed(cast, owner):
    contract = contract_with(cast, settled_on=dt.date(2026, 11, 1))
    with pytest.raises(TermsRefused, match="afgerekend op"):
        revised(cast.alice, contract, percentage=Decimal(2))
    assert len(numbered(contract)) == 1


@pytest.mark.parametrize("who", ["bram", "carla", "esra", "frank"])
def test_who_may_not_change_terms_finds_no_contract_to_lock(cast, who):
    contract = contract_with(cast)
    with pytest.raises(Contract.DoesNotExist):
        revised(getattr(cast, who), contract, percentage=Decimal(2))
    assert len(numbered(contract)) == 1


# Certificates


def test_certificate_that_the_authority_cannot_read_takes_its_discount_off(cast):
    contract = contract_with(cast)
    certified(contract, discount=Decimal(10), first=contract.starts_on, last=dt.date(2027, 1, 31))
    with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk):
        assert not Certificate.objects.exists()
    revised(cast.alice, contract, cause=Cause.CERTIFICATE)
    now = standing(contract)
    assert (now.discount, now.obligation) == (Decimal("2500.00"), Decimal("47500.00"))


@pytest.mark.parametrize("changes", [{"confirmed_at": None}, {"declined_at": timezone.now()}])
def test_certificate_that_was_not_confirmed_takes_nothing_off(cast, changes):
    contract = contract_with(cast)
    certified(contract, discount=Decimal(10), first=contract.starts_on, last=contract.ends_on, **changes)
    revised(cast.alice, contract, cause=Cause.CERTIFICATE)
    assert standing(contract).discount == 0


# Periods of turnover


def test_oddities_between_periods():
    def day(number):
        return dt.date(2026, 1, number)

    assert oddities([]) == []
    assert oddities([(day(1), day(10)), (day(11), day(20))]) == []
    assert oddities([(day(15), day(20)), (day(1), day(10))]) == [Odd(is_overlap=False, first=day(11), last=day(14))]
    assert oddities([(day(1), day(20)), (day(5), day(6)), (day(20), day(22))]) == [
        Odd(is_overlap=True, first=day(5), last=day(6)),
        Odd(is_overlap=True, first=day(20), last=day(20)),
    ]


# At the same moment


def test_change_and_call_offs_at_once_lose_nothing(in_scratch):
    cast = make_cast()
    contract = framework_with(cast)
    at_once = 6

    def one(number):
        try:
            with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk) as acting:
                if number == 0:
                    revise(
                        acting,
                        contract.pk,
                        cause=Cause.CHANGE,
                        valid_from=dt.date(2026, 2, 15),
                        reason="Ander percentage",
                        at=timezone.now(),
                        percentage=Decimal(2),
                    )
                    return
                day = dt.date(2026, 2, 1) + dt.timedelta(days=5 * number)
                entry = CallOffEntry(f"DO-{number}", "Deel", day, day, day, Decimal("100.01"))
                add_call_off(acting, contract.pk, entry=entry, at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, range(at_once)))
    with owner_of_rows():
        numbers = list(ContractVersion.objects.filter(contract=contract).values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    now = standing(contract)
    assert (now.basis_amount, now.percentage, now.obligation) == (Decimal("500.05"), 2, Decimal("10.00"))
