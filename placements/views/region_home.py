"""The home of a region for everybody, and the map of its open pages for search engines."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations import public_pages, tenancy
from organisations.access import open_to_all
from organisations.models import Region
from placements.kansrijk import home_page
from placements.kansrijk.listing import listing
from placements.kansrijk.search_page import places_of, rows_of
from placements.kansrijk.sitemap import addresses_of
from placements.kansrijk.wanted import Wanted

_NEWEST = 4


@open_to_all
@require_safe
def region_home(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """Who looks for work first, then employers, then the calendar, the figures and the firms."""
    region = get_object_or_404(Region, code=region_code)
    on = timezone.localdate()
    with tenancy.public(region.pk):
        found = listing(region.pk, Wanted(), on=on)
    context: dict[str, Any] = {
        "wanted": found.wanted,
        "errors": {"zoek": "", "waar": ""},
        "homes": places_of(found, region_name=region.name),
        "search_url": reverse("placements:vacancy_search", args=[region.code]),
        "total": len(found.found),
        "rows": rows_of(found.found[:_NEWEST], found, region, on=on),
        "sorts": home_page.sorts_of(found, region),
        "parts": home_page.parts_of(region),
        "canonical": urljoin(settings.PUBLIC_URL, reverse("placements:region_home", args=[region.code])),
    }
    return public_pages.answer(request, "placements/kansrijk_home.html", region, context)


@open_to_all
@require_safe
def region_sitemap(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """The open pages of a region, as sitemaps.org lays down. What is no page for everybody is in none of it."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        addresses = addresses_of(region, on=timezone.localdate())
    xml = render_to_string("placements/sitemap.xml", {"addresses": addresses})
    return public_pages.kept(request, HttpResponse(xml, content_type="application/xml"))


@open_to_all
@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Where the map of each region is."""
    codes = Region.objects.order_by("code").values_list("code", flat=True)
    maps = [urljoin(settings.PUBLIC_URL, reverse("placements:region_sitemap", args=[code])) for code in codes]
    xml = render_to_string("placements/sitemap_index.xml", {"maps": maps})
    return public_pages.kept(request, HttpResponse(xml, content_type="application/xml"))


@open_to_all
@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """What search engines leave alone: workspaces, accounts and whatever a mailed link opens."""
    text = render_to_string(
        "placements/robots.txt", {"sitemap": urljoin(settings.PUBLIC_URL, reverse("placements:sitemap"))}
    )
    return public_pages.kept(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))
