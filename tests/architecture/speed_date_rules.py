"""As ``rules``, for speed dates: who mediates reads the events, who works a file what is there of its candidate."""

from tests.architecture.candidate_rules import Rule, of_file, writes_file
from tests.architecture.visibility import Acts, Row, World


def _mediates(_world: World, who: Acts, row: Row) -> bool:
    return row["region_id"] in who.regions and (who.coordinates(row["region_id"]) or who.kind == "werkplein")


def _coordinates(_world: World, who: Acts, row: Row) -> bool:
    return who.coordinates(row["region_id"])


def _runs(_world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.coordinates(row["region_id"])


def _of_attendee(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("placements_speeddatecandidate", row["attendee_id"]))


def _to_come(rule: Rule) -> Rule:
    """Nobody joins a speed date that is over."""

    def joins(world: World, who: Acts, row: Row) -> bool:
        is_open = world.get("placements_speeddate", row["event_id"])["state"] in {
            "speeddate_draft",
            "speeddate_planned",
        }
        return is_open and rule(world, who, row)

    return joins


_ATTENDEE, _WISH, _MEETING = (f"placements_speeddate{part}" for part in ("candidate", "wish", "meeting"))

SEES: dict[str, Rule] = {
    "placements_speeddate": _mediates,
    "placements_speeddateevent": _coordinates,
    "placements_speeddateemployer": _mediates,
    _ATTENDEE: of_file,
    f"{_ATTENDEE}event": of_file,
    _WISH: _of_attendee(of_file),
    _MEETING: _of_attendee(of_file),
    f"{_MEETING}event": _of_attendee(of_file),
}

CHANGES: dict[str, Rule] = {
    "placements_speeddate": _runs,
    "placements_speeddateemployer": _runs,
    _ATTENDEE: writes_file,
    _WISH: _of_attendee(writes_file),
    _MEETING: _runs,
}

ADDS: dict[str, Rule] = {
    **CHANGES,
    **{table: _to_come(CHANGES[table]) for table in CHANGES if table != "placements_speeddate"},
}

#: Who takes his candidate out takes his talks along.
REMOVES: dict[str, Rule] = {
    "placements_speeddateemployer": _runs,
    _ATTENDEE: writes_file,
    _WISH: _of_attendee(writes_file),
    _MEETING: _of_attendee(writes_file),
}
