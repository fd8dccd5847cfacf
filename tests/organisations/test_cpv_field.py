"""The field for CPV codes: what it accepts, what it says beside itself, and that nothing typed is lost without JavaScript."""

import re

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from organisations.cpv_field import MOST_CODES, CpvField, CpvForm
from organisations.models import CpvCode

pytestmark = pytest.mark.django_db
PATH = "/cpv/"


class Asking(CpvForm, forms.Form):
    title = forms.CharField()
    cpv = CpvField(required=False)
    number = forms.IntegerField()


def asked(prefix=None, **sent) -> Asking:
    data = QueryDict(mutable=True)
    for name, value in {"title": "Proef", "number": "3", **sent}.items():
        data.setlist(f"{prefix}-{name}" if prefix else name, value if isinstance(value, list) else [value])
    return Asking(data, prefix=prefix)


def ticks(html: str, *, name="cpv") -> dict[str, bool]:
    """The codes that can be ticked, and whether they are."""
    boxes = re.findall(rf'<input type="checkbox"\s+name="{name}_gekozen"\s+value="(\d+)"(\s+checked)?', html)
    return {code: bool(checked) for code, checked in boxes}


# What it makes of what is sent


@pytest.mark.parametrize(
    ("typed", "ticked", "codes"),
    [
        ("", [], ()),
        ("45212212-8, 77310000", [], ("45212212", "77310000")),
        ("", ["77310000", "45212212"], ("77310000", "45212212")),
        ("45212212", ["77310000", "45212212"], ("77310000", "45212212")),
        # The words by which it was found are still in the box.
        ("groenonderhoud", ["77310000"], ("77310000",)),
        # Only what looks like a code can be a tick.
        ("", ["77310000", "<script>", "1", ""], ("77310000",)),
    ],
)
def test_ticked_and_typed_codes_are_one_list(typed, ticked, codes):
    form = asked(cpv=typed, cpv_gekozen=ticked)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["cpv"] == codes


@pytest.mark.parametrize(
    ("typed", "ticked", "words"),
    [
        ("schoonmaak", [], "‘schoonmaak’ is geen CPV-code. Kies een code uit de lijst"),
        ("7731000", [], "‘7731000’ is geen CPV-code"),
        ("7731000", ["45212212"], "‘7731000’ is geen CPV-code"),
        ("77310000-66", [], "‘77310000-66’ is geen CPV-code"),
        ("٧٧٣١٠٠٠٠", [], "geen CPV-code"),
        ("x" * 400, [], "‘" + "x" * 40 + "’ is geen"),
        ("45999999", [], "45999999 staat niet in de CPV-lijst"),
        ("77310000, 45999999", ["45888888"], "45888888, 45999999 staat niet in de CPV-lijst"),
    ],
)
def test_says_beside_the_field_which_code_is_wrong(typed, ticked, words):
    form = asked(cpv=typed, cpv_gekozen=ticked)
    assert not form.is_valid()
    assert list(form.errors) == ["cpv"]
    assert words in form.errors["cpv"][0]


def test_no_more_codes_than_fit():
    known = list(CpvCode.objects.order_by("code").values_list("code", flat=True)[: MOST_CODES + 1])
    assert asked(cpv_gekozen=known[:-1]).is_valid()
    form = asked(cpv_gekozen=known)
    assert "hoogstens 20" in form.errors["cpv"][0]


def test_asks_for_a_code_where_one_is_needed():
    form = asked()
    form.fields["cpv"].required = True
    assert form.errors["cpv"] == ["Kies minstens één CPV-code."]


def test_a_code_that_was_there_already_may_be_missing_from_the_list():
    form = asked(cpv_gekozen=["45999999"])
    form.fields["cpv"].stands = ("45999999",)
    assert form.is_valid()
    assert "Staat niet in de CPV-lijst" in str(form["cpv"])


@pytest.mark.parametrize(
    ("initial", "sent", "changed"),
    [
        (["77310000"], {"cpv_gekozen": ["77310000"]}, False),
        (["77310000"], {"cpv_gekozen": ["77310000"], "cpv": "groen"}, False),
        (["77310000"], {"cpv": "77310000-6"}, False),
        (["77310000"], {}, True),
        ((), {"cpv": "77310000"}, True),
        (None, {}, False),
    ],
)
def test_knows_whether_the_codes_changed(initial, sent, changed):
    form = asked(**sent)
    form.initial = {"title": "Proef", "number": 3, "cpv": initial}
    assert ("cpv" in form.changed_data) is changed


# Without JavaScript


def test_the_search_button_comes_back_with_the_list_and_says_nothing_of_faults():
    form = asked(title="", number="drie", cpv="catering", cpv_gekozen=["77310000"], cpv_zoek="1")
    assert not form.is_valid()
    assert not form.errors
    page = str(form)
    shown = ticks(page)
    assert shown["77310000"] is True
    assert shown["55520000"] is False
    assert 'value="catering"' in page
    assert 'value="drie"' in page
    # The page comes back where the list is.
    assert page.count("autofocus") == 1
    assert "autofocus" in str(form["cpv"])


