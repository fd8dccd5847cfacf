"""A count divided over categories, through time: which categories can be shown.

The categories of all published reports together are a network: what is added in a period flows into a category and
from report to report. A hidden count is safe when some other flow gives the same published figures: a cycle through
it in the network of what may still change. That is exact for such a table, with whole persons.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reporting.suppression.structure import HIDDEN, LEAST, SMALL, is_small

#: The category for whoever is in none of those that the report names.
REST = ""
Arc = tuple[int, int]


@dataclass(frozen=True)
class Division:
    """The categories in one report. ``shown`` is None where the split is left out; the rest is in both."""

    ends_on: str
    counts: Mapping[str, int]
    shown: Mapping[str, int | str] | None


def division(
    earlier: Sequence[Division],
    ends_on: str,
    total: int,
    counts: Mapping[str, int],
    shown: Mapping[str, int | str] | None,
) -> Division:
    """Add the rest; it is never printed, but whoever can subtract knows it while all others are shown."""
    new = Division(ends_on, {**counts, REST: total - sum(counts.values())}, None)
    return new if shown is None else replace(new, shown={**shown, REST: _alone(REST, earlier, new)})


def decide(earlier: Sequence[Division], new: Division, *, grows: bool = True) -> Division:
    """Return the division with what is shown: small counts hidden, and others as far as those would follow.

    A split of which more than half would be hidden is left out: nobody can read it.
    """
    names = sorted(new.counts)
    shown: dict[str, int | str] = {name: _alone(name, earlier, new) for name in names}
    left_out = replace(new, shown=None)
    while True:
        trial = replace(new, shown=shown)
        found = exposed([*earlier, trial], grows=grows)
        if not found:
            break
        shown = _with_one_more(earlier, trial, found, grows=grows)
        if not shown:
            return left_out
    hidden = sum(isinstance(value, str) for name, value in shown.items() if name != REST)
    present = sum(new.counts[name] != 0 for name in names if name != REST)
    return left_out if hidden * 2 > present else trial


def _alone(name: str, earlier: Sequence[Division], new: Division) -> int | str:
    """What a category shows for itself: neither its count nor what was added since it was last shown is small."""
    count = new.counts[name]
    if is_small(count):
        return SMALL
    before = [one.counts.get(name, 0) for one in earlier if one.shown is not None and _is_shown(one, name)]
    if any(is_small(count - known) for known in before):
        return HIDDEN if count >= LEAST else SMALL
    return count


def _is_shown(one: Division, name: str) -> bool:
    return one.shown is not None and isinstance(one.shown.get(name, 0), int)


def _with_one_more(
    earlier: Sequence[Division], trial: Division, found: set[tuple[str, int]], *, grows: bool
) -> dict[str, int | str]:
    """Hide the category that protects most; nothing when none helps. The rest is no choice: it is not printed."""
    assert trial.shown is not None  # noqa: S101 - the caller's
    last = earlier[-1] if earlier else None
    candidates = sorted(
        (name for name in trial.counts if name != REST and trial.shown[name] == trial.counts[name] >= LEAST),
        key=lambda name: (last is None or _is_shown(last, name), trial.counts[name], name),
    )
    best: dict[str, int | str] = {}
    fewest = len(found)
    for name in candidates:
        shown = {**trial.shown, name: HIDDEN}
        left = len(exposed([*earlier, replace(trial, shown=shown)], grows=grows))
        if left < fewest:
            best, fewest = shown, left
        if not left:
            break
    if not best and candidates:
        return {**trial.shown, candidates[0]: HIDDEN}
    return best


def exposed(divisions: Sequence[Division], *, grows: bool = True) -> set[tuple[str, int]]:
    """Return the hidden counts, and the small additions, that follow from what is shown: category and report."""
    return set(_Network(divisions, grows=grows).exposed())


@dataclass
class _Network:
    """Points: each report's additions (0 … n-1), each category in each report, and the end."""

    divisions: Sequence[Division]
    grows: bool
    asked: list[tuple[tuple[str, int], Arc]] = field(default_factory=list)
    ways: dict[int, set[int]] = field(default_factory=dict)
    certain_not: set[Arc] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.names = sorted({name for one in self.divisions for name in one.counts})
        for row, name in enumerate(self.names):
            for report, one in enumerate(self.divisions):
                self._lay(row, name, report, one)

    def exposed(self) -> Iterator[tuple[str, int]]:
        for cell, arc in self.asked:
            if arc not in self.certain_not and not self._may_change(arc):
                yield cell

    def _lay(self, row: int, name: str, report: int, one: Division) -> None:
        count = one.counts.get(name, 0)
        before = self.divisions[report - 1] if report else None
        added = count - (before.counts.get(name, 0) if before else 0)
        here = self._point(row, report)
        flow = (report, here)
        fixed = before is not None and before.ends_on == one.ends_on and added == 0
        if not fixed:
            self._way(flow, up=True, down=not self.grows or added != 0)
        if self.grows and is_small(added):
            self.asked.append(((name, report), flow))
        onward = (here, self._point(row, report + 1))
        shown = None if one.shown is None else one.shown.get(name, 0)
        if isinstance(shown, int) or (name == REST and count == 0):
            return  # that nobody is in the rest may be common knowledge: hours have no fifth class
        if shown == SMALL:
            self._way(onward, up=count < LEAST - 1, down=count > 1)
        else:
            self._way(onward, up=True, down=count > (LEAST if shown == HIDDEN else 0))
        if shown is not None or is_small(count):
            self.asked.append(((name, report), onward))

    def _point(self, row: int, report: int) -> int:
        reports = len(self.divisions)
        if report == reports:
            return reports + len(self.names) * reports
        return reports + row * reports + report

    def _way(self, arc: Arc, *, up: bool, down: bool) -> None:
        first, second = arc
        if up:
            self.ways.setdefault(first, set()).add(second)
        if down:
            self.ways.setdefault(second, set()).add(first)

    def _may_change(self, arc: Arc) -> bool:
        first, second = arc
        return any(
            self._found(start, end, arc)
            for start, end in ((first, second), (second, first))
            if end in self.ways.get(start, ())
        )

    def _found(self, start: int, end: int, arc: Arc) -> bool:
        """Whether a way leads from the end back to the start without the arc itself; all on it may change too."""
        came: dict[int, int] = {end: end}
        queue = deque([end])
        while queue:
            here = queue.popleft()
            for onward in sorted(self.ways.get(here, ())):
                if onward in came or {here, onward} == set(arc):
                    continue
                came[onward] = here
                if onward == start:
                    self._note(came, start, arc)
                    return True
                queue.append(onward)
        return False

    def _note(self, came: Mapping[int, int], start: int, arc: Arc) -> None:
        self.certain_not.add(arc)
        here = start
        while came[here] != here:
            before = came[here]
            self.certain_not |= {(before, here), (here, before)}
            here = before
