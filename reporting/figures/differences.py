"""What differs between two versions of a report, and what came in late: figure by figure, with the rows behind it.

Pure. Works on documents and their rows, so that a version made by an older schema can still be compared; that one has no
rows. A row that counted before and no longer counts ``went``; one that counts now and did not ``came``; of an amount also
a row that adds something else than it did.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from reporting.figures.tree import Refs, leaves
from reporting.periods import Period

Json = Mapping[str, Any]
Rows = Mapping[str, Any]

_ABOUT_THE_VERSION = frozenset(
    {"schema_version", "version", "made_at", "sha256", "rows_sha256", "changes", "judgements", "late_arrivals"}
)
#: What codes are called. No figure changes by another name, and older documents do not have them.
_NAMES = frozenset({"werkpleinen", "programmes"})
#: The step in a path of what is counted since the start.
CUMULATIVE = "cumulative"
#: The same figures once more, in the division of now.
AGAIN = "by_municipality_now"


def differences(before: Json, after: Json, *, rows_before: Rows, rows_after: Rows) -> list[dict[str, Any]]:
    """Return each changed figure as a tree: path, old and new value, and the rows that came and went.

    What is about the version itself is left out.
    """
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return [
        {"path": path, "before": old.get(path), "after": new.get(path)}
        | _moved(rows_before.get(path), rows_after.get(path), known=bool(rows_before))
        for path in sorted(old | new)
        if old.get(path) != new.get(path)
    ]


def late_arrivals(
    period: Period, frozen: Json, now: Json, *, rows_frozen: Rows, rows_now: Rows
) -> list[dict[str, Any]]:
    """Return what came in for a period (or one before it) after its report was frozen (domain rules, section 10).

    ``now`` are the figures of the same period as they stand today. A cumulative figure of a report is the frozen one of
    the report before it, plus what came late, plus what falls in the period itself.
    """
    old = dict(_leaves(frozen))
    new = {path: value for path, value in _leaves(now) if _is_cumulative(path)}
    return [
        {"period": str(period), "path": path, "frozen": old.get(path), "now": value}
        | _moved(rows_frozen.get(path), rows_now.get(path), known=bool(rows_frozen))
        for path, value in sorted(new.items())
        if old.get(path, _NOTHING.get(type(value))) != value and _topic(path) in frozen
    ]


#: A map leaves out what is zero.
_NOTHING: Mapping[type, Any] = {int: 0, str: "0.00"}


def _moved(before: Any, after: Any, *, known: bool) -> dict[str, Any]:
    """The rows that make the difference; nothing of a version that kept no rows."""
    if not known:
        return {}
    old, new = _weights(before), _weights(after)
    return {
        "came": Refs.of(row for row, weight in new.items() if old.get(row) != weight),
        "went": Refs.of(row for row, weight in old.items() if new.get(row) != weight),
    }


def _weights(rows: Any) -> Mapping[str, str]:
    """What each row adds: an amount, or itself."""
    return rows if isinstance(rows, Mapping) else dict.fromkeys(rows or (), "1")


def _is_cumulative(path: str) -> bool:
    steps = path.split(".")
    return CUMULATIVE in steps and AGAIN not in steps


def _topic(path: str) -> str:
    return path.split(".", 1)[0]


def _leaves(document: Json) -> Iterator[tuple[str, Any]]:
    return leaves({key: value for key, value in document.items() if key not in _ABOUT_THE_VERSION | _NAMES})
