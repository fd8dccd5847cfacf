"""A year of uneven months: proposed when it is over, submitted, verified, counted, and worth something else later."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from placements import settlement, succession, year_lines
from placements.choices import LineStatus
from placements.models import Transition, YearLine
from placements.reviewing import reversals
from placements.shown import as_fields, from_fields
from placements.steps import Refused
from placements.verifying import verification
from placements.verifying.verification import Chosen
from placements.worth.contract_values import contract_values
from reporting.collect import window_of
from reporting.collect.work_on_contracts import realised_of
from reporting.periods import Kind, Period
from tenders.models import Contract, ContractBand, ContractTotals, RegionPolicy
from tenders.models.succession import SuccessionKind
from tests.cast import Person
from tests.factories.organisations import MembershipFactory
from tests.placements.workspace import APRIL, MARCH, MAY, act, contract_of, logged, second_contractor, seen, stated

#: March counts 156 of its 200 hours; over the three months together all 450 count.
HOURS = {MARCH: 200, APRIL: 100, MAY: 150}
OF_MONTHS = Decimal("3333.33") + Decimal("2136.75") + Decimal("3205.13")
OF_YEAR = Decimal("9615.38") - OF_MONTHS
YOUNG = dt.date(1990, 5, 17)
ENDED = dt.date(2026, 5, 31)
NEXT_DAY = dt.date(2026, 6, 1)


def approve(cast, line, *statements, with_deployment=False):
    with act(cast.dirk) as acting:
        chosen = Chosen(line.pk, with_deployment, tuple(one.pk for one in statements))
        verification.approve(chosen, by=acting, at=timezone.now())


def propose(cast, *, on=NEXT_DAY) -> int:
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        return year_lines.propose_ended(region_id=cast.region.pk, on=on, at=timezone.now())


def uneven(cast, contract, **values):
    """A person's line that ran three months, all of them approved."""
    line = logged(cast.bram, contract, **{"ends_on": ENDED, "birth_date": YOUNG} | values)
    months = [stated(cast.bram, line, month, paid) for month, paid in HOURS.items()]
    approve(cast, line, *months, with_deployment=True)
    return line, months


@pytest.fixture
def contract(cast):
    return contract_of(cast)


@pytest.fixture
def proposal(cast, contract, owner):
    line, _months = uneven(cast, contract)
    assert propose(cast) == 1
    with owner():
        return YearLine.objects.get(deployment=line)


def submitted(cast, proposal):
    with act(cast.bram) as acting:
        return year_lines.submit(proposal.pk, by=acting, at=timezone.now())


def judged(cast, proposal, to=LineStatus.APPROVED, said=""):
    with act(cast.dirk) as acting:
        return year_lines.judge(proposal.pk, to=to, said=said, by=acting, at=timezone.now())


def totals(contract):
    found = ContractTotals.objects.get(contract=contract)
    return found.persons_approved, found.persons_submitted, found.persons_forecast


def test_proposed_once_the_deployment_is_over_and_not_twice(cast, contract, owner):
    line, _months = uneven(cast, contract)
    assert propose(cast, on=ENDED) == 0
    assert propose(cast) == 1
    assert propose(cast) == 0
    with owner():
        (found,) = YearLine.objects.all()
        before = totals(contract)
    assert (found.deployment_id, found.year, found.date) == (line.pk, 2026, ENDED)
    assert (found.status, found.value) == (LineStatus.CONCEPT, OF_YEAR)
    # A proposal is no part of the forecast, nor of anything that counts.
    assert before == (OF_MONTHS, 0, seen(line).forecast)


def test_proposed_at_the_end_of_the_calendar_year_while_the_deployment_runs_on(cast, contract, owner):
    line = logged(cast.bram, contract, birth_date=YOUNG)
    months = [stated(cast.bram, line, month, paid) for month, paid in HOURS.items()]
    approve(cast, line, *months, with_deployment=True)
    assert propose(cast, on=dt.date(2026, 12, 31)) == 0
    assert propose(cast, on=dt.date(2027, 1, 1)) == 1
    with owner():
        assert YearLine.objects.get().date == dt.date(2026, 12, 31)


