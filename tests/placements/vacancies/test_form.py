"""What cannot be in a vacancy is said beside its field, all of it in one round."""

import datetime as dt

import pytest
from django.utils import timezone

from organisations.refused import holds_way_to_reach
from tests.database import owner
from tests.factories.tenders import ContractFactory
from tests.placements.vacancies.working import (
    NEW,
    OFFER,
    _no_counts,  # noqa: F401 - a fixture
    filled_in,
    offered,
    text_of,
    vacancies,
)

pytestmark = pytest.mark.django_db
YESTERDAY = {"closes_on": -1, "starts_on": -1}


def days(**ahead):
    return {name: str(timezone.localdate() + dt.timedelta(days=n)) for name, n in ahead.items()}


def errors(answer):
    assert answer.status_code == 422
    return {name: " ".join(said) for name, said in answer.context["form"].errors.items()}


def test_all_faults_in_one_round_beside_their_fields(cast):
    sent = filled_in(hours_from="0", hours_to="0", title="", wage_from="3000", wage_to="2000", **days(**YESTERDAY))
    answer = cast.bram.post(NEW, sent)
    said = errors(answer)
    assert set(said) == {"title", "hours_to", "wage_to", "closes_on", "starts_on"}
    assert "al voorbij" in said["starts_on"]
    assert "al voorbij" in said["closes_on"]
    assert 'href="#id_closes_on"' in text_of(answer)
    assert not vacancies()


def test_the_same_of_a_firm_without_workspace(client, cast):
    assert set(errors(client.post(OFFER, offered(**days(**YESTERDAY))))) == {"closes_on", "starts_on"}


def test_fewer_than_no_hours_says_what_can_be(cast):
    assert "Vul 1 of meer in" in errors(cast.bram.post(NEW, filled_in(hours_from="-5")))["hours_from"]


def test_a_day_that_stood_there_already_may_lie_behind_us(cast):
    assert cast.bram.post(NEW, filled_in(**days(starts_on=3))).status_code == 302
    (one,) = vacancies()
    with owner():
        one.starts_on = timezone.localdate() - dt.timedelta(days=4)
        one.save(update_fields=["starts_on"])
    path = f"vacatures/{one.pk}/wijzigen/"
    shown = cast.bram.get(path).context["form"]["shown"].value()
    sent = filled_in(shown=shown, starts_on=str(one.starts_on), title="Steigerbouw")
    assert cast.bram.post(path, sent).status_code == 302
    assert "starts_on" in errors(cast.bram.post(path, sent | days(starts_on=-2)))


@pytest.mark.parametrize("name", ["title", "description", "offer", "place"])
def test_who_is_reached_past_the_portal_is_refused_beside_the_field(client, cast, name):
    for words in ("Bel 050-123 45 67 voor meer", "Mail naar sam@steigers.example", "Kijk op www.steigers.nl"):
        assert "Contact gaat via het portaal" in errors(cast.bram.post(NEW, filled_in(**{name: words})))[name]
        assert name in errors(client.post(OFFER, offered(**{name: words})))


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("(050) 123 45 67", True),
        ("+31 6 12345678", True),
        ("https://steigers.example/baan", True),
        ("steigers.nl", True),
        ("Werk van 7.30 tot 16.00 uur, vanaf 01-12-2026, € 2.100,00 tot € 2.400,00", False),
        ("U werkt 32 uur. De bus stopt voor de deur.Fijn team.", False),
    ],
)
def test_what_is_a_way_to_reach_somebody(text, is_so):
    assert holds_way_to_reach(text) is is_so


def test_a_contract_that_the_employer_does_not_carry_out_is_said_beside_it(cast):
    with owner():
        contract = ContractFactory(
            region=cast.region, authority=cast.alice.organisation, contractor=cast.bram.organisation
        )
    sent = filled_in(contract=str(contract.pk))
    assert set(errors(cast.dirk.post(NEW, sent | {"employer": "Bakkerij De Halm"}))) == {"contract"}
    assert cast.bram.post(NEW, sent).status_code == 302
    (one,) = vacancies()
    assert (one.sroi, one.file.contract_id) == (True, contract.pk)
