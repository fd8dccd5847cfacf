"""As ``rules``, for reports: judged by partners, published per edition, sent, downloaded and evaluated."""

from tests.architecture.candidate_rules import Rule
from tests.architecture.visibility import Acts, Row, World

READERS = {"municipality", "province", "authority", "housing_corporation", "school", "werkplein", "ministry"}


def watches(world: World, who: Acts, row: Row) -> bool:
    return who.is_bureau_of(row["region_id"]) or who.coordinates(row["region_id"])


def _bureau(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.is_bureau_of(row["region_id"])


def _reads_edition(world: World, who: Acts, row: Row) -> bool:
    """The exact edition: partners, authorities, Werkpleinen and the ministry of the region; the public one: all there."""
    if watches(world, who, row):
        return True
    if row["edition"] == "public":
        return row["region_id"] in who.regions
    return world.is_partner(who, row["region_id"]) or (who.kind in READERS and row["region_id"] in who.regions)


def _reads_file(world: World, who: Acts, row: Row) -> bool:
    if watches(world, who, world.get("reporting_report", row["report_id"])):
        return True
    published = any(
        (one["report_id"], one["edition"]) == (row["report_id"], row["edition"]) and _reads_edition(world, who, one)
        for one in world.rows["reporting_reportpublication"].values()
    )
    asked = row["edition"] == "exact" and any(
        one["report_id"] == row["report_id"] and one["organisation_id"] == who.organisation and not one["closed_at"]
        for one in world.rows["reporting_judgement"].values()
    )
    return published or asked


def _own(world: World, who: Acts, row: Row) -> bool:
    return row["organisation_id"] == who.organisation


def _watches_or_own(world: World, who: Acts, row: Row) -> bool:
    return watches(world, who, row) or _own(world, who, row)


def _partners(world: World, who: Acts, row: Row) -> bool:
    return (
        watches(world, who, row)
        or world.is_partner(who, row["region_id"])
        or (who.kind == "ministry" and row["region_id"] in who.regions)
    )


def _own_partner(world: World, who: Acts, row: Row) -> bool:
    return who.writes and _own(world, who, row) and world.is_partner(who, row["region_id"])


def _signed_by(column: str, rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, row) and row[column] == who.user


def _takes_file(world: World, who: Acts, row: Row) -> bool:
    files = [
        one
        for one in world.rows["reporting_reportfile"].values()
        if (one["report_id"], one["edition"], one["format"]) == (row["report_id"], row["edition"], row["format"])
    ]
    own = (row["organisation_id"], row["user_id"]) == (who.organisation, who.user)
    return own and any(_reads_file(world, who, one) for one in files)


def _bureau_or_own_partner(world: World, who: Acts, row: Row) -> bool:
    return _bureau(world, who, row) or _own_partner(world, who, row)


SEES: dict[str, Rule] = {
    "reporting_reportpublication": _reads_edition,
    "reporting_reportfile": _reads_file,
    "reporting_publicconsent": _watches_or_own,
    "reporting_judgement": _watches_or_own,
    "reporting_reportdownload": _watches_or_own,
    "reporting_reportsending": _watches_or_own,
    "reporting_reportevent": watches,
    "reporting_reportwarning": watches,
    "reporting_reportpolicy": lambda _world, who, row: row["region_id"] in who.regions,
    "reporting_evaluation": _partners,
    "reporting_evaluationopinion": _partners,
    "reporting_story": lambda _world, who, row: who.is_bureau_of(row["region_id"]),
}

CHANGES: dict[str, Rule] = {
    "reporting_publicconsent": _bureau_or_own_partner,
    "reporting_judgement": lambda world, who, row: _bureau(world, who, row) or (who.writes and _own(world, who, row)),
    "reporting_reportwarning": lambda world, who, row: _bureau(world, who, row) and row["by_id"] in {None, who.user},
    "reporting_reportpolicy": _bureau,
    "reporting_evaluation": _bureau,
    "reporting_evaluationopinion": _bureau_or_own_partner,
    "reporting_story": _bureau,
}

ADDS: dict[str, Rule] = {
    "reporting_reportpublication": _signed_by("published_by_id", _bureau),
    "reporting_publicconsent": _signed_by("recorded_by_id", _bureau_or_own_partner),
    "reporting_judgement": _signed_by("invited_by_id", _bureau),
    "reporting_reportdownload": _takes_file,
    "reporting_reportevent": _signed_by("by_id", _bureau),
    "reporting_reportpolicy": _bureau,
    "reporting_evaluation": _bureau,
    "reporting_story": _signed_by("written_by_id", _bureau),
    "reporting_evaluationopinion": _signed_by("recorded_by_id", _bureau_or_own_partner),
}

REMOVES: dict[str, Rule] = {
    "reporting_reportpublication": _bureau,
    "reporting_judgement": lambda world, who, row: _bureau(world, who, row) and not row["written_at"],
    "reporting_evaluationopinion": _bureau,
}
