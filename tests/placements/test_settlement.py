"""The end of a contract: exact figures, a divided shortfall, a surplus that moves, and nothing that changes after."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from exchange import collect
from organisations.models import OutboxMessage
from placements import settlement
from placements.choices import LineStatus
from placements.models import Contribution, HoursStatement, RevaluationTask, Transition
from placements.settlement import Decision, Letter, SettlementRefused
from placements.stating import hours, lifecycle
from placements.steps import Refused
from placements.valuation import contribution_value
from placements.verifying import verification
from placements.verifying.verification import Chosen
from placements.worth.appraisal import Revaluation, record_revaluations
from tenders import documents
from tenders.choices import Cause, DocumentState, LadderKind, Side, StepState
from tenders.models import (
    Contract,
    ContractTotals,
    Document,
    LadderStep,
    Message,
    RegionPolicy,
    Responsible,
    Settlement,
)
from tenders.terms import TermsRefused, revise
from tests.database import owner
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.placements.workspace import act, contract_of, details, seen

pytestmark = pytest.mark.django_db

ENDED = {"starts_on": dt.date(2026, 2, 1), "ends_on": dt.date(2026, 5, 31)}
TODAY = dt.date(2026, 6, 15)
LETTER = Letter("Afrekening", "De opdracht is afgerekend.", "Bram Molenwerf")


def with_approved(cast, worth, **values) -> Contract:
    """An ended contract that owes € 50.000, with a person and another effort approved, together ``worth``."""
    contract = contract_of(cast, **(ENDED | values))
    with owner():
        line = DeploymentFactory(contract=contract, starts_on=dt.date(2026, 3, 1), ends_on=dt.date(2026, 5, 31))
        HoursStatementFactory(deployment=line, status=LineStatus.APPROVED, value=Decimal(worth) - 1000)
        ContributionFactory(contract=contract, status=LineStatus.APPROVED, value=1000)
    return contract


def drawn_up(person, contract) -> Settlement:
    with act(person) as acting:
        return settlement.draw_up(acting, contract_id=contract.pk, at=timezone.now())


def decided(person, contract, **decision) -> Settlement:
    with act(person) as acting:
        return settlement.decide(acting, contract_id=contract.pk, decision=Decision(**decision), on=TODAY)


def settled(person, contract) -> Settlement:
    with act(person) as acting:
        return settlement.settle(acting, contract_id=contract.pk, letter=LETTER, on=TODAY, at=timezone.now())


def taken_back(person, contract, reason="Er ontbrak een regel") -> Settlement:
    with act(person) as acting:
        return settlement.take_back(acting, contract_id=contract.pk, reason=reason, at=timezone.now())


def transferable(cast):
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(surplus_transferable=True)


def approved_on(contract) -> Decimal:
    with owner():
        totals = ContractTotals.objects.get(contract=contract)
        return totals.persons_approved + totals.others_approved


def test_what_was_owed_and_approved_is_fixed_to_the_cent(cast):
    contract = with_approved(cast, "12345.67")

    made = drawn_up(cast.dirk, contract)

    assert (made.obligation, made.persons_approved, made.others_approved) == (
        Decimal("50000.00"),
        Decimal("11345.67"),
        Decimal("1000.00"),
    )
    assert (made.shortfall, made.surplus) == (Decimal("37654.33"), Decimal("0.00"))
    assert (made.drawn_up_by_id, made.drawn_up_for_id) == (cast.dirk.user.pk, cast.dirk.organisation.pk)


def test_a_contract_without_obligation_has_nothing_short_and_nothing_over(cast):
    contract = with_approved(cast, 3000, percentage=Decimal(0))
    made = drawn_up(cast.alice, contract)
    assert (made.obligation, made.shortfall, made.surplus) == (Decimal("0.00"),) * 3
    assert settled(cast.alice, contract).state == "settled"


def test_the_authority_waits_for_the_last_day_and_the_coordination_point_does_not(cast):
    contract = contract_of(cast, ends_on=timezone.localdate())
    with pytest.raises(SettlementRefused, match="laatste dag"):
        drawn_up(cast.alice, contract)
    assert drawn_up(cast.dirk, contract).state == "drawn_up"


def brought_forward(contract, *, days_ago: int) -> None:
    """The contract ran on for years, until a version said that it ended yesterday."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    with owner():
        first = contract.versions.get()
        first.pk, first.number, first.valid_from, first.made_at = None, 2, contract.starts_on, at
        first.ends_on = timezone.localdate() - dt.timedelta(days=1)
        first.cause, first.reason = Cause.CHANGE, "Eerder klaar"
        first.save(force_insert=True)
        Contract.objects.filter(pk=contract.pk).update(ends_on=first.ends_on)


