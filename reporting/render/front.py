"""Page one: the four figures a reader looks for first, and where the programme stands against each target."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, euro0
from reporting.render.figures import Report, TargetFigures


@dataclass(frozen=True)
class KeyFigure:
    """A large figure with its words; ``figure`` is empty while nobody counts it."""

    label: str
    figure: str
    about: str


@dataclass(frozen=True)
class TargetLine:
    """A target with its word. ``begins`` a group of lines; ``is_part`` of the target that heads the group."""

    label: str
    target: TargetFigures
    begins: bool
    is_part: bool


def key_figures(report: Report) -> list[KeyFigure]:
    """Return the people of the programme; of an older report, which did not count them, its social return."""
    outflow = report.main_target
    first = KeyFigure(_("Duurzaam aan het werk"), _count(outflow.actual if outflow else None), _aim(outflow))
    topic = report.document.get("sustained_outflow")
    if topic is None:
        return [first, *_social_return(report)]
    return [
        first,
        KeyFigure(_("In deze periode erbij"), _count(topic["period"]["total"]), report.period.label),
        _against_target(report, "intake", _("Aangemeld")),
        _against_target(report, "started", _("Gestart met scholing")),
    ]


def _against_target(report: Report, name: str, label: str) -> KeyFigure:
    target = report.targets.get(name)
    return KeyFigure(label, _count(target.actual if target else None), _aim(target))


def _aim(target: TargetFigures | None) -> str:
    if target is None or target.target is None:
        return _("geen doel in dit jaar")
    return _("doel %(target)s op %(day)s") % {
        "target": dutch_number(target.target),
        "day": date_nl(target.milestone_on),
    }


def _social_return(report: Report) -> Iterator[KeyFigure]:
    jobs, sroi = report.sroi_jobs, report.sroi
    yield KeyFigure(
        _("Banen via social return"),
        _count(jobs["period"]["other"] if jobs else None),
        _("buiten het programma; %(total)s sinds %(year)s")
        % {"total": dutch_number(jobs["cumulative"]["other"]), "year": report.programme_started_on.year}
        if jobs
        else "",
    )
    for label, pair in (
        (_("Social return berekend"), sroi and sroi.precalculated),
        (_("Social return goedgekeurd"), sroi and sroi.realised),
    ):
        about = {"total": euro0(pair.cumulative), "year": report.money_since.year} if pair else {}
        yield KeyFigure(
            label, euro0(pair.period) if pair else "", _("%(total)s sinds %(year)s") % about if pair else ""
        )


def _count(number: int | None) -> str:
    return "" if number is None else dutch_number(number)


def target_lines(report: Report) -> list[TargetLine]:
    """Return the targets of the programme by group: all together, per target group and sector, intake, training."""
    groups = (
        (
            ("sustained_outflow", _("Duurzaam aan het werk")),
            ("sustained_participatiewet", _("Participatiewet")),
            ("sustained_ww", _("WW")),
            ("sustained_nuo", _("Geen uitkering (NUG)")),
            ("sustained_construction_engineering", _("Bouw en techniek")),
            ("sustained_other", _("Andere sectoren")),
        ),
        (("intake", _("Aangemeld")),),
        (
            ("started", _("Gestart met scholing")),
            ("start_intensive", _("Intensief")),
            ("start_short", _("Verkort")),
        ),
        (("sustained_year_minimum", _("Minimum van dit jaar")),),
    )
    return [
        TargetLine(label, target, begins=place == 0, is_part=place > 0)
        for group in groups
        for place, (name, label) in enumerate(group)
        if (target := report.targets.get(name) or report.targets.get(name.removeprefix("sustained_")))
        and (place == 0 or target.milestones or target.actual is not None)
        and (target.milestones or name != "sustained_year_minimum")
    ]
