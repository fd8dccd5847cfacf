"""As ``rules``, for the money of the programme: who keeps it, who reads it, and who takes invoices over."""

from tests.architecture.candidate_rules import Rule
from tests.architecture.visibility import Acts, Row, World


def keeps_money(world: World, who: Acts, row: Row) -> bool:
    """The programme bureau, and the municipality that is the centre of the region."""
    is_centre = any(
        one["centre"] and (one["region_id"], one["organisation_id"]) == (row["region_id"], who.organisation)
        for one in world.rows["organisations_organisationregion"].values()
    )
    return is_centre or who.is_bureau_of(row["region_id"])


def _reads_money(world: World, who: Acts, row: Row) -> bool:
    return keeps_money(world, who, row) or who.coordinates(row["region_id"])


def _writes_money(world: World, who: Acts, row: Row) -> bool:
    return who.writes and keeps_money(world, who, row)


def _takes_over(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.coordinates(row["region_id"]) and row["training_cost_id"] is not None


def _line_changed(world: World, who: Acts, row: Row) -> bool:
    own = row["entered_by_id"] == who.user
    return _writes_money(world, who, row) or (own and _takes_over(world, who, row))


def _line_added(world: World, who: Acts, row: Row) -> bool:
    own = row["entered_by_id"] == who.user
    return own and (_writes_money(world, who, row) or _takes_over(world, who, row))


def _of_line(world: World, who: Acts, row: Row) -> bool:
    return _reads_money(world, who, world.get("reporting_spendingline", row["pgh_obj_id"]))


SEES: dict[str, Rule] = {
    "reporting_spendingline": _reads_money,
    "reporting_spendinglineevent": _of_line,
    "reporting_budgetline": _reads_money,
    "reporting_contributionshare": _reads_money,
}

CHANGES: dict[str, Rule] = {
    "reporting_spendingline": _line_changed,
    "reporting_contributionshare": _writes_money,
}

ADDS: dict[str, Rule] = {
    "reporting_spendingline": _line_added,
    "reporting_budgetline": lambda world, who, row: _writes_money(world, who, row) and row["entered_by_id"] == who.user,
    "reporting_contributionshare": _writes_money,
    "reporting_target": lambda _world, who, row: (
        who.writes and who.is_bureau_of(row["region_id"]) and row["entered_by_id"] == who.user
    ),
}
