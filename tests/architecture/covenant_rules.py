"""Who sees and writes what about the covenant: partners the meetings and the plan, and of promises and actions their own."""

from collections.abc import Callable

from tests.architecture.visibility import Acts, Row, World

Rule = Callable[[World, Acts, Row], bool]


def _reads_all(who: Acts, region) -> bool:
    of_ministry = who.kind == "ministry" and region in who.regions
    return who.is_bureau_of(region) or who.coordinates(region) or of_ministry


def _for_readers(world: World, who: Acts, row: Row) -> bool:
    return _reads_all(who, row["region_id"])


def _for_partners(world: World, who: Acts, row: Row) -> bool:
    return _reads_all(who, row["region_id"]) or world.is_partner(who, row["region_id"])


def _for_own(world: World, who: Acts, row: Row) -> bool:
    return _reads_all(who, row["region_id"]) or world.signed(who, row)


def _by_bureau(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.is_bureau_of(row["region_id"])


def _of_meeting(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("reporting_covenantmeeting", row["meeting_id"]))


def _event(table: str, rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get(table, row["pgh_obj_id"]))


_READS = {
    "reporting_covenantpartner": _for_partners,
    "reporting_covenantduty": _for_partners,
    "reporting_covenantmeeting": _for_partners,
    "reporting_planactivity": _for_partners,
    "reporting_dutyprogress": _for_own,
    "reporting_covenantaction": _for_own,
    "reporting_covenantrisk": _for_readers,
}
SEES: dict[str, Rule] = {
    **_READS,
    **{f"{table}event": _event(table, rule) for table, rule in _READS.items()},
    "reporting_meetingpresence": _of_meeting(_for_partners),
}
CHANGES: dict[str, Rule] = {
    **dict.fromkeys(_READS, _by_bureau),
    "reporting_covenantaction": lambda w, who, row: who.writes and (w.signed(who, row) or _by_bureau(w, who, row)),
}
ADDS: dict[str, Rule] = {**dict.fromkeys(_READS, _by_bureau), "reporting_meetingpresence": _of_meeting(_by_bureau)}
REMOVES: dict[str, Rule] = {"reporting_meetingpresence": _of_meeting(_by_bureau)}
