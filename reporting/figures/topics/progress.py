"""Progress against the targets, and how people come from registration to lasting work."""

import datetime as dt
from collections.abc import Callable

from reporting.figures.facts import Facts, Milestone, Placement
from reporting.figures.topics.outflow import Outflow
from reporting.figures.topics.work import is_known_at_work, since_programme
from reporting.figures.tree import Refs, Tree

#: Forms of training that the target for 'started' counts; comparable tracks count without one (section 10).
_TARGETED_FORMS = frozenset({"intensive", "short"})
_BUILDING = frozenset({"construction", "engineering"})
_YEAR_MONTHS = 12


def targets(facts: Facts, outflow: Outflow) -> Tree:
    """Each target at the milestone of the day after the period's year, never interpolated (section 10; 003, chapter 11).

    Deviation = actual − target, empty where no milestone exists. Outflow per group goes by the stored target group, as
    the programme's targets are separate ones (section 6). ``sustained_year_minimum`` counts one calendar year.
    Rows: as the topic that counts them.
    """
    window = facts.window
    sustained = [one for one in outflow.sustained.values() if window.in_programme(one.starts_on)]
    started = [one for one in facts.enrolments if window.in_programme(one.started_on)]

    def outflow_where(holds: Callable[[Placement], bool]) -> Refs:
        return Refs.of(one.reference for one in sustained if holds(one))

    def started_with(*forms: str) -> Refs:
        return Refs.of(one.reference for one in started if one.programme.form in forms)

    actual = {
        "sustained_outflow": Refs.of(one.reference for one in sustained),
        "intake": Refs.of(one.reference for one in facts.candidates if window.in_programme(one.registered_on)),
        "started": started_with(*_TARGETED_FORMS),
        "start_intensive": started_with("intensive"),
        "start_short": started_with("short"),
        "sustained_participatiewet": outflow_where(lambda one: one.candidate.group == "participatiewet"),
        "sustained_ww": outflow_where(lambda one: one.candidate.group == "ww"),
        "sustained_nuo": outflow_where(lambda one: one.candidate.group == "nuo"),
        "sustained_construction_engineering": outflow_where(lambda one: one.sector in _BUILDING),
        "sustained_other": outflow_where(lambda one: one.sector not in _BUILDING),
        "sustained_year_minimum": outflow_where(lambda one: one.starts_on.year == window.period.year),
    }
    return {kind: target(facts.milestones, kind, window.period.milestone_on, rows) for kind, rows in actual.items()}


def target(milestones: tuple[Milestone, ...], kind: str, milestone_on: dt.date, actual: Refs | None) -> Tree:
    """One target: what was due, what there is, and the difference. ``actual`` is None where nothing is counted."""
    own = sorted((one for one in milestones if one.kind == kind), key=lambda one: one.on)
    due = next((one.count for one in own if one.on == milestone_on), None)
    return {
        "target": due,
        "actual": actual,
        "deviation": None if due is None or actual is None else len(actual) - due,
        "milestone_on": milestone_on,
        "milestones": [{"on": one.on, "count": one.count} for one in own],
        "source": "; ".join(dict.fromkeys(one.source for one in own)),
    }


def funnel(facts: Facts, outflow: Outflow) -> Tree:
    """Persons from registration to lasting work, each once a stage, since the programme start. Rows: candidates.

    A stage counts whoever reached it since then, also who registered before; ``intake`` goes by the steps of the file,
    or by what comes after it: who began a training or work has had one.
    """
    window = facts.window
    registered = {one.reference for one in facts.candidates if window.in_programme(one.registered_on)}
    training = {one.candidate.reference for one in facts.enrolments if window.in_programme(one.started_on)}
    placed = {one.candidate.reference for one in since_programme(facts)}
    intake = {
        one.reference
        for one in facts.candidates
        if one.intake_on is not None and one.reference in registered and one.intake_on <= window.last_day
    }
    return {
        "registered": Refs.of(registered),
        "intake": Refs.of(intake | training | placed),
        "training_started": Refs.of(training),
        "placed": Refs.of(placed),
        "half_year": Refs.of(
            person for person, (reached_on, _placement) in outflow.half_year.items() if window.in_programme(reached_on)
        ),
        "sustained": Refs.of(
            person for person, placement in outflow.sustained.items() if window.in_programme(placement.starts_on)
        ),
        "at_work_after_12": Refs.of(
            {
                one.candidate.reference
                for one in since_programme(facts)
                if is_known_at_work(one, _YEAR_MONTHS, by=window.last_day)
            }
        ),
    }
