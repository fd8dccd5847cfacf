"""The page that explains matching tells all that matching looks at, and nothing that it does not."""

import dataclasses

import pytest

from placements import matching
from placements.kansrijk import explanation
from placements.matching import INPUTS, RULES, Known
from placements.vacancy_choices import Rule
from tests.placements.kansrijk.open_work import get, text_of

PAGE = "/groningen/zo-werkt-het/"
#: All that matching may ever look at. Whoever adds to this decides something that people must be told first.
ALLOWED = {
    "hours_from",
    "hours_to",
    "sector",
    "occupations",
    "certificates",
    "licences",
    "travel",
    "municipality",
    "ring",
    "ready_since",
    "registered_on",
    "reference",
}


def test_matching_looks_at_these_facts_and_no_others():
    assert set(INPUTS) == ALLOWED
    assert {field.name for field in dataclasses.fields(Known)} - {"id"} == ALLOWED


def test_each_fact_and_each_rule_is_explained():
    assert set(explanation.FACTS) == set(INPUTS)
    assert set(explanation.RULES) == set(RULES) == set(Rule.values)
    assert set(INPUTS.values()) == {*RULES, explanation.ORDER}


def test_the_page_tells_them_all(cast):
    told = text_of(get(PAGE))
    for words in explanation.FACTS.values():
        assert str(words) in told, words
    for _picture, name, words in explanation.RULES.values():
        assert f"{name}. {words}" in told, name
    for words in (
        "De computer kiest niemand en wijst niemand af.",
        "Dan pas ziet de werkgever uw naam.",
        "Zegt u nee? Dan krijgt niemand uw naam.",
        "Het kijkt alleen naar wie wil praten en wie er op dat moment is.",
    ):
        assert words in told


def test_the_priority_area_is_named_from_the_list_of_today(cast):
    told = text_of(get(PAGE))
    assert "voorrangsgebied: Eemsdelta, Groningen, Het Hogeland, Midden-Groningen." in told
    assert "Appingedam" not in told
    elsewhere = text_of(get("/noordermeer/zo-werkt-het/"))
    assert "Eemsdelta" not in elsewhere
    assert "Waarom gaat het voorrangsgebied voor?" not in elsewhere


def test_a_fact_that_nobody_explained_stops_the_page(monkeypatch):
    monkeypatch.setattr(matching, "INPUTS", {**INPUTS, "age": "order"})
    with pytest.raises(KeyError, match="age"):
        explanation.inputs()
