"""Sustained outflow and half a year at work, by person: the rules of ``placements.sustained`` over the facts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from placements import sustained
from placements.sustained import Employment, Track
from reporting.figures.facts import Enrolment, Facts, Placement

_DROPOUT = "dropout"


@dataclass(frozen=True)
class Outflow:
    """By reference of the candidate: the placement by which he counts, and that by which he reached half a year."""

    sustained: Mapping[str, Placement]
    half_year: Mapping[str, tuple[dt.date, Placement]]


def outflow_of(facts: Facts) -> Outflow:
    """Each person once, at the first placement that meets all four conditions (domain rules, section 7; covenant 3e).

    Placements from before the programme take part: who was sustained by one does not count again by a later one. Half
    a year is told for all candidates, also from outside the region (003, chapter 1).
    """
    last_day = facts.window.last_day
    tracks: dict[str, list[Track]] = defaultdict(list)
    for enrolment in facts.enrolments:
        tracks[enrolment.candidate.reference].append(_track(enrolment))
    of_person: dict[str, list[Placement]] = defaultdict(list)
    for placement in facts.placements:
        if placement.starts_on <= last_day:
            of_person[placement.candidate.reference].append(placement)
    outflow, half_year = {}, {}
    for person, placements in of_person.items():
        by_reference = {one.reference: one for one in placements}
        employments = [_employment(one) for one in placements]
        first = sustained.sustained_outflow(
            employments,
            lived_in_region=placements[0].candidate.in_region,
            tracks=tracks[person],
            gap_months=facts.gap_months,
        )
        if first is not None:
            outflow[person] = by_reference[first.reference]
        reached = sustained.half_year_at_work(employments, by=last_day)
        if reached is not None:
            half_year[person] = (reached.reached_on, by_reference[reached.employment.reference])
    return Outflow(outflow, half_year)


def _track(enrolment: Enrolment) -> Track:
    return Track(enrolment.started_on, enrolment.ended_on, dropout=enrolment.outcome == _DROPOUT)


def _employment(placement: Placement) -> Employment:
    return Employment(
        reference=placement.reference,
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        ended_on=placement.ended_on,
        wage_replaces_benefit=placement.wage_replaces_benefit,
    )
