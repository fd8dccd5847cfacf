"""Work: employments, sustained outflow, half a year at work, and who is still at work after 6, 12 and 24 months."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from organisations.rounding import half_up
from placements.at_work import MONTHS, due_on
from placements.sustained import duration_class, hours_class
from reporting.figures.facts import Enrolment, Facts, Placement, Spending, Window
from reporting.figures.topics.divisions import (
    UNKNOWN,
    Division,
    by_werkplein,
    monitor_group,
    series,
    split,
    target_group,
)
from reporting.figures.topics.outflow import Outflow
from reporting.figures.tree import Refs, Sums, Tree, counted
from reporting.periods import Kind

#: Spending on people: cost per Werkplein, per person and per sustained outflow are made of these.
ON_PEOPLE = frozenset({"training", "guidance"})


def employments(facts: Facts) -> Tree:
    """Placements by their first working day, of those that started since the programme start (section 10).

    Duration by the agreed end, hours as agreed (section 7). ``persons_by_werkplein``: each person once, the 'all persons
    who started work' of the half-yearly report. Rows: placements; of the last map candidates.
    """
    division = Division(facts.municipalities, facts.window.on)

    def count(placements: list[Placement]) -> Tree:
        persons = {one.candidate.reference: one.candidate for one in placements}
        return {
            "total": Refs.of(one.reference for one in placements),
            "by_group": counted(placements, by=lambda one: monitor_group(one.candidate), reference=_reference),
            "by_duration": counted(
                placements, by=lambda one: duration_class(one.starts_on, one.ends_on).value, reference=_reference
            ),
            "by_hours": counted(placements, by=lambda one: hours_class(one.hours_per_week).value, reference=_reference),
            **by_werkplein(placements, candidate=lambda one: one.candidate, reference=_reference),
            "persons_by_werkplein": counted(
                (one for one in persons.values() if one.werkplein),
                by=lambda one: one.werkplein,
                reference=lambda one: one.reference,
            ),
            **division.of(placements, candidate=lambda one: one.candidate, reference=_reference),
            "sroi": Refs.of(one.reference for one in placements if one.sroi),
            "not_sroi": Refs.of(one.reference for one in placements if not one.sroi),
            "priority_area": Refs.of(one.reference for one in placements if one.candidate.in_priority),
        }

    return split(facts.window, since_programme(facts), on=lambda one: one.starts_on, count=count)


def sustained_outflow(facts: Facts, outflow: Outflow) -> Tree:
    """Persons in lasting work, each once, by the first day of the placement that made it (section 7; covenant 3e).

    Rows: that placement of each.
    """
    window = facts.window
    division = Division(facts.municipalities, window.on)

    def count(placements: list[Placement]) -> Tree:
        return {
            "total": Refs.of(one.reference for one in placements),
            "by_group_detail": counted(placements, by=lambda one: target_group(one.candidate), reference=_reference),
            **division.of(placements, candidate=lambda one: one.candidate, reference=_reference),
            **by_werkplein(placements, candidate=lambda one: one.candidate, reference=_reference),
            "by_sector": counted(placements, by=lambda one: one.sector or UNKNOWN, reference=_reference),
            "priority_area": Refs.of(one.reference for one in placements if one.candidate.in_priority),
        }

    counts = split(window, outflow.sustained.values(), on=lambda one: one.starts_on, count=count)
    if window.kind is not Kind.QUARTERLY:
        reached = [one for one in outflow.sustained.values() if window.in_programme(one.starts_on)]
        counts["cumulative"] |= {
            "by_municipality_detail": _by_municipality_in_detail(facts, reached),
            "by_werkplein_detail": _by_werkplein_in_detail(facts, reached),
        }
    return counts | {"series": series(window, (one.starts_on for one in outflow.sustained.values()))}


def _by_municipality_in_detail(facts: Facts, reached: list[Placement]) -> Tree:
    """Of each municipality: persons, their enrolments begun by the period's end with their cost, and their follow-ups.

    Covenant art. 4; section 10. Cost: training and guidance as they stand at the enrolments.
    """
    by_code: dict[str, list[Placement]] = defaultdict(list)
    for placement in reached:
        by_code[placement.candidate.municipality].append(placement)
    of_person: dict[str, list[Enrolment]] = defaultdict(list)
    for enrolment in facts.enrolments:
        if enrolment.started_on <= facts.window.last_day:
            of_person[enrolment.candidate.reference].append(enrolment)
    detail = {}
    for code in sorted(by_code):
        enrolments = [row for one in by_code[code] for row in of_person[one.candidate.reference]]
        detail[code] = {
            "count": Refs.of(one.reference for one in by_code[code]),
            "enrolments": Refs.of(one.reference for one in enrolments),
            "cost": Sums.of((one.reference, one.cost) for one in enrolments),
            "at_work_after": follow_ups(facts.window, by_code[code]),
        }
    return detail


def _by_werkplein_in_detail(facts: Facts, reached: list[Placement]) -> Tree:
    """Of each Werkplein: who started work, what was spent on its candidates since money counts, and what lasted.

    Section 10: cost per person is that spending over all persons who started work, empty without any.
    """
    window = facts.window
    started = {
        one.candidate.reference: one.candidate
        for one in since_programme(facts)
        if window.in_programme(one.starts_on) and one.candidate.werkplein
    }
    spent = [
        (line.candidate.werkplein, line)
        for line in facts.spending
        if is_on_people(line) and line.candidate is not None and line.candidate.werkplein and window.in_money(line.on)
    ]
    codes = {one.werkplein for one in started.values()} | {code for code, _line in spent}
    detail = {}
    for code in sorted(codes):
        persons = Refs.of(one.reference for one in started.values() if one.werkplein == code)
        cost = Sums.of((line.reference, line.amount) for at, line in spent if at == code)
        lasting = [one for one in reached if one.candidate.werkplein == code]
        detail[code] = {
            "started_work": persons,
            "cost": cost,
            "cost_per_person": per_head(cost.total, len(persons)),
            "sustained": Refs.of(one.reference for one in lasting),
            "at_work_after": follow_ups(window, lasting),
        }
    return detail


def half_year_at_work(facts: Facts, outflow: Outflow) -> Tree:
    """Persons whose employment lasted six months, dated by the last day of those (section 7; 003 chapter 1).

    Each once, all candidates. Rows: the placement of each.
    """
    return split(
        facts.window,
        outflow.half_year.values(),
        on=lambda row: row[0],
        count=lambda rows: Refs.of(placement.reference for _reached_on, placement in rows),
    )


def at_work_after(facts: Facts) -> Tree:
    """Follow-ups due by the period's end, of placements started since the programme start (section 10)."""
    return follow_ups(facts.window, since_programme(facts))