@pytest.mark.parametrize(("days_ago", "may"), [(0, False), (29, False), (30, True), (90, True)])
def test_an_authority_that_brings_the_end_forward_waits_to_read_the_exact_total(cast, days_ago, may):
    contract = with_approved(cast, 20000, ends_on=dt.date(2030, 1, 31))
    brought_forward(contract, days_ago=days_ago)
    if may:
        assert drawn_up(cast.alice, contract).persons_approved == Decimal(19000)
        return
    with pytest.raises(SettlementRefused, match="kort geleden naar voren gehaald"):
        drawn_up(cast.alice, contract)
    assert not seen_rows(contract)
    # Who reads the exact total anyway does not wait.
    assert drawn_up(cast.dirk, contract).state == "drawn_up"


def test_a_later_change_of_something_else_does_not_make_the_wait_begin_anew(cast):
    contract = with_approved(cast, 20000, ends_on=dt.date(2030, 1, 31))
    brought_forward(contract, days_ago=40)
    with act(cast.alice) as acting:
        revise(
            acting,
            contract.pk,
            cause=Cause.CHANGE,
            valid_from=contract.starts_on,
            reason="Naam van de grondslag",
            at=timezone.now(),
            percentage=Decimal(4),
        )
    assert drawn_up(cast.alice, contract).state == "drawn_up"


def test_an_end_that_was_agreed_to_be_later_and_brought_back_waits_as_well(cast):
    """Whether the first terms had ended says nothing: what counts is what stood until lately."""
    contract = with_approved(cast, 20000)
    for ends_on in (dt.date(2030, 1, 31), timezone.localdate() - dt.timedelta(days=1)):
        with act(cast.alice) as acting:
            revise(
                acting,
                contract.pk,
                cause=Cause.CHANGE,
                valid_from=contract.starts_on,
                reason="Looptijd",
                at=timezone.now(),
                ends_on=ends_on,
            )
    with pytest.raises(SettlementRefused, match="kort geleden naar voren gehaald"):
        drawn_up(cast.alice, contract)


@pytest.mark.parametrize("who", ["bram", "carla", "esra", "frank"])
def test_nobody_else_draws_up(cast, who):
    contract = with_approved(cast, 2000)
    with pytest.raises(DatabaseError, match="only the authority"), transaction.atomic():
        drawn_up(getattr(cast, who), contract)
    assert not seen_rows(contract)


def seen_rows(contract):
    with owner():
        return list(Settlement.objects.filter(contract=contract).order_by("drawn_up_at"))


@pytest.mark.parametrize("status", [LineStatus.SUBMITTED, LineStatus.RETURNED])
@pytest.mark.parametrize("kind", ["deployment", "hours", "contribution"])
def test_what_waits_stands_in_the_way_and_is_counted(cast, kind, status):
    contract = contract_of(cast, **ENDED)
    with owner():
        if kind == "contribution":
            ContributionFactory.create_batch(2, contract=contract, status=status)
        else:
            line_status = status if kind == "deployment" else LineStatus.APPROVED
            lines = DeploymentFactory.create_batch(2, contract=contract, status=line_status)
            if kind == "hours":
                for line in lines:
                    HoursStatementFactory(deployment=line, status=status)
    said = "2 regels wachten op een oordeel" if status == LineStatus.SUBMITTED else "2 regels wachten op antwoord"
    with pytest.raises(SettlementRefused, match=said):
        drawn_up(cast.dirk, contract)


