"""A stored calculation in Dutch, line by line, for ``{% trace line.trace|calculation %}``."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import gettext as _

from organisations.notation import dutch_number
from organisations.rounding import half_up
from organisations.templatetags.formatting import date_nl, hours, month_nl, number
from placements.valuation.trace import Step

register = template.Library()

Figures = Mapping[str, str]
Words = tuple[str, str, str]  # what, out, how
_MONTH_LENGTH = len("2019-04")


@register.filter
def calculation(trace: Iterable[Figures]) -> list[dict[str, Any]]:
    """Lines with ``what``, ``out``, ``how`` and ``is_sum``, as the component ``trace`` shows them."""
    lines = []
    for stored in trace:
        step = Step(stored["key"])
        what, out, how = _WORDS[step](stored)
        lines.append({"what": what, "out": out, "how": how, "is_sum": step is Step.VALUE})
    return lines


@register.filter
def why_nothing(trace: Iterable[Figures]) -> str:
    """Why a line is worth nothing, in one sentence; empty when it is not for a rule of the tariff."""
    for stored in trace:
        sentence = _REASONS.get(stored["key"])
        if sentence is not None:
            return sentence(stored)
    return ""


def _euros(amount: str) -> str:
    return dutch_number(Decimal(amount), 2)


def _figure(plain: str) -> str:
    return number(Decimal(plain))


def _day(iso: str) -> str:
    return date_nl(date.fromisoformat(iso))


def _month(text: str) -> str:
    """A month in words; a whole year is only its number."""
    return month_nl(date.fromisoformat(f"{text}-01")) if len(text) == _MONTH_LENGTH else text


def _share(f: Figures) -> str:
    return f"× {dutch_number(Decimal(f['shown']))}"


def _paid_hours(f: Figures) -> Words:
    how = "" if f["counted"] == f["deployed"] else _("%(counted)s van %(deployed)s gewerkte dagen tellen") % f
    return _("Verloonde uren in %(month)s") % {"month": _month(f["month"])}, _figure(f["hours"]), how


def _hours_share(f: Figures) -> Words:
    how = _("%(hours)s van %(norm)s uur per week") % {"hours": _figure(f["hours"]), "norm": _figure(f["norm_hours"])}
    return _("Deel van voltijd"), _share(f), how


def _paid_share(f: Figures) -> Words:
    exactly = Fraction(f["exact"]) * Fraction(f["year_hours"])
    shown = half_up(exactly, 2)
    hours = number(shown) if shown == exactly else _("ongeveer %(hours)s") % {"hours": number(shown, 2)}
    how = _("tellende uren ÷ uren per jaar: %(hours)s ÷ %(year)s") % {"hours": hours, "year": _figure(f["year_hours"])}
    return _("Deel van het jaar volgens de uren"), _share(f), how


def _below_min_hours(f: Figures) -> Words:
    how = _("afgesproken: %(hours)s per week") % {"hours": hours(Decimal(f["hours"]))}
    return _("Telt pas vanaf %(hours)s per week") % {"hours": hours(Decimal(f["min_hours"]))}, _euros("0"), how


def _period(f: Figures) -> str:
    return _("%(first)s tot en met %(last)s") % {"first": _day(f["first_day"]), "last": _day(f["last_day"])}


def _part_month(f: Figures) -> Words:
    return _("Deel van %(month)s") % {"month": _month(f["month"])}, _("%(counted)s van %(days)s dagen") % f, ""


_WORDS: dict[Step, Callable[[Figures], Words]] = {
    Step.BLOCK: lambda f: (f["label"], _euros(f["amount"]), _("per voltijdjaar")),
    Step.BONUS: lambda f: (_("Toeslag: %(label)s") % f, f"+ {_euros(f['amount'])}", _("per voltijdjaar")),
    Step.ANNUAL_VALUE: lambda f: (_("Samen per voltijdjaar"), _euros(f["amount"]), ""),
    Step.REJECTED: lambda _f: (_("Afgekeurd: telt niet mee"), _euros("0"), ""),
    Step.BELOW_MIN_HOURS: _below_min_hours,
    Step.OUTSIDE_CONTRACT: lambda f: (_("Buiten de looptijd van het contract"), _euros("0"), _period(f)),
    Step.CUT_TO_CONTRACT: lambda f: (_("Alleen dagen binnen het contract"), "", _period(f)),
    Step.LIMIT_USED_UP: lambda f: (
        _("De termijn is al gebruikt"),
        _euros("0"),
        _("hoogstens %(max_months)s maanden per persoon") % f,
    ),
    Step.CUT_BY_LIMIT: lambda f: (
        _("Telt tot en met %(day)s") % {"day": _day(f["last_day"])},
        "",
        _("hoogstens %(max_months)s maanden per persoon") % f,
    ),
    Step.HOURS_SHARE: _hours_share,
    Step.WHOLE_MONTHS: lambda f: (_("Hele maanden"), f["count"], ""),
    Step.PART_MONTH: _part_month,
    Step.MONTHS: lambda f: (_("Maanden samen"), f"× {dutch_number(Decimal(f['shown']))} ÷ 12", ""),
    Step.YEAR_SHARE: lambda f: (_("Deel van het jaar volgens de dagen"), _share(f), _("tellende maanden ÷ 12")),
    Step.PAID_HOURS: _paid_hours,
    Step.NO_COUNTED_DAYS: lambda f: (_("Geen dag telt in %(month)s") % {"month": _month(f["month"])}, _euros("0"), ""),
    Step.PAID_SHARE: _paid_share,
    Step.PAID_HOURS_DECIDE: lambda _f: (_("De uren bepalen de waarde"), "", _("het laagste van de twee delen telt")),
    Step.DAYS_DECIDE: lambda _f: (_("De dagen bepalen de waarde"), "", _("het laagste van de twee delen telt")),
    Step.EARNED: lambda f: (_("Waarde over heel %(year)s") % f, _euros(f["amount"]), ""),
    Step.APPROVED_BEFORE: lambda f: (_("Al goedgekeurd"), f"− {_euros(f['amount'])}", ""),
    Step.HOURLY: lambda f: (_("Uren"), _figure(f["hours"]), _("€ %(rate)s per uur") % {"rate": _euros(f["rate"])}),
    Step.INVOICE: lambda f: (_("Factuur zonder btw"), _euros(f["amount"]), f"× {_figure(f['factor'])}"),
    Step.EACH: lambda f: (_("Aantal"), _figure(f["number"]), _("€ %(each)s per keer") % {"each": _euros(f["amount"])}),
    Step.COST: lambda f: (_("Werkelijke kosten"), _euros(f["amount"]), ""),
    Step.AGREED: lambda f: (_("Afgesproken bedrag"), _euros(f["amount"]), ""),
    Step.OPENING_BALANCE: lambda f: (_("Beginstand"), _euros(f["amount"]), ""),
    Step.SURPLUS: lambda f: (_("Overschot, met een ander contract verrekend"), _euros(f["amount"]), ""),
    Step.VALUE: lambda f: (_("Waarde (€)"), _euros(f["amount"]), _("één keer afgerond, op centen")),
}

_REASONS: dict[str, Callable[[Figures], str]] = {
    Step.REJECTED: lambda _f: _("Deze regel is afgekeurd."),
    Step.BELOW_MIN_HOURS: lambda f: (
        _("Afgesproken is %(hours)s per week. Dit telt pas vanaf %(least)s per week.")
        % {"hours": hours(Decimal(f["hours"])), "least": hours(Decimal(f["min_hours"]))}
    ),
    Step.OUTSIDE_CONTRACT: lambda f: (
        _("De werkdagen vallen buiten de looptijd van het contract (%(period)s).") % {"period": _period(f)}
    ),
    Step.LIMIT_USED_UP: lambda f: _("De termijn van %(max_months)s maanden is al gebruikt.") % f,
    Step.NO_COUNTED_DAYS: lambda f: _("In %(month)s telt geen dag.") % {"month": _month(f["month"])},
}
