"""As ``rules``, for the back office: who sees, changes, adds and removes what about candidates."""

from collections.abc import Callable

from tests.architecture.visibility import Acts, Row, World

Rule = Callable[[World, Acts, Row], bool]

#: Who registers people, sees who they are, and does not open the file.
REGISTRANTS = {"uwv", "sw_company", "school", "temp_agency"}


def candidate_of(world: World, row: Row) -> Row:
    return world.get("candidates_candidate", row["candidate_id"])


def works_candidate(world: World, who: Acts, candidate: Row) -> bool:
    """The coordination point, the Werkplein of the candidate, and a Werkplein that registered him."""
    organisation = who.organisation
    of_werkplein = who.kind == "werkplein" and organisation in {
        candidate["werkplein_id"],
        candidate["registrant_organisation_id"],
    }
    return candidate["region_id"] in who.regions and (who.coordinates(candidate["region_id"]) or of_werkplein)


def sees_candidate(world: World, who: Acts, candidate: Row) -> bool:
    registered = candidate["registrant_organisation_id"] == who.organisation and who.kind in REGISTRANTS
    return works_candidate(world, who, candidate) or (registered and candidate["region_id"] in who.regions)


def _takes_back(world: World, who: Acts, candidate: Row) -> bool:
    return (
        who.writes
        and sees_candidate(world, who, candidate)
        and candidate["registrant_organisation_id"] == who.organisation
        and candidate["state"] in {"registered", "withdrawn"}
    )


def changes_candidate(world: World, who: Acts, candidate: Row) -> bool:
    return (who.writes and works_candidate(world, who, candidate)) or _takes_back(world, who, candidate)


def registers(world: World, who: Acts, candidate: Row) -> bool:
    own = candidate["registrant_organisation_id"] == who.organisation and sees_candidate(world, who, candidate)
    return who.writes and (own or who.coordinates(candidate["region_id"]))


def of_candidate(rule: Rule) -> Rule:
    """Of what belongs to a candidate: what holds for him."""
    return lambda world, who, row: rule(world, who, candidate_of(world, row))


def writes_file(world: World, who: Acts, row: Row) -> bool:
    """Something in the file of a candidate, by who works it."""
    return who.writes and works_candidate(world, who, candidate_of(world, row))


#: Something in the file, seen by who works it.
of_file: Rule = of_candidate(works_candidate)


def _seen_identity(world: World, who: Acts, row: Row) -> bool:
    shared = who.organisation in row["shared_with"]
    return shared or sees_candidate(world, who, candidate_of(world, row))


def _in_own_region(world: World, who: Acts, row: Row) -> bool:
    return row["region_id"] in who.regions


