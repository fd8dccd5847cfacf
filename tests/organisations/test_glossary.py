import re
from pathlib import Path

import pytest
from django.conf import settings
from django.forms import Form
from django.template import Context, Template
from django.test import Client

from organisations import glossary

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ASKED = re.compile(r"{% (?:term|terms_line) \"([^\"]+)\"")


def forms_with_terms() -> list[type[Form]]:
    found, waiting = [], [Form]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if "field_terms" in one.__dict__:
            found.append(one)
    return found


class TestWords:
    def test_each_stands_once_and_leads_to_others_that_are_there(self):
        assert len({one.key for one in glossary.TERMS}) == len(glossary.TERMS)
        for one in glossary.TERMS:
            assert one not in glossary.related(one)

    def test_each_is_said_shortly(self):
        long = [str(one.word) for one in glossary.TERMS if len(str(one.says)) > 150 or not str(one.says).endswith(".")]
        assert not long

    def test_what_screens_ask_is_explained(self):
        asked = {
            key
            for path in TEMPLATES.rglob("*.html")
            for keys in ASKED.findall(path.read_text())
            for key in keys.split()
        }
        assert len(asked) > 15
        for key in asked:
            glossary.term_of(key)

    def test_what_forms_ask_is_explained_at_a_field_they_have(self):
        for form in forms_with_terms():
            for name, key in form.field_terms.items():
                assert name in form.base_fields, (form, name)
                glossary.term_of(key)

    def test_a_word_nobody_explained_is_an_error(self):
        with pytest.raises(KeyError):
            Template('{% load terms %}{% term "abracadabra" %}').render(Context())

    def test_a_word_twice_on_a_page_opens_its_own_explanation(self):
        html = Template('{% load terms %}{% term "pso" %}{% term "pso" sign=True %}').render(Context())
        targets = re.findall(r'popovertarget="([^"]+)"', html)
        assert len(set(targets)) == 2
        assert all(html.count(f'id="{one}"') == 1 for one in targets)

    @pytest.mark.parametrize(
        ("text", "keys"), [("VCA-basis, BHV", ["bhv", "vca"]), ("vcafé", []), ("", []), ("Rijbewijs B", [])]
    )
    def test_words_are_found_in_what_was_typed(self, text, keys):
        assert [one.key for one in glossary.spotted(text)] == keys


class TestPage:
    def test_everybody_reads_all_words_by_letter(self, db):
        page = Client().get("/begrippen/").content.decode()
        for one in glossary.TERMS:
            assert f'id="{one.key}"' in page
        assert 'href="#letter-P"' in page
        assert 'href="/begrippen/"' in Client().get("/").content.decode()

    @pytest.mark.parametrize(
        ("asked", "found"), [("SROI", "social_return"), ("keurmerk", "pso"), ("prestatieladder", "pso")]
    )
    def test_a_word_is_found_by_how_people_call_it(self, db, asked, found):
        page = Client().get("/begrippen/", {"q": asked}).content.decode()
        assert f'id="{found}"' in page
        assert 'id="loonsom"' not in page

    def test_a_word_that_is_not_there_is_answered(self, db):
        page = Client().get("/begrippen/", {"q": "<b>astronaut"}).content.decode()
        assert "Dit woord staat er niet bij" in page
        assert "&lt;b&gt;astronaut" in page
