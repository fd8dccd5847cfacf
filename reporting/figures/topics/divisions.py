"""How rows are divided: period and cumulative, monitor group, municipality of then and of now, and points in time."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reporting.figures.facts import Candidate, Municipality, Window
from reporting.figures.tree import Refs, Tree, counted
from reporting.periods import Length, Period

Row = TypeVar("Row")
Rows = Sequence[Row]

#: What stands in a map for a thing that nobody knows yet.
UNKNOWN = "unknown"
#: Domain rules, section 6: Participatiewet with who has no benefit, WW with the other benefits of UWV.
_MONITOR_GROUPS = {"nuo": "participatiewet", "uwv_other": "ww"}


def monitor_group(candidate: Candidate) -> str:
    """The group of the monitor into which the stored target group rolls up; ``unknown`` while nobody knows it."""
    return _MONITOR_GROUPS.get(candidate.group, candidate.group) or UNKNOWN


def target_group(candidate: Candidate) -> str:
    """The target group as it is stored."""
    return candidate.group or UNKNOWN


def split(
    window: Window, rows: Iterable[Row], *, on: Callable[[Row], dt.date], count: Callable[[list[Row]], Tree]
) -> dict[str, Tree]:
    """Count the events of the period, and those since the programme start: by their day, both ends inclusive."""
    known = list(rows)
    return {
        "period": count([row for row in known if window.in_period(on(row))]),
        "cumulative": count([row for row in known if window.in_programme(on(row))]),
    }


def split_money(
    window: Window, rows: Iterable[Row], *, on: Callable[[Row], dt.date], count: Callable[[list[Row]], Tree]
) -> dict[str, Tree]:
    """As ``split``, cumulative since the day from which the programme counts money."""
    known = list(rows)
    return {
        "period": count([row for row in known if window.in_period(on(row))]),
        "cumulative": count([row for row in known if window.in_money(on(row))]),
    }


@dataclass(frozen=True)
class Division:
    """Rows by the municipality at registration: under the code of then, and as municipalities are divided now.

    Now is the day of collecting. A code that ended and has one successor goes over into it, and so on; one that was
    divided over several, such as Winsum, stays under its own code, as nobody knows which part somebody lived in.
    """

    municipalities: Mapping[str, Municipality]
    on: dt.date

    def now(self, code: str) -> str:
        """The code under which the municipality stands in the division of now."""
        seen = {code}
        while True:
            known = self.municipalities.get(code)
            if known is None or known.ended_on is None or known.ended_on > self.on or len(known.successors) != 1:
                return code
            (code,) = known.successors
            if code in seen:
                return code
            seen.add(code)

    def of(
        self, rows: Iterable[Row], *, candidate: Callable[[Row], Candidate], reference: Callable[[Row], str]
    ) -> dict[str, dict[str, Refs]]:
        """Count rows both ways, as two maps that stand beside each other."""
        known = list(rows)
        return {
            "by_municipality": counted(known, by=lambda row: candidate(row).municipality, reference=reference),
            "by_municipality_now": counted(
                known, by=lambda row: self.now(candidate(row).municipality), reference=reference
            ),
        }


def by_werkplein(
    rows: Iterable[Row], *, candidate: Callable[[Row], Candidate], reference: Callable[[Row], str]
) -> dict[str, Tree]:
    """Count rows by the code of the candidate's Werkplein; who has none stands beside the map."""
    known = list(rows)
    return {
        "by_werkplein": counted(
            (row for row in known if candidate(row).werkplein),
            by=lambda row: candidate(row).werkplein,
            reference=reference,
        ),
        "without_werkplein": Refs.of(reference(row) for row in known if not candidate(row).werkplein),
    }


def series(window: Window, days: Iterable[dt.date]) -> list[Tree]:
    """How many there were at the end of each quarter since the programme start, up to the period's end.

    Plain numbers: the last one opens its rows as the cumulative total.
    """
    counts = sorted(day for day in days if window.in_programme(day))
    points: list[Tree] = []
    reached = 0
    for last_day in _quarter_ends(window):
        while reached < len(counts) and counts[reached] <= last_day:
            reached += 1
        points.append({"on": last_day, "count": reached})
    return points


def _quarter_ends(window: Window) -> Iterable[dt.date]:
    quarter = Period.containing(window.programme_start, Length.QUARTER)
    while quarter.last_day <= window.last_day:
        yield quarter.last_day
        quarter = quarter.next()
