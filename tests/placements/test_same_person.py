"""The coordination point decides who is the same person; caps, hours and values follow, and no company learns a thing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import OutboxMessage, ReadLog
from organisations.refused import Refused
from placements import same_person
from placements.choices import SamePerson
from placements.models import DeployedPerson, HoursStatement, PersonDecision, PersonKey, RevaluationTask
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tests.placements.workspace import (
    APRIL,
    MARCH,
    act,
    auditor_of,
    contract_of,
    logged,
    second_contractor,
    seen,
    stated,
)

BORN = dt.date(1980, 4, 2)


@pytest.fixture
def two(cast):
    """A person at Bram's company, and one of nearly the same name at another that works in the same days."""
    neighbour = second_contractor()
    here, there = contract_of(cast), contract_of(cast, contractor=neighbour.organisation)
    one = logged(cast.bram, here, name="Jan Jansen", birth_date=BORN, block_code="pw_gt2")
    other = logged(neighbour, there, name="Jan Janssen", birth_date=BORN, block_code="pw_gt2")
    return neighbour, one, other


def persons(*lines):
    return [DeployedPerson.objects.get(pk=line.person_id) for line in lines]


def decided(cast, one, other, kind=SamePerson.LINKED, reason="Zelfde loonstrook gezien"):
    with act(cast.dirk) as dirk:
        first, second = persons(one, other)
        return same_person.decide(dirk, kind, one=first, other=second, reason=reason, at=timezone.now())


def undone(cast, decision, reason="Toch een ander"):
    with act(cast.dirk) as dirk:
        return same_person.undo(dirk, decision.pk, reason=reason, at=timezone.now())


def keys(owner, *lines):
    with owner():
        return [PersonKey.objects.get(person_id=line.person_id).key for line in lines]


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_two_who_look_alike_are_suggested_until_it_is_decided(cast, two):
    _neighbour, one, other = two
    with act(cast.dirk):
        (pair,) = same_person.suggestions(cast.region.pk)
    assert {pair.one_id, pair.other_id} == {one.person_id, other.person_id}
    outcome = decided(cast, one, other, SamePerson.DIFFERENT)
    with act(cast.dirk):
        assert same_person.suggestions(cast.region.pk) == []
    undone(cast, outcome.decision)
    with act(cast.dirk):
        assert len(same_person.suggestions(cast.region.pk)) == 1
    for person in (cast.bram, cast.alice, cast.frank):
        with act(person):
            assert same_person.suggestions(cast.region.pk) == []
            assert same_person.recognised_as(cast.region.pk, [one.person_id]) == set()


def test_a_link_shares_the_longest_period_and_undoing_gives_back_just_what_was(cast, owner, two):
    neighbour, one, _other = two
    # The same person went on at the neighbour's, under another spelling, for the two years after.
    there = contract_of(
        cast, contractor=neighbour.organisation, starts_on=dt.date(2027, 3, 1), ends_on=dt.date(2030, 1, 1)
    )
    later = logged(
        neighbour,
        there,
        name="Jan Jansens",
        birth_date=BORN,
        block_code="pw_gt2",
        starts_on=dt.date(2027, 3, 1),
        ends_on=dt.date(2029, 2, 28),
    )
    before = (seen(one).forecast, seen(later).forecast, keys(owner, one, later))
    outcome = decided(cast, one, later)
    assert seen(later).forecast < before[1]
    assert seen(later).counts_until == dt.date(2028, 2, 29)
    assert len(set(keys(owner, one, later))) == 1
    undone(cast, outcome.decision)
    assert (seen(one).forecast, seen(later).forecast, keys(owner, one, later)) == before


def test_who_comes_later_under_either_name_is_recognised(cast, owner, two):
    neighbour, one, other = two
    decided(cast, one, other)
    third = second_contractor()
    line = logged(third, contract_of(cast, contractor=third.organisation), name="jan  JANSSEN", birth_date=BORN)
    assert len(set(keys(owner, one, other, line))) == 1
    assert neighbour.organisation != third.organisation