def test_even_months_give_no_proposal(cast, contract, owner):
    line = logged(cast.bram, contract, birth_date=YOUNG, ends_on=ENDED)
    months = [stated(cast.bram, line, month, 200) for month in HOURS]
    approve(cast, line, *months, with_deployment=True)
    assert propose(cast) == 0


def test_waits_until_every_month_is_judged(cast, contract, owner):
    line = logged(cast.bram, contract, birth_date=YOUNG, ends_on=ENDED)
    months = [stated(cast.bram, line, month, paid) for month, paid in HOURS.items()]
    approve(cast, line, *months[:2], with_deployment=True)
    assert propose(cast) == 0
    approve(cast, line, months[2])
    assert propose(cast) == 1


def test_counts_once_submitted_and_approved(cast, contract, proposal, owner):
    submitted(cast, proposal)
    with owner():
        assert totals(contract)[:2] == (OF_MONTHS, OF_YEAR)
        assert ContractBand.objects.get(contract=contract).submitted_lines == 1
    judged(cast, proposal)
    with owner():
        assert totals(contract)[:2] == (Decimal("9615.38"), 0)
        values = contract_values(Contract.objects.get(pk=contract.pk))
        assert [one.to_status for one in Transition.objects.filter(year_line=proposal).order_by("at")] == [
            LineStatus.SUBMITTED,
            LineStatus.APPROVED,
        ]
    assert values["realised"] == "9615.38"
    assert values["settlements"] == [
        {
            "deployment": values["deployments"][0]["reference"],
            "year": 2026,
            "status": "approved",
            "value": str(OF_YEAR),
        }
    ]
    assert values["deployments"][0]["realised"] == str(OF_MONTHS)


def test_report_has_it_in_the_period_of_its_day(cast, contract, proposal, owner):
    submitted(cast, proposal)
    judged(cast, proposal)
    quarter = Period.parse("2026-Q2")
    window = window_of(cast.region, kind=Kind.QUARTERLY, period=quarter, on=quarter.last_day)
    with tenancy.system(Purpose.REPORT, region_id=cast.region.pk):
        (realised,) = realised_of(cast.region.pk, window).values()
    assert realised.period == Decimal("2136.75") + Decimal("3205.13") + OF_YEAR
    assert realised.cumulative == Decimal("9615.38")


def test_undone_by_a_reversal_and_a_new_line(cast, contract, proposal, owner):
    submitted(cast, proposal)
    judged(cast, proposal)
    with act(cast.dirk) as acting:
        renewed = year_lines.undo(proposal.pk, by=acting, at=timezone.now())
    with owner():
        assert totals(contract)[:2] == (OF_MONTHS, OF_YEAR)
        assert [(one.value, one.status) for one in YearLine.objects.live()] == [(OF_YEAR, LineStatus.SUBMITTED)]
        assert sum(one.value for one in YearLine.objects.approved()) == 0
    assert renewed.submitted_at == seen(proposal).submitted_at


def test_a_reversed_month_asks_to_revise(cast, contract, owner):
    line, months = uneven(cast, contract)
    propose(cast)
    with owner():
        found = YearLine.objects.get()
    submitted(cast, found)
    judged(cast, found)
    chosen = Chosen(line.pk, with_deployment=False, statement_ids=(months[1].pk,))
    with act(cast.dirk) as acting:
        verification.undo(chosen, by=acting, at=timezone.now())
    # March and May paid 350 hours: 7 478.63 over the year, of which they gave 3 333.33 and 3 205.13.
    assert seen(found).value_now is None
    assert Decimal("7478.63") - Decimal("3333.33") - Decimal("3205.13") == OF_YEAR
    chosen = Chosen(line.pk, with_deployment=False, statement_ids=(months[0].pk,))
    with act(cast.dirk) as acting:
        verification.undo(chosen, by=acting, at=timezone.now())
    assert seen(found).value_now == 0


