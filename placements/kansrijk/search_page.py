"""What the page with vacancies shows out of a listing: rows, choices with counts, and what was chosen."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from candidates.registering.registrations import with_former
from organisations import search_address
from organisations.choices import Sector
from organisations.distance import kilometres, name_of, points
from organisations.models import Region
from placements.kansrijk import words
from placements.kansrijk.listing import Listing, Work
from placements.kansrijk.wanted import Hours, Need, Now, Order, Wanted, Within

ON_A_PAGE = 20
#: Who lives this far from the region may well look for work in it.
_NEIGHBOURS = 45
_WORDS_SHOWN = 32


def page_of(found: Listing, number: str) -> Page:
    return Paginator(list(found.found), ON_A_PAGE).get_page(number)


def rows_of(work: Iterable[Work], found: Listing, region: Region, *, on: date) -> list[dict[str, Any]]:
    return [_row(one, found, region, on) for one in work]


def _row(one: Work, found: Listing, region: Region, on: date) -> dict[str, Any]:
    where = words.where_said(_place(one, found), one.away)
    about_url = ""
    if one.tender_id:
        about_url = reverse("tenders:calendar_detail", args=[region.code, one.tender_id])
        page = one.occupation.code if one.occupation and one.occupation.has_page else ""
        url = occupation_address(region, page) or about_url
        by = _("%(who)s zoekt straks %(people)s") % {"who": one.employer, "people": words.people_said(one.places)}
        by = f"{by}, {where}" if where else by
        text = _("Dit werk komt eraan, door: %(tender)s. U kunt zich nu al aanmelden.") % {"tender": one.tender}
    else:
        url = reverse("placements:vacancy_public", args=[region.code, one.id])
        if found.wanted.waar:
            url += "?" + urlencode({"waar": found.wanted.waar})
        by = ", ".join(part for part in (one.employer, where) if part)
        text = Truncator(" ".join(one.text.split())).words(_WORDS_SHOWN)
    return {
        "title": one.title,
        "url": url,
        "about_url": about_url,
        "by": by,
        "text": text,
        "status": "vacancy_expected" if one.is_expected else "vacancy_open",
        "facts": (
            (_("Uren per week"), words.hours_said(one.hours_from, one.hours_to)),
            (_("Loon per maand"), words.wage_said(one.wage_from, one.wage_to, is_expected=one.is_expected)),
            (_("Begint"), words.start_said(one.starts_on, is_expected=one.is_expected, on=on)),
        ),
        "marks": list(words.marks_of(one)),
    }


def _place(one: Work, found: Listing) -> str:
    """The place, or the municipalities; of a wide tender no list of ten."""
    named = [found.name_of(code) for code in one.municipalities]
    if one.place and one.place not in named:
        return one.place
    if len(named) > 1 and one.tender_id:
        return _("%(place)s en omgeving") % {"place": named[0]}
    return ", ".join(named)


def occupation_address(region: Region, code: str) -> str:
    """The page of an occupation; empty where there is none."""
    try:
        return reverse("placements:occupation_public", args=[region.code, code]) if code else ""
    except NoReverseMatch:
        return ""


def groups_of(found: Listing) -> list[dict[str, Any]]:
    """The choices with their counts, in order."""

    def choices_of(name: str) -> Iterator[tuple[str, str, int]]:
        return ((value, label, found.count(name, value)) for value, label in _labels(found, name))

    sorts = (
        ("uren", _("Uren per week"), True),
        ("nodig", _("Wat hebt u nodig?"), True),
        ("nu", _("Nu of later"), True),
        ("soort", _("Soort werk"), True),
        ("beroep", _("Beroep"), False),
    )
    return search_address.groups_of(found.wanted, sorts, choices_of)


def _labels(found: Listing, name: str) -> list[tuple[str, str]]:
    fixed: dict[str, Any] = {"uren": Hours, "nodig": Need, "nu": Now}
    if name in fixed:
        return [(str(value), str(label)) for value, label in fixed[name].choices]
    if name == "soort":
        return [(value, words.sector_said(value)) for value in Sector.values]
    known = [(code, one.name) for code, one in found.occupations.items()]
    return known + [(code, code) for code in found.wanted.beroep if code not in found.occupations]


def chips_of(found: Listing, here: str) -> list[tuple[str, str]]:
    """Everything chosen, and the address without it."""
    return [(label, search_address.address(here, without)) for label, without in _chips(found)]


def said(found: Listing) -> str:
    """The search in words, for who follows it."""
    return ", ".join(label for label, _without in _chips(found)) or _("al het werk")


def _chips(found: Listing) -> Iterator[tuple[str, Wanted]]:
    wanted = found.wanted
    if wanted.zoek:
        yield _("‘%(words)s’") % {"words": wanted.zoek}, wanted.without("zoek")
    if wanted.waar:
        yield (
            _("U woont in %(place)s") % {"place": found.name_of(wanted.waar)},
            wanted.with_(waar="", km="", sorteer=""),
        )
    if wanted.km:
        yield _("Binnen %(distance)s") % {"distance": Within(wanted.km).label}, wanted.without("km")
    for name in ("uren", "nodig", "nu", "soort", "beroep"):
        labels = dict(_labels(found, name))
        for value in getattr(wanted, name):
            yield labels[value], wanted.without(name, value)


def places_of(found: Listing, *, region_name: str) -> list[dict[str, Any]]:
    """Where somebody can live: in the region, and near it. In the order of their names, each with the one chosen."""
    home, known = found.wanted.waar, points()
    inside = [
        (code, with_former(name, found.former.get(code, ())))
        for code, name in found.municipalities.items()
        if code in known
    ]
    near = [
        (code, one.name)
        for code, one in known.items()
        if one.ended is None
        and code not in found.municipalities
        and any((kilometres(code, own) or 0) <= _NEIGHBOURS for own, _name in inside)
    ]
    if home and home not in dict(inside) and home not in dict(near):
        near.append((home, name_of(home)))
    return [
        {"label": label, "places": sorted(places, key=lambda one: one[1].lstrip("'").casefold())}
        for label, places in ((_("In %(region)s") % {"region": region_name}, inside), (_("In de buurt"), near))
        if places
    ]


def orders_of(wanted: Wanted) -> list[tuple[str, str]]:
    """Nearness can be chosen by who said where he lives."""
    return [(one.value, str(one.label)) for one in Order if wanted.waar or one != Order.NEAR]
