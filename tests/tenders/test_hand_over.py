"""A buyer hands contracts to a colleague, who takes them or gives them back; the giver can still change his mind."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Role
from organisations.models import Membership, OutboxMessage
from tenders import transfer
from tenders.choices import Side
from tenders.models import Contract, HandOver, Responsible
from tenders.transfer import NotHandedOverError
from tests.cast import make_cast
from tests.database import owner as as_owner
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of


def make_contracts(cast, number):
    contracts = [
        ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation) for _ in range(number)
    ]
    for one in contracts:
        Responsible.objects.create(
            contract=one,
            side=Side.AUTHORITY,
            name="Alice",
            email=cast.alice.user.email,
            stand_in_name="Stan",
            stand_in_email="stan@demo.example",
        )
    return contracts


@pytest.fixture
def contracts(cast, owner):
    with owner():
        return make_contracts(cast, 3)


@pytest.fixture
def colleague(cast):
    return colleague_of(cast.alice)


def membership_of(person):
    with as_owner():
        return Membership.objects.get(user=person.user, organisation=person.organisation).pk


def give(person, contracts, to, **more):
    ids = [str(one.pk) for one in contracts]
    data = {"overdragen": "1", "contract": ids, "to": str(membership_of(to)), "note": "Let op de termijn", **more}
    return person.post("contracten/overdragen/", data)


def answer(person, what, **more):
    with as_owner():
        ids = [str(pk) for pk in HandOver.objects.order_by("pk").values_list("pk", flat=True)]
    return person.post(f"overdrachten/{what}/", {"overdracht": ids, **more})


def responsible():
    with as_owner():
        return sorted(set(Responsible.objects.values_list("name", "email", "stand_in_name", "stand_in_email")))


def mails(name):
    with as_owner():
        return [row.payload for row in OutboxMessage.objects.filter(name=name).order_by("created_at", "id")]


def test_many_contracts_go_to_a_colleague_with_one_mail(cast, owner, contracts, colleague):
    page = cast.alice.get("contracten/overdragen/?" + "&".join(f"contract={one.pk}" for one in contracts))
    assert "3 contracten overdragen" in page.content.decode()
    assert give(cast.alice, contracts, colleague).status_code == 302
    assert responsible() == [(colleague.user.name, colleague.user.email, "Stan", "stan@demo.example")]
    (mail,) = mails("hand_over")
    assert mail["to"] == colleague.user.email
    assert "3 contracten" in mail["subject"]
    assert "Let op de termijn" in mail["text"]
    assert all(one.title in mail["text"] for one in contracts)
    waiting = colleague.get("overdrachten/").content.decode()
    assert all(one.title in waiting for one in contracts)
    assert "Let op de termijn" in waiting
    found = colleague.get("contracten/?werk=overdracht")
    assert found.context["table"].paginator.count == 3


def test_the_colleague_says_that_he_has_them(cast, owner, contracts, colleague):
    give(cast.alice, contracts, colleague)
    assert answer(colleague, "overgenomen").status_code == 302
    with owner():
        rows = list(HandOver.objects.all())
    assert all(row.accepted_at and row.accepted_by_id == colleague.user.pk for row in rows)
    assert "Er staat geen overdracht open" in colleague.get("overdrachten/").content.decode()
    # From then on nobody takes it back.
    assert answer(cast.alice, "terugnemen").status_code == 302
    assert responsible()[0][1] == colleague.user.email


def test_the_giver_takes_back_what_was_not_confirmed(cast, owner, contracts, colleague):
    before = responsible()
    give(cast.alice, contracts, colleague)
    answer(cast.alice, "terugnemen")
    assert responsible() == before
    with owner():
        assert all(row.undone_at and row.undone_by_id == cast.alice.user.pk for row in HandOver.objects.all())
    answer(colleague, "overgenomen")
    assert responsible() == before


def test_the_colleague_gives_back_with_a_reason(cast, owner, contracts, colleague):
    before = responsible()
    give(cast.alice, contracts, colleague)
    refused = answer(colleague, "teruggeven", reason=" ")
    assert refused.status_code == 422
    assert "Schrijf op waarom u het teruggeeft." in refused.content.decode()
    assert answer(colleague, "teruggeven", reason="Ik ga met verlof").status_code == 302
    assert responsible() == before
    (mail,) = mails("hand_over_returned")
    assert mail["to"] == cast.alice.user.email
    assert "Ik ga met verlof" in mail["text"]


def test_a_stand_in_who_takes_over_changes_places_and_back(cast, owner, contracts, colleague):
    with owner():
        Responsible.objects.update(stand_in_name=colleague.user.name, stand_in_email=colleague.user.email)
    before = responsible()
    give(cast.alice, contracts, colleague)
    assert responsible() == [(colleague.user.name, colleague.user.email, "Alice", cast.alice.user.email)]
    answer(cast.alice, "terugnemen")
    assert responsible() == before


def test_nobody_was_named_before(cast, owner, contracts, colleague):
    with owner():
        Responsible.objects.all().delete()
    give(cast.alice, contracts, colleague)
    assert responsible() == [(colleague.user.name, colleague.user.email, "", "")]
    answer(cast.alice, "terugnemen")
    assert responsible() == [(cast.alice.user.name, cast.alice.user.email, "", "")]


def test_who_was_named_in_between_stays(cast, owner, contracts, colleague):
    give(cast.alice, contracts, colleague)
    with owner():
        Responsible.objects.update(name="Nieuw", email="nieuw@demo.example")
    answer(cast.alice, "terugnemen")
    assert {row[1] for row in responsible()} == {"nieuw@demo.example"}


def test_handed_on_before_an_answer_only_the_last_one_waits(cast, owner, contracts, colleague):
    third = colleague_of(cast.alice)
    give(cast.alice, contracts[:1], colleague)
    give(cast.alice, contracts[:1], third)
    assert "Er staat geen overdracht open" in colleague.get("overdrachten/").content.decode()
    assert contracts[0].title in third.get("overdrachten/").content.decode()
    with owner():
        first, second = HandOver.objects.order_by("made_at")
    assert first.undone_at
    assert not second.undone_at
    assert second.from_email == colleague.user.email


def test_what_he_has_already_is_not_handed_over(cast, owner, contracts, colleague):
    give(cast.alice, contracts[:1], colleague)
    again = give(cast.alice, contracts[:1], colleague)
    assert again.status_code == 422
    assert "voor deze contracten al verantwoordelijk" in again.content.decode()
    with owner():
        assert HandOver.objects.count() == 1


def test_the_page_of_the_contract_shows_what_waits(cast, contracts, colleague):
    path = f"contracten/{contracts[0].pk}/"
    assert "Overdragen aan een collega" in cast.alice.get(path).content.decode()
    give(cast.alice, contracts, colleague)
    assert "Dit contract is aan u overgedragen" in colleague.get(path).content.decode()
    assert "nog niet bevestigd" in cast.alice.get(path).content.decode()
    for person in (cast.bram, cast.dirk):
        shown = person.get(path).content.decode()
        assert "nog niet bevestigd" not in shown
        assert "Overdragen aan een collega" not in shown


def test_who_may_not(cast, owner, contracts, colleague):
    give(cast.alice, contracts, colleague)
    auditor = colleague_of(cast.alice, role=Role.AUDITOR)
    pages = ("overdrachten/", f"contracten/overdragen/?contract={contracts[0].pk}")
    for person in (cast.bram, cast.carla, cast.dirk, cast.esra, auditor):
        assert [person.get(path).status_code for path in pages] == [403, 403]
        assert give(person, contracts, colleague).status_code == 403
        for what in ("overgenomen", "teruggeven", "terugnemen"):
            assert answer(person, what, reason="Zomaar").status_code == 403
    stranger = cast.strangers["municipality"]
    assert stranger.get(pages[1]).status_code == 404
    assert give(stranger, contracts, colleague).status_code == 404
    for what in ("overgenomen", "teruggeven", "terugnemen"):
        answer(stranger, what, reason="Zomaar")
    # Neither a third colleague takes what is not his, nor does the giver confirm for another.
    third = colleague_of(cast.alice)
    for person in (third, cast.alice):
        answer(person, "overgenomen")
        answer(person, "teruggeven", reason="Zomaar")
    answer(third, "terugnemen")
    with owner():
        assert not HandOver.objects.exclude(accepted_at=None, undone_at=None).exists()
    assert responsible()[0][1] == colleague.user.email


def test_not_to_an_auditor_a_stranger_or_oneself(cast, owner, contracts, colleague):
    auditor = colleague_of(cast.alice, role=Role.AUDITOR)
    for person in (auditor, cast.bram, cast.alice):
        assert give(cast.alice, contracts, person).status_code == 422
    with owner():
        assert not HandOver.objects.exists()


def test_a_contract_of_another_authority_or_settled_is_not_there(cast, owner, contracts, colleague):
    with owner():
        others = ContractFactory(contractor=cast.bram.organisation)
        Contract.objects.filter(pk=contracts[0].pk).update(settled_on=timezone.localdate())
    for one in (others, contracts[0]):
        assert give(cast.alice, [one], colleague).status_code == 404
    assert cast.alice.get(f"contracten/overdragen/?contract={uuid.uuid4()}").status_code == 404
    assert cast.alice.get("contracten/overdragen/?contract=geen").status_code == 404


def test_same_number_of_queries_for_three_and_thirty(cast, owner, contracts, colleague):
    counts = []
    for number in (0, 27):
        with owner():
            more = make_contracts(cast, number)
        give(cast.alice, more or contracts, colleague)
        with CaptureQueriesContext(connection) as queries:
            assert colleague.get("overdrachten/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3 + 5


def test_taken_and_taken_back_at_once_one_of_both_holds(in_scratch):
    cast = make_cast()
    colleague = colleague_of(cast.alice)
    with as_owner():
        contracts = make_contracts(cast, 4)
    give(cast.alice, contracts, colleague)
    with as_owner():
        ids = list(HandOver.objects.values_list("pk", flat=True))

    def one(person, decide):
        try:
            with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk) as acting:
                return decide(acting, hand_over_ids=ids, at=timezone.now())
        except NotHandedOverError:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        taken = pool.submit(one, colleague, transfer.accept)
        back = pool.submit(one, cast.alice, transfer.take_back)
        assert sorted([taken.result(), back.result()]) == [0, 4]
    with as_owner():
        assert not HandOver.objects.filter(accepted_at__isnull=False, undone_at__isnull=False).exists()


def test_who_no_longer_answers_hears_of_it(cast, owner, contracts, colleague):
    with owner():
        Responsible.objects.filter(contract__in=contracts[:2]).update(name="Vera", email="vera@demo.example")
    give(cast.alice, contracts, colleague)

    def told():
        with owner():
            rows = OutboxMessage.objects.filter(name="responsible_changed_many").order_by("created_at")
            return [(row.payload["to"], "bij 2 contracten" in row.payload["text"]) for row in rows]

    assert told() == [("vera@demo.example", True)]
    with owner():
        ids = [str(one.pk) for one in HandOver.objects.all()]
    with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk) as acting:
        transfer.take_back(acting, hand_over_ids=ids[:2], at=timezone.now())
    assert told()[1:] == [(colleague.user.email, True)]
