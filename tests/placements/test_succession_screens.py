"""The coordination point looks after the companies of its region: names, doubles, takeovers, and the way back."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Organisation, OrganisationRegion
from tenders.models import Succession
from tests.factories.organisations import OrganisationFactory
from tests.placements.test_succession import all_rows, worked_on
from tests.placements.workspace import auditor_of, contract_of, second_contractor, seen

pytestmark = pytest.mark.django_db

LIST = "regio/organisaties/"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def company(organisation, step="") -> str:
    return f"{LIST}{organisation.pk}/{step + '/' if step else ''}"


def questions(queries) -> int:
    """Without the transaction around them."""
    return sum("SAVEPOINT" not in one["sql"] for one in queries.captured_queries)


@pytest.fixture
def bouw(cast, owner) -> Organisation:
    with owner():
        return OrganisationFactory(name="Bouw van Vroeger BV", kind="contractor", kvk="70000001", region__code="bouw")


def test_a_company_gets_another_name_and_is_found_by_the_old_one(cast, bouw):
    page = cast.dirk.post(company(bouw, "naam"), {"name": "Bouw van Nu BV", "kvk": "70000002"}, follow=True)
    assert "Bouw van Vroeger BV" in text(page)
    bouw = seen(bouw)
    assert (bouw.name, bouw.kvk) == ("Bouw van Nu BV", "70000002")
    for word in ("vroeger", "van nu", "70000002"):
        found = text(cast.dirk.get(LIST, data={"search": word}))
        assert "Bouw van Nu BV" in found
        assert "voorheen Bouw van Vroeger BV" in found
    assert "Bouw van Nu BV" not in text(cast.dirk.get(LIST, data={"search": "vorig jaar"}))

    page = cast.dirk.post(company(bouw, "naam/terug"), follow=True)
    assert "heet weer Bouw van Vroeger BV" in text(page)
    assert (seen(bouw).name, seen(bouw).kvk) == ("Bouw van Vroeger BV", "70000001")


def test_a_number_that_is_taken_is_refused_beside_the_field(cast, bouw):
    page = cast.dirk.post(company(bouw, "naam"), {"name": bouw.name, "kvk": cast.bram.organisation.kvk})
    assert page.status_code == 422
    assert "hoort al bij een andere organisatie" in str(page.context["rename"].errors["kvk"])
    assert cast.dirk.post(company(bouw, "naam"), {"name": " ", "kvk": "123"}).status_code == 422
    assert seen(bouw).kvk == "70000001"


def test_a_company_of_several_regions_is_not_this_regions_to_rename(cast, bouw, owner):
    with owner():
        OrganisationRegion.objects.create(region=cast.other_region, organisation=bouw, code="bouw-daar")
    page = cast.dirk.post(company(bouw, "naam"), {"name": "Anders", "kvk": bouw.kvk})
    assert page.status_code == 422
    assert "ook in een andere regio" in text(page)
    assert seen(bouw).name == "Bouw van Vroeger BV"


def test_doubles_are_pointed_out_the_surest_first(cast, bouw, owner):
    with owner():
        OrganisationFactory(name="bouw van vroeger", kind="contractor", kvk="70000009")
        OrganisationFactory(name="Heel Anders NV", kind="contractor", kvk="70000001")
        OrganisationFactory(name="Bouw van Vroeger", kind="contractor", region=cast.other_region)
    found = cast.dirk.get(LIST).context["doubles"]
    assert [(one.same_number, {one.first_name, one.second_name}) for one in found] == [
        (True, {"Bouw van Vroeger BV", "Heel Anders NV"}),
        (False, {"Bouw van Vroeger BV", "bouw van vroeger"}),
    ]


def test_two_rows_for_one_company_are_joined_after_a_look_and_come_apart_again(cast, bouw):
    contract = contract_of(cast, contractor=bouw)
    worked_on(contract, bouw, name="Wie Er Werkte")
    before = all_rows()
    asked = {"kind": "merge", "successor": cast.bram.organisation.pk, "on": "1-6-2026", "reason": "Stond er dubbel"}

    page = cast.dirk.post(company(bouw, "overname"), asked)
    assert (page.context["counted"].contracts, page.context["counted"].deployments) == (1, 1)
    assert all_rows() == before

    page = cast.dirk.post(company(bouw, "overname"), asked | {"confirm": "1"}, follow=True)
    assert "Alles staat nu bij Bouwbedrijf Molenwerf BV" in text(page)
    assert seen(contract).contractor_id == cast.bram.organisation.pk
    assert "samengevoegd met Bouwbedrijf Molenwerf BV" in text(cast.dirk.get(LIST))
    (made,) = page.context["successions"]

    undo = f"regio/opvolgingen/{made.pk}/terug/"
    assert "Schrijf op waarom" in text(cast.dirk.post(undo, {"reason": ""}, follow=True))
    assert "zoals het was" in text(cast.dirk.post(undo, {"reason": "Toch niet"}, follow=True))
    assert all_rows() == before


def test_a_contract_is_taken_over_after_a_look(cast):
    contract = contract_of(cast)
    path = f"contracten/{contract.pk}/overname/"
    asked = {
        "kvk": "70000005",
        "name": "",
        "on": "1-5-2026",
        "responsible_name": "Nora",
        "responsible_email": "nora@demo.example",
        "reason": "Verkocht",
    }
    assert "nog niet bekend" in text(cast.dirk.post(path, asked))
    asked["name"] = "Nieuwe Bouw BV"
    assert "Nieuwe Bouw BV neemt dit contract over" in text(cast.dirk.post(path, asked))
    assert seen(contract).contractor_id == cast.bram.organisation.pk

    page = cast.dirk.post(path, asked | {"confirm": "1"}, follow=True)
    assert "heeft het contract overgenomen" in text(page)
    assert seen(contract).contractor_id != cast.bram.organisation.pk
    # Who had it still finds it, among his own lines.
    assert cast.bram.get(f"contracten/{contract.pk}/").status_code == 200
    assert "Terugdraaien" in text(cast.dirk.get(path))


def test_others_get_403_and_another_region_finds_nothing(cast, bouw, owner):
    contract = contract_of(cast, contractor=bouw)
    with owner():
        made = Succession.objects.create(
            region=cast.region,
            kind="merge",
            predecessor=bouw,
            successor=cast.bram.organisation,
            on=dt.date(2026, 6, 1),
            reason="x",
            moved={"rows": []},
            made_by=cast.dirk.user,
            made_at=timezone.now(),
        )
    gets = [LIST, company(bouw), company(bouw, "overname"), f"contracten/{contract.pk}/overname/"]
    posts = [company(bouw, "naam"), company(bouw, "naam/terug"), *gets[2:], f"regio/opvolgingen/{made.pk}/terug/"]
    before = all_rows()
    for person in (cast.alice, cast.bram, cast.carla, cast.esra):
        assert {person.get(path).status_code for path in gets} == {403}
        assert {person.post(path).status_code for path in posts} == {403}
    reader = auditor_of(cast.dirk)
    assert [reader.get(path).status_code for path in gets] == [200, 200, 403, 403]
    assert {reader.post(path).status_code for path in posts} == {403}
    assert {cast.frank.get(path).status_code for path in gets[1:]} == {404}
    assert {cast.frank.post(path, {"reason": "x"}).status_code for path in posts} == {404}
    assert "Bouw van Vroeger" not in text(cast.frank.get(LIST))
    assert all_rows() == before


def test_the_list_asks_the_same_number_of_questions_at_3_and_30(cast, owner):
    counts = []
    for number in (3, 20):
        with owner():
            for one in OrganisationFactory.create_batch(number, contractor=True):
                contract_of(cast, contractor=one)
        with CaptureQueriesContext(connection) as queries:
            assert cast.dirk.get(LIST).status_code == 200
        counts.append(questions(queries))
    assert counts[0] == counts[1] <= 3 + 5, queries.captured_queries


def test_the_page_of_a_company_stays_within_its_budget(cast, bouw):
    other = second_contractor()
    contract = contract_of(cast, contractor=bouw)
    asked = {"kind": "takeover", "successor": other.organisation.pk, "on": "1-6-2026", "reason": "x", "confirm": "1"}
    cast.dirk.post(company(bouw, "overname"), asked)
    with CaptureQueriesContext(connection) as queries:
        page = cast.dirk.get(company(other.organisation))
    assert page.context["row"].contracts == 1
    assert contract.title not in text(page)  # the whole company moved, so no single contract is named
    assert questions(queries) <= 3 + 9
