"""Samples: drawn by lot and again from the same seed, answered by the company, judged once more."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from organisations.models import OutboxMessage, new_id
from placements.choices import LineStatus, SampleState
from placements.models import HoursStatement, Sample, SampleItem
from placements.reviewing import samples
from placements.reviewing.drawing import drawn, share_of
from placements.reviewing.samples import Draw
from placements.steps import Refused
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.models import Responsible
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.placements.workspace import MARCH, act, auditor_of, contract_of, second_contractor, seen

LATER = dt.date(2099, 1, 1)


def approved_months(contract, number=4):
    """Approved months of as many persons, the way an import leaves them."""
    with owner():
        return [
            HoursStatementFactory(
                deployment=DeploymentFactory(contract=contract),
                month=MARCH,
                status=LineStatus.APPROVED,
                decided_at=timezone.now(),
                value=1000,
            )
            for _number in range(number)
        ]


def asked(cast, **values):
    given = {
        "region_id": cast.region.pk,
        "first_on": dt.date(2026, 1, 1),
        "last_on": dt.date(2026, 12, 31),
        "number": 2,
        "percentage": None,
        "question": "Loonstrook",
        "reply_by": LATER,
    }
    return Draw(**(given | values))


def sampled(cast, **values):
    with act(cast.dirk) as acting:
        verified_by = f"r:{cast.region.pk}:coordination_point"
        return samples.draw(
            acting, verified_by=verified_by, asked=asked(cast, **values), sample_id=new_id(), at=timezone.now()
        )


def items_of(sample):
    with owner():
        return list(SampleItem.objects.filter(sample=sample).select_related("statement", "deployment").order_by("pk"))


def replied(cast, item, text="Zie de loonstrook"):
    with act(cast.bram) as acting:
        return samples.reply(acting, item.pk, text=text, at=timezone.now())


def drawn_for(cast, **values):
    """One line of a sample on Bram's contract."""
    approved_months(contract_of(cast), 1)
    (item,) = items_of(sampled(cast, number=1, **values))
    return item


@given(st.lists(st.uuids(), unique=True, max_size=40), st.integers(0, 50), st.text(max_size=8))
def test_lots_do_not_depend_on_the_order_nor_on_what_else_is_there(ids, number, seed):
    chosen = drawn(seed, ids, number)
    assert chosen == drawn(seed, list(reversed(ids)), number)
    assert len(chosen) == min(number, len(ids))
    assert set(chosen) <= set(ids)
    # What was not drawn has a higher lot: leaving it out changes nothing.
    assert drawn(seed, chosen, number) == chosen


def test_another_seed_draws_other_lines():
    ids = [uuid.UUID(int=number) for number in range(200)]
    assert set(drawn("a", ids, 20)) != set(drawn("b", ids, 20))


@pytest.mark.parametrize(
    ("population", "percentage", "number"),
    [(10, "10", 1), (11, "10", 2), (3, "1", 1), (0, "50", 0), (200, "100", 200), (7, "33.33", 3)],
)
def test_a_percentage_is_rounded_up(population, percentage, number):
    assert share_of(population, Decimal(percentage)) == number


def test_a_sample_is_drawn_again_from_its_seed_whatever_happened_since(cast):
    contract = contract_of(cast)
    approved_months(contract, 12)
    sample = sampled(cast, number=5)
    kept = {item.statement_id for item in items_of(sample)}
    assert (len(kept), sample.population) == (5, 12)
    approved_months(contract, 3)  # approved later: not among them
    with act(cast.dirk) as acting:
        one = items_of(sample)[0]
        verification.undo(Chosen(one.deployment_id, False, (one.statement_id,)), by=acting, at=timezone.now())  # noqa: FBT003
        fresh = Sample.objects.get(pk=sample.pk)
        assert set(drawn(fresh.seed, samples.population(fresh), 5)) == kept
    assert "dezelfde regels" in cast.dirk.get(f"beoordelen/steekproeven/{sample.pk}/?controle=1").content.decode()


def test_only_what_was_approved_in_the_period_is_drawn(cast):
    contract = contract_of(cast)
    (march,) = approved_months(contract, 1)
    with owner():
        DeploymentFactory(contract=contract, status=LineStatus.APPROVED)
        HoursStatementFactory(deployment=march.deployment, month=dt.date(2026, 4, 1), status=LineStatus.SUBMITTED)
        effort = ContributionFactory(contract=contract, status=LineStatus.APPROVED, date=dt.date(2026, 3, 31))
        ContributionFactory(contract=contract, status=LineStatus.APPROVED, date=dt.date(2026, 5, 1))
    sample = sampled(cast, number=200, first_on=MARCH, last_on=dt.date(2026, 4, 30))
    assert {item.statement_id or item.contribution_id for item in items_of(sample)} == {march.pk, effort.pk}
    with pytest.raises(Refused, match="niets goedgekeurd"):
        sampled(cast, first_on=dt.date(2024, 1, 1), last_on=dt.date(2024, 12, 31))


