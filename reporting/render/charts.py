"""The charts of a report: which figures, and the words around them."""

import datetime as dt

from django.utils.translation import gettext as _

from organisations.charts import Mark, TargetChart
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, day_nl
from reporting.render.content import Table
from reporting.render.figures import Report, TargetFigures


def sustained_outflow_chart(report: Report) -> TargetChart | None:
    """Return the programme's main target year by year against what was reached; None without milestones."""
    target = report.main_target
    if target is None:
        return None
    about = _("Elke trede is het doel dat dat jaar geldt; de dikke trede geldt voor dit rapport. Bron: %(source)s.")
    if target.has_passed:
        about = _("Elke trede is het doel dat dat jaar gold. Bron: %(source)s.")
    return chart_of(
        target, as_of=report.stands_on, starts_on=report.programme_started_on, about=about, series=_series(report)
    )


def _series(report: Report) -> tuple[Mark, ...]:
    """Return what was reached at the end of each quarter, before the day whose standing the report tells."""
    topic = report.document.get("sustained_outflow") or {}
    points = tuple(Mark(dt.date.fromisoformat(one["on"]), one["count"]) for one in topic.get("series") or ())
    return tuple(point for point in points if point.on < report.stands_on)


def chart_of(
    target: TargetFigures, *, as_of: dt.date, starts_on: dt.date, about: str, series: tuple[Mark, ...] = ()
) -> TargetChart | None:
    """Return the main target as it stands on a day; None without milestones.

    ``about`` names %(source)s; ``series`` are earlier standings, in order: the line starts at zero.
    """
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
        reached=_reached(target, as_of=as_of, starts_on=starts_on, series=series),
    )


def _reached(
    target: TargetFigures, *, as_of: dt.date, starts_on: dt.date, series: tuple[Mark, ...]
) -> tuple[Mark, ...]:
    if target.actual is None:
        return ()
    begin = (Mark(starts_on, 0),) if series and starts_on < series[0].on else ()
    return (*begin, *series, Mark(as_of, target.actual))


def at_milestones(chart: TargetChart) -> Table:
    """Return the figures of the chart for a page: each milestone with its target and what was reached by then.

    The day of the report stands among them; all quarters stand with the topic itself.
    """
    targets = {mark.on: mark.count for mark in chart.milestones}
    reached = {mark.on: mark.count for mark in chart.reached}
    last = chart.reached[-1] if chart.reached else None
    is_apart = last is not None and not {last.on, last.on + dt.timedelta(days=1)} & set(targets)
    days = sorted({*targets, *((last.on,) if last and is_apart else ())})
    known = [reached.get(one, reached.get(one - dt.timedelta(days=1))) for one in days]
    return Table(
        title=_("De cijfers van deze grafiek"),
        headings=(_("Op"), *(date_nl(one) for one in days)),
        rows=((_("Doel"), *(targets.get(one) for one in days)), (_("Bereikt"), *known)),
    )
