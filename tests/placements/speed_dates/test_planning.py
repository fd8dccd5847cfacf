"""Plans of speed dates: as many wanted pairs as anybody could bring together, and nobody at two tables."""

import itertools
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placements.speed_dates.planning import Attending, NotAPlan, Talk, check, plan, waiting
from placements.speed_dates.without import Without, without_talk

ALL = frozenset({1, 2, 3})


def brute_force(employers, candidates, wishes, pinned=()):
    """The most pairs that can meet and, at that number, the most people with a talk: by trying every plan there is."""
    of_employer = {one.key: one for one in employers}
    of_candidate = {one.key: one for one in candidates}
    settled = {(one.employer, one.candidate) for one in pinned}
    pairs = sorted(set(wishes) - settled)
    best = (0, 0)

    def deeper(place, busy, tables, met, people):
        nonlocal best
        best = max(best, (met, len(people)))
        if place == len(pairs) or (met + len(pairs) - place < best[0]):
            return
        e, c = pairs[place]
        for slot in of_employer[e].slots & of_candidate[c].slots:
            if (c, slot) in busy or tables.get((e, slot), 0) >= of_employer[e].tables:
                continue
            more = {**tables, (e, slot): tables.get((e, slot), 0) + 1}
            deeper(place + 1, busy | {(c, slot)}, more, met + 1, people | {e, c})
        deeper(place + 1, busy, tables, met, people)

    tables = {}
    for one in pinned:
        tables[one.employer, one.slot] = tables.get((one.employer, one.slot), 0) + 1
    met = len(settled & set(wishes))
    started = frozenset(one.employer for one in pinned) | frozenset(one.candidate for one in pinned)
    deeper(0, frozenset((one.candidate, one.slot) for one in pinned), tables, met, started)
    return best


@st.composite
def events(draw):
    """Small events with people who come late or leave early, some employers with two tables."""
    slots = draw(st.integers(1, 3))
    presence = st.frozensets(st.integers(1, slots))
    employers = [Attending(f"e{n}", draw(presence), draw(st.integers(1, 2))) for n in range(draw(st.integers(1, 3)))]
    candidates = [Attending(f"c{n}", draw(presence)) for n in range(draw(st.integers(1, 4)))]
    every = [(e.key, c.key) for e, c in itertools.product(employers, candidates)]
    wishes = draw(st.lists(st.sampled_from(every), max_size=8, unique=True))
    return employers, candidates, wishes


def people_of(found):
    return {one.employer for one in found.talks} | {one.candidate for one in found.talks}


@settings(max_examples=150, deadline=None)
@given(events())
def test_no_plan_brings_more_wanted_pairs_together(event):
    employers, candidates, wishes = event
    found = plan(employers, candidates, wishes)
    assert (found.met, len(people_of(found))) == brute_force(employers, candidates, wishes)
    assert found.most == found.met
    assert {(one.employer, one.candidate) for one in found.talks} <= set(wishes)
    check(found.talks, {one.key: one for one in employers}, {one.key: one for one in candidates})


@settings(max_examples=60, deadline=None)
@given(events(), st.randoms(use_true_random=False))
def test_what_is_pinned_stays_and_the_rest_is_the_best_around_it(event, chance):
    employers, candidates, wishes = event
    first = plan(employers, candidates, wishes)
    pinned = [one for one in first.talks if chance.random() < 0.5]
    found = plan(employers, candidates, wishes, pinned=pinned)
    places = {(one.slot, one.table, one.employer, one.candidate) for one in found.talks if one.is_pinned}
    assert places == {(one.slot, one.table, one.employer, one.candidate) for one in pinned}
    assert (found.met, len(people_of(found))) == brute_force(employers, candidates, wishes, pinned)


