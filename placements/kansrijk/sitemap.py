"""The addresses of a region that are there for everybody."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from organisations import public_pages
from organisations.models import Occupation, Region
from placements.kansrijk.listing import open_vacancies
from placements.kansrijk.search_page import occupation_address
from tenders.models import Tender

#: More than this no map may have (sitemaps.org).
MOST = 50_000
_PAGES = (
    "placements:region_home",
    "placements:vacancy_search",
    "placements:occupation_search",
    "placements:how_matching_works",
    "candidates:register_oneself",
    "candidates:register_other",
    "placements:vacancy_offer",
    "tenders:calendar",
    "tenders:calendar_demand",
    "tenders:firm_register",
    "placements:public_what_if",
    "reporting:results",
)


class Address(NamedTuple):
    url: str
    #: The day on which it last changed, where that is known.
    on: date | None = None


def addresses_of(region: Region, *, on: date) -> list[Address]:
    """Fixed pages, open vacancies, occupations and what is on the calendar. Call it inside ``tenancy.public``."""
    return [Address(urljoin(settings.PUBLIC_URL, path), day) for path, day in _paths(region, on)][:MOST]


def _paths(region: Region, on: date) -> Iterator[tuple[str, date | None]]:
    for view in _PAGES:
        if path := public_pages.address_of(view, region.code):
            yield path, None
    vacancies = open_vacancies(region.pk, on=on).order_by("-published_at", "pk")
    for pk, published_at in vacancies.values_list("pk", "published_at"):
        yield reverse("placements:vacancy_public", args=[region.code, pk]), timezone.localtime(published_at).date()
    codes = Occupation.objects.filter(region=region, is_public=True, retired_on=None).order_by("code", "pk")
    for code in codes.values_list("code", flat=True):
        if path := occupation_address(region, code):
            yield path, None
    tenders = Tender.objects.on_calendar().filter(region_id=region.pk).order_by("pk")
    for pk, touched_at in tenders.values_list("pk", "touched_at"):
        yield reverse("tenders:calendar_detail", args=[region.code, pk]), timezone.localtime(touched_at).date()
