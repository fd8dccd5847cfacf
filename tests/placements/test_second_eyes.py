"""Above the region's amount two persons approve: the first is recorded and shown, and the database holds to it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations.choices import Role
from placements.choices import LineStatus
from placements.models import Deployment, FirstApproval, HoursStatement, RevaluationTask, Transition, YearLine
from placements.steps import Refused
from placements.verifying import second_eyes, verification
from placements.verifying.verification import Chosen
from tenders.models import Contract, RegionPolicy
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory
from tests.factories.placements import ContributionFactory
from tests.placements.workspace import APRIL, act, contract_of, logged, seen, stated


@pytest.fixture
def colleague(cast) -> Person:
    """A second verifier at the coordination point."""
    with owner():
        member = MembershipFactory(organisation=cast.dirk.organisation, role=Role.MEMBER)
        member.user.name = "Doutzen"
        member.user.save()
    person = Person(member.user, cast.dirk.organisation)
    log_in(person)
    return person


def two_above(cast, amount) -> None:
    with owner():
        RegionPolicy.objects.filter(region=cast.region, valid__contains=timezone.localdate()).update(
            second_eyes_above=amount
        )


def approve(by: Person, line, *statements, with_deployment=True):
    with act(by) as acting:
        chosen = Chosen(line.pk, with_deployment=with_deployment, statement_ids=tuple(one.pk for one in statements))
        return verification.approve(chosen, by=acting, at=timezone.now())


@pytest.fixture
def waiting(cast):
    """A person worth 45 000 over his whole period, with a month of 3 750."""
    line = logged(cast.bram, contract_of(cast))
    return line, stated(cast.bram, line)


def test_one_is_enough_without_an_amount_and_at_the_amount_itself(cast, waiting):
    line, month = waiting
    two_above(cast, Decimal("45000.00"))
    came = approve(cast.dirk, line, month)
    assert (seen(line).status, seen(month).status) == (LineStatus.APPROVED, LineStatus.APPROVED)
    assert (len(came.counting), came.for_colleague) == (2, ())


def test_the_first_approval_is_kept_and_the_second_makes_it_count(cast, colleague, waiting):
    line, month = waiting
    two_above(cast, Decimal("44999.99"))
    came = approve(cast.dirk, line, month)
    assert (came.counting, came.for_colleague) == ((), (line,))
    assert {seen(line).status, seen(month).status} == {LineStatus.SUBMITTED}
    with pytest.raises(Refused, match="een collega aan de beurt"):
        approve(cast.dirk, line, month)
    came = approve(colleague, line, month)
    assert came.for_colleague == ()
    assert {seen(line).status, seen(month).status} == {LineStatus.APPROVED}


def test_of_several_months_the_ones_below_the_amount_count_at_once(cast, colleague, waiting):
    line, march = waiting
    april = stated(cast.bram, line, APRIL, 10)
    approve(cast.dirk, line)
    two_above(cast, Decimal(1000))
    came = approve(cast.dirk, line, march, april, with_deployment=False)
    assert (came.counting, came.for_colleague) == ((april,), (march,))
    assert (seen(march).status, seen(april).status) == (LineStatus.SUBMITTED, LineStatus.APPROVED)
    approve(colleague, line, march, with_deployment=False)
    assert seen(march).status == LineStatus.APPROVED


def test_a_first_approval_of_other_figures_counts_no_more(cast, colleague, waiting):
    line, month = waiting
    approve(cast.dirk, line)
    two_above(cast, Decimal(1000))
    approve(cast.dirk, line, month, with_deployment=False)
    month = stated(cast.bram, line, paid=100)
    came = approve(colleague, line, month, with_deployment=False)
    assert came.for_colleague == (month,)
    assert seen(month).status == LineStatus.SUBMITTED
    approve(cast.dirk, line, month, with_deployment=False)
    assert seen(month).status == LineStatus.APPROVED


def test_the_first_takes_his_approval_back(cast, colleague, waiting):
    line, month = waiting
    two_above(cast, Decimal(1000))
    approve(cast.dirk, line, month)
    with act(cast.dirk) as acting:
        verification.undo_last(line.pk, by=acting, at=timezone.now())
    came = approve(colleague, line, month)
    assert came.for_colleague == (line, month)
    assert seen(line).status == LineStatus.SUBMITTED


def test_contributions_too(cast, colleague):
    two_above(cast, Decimal(500))
    with owner():
        row = ContributionFactory(contract=contract_of(cast), submitted_at=timezone.now())
    for by, status in ((cast.dirk, LineStatus.SUBMITTED), (colleague, LineStatus.APPROVED)):
        with act(by) as acting:
            verification.judge_contribution(row.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
        assert seen(row).status == status


def test_a_revaluation_above_the_amount_waits_for_a_colleague(cast, colleague, waiting):
    line, month = waiting
    approve(cast.dirk, line, month)
    two_above(cast, Decimal(1000))
    with owner():
        task = RevaluationTask.objects.create(statement=month, new_value=Decimal("3000.00"))
        Contract.objects.filter(pk=line.contract_id).update(ends_on=dt.date(2026, 3, 20))
    with act(cast.dirk) as acting:
        verification.resolve_revaluation(task.pk, by=acting, at=timezone.now())
    with owner():
        (renewed,) = HoursStatement.objects.live().filter(deployment=line)
    assert (renewed.status, seen(task).done_at is not None) == (LineStatus.SUBMITTED, True)
    assert renewed.value != seen(month).value
    approve(colleague, line, renewed, with_deployment=False)
    assert seen(renewed).status == LineStatus.APPROVED


class TestInTheDatabase:
    """Without the use case: what a mistake or a shortcut in code would run into."""

    def test_nobody_approves_alone(self, cast, waiting):
        line, month = waiting
        two_above(cast, Decimal(1000))
        with owner():
            row = ContributionFactory(contract=line.contract, value=2000, submitted_at=timezone.now())
        for one in (line, month, row):
            with act(cast.dirk), pytest.raises(IntegrityError, match="another person approves"), transaction.atomic():
                type(one).objects.filter(pk=one.pk).update(status=LineStatus.APPROVED)

    def test_nor_with_his_own_first_approval_or_one_of_other_figures(self, cast, colleague, waiting):
        line, month = waiting
        approve(cast.dirk, line)
        two_above(cast, Decimal(1000))
        approve(cast.dirk, line, month, with_deployment=False)
        with act(cast.dirk), pytest.raises(IntegrityError, match="another person"), transaction.atomic():
            HoursStatement.objects.filter(pk=month.pk).update(status=LineStatus.APPROVED)
        with act(colleague), pytest.raises(IntegrityError, match="another person"), transaction.atomic():
            HoursStatement.objects.filter(pk=month.pk).update(status=LineStatus.APPROVED, value=9000)
        with act(colleague):
            HoursStatement.objects.filter(pk=month.pk).update(status=LineStatus.APPROVED)
        assert seen(month).status == LineStatus.APPROVED

    def test_nobody_writes_one_in_a_colleagues_name_or_for_a_line_that_does_not_wait(self, cast, colleague, waiting):
        line, _month = waiting
        own = {"user_id": cast.dirk.user.pk, "organisation_id": cast.dirk.organisation.pk}
        with act(cast.dirk), pytest.raises(Exception, match="row-level security"), transaction.atomic():
            FirstApproval.objects.create(line_id=line.pk, **(own | {"user_id": colleague.user.pk}))
        approve(cast.dirk, line)
        with act(cast.dirk), pytest.raises(IntegrityError, match="only a line that waits"), transaction.atomic():
            FirstApproval.objects.create(line_id=line.pk, **own)

    def test_one_that_was_taken_back_stays_so(self, cast, waiting):
        line, _month = waiting
        two_above(cast, Decimal(1000))
        approve(cast.dirk, line)
        with act(cast.dirk):
            FirstApproval.objects.update(withdrawn_at=timezone.now())
            with pytest.raises(IntegrityError, match="only taken back"), transaction.atomic():
                FirstApproval.objects.update(withdrawn_at=None)

    def test_an_import_and_an_opening_by_settlement_are_not_asked(self, cast, waiting):
        line, _month = waiting
        two_above(cast, Decimal(1))
        with owner():  # as the portal itself: no member acts
            Deployment.objects.filter(pk=line.pk).update(status=LineStatus.APPROVED)
        assert seen(line).status == LineStatus.APPROVED


class TestOnScreen:
    def test_who_was_first_stands_beside_the_line_and_in_the_list(self, cast, colleague, waiting):
        line, _month = waiting
        two_above(cast, Decimal(1000))
        path = f"beoordelen/inzet/{line.pk}/"
        assert "Na uw goedkeuring kijkt ook een collega" in cast.dirk.get(path).content.decode()
        approve(colleague, line)
        text = cast.dirk.get(path).content.decode()
        assert "Doutzen keurde dit op" in text
        assert "wacht op een tweede beoordelaar" in text
        assert "door u als eerste goedgekeurd" in colleague.get("beoordelen/").content.decode()
        assert "Nu is een collega aan de beurt" in colleague.get(path).content.decode()

    def test_the_list_narrows_to_what_waits_for_the_second(self, cast, colleague, waiting):
        line, _month = waiting
        two_above(cast, Decimal(1000))
        logged(cast.bram, line.contract, name="B. Proefstra")
        approve(colleague, line)
        assert "1 regel wacht" in cast.dirk.get("beoordelen/?tweede=on").content.decode()
        assert "Niets gevonden" in colleague.get("beoordelen/?tweede=on").content.decode()

    def test_after_a_first_approval_the_bar_takes_it_back(self, cast, waiting):
        line, _month = waiting
        two_above(cast, Decimal(1000))
        approve(cast.dirk, line)
        text = cast.dirk.get(f"beoordelen/?na=inzet.{line.pk}").content.decode()
        assert f"{line.pseudonym} wacht nu op een tweede beoordelaar" in text
        assert cast.dirk.post(f"beoordelen/terugdraaien/inzet/{line.pk}/").status_code == 302
        with owner():
            assert FirstApproval.objects.get().withdrawn_at is not None

    def test_companies_and_the_authority_learn_nothing_of_it(self, cast, colleague, waiting):
        line, _month = waiting
        two_above(cast, Decimal(1000))
        approve(colleague, line)
        for person in (cast.bram, cast.alice, cast.carla, cast.esra, cast.frank):
            with act(person):
                assert not FirstApproval.objects.exists()
        assert "Doutzen" not in cast.bram.get(f"inzet/{line.pk}/").content.decode()

    def test_the_remark_names_the_amount_that_is_above_the_limit(self, cast, waiting):
        line, _month = waiting
        two_above(cast, Decimal(10000))
        text = " ".join(cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode().split())
        assert "de verwachting over de hele periode (€ 45.000,00)." in text
        assert "maart 2026 (€" not in text
        two_above(cast, Decimal(1000))
        text = " ".join(cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode().split())
        assert "(€ 45.000,00), maart 2026 (€ 3.750,00)." in text

    def test_who_entered_it_is_not_the_second_and_reads_who_is(self, cast, colleague, waiting):
        line, month = waiting
        with owner():
            row = ContributionFactory(contract=line.contract, value=2000, submitted_at=timezone.now())
            for about in ({"deployment": line}, {"deployment": line, "statement": month}, {"contribution": row}):
                Transition(from_status="", to_status="submitted", user=cast.dirk.user, **about).save(force_insert=True)
        two_above(cast, Decimal(500))
        approve(colleague, line, month)
        with act(colleague) as acting:
            verification.judge_contribution(row.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
        assert "Niets gevonden" in cast.dirk.get("beoordelen/?tweede=on").content.decode()
        assert "door uzelf ingevoerd: een collega is aan de beurt" in cast.dirk.get("beoordelen/").content.decode()
        path = f"beoordelen/inzet/{line.pk}/"
        text = cast.dirk.get(path).content.decode()
        assert "Daarom beoordeelt u het niet" in text
        assert "Bij uw organisatie is nu niemand anders die dit mag" in text
        with owner():
            third = MembershipFactory(organisation=cast.dirk.organisation, role=Role.MEMBER)
            third.user.name = "Tjitske"
            third.user.save()
            MembershipFactory(organisation=cast.dirk.organisation, role=Role.AUDITOR)
        for person in (cast.dirk, colleague):
            assert "Dit kunnen nu beoordelen: Tjitske." in person.get(path).content.decode()

    def test_a_month_that_one_entered_himself_is_offered_to_others_only(self, cast, colleague, waiting):
        line, month = waiting
        approve(cast.dirk, line)
        with owner():
            Transition(
                deployment=line, statement=month, from_status="", to_status="submitted", user=colleague.user
            ).save(force_insert=True)
        two_above(cast, Decimal(500))
        approve(cast.dirk, line, month, with_deployment=False)
        assert "Niets gevonden" in colleague.get("beoordelen/?tweede=on").content.decode()
        with owner():
            other = Person(MembershipFactory(organisation=cast.dirk.organisation).user, cast.dirk.organisation)
        log_in(other)
        assert "1 regel wacht" in other.get("beoordelen/?tweede=on").content.decode()

    def test_a_year_line_that_one_entered_himself_is_offered_to_others_only(self, cast, colleague, waiting):
        line, month = waiting
        approve(cast.dirk, line, month)
        two_above(cast, Decimal(500))
        with owner():
            year = YearLine.objects.create(
                deployment=line,
                year=2026,
                date=dt.date(2026, 12, 31),
                status=LineStatus.SUBMITTED,
                submitted_at=timezone.now(),
                value=1000,
            )
            Transition(year_line=year, from_status="", to_status="submitted", user=cast.dirk.user).save(
                force_insert=True
            )
            other = Person(MembershipFactory(organisation=cast.dirk.organisation).user, cast.dirk.organisation)
        log_in(other)
        with act(colleague) as acting:
            assert second_eyes.record([YearLine.objects.get(pk=year.pk)], by=acting, at=timezone.now())
        assert "Niets gevonden" in cast.dirk.get("beoordelen/?tweede=on").content.decode()
        assert "1 regel wacht" in other.get("beoordelen/?tweede=on").content.decode()

    def test_of_an_authority_that_verifies_itself_only_who_verifies_there_can_be_the_second(self, cast, waiting):
        line, _month = waiting
        two_above(cast, Decimal(1000))
        with owner():
            first, second, neither = (
                MembershipFactory(organisation=cast.alice.organisation, verifies=verifies).user
                for verifies in (True, True, False)
            )
        assert cast.alice.post(f"regio/{cast.region.pk}/beoordelaar/", {"verifier": "own"}).status_code == 302
        vera = Person(first, cast.alice.organisation)
        log_in(vera)
        text = vera.get(f"beoordelen/inzet/{line.pk}/").content.decode()
        assert neither.name not in text
        approve(vera, line)
        text = vera.get(f"beoordelen/inzet/{line.pk}/").content.decode()
        assert f"Dit kunnen nu beoordelen: {second.name}." in text
        assert neither.name not in text
