"""The order of seats as a table of cases, and whatever is chosen against a plain count of who stands before."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.training.seat_order import Ring, Waiting, in_order, passed_over

DAY = dt.date(2026, 1, 1)


def waiting(reference, ring, ready=None, registered=0):
    since = None if ready is None else DAY + dt.timedelta(days=ready)
    key = uuid.uuid5(uuid.NAMESPACE_OID, reference)
    return Waiting(key, ring, since, DAY + dt.timedelta(days=registered), reference)


PEOPLE = [
    waiting("buiten, lang klaar", Ring.OUTSIDE, ready=0),
    waiting("regio, kort klaar", Ring.REGION, ready=9),
    waiting("regio, lang klaar", Ring.REGION, ready=2),
    waiting("voorrang, niet klaar", Ring.PRIORITY),
    waiting("voorrang, klaar", Ring.PRIORITY, ready=30),
]
ORDER = ["voorrang, klaar", "voorrang, niet klaar", "regio, lang klaar", "regio, kort klaar", "buiten, lang klaar"]


def test_from_inside_out_and_then_who_is_ready_longest():
    assert [one.reference for one in in_order(PEOPLE)] == ORDER


def test_the_reference_settles_what_nothing_else_does():
    same = [waiting(name, Ring.REGION, ready=1) for name in ("B", "C", "A")]
    assert [one.reference for one in in_order(same)] == ["A", "B", "C"]


def keys(*places):
    return {in_order(PEOPLE)[place].id for place in places}


@pytest.mark.parametrize(
    ("chosen", "before", "nearer"),
    [
        ((), 0, 0),
        ((0,), 0, 0),
        ((0, 1, 2), 0, 0),
        ((1,), 1, 0),
        ((3,), 3, 2),
        ((0, 1, 3), 1, 0),
        ((0, 4), 3, 3),
        ((0, 1, 2, 3, 4), 0, 0),
    ],
)
def test_who_is_passed_over(chosen, before, nearer):
    over = passed_over(PEOPLE, keys(*chosen))
    assert (len(over.all), len(over.nearer)) == (before, nearer)


people = st.lists(
    st.builds(
        Waiting,
        id=st.uuids(version=4),
        ring=st.sampled_from(Ring),
        ready_since=st.none() | st.dates(DAY, DAY + dt.timedelta(days=9)),
        registered_on=st.dates(DAY, DAY + dt.timedelta(days=9)),
        reference=st.text("ABC", min_size=1, max_size=3),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


def goes_before(one, other):
    """Written out once more: ring, ready or not, since when, registration, reference."""
    if one.ring != other.ring:
        return one.ring < other.ring
    if (one.ready_since is None) != (other.ready_since is None):
        return other.ready_since is None
    if one.ready_since != other.ready_since:
        return one.ready_since < other.ready_since
    return (one.registered_on, one.reference) < (other.registered_on, other.reference)


@given(people, st.data())
def test_nobody_is_passed_over_unless_he_goes_before_somebody_chosen(listed, data):
    chosen = {one.id for one in data.draw(st.lists(st.sampled_from(listed), max_size=5))} if listed else set()
    over = passed_over(listed, chosen)
    taken = [one for one in listed if one.id in chosen]
    for one in listed:
        before = any(goes_before(one, other) for other in taken)
        if one.id in chosen or (taken and not before and not any(goes_before(other, one) for other in taken)):
            continue  # chosen, or exactly level with those chosen
        if one.id in over.all:
            assert before or not all(goes_before(other, one) for other in taken)
        else:
            assert not before
    assert set(over.nearer) <= set(over.all)
    assert set(over.nearer) == {
        one.id for one in listed if one.id in over.all and any(one.ring < other.ring for other in taken)
    }
