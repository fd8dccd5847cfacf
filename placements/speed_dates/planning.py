"""Who talks to whom in which round of a speed-date event. Pure; only a worker imports it, for the solver it brings.

First as many wanted pairs as possible meet; that number is exact, and proved, by an integer programme in which a talk is
a pair in a round. Second, at that number, as few people as possible go without any talk. Third, rounds are swapped as
long as that takes away waiting between somebody's first and last talk; this never costs a talk. The same input gives
the same plan.
"""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np

#: Far above what 200 candidates and 40 employers take; a worker is not held for ever.
LONGEST_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Attending:
    """An employer or candidate who comes. ``slots``: the rounds (from 1) in which he is there; ``tables``: talks at once."""

    key: str
    slots: frozenset[int]
    tables: int = 1


@dataclass(frozen=True, slots=True)
class Talk:
    slot: int
    employer: str
    candidate: str
    table: int = 1
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """``wanted`` pairs there were, ``met`` of them talk; no plan has more than ``most``."""

    talks: tuple[Talk, ...]
    wanted: int
    met: int
    most: int


class NotAPlan(Exception):  # noqa: N818 - reads as a sentence
    """The solver gave something in which somebody sits at two tables."""


_Choice = tuple[str, str, int]
_Rows = Mapping[tuple[str, ...], tuple[int, int]]


def plan(
    employers: Sequence[Attending],
    candidates: Sequence[Attending],
    wishes: Collection[tuple[str, str]],
    *,
    pinned: Collection[Talk] = (),
    seconds: int = LONGEST_SECONDS,
) -> Plan:
    """The plan for these ``wishes`` (employer, candidate). ``pinned`` talks stay where they are, wanted or not."""
    by_employer = {one.key: one for one in sorted(employers, key=lambda one: one.key)}
    by_candidate = {one.key: one for one in sorted(candidates, key=lambda one: one.key)}
    wanted = sorted({(e, c) for e, c in wishes if e in by_employer and c in by_candidate})
    fixed = sorted((replace(one, is_pinned=True) for one in pinned), key=_in_order)
    check(fixed, by_employer, by_candidate)
    settled = {(one.employer, one.candidate) for one in fixed}
    choices: list[_Choice] = [
        (e, c, slot)
        for e, c in wanted
        if (e, c) not in settled
        for slot in sorted(by_employer[e].slots & by_candidate[c].slots)
    ]
    chosen, most = _solved(choices, by_employer, fixed, seconds) if choices else ([], 0)
    talks = [*fixed, *(Talk(slot, e, c) for e, c, slot in chosen)]
    talks = _at_tables(_without_waiting(talks, by_employer, by_candidate), by_employer)
    check(talks, by_employer, by_candidate)
    pairs = {(one.employer, one.candidate) for one in talks}
    return Plan(
        talks=tuple(sorted(talks, key=_in_order)),
        wanted=len(wanted),
        met=sum(pair in pairs for pair in wanted),
        most=most + sum(pair in settled for pair in wanted),
    )


def check(talks: Iterable[Talk], employers: Mapping[str, Attending], candidates: Mapping[str, Attending]) -> None:
    """NotAPlan when somebody would be at two tables at once, or talks where he is not."""
    at_work: dict[tuple[str, int], int] = defaultdict(int)
    busy, pairs = set(), set()
    for one in talks:
        employer, candidate = employers.get(one.employer), candidates.get(one.candidate)
        if employer is None or candidate is None:
            raise NotAPlan(f"{one} is of somebody who does not come")
        if not one.is_pinned and one.slot not in employer.slots & candidate.slots:
            raise NotAPlan(f"{one} is while somebody is away")
        at_work[one.employer, one.slot] += 1
        if at_work[one.employer, one.slot] > employer.tables or (one.candidate, one.slot) in busy:
            raise NotAPlan(f"{one} is one too many in its round")
        if (one.employer, one.candidate) in pairs:
            raise NotAPlan(f"{one} is for the second time")
        busy.add((one.candidate, one.slot))
        pairs.add((one.employer, one.candidate))