def test_each_company_gets_one_mail_and_reads_its_own_lines_only(cast):
    contract = contract_of(cast)
    mine = approved_months(contract, 3)
    neighbour = second_contractor()
    other = contract_of(cast, contractor=neighbour.organisation)
    theirs = approved_months(other, 2)
    sampled(cast, number=5, question="Laat de loonstrook zien")
    with owner():
        sent = list(OutboxMessage.objects.filter(name="sample_asked"))
    to_bram = [one for one in sent if cast.bram.url("steekproef/") in one.payload["text"]]
    assert len(sent) == 2
    assert "3 goedgekeurde regels" in to_bram[0].payload["text"]
    text = cast.bram.get("steekproef/").content.decode()
    assert all(one.deployment.person.name in text for one in mine)
    assert not any(one.deployment.person.name in text for one in theirs)
    assert "steekproef/" in neighbour.get("steekproef/").content.decode()
    with act(cast.bram):
        assert SampleItem.objects.count() == 3
        assert not Sample.objects.exists()  # how it was drawn, and from how many, is the verifier's


def test_a_company_answers_and_the_verifier_finds_it_in_order(cast):
    item = drawn_for(cast)
    path = f"steekproef/{item.pk}/"
    empty = cast.bram.post(path, {"reply": " "})
    assert empty.status_code == 422
    assert "Vul uw antwoord in." in empty.content.decode()
    assert cast.bram.post(path, {"reply": "De loonstrook staat erbij"}).status_code == 302
    theirs = f"beoordelen/steekproeven/regel/{item.pk}/"
    assert "De loonstrook staat erbij" in cast.dirk.get(theirs).content.decode()
    assert cast.dirk.post(theirs, {"step": "in_order"}).status_code == 302
    assert seen(item).state == SampleState.IN_ORDER
    assert seen(item.statement).status == LineStatus.APPROVED
    late = cast.bram.post(path, {"reply": "Nog iets"})
    assert "al beoordeeld" in late.content.decode()
    assert cast.dirk.post(theirs, {"step": "reopen"}).status_code == 302
    assert (seen(item).state, seen(item).judged_at) == (SampleState.REPLIED, None)


def test_not_in_order_takes_the_line_back_to_the_company(cast):
    item = drawn_for(cast)
    replied(cast, item)
    path = f"beoordelen/steekproeven/regel/{item.pk}/"
    assert cast.dirk.post(path, {"step": "not_in_order"}).status_code == 422
    answer = cast.dirk.post(path, {"step": "not_in_order", "said": "De loonstrook noemt 120 uur"})
    assert answer.status_code == 302
    assert seen(item).state == SampleState.NOT_IN_ORDER
    with owner():
        now = HoursStatement.objects.live().get(deployment=item.deployment)
        sent = OutboxMessage.objects.get(name="sample_not_in_order")
    assert (now.status, now.pk == item.statement_id) == (LineStatus.RETURNED, False)
    assert "De loonstrook noemt 120 uur" in sent.payload["text"]
    assert "De loonstrook noemt 120 uur" in cast.bram.get(f"inzet/{item.deployment_id}/").content.decode()
    assert cast.dirk.post(path, {"step": "reopen"}).status_code == 422


def test_not_in_order_says_so_when_nobody_of_the_company_can_be_mailed(cast):
    item = drawn_for(cast)
    replied(cast, item)
    with owner():
        Responsible.objects.filter(contract=item.deployment.contract_id).delete()
    path = f"beoordelen/steekproeven/regel/{item.pk}/"
    said = {"step": "not_in_order", "said": "De loonstrook noemt 120 uur"}
    page = cast.dirk.post(path, said, follow=True).content.decode()
    assert seen(item).state == SampleState.NOT_IN_ORDER
    assert f"Niemand bij {cast.bram.organisation.name} kan een mail krijgen" in page


