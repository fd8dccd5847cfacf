"""A plan is proposed by one side and agreed by the other; from then on the standing follows it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import OrganisationKind, Role
from organisations.models import OutboxMessage
from organisations.notation import dutch_number
from tenders.models import Contract, ContractParty, Plan, Responsible
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

STEPS = [("30-06-2026", "10.000"), ("31-12-2027", "40.000,50"), ("31-01-2028", "50.000")]


@pytest.fixture
def contract(cast, owner):
    with owner():
        made = ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
        )
        for side in ("authority", "contractor"):
            Responsible.objects.create(contract=made, side=side, name="Vera", email=f"{side}@demo.example")
    return made


def path(contract, rest=""):
    return f"contracten/{contract.pk}/plan/{rest}"


def rows(steps=STEPS, **more):
    data = {"stap-TOTAL_FORMS": str(len(steps) + 1), "stap-INITIAL_FORMS": "0", "note": "Vanaf de zomer"}
    for place, (by, total) in enumerate(steps):
        data |= {f"stap-{place}-by": by, f"stap-{place}-total": total}
    return data | more


def newest(owner, contract):
    with owner():
        return Plan.objects.filter(contract=contract).order_by("-proposed_at", "-pk").first()


def propose(person, contract, steps=STEPS):
    return person.post(path(contract, "voorstel/"), rows(steps))


def answer(person, contract, plan, what, reason=""):
    return person.post(path(contract, f"{plan.pk}/antwoord/"), {"answer": what, "reason": reason})


def agreed_steps(owner, contract):
    with owner():
        return Contract.objects.values_list("plan_days", "plan_totals").get(pk=contract.pk)


@pytest.mark.parametrize(
    ("proposer", "other"), [("bram", "alice"), ("bram", "dirk"), ("alice", "bram"), ("dirk", "bram")]
)
def test_one_proposes_and_the_other_agrees(cast, owner, contract, proposer, other):
    proposer, other = getattr(cast, proposer), getattr(cast, other)
    assert propose(proposer, contract).status_code == 302
    plan = newest(owner, contract)
    assert (plan.proposed_by_id, plan.proposed_for_id) == (proposer.user.pk, proposer.organisation.pk)
    assert agreed_steps(owner, contract) == ([], [])

    assert answer(proposer, contract, plan, "agree").status_code == 422
    assert agreed_steps(owner, contract) == ([], [])
    assert answer(other, contract, plan, "agree").status_code == 302
    plan = newest(owner, contract)
    assert plan.decided_by_id == other.user.pk
    assert plan.agreed_at is not None
    assert agreed_steps(owner, contract) == (
        [dt.date(2026, 6, 30), dt.date(2027, 12, 31), dt.date(2028, 1, 31)],
        [Decimal("10000.00"), Decimal("40000.50"), Decimal("50000.00")],
    )
    for who in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra):
        assert "40.000,50" in who.get(path(contract)).content.decode()
    assert "Volgens plan vandaag" in cast.bram.get(f"contracten/{contract.pk}/").content.decode()
    with owner():
        sent = set(OutboxMessage.objects.filter(name__startswith="plan_").values_list("name", "payload__to"))
    theirs, ours = ("authority", "contractor") if proposer is cast.bram else ("contractor", "authority")
    assert sent == {("plan_proposed", f"{theirs}@demo.example"), ("plan_agreed", f"{ours}@demo.example")}


def test_authority_and_coordination_point_are_one_side(cast, owner, contract):
    propose(cast.alice, contract)
    response = answer(cast.dirk, contract, newest(owner, contract), "agree")
    assert response.status_code == 422
    assert "De andere kant moet akkoord gaan" in response.content.decode()
    assert agreed_steps(owner, contract) == ([], [])


def test_declined_with_a_reason_and_withdrawn_by_who_proposed(cast, owner, contract):
    propose(cast.bram, contract)
    plan = newest(owner, contract)
    assert answer(cast.alice, contract, plan, "decline").status_code == 422
    assert answer(cast.alice, contract, plan, "withdraw").status_code == 422
    assert newest(owner, contract).is_open
    assert answer(cast.alice, contract, plan, "decline", "Te laat in de tijd").status_code == 302
    page = cast.bram.get(path(contract)).content.decode()
    assert "Te laat in de tijd" in page
    assert "Afgewezen op" in page
    assert answer(cast.alice, contract, plan, "agree").status_code == 422

    propose(cast.bram, contract)
    assert answer(cast.bram, contract, newest(owner, contract), "decline", "toch niet").status_code == 422
    assert answer(cast.bram, contract, newest(owner, contract), "withdraw").status_code == 302
    assert "Ingetrokken op" in cast.alice.get(path(contract)).content.decode()
    assert agreed_steps(owner, contract) == ([], [])


def test_a_newer_proposal_of_the_same_side_replaces_the_former(cast, owner, contract):
    propose(cast.bram, contract)
    first = newest(owner, contract)
    assert propose(cast.bram, contract, [("31-01-2028", "50.000")]).status_code == 302
    with owner():
        assert [one.is_open for one in Plan.objects.order_by("proposed_at")] == [False, True]
    assert answer(cast.alice, contract, first, "agree").status_code == 422
    response = propose(cast.dirk, contract)
    assert response.status_code == 422
    assert "Geef daar eerst antwoord op" in response.content.decode()


def test_a_newer_agreement_takes_the_place_of_the_former_which_stays_readable(cast, owner, contract):
    for steps in (STEPS, [("31-12-2026", "45.000")]):
        propose(cast.bram, contract, steps)
        answer(cast.alice, contract, newest(owner, contract), "agree")
    assert agreed_steps(owner, contract) == ([dt.date(2026, 12, 31)], [Decimal("45000.00")])
    page = cast.alice.get(path(contract)).content.decode()
    assert "40.000,50" in page  # in what was before
    assert "dan de verplichting van" in page  # 45.000 of 50.000


@pytest.mark.parametrize(
    ("steps", "place", "field", "words"),
    [
        ([("31-01-2026", "10")], 0, "by", "buiten de looptijd"),
        ([("01-02-2028", "10")], 0, "by", "buiten de looptijd"),
        ([("01-03-2026", "10"), ("01-03-2026", "20")], 1, "by", "niet na die"),
        ([("01-03-2026", "10"), ("02-03-2026", "10")], 1, "total", "niet hoger"),
        ([("01-03-2026", "")], 0, "total", "Vul het bedrag in"),
        ([("", "10")], 0, "by", "Vul de dag in"),
        ([("31-02-2026", "10")], 0, "by", "Vul een datum in"),
        ([("01-03-2026", "veel")], 0, "total", "Vul een getal in"),
        ([("01-03-2026", "-5")], 0, "total", "0 of meer"),
    ],
)
def test_says_beside_the_field_what_is_wrong(cast, owner, contract, steps, place, field, words):
    response = propose(cast.bram, contract, steps)
    assert response.status_code == 422
    assert words in str(response.context["rows"][place].errors[field])
    assert newest(owner, contract) is None


def test_an_empty_plan_is_none(cast, owner, contract):
    response = propose(cast.bram, contract, [])
    assert response.status_code == 422
    assert "minstens één stap" in response.content.decode()
    assert newest(owner, contract) is None


def test_begins_evenly_per_quarter_and_keeps_what_was_typed_when_rows_are_added(cast, contract):
    page = cast.bram.get(path(contract, "voorstel/")).content.decode()
    assert 'value="31-03-2026"' in page
    assert 'value="50.000,00"' in page
    more = cast.bram.post(path(contract, "voorstel/"), rows(more="1"))
    assert more.status_code == 200
    assert 'value="40.000,50"' in more.content.decode()
    assert len(more.context["rows"].forms) == len(STEPS) + 1 + 2


def test_the_period_changed_since_the_proposal(cast, owner, contract):
    propose(cast.bram, contract)
    with owner():
        Contract.objects.filter(pk=contract.pk).update(ends_on=dt.date(2027, 12, 31))
    response = answer(cast.alice, contract, newest(owner, contract), "agree")
    assert response.status_code == 422
    assert "looptijd van het contract is veranderd" in response.content.decode()
    assert agreed_steps(owner, contract) == ([], [])


def test_a_settled_contract_has_no_new_plan(cast, owner, contract):
    with owner():
        Contract.objects.filter(pk=contract.pk).update(settled_on=dt.date(2026, 5, 1))
    assert propose(cast.bram, contract).status_code == 422
    assert newest(owner, contract) is None


def test_who_may_look_and_who_may_agree(cast, owner, contract):
    propose(cast.bram, contract)
    plan = newest(owner, contract)
    for reader in (cast.carla, cast.esra, colleague_of(cast.alice, Role.AUDITOR)):
        assert reader.get(path(contract)).status_code == 200
        assert reader.get(path(contract, "voorstel/")).status_code == 403
        assert propose(reader, contract).status_code == 403
        assert answer(reader, contract, plan, "agree").status_code == 403
    with owner():
        partner = OrganisationFactory(contractor=True)
        member = MembershipFactory(organisation=partner)
        ContractParty.objects.create(
            contract=contract, organisation=partner, role="partner", joined_on=dt.date(2026, 2, 1)
        )
    partner = Person(member.user, partner)
    log_in(partner)
    outsiders = [partner, *cast.strangers.values()]
    for outsider in outsiders:
        assert outsider.get(path(contract)).status_code == 404
        for response in (propose(outsider, contract), answer(outsider, contract, plan, "agree")):
            expected = (
                {403}
                if outsider.organisation.kind in {OrganisationKind.WERKPLEIN, OrganisationKind.PROGRAMME_BUREAU}
                else {404}
            )
            assert response.status_code in expected
    assert agreed_steps(owner, contract) == ([], [])
    with owner():
        assert Plan.objects.count() == 1


def test_as_many_queries_for_thirty_plans_as_for_three(cast, owner, contract):
    def asked(count):
        with owner():
            Plan.objects.bulk_create(
                Plan(
                    contract=contract,
                    days=[dt.date(2027, 1, 1)],
                    totals=[Decimal(100)],
                    proposed_by=cast.bram.user,
                    proposed_for=cast.bram.organisation,
                    decided_by=cast.alice.user,
                    decided_for=cast.alice.organisation,
                    declined_at=timezone.now(),
                    declined_reason="Nee",
                )
                for _one in range(count)
            )
        with CaptureQueriesContext(connection) as queries:
            page = cast.alice.get(path(contract))
        with owner():
            assert page.content.count(b">Nee<") == Plan.objects.count()
        return len([one for one in queries if "SAVEPOINT" not in one["sql"]])

    cast.alice.get(path(contract))
    assert asked(3) == asked(27) <= 3 + 9


@pytest.mark.parametrize(("total", "words"), [("100", "minder dan"), ("99.999", "meer dan")])
def test_a_plan_that_does_not_add_up_is_proposed_and_agreed_with_a_warning(cast, owner, contract, total, words):
    page = cast.bram.post(path(contract, "voorstel/"), rows([("31-12-2027", total)], more="1")).content.decode()
    assert f"{words} de verplichting" in page
    propose(cast.bram, contract, [("31-12-2027", total)])
    for who in (cast.bram, cast.alice):
        assert f"{words} de verplichting" in who.get(path(contract)).content.decode()
    answer(cast.alice, contract, newest(owner, contract), "agree")
    for where in (path(contract), f"contracten/{contract.pk}/"):
        page = cast.alice.get(where).content.decode()
        assert f"{words} de verplichting" in page
        assert "Nieuw plan voorstellen" in page
    assert "Nieuw plan voorstellen" not in cast.carla.get(f"contracten/{contract.pk}/").content.decode()


def test_a_plan_for_the_whole_obligation_warns_of_nothing_until_the_obligation_changes(cast, owner, contract):
    total = dutch_number(contract.obligation, 2)
    propose(cast.bram, contract, [("31-12-2027", total)])
    assert "de verplichting van" not in cast.alice.get(path(contract)).content.decode()
    answer(cast.alice, contract, newest(owner, contract), "agree")
    pages = (path(contract), f"contracten/{contract.pk}/")
    assert not [where for where in pages if "dan de verplichting" in cast.bram.get(where).content.decode()]
    with owner():
        Contract.objects.filter(pk=contract.pk).update(obligation=contract.obligation + 500)
    for where in pages:
        assert "minder dan de verplichting" in cast.bram.get(where).content.decode()
