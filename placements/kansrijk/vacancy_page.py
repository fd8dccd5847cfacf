"""What the open page of one vacancy shows."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, Case, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from organisations.distance import kilometres, name_of
from organisations.models import Municipality, Occupation, Region
from organisations.templatetags.formatting import day_nl
from placements.kansrijk import words
from placements.kansrijk.listing import open_vacancies
from placements.kansrijk.register_address import register_address
from placements.kansrijk.search_page import occupation_address
from placements.kansrijk.structured import job_posting
from placements.models import Vacancy

_SIMILAR = 4
#: Of a description that machines show under a link.
_META = 155


def was_open(vacancy_id: uuid.UUID) -> bool:
    """Whether this vacancy of the region was open for everybody, and is not any more. Nothing else of it is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_vacancy_was_open(%s)", [vacancy_id])
        return bool(cursor.fetchone()[0])


def page_of(vacancy: Vacancy, region: Region, *, home: str, on: date) -> dict[str, Any]:
    """All that everybody may know of it; ``home``: the code of the municipality where the reader lives, or nothing."""
    names = _names(vacancy)
    municipality = names.get(vacancy.municipality) or name_of(vacancy.municipality) or vacancy.municipality
    where = vacancy.place or municipality
    also = _also(vacancy)
    must, handy = words.needs_of(vacancy, municipality=where, also=also)
    here = reverse("placements:vacancy_public", args=[region.code, vacancy.pk])
    url = urljoin(settings.PUBLIC_URL, here)
    away = kilometres(home, vacancy.municipality) if home else None
    about = _("Vacature %(vacancy)s") % {"vacancy": f"{vacancy.reference} {vacancy.title}"}
    register = register_address(region, about, vacancy.occupation, home=home)
    return {
        "vacancy": vacancy,
        "status": "vacancy_expected" if vacancy.is_expected else "vacancy_open",
        "where": words.where_said(where, away),
        "home_name": name_of(home),
        "away": away,
        "facts": list(_facts(vacancy, where, municipality, away, on)),
        "must": must,
        "handy": handy,
        "occupation_url": _occupation_address(region, vacancy),
        "register_url": register,
        "call_url": f"{register}&bellen=ja" if register else "",
        "similar": _similar(vacancy, region, names, home=home, on=on),
        "canonical": url,
        "meta": Truncator(_meta(vacancy, where)).chars(_META),
        "share": _share(vacancy, url),
        "posting": job_posting(vacancy, region=region, municipality=municipality, url=url),
    }


def _facts(vacancy: Vacancy, where: str, municipality: str, away: int | None, on: date) -> Iterator[tuple[str, str]]:
    place = where if where == municipality else _("%(place)s (gemeente %(municipality)s)") % {
        "place": where, "municipality": municipality,
    }  # fmt: skip
    yield _("Werkgever"), vacancy.employer
    yield _("Waar"), place
    if away:
        yield _("Hoe ver"), _("%(away)s kilometer, als een vogel vliegt") % {"away": away}
    elif away == 0:
        yield _("Hoe ver"), _("in uw eigen gemeente")
    yield _("Uren per week"), words.hours_said(vacancy.hours_from, vacancy.hours_to)
    wage = words.wage_said(vacancy.wage_from, vacancy.wage_to, is_expected=vacancy.is_expected)
    if vacancy.wage_from is not None or vacancy.wage_to is not None:
        wage = _("%(wage)s bruto") % {"wage": wage}
    yield _("Loon per maand"), wage
    yield _("Begint"), words.start_said(vacancy.starts_on, is_expected=vacancy.is_expected, on=on)
    yield _("Hoeveel mensen"), words.people_said(vacancy.places)
    if vacancy.closes_on:
        yield _("Reageren kan tot en met"), day_nl(vacancy.closes_on)
    yield _("Nummer"), vacancy.reference


def _meta(vacancy: Vacancy, where: str) -> str:
    facts = [
        _("%(title)s bij %(employer)s in %(place)s")
        % {"title": vacancy.title, "employer": vacancy.employer, "place": where},
        words.hours_said(vacancy.hours_from, vacancy.hours_to),
    ]
    return ". ".join([", ".join(facts), " ".join(vacancy.description.split())])


def _share(vacancy: Vacancy, url: str) -> list[tuple[str, str]]:
    text = _("%(title)s bij %(employer)s") % {"title": vacancy.title, "employer": vacancy.employer}
    return [
        (_("WhatsApp"), "https://wa.me/?" + urlencode({"text": f"{text} {url}"})),
        (_("E-mail"), "mailto:?" + urlencode({"subject": text, "body": url}).replace("+", "%20")),
    ]


def _occupation_address(region: Region, vacancy: Vacancy) -> str:
    occupation = vacancy.occupation
    if occupation is None or not occupation.is_public or occupation.retired_on is not None:
        return ""
    return occupation_address(region, occupation.code)


def _names(vacancy: Vacancy) -> dict[str, str]:
    rows = Municipality.objects.filter(areas__region_id=vacancy.region_id).order_by("pk").distinct()
    return dict(rows.values_list("code", "name"))


def _also(vacancy: Vacancy) -> list[str]:
    if not vacancy.also_occupations:
        return []
    rows = Occupation.objects.filter(region_id=vacancy.region_id, pk__in=vacancy.also_occupations)
    return list(rows.order_by("name", "pk").values_list("name", flat=True))


def _similar(vacancy: Vacancy, region: Region, names: dict[str, str], *, home: str, on: date) -> list[dict[str, Any]]:
    """Of the same occupation first, then of the same sort of work, the newest first."""
    same = Case(
        When(occupation_id=vacancy.occupation_id, occupation_id__isnull=False, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    rows = open_vacancies(region.pk, on=on).filter(sector=vacancy.sector).exclude(pk=vacancy.pk)
    rows = rows.annotate(is_same=same).order_by("-is_same", "is_expected", "-published_at", "pk")[:_SIMILAR]
    found = []
    for one in rows.only("title", "employer", "place", "municipality", "hours_from", "hours_to", "region_id"):
        place = one.place or names.get(one.municipality) or name_of(one.municipality) or one.municipality
        url = reverse("placements:vacancy_public", args=[region.code, one.pk])
        away = kilometres(home, one.municipality) if home else None
        found.append(
            {
                "title": one.title,
                "url": url + ("?" + urlencode({"waar": home}) if home else ""),
                "by": f"{one.employer}, {words.where_said(place, away)}",
                "hours": words.hours_said(one.hours_from, one.hours_to),
            }
        )
    return found