def _writing_coordination(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.coordinates(row["region_id"])


def _of_identity(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("candidates_candidateidentity", row["pgh_obj_id"]))


def _of_document(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("candidates_candidatedocument", row["document_id"]))


def _of_content(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("candidates_documentcontent", row["content_id"]))


def _sends_document(world: World, who: Acts, row: Row) -> bool:
    own = (row["organisation_id"], row["uploaded_by_id"]) == (who.organisation, who.user)
    return own and row["state"] == "quarantined" and writes_file(world, who, row)


def _own_contact(world: World, who: Acts, row: Row) -> bool:
    return row["by_id"] == who.user and writes_file(world, who, row)


def _notes_contact(world: World, who: Acts, row: Row) -> bool:
    return row["organisation_id"] == who.organisation and _own_contact(world, who, row)


def _own_assignment(world: World, who: Acts, row: Row) -> bool:
    return row["organisation_id"] == who.organisation and row["region_id"] in who.regions


def _decides_assignment(world: World, who: Acts, row: Row) -> bool:
    return who.writes and row["made_by_id"] == who.user and _own_assignment(world, who, row)


def works_both(*columns: str) -> Rule:
    """Two files that are compared or merged: for who works with both."""
    return lambda world, who, row: all(
        works_candidate(world, who, world.get("candidates_candidate", row[column])) for column in columns
    )


_pair, _merge = works_both("one_id", "other_id"), works_both("kept_id", "gone_id")


def _merges(world: World, who: Acts, row: Row) -> bool:
    own = (row["organisation_id"], row["merged_by_id"]) == (who.organisation, who.user)
    return who.writes and own and row["moved"] in ({}, "{}") and row["undone_at"] is None and _merge(world, who, row)


def _answers_for_agency(world: World, who: Acts, row: Row) -> bool:
    own = (row["organisation_id"], row["answered_by_id"]) == (who.organisation, who.user)
    return who.writes and own and sees_candidate(world, who, candidate_of(world, row))


def _told_of_task(world: World, who: Acts, row: Row) -> bool:
    """That somebody may be there twice is told to the coordination point alone."""
    told = row["kind"] != "duplicate" or who.coordinates(row["region_id"])
    return told and of_file(world, who, row)


def _writes_task(world: World, who: Acts, row: Row) -> bool:
    return who.writes and _told_of_task(world, who, row)


SEES: dict[str, Rule] = {
    "candidates_candidatetask": _told_of_task,
    "candidates_assignment": _own_assignment,
    "candidates_candidateprofile": of_file,
    "candidates_agencyconditions": of_candidate(sees_candidate),
    "candidates_openregistration": of_file,
    "candidates_owncv": of_file,
    "candidates_possibleduplicate": _pair,
    "candidates_candidatemerge": _merge,
    "candidates_contactmoment": of_file,
    "candidates_assessment": of_file,
    "candidates_candidatedocument": of_file,
    "candidates_documentcontent": _of_document(of_file),
    "candidates_documentpage": _of_content(_of_document(of_file)),
    "candidates_candidate": sees_candidate,
    "candidates_candidateevent": lambda w, who, row: works_candidate(
        w, who, w.get("candidates_candidate", row["pgh_obj_id"])
    ),
    "candidates_candidateidentity": _seen_identity,
    "candidates_candidateidentityevent": _of_identity(of_file),
    "candidates_candidatestep": of_file,
    "candidates_backofficepolicy": _in_own_region,
    "candidates_werkpleinarea": _in_own_region,
    "organisations_occupation": _in_own_region,
}

CHANGES: dict[str, Rule] = {
    "candidates_candidatetask": _writes_task,
    "candidates_assignment": _decides_assignment,
    "candidates_candidateprofile": writes_file,
    "candidates_possibleduplicate": lambda w, who, row: who.writes and _pair(w, who, row),
    "candidates_assessment": writes_file,
    "candidates_candidatedocument": writes_file,
    "candidates_candidate": changes_candidate,
    "candidates_candidateidentity": writes_file,
    "candidates_backofficepolicy": _writing_coordination,
    "candidates_werkpleinarea": _writing_coordination,
    "organisations_occupation": _writing_coordination,
}

ADDS: dict[str, Rule] = {
    "candidates_candidatetask": _writes_task,
    "candidates_assignment": _decides_assignment,
    "candidates_candidateprofile": writes_file,
    "candidates_agencyconditions": _answers_for_agency,
    "candidates_candidatemerge": _merges,
    "candidates_contactmoment": _notes_contact,
    "candidates_assessment": writes_file,
    "candidates_candidatedocument": _sends_document,
    "candidates_documentcontent": _of_document(_sends_document),
    "candidates_candidate": registers,
    "candidates_candidateidentity": lambda w, who, row: (
        writes_file(w, who, row) or _takes_back(w, who, candidate_of(w, row))
    ),
    "candidates_candidatestep": lambda w, who, row: (
        writes_file(w, who, row) or _takes_back(w, who, candidate_of(w, row))
    ),
    "candidates_backofficepolicy": _writing_coordination,
    "candidates_werkpleinarea": _writing_coordination,
    "organisations_occupation": _writing_coordination,
}

REMOVES: dict[str, Rule] = {
    "candidates_contactmoment": _own_contact,
    "candidates_werkpleinarea": _writing_coordination,
}
