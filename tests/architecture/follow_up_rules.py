"""As ``rules``, for checks after a placement and time with benefit kept: for who works the file, and nobody else."""

from tests.architecture.candidate_rules import Rule, candidate_of, of_file, works_candidate, writes_file
from tests.architecture.visibility import Acts, Row, World


def _of_placement(world: World, who: Acts, row: Row) -> bool:
    """The employer reads none of it: where somebody went after him is not his business."""
    placement = world.get("placements_placement", row["placement_id"])
    return works_candidate(world, who, candidate_of(world, placement))


def _writes_of_placement(world: World, who: Acts, row: Row) -> bool:
    return who.writes and _of_placement(world, who, row)


def _of_follow_up(column: str, rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("placements_followup", row[column]))


_TABLES = ("placements_followup", "placements_employercontact")

SEES: dict[str, Rule] = {
    **dict.fromkeys(_TABLES, _of_placement),
    "placements_followupevent": _of_follow_up("pgh_obj_id", _of_placement),
    "placements_followupquestion": _of_follow_up("follow_up_id", _of_placement),
    "candidates_benefitperiod": of_file,
    "candidates_benefitperiodevent": of_file,
    "candidates_benefitoverrun": of_file,
}

CHANGES: dict[str, Rule] = {
    **dict.fromkeys(_TABLES, _writes_of_placement),
    "placements_followupquestion": _of_follow_up("follow_up_id", _writes_of_placement),
    "candidates_benefitperiod": writes_file,
}

ADDS: dict[str, Rule] = {
    **dict.fromkeys(_TABLES, _writes_of_placement),
    "placements_followupquestion": _of_follow_up("follow_up_id", _writes_of_placement),
    "candidates_benefitperiod": writes_file,
    "candidates_benefitoverrun": writes_file,
}
