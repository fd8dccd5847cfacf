"""Framework agreements and lots: several contracts under one tender, with nothing typed twice."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from organisations.cpv_field import Chosen
from organisations.models import new_id
from tenders.models import Contract, Responsible, Tender, TenderValue
from tests.factories.tenders import ContractFactory
from tests.tenders.agreed import contract_with
from tests.tenders.entries import member_choice, posted

PATH = "gunningen/nieuw/"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def token_in(response) -> str:
    return re.search(r'name="token"[^>]*value="([^"]+)"', response.content.decode())[1]


def field(response, name):
    return response.context["form"][name].value()


@pytest.fixture
def tender(cast, owner):
    with owner():
        return Tender.objects.create(
            region=cast.region,
            authority=cast.alice.organisation,
            reference="A-2026-7",
            title="Groenonderhoud stad",
            kind="service",
            cpv_codes=["77310000"],
            labour_share=Decimal(60),
            status="published",
            sroi="yes",
            sroi_percentage=Decimal(2),
        )


def test_tender_fills_in_what_it_tells(cast, tender):
    assert "Groenonderhoud stad (A-2026-7)" in text(cast.alice.get(PATH))
    response = cast.alice.get(PATH + f"?aanbesteding={tender.pk}")
    shown = {name: field(response, name) for name in ("title", "kind", "cpv", "labour_share", "decision", "lot")}
    assert shown == {
        "title": "Groenonderhoud stad",
        "kind": "service",
        "cpv": Chosen(("77310000",)),
        "labour_share": Decimal(60),
        "decision": "low",
        "lot": None,
    }


def test_obligation_of_the_value_that_the_tender_tells_stands_there_before_anything_is_typed(cast, owner, tender):
    with owner():
        TenderValue.objects.create(tender=tender, amount=Decimal(300000))
    page = text(cast.alice.get(PATH + f"?aanbesteding={tender.pk}"))
    assert "300.000,00" in page
    assert "€ 6.000,00" in page
    assert "Bedrag nog niet bekend" not in page
    assert "Vul de opdrachtsom in" not in page


def test_award_under_a_tender_makes_no_other_one_and_marks_it_awarded(cast, owner, tender):
    token = token_in(cast.alice.get(PATH + f"?aanbesteding={tender.pk}"))
    cast.alice.post(PATH, posted(cast, token, tender=str(tender.pk), lot="Perceel Noord"))
    with owner():
        contract = Contract.objects.get()
        assert Tender.objects.count() == 1
        tender.refresh_from_db()
    assert (contract.tender_id, contract.lot) == (tender.pk, "Perceel Noord")
    assert (tender.status, tender.sroi_percentage) == ("awarded", 2)


def test_second_lot_has_all_filled_in_but_company_lot_and_sum(cast, owner, tender):
    with owner():
        first = contract_with(
            cast, tender=tender, lot="Noord", percentage=Decimal("3.5"), starts_on=dt.date(2026, 3, 1)
        )
        for side, person in (("authority", cast.alice), ("werkplein", cast.carla)):
            Responsible.objects.create(contract=first, side=side, name=person.user.name, email=person.user.email)
    response = cast.alice.get(PATH + f"?perceel_bij={first.pk}")
    shown = {
        name: field(response, name)
        for name in ("title", "awarded_on", "starts_on", "own_responsible", "werkplein", "decision", "percentage")
    }
    assert shown == {
        "title": first.title,
        "awarded_on": first.awarded_on,
        "starts_on": dt.date(2026, 3, 1),
        "own_responsible": member_choice(cast.alice),
        "werkplein": f"lid:{member_choice(cast.carla)}",
        "decision": "other",
        "percentage": Decimal("3.5"),
    }
    assert [field(response, name) for name in ("kvk", "contact_email", "lot", "contract_sum")] == [None] * 4

    data = posted(cast, token_in(response), tender=str(tender.pk))
    refused = cast.alice.post(PATH, data)
    assert refused.status_code == 422
    assert "Vul dit in" in str(refused.context["form"].errors["lot"])
    cast.alice.post(PATH, data | {"lot": "Zuid"})
    with owner():
        assert set(Contract.objects.filter(tender=tender).values_list("lot", flat=True)) == {"Noord", "Zuid"}
    page = text(cast.alice.get(f"contracten/{first.pk}/afspraken/"))
    assert "Perceel: Zuid · " in page
    link = re.search(r'<a[^>]*>([^<]*)</a><span class="cell-sub">Perceel: Zuid', page)
    assert link
    assert link[1] == data["title"]
    assert "Zuid" not in text(cast.bram.get(f"contracten/{first.pk}/afspraken/"))
    assert "Nog een perceel gunnen" in page
    assert "Nog een perceel gunnen" not in text(cast.dirk.get(f"contracten/{first.pk}/afspraken/"))


def test_same_company_wins_two_lots_on_one_day_without_being_asked(cast, owner, tender):
    for lot in ("Noord", "Zuid"):
        token = token_in(cast.alice.get(PATH))
        assert cast.alice.post(PATH, posted(cast, token, tender=str(tender.pk), lot=lot)).status_code == 302
    with owner():
        assert Contract.objects.filter(tender=tender).count() == 2


@pytest.mark.parametrize("address", ["aanbesteding", "perceel_bij"])
def test_what_is_not_ones_own_cannot_be_begun_with(cast, owner, address):
    stranger = cast.strangers["municipality"]
    with owner():
        theirs = Tender.objects.create(
            region=cast.other_region, authority=stranger.organisation, reference="B-1", title="Vreemd", kind="work"
        )
        contract = ContractFactory(
            region=cast.other_region, tender=theirs, authority=stranger.organisation, contractor=cast.bram.organisation
        )
    key = theirs.pk if address == "aanbesteding" else contract.pk
    for one in (key, new_id(), "geen-id"):
        response = cast.alice.get(PATH + f"?{address}={one}")
        assert response.status_code == 404
        assert "Vreemd" not in text(response)
    posted_by_alice = cast.alice.post(PATH, posted(cast, token_in(cast.alice.get(PATH)), tender=str(theirs.pk)))
    assert posted_by_alice.status_code == 422
    with owner():
        assert not Contract.objects.filter(authority=cast.alice.organisation).exists()


def test_withdrawn_tender_is_not_offered_and_not_awarded(cast, owner, tender):
    with owner():
        Tender.objects.filter(pk=tender.pk).update(status="withdrawn")
    assert "Groenonderhoud stad" not in text(cast.alice.get(PATH))
    assert cast.alice.get(PATH + f"?aanbesteding={tender.pk}").status_code == 404
    response = cast.alice.post(PATH, posted(cast, token_in(cast.alice.get(PATH)), tender=str(tender.pk)))
    assert response.status_code == 422
    assert "kan niet gegund worden" in text(response)


def test_framework_agreement_owes_over_what_is_certain_at_the_award(cast, owner):
    token = token_in(cast.alice.get(PATH))
    asked = cast.alice.post(PATH, posted(cast, token, is_framework="on"))
    assert asked.status_code == 422
    assert "basis_amount" in asked.context["form"].errors
    cast.alice.post(PATH, posted(cast, token, is_framework="on", basis_amount="0"))
    with owner():
        contract = Contract.objects.get()
    assert (contract.is_framework, contract.contract_sum, contract.obligation) == (
        True,
        Decimal("2400000.00"),
        Decimal("0.00"),
    )


def test_start_before_the_award_is_warned_about_and_not_refused(cast):
    token = token_in(cast.alice.get(PATH))
    data = posted(cast, token, starts_on="2026-10-01")
    assert "ligt voor de datum van gunning" in text(cast.alice.post(PATH + "advies/", data))
    assert "ligt voor de datum van gunning" not in text(cast.alice.post(PATH + "advies/", posted(cast, token)))
    assert cast.alice.post(PATH, data).status_code == 302
