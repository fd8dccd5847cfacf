"""The rules of a vacancy in words, and what is missing of a rule that somebody does not meet."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.file_choices import DrivingLicence, TravelArea
from candidates.training.seat_order import Ring
from organisations import distance
from organisations.choices import Sector
from placements import matching
from placements.matching import Asked, Known, Matched, Outcome, plain
from placements.vacancy_choices import Rule

#: How near somebody lives, in the order of the list.
RINGS: dict[Ring, str | Promise] = {
    Ring.PRIORITY: gettext_lazy("Voorranggebied"),
    Ring.REGION: gettext_lazy("Rest van de regio"),
    Ring.OUTSIDE: gettext_lazy("Buiten de regio"),
}
#: Above a narrow column.
SHORT: dict[str, str | Promise] = {
    matching.HOURS: gettext_lazy("Uren"),
    matching.SECTOR: gettext_lazy("Sector"),
    matching.OCCUPATION: gettext_lazy("Beroep"),
    matching.CERTIFICATES: gettext_lazy("Diploma"),
    matching.LICENCE: gettext_lazy("Rijbewijs"),
    matching.TRAVEL: gettext_lazy("Reizen"),
}


def asked_in_words(vacancy: Any, asked: Asked) -> list[str]:
    """Each rule of a vacancy of ``people.with_asked``, with what it asks."""
    told = {
        matching.HOURS: _hours(asked.hours_from, asked.hours_to),
        matching.SECTOR: str(Sector(asked.sector).label).lower() if asked.sector else "",
        matching.OCCUPATION: _(" of ").join(vacancy.occupation_names),
        matching.CERTIFICATES: ", ".join(vacancy.certificates),
        matching.LICENCE: str(DrivingLicence(asked.licence).label) if asked.licence else "",
        matching.TRAVEL: _("naar %(place)s") % {"place": place_of(vacancy)},
    }
    return [_("%(rule)s: %(asked)s") % {"rule": Rule(rule).label, "asked": told[rule]} for rule in asked.speaking]


def place_of(vacancy: Any) -> str:
    """Where the work is."""
    municipality = vacancy.municipality_name or distance.name_of(vacancy.municipality) or vacancy.municipality
    if vacancy.place and vacancy.place != municipality:
        return _("%(place)s (%(municipality)s)") % {"place": vacancy.place, "municipality": municipality}
    return municipality


def missing(asked: Asked, match: Matched) -> list[str]:
    """Of each rule that is missed: what he has instead. Of one that is not known the column says so."""
    tells = {
        matching.HOURS: _hours_of,
        matching.SECTOR: _sector_of,
        matching.CERTIFICATES: _certificates_of,
        matching.LICENCE: _licence_of,
        matching.TRAVEL: _travel_of,
    }
    found = [
        tells[rule](asked, match.who) for rule, outcome in match.outcomes if outcome is Outcome.MISSED and rule in tells
    ]
    return [one for one in found if one]


def _hours(least: int, most: int) -> str:
    if least == most:
        return _("%(n)s per week") % {"n": least}
    return _("%(least)s tot %(most)s per week") % {"least": least, "most": most}


def _hours_of(_asked: Asked, who: Known) -> str:
    if who.hours_from is None:
        return _("wil hoogstens %(n)s uur") % {"n": who.hours_to}
    if who.hours_to is None:
        return _("wil minstens %(n)s uur") % {"n": who.hours_from}
    return _("wil %(least)s tot %(most)s uur") % {"least": who.hours_from, "most": who.hours_to}


def _sector_of(_asked: Asked, who: Known) -> str:
    return _("zoekt in sector %(sector)s") % {"sector": str(Sector(who.sector).label).lower()}


def _certificates_of(asked: Asked, who: Known) -> str:
    has = {plain(one) for one in who.certificates}
    return _("mist %(names)s") % {
        "names": ", ".join(sorted(one for one in asked.certificates if plain(one) not in has))
    }


def _licence_of(_asked: Asked, who: Known) -> str:
    return _("heeft rijbewijs %(names)s") % {"names": ", ".join(sorted(one.upper() for one in who.licences))}


def _travel_of(asked: Asked, who: Known) -> str:
    reach = str(TravelArea(who.travel).label).lower()
    far = asked.kilometres.get(who.municipality)
    if far is None:
        return _("reisgebied: %(reach)s") % {"reach": reach}
    return _("reisgebied: %(reach)s; het is %(n)s km") % {"reach": reach, "n": far}
