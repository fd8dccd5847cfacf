"""As ``rules``, for vacancies, proposals and the links with which candidates open their own page."""

from tests.architecture.candidate_rules import Rule, candidate_of, of_file, works_candidate, writes_file
from tests.architecture.placement_rules import EMPLOYERS
from tests.architecture.visibility import Acts, Row, World

#: What the employer reads of a proposal: the candidate said yes, and nobody has said no since.
KNOWN_TO_EMPLOYER = {"agreed", "meeting", "hired"}


def _is_employer(who: Acts, row: Row) -> bool:
    return who.kind in EMPLOYERS and row["employer_organisation_id"] == who.organisation


def _mediates(who: Acts, row: Row) -> bool:
    """The coordination point, and every Werkplein of the region."""
    of_region = row["region_id"] in who.regions
    return who.coordinates(row["region_id"]) or (who.kind == "werkplein" and of_region)


def _knows_vacancy(_world: World, who: Acts, row: Row) -> bool:
    """What stands beside the public facts too: the employer, and who mediates."""
    return _is_employer(who, row) or _mediates(who, row)


def _sees_vacancy(world: World, who: Acts, row: Row) -> bool:
    is_open = row["state"] == "vacancy_open" and row["region_id"] in who.regions
    return is_open or _knows_vacancy(world, who, row)


def _writes_vacancy(_world: World, who: Acts, row: Row) -> bool:
    own = _is_employer(who, row) and row["region_id"] in who.regions
    return who.writes and (own or _mediates(who, row))


def _keeps_history(_world: World, who: Acts, row: Row) -> bool:
    """Who changed what: the employer and the coordination point."""
    return _is_employer(who, row) or who.coordinates(row["region_id"])


def _sees_proposal(world: World, who: Acts, row: Row) -> bool:
    """Who works the file; the employer after the candidate's yes, also taken back, and what he himself said no to."""
    over = row["state"] == "proposal_withdrawn"
    refused_himself = row["state"] == "employer_refused" and row["employer_answered_at"] is not None
    told = row["answered_at"] is not None and (row["state"] in KNOWN_TO_EMPLOYER or over or refused_himself)
    return works_candidate(world, who, candidate_of(world, row)) or (told and _is_employer(who, row))


def _answers_proposal(world: World, who: Acts, row: Row) -> bool:
    return who.writes and _sees_proposal(world, who, row)


def _of_event(table: str, rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get(table, row["pgh_obj_id"]))


def _of_proposal(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("placements_proposal", row["proposal_id"]))


_of_worked, _writes_of_worked = _of_proposal(of_file), _of_proposal(writes_file)

SEES: dict[str, Rule] = {
    "placements_vacancy": _sees_vacancy,
    "placements_vacancyevent": _of_event("placements_vacancy", _keeps_history),
    "placements_vacancyfile": _knows_vacancy,
    "placements_vacancyfileevent": _of_event("placements_vacancyfile", _keeps_history),
    "placements_proposal": _sees_proposal,
    "placements_proposalevent": _of_event("placements_proposal", of_file),
    "placements_proposalfile": _of_worked,
    "placements_proposalfileevent": _of_event("placements_proposalfile", _of_worked),
    "candidates_ownpage": of_file,
}

CHANGES: dict[str, Rule] = {
    "placements_vacancy": _writes_vacancy,
    "placements_vacancyfile": _writes_vacancy,
    "placements_proposal": _answers_proposal,
    "placements_proposalfile": _writes_of_worked,
    "candidates_ownpage": writes_file,
}

ADDS: dict[str, Rule] = {
    "placements_vacancy": _writes_vacancy,
    "placements_vacancyfile": _writes_vacancy,
    "placements_proposal": writes_file,
    "placements_proposalfile": _writes_of_worked,
    "candidates_ownpage": writes_file,
}
