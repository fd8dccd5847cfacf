"""What the contractor is told about a person he fills in, and about somebody who stands on the contract twice."""

import datetime as dt

import pytest
from django.utils import timezone

from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.models import ContractParty
from tests.database import owner
from tests.placements.test_screens_contractor import form_of
from tests.placements.workspace import act, contract_of, logged, second_contractor


def test_the_same_person_twice_is_said_after_saving_and_on_the_line(cast):
    contract = contract_of(cast)
    first = logged(cast.bram, contract)
    assert "nog een keer op dit contract" not in cast.bram.get(f"inzet/{first.pk}/").content.decode()
    answer = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form_of(contract))
    assert answer.status_code == 302
    page = cast.bram.client.get(answer.url).content.decode()
    assert "staat nu twee keer op dit contract" in page
    assert "nog een keer op dit contract" in page
    assert cast.bram.url(f"inzet/{first.pk}/") in page
    assert "nog een keer op dit contract" in cast.bram.get(f"inzet/{first.pk}/").content.decode()
    other = form_of(contract, name="Iemand Anders")
    page = cast.bram.client.get(cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", other).url).content.decode()
    assert "op dit contract, ook" not in page


TWICE = ("al op dit contract", "staat nu twee keer", "nog een keer op dit contract")


def said_twice(person, contract, **days):
    """What is said while this person is filled in, and once the line is there."""
    form = form_of(contract, **days)
    typing = person.post(f"inzet/verwacht/?contract={contract.pk}", form).content.decode()
    page = person.post(f"inzet/nieuw/?contract={contract.pk}", form, follow=True).content.decode()
    assert "A. Voorbeeld" in page
    return [words for words in TWICE if words in typing or words in page]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-06-01", "2026-08-31", ()),
        ("2026-05-31", "2026-08-31", TWICE),
        ("2026-02-01", "2026-02-28", ()),
        ("2026-02-01", "2026-03-01", TWICE),
    ],
)
def test_the_same_person_twice_is_said_of_days_that_overlap_and_not_of_days_that_adjoin(cast, first, last, said):
    contract = contract_of(cast)
    line = logged(cast.bram, contract, ends_on=dt.date(2026, 5, 31))
    assert said_twice(cast.bram, contract, starts_on=first, ends_on=last) == list(said)
    assert (TWICE[2] in cast.bram.get(f"inzet/{line.pk}/").content.decode()) == bool(said)


def test_the_same_person_twice_is_not_said_beside_a_line_that_was_rejected(cast):
    contract = contract_of(cast)
    rejected = logged(cast.bram, contract)
    with act(cast.dirk) as acting:
        verification.reject(
            Chosen(rejected.pk, with_deployment=True), reason="Dit is een dubbele regel", by=acting, at=timezone.now()
        )
    assert said_twice(cast.bram, contract) == []
    assert TWICE[2] not in cast.bram.get(f"inzet/{rejected.pk}/").content.decode()


def test_the_same_person_at_two_companies_is_not_said_to_be_there_twice(cast):
    contract, second = contract_of(cast), second_contractor()
    with owner():
        ContractParty.objects.create(
            contract=contract, organisation=second.organisation, role="partner", joined_on=contract.starts_on
        )
    own = logged(cast.bram, contract)
    assert said_twice(second, contract) == []
    with owner():
        theirs = contract.deployments.get(contractor=second.organisation)
    assert (theirs.pseudonym, theirs.starts_on) == (own.pseudonym, own.starts_on)
    for line in (own, theirs):
        assert TWICE[2] not in cast.dirk.get(f"inzet/{line.pk}/").content.decode()
    assert said_twice(cast.bram, contract) == list(TWICE)
    assert TWICE[2] in cast.dirk.get(f"inzet/{own.pk}/").content.decode()


def test_what_is_remarkable_about_a_person_is_said_and_stops_nothing(cast):
    contract = contract_of(cast)
    path = f"inzet/verwacht/?contract={contract.pk}"
    twice = "Deze persoon staat in deze periode al op dit contract."
    assert twice not in cast.bram.post(path, form_of(contract)).content.decode()
    line = logged(cast.bram, contract)
    assert twice in cast.bram.post(path, form_of(contract)).content.decode()
    assert twice not in cast.bram.get(f"inzet/{line.pk}/wijzigen/").content.decode()
    elsewhere = contract_of(cast)
    young = form_of(elsewhere, birth_date="2014-06-14", hours_per_week="0")
    text = cast.bram.post(f"inzet/verwacht/?contract={elsewhere.pk}", young).content.decode()
    assert twice not in text
    assert "Deze persoon is 11 jaar op de eerste werkdag." in text
    assert "Met 0 uur per week levert deze inzet niets op." in text
    assert cast.bram.post(f"inzet/nieuw/?contract={elsewhere.pk}", young).status_code == 302
