"""The first sentences of a report: what the figures say, and no more than that.

What a deviation means for the State's contribution is the manager's text; no sentence here predicts it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.notation import dutch_number
from organisations.templatetags.formatting import day_nl, euro
from reporting.render.figures import Report, TargetFigures


@dataclass(frozen=True)
class Conclusion:
    title: str
    lead: str


def conclude(report: Report) -> Conclusion:
    """Return the conclusion of page one: the main target against what was reached."""
    target = report.main_target
    if target is not None and target.has_passed and target.last_on is not None:
        title = _("Na %(day)s is geen doel meer afgesproken") % {"day": day_nl(target.last_on)}
        return Conclusion(title, _what_is_known(report))
    if target is None or target.target is None:
        return Conclusion(_("Voor %(period)s is geen doel afgesproken") % _words(report), _what_is_known(report))
    if target.actual is None:
        return Conclusion(
            _("Het doel is %(target)s, de stand is nog niet bekend") % _numbers(target),
            f"{_goal(target)} {_('Hoeveel het er nu zijn, telt dit portaal nog niet.')} {_what_is_known(report)}".strip(),
        )
    reached = _("Op %(day)s waren het er %(actual)s.") % (_words(report) | _numbers(target))
    return Conclusion(_measured(target), f"{_goal(target)} {reached}")


def _measured(target: TargetFigures) -> str:
    if target.deviation is None or target.deviation >= 0:
        return _("Het doel van %(target)s is gehaald") % _numbers(target)
    return ngettext(
        "Nog %(missing)s mens te gaan tot het doel van %(target)s",
        "Nog %(missing)s mensen te gaan tot het doel van %(target)s",
        -target.deviation,
    ) % _numbers(target)


def _goal(target: TargetFigures) -> str:
    return _("Het doel is %(target)s mensen duurzaam aan het werk op %(milestone)s.") % _numbers(target)


def _what_is_known(report: Report) -> str:
    """Return the one sentence that can be said today: the social return that was approved."""
    if report.sroi is None:
        return ""
    return _("Wel bekend: in deze periode is %(realised)s aan social return goedgekeurd.") % {
        "realised": euro(report.sroi.realised.period)
    }


def _numbers(target: TargetFigures) -> dict[str, str]:
    numbers = {"target": target.target, "actual": target.actual, "missing": -(target.deviation or 0)}
    return {name: "" if count is None else dutch_number(count) for name, count in numbers.items()} | {
        "milestone": day_nl(target.milestone_on)
    }


def _words(report: Report) -> dict[str, str]:
    return {"period": report.period.label, "day": day_nl(report.stands_on)}
