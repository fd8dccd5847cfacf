"""How the public calendar says what a tender is, and what somebody chose, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.choices import Sector
from organisations.models import Municipality
from organisations.notation import dutch_number
from organisations.templatetags.formatting import day_nl, euro0
from tenders.calendar.counting import Counts
from tenders.calendar.wanted import ByDate, SroiAsked, Wanted
from tenders.choices import Procedure, SroiDecision, SroiWay, TenderKind, TenderStatus
from tenders.models import Tender, TenderValue

#: What each name in the address is called, with its choices where these are always the same.
CHOICES: Mapping[str, Any] = {
    "soort": TenderKind,
    "stand": TenderStatus,
    "sroi": SroiAsked,
    "procedure": Procedure,
    "sector": Sector,
}
_BEFORE_WORD = {"opdrachtgever": "", "cpv": "CPV ", "gemeente": "", "beroep": ""}


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen, and the question without it."""

    label: str
    without: Wanted


def chips_of(wanted: Wanted, counts: Counts) -> list[Chip]:
    """Everything chosen, in the order of the filters, each with the question without it."""
    return list(_chips(wanted, counts))


def said(wanted: Wanted, counts: Counts) -> str:
    """The search in words, for who follows it: ``met de woorden 'brug', Werk, 1e kwartaal 2027``."""
    parts = [chip.label for chip in _chips(wanted, counts)]
    if not wanted.stand:
        parts.append(_("nog te gunnen"))
    elif wanted.is_everything:
        parts.append(_("alles, ook wat voorbij is"))
    return ", ".join(parts)


def _chips(wanted: Wanted, counts: Counts) -> Iterator[Chip]:
    if wanted.zoek:
        yield Chip(_("‘%(words)s’") % {"words": wanted.zoek}, wanted.without("zoek"))
    for name, choices in CHOICES.items():
        for key in getattr(wanted, name):
            if key in choices.values:
                label = str(choices(key).label)
                yield Chip(_("Social return: %s") % label if name == "sroi" else label, wanted.without(name, key))
    for name, before in _BEFORE_WORD.items():
        for key in getattr(wanted, name):
            label = counts.label(name, key)
            if name == "cpv":
                label = key if label == key else f"{key} {label}"
            yield Chip(before + label, wanted.without(name, key))
    yield from _of_period(wanted)
    yield from _of_value(wanted)


def _of_period(wanted: Wanted) -> Iterator[Chip]:
    if not wanted.van and not wanted.tot:
        return
    by = ByDate(wanted.op).label
    without = wanted.without("van").without("tot")
    if wanted.van == wanted.tot:
        period = wanted.van.label if wanted.van else ""
    elif wanted.van and wanted.tot:
        period = _("%(first)s tot en met %(last)s") % {"first": wanted.van.label, "last": wanted.tot.label}
    elif wanted.van:
        period = _("vanaf %s") % wanted.van.label
    else:
        period = _("tot en met %s") % (wanted.tot.label if wanted.tot else "")
    yield Chip(f"{by}: {period}", without)


def _of_value(wanted: Wanted) -> Iterator[Chip]:
    if wanted.waarde_van is not None:
        yield Chip(_("Waarde vanaf %s") % euro0(wanted.waarde_van), wanted.without("waarde_van"))
    if wanted.waarde_tot is not None:
        yield Chip(_("Waarde tot en met %s") % euro0(wanted.waarde_tot), wanted.without("waarde_tot"))


def value_said(tender: Tender) -> str:
    """The amount, where everybody may know it. Of a confidential one nobody learns that it is there."""
    try:
        value: TenderValue | None = tender.value
    except TenderValue.DoesNotExist:
        value = None
    if value is None or value.amount is None or value.is_confidential:
        return _("niet bekendgemaakt")
    return euro0(value.amount)


def sroi_said(tender: Tender) -> str:
    """``5 %, contractvoorwaarde``."""
    if tender.sroi == SroiDecision.OPEN:
        return _("nog niet besloten")
    if tender.sroi == SroiDecision.NO:
        return _("niet toegepast")
    share = _("wel toegepast")
    if tender.sroi_percentage is not None:
        share = f"{dutch_number(_plain(tender.sroi_percentage))} %"
    ways = [str(SroiWay(one).label).lower() for one in tender.sroi_ways if one in SroiWay.values]
    return ", ".join([share, *ways])


def _plain(value: Decimal) -> Decimal:
    """Without zeros that say nothing: 5.0000 → 5."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def day_said(day: date | None) -> str:
    return day_nl(day) if day else _("nog niet bekend")


def place_names(tenders: Iterable[Tender]) -> dict[str, str]:
    """What the places of these tenders are called, by code. One query."""
    codes = {code for tender in tenders for code in tender.municipalities}
    return dict(Municipality.objects.filter(pk__in=codes).order_by("pk").values_list("code", "name"))


def places_said(tender: Tender, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(code, code) for code in tender.municipalities)


def extensions_said(tender: Tender) -> str:
    """``2 keer 12 maanden``."""
    if not tender.extension_count or not tender.extension_months:
        return ""
    months = ngettext("%(count)s maand", "%(count)s maanden", tender.extension_months) % {
        "count": tender.extension_months
    }
    return _("%(times)s keer %(months)s") % {"times": tender.extension_count, "months": months}
