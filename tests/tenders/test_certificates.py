"""A PSO certificate is added once, checked by the coordination point, and lowers what the company owes in the region."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import Role
from organisations.models import OutboxMessage
from tenders.models import Certificate, Contract, ContractVersion, RegionPolicy
from tests.factories.organisations import OrganisationFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

LIST, ADD = "pso/", "pso/nieuw/"
FIRST, LAST = dt.date(2026, 2, 1), dt.date(2028, 1, 31)  # of the contract: 730 days, 50.000 owed


@pytest.fixture
def contract(cast, owner):
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(pso_step_2=Decimal("12.50"))
        return ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)


def data(**changes):
    return {
        "level": "step_2",
        "number": "PSO-1",
        "valid_from": "01-02-2027",
        "valid_until": "31-01-2029",
    } | changes


def certificate_of(owner, **where):
    with owner():
        return Certificate.objects.filter(**where).order_by("-made_at").first()


def decide(person, certificate, decision, reason=""):
    return person.post(f"pso/{certificate.pk}/", {"decision": decision, "reason": reason})


def versions(owner, contract):
    with owner():
        rows = ContractVersion.objects.filter(contract=contract).order_by("number")
        return [(one.cause, one.discount, one.obligation) for one in rows]


def test_from_adding_to_the_discount_on_the_contract(cast, owner, contract):
    assert cast.bram.post(ADD, data()).status_code == 302
    certificate = certificate_of(owner)
    assert (certificate.organisation_id, certificate.confirmed_at) == (cast.bram.organisation.pk, None)
    assert [one[1:] for one in versions(owner, contract)] == [(0, 50000)]
    assert "wordt gecontroleerd" in cast.bram.get(LIST).content.decode()
    assert cast.bram.organisation.name in cast.dirk.get(LIST).content.decode()
    page = cast.dirk.get(f"pso/{certificate.pk}/").content.decode()
    assert contract.title in page
    assert "12,5" in page

    assert decide(cast.dirk, certificate, "confirm").status_code == 302
    certificate = certificate_of(owner)
    assert (certificate.discount, certificate.confirmed_by_id) == (Decimal("12.50"), cast.dirk.user.pk)
    # 50.000 × 12,5 % × 365 of 730 days
    assert versions(owner, contract)[1:] == [("certificate", Decimal("3125.00"), Decimal("46875.00"))]
    with owner():
        row = ContractVersion.objects.get(contract=contract, number=2)
        assert row.valid_from == timezone.localdate()
        assert "trede 2" in row.reason
        assert "12,5" in row.reason
        assert Contract.objects.get(pk=contract.pk).obligation == Decimal("46875.00")
        mail = OutboxMessage.objects.get(name="certificate_confirmed")
    assert mail.payload["to"] == cast.bram.user.email
    assert "12,5" in mail.payload["text"]
    assert "gecontroleerd" in cast.bram.get(LIST).content.decode()


def test_confirmed_once(cast, owner, contract):
    cast.bram.post(ADD, data())
    certificate = certificate_of(owner)
    decide(cast.dirk, certificate, "confirm")
    for again in ("confirm", "decline"):
        response = decide(cast.dirk, certificate, again, "reden")
        assert response.status_code == 422
        assert "al beoordeeld" in response.content.decode()
    assert len(versions(owner, contract)) == 2


def test_declined_with_a_reason_and_then_added_anew(cast, owner, contract):
    cast.bram.post(ADD, data())
    certificate = certificate_of(owner)
    assert decide(cast.dirk, certificate, "decline").status_code == 422
    assert decide(cast.dirk, certificate, "decline", "Staat niet in het register").status_code == 302
    assert "Staat niet in het register" in cast.bram.get(LIST).content.decode()
    assert len(versions(owner, contract)) == 1
    assert cast.bram.post(ADD, data()).status_code == 302


def test_what_was_confirmed_is_revoked_and_the_obligation_comes_back(cast, owner, contract):
    cast.bram.post(ADD, data())
    decide(cast.dirk, certificate_of(owner), "confirm")
    assert decide(cast.dirk, certificate_of(owner), "revoke").status_code == 422
    assert decide(cast.dirk, certificate_of(owner), "revoke", "Vals").status_code == 302
    assert [one[1:] for one in versions(owner, contract)] == [(0, 50000), (3125, 46875), (0, 50000)]
    assert decide(cast.dirk, certificate_of(owner), "revoke", "Vals").status_code == 422


def test_only_contracts_of_this_company_in_this_region_that_run_on_its_days_and_are_not_settled(cast, owner, contract):
    with owner():
        theirs = {"authority": cast.alice.organisation, "contractor": cast.bram.organisation}
        spared = {
            "another company": ContractFactory(authority=cast.alice.organisation),
            "settled": ContractFactory(**theirs, settled_on=dt.date(2026, 3, 1)),
            "over before it": ContractFactory(**theirs, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2027, 1, 31)),
            "begins after it": ContractFactory(**theirs, starts_on=dt.date(2029, 2, 1), ends_on=dt.date(2030, 1, 1)),
            "another region": ContractFactory(
                region=cast.other_region,
                contractor=cast.bram.organisation,
                authority=OrganisationFactory(region=cast.other_region),
            ),
        }
        second = ContractFactory(**theirs, starts_on=dt.date(2027, 2, 1), ends_on=dt.date(2027, 12, 31))
    cast.bram.post(ADD, data())
    response = cast.dirk.post(f"pso/{certificate_of(owner).pk}/", {"decision": "confirm"}, follow=True)
    assert "2 contracten" in response.content.decode()
    assert versions(owner, second)[1:] == [("certificate", Decimal("6250.00"), Decimal("43750.00"))]
    for which, one in spared.items():
        assert len(versions(owner, one)) == 1, which


def test_a_level_without_discount_is_confirmed_without_a_version(cast, owner, contract):
    cast.bram.post(ADD, data(level="aspirant"))
    decide(cast.dirk, certificate_of(owner), "confirm")
    assert certificate_of(owner).discount == 0
    assert len(versions(owner, contract)) == 1


def test_the_discount_is_that_of_the_day_of_confirmation(cast, owner, contract):
    cast.bram.post(ADD, data())
    decide(cast.dirk, certificate_of(owner), "confirm")
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(pso_step_2=50)
    assert certificate_of(owner).discount == Decimal("12.50")
    assert "12,5" in cast.bram.get(LIST).content.decode()


def test_the_coordination_point_adds_one_for_a_company(cast, owner, contract):
    response = cast.dirk.post(ADD, data(organisation=str(cast.bram.organisation.pk)))
    certificate = certificate_of(owner)
    assert response.status_code == 302
    assert response.url.endswith(f"pso/{certificate.pk}/")
    assert certificate.organisation_id == cast.bram.organisation.pk
    elsewhere = cast.strangers["contractor"].organisation
    for wrong in (str(elsewhere.pk), str(cast.alice.organisation.pk), "x", ""):
        response = cast.dirk.post(ADD, data(organisation=wrong))
        assert response.status_code == 422
        assert "organisation" in response.context["form"].errors


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"level": ""}, "level", "Maak een keuze"),
        ({"level": "step_9"}, "level", "Maak een keuze"),
        ({"number": " "}, "number", "Vul dit in"),
        ({"valid_from": "x"}, "valid_from", "Vul een datum in"),
        ({"valid_until": "31-01-2027"}, "valid_until", "voor de eerste dag"),
        ({"valid_until": "31-01-2039"}, "valid_until", "jaartal"),
    ],
)
def test_says_beside_the_field_what_is_wrong(cast, owner, contract, changes, field, words):
    response = cast.bram.post(ADD, data(**changes))
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert certificate_of(owner) is None


def test_the_same_days_are_not_added_twice(cast, owner, contract):
    cast.bram.post(ADD, data())
    response = cast.bram.post(ADD, data(number="PSO-2", valid_from="31-01-2029", valid_until="31-12-2029"))
    assert response.status_code == 422
    assert "staat er al een certificaat" in str(response.context["form"].errors["valid_from"])
    assert cast.bram.post(ADD, data(valid_from="01-02-2029", valid_until="31-12-2029")).status_code == 302


def test_nobody_else_sees_checks_or_adds(cast, owner, contract):
    cast.bram.post(ADD, data())
    certificate = certificate_of(owner)
    for outsider in (cast.alice, cast.carla, cast.esra):
        assert {outsider.get(LIST).status_code, outsider.get(ADD).status_code} == {403}
        assert {outsider.post(ADD, data()).status_code, decide(outsider, certificate, "confirm").status_code} == {403}
    assert cast.bram.get(f"pso/{certificate.pk}/").status_code == 403
    assert decide(cast.bram, certificate, "confirm").status_code == 403
    with owner():
        company = OrganisationFactory(contractor=True)
    other = colleague_of(type(cast.bram)(cast.bram.user, company))
    fokke = cast.strangers["contractor"]
    for stranger in (other, fokke):
        assert "PSO-1" not in stranger.get(LIST).content.decode()
    assert cast.frank.get(f"pso/{certificate.pk}/").status_code == 404
    assert decide(cast.frank, certificate, "confirm").status_code == 404
    assert "PSO-1" not in cast.frank.get(LIST).content.decode()
    auditor = colleague_of(cast.dirk, Role.AUDITOR)
    assert auditor.get(f"pso/{certificate.pk}/").status_code == 200
    assert decide(auditor, certificate, "confirm").status_code == 403
    assert colleague_of(cast.bram, Role.AUDITOR).post(ADD, data()).status_code == 403
    assert certificate_of(owner).confirmed_at is None
    assert len(versions(owner, contract)) == 1


def test_as_many_queries_for_thirty_as_for_three(cast, owner, contract):
    def asked(count):
        with owner():
            for number in range(count):
                confirmed = {"confirmed_at": timezone.now(), "confirmed_by": cast.dirk.user, "discount": 1}
                Certificate.objects.create(
                    region=cast.region,
                    organisation=OrganisationFactory(contractor=True),
                    level="step_1",
                    valid_from=FIRST,
                    valid_until=LAST,
                    made_by=cast.dirk.user,
                    **(confirmed if number % 2 else {}),
                )
        with CaptureQueriesContext(connection) as queries:
            assert cast.dirk.get(LIST).status_code == 200
        return len([one for one in queries if "SAVEPOINT" not in one["sql"]])

    cast.dirk.get(LIST)
    assert asked(4) == asked(30) <= 3 + 5


def test_the_sides_read_on_which_days_it_counts(cast, owner, contract):
    cast.bram.post(ADD, data())
    terms = f"contracten/{contract.pk}/afspraken/"
    assert "korting over" not in cast.alice.get(terms).content.decode()
    decide(cast.dirk, certificate_of(owner), "confirm")
    for side in (cast.alice, cast.bram, cast.dirk, cast.esra):
        page = side.get(terms).content.decode()
        assert "korting over 365" in page
        assert "1-2-2027" in page
        assert "31-1-2028" in page
        assert "31-1-2029" not in page.split("korting over 365")[1][:400]  # cut to the contract
    with owner():
        other = ContractFactory(authority=cast.alice.organisation)
    assert "korting over" not in cast.alice.get(f"contracten/{other.pk}/afspraken/").content.decode()