@settings(max_examples=40, deadline=None)
@given(events(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_named_changes_nothing(event, chance):
    employers, candidates, wishes = event
    found = plan(employers, candidates, wishes)
    for one in (employers, candidates, wishes):
        chance.shuffle(one)
    assert plan(employers, candidates, wishes) == found


def test_two_tables_stand_in_order_and_nobody_sits_twice():
    found = plan(
        [Attending("e", ALL, 2)], [Attending(f"c{n}", ALL) for n in range(6)], [("e", f"c{n}") for n in range(6)]
    )
    assert sorted((one.slot, one.table) for one in found.talks) == [(s, t) for s in (1, 2, 3) for t in (1, 2)]


def test_a_first_talk_goes_before_a_second_one_but_never_costs_a_talk():
    """Two rounds, one wanted by two employers: who has nobody yet comes first where the number stays the same."""
    employers = [Attending("e1", frozenset({1})), Attending("e2", frozenset({1, 2}))]
    candidates = [Attending("c1", frozenset({1, 2})), Attending("c2", frozenset({1}))]
    found = plan(employers, candidates, [("e1", "c1"), ("e1", "c2"), ("e2", "c1")])
    assert found.met == 2
    assert people_of(found) == {"e1", "e2", "c1", "c2"}


def test_people_do_not_wait_where_they_need_not():
    employers = [Attending("e1", ALL), Attending("e2", ALL)]
    found = plan(employers, [Attending("c1", ALL)], [("e1", "c1"), ("e2", "c1")])
    assert waiting(found.talks) == 0
    # One who pauses keeps his pause: that is no reason to talk less.
    pausing = plan(employers, [Attending("c1", frozenset({1, 3}))], [("e1", "c1"), ("e2", "c1")])
    assert pausing.met == 2


def test_somebody_without_a_talk_hears_why():
    employers = {"e1": frozenset({1}), "e2": ALL}
    candidates = {"asked": frozenset({1}), "late": frozenset({2, 3}), "second": frozenset({1}), "shy": ALL}
    wishes = [("asked", "e1"), ("late", "e1"), ("second", "e1")]
    assert without_talk(candidates, employers, wishes, {"asked"}) == {
        "late": Without.NEVER_TOGETHER,
        "second": Without.FULL,
        "shy": Without.NO_WISH,
    }
    assert without_talk(employers, candidates, [(e, c) for c, e in wishes], {"e1"}) == {"e2": Without.NO_WISH}


def test_a_pinned_talk_counts_whether_it_was_wanted_or_not():
    people = [Attending("e", frozenset({1}))], [Attending("c1", ALL), Attending("c2", ALL)]
    found = plan(*people, [("e", "c2")], pinned=[Talk(1, "e", "c1", 1)])
    assert (found.wanted, found.met, found.most) == (1, 0, 0)
    assert [one.candidate for one in found.talks] == ["c1"]


def test_who_waits_between_pinned_talks_goes_on_waiting():
    people = [Attending("e1", ALL), Attending("e2", ALL)], [Attending("c1", ALL)]
    pinned = [Talk(1, "e1", "c1"), Talk(3, "e2", "c1")]
    found = plan(*people, [("e1", "c1"), ("e2", "c1")], pinned=pinned)
    assert [(one.slot, one.employer) for one in found.talks] == [(1, "e1"), (3, "e2")]


def test_two_pinned_talks_at_one_table_are_no_plan():
    people = [Attending("e", ALL)], [Attending("c1", ALL), Attending("c2", ALL)]
    with pytest.raises(NotAPlan):
        plan(*people, [], pinned=[Talk(1, "e", "c1"), Talk(1, "e", "c2")])


def test_nothing_wanted_is_a_plan_without_talks():
    assert plan([], [], []).talks == ()


def test_two_hundred_candidates_and_forty_employers_are_planned_at_once():
    """The size of a large fair, half of them not there all the time. ``./dev bench`` measures it."""
    chance = random.Random(8)  # noqa: S311 -- the same fair each time
    slots = range(1, 13)

    def there():
        first = chance.randint(1, 6) if chance.random() < 0.5 else 1
        return frozenset(slot for slot in slots if slot >= first)

    employers = [Attending(f"e{n:02}", there()) for n in range(40)]
    candidates = [Attending(f"c{n:03}", there()) for n in range(200)]
    wishes = [(f"e{chance.randrange(40):02}", one.key) for one in candidates for _turn in range(5)]
    found = plan(employers, candidates, wishes)
    assert found.met == found.most > 300


def test_a_web_process_never_imports_the_solver():
    """As with the maker of PDFs: it would take memory in every process for what one worker does."""
    script = """
import sys
import django

django.setup()
import sroi_portal.urls
from django.urls import get_resolver
[one.url_patterns for one in get_resolver().url_patterns if hasattr(one, "url_patterns")]
print(sorted(name for name in ("highspy", "placements.speed_dates.planning") if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
