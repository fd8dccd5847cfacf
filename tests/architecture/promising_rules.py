"""As ``rules``, for the lists of promising occupations: a concept is the coordination point's own business."""

from tests.architecture.candidate_rules import Rule
from tests.architecture.visibility import Acts, Row, World


def _sees_list(_world: World, who: Acts, row: Row) -> bool:
    is_adopted = row["state"] == "promising_adopted"
    return who.coordinates(row["region_id"]) or (is_adopted and row["region_id"] in who.regions)


def _adds_list(_world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.coordinates(row["region_id"])


def _removes_list(world: World, who: Acts, row: Row) -> bool:
    return row["state"] == "promising_concept" and _adds_list(world, who, row)


def _keeps_history(_world: World, who: Acts, row: Row) -> bool:
    return who.coordinates(row["region_id"])


def _of_list(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("placements_promisinglist", row["promising_list_id"]))


SEES: dict[str, Rule] = {
    "placements_promisinglist": _sees_list,
    "placements_promisinglistevent": _keeps_history,
    "placements_promisingoccupation": _of_list(_sees_list),
    "placements_promisingoccupationevent": _of_list(_keeps_history),
}
#: The policy lets an adopted list be written; a trigger refuses it, so that the answer names the reason.
CHANGES: dict[str, Rule] = {
    "placements_promisinglist": _adds_list,
    "placements_promisingoccupation": _of_list(_removes_list),
}
ADDS: dict[str, Rule] = {
    # A list begins as a concept.
    "placements_promisinglist": _removes_list,
    "placements_promisingoccupation": _of_list(_removes_list),
}
REMOVES: dict[str, Rule] = {
    "placements_promisinglist": _removes_list,
    "placements_promisingoccupation": _of_list(_removes_list),
}
