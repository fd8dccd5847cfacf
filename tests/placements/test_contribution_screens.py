"""Other contributions in the browser: entered, valued while typing, corrected, answered; and who sees them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import new_id
from placements.choices import LineStatus
from placements.models import Contribution
from placements.stating import contributions
from placements.steps import Refused
from placements.verifying import verification
from tenders.models import ContractParty, ContractTotals
from tests.database import owner
from tests.factories.placements import ContributionFactory, block_of
from tests.factories.tenders import tariff_of
from tests.placements.workspace import act, auditor_of, contract_of, second_contractor, seen

pytestmark = pytest.mark.usefixtures("mid_june")

FIXED = 3


def form_of(contract, code="social_activity", **values):
    with owner():
        block = block_of(contract, code)
    return {
        "block": str(block.pk),
        "date": "12-4-2026",
        "quantity": "7,5",
        "description": "Gastles op school",
        "action": "submit",
        "token": str(new_id()),
    } | values


def entered(cast, contract, **values):
    answer = cast.bram.post(f"invulling/nieuw/?contract={contract.pk}", form_of(contract, **values))
    assert answer.status_code == 302, answer.content.decode()
    return seen(Contribution(pk=answer.url.rstrip("/").rsplit("/", 1)[-1]))


def judge(cast, line, to, said=""):
    with act(cast.dirk) as acting:
        verification.judge_contribution(line.pk, to=to, said=said, by=acting, at=timezone.now())


def test_entered_submitted_and_counted(cast):
    contract = contract_of(cast)
    page = cast.bram.get(f"invulling/nieuw/?contract={contract.pk}").content.decode()
    assert "een uur telt voor" in page
    line = entered(cast, contract)
    assert (line.status, line.value, line.contractor_id) == (
        LineStatus.SUBMITTED,
        Decimal("750.00"),
        cast.bram.organisation.pk,
    )
    with owner():
        assert ContractTotals.objects.get(contract=contract).others_submitted == Decimal("750.00")
    listed = cast.bram.get("invulling/").content.decode()
    assert "Gastles op school" in listed
    assert contract.title in listed
    detail = cast.bram.get(f"invulling/{line.pk}/").content.decode()
    assert "750,00" in detail


@pytest.mark.parametrize(
    ("code", "quantity", "value"),
    [
        ("social_activity", "7,5", "750.00"),
        ("sheltered_purchase", "1.234,56", "1234.56"),
        ("social_enterprise_other", "1.234,57", "617.29"),
        ("training", "99,99", "99.99"),
    ],
)
def test_every_kind_of_block_has_its_value(cast, code, quantity, value):
    contract = contract_of(cast)
    with owner():
        known = set(contract.tariff.blocks.values_list("code", flat=True))
    if code not in known:
        pytest.fail(f"{code} is none of {sorted(known)}")
    assert entered(cast, contract, code=code, quantity=quantity).value == Decimal(value)


def test_value_while_typing_writes_nothing_and_says_what_to_look_at(cast):
    contract = contract_of(cast)
    entered(cast, contract)
    shown = cast.bram.post(f"invulling/waarde/?contract={contract.pk}", form_of(contract)).content.decode()
    assert "750,00" in shown
    assert "Eén inspanning telt één keer." in shown
    later = cast.bram.post(f"invulling/waarde/?contract={contract.pk}", form_of(contract, date="1-1-2019"))
    assert "buiten de looptijd" in later.content.decode()
    with owner():
        assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words", "flag"),
    [
        ({"quantity": "10.000.000"}, "meer dan de hele verplichting van € 50.000,00", "Meer dan de hele verplichting"),
        ({"date": "1-1-2019"}, "Deze dag valt buiten de looptijd", "Buiten het contract"),
        ({}, "", ""),
    ],
)
def test_what_the_verifier_is_told_to_look_at_the_company_is_told_too(cast, values, words, flag):
    contract = contract_of(cast)
    for action in ("save", "submit"):
        answer = cast.bram.post(f"invulling/nieuw/?contract={contract.pk}", form_of(contract, action=action, **values))
        page = cast.bram.client.get(answer.url).content.decode().replace("\xa0", " ")
        assert ("Let op" in page) == bool(words)
        assert words in page
    line = seen(Contribution(pk=answer.url.rstrip("/").rsplit("/", 1)[-1]))
    listed = cast.dirk.get("beoordelen/").content.decode()
    opened = cast.dirk.get(f"beoordelen/invulling/{line.pk}/").content.decode()
    assert flag in listed
    if flag == "Meer dan de hele verplichting":
        assert "Meer waard dan de hele verplichting" in opened
    else:
        assert "Meer dan de hele verplichting" not in listed
        assert "Meer waard dan" not in opened
    # Once it is judged, there is nothing left to ask the company.
    judge(cast, line, LineStatus.APPROVED)
    assert "Let op" not in cast.bram.client.get(answer.url).content.decode()


def test_a_party_beside_the_contractor_is_told_nothing_of_what_is_owed(cast, owner):
    contract, second = contract_of(cast), second_contractor()
    with owner():
        ContractParty.objects.create(
            contract=contract, organisation=second.organisation, role="subcontractor", joined_on=contract.starts_on
        )
    form = form_of(contract, quantity="10.000.000")
    typing = second.post(f"invulling/waarde/?contract={contract.pk}", form).content.decode()
    page = second.post(f"invulling/nieuw/?contract={contract.pk}", form, follow=True).content.decode()
    assert "Gastles op school" in page
    assert "1.000.000.000,00" in typing
    for text in (typing, page):
        assert "verplichting" not in text
        assert "Klopt dit bedrag?" not in text
        assert "50.000" not in text


def test_a_form_sent_twice_makes_one_line(cast):
    contract = contract_of(cast)
    form = form_of(contract)
    first = cast.bram.post(f"invulling/nieuw/?contract={contract.pk}", form)
    second = cast.bram.post(f"invulling/nieuw/?contract={contract.pk}", form)
    assert first.url == second.url
    with owner():
        assert Contribution.objects.count() == 1


def test_errors_stand_beside_the_field_and_nothing_is_kept(cast):
    contract = contract_of(cast)
    answer = cast.bram.post(
        f"invulling/nieuw/?contract={contract.pk}", form_of(contract, quantity="", description="", block="")
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Kies wat u hebt gedaan.", "Vul in hoeveel het was.", "Schrijf kort op wat u deed."):
        assert sentence in text
    future = cast.bram.post(f"invulling/nieuw/?contract={contract.pk}", form_of(contract, date="1-7-2030"))
    assert future.status_code == 422
    assert "deze dag moet nog komen" in future.content.decode()
    with owner():
        assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("code", "quantity"),
    [
        ("guidance", "99999999999999"),
        ("social_activity", "99999999999"),
        ("social_activity", "1e20"),
        ("guidance", "0,005"),
    ],
)
def test_more_than_an_amount_can_be_is_said_beside_the_field(cast, code, quantity):
    contract = contract_of(cast)
    form = form_of(contract, code=code, quantity=quantity)
    for path in ("invulling/nieuw/", "invulling/waarde/"):
        answer = cast.bram.post(f"{path}?contract={contract.pk}", form)
        assert answer.status_code in (422, 200)
    answer = cast.bram.post(f"invulling/nieuw/?contract={contract.pk}", form)
    assert answer.status_code == 422
    assert answer.context["form"].errors["quantity"]
    assert quantity in answer.content.decode()
    assert "Gastles op school" in answer.content.decode()
    with owner():
        assert not Contribution.objects.exists()


def test_more_than_the_whole_obligation_is_asked_about_to_who_owes_it(cast):
    contract = contract_of(cast)
    path = f"invulling/waarde/?contract={contract.pk}"
    most = contract.obligation / 100
    below, above = str(most).replace(".", ","), str(most + 1).replace(".", ",")
    assert "Klopt dit bedrag?" not in cast.bram.post(path, form_of(contract, quantity=below)).content.decode()
    assert "Klopt dit bedrag?" in cast.bram.post(path, form_of(contract, quantity=above)).content.decode()
    assert entered(cast, contract, quantity=above).value > contract.obligation


def test_a_persons_block_is_no_choice(cast):
    contract = contract_of(cast)
    answer = cast.bram.post(f"invulling/nieuw/?contract={contract.pk}", form_of(contract, code="wajong"))
    assert answer.status_code == 422


@pytest.mark.parametrize("code", ["wajong", None])
def test_past_the_form_a_block_of_persons_or_of_another_tariff_is_refused(cast, code):
    contract = contract_of(cast)
    with owner():
        block = block_of(contract, code) if code else tariff_of(cast.other_region).blocks.get(code="social_activity")
    details = contributions.Details(block, dt.date(2026, 4, 12), Decimal(1), "Gastles op school")
    with act(cast.bram) as acting, pytest.raises(Refused, match="Kies een soort uit het tarief"):
        contributions.enter(contract, details=details, by=acting, at=timezone.now())
    with owner():
        assert not Contribution.objects.exists()


def test_corrected_until_approved_and_not_over_what_changed_meanwhile(cast):
    contract = contract_of(cast)
    line = entered(cast, contract, action="save")
    page = cast.bram.get(f"invulling/{line.pk}/wijzigen/")
    shown = page.context["form"]["shown"].value()
    edit = form_of(contract, quantity="8", shown=shown, action="save")
    assert cast.bram.post(f"invulling/{line.pk}/wijzigen/", edit).status_code == 302
    assert seen(line).value == Decimal("800.00")
    stale = cast.bram.post(f"invulling/{line.pk}/wijzigen/", edit | {"quantity": "9", "description": "Mijn tekst"})
    text = stale.content.decode()
    assert stale.status_code == 422
    assert "intussen gewijzigd" in text
    assert "Mijn tekst" in text
    assert "Zo staat het er nu" in text
    assert seen(line).value == Decimal("800.00")
    cast.bram.post(f"invulling/{line.pk}/stap/", {"step": "submit"})
    judge(cast, line, LineStatus.APPROVED)
    answer = cast.bram.post(f"invulling/{line.pk}/wijzigen/", edit)
    assert "al beoordeeld" in answer.content.decode()


def test_taken_back_and_thrown_away(cast):
    contract = contract_of(cast)
    line = entered(cast, contract)
    cast.bram.post(f"invulling/{line.pk}/stap/", {"step": "discard"})
    assert seen(line).reversed_at is None
    cast.bram.post(f"invulling/{line.pk}/stap/", {"step": "withdraw"})
    assert seen(line).status == LineStatus.CONCEPT
    cast.bram.post(f"invulling/{line.pk}/stap/", {"step": "discard"})
    assert seen(line).reversed_at is not None
    assert cast.bram.get(f"invulling/{line.pk}/").status_code == 404


def test_a_question_is_read_and_answered(cast):
    contract = contract_of(cast)
    line = entered(cast, contract)
    judge(cast, line, LineStatus.RETURNED, "Welke school?")
    assert "Welke school?" in cast.bram.get(f"invulling/{line.pk}/").content.decode()
    empty = cast.bram.post(f"invulling/{line.pk}/antwoord/", {"answer": ""})
    assert empty.status_code == 422
    cast.bram.post(f"invulling/{line.pk}/antwoord/", {"answer": "De mbo-school"})
    assert seen(line).status == LineStatus.SUBMITTED


def test_who_may_and_who_may_not(cast):
    contract = contract_of(cast)
    line = entered(cast, contract)
    with owner():
        ContributionFactory(contract=contract, status=LineStatus.CONCEPT, description="Nog geheim plan")
    other = second_contractor()
    auditor = auditor_of(cast.bram)
    assert cast.alice.get(f"invulling/{line.pk}/").status_code == 200
    assert "Nog geheim plan" not in cast.alice.get("invulling/").content.decode()
    assert "Nog geheim plan" in cast.bram.get("invulling/").content.decode()
    assert cast.esra.get("invulling/").status_code == 403
    for person, status in ((other, 404), (cast.frank, 404), (cast.esra, 403)):
        assert person.get(f"invulling/{line.pk}/").status_code == status
    assert auditor.get(f"invulling/{line.pk}/").status_code == 200
    for path in (f"invulling/{line.pk}/stap/", f"invulling/{line.pk}/antwoord/"):
        given = {"step": "withdraw", "answer": "x"}
        assert other.post(path, given).status_code == 404
        for person in (cast.alice, cast.frank, cast.carla, auditor):
            assert person.post(path, given).status_code == 403, person.user.name
    for path in (f"invulling/nieuw/?contract={contract.pk}", f"invulling/waarde/?contract={contract.pk}"):
        assert other.post(path, form_of(contract)).status_code == 404
        assert cast.alice.post(path, form_of(contract)).status_code == 403
    assert other.get(f"invulling/{line.pk}/wijzigen/").status_code == 404
    assert seen(line).status == LineStatus.SUBMITTED


def test_the_list_and_the_page_take_as_many_queries_for_thirty_lines_as_for_three(cast):
    contract = contract_of(cast)
    with owner():
        lines = ContributionFactory.create_batch(3, contract=contract)

    def queries(path):
        with CaptureQueriesContext(connection) as taken:
            assert cast.bram.get(path).status_code == 200
        return [one["sql"] for one in taken if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]

    three, page = len(queries("invulling/")), len(queries(f"invulling/{lines[0].pk}/"))
    with owner():
        ContributionFactory.create_batch(22, contract=contract)
    assert len(queries("invulling/")) == three <= FIXED + 5
    assert len(queries(f"invulling/{lines[0].pk}/")) == page <= FIXED + 9
