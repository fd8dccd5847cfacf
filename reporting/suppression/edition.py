"""The public document of a report: its shape, and what of it is shown."""

import copy
from collections.abc import Mapping, MutableMapping, Sequence
from decimal import Decimal
from typing import Any, Final

from reporting.figures import canonical
from reporting.suppression import splits, totals
from reporting.suppression.structure import (
    AFTER,
    HIDDEN,
    LEAST,
    SERIES,
    SMALL,
    SPLITS,
    Json,
    Path,
    Publication,
    Series,
    Split,
    value_at,
)

PUBLIC_SCHEMA: Final = "public-1"

_ABOUT = ("schema_version", "region", "region_name", "programme", "kind", "period", "from", "to", "version", "made_at")
#: Counts of tenders and names of programmes: no persons.
_OPEN = ("programmes_developed", "calendar", "tender_reasons")
_FINANCE = ("by_category", "total", "training_and_guidance")
_SROI = ("precalculated", "realised")
#: Which public counts add up to the actual figure of a target.
_ACTUAL: Final[Mapping[str, tuple[Path, ...]]] = {
    "sustained_outflow": (("sustained_outflow", "cumulative", "total"),),
    "intake": (("registrations", "cumulative", "total"),),
    "started": tuple(("training_started", "cumulative", "by_form", form) for form in ("intensive", "short")),
    "start_intensive": (("training_started", "cumulative", "by_form", "intensive"),),
    "start_short": (("training_started", "cumulative", "by_form", "short"),),
    "sustained_participatiewet": (("sustained_outflow", "cumulative", "by_group_detail", "participatiewet"),),
    "sustained_ww": (("sustained_outflow", "cumulative", "by_group_detail", "ww"),),
    "sustained_nuo": (("sustained_outflow", "cumulative", "by_group_detail", "nuo"),),
    "sustained_construction_engineering": tuple(
        ("sustained_outflow", "cumulative", "by_sector", sector) for sector in ("construction", "engineering")
    ),
}


_NOT_FIGURES = frozenset(
    {
        canonical.DIGEST_KEY,
        "rows_sha256",
        "known_on",
        "edition",
        "left_out",
        "municipalities",
        "werkpleinen",
        "programmes",
    }
)


class OutOfOrderError(ValueError):
    """A later report is public already: the tables of an earlier one would say what that one hides."""


def make_public(exact: Json, earlier: Sequence[Publication] = ()) -> dict[str, Any]:
    """Return the public document of a report, with a digest of its own.

    ``earlier``: the reports of the region that were published before, in the order in which they were, each as its
    exact and its public document. Raises OutOfOrderError when one of them ends after this report.
    """
    if any(one.ends_on > str(exact["to"]) for one in earlier):
        message = "a later report of this region is public already"
        raise OutOfOrderError(message)
    public = _frame(exact)
    known = [*earlier, Publication(exact, public)]
    for series in SERIES:
        _count(known, series)
    for split in SPLITS:
        _divide(known, split)
    _copy_what_equals_another(exact, public)
    public["targets"] = _targets(exact, public)
    _open_cost_per_sustained(exact, public)
    _name_what_is_shown(exact, public)
    public["left_out"] = left_out(exact, public)
    return public | {canonical.DIGEST_KEY: canonical.digest(public)}


def left_out(exact: Json, public: Json, path: str = "") -> list[str]:
    """Return the parts of the exact report that have no place in the public one, by their path; not what is in them."""
    found: list[str] = []
    for key in sorted(exact):
        below = f"{path}.{key}" if path else key
        if key in _NOT_FIGURES:
            continue
        if exact[key] in (None, {}, [], ""):
            continue
        if public.get(key) in (None, [], ""):
            found.append(below)
        elif isinstance(exact[key], Mapping) and isinstance(public[key], Mapping) and not _is_map(below):
            found += left_out(exact[key], public[key], below)
    return found


def _is_map(path: str) -> bool:
    """A map of categories: one that is missing there is zero, and its name says enough."""
    return path.rsplit(".", 1)[-1].startswith("by_")


def _frame(exact: Json) -> dict[str, Any]:
    """Everything that says nothing about persons; texts, rows and single contracts are left out."""
    public: dict[str, Any] = {key: copy.deepcopy(exact.get(key)) for key in (*_ABOUT, *_OPEN)}
    public |= {"edition": "public", "public_schema": PUBLIC_SCHEMA, "manager_text": "", "changes": [], "late": []}
    public["partner_efforts"] = None
    public["finance"] = _picked(exact.get("finance"), _FINANCE)
    public["sroi"] = _social_return(exact.get("sroi"))
    for topic in {series.cumulative[0] for series in SERIES}:
        if exact.get(topic) is None:
            public[topic] = None
        elif topic == "at_work_after":
            public[topic] = {months: {} for months in AFTER if months in exact[topic]}
        else:
            public[topic] = {"period": {}, "cumulative": {}}
    spending = value_at(exact, ("sroi_jobs", "cumulative", "spending"))
    if spending is not None:
        for when in ("period", "cumulative"):
            public["sroi_jobs"][when]["spending"] = exact["sroi_jobs"][when]["spending"]
    return public


def _picked(holder: Any, keys: Sequence[str]) -> dict[str, Any] | None:
    if not isinstance(holder, Mapping):
        return None
    return {key: copy.deepcopy(holder[key]) for key in keys if key in holder}


