"""A whole report equals an independent reading of the same rows, for regions at random: every figure, to the cent.

``RANDOM_REGIONS`` sets how many; each is named by the seed that makes it again.
"""

import os
from collections.abc import Iterator
from functools import cache
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.exchange.naive_package import read
from tests.placements.valuation import naive
from tests.reporting import oracle
from tests.reporting.made_reports import brought, made
from tests.reporting.oracle.books import Books
from tests.reporting.random_region import random_region

pytestmark = pytest.mark.django_db
PERIODS = [
    ("quarterly", "2018-Q1"), ("quarterly", "2019-Q1"), ("quarterly", "2020-Q1"), ("quarterly", "2020-Q4"),
    ("half_yearly", "2018-H2"), ("half_yearly", "2019-H1"), ("half_yearly", "2021-H1"),
    ("yearly", "2018"), ("yearly", "2020"), ("final", "2021"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(naive, "counted", cache(naive.counted))


def differences(expected: Any, got: Any, path: str = "") -> Iterator[str]:
    """Where the report says something else; it may say more, and leave out what is nothing."""
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            yield f"{path}: expected {expected!r}, got {got!r}"
            return
        for key in sorted({*expected, *(got if is_map(path) else ())}):
            yield from differences(expected.get(key, 0), got.get(key, 0), f"{path}.{key}".lstrip("."))
    elif isinstance(expected, list) and expected and isinstance(got, list) and len(expected) == len(got):
        for number, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from differences(one, other, f"{path}.{number}")
    elif expected != got and not (is_nothing(expected) and is_nothing(got)):
        yield f"{path}: expected {expected!r}, got {got!r}"


def is_map(path: str) -> bool:
    """Whether the keys here come out of the rows, so that one too many is as wrong as one too few."""
    return any(
        part.startswith("by_") or part in {"dropouts", "cost_per_programme", "tender_reasons"}
        for part in path.split(".")
    )


def is_nothing(value: Any) -> bool:
    return value in (0, "0.00") and value is not None


@pytest.mark.parametrize("seed", range(int(os.environ.get("RANDOM_REGIONS", "2"))))
def test_every_figure_of_a_random_region(tmp_path, seed):
    files = random_region(seed)
    region = brought(tmp_path, files)
    books = Books(files)
    found = [
        f"seed {seed}, {kind} {period}: {line}"
        for kind, period in PERIODS
        for line in differences(oracle.report(books, kind, period), made(region, kind, period)[0])
    ]
    assert not found, "\n".join(found)


def test_a_region_written_out_and_read_into_an_empty_one_gives_the_same_figures(tmp_path):
    """``export_data`` keeps its promise for all that a report counts."""
    files = random_region(1)
    region = brought(tmp_path, files)
    call_command("export_data", tmp_path / "out", region="proef", stdout=StringIO())
    other = brought(tmp_path, read(tmp_path / "out"), code="elders")
    for kind, period in PERIODS:
        (first, rows), (second, again) = made(region, kind, period), made(other, kind, period)
        for document in (first, second):
            for name in ("region", "region_name", "sha256", "rows_sha256", "generated_at", "frozen_at"):
                document.pop(name, None)
        assert first == second
        assert rows == again
