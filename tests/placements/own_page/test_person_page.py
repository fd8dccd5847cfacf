"""Whoever works at a company asks what is stored of him; the coordination point sees who he is, and makes the link."""

import datetime as dt
import json
import re

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from organisations import open_forms
from organisations.choices import Purpose, Seen
from organisations.models import Erasure, ReadLog
from organisations.tenancy import system
from placements.models import DeployedPerson, PersonPage, PersonRequest
from placements.own_page import persons
from tests.database import owner
from tests.open_forms import _no_counts  # noqa: F401 - a fixture
from tests.placements.own_page.links import sent
from tests.placements.workspace import contract_of, logged

pytestmark = pytest.mark.django_db
ASK = "/groningen/mijn-pagina/werk/"
BORN = dt.date(1988, 3, 2)
LINK = re.compile(r"/mijn-werk/([\w-]{43})/")


@pytest.fixture
def jan(cast):
    return logged(cast.bram, contract_of(cast), name="Jan Zeldzaam", birth_date=BORN)


@pytest.fixture
def piet(cast):
    """Whose rows may never appear."""
    return logged(cast.bram, contract_of(cast), name="Piet Geheim", birth_date=dt.date(1977, 7, 7))


def ask(**changes):
    typed = {
        "name": "Jan Zeldzaam",
        "birth_date": "2-3-1988",
        "company": "Bouwbedrijf Molenwerf",
        "contact": "jan@demo.example",
        "page_made": open_forms.stamp(),
    }
    return Client().post(ASK, typed | changes)


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def request_of():
    with owner():
        return PersonRequest.objects.get(outcome="")


def sent_link(cast, **changes):
    """The coordination point saw who it is and sends the link; returns its token, opened."""
    typed = {"step": "send", "name": "Jan Zeldzaam", "birth_date": "2-3-1988", "contact": "jan@demo.example"}
    answer = cast.dirk.post(f"personen/verzoeken/{request_of().pk}/", typed | changes, follow=True)
    assert "De link is verstuurd" in text(answer)
    token = LINK.search(sent("person_page_link")[-1]["text"])[1]
    Client().post(f"/mijn-werk/{token}/", {"step": "open"})
    return token


def test_asking_waits_at_the_coordination_point_and_says_the_same_to_everybody(cast, jan):
    known, unknown = ask(), ask(name="Niemand Hier", contact="niemand@demo.example")
    assert text(known) == text(unknown)
    assert "belt of mailt u voor of op" in text(known)
    assert "Verzoeken van medewerkers" in text(cast.dirk.get(""))
    told = text(cast.dirk.get("personen/verzoeken/")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Wil zien wat er staat" in told
    assert re.search(r"Gevraagd op \d+ \w+ \d{4}, \d+\.\d\d uur, antwoord voor of op", told)


def test_the_link_shows_what_is_stored_and_who_looked_without_amounts_or_colleagues(cast, jan, piet):
    ask()
    with owner():
        ReadLog.objects.create(
            region=cast.region,
            organisation=cast.dirk.organisation,
            user=cast.dirk.user,
            subject=Seen.PERSON,
            subject_id=jan.person_id,
            reason="Naam nodig voor de controle",
        )
    token = sent_link(cast)
    page = Client().get(f"/mijn-werk/{token}/")
    words = text(page)
    assert "Jan Zeldzaam" in words
    assert "2-3-1988" in words
    assert cast.bram.organisation.name in words
    assert "Coördinatiepunt Social Return: Naam nodig voor de controle" in words
    assert "op verzoek van de persoon zelf" in words
    for secret in ("Piet", "Geheim", "1977", "Dirk", "€"):
        assert secret not in words, secret
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "strict-origin"
    data = json.loads(Client().get(f"/mijn-werk/{token}/mijn-gegevens.json").content)
    assert [one["name"] for one in data["gegevens"]["persons"]] == ["Jan Zeldzaam"]
    assert "attachment" in Client().get(f"/mijn-werk/{token}/mijn-gegevens.html").headers["Content-Disposition"]


def test_a_first_look_writes_nothing_and_a_bad_link_shows_nothing(cast, jan):
    ask()
    token = sent_link(cast)
    with owner():
        PersonPage.objects.update(opened_at=None)
    assert "Jan" not in text(Client().get(f"/mijn-werk/{token}/"))
    assert Client().get(f"/mijn-werk/{token}/mijn-gegevens.json").status_code == 302
    for changes in (
        {"expires_at": timezone.now(), "made_at": timezone.now() - dt.timedelta(days=3)},
        {"ended_at": timezone.now(), "expires_at": timezone.now() + dt.timedelta(days=3)},
    ):
        with owner():
            PersonPage.objects.update(opened_at=timezone.now(), **changes)
        over = Client().get(f"/mijn-werk/{token}/")
        assert (over.status_code, "/groningen/mijn-pagina/werk/" in text(over)) == (410, False)
        assert 'href="/groningen/mijn-pagina/werk/"' in over.content.decode()
    assert Client().get(f"/mijn-werk/{'x' * 43}/").status_code == 404


def test_a_link_of_a_person_opens_no_page_of_a_candidate(cast, jan):
    ask()
    token = sent_link(cast)
    assert Client().get(f"/mijn/{token}/").status_code == 404


def test_what_was_typed_is_gone_once_it_is_answered(cast, jan):
    ask()
    sent_link(cast)
    with owner():
        [row] = PersonRequest.objects.all()
    assert (row.name, row.contact, row.company, row.birth_date) == ("", "", "", None)
    assert (row.outcome, row.person_id) == ("sent", jan.person_id)


def test_what_nobody_answered_is_emptied_by_age_and_says_so(cast, jan):
    ask()
    today = timezone.localdate()
    long_ago = timezone.now() - dt.timedelta(days=400)
    with owner():
        PersonRequest.objects.update(asked_at=long_ago)
    ask(name="Piet Geheim", contact="piet@demo.example")

    def forget():
        with system(Purpose.UPKEEP, region_id=cast.region.pk):
            return persons.forget_unanswered(region_id=cast.region.pk, on=today)

    assert (forget(), forget()) == (1, 0)
    with owner():
        old, new = PersonRequest.objects.order_by("asked_at")
    assert (old.outcome, old.name, old.contact, old.company, old.birth_date) == ("unanswered", "", "", "", None)
    assert (new.outcome, new.name) == ("", "Piet Geheim")
    assert "Wil zien wat er staat. Nooit beantwoord" in text(cast.dirk.get("personen/verzoeken/"))
    assert cast.dirk.get(f"personen/verzoeken/{old.pk}/").status_code == 404


def test_the_portal_itself_writes_no_other_answer(cast, jan):
    ask()
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        system(Purpose.UPKEEP, region_id=cast.region.pk),
    ):
        PersonRequest.objects.update(outcome="sent", answered_at=timezone.now())