def test_an_approved_month_that_is_worth_something_else_becomes_a_task(cast, owner, two):
    neighbour, _one, other = two
    early = contract_of(cast, starts_on=dt.date(2024, 1, 1))
    statement = stated(neighbour, other)
    with act(cast.dirk) as dirk:
        verification.approve(
            Chosen(other.pk, with_deployment=True, statement_ids=(statement.pk,)), by=dirk, at=timezone.now()
        )
    worth = seen(statement).value
    assert worth > 0
    # For two years before, at Bram's: together the person is past his 24 months.
    past = logged(
        cast.bram,
        early,
        name="J. Jansen",
        birth_date=BORN,
        block_code="pw_gt2",
        starts_on=dt.date(2024, 1, 1),
        ends_on=dt.date(2026, 2, 28),
    )
    outcome = decided(cast, past, other)
    assert outcome.tasks == 1
    with owner():
        task = RevaluationTask.objects.get(statement_id=statement.pk, done_at__isnull=True)
        assert task.new_value < worth
    assert seen(statement).value == worth  # the verifier decides


def test_hours_of_linked_persons_are_one_persons_hours(cast, owner, two):
    neighbour, one, other = two
    first, second = stated(cast.bram, one, paid=140), stated(neighbour, other, paid=140)
    assert not seen(first).many_hours
    outcome = decided(cast, one, other)
    assert outcome.too_many == (MARCH,)
    assert seen(first).many_hours
    assert seen(second).many_hours
    # April no longer fits beside the other company's.
    stated(cast.bram, one, APRIL, 200)
    late = stated(neighbour, other, APRIL, 100)
    assert late.status == "concept"
    undone(cast, outcome.decision)
    assert not seen(first).many_hours
    assert stated(neighbour, other, APRIL, 101).status == "submitted"


def test_two_of_the_same_name_are_taken_apart_and_only_those(cast, owner):
    neighbour, third = second_contractor(), second_contractor()
    lines = [
        logged(who, contract_of(cast, contractor=who.organisation), name="Ali Yılmaz", birth_date=BORN)
        for who in (cast.bram, neighbour, third)
    ]
    assert len(set(keys(owner, *lines))) == 1
    outcome = decided(cast, lines[0], lines[1], SamePerson.APART)
    first, second, last = keys(owner, *lines)
    assert first == last != second
    with act(cast.dirk):
        assert same_person.suggestions(cast.region.pk) == []
    undone(cast, outcome.decision)
    assert len(set(keys(owner, *lines))) == 1


def test_chains_of_links_come_apart_one_by_one(cast, owner, two):
    _neighbour, one, other = two
    third = second_contractor()
    line = logged(third, contract_of(cast, contractor=third.organisation), name="Jan Jansn", birth_date=BORN)
    begin = keys(owner, one, other, line)
    first = decided(cast, one, other)
    second = decided(cast, other, line)
    assert len(set(keys(owner, one, other, line))) == 1
    undone(cast, first.decision)
    alone, left, right = keys(owner, one, other, line)
    assert alone == begin[0]
    assert left == right != alone
    undone(cast, second.decision)
    assert keys(owner, one, other, line) == begin


@pytest.mark.parametrize("kind", [SamePerson.LINKED, SamePerson.DIFFERENT])
def test_a_reason_is_needed_and_a_pair_is_decided_once(cast, two, kind):
    _neighbour, one, other = two
    with pytest.raises(Refused, match="waarom"):
        decided(cast, one, other, kind, reason="  ")
    decided(cast, one, other, kind)
    with pytest.raises(Refused, match="al besloten"):
        decided(cast, other, one, kind)


def test_only_the_coordination_point_decides_also_past_the_screens(cast, owner, two):
    neighbour, one, other = two
    first, second = (one.person_id, other.person_id)
    row = {"region": cast.region, "kind": "linked", "one_id": first, "other_id": second, "reason": "x"}
    for person in (cast.bram, neighbour, cast.alice, cast.carla, cast.esra, cast.frank, auditor_of(cast.dirk)):
        with act(person), pytest.raises(DatabaseError), transaction.atomic():
            PersonDecision.objects.create(**row, organisation=person.organisation, decided_by=person.user)
    outcome = decided(cast, one, other)
    with act(cast.dirk), pytest.raises(DatabaseError, match="only ever undone"), transaction.atomic():
        PersonDecision.objects.filter(pk=outcome.decision.pk).update(reason="anders")