def test_a_line_that_was_reversed_since_says_so_and_is_not_reversed_again(cast):
    item = drawn_for(cast)
    replied(cast, item)
    path = f"beoordelen/steekproeven/regel/{item.pk}/"
    assert "Niet in orde" in cast.dirk.get(path).content.decode()
    with act(cast.dirk) as acting:
        chosen = Chosen(item.deployment_id, with_deployment=False, statement_ids=(item.statement_id,))
        verification.undo(chosen, by=acting, at=timezone.now())
    text = cast.dirk.get(path).content.decode()
    assert "Na de trekking is deze regel teruggedraaid" in text
    assert 'value="not_in_order"' not in text
    refused = cast.dirk.post(path, {"step": "not_in_order", "said": "De loonstrook noemt 120 uur"})
    assert refused.status_code == 422
    assert "Deze regel is al teruggedraaid" in refused.content.decode()
    with owner():
        now = HoursStatement.objects.live().get(deployment=item.deployment)
    assert now.status == LineStatus.SUBMITTED
    assert cast.dirk.post(path, {"step": "in_order"}).status_code == 302
    assert seen(item).state == SampleState.IN_ORDER


def test_a_contribution_that_was_reversed_since_is_not_reversed_again(cast):
    with owner():
        row = ContributionFactory(
            contract=contract_of(cast), status=LineStatus.APPROVED, decided_at=timezone.now(), date=MARCH
        )
    (item,) = items_of(sampled(cast, number=1))
    replied(cast, item)
    with act(cast.dirk) as acting:
        verification.undo_contribution(row.pk, by=acting, at=timezone.now())
    path = f"beoordelen/steekproeven/regel/{item.pk}/"
    text = cast.dirk.get(path).content.decode()
    assert "Na de trekking is deze regel teruggedraaid" in text
    assert 'value="not_in_order"' not in text
    refused = cast.dirk.post(path, {"step": "not_in_order", "said": "Dit is iets anders"})
    assert refused.status_code == 422
    assert "Deze regel is al teruggedraaid" in refused.content.decode()
    assert cast.dirk.post(path, {"step": "in_order"}).status_code == 302
    assert "Al teruggedraaid" not in cast.dirk.get(path).content.decode()


def test_no_answer_is_held_against_a_company_before_its_term_is_over(cast):
    item = drawn_for(cast)
    with act(cast.dirk) as acting, pytest.raises(Refused, match="kan nog antwoorden"):
        samples.judge(acting, item.pk, in_order=False, reason="Niets gehoord", at=timezone.now())
    with owner():
        SampleItem.objects.filter(pk=item.pk).update(reply_by=dt.date(2026, 1, 1))
    assert "Te laat" in cast.dirk.get(f"beoordelen/steekproeven/regel/{item.pk}/").content.decode()
    with act(cast.dirk) as acting:
        samples.judge(acting, item.pk, in_order=False, reason="Niets gehoord", at=timezone.now())
    assert seen(item).state == SampleState.NOT_IN_ORDER


def test_the_verifier_gives_more_time_but_not_less(cast):
    item = drawn_for(cast)
    path = f"beoordelen/steekproeven/regel/{item.pk}/"
    assert cast.dirk.post(path, {"step": "more_time", "reply_by": "1-1-2026"}).status_code == 422
    assert cast.dirk.post(path, {"step": "more_time", "reply_by": "1-2-2099"}).status_code == 302
    assert seen(item).reply_by == dt.date(2099, 2, 1)


def test_the_form_asks_for_a_number_or_a_percentage_and_draws_once(cast):
    approved_months(contract_of(cast), 4)
    path = "beoordelen/steekproeven/nieuw/"
    form = {
        "region": str(cast.region.pk),
        "first_on": "1-1-2026",
        "last_on": "31-12-2026",
        "question": "Loonstrook",
        "reply_by": "1-1-2099",
        "token": str(new_id()),
    }
    neither = cast.dirk.post(path, form)
    assert neither.status_code == 422
    assert "Vul een aantal in, of een percentage." in neither.content.decode()
    assert cast.dirk.post(path, form | {"number": "2", "percentage": "10"}).status_code == 422
    for _press in range(2):
        assert cast.dirk.post(path, form | {"percentage": "50"}).status_code == 302
    with owner():
        assert Sample.objects.get().items.count() == 2
    listed = cast.dirk.get("beoordelen/steekproeven/").content.decode()
    assert "1-1-2026" in listed


def test_what_one_entered_himself_he_does_not_judge_in_a_sample(cast):
    contract = contract_of(cast)
    with owner():
        colleague = Person(MembershipFactory(organisation=cast.dirk.organisation).user, cast.dirk.organisation)
    log_in(colleague)
    (month,) = approved_months(contract, 1)
    with owner():
        month.transitions.create(
            deployment=month.deployment, to_status="concept", user=cast.dirk.user, organisation=cast.dirk.organisation
        )
    (item,) = items_of(sampled(cast, number=1))
    with act(cast.dirk) as acting, pytest.raises(Refused, match="zelf ingevoerd"):
        samples.judge(acting, item.pk, in_order=True, at=timezone.now())
    with act(colleague) as acting:
        samples.judge(acting, item.pk, in_order=True, at=timezone.now())
    assert seen(item).state == SampleState.IN_ORDER


