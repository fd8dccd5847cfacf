"""Reminders that the portal sends by itself: when, to whom, and never twice."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from organisations import tenancy, upkeep
from organisations.models import OutboxMessage
from tenders.choices import NoticeKind, OptionState, PartyRole, Side
from tenders.models import Contract, ContractParty, Notice, OptionYear, RegionPolicy, Responsible
from tenders.reminders import first_contact_notice
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.tenders import ContractFactory

AWARDED = dt.date(2026, 3, 2)
DUE = dt.date(2026, 3, 9)


def noon(day):
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


@pytest.fixture
def contract(cast, owner):
    with owner():
        return make(cast)


def make(cast, **values):
    contract = ContractFactory(
        **{
            "authority": cast.alice.organisation,
            "contractor": cast.bram.organisation,
            "werkplein": cast.carla.organisation,
            "awarded_on": AWARDED,
            "created_at": noon(AWARDED),
            **values,
        }
    )
    for side, person in ((Side.AUTHORITY, "alice"), (Side.CONTRACTOR, "bram"), (Side.WERKPLEIN, "carla")):
        Responsible.objects.create(contract=contract, side=side, name=person, email=f"{person}@demo.example")
    return contract


def run(cast, chore, day):
    return upkeep.do(chore, region_id=cast.region.pk, on=day)


def sent(owner, *names):
    with owner():
        rows = OutboxMessage.objects.filter(name__in=names).order_by("created_at", "id")
        return [row.payload["to"].partition("@")[0] for row in rows]


def notices(owner, contract):
    with owner():
        return list(Notice.objects.filter(contract=contract).order_by("on").values_list("kind", "on"))


class TestFirstContact:
    def test_a_year_of_days_sends_one_before_and_four_after(self, cast, owner, contract):
        for number in range(60):
            for _twice in range(2):
                run(cast, "tenders.first_contact", AWARDED + dt.timedelta(days=number))
        late = NoticeKind.FIRST_CONTACT_LATE
        assert notices(owner, contract) == [
            (NoticeKind.FIRST_CONTACT_DUE, dt.date(2026, 3, 7)),
            *((late, dt.date(2026, 3, 10) + dt.timedelta(days=7 * number)) for number in range(4)),
        ]
        assert sent(owner, "first_contact") == ["bram", "carla"] * 5
        assert sent(owner, "first_contact_authority") == ["alice"] * 4

    def test_nothing_more_once_it_was_recorded(self, cast, owner, contract):
        run(cast, "tenders.first_contact", dt.date(2026, 3, 7))
        with owner():
            Contract.objects.filter(pk=contract.pk).update(first_contact_on=dt.date(2026, 3, 8))
        assert run(cast, "tenders.first_contact", dt.date(2026, 3, 10)) == 0
        assert sent(owner, "first_contact") == ["bram", "carla"]

    def test_a_day_left_out_is_made_up_for(self, cast, owner, contract):
        run(cast, "tenders.first_contact", dt.date(2026, 3, 13))
        assert notices(owner, contract) == [(NoticeKind.FIRST_CONTACT_LATE, dt.date(2026, 3, 13))]

    def test_the_term_is_what_the_region_decided(self, cast, owner, contract):
        with owner():
            RegionPolicy.objects.filter(region=cast.region).update(first_contact_days=14)
        assert run(cast, "tenders.first_contact", dt.date(2026, 3, 10)) == 0
        assert run(cast, "tenders.first_contact", dt.date(2026, 3, 14)) == 1

    def test_stand_in_as_well_and_no_address_twice(self, cast, owner, contract):
        with owner():
            Responsible.objects.filter(contract=contract, side=Side.CONTRACTOR).update(
                stand_in_name="Bo", stand_in_email="bo@demo.example"
            )
            Responsible.objects.filter(contract=contract, side=Side.WERKPLEIN).update(
                stand_in_name="Carla zelf", stand_in_email="CARLA@demo.example"
            )
        run(cast, "tenders.first_contact", dt.date(2026, 3, 7))
        assert sent(owner, "first_contact") == ["bram", "bo", "carla"]

    @pytest.mark.parametrize(
        "values",
        [
            {"created_at": noon(AWARDED + dt.timedelta(days=61))},
            {"settled_on": dt.date(2026, 3, 5)},
            {"starts_on": dt.date(2026, 3, 3), "ends_on": dt.date(2026, 3, 6)},
            {"first_contact_on": AWARDED},
            {"percentage": 0},
        ],
    )
    def test_not_for_what_is_old_or_over(self, cast, owner, values):
        with owner():
            contract = make(cast, **values)
        for day in (7, 10, 20):
            run(cast, "tenders.first_contact", dt.date(2026, 3, day))
        run(cast, "tenders.first_contact", AWARDED + dt.timedelta(days=70))
        assert notices(owner, contract) == []

    def test_entered_late_it_is_reminded_of_from_the_day_after(self, cast, owner):
        entered = AWARDED + dt.timedelta(days=30)
        with owner():
            contract = make(cast, created_at=noon(entered))
        assert run(cast, "tenders.first_contact", entered) == 0
        assert run(cast, "tenders.first_contact", entered + dt.timedelta(days=1)) == 1
        assert notices(owner, contract) == [(NoticeKind.FIRST_CONTACT_LATE, entered + dt.timedelta(days=1))]

    def test_another_region_is_left_alone(self, cast, owner, contract):
        assert upkeep.do("tenders.first_contact", region_id=cast.other_region.pk, on=DUE) == 0
        assert notices(owner, contract) == []

    def test_a_contract_without_anybody_to_mail_keeps_no_notice(self, cast, owner):
        with owner():
            contract = ContractFactory(awarded_on=AWARDED, created_at=noon(AWARDED))
        assert run(cast, "tenders.first_contact", DUE) == 0
        assert notices(owner, contract) == []

    @given(st.sets(st.integers(min_value=0, max_value=120)), st.integers(min_value=0, max_value=60))
    def test_whatever_days_it_runs_on(self, days, entered_after):
        kept = []
        entered = AWARDED + dt.timedelta(days=entered_after)
        for number in sorted(days):
            on = AWARDED + dt.timedelta(days=number)
            kind = first_contact_notice(DUE, entered, kept, on=on)
            if kind is not None:
                kept.append((kind, on))
            assert first_contact_notice(DUE, entered, kept, on=on) is None
        late = [day for kind, day in kept if kind == NoticeKind.FIRST_CONTACT_LATE]
        due = [day for kind, day in kept if kind == NoticeKind.FIRST_CONTACT_DUE]
        assert len(due) <= 1
        assert all(DUE - dt.timedelta(days=2) <= day <= DUE for day in due)
        assert len(late) <= 4
        assert all(day > max(DUE, entered) for day in late)
        assert all(later - earlier >= dt.timedelta(days=7) for earlier, later in pairwise(late))


class TestOptions:
    def option(self, contract, **values):
        return OptionYear.objects.create(
            contract=contract,
            **{
                "starts_on": dt.date(2028, 2, 1),
                "ends_on": dt.date(2029, 1, 31),
                "decide_by": dt.date(2027, 10, 1),
                **values,
            },
        )

    def test_the_authority_hears_once_thirty_days_before(self, cast, owner, contract):
        with owner():
            self.option(contract)
        for number in range(-3, 33):
            run(cast, "tenders.options", dt.date(2027, 9, 1) + dt.timedelta(days=number))
        assert notices(owner, contract) == [(NoticeKind.OPTION_DUE, dt.date(2027, 9, 1))]
        assert sent(owner, "option_due") == ["alice"]

    @pytest.mark.parametrize("values", [{"state": OptionState.TAKEN, "decided_on": dt.date(2027, 8, 1)}, {}])
    def test_not_when_decided_or_settled(self, cast, owner, contract, values):
        with owner():
            self.option(contract, **values)
            if not values:
                Contract.objects.filter(pk=contract.pk).update(settled_on=dt.date(2027, 8, 1))
        assert run(cast, "tenders.options", dt.date(2027, 9, 5)) == 0
        assert sent(owner, "option_due") == []

    def test_the_next_option_gets_its_own(self, cast, owner, contract):
        with owner():
            self.option(contract)
            self.option(
                contract, starts_on=dt.date(2029, 2, 1), ends_on=dt.date(2030, 1, 31), decide_by=dt.date(2027, 10, 15)
            )
        for number in range(40):
            run(cast, "tenders.options", dt.date(2027, 9, 1) + dt.timedelta(days=number))
        assert [day for _kind, day in notices(owner, contract)] == [dt.date(2027, 9, 1), dt.date(2027, 9, 15)]


def test_a_company_that_left_enters_no_lines_from_the_day_after(cast, owner, contract):
    with owner():
        company = OrganisationFactory(kind="contractor")
        member = MembershipFactory(organisation=company)
        ContractParty.objects.create(
            contract=contract,
            organisation=company,
            role=PartyRole.SUBCONTRACTOR,
            joined_on=dt.date(2026, 1, 10),
            left_on=dt.date(2026, 2, 10),
        )
        # As it stood while the company still took part.
        writers = [*Contract.objects.get(pk=contract.pk).line_writers, f"o:{company.pk}"]
        _set_writers(contract, writers)
    assert f"o:{company.pk}" in _writers(owner, contract)
    assert run(cast, "tenders.departures", dt.date(2026, 2, 11)) == 1
    assert f"o:{company.pk}" not in _writers(owner, contract)
    assert run(cast, "tenders.departures", dt.date(2026, 2, 11)) == 0
    with tenancy.acting_for(user_id=member.user.pk, organisation_id=company.pk):
        assert Contract.objects.filter(pk=contract.pk).exists()


def _writers(owner, contract):
    with owner():
        return Contract.objects.get(pk=contract.pk).line_writers


def _set_writers(contract, writers):
    """Past the trigger that keeps them, which only looks at today."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE tenders_contract DISABLE TRIGGER stamp_audiences")
        Contract.objects.filter(pk=contract.pk).update(line_writers=writers)
        cursor.execute("ALTER TABLE tenders_contract ENABLE TRIGGER stamp_audiences")
