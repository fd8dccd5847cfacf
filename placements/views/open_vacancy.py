"""The vacancies of a region for everybody: the list with its choices, and a page for each.

No log-in, no cookie, nothing of who asks in the page: everybody gets the same, and it may be kept on the way.
"""

import uuid

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations import public_pages, tenancy
from organisations.access import open_to_all
from organisations.models import Region
from organisations.search_address import address
from placements.kansrijk import search_page as shown
from placements.kansrijk.listing import listing, open_vacancies
from placements.kansrijk.structured import as_data_block
from placements.kansrijk.vacancy_page import page_of, was_open
from placements.kansrijk.wanted import Wanted, Within, municipality_in, wanted_in


@open_to_all
@require_safe
def vacancy_search(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """Work that there is and that is coming, by the search and the choices in the address."""
    region = get_object_or_404(Region, code=region_code)
    on = timezone.localdate()
    wanted = wanted_in(request.GET)
    with tenancy.public(region.pk):
        found = listing(region.pk, wanted, on=on)
    here = reverse("placements:vacancy_search", args=[region.code])
    page = shown.page_of(found, request.GET.get("page", ""))
    context = {
        "wanted": wanted,
        "is_guess": found.is_guess,
        "total": len(found.found),
        "page": page,
        "rows": shown.rows_of(page, found, region, on=on),
        "groups": shown.groups_of(found),
        "chips": shown.chips_of(found, here),
        "homes": shown.places_of(found, region_name=region.name),
        "distances": Within.choices,
        "orders": shown.orders_of(wanted),
        "refused": list(wanted.refused.values()),
        "errors": {name: wanted.refused.get(name, "") for name in ("zoek", "waar", "km")},
        "clear_url": address(here, Wanted(waar=wanted.waar)),
        "register_url": public_pages.address_of("candidates:register_oneself", region.code),
        "feed_url": _feed_address(region, wanted),
        "follow_url": address(reverse("placements:work_follow", args=[region.code]), wanted.narrowed),
        "canonical": address(here, wanted, page=page.number),
        "previous_url": address(here, wanted, page=page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(here, wanted, page=page.next_page_number()) if page.has_next() else "",
    }
    return public_pages.answer(request, "placements/kansrijk_search.html", region, context)


def _feed_address(region: Region, wanted: Wanted) -> str:
    """The same list as a feed, where this installation serves it."""
    feed = public_pages.address_of("exchange:work_feed", region.code)
    return address(feed, wanted.narrowed) if feed else ""


@open_to_all
@require_safe
def vacancy_public(request: HttpRequest, region_code: str, vacancy_id: uuid.UUID) -> HttpResponseBase:
    """All that everybody may know of one vacancy; ``waar`` in the address says where the reader lives."""
    region = get_object_or_404(Region, code=region_code)
    on = timezone.localdate()
    home = municipality_in(request.GET.get("waar", "")) or ""
    search_url = address(reverse("placements:vacancy_search", args=[region.code]), Wanted(waar=home))
    with tenancy.public(region.pk):
        vacancy = open_vacancies(region.pk, on=on).select_related("occupation").filter(pk=vacancy_id).first()
        if vacancy is None:
            is_over = was_open(vacancy_id)
            context = {
                "is_over": is_over,
                "search_url": search_url,
                "register_url": public_pages.address_of("candidates:register_oneself", region.code),
            }
            status = 410 if is_over else 404
            return public_pages.answer(request, "placements/kansrijk_gone.html", region, context, status=status)
        shown_facts = page_of(vacancy, region, home=home, on=on)
        posting = shown_facts["posting"]
        shown_facts |= {"posting": as_data_block(posting) if posting else "", "search_url": search_url}
        return public_pages.answer(request, "placements/kansrijk_vacancy.html", region, shown_facts)