def test_a_value_that_must_be_revised_stands_in_the_way(cast):
    contract = with_approved(cast, 2000)
    with owner():
        statement = HoursStatement.objects.get(deployment__contract=contract)
        task = RevaluationTask.objects.create(statement=statement, new_value=900)
    with pytest.raises(SettlementRefused, match="1 waarde moet worden herzien"):
        drawn_up(cast.dirk, contract)
    with owner():
        RevaluationTask.objects.filter(pk=task.pk).update(done_at=timezone.now())
    assert drawn_up(cast.dirk, contract)


def test_it_is_drawn_up_once(cast):
    contract = with_approved(cast, 2000)
    drawn_up(cast.dirk, contract)
    with pytest.raises(SettlementRefused, match="al opgemaakt"):
        drawn_up(cast.alice, contract)


def test_while_it_stands_no_line_is_made_submitted_judged_or_taken_back(cast):
    contract = with_approved(cast, 2000)
    with owner():
        concept = DeploymentFactory(contract=contract, status=LineStatus.CONCEPT, person_informed=True)
        approved = contract.deployments.get(status=LineStatus.APPROVED)
        month = HoursStatementFactory(deployment=approved, month=dt.date(2026, 4, 1), status=LineStatus.CONCEPT)
        fixed = approved.statements.get(status=LineStatus.APPROVED)
        other = contract.contributions.get()
    drawn_up(cast.dirk, contract)
    at = timezone.now()
    by_bram = (
        lambda by: lifecycle.log_deployment(contract, details=details(contract), by=by, at=at),
        lambda by: lifecycle.submit_deployment(concept.pk, by=by, at=at),
        lambda by: lifecycle.discard_deployment(concept.pk, by=by, at=at),
        lambda by: lifecycle.correct_deployment(concept.pk, details=details(contract), by=by, at=at),
        lambda by: hours.state_hours({approved.pk: Decimal(9)}, month=dt.date(2026, 5, 1), by=by, on=TODAY, at=at),
    )
    by_dirk = (
        lambda by: verification.undo(
            Chosen(approved.pk, with_deployment=False, statement_ids=(fixed.pk,)), by=by, at=at
        ),
        lambda by: verification.undo_contribution(other.pk, by=by, at=at),
    )
    for person, attempts in ((cast.bram, by_bram), (cast.dirk, by_dirk)):
        for attempt in attempts:
            with pytest.raises(Refused, match="afrekening van dit contract is opgemaakt"), act(person) as acting:
                attempt(acting)
    with act(cast.bram) as acting:
        answer = hours.submit_hours([month.pk], by=acting, at=at)
    assert not answer.accepted
    assert "afrekening" in answer.refused[approved.pk]
    assert approved_on(contract) == Decimal(2000)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE placements_deployment SET status = 'submitted' WHERE status = 'concept' AND contract_id = %s",
        (
            "UPDATE placements_hoursstatement SET reversed_at = now() WHERE deployment_id = ANY"
            "(ARRAY(SELECT id FROM placements_deployment WHERE contract_id = %s))"
        ),
        "UPDATE placements_contribution SET date = date + 1 WHERE contract_id = %s AND status = 'concept'",
    ],
)
def test_the_database_refuses_what_forgets_to_ask(cast, change):
    contract = with_approved(cast, 2000)
    with owner():
        DeploymentFactory(contract=contract, status=LineStatus.CONCEPT)
        ContributionFactory(contract=contract, status=LineStatus.CONCEPT)
    drawn_up(cast.dirk, contract)
    with (
        pytest.raises(IntegrityError, match="settlement of this contract"),
        transaction.atomic(),
        owner(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [contract.pk])


def test_a_shortfall_is_divided_exactly_and_waiving_needs_a_reason(cast):
    contract = with_approved(cast, 20000)
    drawn_up(cast.dirk, contract)
    with pytest.raises(SettlementRefused, match="samen het tekort"):
        decided(cast.dirk, contract, withheld=Decimal("29999.99"))
    with pytest.raises(SettlementRefused, match="ingespannen"):
        decided(cast.dirk, contract, withheld=Decimal(20000), waived=Decimal(10000), reason=" ")
    with pytest.raises(SettlementRefused, match="Besluit eerst"):
        settled(cast.dirk, contract)
    row = decided(cast.dirk, contract, withheld=Decimal(20000), waived=Decimal(10000), reason="Twee vacatures")
    assert (row.withheld, row.waived) == (Decimal(20000), Decimal(10000))
    # Until it is settled it can be decided otherwise.
    assert decided(cast.alice, contract, withheld=Decimal(30000), reason="Niets gedaan").waived == 0


def test_a_shortfall_about_which_nobody_was_heard_needs_a_reason(cast):
    contract = with_approved(cast, 20000)
    drawn_up(cast.dirk, contract)
    with pytest.raises(SettlementRefused, match="niet gehoord"):
        decided(cast.dirk, contract, withheld=Decimal(30000), reason=" ")
    with owner():
        LadderStep.objects.create(
            contract=contract, kind=LadderKind.HEARING, state=StepState.DONE, planned_on=TODAY, done_on=TODAY
        )
    assert decided(cast.dirk, contract, withheld=Decimal(30000)).withheld == Decimal(30000)


def test_the_letter_of_a_settlement_that_was_taken_back_is_not_sent(cast):
    contract = with_approved(cast, 50000)
    drawn_up(cast.dirk, contract)
    letter = settled(cast.dirk, contract).letter
    with owner():
        Document.objects.update(state=DocumentState.READY, file=b"%PDF-1.7", sha256="0" * 64)
    taken_back(cast.dirk, contract, reason="Factuur vergeten")

    with pytest.raises(documents.DocumentRefused, match="afrekening die is ingetrokken"), act(cast.alice) as acting:
        documents.send(acting, letter.pk, at=timezone.now())

    with owner():
        assert Document.objects.get().sent_at is None
        mail = OutboxMessage.objects.get(name="settlement_reopened")
        assert mail.payload["to"] == Responsible.objects.get(contract=contract, side=Side.CONTRACTOR).email
    assert "Factuur vergeten" in str(mail.payload)
    for page in ("", f"{letter.pk}/"):
        shown = cast.alice.get(f"contracten/{contract.pk}/stukken/{page}").content.decode()
        assert "Hoort bij een afrekening die is ingetrokken" in shown
        assert "Versturen</button>" not in shown


def test_what_was_withdrawn_hides_its_totals_and_is_told_in_the_conversation(cast):
    contract = with_approved(cast, 50000)
    drawn_up(cast.alice, contract)
    with act(cast.alice):
        assert Settlement.objects.exists()
    taken_back(cast.dirk, contract, reason="Te vroeg")
    with act(cast.alice):
        assert not Settlement.objects.exists()
        assert "Te vroeg" in Message.objects.get(contract=contract).text
    with act(cast.dirk):
        assert Settlement.objects.filter(contract=contract).exists()


def test_what_was_only_drawn_up_is_withdrawn_without_a_mail(cast):
    contract = with_approved(cast, 50000)
    drawn_up(cast.dirk, contract)
    taken_back(cast.dirk, contract)
    with owner():
        assert not OutboxMessage.objects.filter(name="settlement_reopened").exists()


def test_settling_closes_the_contract_makes_the_letter_and_mails_the_contractor(cast):
    contract = with_approved(cast, 20000)
    drawn_up(cast.alice, contract)
    decided(cast.alice, contract, withheld=Decimal(30000), reason="Niets gedaan")

    row = settled(cast.alice, contract)

    assert seen(contract).settled_on == TODAY
    with owner():
        letter = Document.objects.get(contract=contract)
        mail = OutboxMessage.objects.get(name="settled")
    assert (row.letter_id, letter.kind, letter.content["body"]) == (letter.pk, "settlement", LETTER.body)
    assert mail.payload["to"] == "bram.verantwoordelijk@demo.example"
    assert f"/werk/{cast.bram.organisation.pk}/contracten/{contract.pk}/afrekening/" in mail.payload["text"]
    # Now, and not before, the authority reads the exact total.
    with act(cast.alice):
        assert ContractTotals.objects.get(contract=contract).persons_approved == Decimal(19000)
    with pytest.raises(SettlementRefused, match="al afgerekend"):
        settled(cast.dirk, contract)


def test_before_it_is_settled_the_authority_reads_the_drawn_up_row_but_no_totals(cast):
    contract = with_approved(cast, 20000)
    with act(cast.alice):
        assert not ContractTotals.objects.filter(contract=contract).exists()
    drawn_up(cast.alice, contract)
    with act(cast.alice):
        assert Settlement.objects.get(contract=contract).persons_approved == Decimal(19000)
        assert not ContractTotals.objects.filter(contract=contract).exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE tenders_contract SET settled_on = '2026-06-15' WHERE id = %s",
        "UPDATE tenders_settlement SET persons_approved = 1 WHERE contract_id = %s",
        "UPDATE tenders_settlement SET state = 'withdrawn' WHERE contract_id = %s",
    ],
)
def test_an_authority_opens_no_total_and_changes_no_figure_behind_the_portals_back(cast, change):
    contract = with_approved(cast, 20000)
    drawn_up(cast.alice, contract)
    with pytest.raises(DatabaseError), transaction.atomic(), act(cast.alice), connection.cursor() as cursor:
        cursor.execute(change, [contract.pk])


