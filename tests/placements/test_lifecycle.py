"""What the contractor may do with a person's line and its hours, and what is refused in plain words."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from placements.choices import LineStatus
from placements.models import Deployment, HoursStatement, Transition
from placements.stating import hours, lifecycle
from placements.steps import Refused
from tests.placements.workspace import (
    APRIL,
    MARCH,
    MAY,
    TODAY,
    act,
    contract_of,
    details,
    logged,
    second_contractor,
    seen,
    stated,
)

NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)


def test_a_concept_shows_what_it_would_be_worth_and_counts_for_nothing(cast):
    contract = contract_of(cast)
    line = seen(logged(cast.bram, contract, submit=False))
    assert (line.status, line.forecast, line.birth_year) == (LineStatus.CONCEPT, Decimal("45000.00"), 1973)
    assert line.pseudonym.startswith("P-")
    assert line.submitted_at is None


def test_a_concept_does_not_tell_where_else_someone_worked(cast, owner):
    other = second_contractor()
    logged(
        other,
        contract_of(cast, contractor=other.organisation),
        block_code="work_experience",
        ends_on=dt.date(2026, 8, 31),
    )
    mine = contract_of(cast)
    concept = logged(cast.bram, mine, block_code="work_experience", submit=False)
    assert seen(concept).forecast > 0
    with act(cast.bram) as acting:
        lifecycle.submit_deployment(concept.pk, by=acting, at=NOW)
    # Days worked at both count once: from 1 March both run together, so nothing is lost yet.
    assert seen(concept).counts_until == dt.date(2026, 8, 31)


def test_a_line_that_was_taken_back_forgets_what_submitting_told(cast, owner):
    """Submit, read until when the person counts, withdraw: the concept knows the company's own lines only."""
    other = second_contractor()
    elsewhere = contract_of(cast, contractor=other.organisation, starts_on=dt.date(2025, 1, 1))
    logged(other, elsewhere, block_code="work_experience", starts_on=dt.date(2025, 12, 1), ends_on=dt.date(2026, 5, 1))
    line = logged(cast.bram, contract_of(cast), block_code="work_experience", submit=False)
    typed = seen(line).forecast, seen(line).counts_until
    with act(cast.bram) as acting:
        lifecycle.submit_deployment(line.pk, by=acting, at=NOW)
    june = stated(cast.bram, line, dt.date(2026, 6, 1), 100)
    assert seen(line).counts_until < typed[1]
    assert (seen(line).forecast < typed[0], seen(june).value) == (True, 0)
    with act(cast.bram) as acting:
        lifecycle.withdraw_deployment(line.pk, by=acting, at=NOW)
    assert (seen(line).forecast, seen(line).counts_until) == typed
    assert seen(june).value > 0


def test_submitting_needs_that_the_person_knows(cast):
    with pytest.raises(Refused, match="weet"):
        logged(cast.bram, contract_of(cast), person_informed=False)


def test_a_block_of_another_tariff_or_kind_is_refused(cast):
    contract = contract_of(cast)
    with pytest.raises(Refused, match="uitkering"):
        logged(cast.bram, contract, block_code="social_activity")


def test_correcting_what_waits_keeps_it_waiting_and_values_it_anew(cast):
    contract = contract_of(cast)
    line = logged(cast.bram, contract)
    with act(cast.bram) as acting:
        lifecycle.correct_deployment(line.pk, details=details(contract, hours_per_week=Decimal(18)), by=acting, at=NOW)
    line = seen(line)
    assert (line.status, line.forecast) == (LineStatus.SUBMITTED, Decimal("22500.00"))


def test_who_it_is_changes_only_in_a_concept(cast):
    contract = contract_of(cast)
    line = logged(cast.bram, contract)
    other = details(contract, name="B. Proefstra")
    with act(cast.bram) as acting, pytest.raises(Refused, match="concept"):
        lifecycle.correct_deployment(line.pk, details=other, by=acting, at=NOW)
    with act(cast.bram) as acting:
        lifecycle.withdraw_deployment(line.pk, by=acting, at=NOW)
        lifecycle.correct_deployment(line.pk, details=other, by=acting, at=NOW)
    assert seen(line).pseudonym != line.pseudonym


def test_withdrawing_takes_the_waiting_hours_along(cast):
    line = logged(cast.bram, contract_of(cast))
    statement = stated(cast.bram, line)
    with act(cast.bram) as acting:
        lifecycle.withdraw_deployment(line.pk, by=acting, at=NOW)
    assert {seen(line).status, seen(statement).status} == {LineStatus.CONCEPT}


