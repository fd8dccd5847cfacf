"""What the open pages of a region share: the menu, and an answer that is the same for everybody.

    page = public_pages.answer(request, "placements/kansrijk_search.html", region, {…})

An answer made here knows nothing of who asks: no log-in, no cookie, no form key. So it may be kept on the way.
"""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext_lazy as _

from organisations.models import Region
from organisations.region_words import speak

#: Long enough to carry a rush of readers; short enough that a change is seen soon.
SECONDS_FRESH = 60

#: Who looks for work first, then employers, then who wants the contracts or the figures.
ENTRIES = (
    (_("Vacatures"), "placements:vacancy_search"),
    (_("Beroepen"), "placements:occupation_search"),
    (_("Aanmelden"), "candidates:register_oneself"),
    (_("Mijn pagina"), "placements:own_page_request"),
    (_("Vacature plaatsen"), "placements:vacancy_offer"),
    (_("Aanbestedingskalender"), "tenders:calendar"),
    (_("Bedrijven"), "tenders:firm_register"),
    (_("Rekenhulp"), "placements:public_what_if"),
    (_("Resultaten"), "reporting:results"),
)


def menu_of(region_code: str, path: str = "") -> list[dict[str, Any]]:
    """The public menu of a region; the page at this path lies under one of its entries, or under none."""
    entries = [(label, url) for label, view in ENTRIES if (url := address_of(view, region_code))]
    under = [url for _label, url in entries if path.startswith(url)]
    here = max(under, key=len, default="")
    return [{"label": label, "url": url, "current": url == here} for label, url in entries]


def address_of(view: str, region_code: str) -> str:
    """The address of a public page of a region; empty where this installation has no such page."""
    try:
        return reverse(view, args=[region_code])
    except NoReverseMatch:
        return ""


def frame(region: Region, *, here: str = "") -> dict[str, Any]:
    """What the frame of a page reads, without anything of who asks for it. ``here``: the path of the page."""
    speak(region.words)
    return {
        "region": region,
        "here_path": here,
        "user": None,
        "messages": (),
        "is_demo": False,
        "request": None,
    }


def answer(
    request: HttpRequest, template: str, region: Region, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    """The page for everybody, with its menu. Call it inside the context when the template still reads rows."""
    html = render_to_string(template, frame(region, here=request.path) | context)
    return kept(request, HttpResponse(html, status=status))


def kept(request: HttpRequest, page: HttpResponse) -> HttpResponseBase:
    """Everybody gets the same answer: it may be kept on the way, and asked for again by its digest."""
    etag = f'"{hashlib.sha256(page.content).hexdigest()}"'
    page["ETag"] = etag
    patch_cache_control(page, public=True, max_age=SECONDS_FRESH)
    conditional = get_conditional_response(request, etag=etag, response=page)
    if conditional is not None and conditional is not page:
        patch_cache_control(conditional, public=True, max_age=SECONDS_FRESH)
    return conditional or page
