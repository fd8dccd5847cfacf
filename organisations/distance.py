"""How far one municipality lies from another, as the crow flies. Pure.

The point of a municipality is its main town, to a thousandth of a degree: good to a kilometre or two, which is what
people mean by 'dichtbij'. Codes of before a merger stay in the list: an old address still lies somewhere.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources

#: Kilometres of one degree along a meridian, on the sphere of which the mean radius is that of the earth.
_OF_DEGREE = Decimal("111.195")
_RADIAN = Decimal("0.01745329251994329577")


@dataclass(frozen=True, slots=True)
class Point:
    code: str
    name: str
    #: In degrees.
    latitude: Decimal
    longitude: Decimal
    #: The year in which it became part of another one; None while it is there.
    ended: int | None = None


def kilometres(from_code: str, to_code: str) -> int | None:
    """Whole kilometres between two municipalities; 0 within one. ``None`` where one of them is not in the list."""
    # The way there is as long as the way back: each pair is worked out once.
    return _between(*sorted((from_code, to_code)))


def name_of(code: str) -> str:
    """What the municipality is called, or was; empty where it is not in the list."""
    point = points().get(code)
    return point.name if point else ""


def code_of(name: str) -> str:
    """The code of the municipality of this name, one of today before one of then; empty where there is none."""
    return _codes().get(name.strip().casefold(), "")


def nearest(code: str, among: Iterable[str], *, within: int) -> list[str]:
    """The codes that lie no farther than so many kilometres, the nearest first."""
    found = ((kilometres(code, one), one) for one in among)
    return [one for away, one in sorted((away, one) for away, one in found if away is not None and away <= within)]


@cache
def points() -> dict[str, Point]:
    """Every municipality of which the point is known, by code."""
    shipped = resources.files("organisations").joinpath("shipped", "municipality_points.csv")
    found = (
        Point(
            row["code"],
            row["name"],
            Decimal(row["latitude"]),
            Decimal(row["longitude"]),
            int(row["ended"]) if row["ended"] else None,
        )
        for row in csv.DictReader(shipped.read_text(encoding="utf-8").splitlines())
    )
    return {one.code: one for one in found}


@cache
def _codes() -> dict[str, str]:
    in_order = sorted(points().values(), key=lambda one: (one.ended is None, one.ended or 0))
    return {one.name.casefold(): one.code for one in in_order}


@cache
def _between(from_code: str, to_code: str) -> int | None:
    known = points()
    one, other = known.get(from_code), known.get(to_code)
    if one is None or other is None:
        return None
    # Flat around the parallel between the two: within the Netherlands less than a kilometre off the sphere.
    north = other.latitude - one.latitude
    east = (other.longitude - one.longitude) * _cosine((one.latitude + other.latitude) / 2)
    away = (north * north + east * east).sqrt() * _OF_DEGREE
    return int(away.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _cosine(degrees: Decimal) -> Decimal:
    """By its series; ten terms give more digits than the points have."""
    square = (degrees * _RADIAN) ** 2
    term = total = Decimal(1)
    for n in range(1, 11):
        term = -term * square / (2 * n * (2 * n - 1))
        total += term
    return total
