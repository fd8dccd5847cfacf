"""A company beside the contractor states hours for the days on which it takes part, and the verifier sees the rest."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from placements.choices import LineStatus
from placements.models import Deployment, HoursStatement
from placements.stating import hours
from placements.steps import Refused
from tenders.models import ContractParty
from tests.placements.consortia import consortium
from tests.placements.workspace import APRIL, MARCH, MAY, TODAY, act

LAST_DAY = dt.date(2026, 3, 31)


@pytest.fixture
def together(cast, owner):
    with owner():
        made = consortium(cast)
        HoursStatement.objects.all().delete()
        Deployment.objects.update(status=LineStatus.APPROVED)
    return made


def line_of(owner, person):
    with owner():
        return Deployment.objects.get(contractor=person.organisation)


def stop(owner, person, **days):
    with owner():
        ContractParty.objects.filter(organisation=person.organisation).update(**({"left_on": LAST_DAY} | days))


def state(person, line, month, amount=Decimal(100)):
    with act(person) as acting:
        (kept,) = hours.state_hours({line.pk: amount}, month=month, by=acting, on=TODAY, at=timezone.now())
    return kept


def submit(person, statement):
    with act(person) as acting:
        return hours.submit_hours([statement.pk], by=acting, at=timezone.now())


def test_who_stopped_states_its_last_month_and_none_after(owner, together):
    partner, line = together.partner, line_of(owner, together.partner)
    stop(owner, partner)
    assert submit(partner, state(partner, line, MARCH)).accepted
    with pytest.raises(Refused, match=r"tot en met 31\smaart 2026 mee"):
        state(partner, line, MAY)


def test_the_screen_says_so(owner, together):
    partner, line = together.partner, line_of(owner, together.partner)
    stop(owner, partner)
    answer = partner.post("uren/2026-05/", {f"{line.pk}-hours": "100", "action": "submit"})
    assert answer.status_code == 422
    assert "tot en met 31 maart 2026 mee" in answer.content.decode().replace("\xa0", " ")


def test_the_contractor_and_who_still_takes_part_go_on(cast, owner, together):
    stop(owner, together.partner)
    for person in (cast.bram, together.subcontractor):
        assert submit(person, state(person, line_of(owner, person), MAY)).accepted


def test_a_concept_of_before_the_stop_is_not_handed_in(owner, together):
    partner, line = together.partner, line_of(owner, together.partner)
    concept = state(partner, line, MAY)
    stop(owner, partner)
    result = submit(partner, concept)
    assert not result.accepted
    assert "Over mei 2026 kunt u geen uren meer opgeven" in result.refused[line.pk]


def test_what_was_handed_in_before_the_stop_can_be_corrected(owner, together):
    partner, line = together.partner, line_of(owner, together.partner)
    submit(partner, state(partner, line, APRIL))
    stop(owner, partner)
    corrected = state(partner, line, APRIL, Decimal(90))
    assert (corrected.status, corrected.paid_hours) == (LineStatus.SUBMITTED, 90)


@pytest.mark.parametrize("days", [{"left_on": LAST_DAY}, {"joined_on": dt.date(2026, 6, 10)}])
def test_the_verifier_sees_what_lies_outside(cast, owner, together, days):
    partner, line = together.partner, line_of(owner, together.partner)
    submit(partner, state(partner, line, MAY))
    stop(owner, partner, **({"left_on": None} | days))
    assert "Buiten de deelname van het bedrijf" in cast.dirk.get("beoordelen/").content.decode()
    page = cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode()
    assert "mei 2026: buiten de deelname van het bedrijf" in page.replace("\xa0", " ")


def test_nothing_is_said_of_who_takes_part(cast, owner, together):
    for person in (cast.bram, together.partner):
        submit(person, state(person, line_of(owner, person), MAY))
        page = cast.dirk.get(f"beoordelen/inzet/{line_of(owner, person).pk}/").content.decode()
        assert "uiten de deelname" not in page
    assert "Buiten de deelname" not in cast.dirk.get("beoordelen/").content.decode()


@pytest.mark.parametrize(
    ("first", "words"),
    [("01-01-2025", "pas vanaf 1 februari 2026 mee"), ("01-06-2027", "tot en met 31 mei 2027 mee"), ("01-03-2026", "")],
)
def test_a_person_who_begins_outside_is_asked_about_in_the_form(owner, together, first, words):
    stop(owner, together.partner, left_on=dt.date(2027, 5, 31))
    url = f"inzet/verwacht/?contract={together.contract.pk}"
    page = together.partner.post(url, {"starts_on": first}).content.decode().replace("\xa0", " ")
    assert words in page
    assert ("mee aan dit contract" in page) == bool(words)
