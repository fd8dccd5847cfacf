"""As ``rules``, for local firms and who was invited."""

from organisations.choices import AUTHORITY_KINDS
from tests.architecture.candidate_rules import Rule
from tests.architecture.visibility import Acts, Row, World


def _firm_seen(world: World, who: Acts, row: Row) -> bool:
    """The coordination point all, those who buy the confirmed ones, a company its own once the address is proven."""
    proven = row["email_confirmed_at"] is not None or row["made_by_id"] is not None
    return (
        who.coordinates(row["region_id"])
        or (row["state"] == "confirmed" and who.kind in AUTHORITY_KINDS and row["region_id"] in who.regions)
        or (row["organisation_id"] == who.organisation and row["region_id"] in who.regions and proven)
    )


def _firm_kept(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.coordinates(row["region_id"])


def _firm_added(world: World, who: Acts, row: Row) -> bool:
    return row["made_by_id"] == who.user and _firm_kept(world, who, row)


def _firm_followed(world: World, who: Acts, row: Row) -> bool:
    return who.coordinates(world.get("tenders_localfirm", row["pgh_obj_id"])["region_id"])


def _invited_seen(world: World, who: Acts, row: Row) -> bool:
    watches = who.coordinates(row["region_id"]) or who.is_bureau_of(row["region_id"])
    return row["authority_id"] == who.organisation or watches


def _invites(world: World, who: Acts, row: Row) -> bool:
    return who.writes and (row["authority_id"] == who.organisation or who.coordinates(row["region_id"]))


def _invites_himself(world: World, who: Acts, row: Row) -> bool:
    return row["made_by_id"] == who.user and _invites(world, who, row)


SEES: dict[str, Rule] = {
    "tenders_localfirm": _firm_seen,
    "tenders_localfirmevent": _firm_followed,
    "tenders_firminvitation": _invited_seen,
    "tenders_firminvitationevent": _invited_seen,
}
CHANGES: dict[str, Rule] = {"tenders_localfirm": _firm_kept, "tenders_firminvitation": _invites}
ADDS: dict[str, Rule] = {"tenders_localfirm": _firm_added, "tenders_firminvitation": _invites_himself}
