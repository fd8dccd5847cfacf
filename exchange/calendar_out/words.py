"""How a file of the calendar says in Dutch what a tender is.

Anybody may ask for twenty thousand of them, which share few words and days: those are looked up once.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache, lru_cache

from django.utils.translation import gettext

from exchange.calendar_out.facts import TenderFacts
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, euro0
from tenders.choices import Procedure, SroiDecision, SroiWay, TenderKind, TenderStatus

#: The portal speaks one language.
_ = kept = cache(gettext)


@cache
def label(choices: type, value: str) -> str:
    """What a code is called; an empty one is nothing."""
    return str(choices(value).label) if value else ""


@lru_cache(maxsize=8192)
def _short_day(day: dt.date) -> str:
    return date_nl(day)


def sroi(one: TenderFacts) -> str:
    """``5 %, contractvoorwaarde``."""
    if one.sroi == SroiDecision.OPEN:
        return _("nog niet besloten")
    if one.sroi == SroiDecision.NO:
        return _("niet toegepast")
    share = _("wel toegepast") if one.sroi_percentage is None else f"{dutch_number(one.sroi_percentage.normalize())} %"
    return ", ".join([share, *(label(SroiWay, way).lower() for way in one.sroi_ways)])


def places(one: TenderFacts) -> str:
    return ", ".join(name for _code, name in one.places)


def facts(one: TenderFacts) -> Iterator[str]:
    """A tender in lines, for who reads it in a calendar or a feed."""
    yield _("Opdrachtgever: %s") % one.authority
    kinds = [label(TenderKind, one.kind), label(Procedure, one.procedure).lower()]
    yield ", ".join(kind for kind in kinds if kind)
    yield _("Stand: %s") % label(TenderStatus, one.status).lower()
    if one.amount is not None:
        yield _("Geraamde waarde: %s, zonder btw") % euro0(one.amount)
    if one.places:
        yield _("Plaats van het werk: %s") % places(one)
    for words, day in (
        (_("Aangekondigd op: %s") if one.published_on else _("Geplande publicatie: %s"), one.publication_on),
        (_("Gegund op: %s") if one.awarded_on else _("Geplande gunning: %s"), one.award_on),
        (_("Eerste dag: %s"), one.starts_on),
        (_("Laatste dag: %s"), one.ends_on),
    ):
        if day:
            yield words % _short_day(day)
    yield _("Social return: %s") % sroi(one)
    if one.heads:
        yield _("Verwachte mensen: %s") % ", ".join(f"{head.count} {head.name.lower()}" for head in one.heads)
    if one.cpv:
        yield _("CPV: %s") % ", ".join(f"{code} {name}".strip() for code, name in one.cpv)