def follow_ups(window: Window, placements: Iterable[Placement]) -> Tree:
    """By months: due when so long after the first day came by the period's end; unknown without a check dated by then.

    Rows: the placement with the months, as ``P-1+6``.
    """
    known = list(placements)
    return {str(months): _after(months, known, by=window.last_day) for months in MONTHS}


def is_known_at_work(placement: Placement, months: int, *, by: dt.date) -> bool | None:
    """What was known of a follow-up on a day: at work, not, or nothing."""
    return next((one.at_work for one in placement.checks if one.months == months and one.checked_on <= by), None)


def _after(months: int, placements: list[Placement], *, by: dt.date) -> Tree:
    due = [one for one in placements if (day := due_on(one.starts_on, months)) is not None and day <= by]
    found: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for one in due:
        found[is_known_at_work(one, months, by=by)].append(f"{one.reference}+{months}")
    return {
        "due": Refs.of(reference for references in found.values() for reference in references),
        "at_work": Refs.of(found[True]),
        "not_at_work": Refs.of(found[False]),
        "unknown": Refs.of(found[None]),
    }


def since_programme(facts: Facts) -> list[Placement]:
    """Placements that started since the programme start and by the period's end."""
    return [one for one in facts.placements if facts.window.in_programme(one.starts_on)]


def is_on_people(line: Spending) -> bool:
    """Training and guidance."""
    return line.category in ON_PEOPLE


def per_head(amount: Decimal, heads: int) -> Decimal | None:
    """An amount per person, rounded half up to cents; None without anybody."""
    return half_up(Fraction(amount) / heads) if heads else None


def _reference(placement: Placement) -> str:
    return placement.reference
