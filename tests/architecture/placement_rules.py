"""As ``rules``, for employments of candidates: who works the file sees all of it, the employer that somebody works there."""

from tests.architecture.candidate_rules import Rule, candidate_of, works_candidate, writes_file
from tests.architecture.visibility import Acts, Row, World

#: Kinds that see whom they employ; an authority does not, though it can be an employer.
EMPLOYERS = {"contractor", "employer", "sw_company", "temp_agency", "training_provider"}


def sees_placement(world: World, who: Acts, row: Row) -> bool:
    employs = row["employer_organisation_id"] == who.organisation and who.kind in EMPLOYERS
    return employs or works_candidate(world, who, candidate_of(world, row))


def _placement(world: World, row: Row) -> Row:
    return world.get("placements_placement", row["placement_id"])


def _of_worked(world: World, who: Acts, row: Row) -> bool:
    """What hangs on a placement is for who works the file; the employer reads none of it."""
    return works_candidate(world, who, candidate_of(world, _placement(world, row)))


def _adds_of_worked(world: World, who: Acts, row: Row) -> bool:
    return who.writes and _of_worked(world, who, row)


SEES: dict[str, Rule] = {
    "placements_placement": sees_placement,
    "placements_placementevent": lambda w, who, row: works_candidate(
        w, who, candidate_of(w, w.get("placements_placement", row["pgh_obj_id"]))
    ),
    "placements_placementfile": _of_worked,
    "placements_placementfileevent": _of_worked,
    "placements_placementterm": _of_worked,
    "placements_conditioncheck": _of_worked,
}

CHANGES: dict[str, Rule] = {"placements_placement": writes_file, "placements_placementfile": _adds_of_worked}

ADDS: dict[str, Rule] = {
    "placements_placement": writes_file,
    "placements_placementfile": _adds_of_worked,
    "placements_placementterm": _adds_of_worked,
    "placements_conditioncheck": _adds_of_worked,
}

REMOVES: dict[str, Rule] = {"placements_placement": writes_file}