def test_enter_in_another_box_presses_the_search_button_and_still_sends_the_form():
    form = asked(cpv="", cpv_gekozen=["77310000"], cpv_zoek="1")
    assert form.is_valid()
    form = asked(cpv="77310000-6", cpv_zoek="1", title="")
    assert list(form.errors) == ["title"]


def test_a_refused_form_shows_typed_codes_as_ticks():
    form = asked(title="", cpv="77310000-6, 45999999")
    page = str(form)
    assert ticks(page) == {"77310000": True, "45999999": True}
    assert "45999999 staat niet in de CPV-lijst" in page


def test_a_refused_form_shows_what_words_find():
    form = asked(cpv="groenonderhoud")
    page = str(form)
    assert ticks(page)["77310000"] is False
    assert 'aria-invalid="true"' in page
    assert "4 codes bij ‘groenonderhoud’" in page


def test_a_form_begins_with_the_codes_of_what_it_changes():
    page = str(Asking(initial={"cpv": ["77310000"]}))
    assert ticks(page) == {"77310000": True}
    assert "Beplanten en onderhouden van groengebieden" in page
    assert ticks(str(Asking(initial={"cpv": "77310000, 45212212"}))) == {"77310000": True, "45212212": True}
    assert ticks(str(Asking())) == {}


def test_two_on_a_page_do_not_mix():
    form = asked(prefix="b", cpv="catering", cpv_zoek="1")
    assert not form.is_valid()
    page = str(form["cpv"])
    assert ticks(page, name="b-cpv")
    assert 'hx-include="#id_b-cpv_keuze"' in page
    assert form.is_seeking_cpv
    assert not asked(prefix="a").is_seeking_cpv


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x>', "' onclick='x"])
def test_what_is_typed_is_only_text_on_the_page(typed):
    page = str(asked(cpv=typed)["cpv"])
    assert typed not in page


# The list of the page


def test_the_list_under_a_box_is_open_to_all_and_may_be_kept():
    client = Client()
    response = client.get(PATH, {"veld": "cpv", "cpv": "catering", "cpv_gekozen": ["77310000"]})
    assert response.status_code == 200
    page = response.content.decode()
    assert "<html" not in page
    assert ticks(page)["77310000"] is True
    assert ticks(page)["55520000"] is False
    assert 'id="id_cpv_gevonden" hx-swap-oob="innerHTML"' in page
    assert response["Cache-Control"] == "public, max-age=600"
    assert not response.cookies
    assert client.get(PATH, {"veld": "b-cpv", "b-cpv": "catering"}).status_code == 200


def test_the_list_is_the_same_in_the_page_and_from_the_address():
    form = asked(cpv="catering", cpv_gekozen=["77310000"], cpv_zoek="1")
    whole = ticks(str(form["cpv"]))
    part = ticks(Client().get(PATH, {"veld": "cpv", "cpv": "catering", "cpv_gekozen": "77310000"}).content.decode())
    assert whole == part


@pytest.mark.parametrize("field", ["<b>", "a b", "1cpv", "x" * 80, '"', "cpv#x"])
def test_a_list_for_no_field_is_not_there(field):
    assert Client().get(PATH, {"veld": field, field: "catering"}).status_code == 404


def test_the_page_for_everybody_finds_and_keeps_no_track(client):
    page = client.get(PATH, {"q": "groenonderhoud"})
    assert "77310000" in page.content.decode()
    assert not page.cookies
    assert "public" in page["Cache-Control"]
    assert "Zoek op een woord" in client.get(PATH).content.decode()
    assert "Niets gevonden" in client.get(PATH, {"q": "xqzzyw"}).content.decode()
    assert client.post(PATH, {"q": "x"}).status_code == 405


def test_the_page_is_the_same_for_who_is_logged_in(cast):
    stranger = Client().get(PATH, {"q": "catering"}).content
    for person in (cast.alice, cast.frank):
        assert person.client.get(PATH, {"q": "catering"}).content == stranger


def test_the_list_is_bounded():
    page = Client().get(PATH, {"veld": "cpv", "cpv": "45"}).content.decode()
    assert len(ticks(page)) == 20
    assert "Er zijn nog 802 andere" in page
    many = list(CpvCode.objects.order_by("code").values_list("code", flat=True)[:200])
    page = Client().get(PATH, {"veld": "cpv", "cpv_gekozen": many}).content.decode()
    assert len(ticks(page)) == 2 * MOST_CODES


def test_the_address_is_the_one_of_the_field():
    assert reverse("organisations:cpv") == PATH
    assert f'hx-get="{PATH}"' in str(Asking()["cpv"])
