"""Sustained outflow and half a year at work, by person: the rules of ``placements.sustained`` over the facts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from placements import sustained
from placements.sustained import Employment, Person, Track
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
    tracks: dict[str, list[Track]] = defaultdict(list)
    for enrolment in facts.enrolments:
        tracks[enrolment.candidate.reference].append(_track(enrolment))
    of_person: dict[str, dict[str, Placement]] = defaultdict(dict)
    for placement in facts.placements:
        of_person[placement.candidate.reference][placement.reference] = placement
    persons = {
        reference: Person(
            [_employment(one) for one in placements.values()],
            next(iter(placements.values())).candidate.in_region,
            tracks[reference],
            facts.gap_months,
        )
        for reference, placements in of_person.items()
    }
    found = sustained.count(persons, by=facts.window.last_day)
    return Outflow(
        {person: of_person[person][one.reference] for person, one in found.sustained.items()},
        {
            person: (one.reached_on, of_person[person][one.employment.reference])
            for person, one in found.half_year.items()
        },
    )


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