def test_a_name_that_is_not_there_gets_no_link(cast, jan):
    ask()
    typed = {"step": "send", "name": "Jan Zeldsaam", "birth_date": "2-3-1988", "contact": "jan@demo.example"}
    answer = cast.dirk.post(f"personen/verzoeken/{request_of().pk}/", typed)
    assert answer.status_code == 422
    assert "Niemand met deze naam en geboortedatum" in text(answer)
    assert sent("person_page_link") == []


def test_he_asks_to_correct_and_to_erase_and_the_coordination_point_does_it(cast, jan):
    ask()
    token = sent_link(cast)
    client = Client()
    assert client.post(f"/mijn-werk/{token}/", {"step": "correct", "said": ""}).status_code == 422
    client.post(f"/mijn-werk/{token}/", {"step": "correct", "said": "Ik heet Johan"})
    asked = request_of()
    assert (asked.kind, asked.said, asked.person_id) == ("correct", "Ik heet Johan", jan.person_id)
    cast.dirk.post(f"personen/verzoeken/{asked.pk}/", {"step": "corrected"})
    client.post(f"/mijn-werk/{token}/", {"step": "erase"})
    cast.dirk.post(f"personen/verzoeken/{request_of().pk}/", {"step": "erase"})
    with owner():
        [erasure] = Erasure.objects.all()
    assert (erasure.subject, erasure.subject_ids, erasure.cause) == ("deployed", [jan.person_id], "asked")


def test_he_may_not_ask_for_ever(cast, jan):
    ask()
    token = sent_link(cast)
    client = Client()
    for _time in range(5):
        client.post(f"/mijn-werk/{token}/", {"step": "erase"})
    with owner():
        assert PersonRequest.objects.filter(outcome="").count() == 3
    for _time in range(3):
        ask(contact="zelfde@demo.example")
    assert ask(contact="zelfde@demo.example").status_code == 429


def test_two_tabs_of_the_coordination_point_answer_once(cast, jan):
    ask()
    address = f"personen/verzoeken/{request_of().pk}/"
    cast.dirk.post(address, {"step": "not_proven"})
    assert cast.dirk.post(address, {"step": "not_found"}).status_code == 404


def test_only_the_coordination_point_of_the_region_sees_who_asked(cast, jan):
    ask()
    row = request_of()
    address = f"personen/verzoeken/{row.pk}/"
    assert "jan@demo.example" in text(cast.dirk.get(address))
    for person in (cast.alice, cast.bram, cast.carla, cast.esra):
        assert person.get(address).status_code == 403
        assert person.get("personen/verzoeken/").status_code == 403
    assert cast.frank.get(address).status_code == 404
    assert "Wil zien" not in text(cast.frank.get("personen/verzoeken/"))
    assert cast.frank.post(address, {"step": "not_found"}).status_code == 404
    with owner():
        assert DeployedPerson.objects.filter(pk=jan.person_id).exists()
        assert request_of().outcome == ""


def test_the_list_asks_no_more_with_more_rows(cast, django_assert_max_num_queries):
    with owner():
        for n in range(30):
            PersonRequest.objects.create(
                region=cast.region,
                kind="page",
                name=f"N{n}",
                answer_by=timezone.localdate(),
                contact=f"{n}@demo.example",
            )
    with django_assert_max_num_queries(8):
        cast.dirk.get("personen/verzoeken/")
