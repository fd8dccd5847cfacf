"""As ``rules``, for what is kept how long and how a region is reached: who sees and decides it."""

from tests.architecture.candidate_rules import Rule
from tests.architecture.visibility import Acts, Row, World


def _in_own_region(world: World, who: Acts, row: Row) -> bool:
    return row["region_id"] in who.regions


def _writing_coordination(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.coordinates(row["region_id"])


def _reaches(world: World, who: Acts, row: Row) -> bool:
    """How a region is reached, is written by its coordination point or by the operator."""
    return who.writes and (who.coordinates(row["region_id"]) or who.operates)


def _works_with(world: World, who: Acts, row: Row) -> bool:
    return who.coordinates(row["region_id"]) or row["organisation_id"] == who.organisation


def _asks(world: World, who: Acts, row: Row) -> bool:
    """In his own name, and not as if it had been done."""
    own = (row["asked_by_id"], row["organisation_id"]) == (who.user, who.organisation)
    return own and row["done_at"] is None and _writing_coordination(world, who, row)


SEES: dict[str, Rule] = {
    "organisations_regioncontact": lambda w, who, row: who.operates or _in_own_region(w, who, row),
    "organisations_retentionpolicy": _in_own_region,
    "organisations_retentionmark": _works_with,
    "organisations_erasure": lambda _world, who, row: who.coordinates(row["region_id"]),
}

CHANGES: dict[str, Rule] = {
    "organisations_regioncontact": _reaches,
    "organisations_retentionpolicy": _writing_coordination,
    "organisations_retentionmark": lambda w, who, row: who.writes and _works_with(w, who, row),
}

ADDS: dict[str, Rule] = {
    "organisations_regioncontact": _reaches,
    "organisations_retentionpolicy": _writing_coordination,
    "organisations_erasure": _asks,
}
