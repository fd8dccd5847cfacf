"""The same figures municipality by municipality and Werkplein by Werkplein."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from organisations.rounding import half_up
from reporting.overviews.dashboard.source import Figure, Source, share

THEN, NOW = "by_municipality", "by_municipality_now"
_COLUMNS = ("registrations", "training_started", "employments", "sustained_outflow")
_TWELVE = "12"


@dataclass(frozen=True)
class Municipality:
    """A row. ``at_work`` is the part still at work after twelve months, ``cost`` that of their training."""

    code: str
    name: str
    in_priority_area: bool
    in_region: bool
    registrations: Figure
    training_started: Figure
    employments: Figure
    sustained_outflow: Figure
    share: Decimal | None
    at_work: Decimal | None = None
    cost: Figure = Figure(None, in_euros=True)  # noqa: RUF009 -- frozen
    cost_per_person: Decimal | None = None


def municipalities(source: Source, *, division: str) -> list[Municipality]:
    """All municipalities in the figures, those of the region first, the most lasting work first."""
    known = source.map("municipalities")
    codes = {code for topic in _COLUMNS for code in source.map(topic, "cumulative", division)}
    rows = [_municipality(source, code, division, known.get(code, {})) for code in codes]
    return sorted(rows, key=lambda row: (not row.in_region, -(row.sustained_outflow.value or 0), row.name))


def totals(source: Source) -> dict[str, Figure]:
    return {topic: source.count(topic, "cumulative", "total") for topic in _COLUMNS}


def has_detail(source: Source) -> bool:
    """Cost and lasting are told by the division of then only (domain rules, section 10)."""
    return source.at("sustained_outflow", "cumulative", "by_municipality_detail") is not None


def werkpleinen(source: Source, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Who started work, who lasts, and what was spent for each person; empty without the detail."""
    way = ("sustained_outflow", "cumulative", "by_werkplein_detail")
    rows = []
    for code in source.map(*way):
        here = (*way, code)
        rows.append(
            {
                "name": names.get(code, code),
                "started_work": source.count(*here, "started_work"),
                "sustained": source.count(*here, "sustained"),
                "cost": source.amount(*here, "cost"),
                "cost_per_person": source.known_amount(*here, "cost_per_person"),
                "at_work": _still_at_work(source, *here),
            }
        )
    return sorted(rows, key=lambda row: (-(row["sustained"].value or 0), row["name"]))


def _municipality(source: Source, code: str, division: str, known: Mapping[str, Any]) -> Municipality:
    counts = {topic: source.count(topic, "cumulative", division, code) for topic in _COLUMNS}
    detail = ("sustained_outflow", "cumulative", "by_municipality_detail", code)
    has_own = division == THEN and source.at(*detail) is not None
    cost = source.amount(*detail, "cost") if has_own else Figure(None, in_euros=True)
    people = counts["sustained_outflow"].value
    return Municipality(
        code=code,
        name=known.get("name", code),
        in_priority_area=known.get("in_priority_area", False),
        in_region=known.get("in_region", False),
        **counts,
        share=share(people, source.at("sustained_outflow", "cumulative", "total")),
        at_work=_still_at_work(source, *detail) if has_own else None,
        cost=cost,
        cost_per_person=half_up(Decimal(cost.value) / people, 0) if cost.value is not None and people else None,
    )


def _still_at_work(source: Source, *way: str) -> Decimal | None:
    after = source.map(*way, "at_work_after", _TWELVE)
    return share(after.get("at_work"), (after.get("at_work") or 0) + (after.get("not_at_work") or 0))