def test_a_concept_can_be_thrown_away(cast):
    line = logged(cast.bram, contract_of(cast), submit=False)
    with act(cast.bram) as acting:
        lifecycle.discard_deployment(line.pk, by=acting, at=NOW)
        assert not Deployment.objects.live().exists()
    waiting = logged(cast.bram, contract_of(cast))
    with act(cast.bram) as acting, pytest.raises(Refused, match="concept"):
        lifecycle.discard_deployment(waiting.pk, by=acting, at=NOW)


def test_hours_are_stated_changed_emptied_and_submitted(cast):
    line = logged(cast.bram, contract_of(cast))
    concept = stated(cast.bram, line, paid="120.50", submit=False)
    assert (concept.status, concept.value) == (LineStatus.CONCEPT, Decimal("2896.63"))
    with act(cast.bram) as acting:
        hours.state_hours({line.pk: None}, month=MARCH, by=acting, on=TODAY, at=NOW)
        assert not HoursStatement.objects.live().exists()
    again = stated(cast.bram, line, paid=0)
    assert (again.status, again.value) == (LineStatus.SUBMITTED, 0)


def test_submitted_hours_that_change_stay_submitted(cast):
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line)
    changed = stated(cast.bram, line, paid=100, submit=False)
    assert (changed.status, changed.paid_hours) == (LineStatus.SUBMITTED, 100)
    with act(cast.bram) as acting, pytest.raises(Refused, match="niets deze maand"):
        hours.state_hours({line.pk: None}, month=MARCH, by=acting, on=TODAY, at=NOW)


@pytest.mark.parametrize(
    ("month", "words"), [(dt.date(2026, 7, 1), "nog niet begonnen"), (dt.date(2026, 2, 1), "werkt in deze maand niet")]
)
def test_months_to_come_or_without_work_are_refused(cast, month, words):
    line = logged(cast.bram, contract_of(cast))
    with pytest.raises(Refused, match=words):
        stated(cast.bram, line, month)


def test_sixty_hours_a_week_over_all_contractors_and_the_rest_is_kept(cast, owner):
    other = second_contractor()
    elsewhere = logged(other, contract_of(cast, contractor=other.organisation))
    stated(other, elsewhere, MARCH, 200)
    contract, second = contract_of(cast), contract_of(cast)
    lines = [logged(cast.bram, contract), logged(cast.bram, second), logged(cast.bram, contract, name="B. Proefstra")]
    with act(cast.bram) as acting:
        kept = hours.state_hours(
            {lines[0].pk: Decimal(100), lines[1].pk: Decimal("65.71"), lines[2].pk: Decimal(200)},
            month=MARCH,
            by=acting,
            on=TODAY,
            at=NOW,
        )
        order = {line.pk: nr for nr, line in enumerate(lines)}
        asked = sorted(kept, key=lambda one: order[one.deployment_id])
        result = hours.submit_hours([one.pk for one in asked], by=acting, at=NOW)
    # 265.71 hours are allowed in March: 100 beside 200 is too many, 65.71 fits to the hundredth.
    assert [one.deployment_id for one in result.accepted] == [lines[1].pk, lines[2].pk]
    (sentence,) = result.refused.values()
    assert list(result.refused) == [lines[0].pk]
    assert "60 uur" in sentence
    assert "Steigers" not in sentence
    assert "Voorbeeld" not in sentence
    statuses = {one.deployment_id: seen(one) for one in asked}
    assert statuses[lines[0].pk].status == LineStatus.CONCEPT
    assert statuses[lines[1].pk].many_hours
    assert not statuses[lines[2].pk].many_hours


def test_one_hundredth_past_the_bound_is_refused(cast):
    line = logged(cast.bram, contract_of(cast))
    statement = stated(cast.bram, line, APRIL, "257.15")
    assert statement.status == LineStatus.CONCEPT
    assert stated(cast.bram, line, APRIL, "257.14").status == LineStatus.SUBMITTED


def test_hours_wait_until_the_person_is_submitted(cast):
    line = logged(cast.bram, contract_of(cast), submit=False)
    with pytest.raises(Refused, match="geen uren"):
        stated(cast.bram, line)


def test_every_step_is_written_down_with_its_maker(cast):
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line, MAY)
    with act(cast.bram):
        steps = list(
            Transition.objects.order_by("at", "pk").values_list("from_status", "to_status", "statement__month")
        )
        assert set(Transition.objects.values_list("user_id", flat=True)) == {cast.bram.user.pk}
    assert steps == [("", "concept", None), ("concept", "submitted", None), ("concept", "submitted", MAY)]


def test_the_contractor_cannot_decide_past_the_use_cases(cast):
    line = logged(cast.bram, contract_of(cast))
    statement = stated(cast.bram, line)
    for row in (line, statement):
        with act(cast.bram), pytest.raises(DatabaseError, match="only the verifier"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(status=LineStatus.APPROVED, decided_at=timezone.now())