def _in_order(talk: Talk) -> tuple[int, str, int, str]:
    return talk.slot, talk.employer, talk.table, talk.candidate


def _solved(
    choices: Sequence[_Choice], employers: Mapping[str, Attending], fixed: Sequence[Talk], seconds: int
) -> tuple[list[_Choice], int]:
    """The chosen talks, and how many there can be at most.

    One variable for each choice and, behind them, one for each person who has no pinned talk: whether he talks at all.
    A talk weighs more than all persons together, so that nobody's first talk costs a second one.
    """
    started = {one.employer for one in fixed} | {one.candidate for one in fixed}
    persons = sorted({("talks", who) for e, c, _slot in choices for who in (e, c) if who not in started})
    weight = len(persons) + 1
    rows = _rows(choices, persons, employers, fixed)
    starts: list[int] = []
    index: list[int] = []
    value: list[int] = []
    for e, c, slot in choices:
        starts.append(len(index))
        for limit in (("pair", e, c), ("at", c, str(slot)), ("at", e, str(slot))):
            index.append(rows[limit][0])
            value.append(1)
        for who in (e, c):
            if ("talks", who) in rows:
                index.append(rows["talks", who][0])
                value.append(-1)
    for person in persons:
        starts.append(len(index))
        index.append(rows[person][0])
        value.append(1)
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = len(choices) + len(persons), len(rows)
    programme.sense_ = highspy.ObjSense.kMaximize
    programme.col_cost_ = np.array([weight] * len(choices) + [1] * len(persons), dtype="d")
    programme.col_lower_ = np.zeros(programme.num_col_)
    programme.col_upper_ = np.ones(programme.num_col_)
    programme.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    programme.row_upper_ = np.array([room for _place, room in rows.values()], dtype="d")
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = np.array([*starts, len(index)])
    programme.a_matrix_.index_ = np.array(index)
    programme.a_matrix_.value_ = np.array(value, dtype="d")
    programme.integrality_ = [highspy.HighsVarType.kInteger] * programme.num_col_
    solver = highspy.Highs()
    solver.silent()
    options = {
        # One thread and one seed: the same input, the same plan. No gap: it is the most, not nearly the most.
        "threads": 1,
        "random_seed": 1,
        "mip_rel_gap": np.float64(0),
        "mip_abs_gap": np.float64(1) / 2,
        "time_limit": np.float64(seconds),
    }
    for name, setting in options.items():
        solver.setOptionValue(name, setting)
    solver.passModel(programme)
    solver.run()
    half = np.float64(1) / 2
    values = solver.getSolution().col_value
    chosen = [choice for choice, picked in zip(choices, values[: len(choices)], strict=True) if picked > half]
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        return chosen, len(chosen)
    bound = solver.getInfo().mip_dual_bound
    every = len({(e, c) for e, c, _slot in choices})
    return chosen, min(every, int((bound + half) // weight)) if np.isfinite(bound) else every


def _rows(
    choices: Sequence[_Choice],
    persons: Sequence[tuple[str, str]],
    employers: Mapping[str, Attending],
    fixed: Sequence[Talk],
) -> _Rows:
    """Each limit with its place and its room: a pair meets once, and nobody is at more tables than he has."""
    taken: dict[tuple[str, int], int] = defaultdict(int)
    for one in fixed:
        taken[one.employer, one.slot] += 1
        taken[one.candidate, one.slot] += 1
    rows: dict[tuple[str, ...], tuple[int, int]] = {}
    for e, c, slot in choices:
        limits = {
            ("pair", e, c): 1,
            ("at", c, str(slot)): 1 - taken[c, slot],
            ("at", e, str(slot)): max(employers[e].tables - taken[e, slot], 0),
        }
        for name, room in limits.items():
            rows.setdefault(name, (len(rows), room))
    for person in persons:
        rows.setdefault(person, (len(rows), 0))
    return rows


def _without_waiting(
    talks: Sequence[Talk], employers: Mapping[str, Attending], candidates: Mapping[str, Attending]
) -> list[Talk]:
    """The same talks with less waiting: what hangs together in two rounds changes places while that helps."""
    rounds: dict[int, list[Talk]] = defaultdict(list)
    for one in talks:
        rounds[one.slot].append(one)
    there = {("e", key): one.slots for key, one in employers.items()} | {
        ("c", key): one.slots for key, one in candidates.items()
    }
    slots: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in talks:
        for who in _persons(one):
            slots[who][one.slot] += 1
    every = sorted(set().union(*there.values())) if there else []
    is_better = True
    while is_better:
        is_better = False
        for first, second in itertools.combinations(every, 2):
            for part in _parts(rounds[first], rounds[second]):
                if _swapped(part, first, second, there=there, slots=slots):
                    moved = {id(one) for one in part}
                    old = [*rounds[first], *rounds[second]]
                    kept = [one for one in old if id(one) not in moved]
                    kept += [replace(one, slot=second if one.slot == first else first) for one in part]
                    rounds[first] = [one for one in kept if one.slot == first]
                    rounds[second] = [one for one in kept if one.slot == second]
                    is_better = True
    return [one for slot in sorted(rounds) for one in rounds[slot]]


def _persons(talk: Talk) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("e", talk.employer), ("c", talk.candidate)


def _parts(first: Sequence[Talk], second: Sequence[Talk]) -> list[list[Talk]]:
    """The talks of two rounds, put together when they share somebody."""
    of: dict[tuple[str, str], list[Talk]] = defaultdict(list)
    talks = sorted([*first, *second], key=_in_order)
    for one in talks:
        for who in _persons(one):
            of[who].append(one)
    seen: set[int] = set()
    parts = []
    for one in talks:
        if id(one) in seen:
            continue
        seen.add(id(one))
        part, open_ends = [], [one]
        while open_ends:
            here = open_ends.pop()
            part.append(here)
            for who in _persons(here):
                for other in of[who]:
                    if id(other) not in seen:
                        seen.add(id(other))
                        open_ends.append(other)
        parts.append(part)
    return parts


def _swapped(
    part: Sequence[Talk],
    first: int,
    second: int,
    *,
    there: Mapping[tuple[str, str], frozenset[int]],
    slots: dict[tuple[str, str], dict[int, int]],
) -> bool:
    """Whether this part changed rounds in ``slots``: allowed, and with less waiting than before."""
    for one in part:
        target = second if one.slot == first else first
        if one.is_pinned or any(target not in there[who] for who in _persons(one)):
            return False
    people = sorted({who for one in part for who in _persons(one)})
    before = sum(_waits(slots[who]) for who in people)
    for who in people:
        slots[who][first], slots[who][second] = slots[who][second], slots[who][first]
    if sum(_waits(slots[who]) for who in people) < before:
        return True
    for who in people:
        slots[who][first], slots[who][second] = slots[who][second], slots[who][first]
    return False


def _waits(counts: Mapping[int, int]) -> int:
    """The rounds without a talk between somebody's first and last one."""
    used = [slot for slot, talks in counts.items() if talks]
    return max(used) - min(used) + 1 - len(used) if used else 0


def waiting(talks: Iterable[Talk]) -> int:
    """The rounds that people wait between their talks, of everybody together."""
    counts: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in talks:
        for who in _persons(one):
            counts[who][one.slot] += 1
    return sum(_waits(one) for one in counts.values())


def _at_tables(talks: Sequence[Talk], employers: Mapping[str, Attending]) -> list[Talk]:
    """Each talk at a table of its employer; the pinned ones stay at theirs."""
    by_round: dict[tuple[str, int], list[Talk]] = defaultdict(list)
    for one in sorted(talks, key=_in_order):
        by_round[one.employer, one.slot].append(one)
    seated = []
    for (employer, _slot), group in by_round.items():
        taken = {one.table for one in group if one.is_pinned}
        free = [table for table in range(1, employers[employer].tables + len(group) + 1) if table not in taken]
        seated += [one if one.is_pinned else replace(one, table=free.pop(0)) for one in group]
    return seated
