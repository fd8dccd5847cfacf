"""The work of a region for everybody: every occupation with a page, the promising ones first; and how matching works.

Nothing of who asks stands in these pages: everybody gets the same, and it may be kept on the way.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations import public_pages, tenancy
from organisations.access import open_to_all
from organisations.choices import Sector
from organisations.models import Occupation, Region
from placements.kansrijk import explanation, occupations, promising
from placements.kansrijk.register_address import register_address
from placements.kansrijk.structured import as_data_block
from placements.kansrijk.words import hours_said, sector_said, wage_said

LONGEST_SEARCH = 80


@open_to_all
@require_safe
def occupation_search(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """By word and sector; without a question the promising ones stand first."""
    region = get_object_or_404(Region, code=region_code)
    on = timezone.localdate()
    words = " ".join(request.GET.get("zoek", "").split())[:LONGEST_SEARCH]
    sector = request.GET.get("sector", "")
    sector = sector if sector in Sector.values else ""
    with tenancy.public(region.pk):
        newest = promising.newest_adopted(region.pk)
        listed = promising.on_list(newest) if newest else []
        found = occupations.searched(region.pk, words=words, sector=sector)
        places = occupations.places_by_occupation(region.pk, on=on)
    positions = {one.occupation_id: one.position for one in listed}
    cards = {one.pk: _card(one, region, places.get(one.pk, 0), positions.get(one.pk)) for one in found}
    asked = bool(words or sector)
    top = [] if asked else [cards.pop(one.occupation_id) for one in listed if one.occupation_id in cards]
    context = {
        "words": words,
        "sector": sector,
        "sectors": [(one.value, sector_said(one.value)) for one in Sector],
        "asked": asked,
        "newest": newest,
        "top": top,
        "cards": list(cards.values()),
        "how_url": public_pages.address_of("placements:how_matching_works", region.code),
        "register_url": public_pages.address_of("candidates:register_oneself", region.code),
    }
    return public_pages.answer(request, "placements/kansrijk_occupations.html", region, context)


@open_to_all
@require_safe
def occupation_public(request: HttpRequest, region_code: str, occupation_code: str) -> HttpResponseBase:
    """One occupation: what one does, needs and earns, how to learn it, and where there is work now and later."""
    region = get_object_or_404(Region, code=region_code)
    on = timezone.localdate()
    with tenancy.public(region.pk):
        one = occupations.open_to_everybody(region.pk).filter(code=occupation_code).first()
        if one is None:
            leads = {"search_url": reverse("placements:occupation_search", args=[region.code])}
            gone = "placements/kansrijk_occupation_gone.html"
            return public_pages.answer(request, gone, region, leads, status=HTTPStatus.NOT_FOUND)
        vacancies, number = occupations.vacancies_for(one, on=on)
        newest = promising.newest_adopted(region.pk)
        listed = {row.occupation_id: row for row in promising.on_list(newest)} if newest else {}
        training = occupations.training_for(one, on=on)
        coming = occupations.coming_for(one, on=on)
    url = request.build_absolute_uri(reverse("placements:occupation_public", args=[region.code, one.code]))
    context: dict[str, Any] = {
        "occupation": one,
        "sector": sector_said(one.sector),
        "hours": hours_said(one.hours_from, one.hours_to) if one.hours_from or one.hours_to else "",
        "wage": wage_said(one.wage_from, one.wage_to) if one.wage_from or one.wage_to else "",
        "vacancies": [_vacancy(row, region) for row in vacancies],
        "number": number,
        "training": [(occupations.form_said(row.form), row) for row in training],
        "coming": coming,
        "newest": newest,
        "promising": listed.get(one.pk),
        "structured": as_data_block(occupations.structured(one, region_name=region.name, url=url)),
        "canonical": url,
        **_addresses(region, one),
    }
    return public_pages.answer(request, "placements/kansrijk_occupation.html", region, context)


@open_to_all
@require_safe
def how_matching_works(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """Which rules there are, who stands first and why, and that people decide."""
    region = get_object_or_404(Region, code=region_code)
    on = timezone.localdate()
    with tenancy.public(region.pk):
        first = explanation.priority_area(region.pk, on=on)
    context = {
        "inputs": explanation.inputs(),
        "rules": explanation.rules(),
        "first": first,
        "register_url": public_pages.address_of("candidates:register_oneself", region.code),
        "own_page_url": public_pages.address_of("placements:own_page_request", region.code),
        "privacy_url": reverse("region_privacy", args=[region.code]),
    }
    return public_pages.answer(request, "placements/kansrijk_how_matching_works.html", region, context)


def _card(one: Occupation, region: Region, places: int, position: int | None) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": reverse("placements:occupation_public", args=[region.code, one.code]),
        "picture": one.picture,
        "summary": one.summary,
        "places": places,
        "position": position,
        "no_diploma": not one.certificates,
    }


def _vacancy(row: Any, region: Region) -> dict[str, Any]:
    return {
        "title": row.title,
        "url": reverse("placements:vacancy_public", args=[region.code, row.pk]),
        "employer": row.employer,
        "place": row.place,
        "hours": hours_said(row.hours_from, row.hours_to),
        "is_expected": row.is_expected,
        "places": row.places,
    }


def _addresses(region: Region, one: Occupation) -> dict[str, str]:
    """Where to go from here, as far as those pages are there."""
    vacancies = public_pages.address_of("placements:vacancy_search", region.code)
    demand = public_pages.address_of("tenders:calendar_demand", region.code)
    return {
        "search_url": reverse("placements:occupation_search", args=[region.code]),
        "vacancies_url": f"{vacancies}?beroep={one.code}" if vacancies else "",
        "register_url": register_address(region, _("Beroep %(name)s") % {"name": one.name}, one),
        "demand_url": f"{demand}?beroep={one.code}#aanbestedingen" if demand else "",
        "meta": one.summary or _("Wat u doet, wat u nodig hebt en waar er werk is."),
    }
