"""Which counts of persons the public edition shows, and how they add up.

A *series* is a count of its own: cumulative at each reference date, for events also in the period. A *split* divides a
cumulative count over categories, with what is in none of them as a rest. Whatever stands in neither is left out of the
public edition; `docs/decisions/0025-small-counts-in-public.md` gives the reason for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Json: TypeAlias = Mapping[str, Any]
Path: TypeAlias = tuple[str, ...]

#: What the public edition prints for a count of 1 to 4, and for one that would give such a count away.
SMALL: Final = "<5"
HIDDEN: Final = "x"
#: Counts of persons below this are not shown.
LEAST: Final = 5


def is_small(count: int) -> bool:
    """A count that says something about a few persons; zero says nothing about anybody."""
    return 0 < abs(count) < LEAST


def value_at(document: Json, path: Path) -> Any:
    """Return what stands at the path; None where the document has nothing there."""
    found: Any = document
    for key in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(key)
    return found


@dataclass(frozen=True)
class Series:
    """A count through time. ``period`` is None for a state at the reference date, which does not add up."""

    cumulative: Path
    period: Path | None = None


@dataclass(frozen=True)
class Split:
    """How the count at ``parent`` is divided: a map of categories, or named counts beside the total.

    ``grows``: a category never becomes smaller, because it counts events.
    """

    parent: Path
    categories: Path
    names: tuple[str, ...] = ()
    grows: bool = True

    def counts(self, document: Json) -> dict[str, int] | None:
        """Return the exact counts of the categories; None where the document does not have them."""
        if self.names:
            holder = value_at(document, self.categories)
            if not isinstance(holder, Mapping) or not all(isinstance(holder.get(name), int) for name in self.names):
                return None
            return {name: holder[name] for name in self.names}
        found = value_at(document, self.categories)
        if not isinstance(found, Mapping):
            return None
        return {name: count for name, count in found.items() if isinstance(count, int)}


def _events(topic: str, name: str = "total") -> Series:
    return Series((topic, "cumulative", name), (topic, "period", name))


AFTER = ("6", "12", "24")
GROUPS = ("participatiewet", "ww", "wsw", "work_to_work")

SERIES: Final = (
    _events("registrations"),
    _events("training_started"),
    _events("training_completed"),
    _events("employments"),
    _events("sustained_outflow"),
    Series(("half_year_at_work", "cumulative"), ("half_year_at_work", "period")),
    _events("sroi_jobs", "other"),
    *(Series(("at_work_after", months, "due")) for months in AFTER),
)


def _of_total(topic: str, name: str, *names: str) -> Split:
    since = (topic, "cumulative")
    return Split((*since, "total"), since if names else (*since, name), names)


#: Parents before children: a split is shown only where the count that it divides is.
SPLITS: Final = (
    _of_total("registrations", "by_group"),
    *(
        Split(
            ("registrations", "cumulative", "by_group", group),
            ("registrations", "cumulative", "by_group_and_source", group),
        )
        for group in GROUPS
    ),
    _of_total("training_started", "by_group"),
    _of_total("training_started", "by_form"),
    _of_total("training_started", "", "priority_area"),
    _of_total("training_completed", "by_group"),
    _of_total("training_completed", "by_form"),
    _of_total("training_completed", "", "followed_by_sustained"),
    _of_total("employments", "by_duration"),
    _of_total("employments", "by_hours"),
    _of_total("employments", "by_werkplein"),
    _of_total("employments", "", "sroi", "not_sroi"),
    _of_total("employments", "", "priority_area"),
    _of_total("sustained_outflow", "by_group_detail"),
    _of_total("sustained_outflow", "by_municipality"),
    _of_total("sustained_outflow", "by_sector"),
    *(
        Split(
            ("at_work_after", months, "due"),
            ("at_work_after", months),
            ("at_work", "not_at_work", "unknown"),
            grows=False,
        )
        for months in AFTER
    ),
)


@dataclass(frozen=True)
class Publication:
    """A report of the region that is published, or about to be: its exact figures and what is shown of them.

    ``public`` of the one that is being made is filled as it goes.
    """

    exact: Json
    public: Json

    @property
    def ends_on(self) -> str:
        return str(self.exact["to"])
