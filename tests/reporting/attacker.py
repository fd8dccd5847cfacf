"""Somebody who tries to compute hidden figures out of everything that was published of a region.

Knows nothing of how figures were hidden. What must add up is written down from the meaning of the tables (interfaces.md,
section 4; domain.md, section 10): categories to their total, quarters to half-years and years, periods to what was
counted since the start. A solver looks for other whole numbers that give the same published tables; what it finds is
checked here again in whole numbers, so that no rounding of the solver is believed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import highspy

Key = tuple[Any, ...]
Term = tuple[int, Key]
MOST = 10_000

#: (topic, name of the map or of the counts beside the total): what divides the cumulative total.
MAPS = {
    "registrations": ("by_group",),
    "training_started": ("by_group", "by_form", "by_municipality"),
    "training_completed": ("by_group", "by_form"),
    "employments": ("by_group", "by_duration", "by_hours", "by_werkplein"),
    "sustained_outflow": ("by_group_detail", "by_municipality", "by_sector", "by_werkplein"),
}
PARTS = {
    "training_started": (("priority_area",),),
    "training_completed": (("followed_by_sustained",),),
    "employments": (("sroi", "not_sroi"), ("priority_area",)),
    "sustained_outflow": (("priority_area",),),
}
AFTER = ("6", "12", "24")


@dataclass
class Attack:
    """All published reports of a region as unknowns, equations and bounds. ``exact`` is used to check, never to solve."""

    exact: Sequence[Mapping[str, Any]]
    public: Sequence[Mapping[str, Any]]
    truth: dict[Key, int] = field(default_factory=dict)
    shown: dict[Key, Any] = field(default_factory=dict)
    low: dict[Key, int] = field(default_factory=dict)
    high: dict[Key, int] = field(default_factory=dict)
    equations: list[tuple[list[Term], int]] = field(default_factory=list)
    at_least: list[tuple[Key, Key]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for report, (exact, public) in enumerate(zip(self.exact, self.public, strict=True)):
            self._read(report, exact, public)
        self._never_any()
        self._through_time()

    def hidden(self) -> list[Key]:
        """What must stay unknown: all that is shown as hidden, and every count of 1 to 4 that is not shown."""
        return [
            key
            for key, value in self.truth.items()
            if not isinstance(self.shown.get(key), int)
            and (self.shown.get(key) is not None or (1 <= value <= 4 and key[-1] != "rest"))
        ]

    def computed(self) -> list[Key]:
        """The hidden counts that have one possible value only."""
        solver = self._solver()
        open_keys: set[Key] = set()
        found = []
        for key in self.hidden():
            if key in open_keys:
                continue
            for other in self._others(solver, key):
                open_keys |= {one for one, value in other.items() if value != self.truth[one]}
                if key in open_keys:
                    break
            else:
                found.append(key)
        return found

    def _read(self, report: int, exact: Mapping[str, Any], public: Mapping[str, Any]) -> None:
        for when in ("period", "cumulative"):
            for topic, maps in MAPS.items():
                total = (topic, when, "total")
                self._know((report, *total), _at(exact, *total), _at(public, *total))
                for name in maps:
                    if _at(exact, topic, when, name) is not None:
                        self._map(report, exact, public, (topic, when, name), total)
                for names in PARTS.get(topic, ()):
                    self._parts(report, exact, public, (topic, when), names)
            self._other_counts(report, exact, public, when)
        self._follow_ups(report, exact, public)
        self._targets(report, exact, public)

    def _other_counts(self, report: int, exact: Any, public: Any, when: str) -> None:
        for group in exact["registrations"][when]["by_group"]:
            path = ("registrations", when, "by_group_and_source", group)
            if _at(exact, *path) is not None:
                self._map(report, exact, public, path, ("registrations", when, "by_group", group))
        half = ("half_year_at_work", when)
        self._know((report, "half", when, "total"), _at(exact, *half), _at(public, *half))
        jobs = ("sroi_jobs", when, "from_programme")
        self._know((report, "jobs", when), _at(exact, *jobs), _at(public, *jobs))
        self.equations.append(([(1, (report, "jobs", when)), (-1, (report, "employments", when, "sroi"))], 0))

    def _follow_ups(self, report: int, exact: Any, public: Any) -> None:
        for months in AFTER:
            due = (report, "after", months, "due")
            self._know(due, exact["at_work_after"][months]["due"], _at(public, "at_work_after", months, "due"))
            terms: list[Term] = [(-1, due)]
            for name in ("at_work", "not_at_work", "unknown"):
                key = (report, "after", months, name)
                self._know(key, exact["at_work_after"][months][name], _at(public, "at_work_after", months, name))
                terms.append((1, key))
            self.equations.append((terms, 0))

    def _map(self, report: int, exact: Any, public: Any, path: tuple[str, ...], total: tuple[str, ...]) -> None:
        counts, shown = _at(exact, *path), _at(public, *path)
        names = sorted({name for one in self.exact for name in (_at(one, *path) or {})})
        rest = (report, *path, "rest")
        terms: list[Term] = [(-1, (report, *total)), (1, rest)]
        for name in names:
            key = (report, *path, name)
            self._know(key, counts.get(name, 0), None if shown is None else shown.get(name, 0))
            terms.append((1, key))
        parent = self.truth[(report, *total)]
        self._rest(rest, parent - sum(counts.values()))
        self.equations.append((terms, 0))

    def _parts(self, report: int, exact: Any, public: Any, path: tuple[str, ...], names: tuple[str, ...]) -> None:
        if any(name not in _at(exact, *path) for name in names):
            return
        rest = (report, *path, *names, "rest")
        terms: list[Term] = [(-1, (report, *path, "total")), (1, rest)]
        left = self.truth[(report, *path, "total")]
        for name in names:
            key = (report, *path, name)
            self._know(key, _at(exact, *path, name), _at(public, *path, name))
            terms.append((1, key))
            left -= _at(exact, *path, name)
        self._rest(rest, left)
        self.equations.append((terms, 0))

    def _rest(self, key: Key, value: int) -> None:
        """Nobody publishes it; where it is always zero that may be common knowledge (hours have no fifth class)."""
        self._know(key, value, None)

    def _never_any(self) -> None:
        rests = [key for key in self.truth if key[-1] == "rest"]
        present = {_through_all(key) for key in rests if self.truth[key]}
        for key in rests:
            if _through_all(key) not in present:
                self.high[key] = 0

    def _targets(self, report: int, exact: Any, public: Any) -> None:
        form = ("training_started", "cumulative", "by_form")
        for name, keys in {
            "sustained_outflow": [("sustained_outflow", "cumulative", "total")],
            "intake": [("registrations", "cumulative", "total")],
            "started": [(*form, "intensive"), (*form, "short")],
        }.items():
            target = _at(public, "targets", name)
            for told in (target["actual"], target["deviation"]):
                if isinstance(told, int):
                    terms = [(1, (report, *key)) for key in keys if (report, *key) in self.truth]
                    self.equations.append((terms, exact["targets"][name]["actual"]))

    def _know(self, key: Key, value: int, shown: Any) -> None:
        self.truth[key], self.shown[key] = value, shown
        self.low[key], self.high[key] = 0, MOST
        if isinstance(shown, int):
            assert shown == value, f"{key}: {shown} is published, {value} is true"
            self.low[key] = self.high[key] = value
        elif shown == "<5":
            assert 1 <= value <= 4, f"{key}: {value} is not small"
            self.low[key], self.high[key] = 1, 4
        elif shown == "x":
            # Stronger than 'zero or more': who knows that small counts read '<5' knows this.
            assert value >= 5, f"{key}: {value} behind an x"
            self.low[key] = 5

    def _through_time(self) -> None:
        for (report, *path), _value in list(self.truth.items()):
            if "cumulative" not in path:
                continue
            before = self._report_before(report, path)
            period = (report, *("period" if part == "cumulative" else part for part in path))
            if period in self.truth and before is not None:
                terms: list[Term] = [(1, (report, *path)), (-1, period)]
                if before >= 0:
                    terms.append((-1, (before, *path)))
                self.equations.append((terms, 0))
        order = sorted(range(len(self.exact)), key=lambda report: (self.exact[report]["to"], report))
        for first, second in pairwise(order):
            self._one_after_the_other(first, second)

    def _one_after_the_other(self, first: int, second: int) -> None:
        same_day = self.exact[first]["to"] == self.exact[second]["to"]
        for (report, *path), value in list(self.truth.items()):
            if report != second or not (
                "cumulative" in path or (path[0] == "after" and (same_day or path[-1] == "due"))
            ):
                continue
            before = (first, *path)
            if before not in self.truth:
                continue
            if same_day:
                self.equations.append(([(1, (second, *path)), (-1, before)], 0))
            elif value >= self.truth[before]:
                self.at_least.append((before, (second, *path)))

    def _report_before(self, report: int, path: Sequence[Any]) -> int | None:
        """The report that ends on the day before this one's period and has the count; -1 for the very start."""
        if self.exact[report]["from"] == self.exact[report]["programme"]["started_on"]:
            return -1
        for other, document in enumerate(self.exact):
            if document["to"] < self.exact[report]["from"] and (other, *path) in self.truth:
                between = [one for one in self.exact if document["to"] < one["to"] < self.exact[report]["from"]]
                if not between and document["to"][5:] in {"03-31", "06-30", "09-30", "12-31"}:
                    return other if _adjoin(document["to"], self.exact[report]["from"]) else None
        return None

    def _solver(self) -> highspy.Highs:
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        self.columns = {key: column for column, key in enumerate(self.truth)}
        for key in self.truth:
            solver.addVar(float(self.low[key]), float(self.high[key]))
            solver.changeColIntegrality(self.columns[key], highspy.HighsVarType.kInteger)
        for terms, right in self.equations:
            solver.addRow(
                float(right),
                float(right),
                len(terms),
                [self.columns[key] for _f, key in terms],
                [float(f) for f, _key in terms],
            )
        for less, more in self.at_least:
            solver.addRow(0.0, float(MOST), 2, [self.columns[more], self.columns[less]], [1.0, -1.0])
        return solver

    def _others(self, solver: highspy.Highs, key: Key) -> Iterator[dict[Key, int]]:
        """Other tables in which this count is as small, and as large, as it can be."""
        column = self.columns[key]
        for direction in (1.0, -1.0):
            solver.changeColCost(column, direction)
            solver.run()
            values = solver.getSolution().col_value
            solver.changeColCost(column, 0.0)
            table = {one: round(values[at]) for one, at in self.columns.items()}
            self._check(table)
            yield table

    def _check(self, table: Mapping[Key, int]) -> None:
        assert all(self.low[key] <= value <= self.high[key] for key, value in table.items())
        for terms, right in self.equations:
            assert sum(factor * table[key] for factor, key in terms) == right
        assert all(table[less] <= table[more] for less, more in self.at_least)


def _through_all(key: Key) -> Key:
    """The count, whichever the report and whether in its period or so far."""
    return tuple(part for part in key[1:] if part not in {"period", "cumulative"})


def _adjoin(day: str, following: str) -> bool:
    from datetime import date, timedelta  # noqa: PLC0415

    return date.fromisoformat(day) + timedelta(days=1) == date.fromisoformat(following)


def _at(document: Any, *path: str) -> Any:
    for key in path:
        if not isinstance(document, Mapping):
            return None
        document = document.get(key)
    return document
