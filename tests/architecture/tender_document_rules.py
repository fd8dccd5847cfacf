"""As ``rules``, for the files with a tender: who works on it reads all, the region what is public of the calendar."""

from tests.architecture.candidate_rules import Rule
from tests.architecture.visibility import Acts, Row, World


def _tender(world: World, row: Row) -> Row:
    return world.get("tenders_tender", row["tender_id"])


def _seen(world: World, who: Acts, row: Row) -> bool:
    tender = _tender(world, row)
    is_open = row["is_public"] and row["state"] == "checked" and row["removed_at"] is None
    return world.watches_tender(who, tender) or (is_open and world.sees_tender(who, tender))


def _changed(world: World, who: Acts, row: Row) -> bool:
    return world.awards(who, _tender(world, row))


def _sent(world: World, who: Acts, row: Row) -> bool:
    own = (row["organisation_id"], row["uploaded_by_id"]) == (who.organisation, who.user)
    return own and row["state"] == "quarantined" and _changed(world, who, row)


def _of_document(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("tenders_tenderdocument", row["document_id"]))


def _of_content(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("tenders_tenderdocumentcontent", row["content_id"]))


SEES: dict[str, Rule] = {
    "tenders_tenderdocument": _seen,
    "tenders_tenderdocumentcontent": _of_document(_seen),
    "tenders_tenderdocumentpage": _of_content(_of_document(_seen)),
}
CHANGES: dict[str, Rule] = {"tenders_tenderdocument": _changed}
ADDS: dict[str, Rule] = {
    "tenders_tenderdocument": _sent,
    "tenders_tenderdocumentcontent": _of_document(_sent),
}