def test_everybody_sees_what_is_his_and_strangers_nothing(cast):
    item = drawn_for(cast)
    neighbour = second_contractor()
    detail, judged, answer = (
        f"beoordelen/steekproeven/{item.sample_id}/",
        f"beoordelen/steekproeven/regel/{item.pk}/",
        f"steekproef/{item.pk}/",
    )
    for person, path, code in (
        (cast.bram, detail, 403),
        (cast.bram, judged, 403),
        (cast.bram, "beoordelen/steekproeven/", 403),
        (cast.bram, "beoordelen/steekproeven/nieuw/", 403),
        (cast.alice, detail, 403),
        (cast.alice, answer, 403),
        (cast.carla, judged, 403),
        (cast.frank, detail, 404),
        (cast.frank, judged, 404),
        (cast.frank, answer, 403),
        (cast.dirk, answer, 403),
        (neighbour, answer, 404),
        (cast.strangers["contractor"], answer, 404),
    ):
        assert person.get(path).status_code == code, (person.user.name, path)
        if path != detail and not path.endswith("steekproeven/"):
            posted = person.post(path, {"step": "in_order", "reply": "x"})
            assert posted.status_code == code, (person.user.name, path)
    watcher = auditor_of(cast.dirk)
    assert watcher.get(judged).status_code == 200
    assert watcher.post(judged, {"step": "in_order"}).status_code == 403
    assert auditor_of(cast.bram).post(answer, {"reply": "x"}).status_code == 403
    assert seen(item).state == SampleState.ASKED
    assert cast.frank.get("beoordelen/steekproeven/").content.decode().count(str(item.sample_id)) == 0


def test_the_database_lets_a_company_reply_and_no_more(cast):
    item = drawn_for(cast)
    for sql in (
        "UPDATE placements_sampleitem SET state = 'in_order', judged_at = now() WHERE id = %s",
        "UPDATE placements_sampleitem SET reply_by = '2100-01-01' WHERE id = %s",
    ):
        with act(cast.bram), pytest.raises(DatabaseError, match="only the verifier"), transaction.atomic():
            connection.cursor().execute(sql, [item.pk])
    with act(cast.dirk), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("UPDATE placements_sample SET seed = 'x' WHERE id = %s", [item.sample_id])


def test_a_sample_of_one_company_takes_no_line_of_another(cast):
    approved_months(contract_of(cast), 2)
    with owner():
        other = OrganisationFactory(name="Anders BV", contractor=True)
    lines = approved_months(contract_of(cast, contractor=other), 2)
    sample = sampled(cast, number=10, contractor_id=other.pk)
    assert {item.statement_id for item in items_of(sample)} == {one.pk for one in lines}


def test_lists_take_the_same_queries_for_many_lines(cast, django_assert_max_num_queries):
    contract = contract_of(cast)
    approved_months(contract, 3)
    few = sampled(cast, number=3)
    approved_months(contract, 27)
    many = sampled(cast, number=30)
    for sample in (few, many):
        with django_assert_max_num_queries(12):
            cast.dirk.get(f"beoordelen/steekproeven/{sample.pk}/")
        with django_assert_max_num_queries(8):
            cast.dirk.get("beoordelen/steekproeven/")
        with django_assert_max_num_queries(8):
            cast.bram.get("steekproef/")


def test_the_page_names_the_company_that_no_mail_of_a_sample_reaches(cast):
    approved_months(contract_of(cast), 1)
    with owner():
        silent = OrganisationFactory(contractor=True, name="Stil BV")
        lonely = contract_of(cast, contractor=silent, title="Sluis")
        Responsible.objects.filter(contract=lonely).delete()
    approved_months(lonely, 1)
    form = {
        "region": str(cast.region.pk),
        "first_on": "1-1-2026",
        "last_on": "31-12-2026",
        "number": "2",
        "question": "Loonstrook",
        "reply_by": "1-1-2099",
        "token": str(new_id()),
    }
    page = cast.dirk.post("beoordelen/steekproeven/nieuw/", form, follow=True).content.decode()
    with owner():
        (sent,) = OutboxMessage.objects.filter(name="sample_asked")
    assert sent.payload["to"] == "bram.verantwoordelijk@demo.example"
    assert "hebben een mail gekregen" not in page
    assert "Niemand bij Stil BV kan een mail krijgen" in page
    assert ">Sluis</a>" in page
    assert f"Niemand bij {cast.bram.organisation.name}" not in page
