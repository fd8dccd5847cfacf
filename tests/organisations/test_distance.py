"""Kilometres between municipalities, against known distances and against the sphere."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.distance import code_of, kilometres, name_of, nearest, points

GRONINGEN, ASSEN, EMMEN, LEEUWARDEN = "GM0014", "GM0106", "GM0114", "GM0080"
AMSTERDAM, MAASTRICHT = "GM0363", "GM0935"
CODES = st.sampled_from(sorted(points()))


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        (GRONINGEN, ASSEN, 25),
        (GRONINGEN, EMMEN, 53),
        (GRONINGEN, LEEUWARDEN, 51),
        (GRONINGEN, "GM1979", 26),
        (GRONINGEN, AMSTERDAM, 147),
        (GRONINGEN, MAASTRICHT, 270),
        (AMSTERDAM, "GM0599", 58),
        (AMSTERDAM, "GM0344", 35),
        ("GM0193", ASSEN, 62),
    ],
)
def test_known_distances(one, other, known):
    assert abs(kilometres(one, other) - known) <= 2


def test_within_a_municipality_it_is_nothing_and_of_an_unknown_one_nothing_is_said():
    assert kilometres(GRONINGEN, GRONINGEN) == 0
    assert kilometres("GM9999", "GM9999") is None
    assert kilometres(GRONINGEN, "GM9999") is None
    assert kilometres("", GRONINGEN) is None


@given(CODES, CODES)
def test_it_equals_the_sphere_both_ways(one, other):
    here, there = points()[one], points()[other]
    lat_1, lat_2 = math.radians(here.latitude), math.radians(there.latitude)
    east = math.radians(there.longitude - here.longitude)
    half = math.sin((lat_2 - lat_1) / 2) ** 2 + math.cos(lat_1) * math.cos(lat_2) * math.sin(east / 2) ** 2
    sphere = 2 * 6371.0 * math.asin(math.sqrt(half))
    assert kilometres(one, other) == kilometres(other, one)
    assert abs(kilometres(one, other) - sphere) <= 1


def test_every_municipality_of_a_shipped_region_has_its_point_and_name():
    shipped = json.loads(Path("organisations/shipped/groningen.json").read_text(encoding="utf-8"))
    for one in shipped["municipalities"]:
        assert name_of(one["code"]) == one["name"]
        assert points()[one["code"]].ended == (int(one["valid_to"][:4]) if one["valid_to"] else None)
    assert name_of("GM9999") == ""


def test_all_points_lie_in_the_country():
    assert len(points()) > 150
    for one in points().values():
        assert 50 < one.latitude < 54
        assert 3 < one.longitude < 8


def test_the_nearest_come_first_and_none_beyond():
    assert nearest(GRONINGEN, [EMMEN, ASSEN, GRONINGEN, "GM1730", "GM9999"], within=30) == [GRONINGEN, "GM1730", ASSEN]


def test_a_name_gives_its_code_and_today_goes_before_then():
    assert code_of(" groningen ") == GRONINGEN
    assert code_of("Dantumadiel") == "GM1891"
    assert code_of("Winsum") == "GM0053"
    assert code_of("Nergens") == ""
    assert code_of("") == ""
