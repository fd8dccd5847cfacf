"""How the open pages say what work is, for people who read with difficulty: short, and no word of the trade."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.file_choices import DrivingLicence
from organisations.choices import Sector
from organisations.notation import dutch_euros, dutch_number
from organisations.templatetags.formatting import day_nl, month_nl
from placements.vacancy_choices import Rule


def sector_said(sector: str) -> str:
    """``Anders`` says nothing beside a word like 'soort werk'."""
    return _("Ander werk") if sector == Sector.OTHER else str(Sector(sector).label)


def hours_said(least: int | None, most: int | None) -> str:
    """``28 tot 36 uur``."""
    if most is None:
        return _("nog niet bekend") if least is None else _("%(hours)s uur of meer") % {"hours": least}
    if not least:
        return _("tot %(hours)s uur") % {"hours": most}
    if least == most:
        return _("%(hours)s uur") % {"hours": most}
    return _("%(least)s tot %(most)s uur") % {"least": least, "most": most}


def wage_said(least: Decimal | None, most: Decimal | None, *, is_expected: bool = False) -> str:
    """``€ 2.310 tot € 2.480``; whole euros where there are no cents."""
    if least is None and most is None:
        return _("nog niet bekend") if is_expected else _("staat er niet bij")
    if least is not None and most is not None:
        if least == most:
            return _euros(least)
        return _("%(least)s tot %(most)s") % {"least": _euros(least), "most": _euros(most)}
    if least is not None:
        return _("vanaf %(least)s") % {"least": _euros(least)}
    return _("tot %(most)s") % {"most": _euros(most or Decimal(0))}


def _euros(amount: Decimal) -> str:
    return dutch_euros(amount, 0 if amount == amount.to_integral() else 2)


def start_said(starts_on: date | None, *, is_expected: bool, on: date) -> str:
    """``1 december 2026``; of what is still to come only the month, for a plan can change, and no month that is over."""
    if is_expected:
        return month_nl(starts_on) if starts_on and starts_on >= on.replace(day=1) else _("nog niet bekend")
    return day_nl(starts_on) if starts_on and starts_on > on else _("zo snel mogelijk")


def people_said(count: int) -> str:
    """``4 mensen``, ``één persoon``."""
    return ngettext("één persoon", "%(count)s mensen", count) % {"count": dutch_number(count)}


def where_said(place: str, away: int | None) -> str:
    """``Groningen (3 km)``; nearer than a kilometre it is where somebody lives."""
    if away is None:
        return place
    if away == 0:
        return _("%(place)s (uw gemeente)") % {"place": place}
    return _("%(place)s (%(away)s km)") % {"place": place, "away": dutch_number(away)}


def marks_of(work: Any) -> Iterator[str]:
    """What is good to know at one glance, as a few words each."""
    if not work.needs_diploma:
        yield _("Diploma handig") if work.likes_diploma else _("Geen diploma nodig")
    if not work.needs_licence:
        yield _("Rijbewijs handig") if work.likes_licence else _("Geen rijbewijs nodig")
    if work.is_learning:
        yield _("Leren en werken samen")
    if work.pays_course:
        yield _("Cursus betaald")
    if work.places > 1:
        yield ngettext("%(count)s plek", "%(count)s plekken", work.places) % {"count": dutch_number(work.places)}


def needs_of(vacancy: Any, *, municipality: str, also: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """What is a must and what helps, in whole sentences. A rule that people chose is a must; a fact beside it helps."""
    must: list[str] = []
    handy: list[str] = []
    rules = set(vacancy.rules)

    def said(rule: str, sentence: str) -> None:
        (must if rule in rules else handy).append(sentence)

    for one in vacancy.certificates:
        said(Rule.CERTIFICATES, _("U hebt: %(certificate)s.") % {"certificate": one})
    if vacancy.licence:
        label = DrivingLicence(vacancy.licence).label
        said(Rule.LICENCE, _("U hebt rijbewijs %(licence)s.") % {"licence": label})
    if vacancy.occupation and Rule.OCCUPATION in rules:
        work = [vacancy.occupation.name, *also]
        must.append(_("U deed dit werk al eens, of u wilt het leren: %(work)s.") % {"work": ", ".join(work)})
    elif Rule.SECTOR in rules and vacancy.sector != Sector.OTHER:
        # ‘Ander werk’ asks nothing that anybody can answer.
        must.append(_("U zoekt werk in: %(sector)s.") % {"sector": sector_said(vacancy.sector).lower()})
    if Rule.HOURS in rules:
        hours = hours_said(vacancy.hours_from, vacancy.hours_to)
        must.append(_("U kunt %(hours)s per week werken.") % {"hours": hours})
    if Rule.TRAVEL in rules:
        must.append(_("U kunt elke werkdag naar %(place)s reizen.") % {"place": municipality})
    return must, handy
