"""Every page that a link leads to, wide and made as narrow as a telephone: accessible, within the screen, no errors.

One page of a kind for all of the cast together: a hundred contracts look alike, and what differs between people are rows
and buttons; a frame that breaks, breaks for everybody. What another saw is asked for without drawing it: its links may
lead to what is new. ``./dev campaign pages`` draws every kind for each of them, and anew at 320 px.
"""

import os
import re
from collections import defaultdict
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve

pytestmark = pytest.mark.browser

CAST = ("Alice", "Bram", "Carla", "Dirk", "Esra", "Frank", "Olga")
#: Kinds of pages that somebody has seen, by width.
SEEN: defaultdict[int, set[str]] = defaultdict(set)
EACH_FOR_HIMSELF = bool(os.environ.get("EACH_FOR_HIMSELF"))
ANCHOR = re.compile(r"<a\s[^>]*>")
DOWNLOAD = re.compile(r"/bestand/|/account/logout")


def kind_of(address: str) -> str:
    return resolve(urlsplit(address).path).view_name


def links_on(visitor) -> list[str]:
    found = visitor.page.evaluate(
        "[...document.querySelectorAll('a[href]:not([download])')].map((a) => a.href.split('#')[0])"
    )
    return followed(visitor, found)


def links_behind(visitor, address: str) -> list[str]:
    """As ``links_on``, of a page that is not drawn."""
    answer = visitor.page.request.get(address)
    assert answer.ok, (address, answer.status)
    anchors = [tag for tag in ANCHOR.findall(answer.text()) if not re.search(r"\sdownload[\s>=]", tag)]
    found = [unescape(match[1]) for tag in anchors if (match := re.search(r'\shref="([^"#]*)', tag))]
    return followed(visitor, [urljoin(answer.url, one) for one in found if one])


def followed(visitor, links: list[str]) -> list[str]:
    return [link for link in links if link.startswith(visitor.address) and not DOWNLOAD.search(link)]


@pytest.mark.parametrize("width", [1280, 320] if EACH_FOR_HIMSELF else [1280])
@pytest.mark.parametrize("name", CAST)
def test_every_page_that_a_link_leads_to(enter, name, width):
    visitor = enter(width=width)
    visitor.log_in_as(name)
    waiting, kinds = links_on(visitor), {kind_of(visitor.page.url)}
    assert waiting
    seen = SEEN[width]
    while waiting:
        link = waiting.pop(0)
        kind = kind_of(link)
        if kind in kinds:
            continue
        kinds.add(kind)
        if kind in seen and not EACH_FOR_HIMSELF:
            waiting += links_behind(visitor, link)
            continue
        seen.add(kind)
        visitor.go(link)
        visitor.look_narrow()
        waiting += links_on(visitor)
    assert len(kinds) >= 3, kinds


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_for_everybody(enter, width):
    visitor = enter(width=width)
    for path in (
        "/",
        "/hulp/",
        "/groningen/hulp/",
        "/cpv/",
        "/cpv/?q=schoonmaak",
        "/privacy/",
        "/groningen/privacy/",
        "/groningen/contact/",
        "/begrippen/",
        "/toegankelijkheid/",
        "/account/login/",
        "/account/password/reset/",
        "/mail/",
        "/groningen/",
        "/groningen/vacatures/?zoek=bouw&waar=GM0106&km=30&uren=onzin",
        "/groningen/vacatures/?zoek=astronaut",
        "/groningen/kalender/?soort=work&zoek=onderhoud&van=onzin",
        "/groningen/kalender/?stand=alles&weergave=kwartalen",
        "/groningen/kalender/volgen/?soort=work",
        "/groningen/vacatures/mail/?zoek=bouw&waar=GM0106",
        "/groningen/mijn-pagina/",
        "/groningen/mijn-pagina/werk/",
    ):
        visitor.go(path)
    visitor.go("/deze-pagina-is-er-niet/")
    visitor.sees("Deze pagina is er niet")
