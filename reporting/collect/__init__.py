"""Counts the figures of a report from what the region's organisations entered (domain rules, section 10).

Runs inside ``tenancy.system(Purpose.REPORT)`` of the region. The number of queries is the same for any region; what
can be a million rows (hours) is summed by the database, and of the rest only the columns that count are read, through
plain queries on the models: so the same pass counts the past when tables of then stand in the place of those of now.
"""

import datetime as dt

from organisations.models import Region
from reporting.collect.money import contribution_key_of, plan_of, spending_of
from reporting.collect.people import gap_months_of, people_of
from reporting.collect.surroundings import efforts_of, milestones_of, municipalities_of, named
from reporting.collect.work_on_contracts import contracts_of, other_persons, tenders_of
from reporting.figures.facts import Facts, Window
from reporting.figures.snapshot import Snapshot
from reporting.figures.topics import figures
from reporting.periods import FIRST_YEAR, Kind, Period

__all__ = ["SINCE_EVER", "collect", "facts_of", "milestones_of", "window_of"]

PROGRAMME = "1.000-banenplan"
#: For a region that has set no start: everything counts.
SINCE_EVER = dt.date(FIRST_YEAR, 1, 1)


def collect(
    region: Region,
    *,
    kind: Kind,
    period: Period,
    at: dt.datetime,
    on: dt.date,
    version: int = 1,
    manager_text: str = "",
) -> Snapshot:
    """Return the figures of the period, with their rows, as they stand at this moment; nothing is stored.

    ``on`` decides which targets are in force and what is the division of now.
    """
    window = window_of(region, kind=kind, period=period, on=on)
    return Snapshot(
        region=region.code,
        region_name=f"Arbeidsmarktregio {region.name}",
        programme=PROGRAMME,
        programme_started_on=window.programme_start,
        money_since=window.money_since,
        kind=kind,
        period=window.period,
        version=version,
        made_at=at,
        manager_text=manager_text,
        figures=figures(facts_of(region, window)),
    )


def window_of(region: Region, *, kind: Kind, period: Period, on: dt.date) -> Window:
    """The days that a report of this region is about."""
    return Window(
        kind=kind,
        period=period,
        programme_start=region.programme_start or SINCE_EVER,
        money_since=region.money_start or SINCE_EVER,
        on=on,
    )


def facts_of(region: Region, window: Window) -> Facts:
    """All that is counted, read once."""
    organisations = named(region.pk)
    people = people_of(region.pk, organisations)
    tenders, contracts = contracts_of(region.pk, window, organisations)
    return Facts(
        window=window,
        gap_months=gap_months_of(region.pk),
        candidates=people.candidates,
        programmes=people.programmes,
        enrolments=people.enrolments,
        placements=people.placements,
        passed_over=people.passed_over,
        proposals=people.proposals,
        spending=spending_of(region.pk, people),
        contracts=contracts,
        other_persons=other_persons(region.pk, by=window.last_day),
        tenders=tenders_of(region.pk, tenders),
        efforts=efforts_of(region.pk, window.period, organisations),
        milestones=milestones_of(region.pk, on=window.on),
        plan=plan_of(region.pk, on=window.on),
        contribution_key=contribution_key_of(region.pk),
        municipalities=municipalities_of(region.pk),
        werkpleinen={one.code: one.name for one in organisations.values()},
    )
