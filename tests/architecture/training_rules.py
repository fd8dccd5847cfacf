"""As ``rules``, for training: what is given in a region, who takes part in it, and what it costs."""

from tests.architecture.candidate_rules import Rule, of_file, writes_file
from tests.architecture.money_rules import keeps_money
from tests.architecture.visibility import Acts, Row, World


def _reads_training(world: World, who: Acts, row: Row) -> bool:
    """What can be followed: the coordination point and every Werkplein of the region."""
    return row["region_id"] in who.regions and (who.coordinates(row["region_id"]) or who.kind == "werkplein")


def _reads_programmes(world: World, who: Acts, row: Row) -> bool:
    """Spending is linked to a programme by who keeps the money."""
    return _reads_training(world, who, row) or keeps_money(world, who, row)


def _coordinates(world: World, who: Acts, row: Row) -> bool:
    return who.coordinates(row["region_id"])


def _writing_coordination(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.coordinates(row["region_id"])


def _of_programme(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("candidates_trainingprogramme", row["programme_id"]))


def _adds_seat(world: World, who: Acts, row: Row) -> bool:
    """A Werkplein puts forward; the coordination point also offers."""
    own = row["added_for_id"] == who.organisation and writes_file(world, who, row)
    return own and (row["state"] == "seat_waiting" or who.coordinates(row["region_id"]))


def _enters_cost(world: World, who: Acts, row: Row) -> bool:
    return row["entered_by_id"] == who.user and _writing_coordination(world, who, row)


SEES: dict[str, Rule] = {
    "candidates_trainingprogramme": _reads_programmes,
    "candidates_programmeoccupation": _of_programme(_reads_programmes),
    "candidates_traininggroup": _reads_training,
    "candidates_trainingseat": of_file,
    "candidates_enrolment": of_file,
    "candidates_trainingprogrammeevent": _reads_programmes,
    "candidates_enrolmentevent": of_file,
    "candidates_trainingcost": _coordinates,
    "candidates_trainingplan": _coordinates,
}

CHANGES: dict[str, Rule] = {
    "candidates_trainingprogramme": _writing_coordination,
    "candidates_traininggroup": _writing_coordination,
    "candidates_trainingseat": writes_file,
    "candidates_enrolment": writes_file,
    "candidates_trainingcost": _writing_coordination,
    "candidates_trainingplan": _writing_coordination,
}

ADDS: dict[str, Rule] = {
    "candidates_trainingprogramme": _writing_coordination,
    "candidates_programmeoccupation": _of_programme(_writing_coordination),
    "candidates_traininggroup": _writing_coordination,
    "candidates_trainingseat": _adds_seat,
    "candidates_enrolment": writes_file,
    "candidates_trainingcost": _enters_cost,
    "candidates_trainingplan": _writing_coordination,
}

REMOVES: dict[str, Rule] = {"candidates_programmeoccupation": _of_programme(_writing_coordination)}
