"""The charts of a report: which figures, and the words around them."""

import datetime as dt

from django.utils.translation import gettext as _

from organisations.charts import Mark, TargetChart
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, day_nl
from reporting.render.figures import Report, TargetFigures


def sustained_outflow_chart(report: Report) -> TargetChart | None:
    """Return the programme's main target year by year against what was reached; None without milestones."""
    target = report.main_target
    if target is None:
        return None
    about = _("Elke trede is het doel dat dat jaar geldt; de dikke trede geldt voor dit rapport. Bron: %(source)s.")
    if target.has_passed:
        about = _("Elke trede is het doel dat dat jaar gold. Bron: %(source)s.")
    return chart_of(target, as_of=report.stands_on, starts_on=report.programme_started_on, about=about)


def chart_of(target: TargetFigures, *, as_of: dt.date, starts_on: dt.date, about: str) -> TargetChart | None:
    """Return the main target as it stands on a day; None without milestones. ``about`` names %(source)s."""
    if not target.milestones:
        return None
    milestones = tuple(Mark(day, count) for day, count in target.milestones)
    if target.actual is None:
        note = _("Stand op %(day)s: nog niet bekend") % {"day": date_nl(as_of)}
    else:
        note = _("%(count)s bereikt op %(day)s") % {"count": dutch_number(target.actual), "day": date_nl(as_of)}
    agreed = "; ".join(f"{dutch_number(mark.count)} op {day_nl(mark.on)}" for mark in milestones)
    return TargetChart(
        name="sustained-outflow",
        title=_("Duurzaam aan het werk: het doel per jaar, van %(first)s tot %(last)s mensen")
        % {"first": dutch_number(milestones[0].count), "last": dutch_number(milestones[-1].count)},
        description=f"{_('Doelen:')} {agreed}. {note}.",
        caption=about % {"source": target.source},
        note=note,
        starts_on=starts_on,
        as_of=as_of,
        milestones=milestones,
        current=target.milestone_on,
        reached=() if target.actual is None else (Mark(as_of, target.actual),),
    )