def _social_return(exact: Any) -> dict[str, Any] | None:
    """The sums of the region; hidden while they are of a few contracts, which would tell what one of them owes."""
    if not isinstance(exact, Mapping):
        return None
    contracts = exact.get("contracts") or []
    since = [one for one in contracts if Decimal(one["precalculated_cumulative"])]
    now = [one for one in contracts if Decimal(one["precalculated_period"])]
    shown: dict[str, Any] = {key: dict(exact[key]) for key in _SROI}
    if len(since) < LEAST:
        shown = {key: {"period": HIDDEN, "cumulative": HIDDEN} for key in _SROI}
    elif 0 < len(now) < LEAST:
        # The total so far minus that of the report before would be the period's amount.
        shown["precalculated"] = {"period": HIDDEN, "cumulative": HIDDEN}
    return shown | {"expected": exact.get("expected"), "by_authority": [], "contracts": []}


def _count(known: Sequence[Publication], series: Series) -> None:
    public: Any = known[-1].public
    found = [totals.standing(one, series) for one in known]
    new = found.pop()
    if new is None:
        return
    decided = totals.decide([one for one in found if one is not None], new)
    _put(public, series.cumulative, decided.shown_total)
    if series.period is not None:
        _put(public, series.period, decided.shown_period)


def _divide(known: Sequence[Publication], split: Split) -> None:
    before: list[splits.Division] = []
    for one in known[:-1]:
        found = _division(before, one, split)
        if found is not None:
            before.append(found)
    last = known[-1]
    public: Any = last.public
    new = _division(before, last, split)
    if new is None:
        return
    shown: Mapping[str, Any] | None = None
    if isinstance(value_at(last.public, split.parent), int) or _is_zero(last.public, split.parent):
        decided = splits.decide(before, new, grows=split.grows)
        shown = decided.shown and {name: value for name, value in decided.shown.items() if name != splits.REST}
    if not split.names:
        _put(public, split.categories, shown and {name: value for name, value in shown.items() if value != 0})
        return
    for name in split.names:
        _put(public, (*split.categories, name), shown and shown[name])


def _division(earlier: Sequence[splits.Division], one: Publication, split: Split) -> splits.Division | None:
    counts = split.counts(one.exact)
    if counts is None:
        counts = {}
    total = value_at(one.exact, split.parent)
    if not isinstance(total, int):
        if value_at(one.exact, split.parent[:-1]) is None:
            return None
        total = 0
    return splits.division(earlier, one.ends_on, total, counts, _shown(one.public, split))


def _shown(public: Json, split: Split) -> dict[str, int | str] | None:
    if split.names:
        found = {name: value_at(public, (*split.categories, name)) for name in split.names}
        return None if any(value is None for value in found.values()) else found
    shown = value_at(public, split.categories)
    return None if shown is None else dict(shown)


def _is_zero(public: Json, path: Path) -> bool:
    """A category that is missing from a map which is shown."""
    holder = value_at(public, path[:-1])
    return isinstance(holder, Mapping) and path[-1] not in holder and path[-2].startswith("by_")


def _put(document: MutableMapping[str, Any], path: Path, value: Any) -> None:
    holder: Any = document
    for key in path[:-1]:
        holder = holder.setdefault(key, {})
        if holder is None:
            return
    holder[path[-1]] = value


def _copy_what_equals_another(exact: Json, public: MutableMapping[str, Any]) -> None:
    """Jobs from the programme are the employments with social return: shown as that is, or not at all."""
    if value_at(exact, ("sroi_jobs", "cumulative", "from_programme")) is None:
        return
    same = value_at(exact, ("sroi_jobs", "cumulative", "from_programme")) == value_at(
        exact, ("employments", "cumulative", "sroi")
    )
    shown = value_at(public, ("employments", "cumulative", "sroi"))
    _put(public, ("sroi_jobs", "cumulative", "from_programme"), shown if same else None)
    _put(public, ("sroi_jobs", "period", "from_programme"), None)


def _targets(exact: Json, public: Json) -> dict[str, Any] | None:
    """Each target beside the public count of it; hidden where that is."""
    targets = exact.get("targets")
    if not isinstance(targets, Mapping):
        return None
    shown = {}
    for name, target in targets.items():
        actual = _sum([_public_count(public, path) for path in _ACTUAL.get(name, ((),))])
        deviation: Any = None
        if target["target"] is not None:
            deviation = actual - target["target"] if isinstance(actual, int) else (actual and HIDDEN)
        shown[name] = {**copy.deepcopy(dict(target)), "actual": actual, "deviation": deviation}
    return shown


def _public_count(public: Json, path: Path) -> Any:
    if not path:
        return None
    return 0 if _is_zero(public, path) else value_at(public, path)


def _sum(counts: Sequence[Any]) -> Any:
    if any(count is None for count in counts):
        return None
    if all(isinstance(count, int) for count in counts):
        return sum(counts)
    return SMALL if counts == [SMALL] else HIDDEN


def _name_what_is_shown(exact: Json, public: MutableMapping[str, Any]) -> None:
    """The names of the municipalities and Werkpleinen that have a line; of others nobody learns that somebody came."""
    codes: set[str] = set()
    for split in SPLITS:
        if split.categories[-1] in {"by_municipality", "by_werkplein"}:
            codes |= set(value_at(public, split.categories) or ())
    for key in ("municipalities", "werkpleinen"):
        known = exact.get(key) or {}
        public[key] = {code: _name(known[code]) for code in sorted(codes & set(known))}


def _name(known: Any) -> dict[str, str]:
    return {"name": known if isinstance(known, str) else known["name"]}


def _open_cost_per_sustained(exact: Json, public: MutableMapping[str, Any]) -> None:
    """Spending divided by this amount gives the persons back: it is shown only where their number is."""
    cost = value_at(exact, ("finance", "cost_per_sustained"))
    shown = value_at(public, ("sustained_outflow", "cumulative", "total"))
    if public["finance"] is not None and cost is not None:
        public["finance"]["cost_per_sustained"] = cost if isinstance(shown, int) else HIDDEN
