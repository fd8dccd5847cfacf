"""What search engines leave alone: everything that a link opens, whoever adds it."""

import pytest
from django.test import Client
from django.urls import get_resolver

pytestmark = pytest.mark.django_db

#: Word by which a link stands in an address.
_KEY = "token"


def walk(resolver, prefix=""):
    for one in resolver.url_patterns:
        here = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from walk(one, here)
        elif f":{_KEY}>" in here:
            yield here


def of_links():
    """The first part of every address with the key of a link in it, and of which region it is."""
    return sorted({here.split(f"<str:{_KEY}>")[0] for here in walk(get_resolver())})


def test_search_engines_are_asked_to_leave_every_link_alone(db):
    text = Client().get("/robots.txt").content.decode()
    shut = [line.removeprefix("Disallow: ") for line in text.splitlines() if line.startswith("Disallow: ")]
    there = of_links()
    assert len(there) > 6
    missing = [
        one for one in there if f"/{one.replace('<slug:region_code>', '*').replace('<slug:code>', '*')}" not in shut
    ]
    assert not missing


@pytest.mark.parametrize(
    "place", ["mijn", "mijn-werk", "aanvullen", "vacature", "bedrijf", "nazorg", "uitnodiging", "oordeel"]
)
def test_a_link_page_says_itself_that_it_is_not_listed(cast, place):
    assert "noindex" in Client().get(f"/{place}/{'x' * 43}/").headers.get("X-Robots-Tag", "")