def test_the_companies_learn_nothing(cast, two):
    neighbour, one, other = two
    decided(cast, one, other)
    for person, line, hidden in ((cast.bram, one, "Janssen"), (neighbour, other, "Molenwerf")):
        page = text(person.get(f"inzet/{line.pk}/"))
        assert hidden not in page
        assert "Samengevoegd" not in page
        with act(person):
            assert not PersonDecision.objects.exists()
    for path in ("personen/", f"personen/inzet/{one.pk}/", f"personen/{one.person_id}/{other.person_id}/"):
        for person in (cast.bram, neighbour, cast.alice, cast.carla, cast.esra):
            assert person.get(path).status_code == 403, path
        if path != "personen/":
            assert cast.frank.get(path).status_code == 404, path
    assert one.pseudonym not in text(cast.frank.get("personen/"))


def test_the_screens_from_suggestion_to_undoing(cast, owner, two):
    _neighbour, one, other = two
    page = text(cast.dirk.get("personen/"))
    assert one.pseudonym in page
    assert "De namen verschillen een of twee letters" in page
    assert "Jansen" not in page
    pair = f"personen/{one.person_id}/{other.person_id}/"
    assert "Jansen" not in text(cast.dirk.get(pair))
    assert cast.dirk.post(pair + "namen/", {"reason": " "}).status_code == 422
    with owner():
        assert not ReadLog.objects.exists()
    page = text(cast.dirk.post(pair + "namen/", {"reason": "Lijken dezelfde"}))
    assert "Jan Jansen" in page
    assert "Jan Janssen" in page
    with owner():
        assert set(ReadLog.objects.values_list("subject_id", flat=True)) == {one.person_id, other.person_id}
    assert cast.dirk.post(pair + "besluit/", {"kind": "linked", "said": ""}).status_code == 422
    answer = cast.dirk.post(pair + "besluit/", {"kind": "linked", "said": "Zelfde loonstrook"}, follow=True)
    assert "Samengevoegd: deze twee tellen nu als één persoon." in text(answer)
    with owner():
        decision = PersonDecision.objects.get()
        assert not OutboxMessage.objects.filter(kind="mail", payload__text__contains="Samengevoegd").exists()
    for person in (cast.bram, cast.alice, cast.carla, cast.esra, auditor_of(cast.dirk)):
        for path in (pair + "namen/", pair + "besluit/", f"personen/besluit/{decision.pk}/terug/"):
            assert person.post(path, {"reason": "x", "said": "x", "kind": "linked"}).status_code == 403, path
    for path in (pair + "namen/", pair + "besluit/", f"personen/besluit/{decision.pk}/terug/"):
        assert cast.frank.post(path, {"reason": "x", "said": "x", "kind": "linked"}).status_code == 404
    back = f"personen/besluit/{decision.pk}/terug/"
    assert cast.dirk.post(back, {"said": ""}).status_code == 422
    assert cast.dirk.post(back, {"said": "Vergissing"}).status_code == 302
    with owner():
        decision.refresh_from_db()
        assert (decision.undone_reason, decision.undone_by) == ("Vergissing", cast.dirk.user)


def test_a_line_leads_to_who_else_it_is(cast, two):
    _neighbour, one, other = two
    page = text(cast.dirk.get(f"personen/inzet/{one.pk}/"))
    assert "Niemand anders in de regio telt als dezelfde persoon." in page
    page = text(cast.dirk.get(f"personen/inzet/{one.pk}/?pseudoniem={other.pseudonym.lower()}"))
    assert f"personen/{one.person_id}/{other.person_id}/" in page
    decided(cast, one, other)
    assert other.pseudonym in text(cast.dirk.get(f"personen/inzet/{one.pk}/"))


def test_an_approved_month_keeps_what_was_flagged_then(cast, owner, two):
    neighbour, one, other = two
    first = stated(cast.bram, one, paid=140)
    stated(neighbour, other, paid=140)
    with act(cast.dirk) as dirk:
        verification.approve(
            Chosen(one.pk, with_deployment=True, statement_ids=(first.pk,)), by=dirk, at=timezone.now()
        )
    decided(cast, one, other)
    with owner():
        assert not HoursStatement.objects.get(pk=first.pk).many_hours
    assert Decimal(140) == seen(first).paid_hours


def test_one_pair_asks_as_many_queries_as_five(cast, two):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert cast.dirk.get("personen/").status_code == 200
        return len(queries)

    before = asked()
    contract = contract_of(cast)
    for number in range(4):
        for spelling in ("Achternaam", "Achternam"):
            logged(cast.bram, contract, name=f"Voornaam{number} {spelling}", birth_date=dt.date(1970 + number, 1, 1))
    with act(cast.dirk):
        assert len(same_person.suggestions(cast.region.pk)) == 5
    assert asked() == before <= 12