def test_only_the_coordination_point_takes_back_and_says_why(cast):
    contract = with_approved(cast, 20000)
    drawn_up(cast.alice, contract)
    with pytest.raises(DatabaseError, match="only the coordination point"), transaction.atomic():
        taken_back(cast.alice, contract)
    with pytest.raises(SettlementRefused, match="waarom"):
        taken_back(cast.dirk, contract, " ")
    row = taken_back(cast.dirk, contract)
    assert (row.state, row.withdrawn_reason) == ("withdrawn", "Er ontbrak een regel")
    with act(cast.bram) as acting:
        assert lifecycle.log_deployment(contract, details=details(contract), by=acting, at=timezone.now())


def test_a_settled_contract_is_opened_again_and_what_was_stays_readable(cast):
    contract = with_approved(cast, 50000)
    drawn_up(cast.dirk, contract)
    settled(cast.dirk, contract)

    taken_back(cast.dirk, contract)

    assert seen(contract).settled_on is None
    with act(cast.alice):
        assert not ContractTotals.objects.filter(contract=contract).exists()
    first, second = (*seen_rows(contract), drawn_up(cast.dirk, contract))
    assert (first.state, first.settled_on, first.persons_approved) == ("withdrawn", TODAY, Decimal(49000))
    assert second.state == "drawn_up"
    with owner():
        assert OutboxMessage.objects.filter(name="placements.tasks.revalue_contract").exists()


