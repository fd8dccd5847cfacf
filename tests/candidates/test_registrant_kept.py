"""Whoever registers one person after another types his own details once; of whom he registered nothing is kept."""

import re

import pytest
from django.test import Client

from candidates.views import registrant_cookie
from tests.candidates.oneself import OTHER, REGISTER, _no_counts, another, key_of, text_of  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
OWN = ("Praktijkschool De Wierde", "Juf Anja", "050 123 45 67", "anja@wierde.example")
OF_PERSON = ("Samira", "Amrani", "06 12 34 56 78", "samira@voorbeeld.example")
EMPTY = "Bent u iemand anders?"


@pytest.fixture
def school(cast):
    """A browser that has just registered Samira."""
    browser = Client()
    sent = browser.post(OTHER, another(email="samira@voorbeeld.example", key=key_of(OTHER)))
    assert sent.status_code == 302
    return browser


def test_the_next_form_has_who_registers_and_nothing_of_who_was_registered(school):
    page = text_of(school.get(OTHER))
    assert EMPTY in page
    assert [one for one in OWN if f'value="{one}"' not in page] == []
    assert [one for one in OF_PERSON if one in page] == []
    assert re.search(r'name="source"\s+value="school"[^>]*\schecked', page)


def test_it_is_kept_in_the_own_browser_for_this_page_alone(school):
    morsel = school.cookies[registrant_cookie.COOKIE]
    assert (morsel["path"], morsel["max-age"], morsel["httponly"], morsel["samesite"]) == (OTHER, 3600, True, "Lax")
    assert [one for one in OF_PERSON if one in morsel.value] == []
    assert EMPTY not in text_of(Client().get(OTHER))
    assert "Juf Anja" not in text_of(school.get(REGISTER))


def test_a_colleague_at_the_same_computer_empties_it(school):
    emptied = school.post(OTHER, {"leeg": "ja"})
    assert (emptied.status_code, emptied["Location"]) == (302, OTHER)
    page = text_of(school.get(OTHER))
    assert [one for one in (*OWN, EMPTY) if one in page] == []


@pytest.mark.parametrize("value", ["", "onzin", "eyJieV9uYW1lIjoiWCJ9:1abc:xyz"])
def test_what_the_portal_did_not_write_fills_in_nothing(cast, value):
    browser = Client()
    browser.cookies[registrant_cookie.COOKIE] = value
    page = browser.get(OTHER)
    assert (page.status_code, EMPTY in text_of(page)) == (200, False)


def test_a_mistake_shows_what_was_typed_and_keeps_nothing(cast):
    browser = Client()
    wrong = browser.post(OTHER, another(agrees="", by_name="Meester Piet"))
    assert (wrong.status_code, "Meester Piet" in text_of(wrong)) == (422, True)
    assert registrant_cookie.COOKIE not in browser.cookies
    assert EMPTY not in text_of(browser.get(OTHER))
