"""What adds up over periods adds up, and behind each figure stand exactly as many rows as it counts."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from reporting.figures.tree import leaves
from tests.placements.valuation import naive
from tests.reporting.made_reports import brought, made
from tests.reporting.random_region import random_region

pytestmark = pytest.mark.django_db
YEARS = ("2018", "2019", "2020")
QUARTERS, HALVES = ("Q1", "Q2", "Q3", "Q4"), ("H1", "H2")
SPLIT = ("registrations", "training_started", "training_completed", "employments", "sustained_outflow", "sroi_jobs")
#: How things stand at the end of a period, and persons who may come back in the next: these add up to nothing.
STATES = re.compile(r"training_completed\.\w+\.(open|followed_by_sustained)|employments\.\w+\.persons_by_werkplein\..*")
EVENTS = re.compile(
    rf"(({'|'.join(SPLIT)})\.period\..*|half_year_at_work\.period|finance\.by_category\.period\..*"
    r"|finance\.(cost_per_programme|cost_by_werkplein)\..*|finance\.(guidance_excl_participatiewet|tracks)"
    r"|sroi\.(precalculated|realised)\.period)"
)
#: Lines of charts, whose points are figures of other periods, and what is one figure divided by another.
WITHOUT_ROWS = re.compile(r".*\.series\[.*|.*\.cost_per_person")
#: What only the report of a half-year, or a longer one, tells apart.
DETAIL = re.compile(r".*by_(municipality|werkplein)_detail\..*")
PROMISED = (
    *SPLIT, "half_year_at_work", "at_work_after", "finance.by_category", "finance.cost_per_programme",
    "finance.guidance_excl_participatiewet", "finance.cost_by_werkplein", "finance.tracks", "sroi.precalculated",
    "sroi.realised", "sroi.expected", "calendar.included", "calendar.open",
)  # fmt: skip


@pytest.fixture
def region(tmp_path, monkeypatch):
    monkeypatch.setattr(naive, "counted", cache(naive.counted))
    return brought(tmp_path, random_region(5))


def number(value: Any) -> Decimal:
    """What a figure says; words and nothing are 0."""
    return Decimal(value) if isinstance(value, int) or re.fullmatch(r"-?\d+\.\d\d", str(value)) else Decimal(0)


def events(document: dict[str, Any]) -> dict[str, Decimal]:
    return {
        path: number(value) for path, value in leaves(document) if EVENTS.fullmatch(path) and not STATES.fullmatch(path)
    }


def added(documents: list[dict[str, Any]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for document in documents:
        for path, value in events(document).items():
            found[path] = found.get(path, Decimal(0)) + value
    return found


def without_nothing(figures: dict[str, Decimal]) -> dict[str, Decimal]:
    return {path: value for path, value in figures.items() if value}


def cumulative(document: dict[str, Any]) -> dict[str, Any]:
    """What was counted from the start on, without what only the report of a half-year tells apart."""
    return {
        path: value
        for path, value in leaves(document)
        if path.startswith(PROMISED) and ".cumulative" in path and not DETAIL.fullmatch(path)
    }


@pytest.mark.parametrize("year", YEARS)
def test_events_of_quarters_and_of_half_years_add_up_to_the_year(region, year):
    quarters = [made(region, "quarterly", f"{year}-{part}")[0] for part in QUARTERS]
    halves = [made(region, "half_yearly", f"{year}-{part}")[0] for part in HALVES]
    whole = made(region, "yearly", year)[0]
    expected = without_nothing(events(whole))
    assert len(expected) > 40, "a year in which much happened"
    assert without_nothing(added(quarters)) == expected
    assert without_nothing(added(halves)) == expected
    # From the start on it is the same to whichever end, whatever the report.
    assert cumulative(quarters[3]) == cumulative(halves[1]) == cumulative(whole)
    assert cumulative(quarters[1]) == cumulative(halves[0])
    assert sum(len(one["programmes_developed"]) for one in quarters) == len(whole["programmes_developed"])


def test_what_was_counted_from_the_start_on_is_all_periods_together(region):
    """Counts since the programme began: eight quarters from its first day."""
    quarters = [made(region, "quarterly", f"{year}-{part}")[0] for year in ("2018", "2019") for part in QUARTERS]
    together = {
        path.replace(".period.", ".cumulative."): value
        for path, value in without_nothing(added(quarters)).items()
        if path.startswith(SPLIT)
    }
    ever = {path: number(value) for path, value in leaves(quarters[-1]) if path.startswith(SPLIT)}
    del together["sroi_jobs.cumulative.spending"]  # money counts from a year earlier on
    assert together == {
        path: value for path, value in ever.items() if ".cumulative." in path and value and not _is_apart(path)
    }


def _is_apart(path: str) -> bool:
    return bool(STATES.fullmatch(path)) or bool(DETAIL.fullmatch(path)) or path == "sroi_jobs.cumulative.spending"


def counted(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for path, value in leaves(document):
        if any(path == one or path.startswith(f"{one}.") for one in PROMISED) and not WITHOUT_ROWS.fullmatch(path):
            yield path, value


@pytest.mark.parametrize(
    ("kind", "period"), [("quarterly", "2019-Q1"), ("half_yearly", "2020-H2"), ("yearly", "2019"), ("final", "2021")]
)
def test_each_figure_opens_as_many_rows_as_it_counts(region, kind, period):
    document, rows = made(region, kind, period)
    figures = dict(leaves(document))
    for path, behind in rows.items():
        if isinstance(behind, dict):
            assert sum(map(number, behind.values())) == number(figures[path]), path
        else:
            assert len(behind) == len(set(behind)) == figures[path], path
    missing = [path for path, value in counted(document) if number(value) and path not in rows]
    assert not missing
    assert sum(1 for path, value in counted(document) if number(value)) > 100