def test_a_surplus_goes_to_another_contract_and_comes_back_to_the_cent(cast):
    transferable(cast)
    contract, other = with_approved(cast, "51234.56"), contract_of(cast)
    drawn_up(cast.alice, contract)
    decided(cast.alice, contract, surplus_to_id=other.pk)

    settled(cast.alice, contract)

    assert (approved_on(contract), approved_on(other)) == (Decimal("50000.00"), Decimal("1234.56"))
    with owner():
        out, into = Contribution.objects.filter(kind="surplus").order_by("value")
        assert (out.contract_id, into.contract_id) == (contract.pk, other.pk)
        assert out.value + into.value == 0
        assert out.trace == contribution_value("surplus", Decimal("-1234.56")).trace_as_json()
        assert Transition.objects.filter(contribution__in=[out, into], user=cast.alice.user).count() == 2
        assert seen(contract).settled_on == TODAY

        # No part of a data package: its settlement is none either.
        assert "surplus" not in {one.row.block for one in collect.contributions(cast.region.pk)}
    with pytest.raises(Refused, match="afrekening van een ander contract"), act(cast.dirk) as acting:
        verification.undo_contribution(into.pk, by=acting, at=timezone.now())
    taken_back(cast.dirk, contract)

    assert (approved_on(contract), approved_on(other)) == (Decimal("51234.56"), Decimal("0.00"))
    with owner():
        assert Contribution.objects.filter(kind="surplus", reversed_at__isnull=True).count() == 0
        assert Contribution.objects.filter(kind="surplus").count() == 4


