"""Against the targets: the thousand, per group, sector and year, what the State's money asks, and the funnel."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from organisations.charts import Mark, TargetChart
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, day_nl
from reporting.overviews.dashboard.source import Figure, Source, share

MAIN = "sustained_outflow"
_GROUPS = ("sustained_participatiewet", "sustained_ww", "sustained_nuo")
_SECTORS = ("sustained_construction_engineering", "sustained_other")
_TRAINING = ("intake", "start_intensive", "start_short")


@dataclass(frozen=True)
class Goal:
    """One target: ``due`` is that of this year's end, ``last`` that of the whole programme; both may be unknown."""

    label: str
    actual: Figure
    due: int | None
    due_on: dt.date | None
    deviation: int | None
    last: int | None
    last_on: dt.date | None
    source: str

    @property
    def share_of_due(self) -> Decimal | None:
        return share(self.actual.value, self.due)

    @property
    def share_of_last(self) -> Decimal | None:
        return share(self.actual.value, self.last)

    @property
    def to_go(self) -> int | None:
        """How many are missing for this year's target; none when it was reached."""
        return None if self.deviation is None else max(-self.deviation, 0)

    @property
    def status(self) -> str:
        """As contracts: on track from nine tenths, at risk under six tenths of the target of this year's end."""
        reached = self.share_of_due
        if reached is None:
            return "info"
        return "on_track" if reached >= _NINE_TENTHS else "behind" if reached >= _SIX_TENTHS else "at_risk"


_NINE_TENTHS, _SIX_TENTHS = 90, 60
_A_DAY = dt.timedelta(days=1)


def goal(source: Source, kind: str) -> Goal | None:
    """None in documents that do not have this target."""
    target = source.at("targets", kind)
    if target is None:
        return None
    milestones = target.get("milestones") or []
    last = milestones[-1] if milestones else {}
    return Goal(
        label=_label(kind),
        actual=source.count("targets", kind, "actual") if target["actual"] is not None else Figure(None),
        due=target["target"],
        due_on=_day(target.get("milestone_on")),
        deviation=target["deviation"],
        last=last.get("count"),
        last_on=_day(last.get("on")),
        source=target.get("source", ""),
    )


def goals(source: Source) -> dict[str, Any]:
    """All targets, in the groups in which the covenant sets them."""
    return {
        "main": goal(source, MAIN),
        "groups": _known(source, _GROUPS),
        "sectors": _known(source, _SECTORS),
        "training": _known(source, _TRAINING),
        "year_minimum": goal(source, "sustained_year_minimum"),
    }


def chart(source: Source) -> TargetChart | None:
    """The milestones as steps against what was reached quarter by quarter; None without milestones."""
    target = source.at("targets", MAIN)
    if not target or not target["milestones"]:
        return None
    milestones = tuple(Mark(dt.date.fromisoformat(one["on"]), one["count"]) for one in target["milestones"])
    on = source.stands_on
    # A target of 1 January is about the days before it: so the end of a quarter stands on the first day after it.
    points = [
        Mark(day + _A_DAY, one["count"])
        for one in source.at(MAIN, "series") or []
        if (day := dt.date.fromisoformat(one["on"])) < on
    ]
    end = on + _A_DAY if on == source.period.last_day else on
    if target["actual"] is None:
        note = _("Stand op %(day)s: nog niet bekend") % {"day": date_nl(on)}
    else:
        points = [Mark(source.programme_start, 0), *points, Mark(end, target["actual"])]
        note = _("%(count)s bereikt op %(day)s") % {"count": dutch_number(target["actual"]), "day": date_nl(on)}
    agreed = "; ".join(f"{dutch_number(mark.count)} op {day_nl(mark.on)}" for mark in milestones)
    return TargetChart(
        name="sustained-outflow",
        title=_("Duurzaam aan het werk tegen het doel"),
        description=f"{_('Doelen:')} {agreed}. {note}.",
        caption=_(
            "Elke trede is het doel dat dat jaar geldt; tussen twee doelen is niets uitgerekend. Bron: %(source)s."
        )
        % {"source": target["source"]},
        note=note,
        starts_on=source.programme_start,
        as_of=on,
        milestones=milestones,
        current=_day(target["milestone_on"]),
        reached=tuple(points) if target["actual"] is not None else (),
    )


@dataclass(frozen=True)
class Stage:
    """How many came so far, and what part of those who registered that is."""

    label: str
    people: Figure
    share: Decimal | None


def funnel(source: Source) -> list[Stage]:
    """Persons from registration to lasting work; empty in documents that do not have it."""
    words = {
        "registered": _("Aangemeld"),
        "intake": _("Intake gedaan"),
        "training_started": _("Scholing gestart"),
        "placed": _("Aan het werk gegaan"),
        "half_year": _("Een half jaar aan het werk"),
        "sustained": _("Duurzaam aan het werk"),
        "at_work_after_12": _("Na 12 maanden nog aan het werk"),
    }
    known = source.map("funnel")
    stages = ((label, source.count("funnel", key)) for key, label in words.items() if key in known)
    return [Stage(label, people, share(people.value, known.get("registered"))) for label, people in stages]


def follow_ups(source: Source) -> list[dict[str, Any]]:
    """Who is still at work after 6, 12 and 24 months, of whom that was to be asked by then."""
    rows = []
    for months in source.map("at_work_after"):
        counts = {
            key: source.count("at_work_after", months, key) for key in ("due", "at_work", "not_at_work", "unknown")
        }
        answered = (counts["at_work"].value or 0) + (counts["not_at_work"].value or 0)
        rows.append({"months": int(months), **counts, "share": share(counts["at_work"].value, answered)})
    return sorted(rows, key=lambda row: row["months"])


def _known(source: Source, kinds: tuple[str, ...]) -> list[Goal]:
    return [found for kind in kinds if (found := goal(source, kind)) is not None]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _label(kind: str) -> str:
    return {
        MAIN: _("Duurzaam aan het werk"),
        "sustained_participatiewet": _("Participatiewet"),
        "sustained_ww": _("WW"),
        "sustained_nuo": _("Zonder uitkering (NUG)"),
        "sustained_construction_engineering": _("Bouw en techniek"),
        "sustained_other": _("Andere sectoren"),
        "sustained_year_minimum": _("Minimum van dit jaar"),
        "intake": _("Aanmeldingen"),
        "start_intensive": _("Intensieve scholing gestart"),
        "start_short": _("Korte scholing gestart"),
    }[kind]
