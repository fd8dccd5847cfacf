"""A buyer who inherits 40 contracts and a coordinator with 150 start at their start page and find all the work there."""

import datetime as dt
import html
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from organisations.choices import Role
from placements.choices import LineStatus
from tenders.choices import LadderKind
from tenders.models import Contract, HandOver, LadderStep, Message, OptionYear, Plan, Responsible
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.factories.placements import ContributionFactory
from tests.factories.tenders import ContractFactory
from tests.reporting.test_start import own_queries
from tests.tenders.test_contract_list import text, titles

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
ROWS_ON_START_PAGE = 3
MINE, ALL = "contracten waarop uw naam staat", "werk van alle contracten"


@pytest.fixture
def inherited(cast, owner):
    """So many contracts of the cast, of which each asks something else, in turn."""

    def make(number):
        with owner():
            for place in range(number):
                _ask(_contract(cast, place), place % 8, cast)

    return make


def _contract(cast, place):
    periods = {5: (-400, 60), 6: (-400, -1), 7: (-400, 400)}  # ends soon, over, behind; else just begun
    first, last = periods.get(place % 8, (-10, 700))
    return ContractFactory(
        title=f"Contract {place:03d}",
        authority=cast.alice.organisation,
        contractor=cast.bram.organisation,
        werkplein=cast.carla.organisation,
        awarded_on=TODAY - (place + 1) * DAY,
        starts_on=TODAY + first * DAY,
        ends_on=TODAY + last * DAY,
        obligation=Decimal("10000.00") if place % 8 == 7 else Decimal("0.00"),
        first_contact_on=None if place % 8 == 0 else TODAY,
    )


def _ask(contract, what, cast):
    of_bram = {"organisation": cast.bram.organisation, "user": cast.bram.user}
    if what == 1:
        Message.objects.create(contract=contract, text="Kunt u bellen?", **of_bram)
    elif what == 2:
        Plan.objects.create(
            contract=contract,
            days=[contract.ends_on],
            totals=[1],
            proposed_by=cast.bram.user,
            proposed_for=cast.bram.organisation,
        )
    elif what == 3:
        LadderStep.objects.create(contract=contract, kind=LadderKind.CONVERSATION, planned_on=TODAY)
        HandOver.objects.create(
            contract=contract, to_name="Alice", to_email=cast.alice.user.email, made_by=cast.alice.user
        )
    elif what == 4:
        OptionYear.objects.create(
            contract=contract,
            starts_on=contract.ends_on + DAY,
            ends_on=contract.ends_on + 300 * DAY,
            decide_by=TODAY + 30 * DAY,
        )
        ContributionFactory(contract=contract, status=LineStatus.SUBMITTED)


def queue(page):
    """The queues of a start page: title, count, address and the titles of the rows under it."""
    found = {}
    for item in re.findall(r'<li class="queue__item">(.*?)</svg>', page, re.DOTALL):
        count = int(re.search(r"queue__count[^>]*>([\d.]+)<", item)[1].replace(".", ""))
        link = re.search(r'queue__title"\s+href="([^"]*)">([^<]*)<', item)
        rows = re.findall(r"<li><a[^>]*>([^<]*)</a>", item)
        found[link[2]] = (count, html.unescape(link[1]), rows)
    return found


@pytest.mark.parametrize(("who", "number"), [("alice", 40), ("dirk", 150)])
def test_every_queue_leads_to_as_many_contracts_as_it_counts(cast, inherited, who, number):
    inherited(number)
    person = getattr(cast, who)
    queues = queue(text(person.get()))
    of_contracts = {title: one for title, one in queues.items() if "/contracten/?werk=" in one[1]}
    assert len(of_contracts) == 8, of_contracts
    if who == "alice":
        count, url, _rows = queues["Aan mij overgedragen"]
        assert count == len(range(3, number, 8))
        assert all(f"Contract {place:03d}" in text(person.client.get(url)) for place in range(3, number, 8))
    for title, (count, url, rows) in of_contracts.items():
        found = text(person.client.get(url))
        assert f"{count} contract" in found, title
        assert len(rows) <= ROWS_ON_START_PAGE
        assert set(rows) <= set(titles(person.client.get(url))), title


def test_a_page_further_holds_the_rest(cast, inherited):
    inherited(150)
    first = titles(cast.dirk.get("contracten/"))
    last = titles(cast.dirk.get("contracten/", data={"page": "6"}))
    assert (len(first), len(last)) == (25, 25)
    assert not set(first) & set(last)


