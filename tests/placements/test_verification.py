"""Verdicts: what is approved stands, what is taken back leaves no trace in the sums, and nobody judges his own."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from organisations.models import OutboxMessage
from placements.choices import LineStatus
from placements.models import Contribution, HoursStatement, RevaluationTask, Transition
from placements.stating import lifecycle
from placements.steps import Refused
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.models import ContractTotals, Responsible
from tests.cast import Person
from tests.database import owner
from tests.factories.organisations import MembershipFactory
from tests.factories.placements import ContributionFactory
from tests.placements.workspace import APRIL, MARCH, act, contract_of, details, logged, second_contractor, seen, stated


def both(line, *statements) -> Chosen:
    return Chosen(line.pk, with_deployment=True, statement_ids=tuple(one.pk for one in statements))


def months(line, *statements) -> Chosen:
    return replace(both(line, *statements), with_deployment=False)


def approve(by, chosen):
    with act(by) as acting:
        verification.approve(chosen, by=acting, at=timezone.now())


def totals_of(contract) -> ContractTotals:
    with owner():
        return ContractTotals.objects.get(contract=contract)


@pytest.fixture
def waiting(cast):
    line = logged(cast.bram, contract_of(cast))
    return line, stated(cast.bram, line)


def test_line_and_month_are_approved_in_one_go_and_only_then_count(cast, waiting):
    line, month = waiting
    before = totals_of(line.contract)
    assert (before.persons_approved, before.persons_submitted) == (0, Decimal("3750.00"))
    approve(cast.dirk, both(line, month))
    assert (seen(line).status, seen(month).status) == (LineStatus.APPROVED, LineStatus.APPROVED)
    after = totals_of(line.contract)
    assert (after.persons_approved, after.persons_submitted) == (Decimal("3750.00"), 0)


def test_a_month_is_not_approved_before_its_line(cast, waiting):
    with pytest.raises(Refused, match="nog niet goedgekeurd"):
        approve(cast.dirk, months(*waiting))


def test_a_line_that_was_judged_is_not_judged_again(cast, waiting):
    line, month = waiting
    approve(cast.dirk, both(line, month))
    for chosen in (both(line, month), months(line, month)):
        with pytest.raises(Refused, match="al beoordeeld"):
            approve(cast.dirk, chosen)


def test_nobody_judges_what_he_entered_himself(cast, waiting):
    line, month = waiting
    with owner():
        # The same person works for the contractor and for the coordination point.
        MembershipFactory(user=cast.bram.user, organisation=cast.dirk.organisation)
    both_hats = Person(cast.bram.user, cast.dirk.organisation)
    for chosen in (both(line, month), both(line)):
        with pytest.raises(Refused, match="zelf ingevoerd"):
            approve(both_hats, chosen)


def test_an_answer_is_no_entry_and_can_be_judged(cast, waiting):
    line, month = waiting
    with act(cast.dirk) as acting:
        verification.return_with_question(months(line, month), question="Klopt dit?", by=acting, at=timezone.now())
    with act(cast.bram) as acting:
        lifecycle.answer(line.pk, text="Ja", statement_ids=[month.pk], by=acting, at=timezone.now())
    approve(cast.dirk, both(line, month))
    assert seen(month).status == LineStatus.APPROVED


def test_a_question_goes_by_mail_without_a_name_and_waits_for_an_answer(cast, waiting):
    line, month = waiting
    with act(cast.dirk) as acting:
        verification.return_with_question(
            both(line, month), question="Hoort verlof hierbij, A. Voorbeeld?", by=acting, at=timezone.now()
        )
    with owner():
        (mail,) = OutboxMessage.objects.all()
    assert mail.payload["to"] == "bram.verantwoordelijk@demo.example"
    assert line.pseudonym in mail.payload["text"]
    assert f"/werk/{cast.bram.organisation.pk}/inzet/{line.pk}/" in mail.payload["text"]
    assert "Voorbeeld" not in str(mail.payload)
    assert seen(month).status == LineStatus.RETURNED
    with pytest.raises(Refused):
        approve(cast.dirk, both(line, month))


def asked_on_screen(cast, line):
    """Dirk asks on the page; what he reads after it, and who got a mail."""
    path = f"beoordelen/inzet/{line.pk}/"
    shown = re.findall(r'name="shown" value="([^"]+)"', cast.dirk.get(path).content.decode())
    said = {"verdict": "return", "said": "Wie is dit?", "deployment": "1", "shown": shown}
    page = cast.dirk.post(path, said, follow=True).content.decode()
    with owner():
        sent = [one.payload["to"] for one in OutboxMessage.objects.filter(name="question")]
        OutboxMessage.objects.all().delete()
    return page, sent


def test_without_a_named_person_who_entered_the_line_hears_and_else_the_page_says_that_nobody_does(cast):
    contract = contract_of(cast)
    first, second = logged(cast.bram, contract), logged(cast.bram, contract, name="B. Tweede")
    with owner():
        Responsible.objects.filter(contract=contract).delete()
    page, sent = asked_on_screen(cast, first)
    assert sent == [cast.bram.user.email]
    assert "kan een mail krijgen" not in page
    with owner():
        cast.bram.user.is_active = False
        cast.bram.user.save()
    page, sent = asked_on_screen(cast, second)
    assert sent == []
    assert f"Niemand bij {cast.bram.organisation.name} kan een mail krijgen" in page
    assert seen(second).status == LineStatus.RETURNED


def test_without_a_named_person_who_entered_this_line_hears_and_not_who_entered_another_later(cast):
    contract = contract_of(cast)
    line = logged(cast.bram, contract)
    with owner():
        colleague = Person(MembershipFactory(organisation=cast.bram.organisation).user, cast.bram.organisation)
        Responsible.objects.filter(contract=contract).delete()
    logged(colleague, contract, name="B. Tweede")
    _page, sent = asked_on_screen(cast, line)
    assert sent == [cast.bram.user.email]


def test_a_contribution_about_which_nobody_can_be_mailed_says_so_too(cast):
    contract = contract_of(cast)
    with owner():
        row = ContributionFactory(contract=contract, submitted_at=timezone.now())
        Responsible.objects.filter(contract=contract).delete()
    path = f"beoordelen/invulling/{row.pk}/"
    shown = re.findall(r'name="shown" value="([^"]+)"', cast.dirk.get(path).content.decode())
    said = {"verdict": "return", "said": "Welke school?", "shown": shown}
    page = cast.dirk.post(path, said, follow=True).content.decode()
    assert seen(row).status == LineStatus.RETURNED
    assert f"Niemand bij {cast.bram.organisation.name} kan een mail krijgen" in page


@pytest.mark.parametrize("said", ["", "   "])
def test_questions_and_rejections_need_words(cast, waiting, said):
    with act(cast.dirk) as acting:
        with pytest.raises(Refused, match="weten"):
            verification.return_with_question(both(*waiting), question=said, by=acting, at=timezone.now())
        with pytest.raises(Refused, match="waarom"):
            verification.reject(both(*waiting), reason=said, by=acting, at=timezone.now())


def test_a_rejected_line_is_worth_nothing_and_takes_its_months_along(cast, waiting):
    line, month = waiting
    with act(cast.dirk) as acting:
        rejected = verification.reject(both(line), reason="Telt niet als SROI", by=acting, at=timezone.now())
    assert rejected == both(line, month)
    assert (seen(line).forecast, seen(month).value) == (0, 0)
    with act(cast.dirk) as acting:
        verification.undo_last(line.pk, by=acting, at=timezone.now())
    assert (seen(line).forecast, seen(month).value) == (Decimal("45000.00"), Decimal("3750.00"))
    assert {seen(line).status, seen(month).status} == {LineStatus.SUBMITTED}


def test_undoing_an_approval_books_a_reversal_and_a_line_that_waits(cast, waiting):
    line, month = waiting
    submitted_at = seen(month).submitted_at
    approve(cast.dirk, both(line, month))
    with act(cast.dirk) as acting:
        verification.undo_last(line.pk, by=acting, at=timezone.now())
    with owner():
        reversal = HoursStatement.objects.get(reverses=month)
        (renewed,) = HoursStatement.objects.live().filter(deployment=line)
    assert (reversal.paid_hours, reversal.value, reversal.status) == (-156, Decimal("-3750.00"), LineStatus.APPROVED)
    assert reversal.reversed_at == seen(month).reversed_at is not None
    assert (renewed.status, renewed.value, renewed.submitted_at) == (
        LineStatus.SUBMITTED,
        Decimal("3750.00"),
        submitted_at,
    )
    assert seen(line).status == LineStatus.SUBMITTED
    assert totals_of(line.contract).persons_approved == 0
    approve(cast.dirk, both(line, renewed))
    assert totals_of(line.contract).persons_approved == Decimal("3750.00")


def test_an_approved_line_waits_until_its_months_are_taken_back(cast, waiting):
    line, month = waiting
    approve(cast.dirk, both(line))
    approve(cast.dirk, months(line, month))
    with act(cast.dirk) as acting, pytest.raises(Refused, match="eerst terug"):
        verification.undo(both(line), by=acting, at=timezone.now())


def test_taking_a_rejection_back_must_still_fit_in_sixty_hours(cast):
    contract = contract_of(cast)
    line, other = logged(cast.bram, contract), logged(cast.bram, contract_of(cast))
    rejected = stated(cast.bram, line, MARCH, 200)
    with act(cast.dirk) as acting:
        verification.reject(months(line, rejected), reason="Staat er al op", by=acting, at=timezone.now())
    assert stated(cast.bram, other, MARCH, 200).status == LineStatus.SUBMITTED
    with act(cast.dirk) as acting, pytest.raises(Refused, match="60 uur"):
        verification.undo_last(line.pk, by=acting, at=timezone.now())
    assert seen(rejected).status == LineStatus.REJECTED


def test_an_earlier_deployment_elsewhere_makes_a_task_and_the_task_carries_the_value_over(cast):
    other = second_contractor()
    six_months = {"block_code": "work_experience", "ends_on": dt.date(2026, 9, 30)}
    late = logged(cast.bram, contract_of(cast), starts_on=APRIL, **six_months)
    month = stated(cast.bram, late, dt.date(2026, 6, 1))
    approve(cast.dirk, both(late, month))
    fixed = seen(month).value
    assert fixed > 0
    # The same person turns out to have begun on 1 December with somebody else: six months are over by June.
    early = logged(
        other,
        contract_of(
            cast, contractor=other.organisation, starts_on=dt.date(2025, 12, 1), awarded_on=dt.date(2025, 11, 1)
        ),
        block_code="work_experience",
        starts_on=dt.date(2025, 12, 1),
        ends_on=dt.date(2026, 3, 31),
    )
    assert seen(month).value == fixed
    approve(cast.dirk, both(early))
    with owner():
        task = RevaluationTask.objects.get()
    assert (task.statement_id, task.new_value, seen(month).value) == (month.pk, Decimal("0.00"), fixed)
    with act(cast.dirk) as acting:
        verification.resolve_revaluation(task.pk, by=acting, at=timezone.now())
        with pytest.raises(Refused, match="collega"):
            verification.resolve_revaluation(task.pk, by=acting, at=timezone.now())
    with owner():
        values = list(
            HoursStatement.objects.filter(deployment=late).order_by("created_at", "pk").values_list("value", flat=True)
        )
    assert sorted(values) == [-fixed, Decimal("0.00"), fixed]
    assert totals_of(late.contract).persons_approved == 0
    with act(cast.bram):
        assert not RevaluationTask.objects.exists()


def test_rejecting_a_line_gives_its_days_back_to_the_others(cast):
    six_months = {"block_code": "work_experience"}
    early = logged(cast.bram, contract_of(cast), ends_on=dt.date(2026, 8, 31), **six_months)
    late = logged(
        cast.bram, contract_of(cast), starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 10, 31), **six_months
    )
    assert seen(late).forecast == 0
    with act(cast.dirk) as acting:
        verification.reject(both(early), reason="Staat er al op", by=acting, at=timezone.now())
    # 7 500 and 5 000 for 50 years, two of twelve months.
    assert seen(late).forecast == Decimal("2083.33")


def test_contributions_are_judged_and_undone(cast):
    contract = contract_of(cast)
    with owner():
        row = ContributionFactory(contract=contract, value=0, quantity=Decimal(5), submitted_at=timezone.now())
    with act(cast.dirk) as acting:
        verification.judge_contribution(row.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
        with pytest.raises(Refused, match="al beoordeeld"):
            verification.judge_contribution(row.pk, to=LineStatus.REJECTED, said="x", by=acting, at=timezone.now())
    assert totals_of(contract).others_approved == Decimal("500.00")
    with act(cast.dirk) as acting:
        renewed = verification.undo_contribution(row.pk, by=acting, at=timezone.now())
    assert (renewed.status, renewed.reference, totals_of(contract).others_approved) == (
        LineStatus.SUBMITTED,
        row.reference,
        0,
    )
    with owner():
        assert sum(Contribution.objects.filter(contract=contract).values_list("quantity", flat=True)) == 5
    with act(cast.dirk) as acting:
        verification.judge_contribution(
            renewed.pk, to=LineStatus.RETURNED, said="Welke factuur?", by=acting, at=timezone.now()
        )
    with owner():
        assert OutboxMessage.objects.get().payload["to"] == "bram.verantwoordelijk@demo.example"


def test_a_correction_between_submitting_and_approval_is_what_gets_approved(cast, waiting):
    line, month = waiting
    with act(cast.bram) as acting:
        corrected = details(line.contract, hours_per_week=Decimal(8))
        lifecycle.correct_deployment(line.pk, details=corrected, by=acting, at=timezone.now())
    approve(cast.dirk, both(line, month))
    assert (seen(month).value, seen(line).forecast) == (0, 0)
    with owner():
        assert Transition.objects.filter(deployment=line, note="Gecorrigeerd").count() == 1
