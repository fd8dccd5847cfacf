"""Tenders of colleagues that are like one's own: which, in what order, why, and none that is not there for the member."""

import datetime as dt

import pytest

from organisations import tenancy
from tenders.calendar.similar import Asked, similar_to
from tests.factories.organisations import OrganisationFactory
from tests.factories.tenders import TenderFactory

ASKED = Asked(
    "Groot onderhoud scholen",
    ("45214200",),
    ("GM0014",),
    dt.date(2027, 1, 1),
    dt.date(2027, 12, 31),
)


def put(owner, authority, title, **values):
    values = {"status": "planned", "on_calendar_since": dt.date(2026, 1, 1)} | values
    with owner():
        return TenderFactory(authority=authority, title=title, **values)


def ask(person, asked=ASKED, **values):
    with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk) as acting:
        return similar_to(acting, asked, **values)


@pytest.fixture
def other(cast, owner):
    with owner():
        return OrganisationFactory(name="Gemeente Assen", kind="municipality")


def test_like_it_is_what_has_a_group_two_words_or_almost_the_title(cast, owner, other):
    put(owner, other, "Nieuwbouw sporthal", cpv_codes=["45212000"])
    put(owner, other, "Schoonmaak", cpv_codes=["45214200"])
    put(owner, other, "Onderhoud van alle scholen")
    put(owner, other, "Groot onderhoudt schoolen")
    put(owner, other, "Onderhoud wegen")
    put(owner, other, "Leveren van potloden", cpv_codes=["30192000"])
    found = {one.title: one.why for one in ask(cast.alice)}
    assert set(found) == {
        "Nieuwbouw sporthal",
        "Schoonmaak",
        "Onderhoud van alle scholen",
        "Groot onderhoudt schoolen",
    }
    assert found["Schoonmaak"][0].startswith("Zelfde CPV-code: ")
    assert found["Nieuwbouw sporthal"][0].startswith("Zelfde CPV-groep: ")
    assert found["Onderhoud van alle scholen"] == ("Zelfde woorden: onderhoud, scholen",)


def test_place_and_period_come_after_and_are_said(cast, owner, other):
    put(owner, other, "Onderhoud scholen ver weg")
    put(
        owner,
        other,
        "Onderhoud scholen dichtbij",
        municipalities=["GM0014"],
        starts_on=dt.date(2027, 6, 1),
        ends_on=dt.date(2028, 6, 1),
    )
    found = ask(cast.alice, places={"GM0014": "Groningen"})
    assert [one.title for one in found] == ["Onderhoud scholen dichtbij", "Onderhoud scholen ver weg"]
    assert found[0].why[1:] == ("Zelfde plaats: Groningen", "In dezelfde periode")
    assert "In dezelfde periode" not in found[1].why


def test_open_ones_come_first_and_of_those_the_ones_of_others(cast, owner, other):
    put(owner, cast.alice.organisation, "Onderhoud scholen van ons")
    put(owner, other, "Groot onderhoud scholen gegund", status="awarded", cpv_codes=["45214200"])
    put(owner, other, "Onderhoud scholen van Assen")
    assert [one.title for one in ask(cast.alice)] == [
        "Onderhoud scholen van Assen",
        "Onderhoud scholen van ons",
        "Groot onderhoud scholen gegund",
    ]


def test_a_concept_what_was_withdrawn_another_region_and_itself_are_not_there(cast, owner, other):
    title = "Groot onderhoud scholen"
    put(owner, other, title, status="concept", on_calendar_since=None)
    put(owner, cast.alice.organisation, title, status="concept", on_calendar_since=None)
    put(owner, other, title, status="withdrawn")
    with owner():
        elsewhere = cast.strangers["municipality"].organisation
    put(owner, elsewhere, title)
    itself = put(owner, cast.alice.organisation, title)
    for person in (cast.alice, cast.bram, cast.dirk):
        assert ask(person, Asked(title, tender_id=itself.pk)) == []
    assert [one.authority for one in ask(cast.frank, Asked(title))] == ["Gemeente Noordermeer"]


@pytest.mark.parametrize("title", ["", "De werken", "12 34", "'; drop table", "a & b | !c", "100% ~ (x"])
def test_a_title_that_says_nothing_asks_nothing_and_odd_signs_break_nothing(cast, owner, other, title):
    put(owner, other, "Iets anders")
    assert ask(cast.alice, Asked(title)) == []


def test_a_period_that_is_turned_around_while_typing_is_left_out(cast, owner, other):
    put(owner, other, "Onderhoud scholen", starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2027, 2, 1))
    turned = Asked("Onderhoud scholen", starts_on=dt.date(2027, 5, 1), ends_on=dt.date(2027, 1, 1))
    assert len(ask(cast.alice, turned)) == 1


def test_the_contact_gets_a_mail_with_a_subject(cast, owner, other):
    put(
        owner, other, "Onderhoud scholen & gymzalen", contact_email="jan@assen.example", contact_phone="050 - 123 45 67"
    )
    (one,) = ask(cast.alice)
    link = one.mail_link(about="Scholen 2027")
    assert link == (
        "mailto:jan@assen.example?subject=Uw%20aanbesteding%20Onderhoud%20scholen%20%26%20gymzalen"
        "%20en%20onze%20Scholen%202027"
    )
    assert one.phone_link == "tel:0501234567"


def test_beside_the_form_as_far_as_it_is_filled_in(cast, owner, other):
    put(owner, other, "Onderhoud van alle scholen", municipalities=["GM0014"], contact_email="jan@assen.example")
    put(owner, other, "Schoonmaak", cpv_codes=["90910000"])
    secret = put(owner, other, "Onderhoud scholen", status="concept", on_calendar_since=None)
    path = "kalender/vergelijkbaar/"
    assert "Vul de titel of een CPV-code in." in cast.alice.get(path).content.decode()
    page = cast.alice.get(
        path, data={"title": "Onderhoud scholen", "places": "GM0014", "starts_on": "31-2-2027", "aanbesteding": "x"}
    ).content.decode()
    assert "Onderhoud van alle scholen" in page
    assert "Zelfde plaats: Groningen" in page
    assert "mailto:jan@assen.example?subject=" in page
    assert str(secret.pk) not in page
    assert "Schoonmaak" in cast.alice.get(path, data={"cpv_gekozen": "90911000"}).content.decode()
    assert "lijkt hierop" in cast.alice.get(path, data={"title": "Zwembad"}).content.decode()


def test_beside_the_form_is_for_who_fills_it_in(cast):
    for person in (cast.bram, cast.carla, cast.esra):
        assert person.get("kalender/vergelijkbaar/").status_code == 403
    assert cast.frank.client.get(cast.alice.url("kalender/vergelijkbaar/")).status_code == 404


def test_more_of_them_on_a_page_of_their_own(cast, owner, other):
    mine = put(owner, cast.alice.organisation, "Groot onderhoud scholen")
    for number in range(7):
        put(owner, other, f"Onderhoud scholen {number}")
    assert cast.alice.get(f"kalender/{mine.pk}/").content.decode().count("Onderhoud scholen ") >= 5
    page = cast.bram.get(f"kalender/{mine.pk}/vergelijkbaar/").content.decode()
    assert all(f"Onderhoud scholen {number}" in page for number in range(7))