def test_a_month_that_comes_late_makes_the_line_worth_less(cast, contract, owner):
    """June was never stated; its hours, all above the days, leave nothing of the excess of March."""
    line = logged(cast.bram, contract, birth_date=YOUNG, ends_on=dt.date(2026, 6, 30))
    months = [stated(cast.bram, line, month, paid) for month, paid in HOURS.items()]
    approve(cast, line, *months, with_deployment=True)
    propose(cast, on=dt.date(2026, 7, 1))
    with owner():
        found = YearLine.objects.get()
    submitted(cast, found)
    judged(cast, found)
    june = stated(cast.bram, line, dt.date(2026, 6, 1), 190)
    with pytest.raises(Refused, match="wachten nog maanden"):
        _check = _submit_again(cast, found)
    approve(cast, line, june)
    changed = seen(found)
    # 640 hours, at most 624 of four months: 13 333.33, of which the months gave 8 675.21 + 3 333.33.
    assert changed.value_now == Decimal("13333.33") - OF_MONTHS - Decimal("3333.33")
    with act(cast.dirk):
        assert settlement.still_open(contract.pk).revaluations == 1
    with act(cast.dirk) as acting:
        renewed = year_lines.renew(found.pk, by=acting, at=timezone.now())
    with owner():
        assert renewed.value == changed.value_now
        assert totals(contract)[:2] == (Decimal("13333.33"), 0)
    with act(cast.dirk):
        assert settlement.still_open(contract.pk).revaluations == 0


def _submit_again(cast, found):
    """Taken back by the verifier and by the company, and submitted while a month of the year waits."""
    with transaction.atomic():
        with act(cast.dirk) as acting:
            renewed = year_lines.undo(found.pk, by=acting, at=timezone.now())
        with act(cast.bram) as acting:
            year_lines.withdraw(renewed.pk, by=acting, at=timezone.now())
        return submitted(cast, renewed)


def test_verdicts_are_the_verifiers_and_what_is_approved_stands(cast, contract, proposal, owner):
    submitted(cast, proposal)
    with pytest.raises(DatabaseError), act(cast.bram), transaction.atomic():
        YearLine.objects.filter(pk=proposal.pk).update(status=LineStatus.APPROVED)
    judged(cast, proposal)
    for change in ({"value": 1}, {"status": LineStatus.CONCEPT}, {"year": 2025, "date": dt.date(2025, 5, 1)}):
        with pytest.raises(DatabaseError), act(cast.dirk), transaction.atomic():
            YearLine.objects.filter(pk=proposal.pk).update(**change)
    with pytest.raises(DatabaseError), act(cast.bram), transaction.atomic():
        YearLine.objects.filter(pk=proposal.pk).update(value_now=5)


def test_question_answer_and_rejection(cast, contract, proposal, owner):
    submitted(cast, proposal)
    with pytest.raises(Refused, match="Schrijf op"):
        judged(cast, proposal, LineStatus.RETURNED)
    judged(cast, proposal, LineStatus.RETURNED, "Waarom zoveel uren in maart?")
    with act(cast.bram) as acting:
        year_lines.answer(proposal.pk, text="Spoedklus", by=acting, at=timezone.now())
    judged(cast, proposal, LineStatus.REJECTED, "Overwerk telt niet")
    assert seen(proposal).status == LineStatus.REJECTED
    # What was rejected is not proposed anew.
    assert propose(cast) == 0
    with owner():
        assert totals(contract)[:2] == (OF_MONTHS, 0)