def test_a_surplus_does_not_come_back_from_a_contract_that_was_settled_since(cast):
    transferable(cast)
    contract, other = with_approved(cast, 52000), contract_of(cast)
    drawn_up(cast.dirk, contract)
    decided(cast.dirk, contract, surplus_to_id=other.pk)
    settled(cast.dirk, contract)
    drawn_up(cast.dirk, other)
    with pytest.raises(SettlementRefused, match="Heropen dat eerst"):
        taken_back(cast.dirk, contract)
    assert seen(contract).settled_on == TODAY


def test_a_surplus_stays_where_the_region_says_so_and_goes_nowhere_else(cast):
    contract, other = with_approved(cast, 52000), contract_of(cast)
    stranger = contract_of(cast, authority=cast.carla.organisation)
    ended = contract_of(cast, **ENDED)
    drawn_up(cast.dirk, contract)
    with pytest.raises(SettlementRefused, match="kan het overschot niet"):
        decided(cast.dirk, contract, surplus_to_id=other.pk)
    transferable(cast)
    for wrong in (stranger, ended, contract):
        with pytest.raises(SettlementRefused, match="kan het overschot niet"):
            decided(cast.dirk, contract, surplus_to_id=wrong.pk)
    decided(cast.dirk, contract, surplus_to_id=other.pk)
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(surplus_transferable=False)
    with pytest.raises(SettlementRefused, match="beleid"):
        settled(cast.dirk, contract)
    assert seen(contract).settled_on is None


def test_nobody_makes_a_surplus_by_hand(cast):
    contract = contract_of(cast)
    for person in (cast.bram, cast.dirk):
        with pytest.raises(DatabaseError, match="by a settlement only"), transaction.atomic(), act(person):
            Contribution.objects.create(
                region=cast.region,
                contract=contract,
                contractor=cast.bram.organisation,
                reference="mijn-overschot",
                kind="surplus",
                date=TODAY,
                quantity=500,
                value=500,
                status=LineStatus.APPROVED,
            )


def test_a_line_elsewhere_makes_no_task_for_a_settled_contract(cast):
    contract = with_approved(cast, 20000)
    with owner():
        statement = HoursStatement.objects.get(deployment__contract=contract)
    drawn_up(cast.dirk, contract)
    with act(cast.dirk):
        record_revaluations([Revaluation(statement, Decimal(1), [])], at=timezone.now())
    with owner():
        assert not RevaluationTask.objects.exists()


def test_terms_stand_still_as_well(cast):
    contract = with_approved(cast, 20000)
    drawn_up(cast.dirk, contract)
    with pytest.raises(TermsRefused, match="afrekening van dit contract is opgemaakt"), act(cast.dirk) as acting:
        revise(
            acting,
            contract.pk,
            cause=Cause.CHANGE,
            valid_from=TODAY,
            reason="Meerwerk",
            at=timezone.now(),
            contract_sum=Decimal(2000000),
            basis_stated=Decimal(2000000),
        )
    assert seen(contract).obligation == Decimal(50000)
