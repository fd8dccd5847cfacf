"""An approved month that is worth something else now: the calculation of now, and what made the difference.

It tells the verifier what follows from the line, the contract and the rules; never where else the person works.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from organisations.months import last_of_month
from organisations.templatetags.formatting import date_nl
from placements.models import Deployment, HoursStatement
from placements.valuation.trace import Step
from placements.worth.appraisal import Appraisable, appraisables

Trace = Iterable[Mapping[str, str]]

_TARIFF = (Step.BLOCK, Step.BONUS, Step.ANNUAL_VALUE)
_AGREED_HOURS = (Step.HOURS_SHARE, Step.BELOW_MIN_HOURS)


@dataclass(frozen=True, slots=True)
class WorthNow:
    """The calculation that renewing the line will store, and in sentences why it differs."""

    trace: list[dict[str, str]]
    causes: list[str]


def worth_now(statement: HoursStatement) -> WorthNow | None:
    """By what was stored when the difference was noticed: asks nothing about the person. A few queries."""
    lines = appraisables(Deployment.objects.filter(pk=statement.deployment_id))
    if not lines:
        return None
    trace = lines[0].month(statement.month, statement.paid_hours).trace_as_json()
    return WorthNow(trace, _causes(lines[0], statement, trace))


def _causes(line: Appraisable, statement: HoursStatement, now: Trace) -> list[str]:
    before, after = list(statement.trace), list(now)
    if _of(after, (Step.REJECTED,)) and not _of(before, (Step.REJECTED,)):
        return [_("De medewerker op dit contract is afgekeurd.")]
    found = []
    if _of(before, _TARIFF) != _of(after, _TARIFF):
        found.append(_("Het jaarbedrag is anders: de uitkering, een toeslag of het tarief is veranderd."))
    if _of(before, _AGREED_HOURS) != _of(after, _AGREED_HOURS):
        found.append(_("De afgesproken uren per week zijn veranderd."))
    if _days(before, "counted") and _days(after, "counted") and _days(before, "deployed") != _days(after, "deployed"):
        found.append(
            _("De inzet loopt nu van %(first)s tot en met %(last)s.")
            % {"first": date_nl(line.facts.starts_on), "last": date_nl(line.facts.ends_on)}
        )
    if _days(before, "counted") != _days(after, "counted"):
        days = {"then": _days(before, "counted"), "now": _days(after, "counted")}
        found += [
            _("Bij de goedkeuring telden %(then)s dagen van deze maand, nu %(now)s.") % days,
            *_why_other_days(line, statement, fewer=days["now"] < days["then"]),
        ]
    return found


def _why_other_days(line: Appraisable, statement: HoursStatement, *, fewer: bool) -> list[str]:
    facts, longest, month = line.facts, line.block.max_months, statement.month
    found = []
    if facts.contract_starts_on > month or facts.contract_ends_on < last_of_month(month):
        found.append(
            _("Het contract loopt van %(first)s tot en met %(last)s.")
            % {"first": date_nl(facts.contract_starts_on), "last": date_nl(facts.contract_ends_on)}
        )
    if longest is None:
        return found
    if facts.counted_until is None or facts.counted_until < last_of_month(month):
        found.append(_("Een persoon telt hoogstens %(n)s maanden, en deze werkte eerder of elders.") % {"n": longest})
        if facts.counted_until is not None:
            found.append(_("Hier telt hij tot en met %(day)s.") % {"day": date_nl(facts.counted_until)})
    elif not fewer:
        found.append(_("In de %(n)s maanden dat een persoon telt, is weer ruimte gekomen.") % {"n": longest})
    return found


def _of(trace: Trace, steps: Collection[str]) -> list[dict[str, Any]]:
    return [dict(line) for line in trace if line["key"] in steps]


def _days(trace: Trace, figure: str) -> int:
    return next((int(line[figure]) for line in trace if line["key"] == Step.PAID_HOURS), 0)