def test_deployment_is_not_taken_back_under_an_approved_year(cast, contract, proposal, owner):
    submitted(cast, proposal)
    judged(cast, proposal)
    line = seen(proposal).deployment_id
    with owner():
        months = tuple(proposal.deployment.statements.live().values_list("pk", flat=True))
    with act(cast.dirk) as acting, pytest.raises(Refused, match="goedgekeurd"):
        verification.undo(Chosen(line, with_deployment=True, statement_ids=months), by=acting, at=timezone.now())


def test_a_second_pair_of_eyes_is_asked_above_the_amount_of_the_region(cast, contract, proposal, owner):
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(second_eyes_above=500)
        colleague = Person(MembershipFactory(organisation=cast.dirk.organisation).user, cast.dirk.organisation)
    submitted(cast, proposal)
    assert judged(cast, proposal).status == LineStatus.SUBMITTED
    with pytest.raises(Refused, match="al als eerste"):
        judged(cast, proposal)
    with act(colleague) as acting:
        year_lines.judge(proposal.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
    assert seen(proposal).status == LineStatus.APPROVED
    with owner():
        assert totals(contract)[0] == Decimal("9615.38")


def test_a_closed_contract_takes_none_and_is_not_closed_while_one_waits(cast, contract, proposal, owner):
    submitted(cast, proposal)
    with act(cast.dirk) as acting:
        assert settlement.still_open(contract.pk).waiting == 1
        with pytest.raises(settlement.SettlementRefused, match="1 regel wacht"):
            settlement.draw_up(acting, contract_id=contract.pk, at=timezone.now())
    judged(cast, proposal)
    with act(cast.dirk) as acting:
        made = settlement.draw_up(acting, contract_id=contract.pk, at=timezone.now())
    assert made.persons_approved == Decimal("9615.38")
    with act(cast.dirk) as acting, pytest.raises(Refused, match="afrekening van dit contract is opgemaakt"):
        year_lines.undo(proposal.pk, by=acting, at=timezone.now())
    with pytest.raises(DatabaseError), act(cast.dirk), transaction.atomic():
        YearLine.objects.filter(pk=proposal.pk).update(reversed_at=timezone.now())


def test_it_goes_along_when_a_company_comes_in_the_place_of_another(cast, contract, proposal, owner):
    successor = second_contractor()
    with act(cast.dirk) as acting:
        succession.take_over_company(
            acting,
            region_id=cast.region.pk,
            predecessor_id=cast.bram.organisation.pk,
            successor_id=successor.organisation.pk,
            kind=SuccessionKind.TAKEOVER,
            on=NEXT_DAY,
            reason="Overname",
            at=timezone.now(),
        )
    with act(cast.bram), pytest.raises(YearLine.DoesNotExist):
        YearLine.objects.get(pk=proposal.pk)
    with act(successor) as acting:
        assert year_lines.submit(proposal.pk, by=acting, at=timezone.now()).status == LineStatus.SUBMITTED


def test_two_verifiers_at_once_approve_it_once(cast, contract, proposal, owner):
    submitted(cast, proposal)
    with owner():
        fields = from_fields(as_fields([YearLine.objects.get(pk=proposal.pk)]))
    with act(cast.dirk) as acting:
        year_lines.judge(proposal.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now(), as_shown=fields)
    with act(cast.dirk) as acting, pytest.raises(Refused, match="al beoordeeld"):
        year_lines.judge(proposal.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now(), as_shown=fields)


def test_a_person_that_goes_back_to_the_company_takes_his_year_along(cast, contract, proposal, owner):
    submitted(cast, proposal)
    judged(cast, proposal)
    with owner():
        line = proposal.deployment
    with act(cast.bram) as acting:
        (request,) = reversals.ask(acting, line.pk, with_deployment=True, reason="Werkte elders", at=timezone.now())
    with act(cast.dirk) as acting:
        reversals.grant(acting, request.pk, at=timezone.now())
    with owner():
        assert seen(line).status == LineStatus.RETURNED
        assert totals(contract)[0] == 0
        assert sum(one.value for one in YearLine.objects.approved()) == 0