def test_the_lines_that_wait_are_on_the_work_list(cast, inherited):
    inherited(40)
    queues = queue(text(cast.dirk.get()))
    count, url, _rows = queues["Andere invulling beoordelen"]
    assert count == len(range(4, 40, 8))
    assert f"{count} regels wachten" in text(cast.dirk.client.get(url))


@pytest.fixture
def named(cast, owner):
    """Names the person on the first contracts, so many: a buyer as first or stand-in, Dirk as accountmanager."""

    def make(person, number):
        email = person.user.email.upper()
        with owner():
            first = list(Contract.objects.order_by("title")[:number])
            for place, contract in enumerate(first):
                if person is cast.dirk:
                    Contract.objects.filter(pk=contract.pk).update(coordinator=person.user)
                    continue
                who = {"name": "Iemand", "email": "iemand@demo.example", "stand_in_email": email}
                who = who if place % 2 else {"name": "Alice", "email": email}
                Responsible.objects.create(contract=contract, side="authority", **who)

    return make


@pytest.mark.parametrize(("who", "inherits", "number"), [("alice", 40, 80), ("dirk", 150, 200)])
def test_who_is_named_starts_at_the_contracts_of_his_own(cast, inherited, named, who, inherits, number):
    inherited(number)
    person = getattr(cast, who)
    assert ALL in text(person.get())
    assert MINE not in text(person.get())
    named(person, inherits)
    page = text(person.get())
    assert MINE in page
    assert ALL not in page
    assert 'panel__note">Mijn contracten<' in page
    of_contracts = {title: one for title, one in queue(page).items() if "/contracten/?werk=" in one[1]}
    assert len(of_contracts) == 8, of_contracts
    own = {f"Contract {place:03d}" for place in range(inherits)}
    for title, (count, url, rows) in of_contracts.items():
        assert url.endswith("&mijn=on"), title
        assert 0 < count <= inherits // 8 + 1, title
        assert f"{count} contract" in text(person.client.get(url)), title
        assert set(rows) <= own
    standings = re.findall(r'href="[^"]*[?]stand=[a-z_]+([^"]*)".*?class="num">([0-9]+) contract', page, re.DOTALL)
    assert {more for more, _count in standings} == {"&amp;mijn=on"}
    assert sum(int(count) for _more, count in standings) == inherits
    whole = queue(text(person.get(data={"van": "alles"})))
    assert all("mijn" not in url for _count, url, _rows in whole.values())
    assert sum(whole[title][0] for title in of_contracts) > sum(one[0] for one in of_contracts.values())


def test_the_lines_to_decide_about_are_everybodys(cast, inherited, named):
    inherited(40)
    whole = queue(text(cast.dirk.get()))["Andere invulling beoordelen"]
    named(cast.dirk, 1)
    page = text(cast.dirk.get())
    assert MINE in page
    assert queue(page)["Andere invulling beoordelen"] == whole


def test_what_is_handed_over_to_a_buyer_is_his_to_confirm_before_he_is_named(cast, inherited, named):
    inherited(40)
    count, url, _rows = queue(text(cast.alice.get(data={"van": "alles"})))["Aan mij overgedragen"]
    named(cast.alice, 1)
    assert queue(text(cast.alice.get(data={"van": "mij"})))["Aan mij overgedragen"][:2] == (count, url)


def test_a_colleague_without_contracts_or_with_settled_ones_starts_at_everything(cast, inherited, owner):
    inherited(3)
    with owner():
        user = UserFactory()
        MembershipFactory(user=user, organisation=cast.alice.organisation, role=Role.MEMBER)
        over = ContractFactory(authority=cast.alice.organisation, settled_on=TODAY)
        Responsible.objects.create(contract=over, side="authority", name="Iemand", email=user.email)
    colleague = Person(user, cast.alice.organisation)
    log_in(colleague)
    assert ALL in text(colleague.get())
    assert ALL in text(colleague.get(data={"van": "onzin"}))
    page = text(colleague.get(data={"van": "mij"}))
    assert MINE in page
    assert "Contract 00" not in page


def test_his_own_work_takes_as_many_queries_at_eight_contracts_as_at_150(cast, owner, inherited, named):
    people = (cast.alice, cast.dirk)
    inherited(8)
    for person in people:
        named(person, 8)
    few = [len(own_queries(person)) for person in people]
    assert max(few) <= 9
    inherited(142)
    with owner():
        Responsible.objects.all().delete()
    for person in people:
        named(person, 150)
    assert [len(own_queries(person)) for person in people] == few
