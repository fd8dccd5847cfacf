"""Every page that a link leads to, for each of the cast, at 1280 and at 320 px: accessible, within the screen, without errors.

One page of a kind for each of them: a hundred contracts look alike. At 320 px one page of a kind for all of them: what
differs between them are rows and buttons, and a frame that breaks, breaks for everybody.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

pytestmark = pytest.mark.browser

CAST = ("Alice", "Bram", "Carla", "Dirk", "Esra", "Frank", "Olga")
#: Kinds of pages that somebody has seen at 320 px.
SEEN_NARROW: set[str] = set()
DOWNLOAD = re.compile(r"/bestand/|/account/logout")


def kind_of(address: str) -> str:
    return resolve(urlsplit(address).path).view_name


def links_on(visitor) -> list[str]:
    found = visitor.page.evaluate(
        "[...document.querySelectorAll('a[href]:not([download])')].map((a) => a.href.split('#')[0])"
    )
    return [link for link in found if link.startswith(visitor.address) and not DOWNLOAD.search(link)]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", CAST)
def test_every_page_that_a_link_leads_to(enter, name, width):
    visitor = enter(width=width)
    visitor.log_in_as(name)
    waiting, kinds = links_on(visitor), set()
    seen = SEEN_NARROW if width < 1280 else kinds
    while waiting:
        link = waiting.pop(0)
        kind = kind_of(link)
        if link == visitor.page.url or kind in kinds | seen:
            continue
        kinds.add(kind)
        seen.add(kind)
        visitor.go(link)
        waiting += links_on(visitor)
    assert seen is SEEN_NARROW or len(kinds) >= 3, kinds


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_for_everybody(enter, width):
    visitor = enter(width=width)
    for path in (
        "/",
        "/hulp/",
        "/cpv/",
        "/cpv/?q=schoonmaak",
        "/privacy/",
        "/toegankelijkheid/",
        "/account/login/",
        "/account/password/reset/",
        "/mail/",
        "/groningen/kalender/?soort=work&zoek=onderhoud&van=onzin",
        "/groningen/kalender/?stand=alles&weergave=kwartalen",
        "/groningen/kalender/volgen/?soort=work",
    ):
        visitor.go(path)
    visitor.go("/deze-pagina-is-er-niet/")
    visitor.sees("Deze pagina is er niet")
