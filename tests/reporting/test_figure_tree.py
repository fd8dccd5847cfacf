"""One tree gives the figures and the rows behind them, and never one without the other."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.tree import Refs, Sums, counted, figure_at, leaves, summed, to_json, to_rows

TREE: dict[str, Any] = {
    "registrations": {
        "period": {"total": Refs.of(["K-2", "K-1"]), "by_group": {"ww": Refs.of(["K-1"])}},
        "series": [{"on": dt.date(2019, 3, 31), "count": Refs.of(["K-1"])}],
    },
    "finance": {"training": Sums.of([("UIT-1", Decimal("100.10")), ("UIT-1", Decimal("0.05"))]), "per_head": None},
    "cost": Decimal("12.50"),
    "names": ["a", "b"],
    "dropouts": {"work. At last": Refs.of(["D-1"])},
}


def test_figures() -> None:
    assert to_json(TREE) == {
        "registrations": {
            "period": {"total": 2, "by_group": {"ww": 1}},
            "series": [{"on": "2019-03-31", "count": 1}],
        },
        "finance": {"training": "100.15", "per_head": None},
        "cost": "12.50",
        "names": ["a", "b"],
        "dropouts": {"work. At last": 1},
    }


def test_rows_stand_under_the_path_of_their_figure() -> None:
    assert to_rows(TREE) == {
        "registrations.period.total": ["K-1", "K-2"],
        "registrations.period.by_group.ww": ["K-1"],
        "registrations.series[2019-03-31].count": ["K-1"],
        "finance.training": {"UIT-1": "100.15"},
        r"dropouts.work\. At last": ["D-1"],
    }


def test_a_figure_is_found_by_the_path_of_its_rows() -> None:
    document = to_json(TREE)

    assert {path: figure_at(document, path) for path in to_rows(TREE)} == {
        "registrations.period.total": 2,
        "registrations.period.by_group.ww": 1,
        "registrations.series[2019-03-31].count": 1,
        "finance.training": "100.15",
        r"dropouts.work\. At last": 1,
    }
    with pytest.raises(KeyError):
        figure_at(document, "registrations.period")


def test_a_row_counts_once_in_a_figure() -> None:
    with pytest.raises(ValueError, match="twice"):
        Refs.of(["K-1", "K-1"])


@pytest.mark.parametrize("value", [1.5, object(), {1, 2}])
def test_what_cannot_stand_in_a_report(value: object) -> None:
    with pytest.raises(TypeError):
        to_json({"figure": value})


def test_no_part_of_a_cent() -> None:
    with pytest.raises(ValueError, match="whole cents"):
        to_json({"figure": Sums.of([("UIT-1", Decimal("0.005"))])})


def test_rows_by_a_key() -> None:
    rows = [("K-2", "ww", Decimal(2)), ("K-1", "ww", Decimal(1)), ("K-3", "wsw", Decimal(3))]

    assert to_rows(counted(rows, by=lambda row: row[1], reference=lambda row: row[0])) == {
        "wsw": ["K-3"],
        "ww": ["K-1", "K-2"],
    }
    found = summed(rows, by=lambda row: row[1], reference=lambda row: row[0], amount=lambda row: row[2])
    assert to_json(found) == {"wsw": "3.00", "ww": "3.00"}


_KEYS = st.text(min_size=1, max_size=4)
_LEAVES = (
    st.lists(_KEYS, unique=True, max_size=4).map(Refs.of)
    | st.dictionaries(_KEYS, st.integers(-999, 999).map(lambda cents: Decimal(cents) / 100), max_size=3).map(Sums)
    | st.none()
    | st.integers()
)
_TREES = st.dictionaries(
    _KEYS, st.recursive(_LEAVES, lambda below: st.dictionaries(_KEYS, below, max_size=3), max_leaves=8), max_size=3
)


@given(tree=_TREES)
def test_every_figure_equals_its_rows(tree: Any) -> None:
    figures = dict(leaves(to_json(tree)))
    for path, rows in to_rows(tree).items():
        if isinstance(rows, list):
            assert figures[path] == len(rows)
        else:
            assert Decimal(figures[path]) == sum(map(Decimal, rows.values()), Decimal(0))
