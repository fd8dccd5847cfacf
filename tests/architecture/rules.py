"""Which rows of each table somebody sees, changes, adds and removes: table by table, out of ``World``'s answers."""

from collections.abc import Callable

from tests.architecture import (
    candidate_rules,
    covenant_rules,
    firm_rules,
    follow_up_rules,
    money_rules,
    placement_rules,
    promising_rules,
    report_rules,
    retention_rules,
    speed_date_rules,
    tender_document_rules,
    training_rules,
    vacancy_rules,
)
from tests.architecture.visibility import Acts, Row, World

Rule = Callable[[World, Acts, Row], bool]


def nobody(world: World, who: Acts, row: Row) -> bool:
    return False


def everybody(world: World, who: Acts, row: Row) -> bool:
    return True


def in_own_region(world: World, who: Acts, row: Row) -> bool:
    return row["region_id"] in who.regions


def own_in_own_region(world: World, who: Acts, row: Row) -> bool:
    return row["organisation_id"] == who.organisation and row["region_id"] in who.regions


def writing_in_own_region(world: World, who: Acts, row: Row) -> bool:
    return who.writes and own_in_own_region(world, who, row)


def _of_job(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("exchange_bulkjob", row["job_id"]))


def _administers_own(world: World, who: Acts, row: Row) -> bool:
    return who.administers and row["organisation_id"] == who.organisation


def _at_own_provider(world: World, who: Acts, row: Row) -> bool:
    return _administers_own(world, who, world.get("organisations_loginprovider", row["provider_id"]))


def bureau_or_coordination(world: World, who: Acts, row: Row) -> bool:
    return who.is_bureau_of(row["region_id"]) or who.coordinates(row["region_id"])


def writing_bureau(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.is_bureau_of(row["region_id"])


def writing_coordination(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.coordinates(row["region_id"])


def writing_bureau_or_coordination(world: World, who: Acts, row: Row) -> bool:
    return writing_bureau(world, who, row) or writing_coordination(world, who, row)


def writing_operator(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.operates


def _effort_seen(world: World, who: Acts, row: Row) -> bool:
    return world.signed(who, row) or bureau_or_coordination(world, who, row)


def _effort_written(world: World, who: Acts, row: Row) -> bool:
    return who.writes and (world.signed(who, row) or who.is_bureau_of(row["region_id"]))


def own_contractor_or_coordination(world: World, who: Acts, row: Row) -> bool:
    return row["contractor_id"] == who.organisation or who.coordinates(row["region_id"])


def _tariff(world: World, row: Row) -> Row:
    return world.get("tenders_tariff", row["tariff_id"])


def _of_tender(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("tenders_tender", row["tender_id"]))


def _of_step(rule: Rule) -> Rule:
    """Of what was said of a step: what holds for its tender."""
    of_tender = _of_tender(rule)
    return lambda world, who, row: of_tender(world, who, world.get("tenders_tenderstep", row["step_id"]))


def _said_of_own_step(world: World, who: Acts, row: Row) -> bool:
    step = world.get("tenders_tenderstep", row["step_id"])
    return step["by_id"] == who.user and _of_tender(World.awards)(world, who, step)


def _of_evidence(rule: Rule) -> Rule:
    """Of the content of evidence: what holds for its file."""
    return lambda world, who, row: rule(world, who, world.get("placements_evidencefile", row["evidence_id"]))


def _of_content(rule: Rule) -> Rule:
    return lambda world, who, row: rule(world, who, world.get("placements_evidencecontent", row["content_id"]))


def _tariff_seen(world: World, who: Acts, row: Row) -> bool:
    """A concept is the coordination point's own business."""
    return who.coordinates(row["region_id"]) or (row["published_at"] is not None and in_own_region(world, who, row))


def _writes_concept(world: World, who: Acts, row: Row) -> bool:
    return row["published_at"] is None and writing_coordination(world, who, row)


def _decides_person(world: World, who: Acts, row: Row) -> bool:
    own = (row["organisation_id"], row["decided_by_id"]) == (who.organisation, who.user)
    return own and writing_coordination(world, who, row)


def _asks_simulation(world: World, who: Acts, row: Row) -> bool:
    own = (row["organisation_id"], row["asked_by_id"]) == (who.organisation, who.user)
    return own and writing_coordination(world, who, row)


def _event(table: str, rule: Rule) -> Rule:
    """Of what became of a row is seen by who sees the row."""
    return lambda world, who, row: rule(world, who, world.get(table, row["pgh_obj_id"]))


def _of_sides(world: World, who: Acts, row: Row) -> bool:
    return world.is_side(who, world.contract_of(row))


def _responsible_seen(world: World, who: Acts, row: Row) -> bool:
    """Partners and subcontractors know whom to ask at the lead contractor."""
    of_lead = row["side"] == "contractor" and world.sees_contract(who, world.contract_of(row))
    return of_lead or _of_sides(world, who, row)


def _totals_seen(world: World, who: Acts, row: Row) -> bool:
    return world.sees_exact_totals(who, world.contract_of(row))


def _own_or_all_persons(world: World, who: Acts, row: Row) -> bool:
    return row["organisation_id"] == who.organisation or world.sees_all_persons(who, world.contract_of(row))


def _own_or_sides(column: str) -> Rule:
    return lambda world, who, row: row[column] == who.organisation or _of_sides(world, who, row)


def _of_awarded(world: World, who: Acts, row: Row) -> bool:
    return world.awards(who, world.contract_of(row))


def _own(world: World, who: Acts, row: Row) -> bool:
    return row["organisation_id"] == who.organisation


def _own_or_coordination(world: World, who: Acts, row: Row) -> bool:
    return row["organisation_id"] == who.organisation or who.coordinates(row["region_id"])


def _succession_seen(world: World, who: Acts, row: Row) -> bool:
    return who.organisation in {row["predecessor_id"], row["successor_id"]} or who.coordinates(row["region_id"])


def _settlement_seen(world: World, who: Acts, row: Row) -> bool:
    """A settlement that was withdrawn is none: its exact totals are for who sees those anyway."""
    if row["state"] == "withdrawn":
        return world.sees_exact_totals(who, world.contract_of(row))
    return _of_sides(world, who, row)


def _own_written(world: World, who: Acts, row: Row) -> bool:
    return who.writes and _own(world, who, row)


def _own_view(world: World, who: Acts, row: Row) -> bool:
    return who.writes and (row["organisation_id"], row["user_id"]) == (who.organisation, who.user)


def _own_mail(world: World, who: Acts, row: Row) -> bool:
    """Which mail somebody wants, for him at one organisation: an auditor too, it is about his own mailbox."""
    return (row["organisation_id"], row["user_id"]) == (who.organisation, who.user)


def _reminder_seen(world: World, who: Acts, row: Row) -> bool:
    """The company that was reminded, and who looks after or verifies the contract; not its other sides."""
    own = row["organisation_id"] == who.organisation
    return own or who.coordinates(row["region_id"]) or world.verifies(who, world.contract_of(row))


def _proposes_plan(world: World, who: Acts, row: Row) -> bool:
    contract = world.contract_of(row)
    return world.names_parties(who, row) and world.agrees_for_other_side(who, row, contract["contractor_id"])


def _proposes_effort(world: World, who: Acts, row: Row) -> bool:
    return world.agrees(who, row) and world.agrees_for_other_side(who, row, row["contractor_id"])


def _request_seen(world: World, who: Acts, row: Row) -> bool:
    """A request for candidates: the company itself, the Werkplein of the contract, and the coordination point."""
    of_werkplein = world.contract_of(row)["werkplein_id"] == who.organisation
    return row["contractor_id"] == who.organisation or of_werkplein or who.coordinates(row["region_id"])


def _request_changed(world: World, who: Acts, row: Row) -> bool:
    """Who answers; the company while it has no answer."""
    takes_back = row["state"] in {"candidates_asked", "candidates_sought", "withdrawn"}
    own = row["contractor_id"] == who.organisation and takes_back
    of_werkplein = world.contract_of(row)["werkplein_id"] == who.organisation
    return who.writes and (own or of_werkplein or who.coordinates(row["region_id"]))


def _request_asked(world: World, who: Acts, row: Row) -> bool:
    own = row["contractor_id"] == who.organisation and world.carries_out(who, world.contract_of(row))
    return who.writes and own and row["state"] == "candidates_asked"


def _membership_seen(world: World, who: Acts, row: Row) -> bool:
    """Of others only who can be named at a Werkplein or asked at the coordination point."""
    organisation = world.get("organisations_organisation", row["organisation_id"])
    to_be_named = organisation["kind"] in {"werkplein", "coordination_point"}
    return organisation["id"] == who.organisation or (to_be_named and world.sees_organisation(who, organisation["id"]))


#: Tables about one contract that its sides see, no partner or subcontractor; and of those the ones with a history.
OF_SIDES = (
    "contractversion",
    "contractband",
    "calloff",
    "turnover",
    "optionyear",
    "plan",
    "ladderstep",
    "notice",
)
#: What hangs on a tender, and is read with it.
PARTS_OF_TENDER = frozenset({"tenderlot", "expectedoccupation", "tenderstep"})
WITH_HISTORY = ("calloff", "turnover", "optionyear", "ladderstep")

SEES: dict[str, Rule] = {
    **candidate_rules.SEES,
    **covenant_rules.SEES,
    **report_rules.SEES,
    **retention_rules.SEES,
    **placement_rules.SEES,
    **firm_rules.SEES,
    **tender_document_rules.SEES,
    **follow_up_rules.SEES,
    **training_rules.SEES,
    **money_rules.SEES,
    **promising_rules.SEES,
    **speed_date_rules.SEES,
    **vacancy_rules.SEES,
    "organisations_organisationregion": lambda w, who, row: who.operates or in_own_region(w, who, row),
    "organisations_organisation": lambda w, who, row: w.sees_organisation(who, row["id"]),
    "organisations_membership": _membership_seen,
    "organisations_invitation": lambda _world, who, row: (
        who.operates or who.organisation in {row["organisation_id"], row["invited_from_id"]}
    ),
    "organisations_outboxmessage": nobody,
    "organisations_readlog": lambda _world, who, row: (
        who.coordinates(row["region_id"]) or (row["organisation_id"] == who.organisation and who.role != "member")
    ),
    "organisations_organisationevent": lambda w, who, row: w.sees_organisation(who, row["pgh_obj_id"]),
    "organisations_membershipevent": _own,
    "organisations_loginprovider": _administers_own,
    "organisations_loginproviderevent": _administers_own,
    "organisations_providedidentity": _at_own_provider,
    "organisations_regionevent": lambda _world, who, row: who.operates or row["pgh_obj_id"] in who.regions,
    "tenders_bulkchange": _own,
    "organisations_savedview": lambda _world, who, row: (
        row["organisation_id"] == who.organisation and (row["user_id"] == who.user or row["shared"])
    ),
    "organisations_mailchoice": _own_mail,
    "organisations_heldmail": _own_mail,
    "placements_reminder": _reminder_seen,
    "tenders_regionpolicy": in_own_region,
    "tenders_tariff": _tariff_seen,
    "tenders_tariffevent": _event("tenders_tariff", _tariff_seen),
    "tenders_block": lambda w, who, row: _tariff_seen(w, who, _tariff(w, row)),
    "placements_tariffsimulation": lambda _world, who, row: who.coordinates(row["region_id"]),
    "placements_persondecision": lambda _world, who, row: who.coordinates(row["region_id"]),
    "placements_personpage": lambda _world, who, row: who.coordinates(row["region_id"]),
    "placements_personrequest": lambda _world, who, row: who.coordinates(row["region_id"]),
    "placements_personasking": nobody,
    "tenders_tender": World.sees_tender,
    "tenders_calendardigest": nobody,
    "tenders_calendarfollower": nobody,
    "tenders_tenderevent": _event("tenders_tender", World.watches_tender),
    "tenders_tendervalue": World.sees_tender_value,
    "tenders_tendervalueevent": _event("tenders_tendervalue", _of_tender(World.watches_tender)),
    **{f"tenders_{part}": _of_tender(World.sees_tender) for part in PARTS_OF_TENDER},
    "tenders_tenderstepnote": _of_step(World.watches_tender),
    **{f"tenders_{part}event": _of_tender(World.watches_tender) for part in PARTS_OF_TENDER - {"tenderstep"}},
    "tenders_contract": World.sees_contract,
    "tenders_contractevent": _event("tenders_contract", World.sees_contract),
    **{f"tenders_{table}": _of_sides for table in OF_SIDES},
    **{f"tenders_{table}event": _event(f"tenders_{table}", _of_sides) for table in WITH_HISTORY},
    "tenders_planitem": World.sees_plan_item,
    "tenders_settlement": _settlement_seen,
    "tenders_settlementevent": _event("tenders_settlement", _settlement_seen),
    "tenders_responsible": _responsible_seen,
    "tenders_contracttotals": _totals_seen,
    "tenders_partytotals": _own_or_all_persons,
    "tenders_contractparty": _own_or_sides("organisation_id"),
    "tenders_agreement": _own_or_sides("contractor_id"),
    "tenders_certificate": _own_or_coordination,
    "tenders_certificateevent": _event("tenders_certificate", _own_or_coordination),
    "tenders_lettertemplate": in_own_region,
    "tenders_lettertemplateevent": in_own_region,
    "tenders_tendertext": in_own_region,
    "tenders_tendertextevent": in_own_region,
    "tenders_document": World.sees_document,
    "tenders_message": World.sees_message,
    "tenders_readmark": _own,
    "tenders_handover": World.sees_hand_over,
    "tenders_succession": _succession_seen,
    "tenders_successionevent": _event("tenders_succession", _succession_seen),
    "placements_deployedperson": World.sees_person,
    "placements_candidaterequest": _request_seen,
    "placements_personkey": nobody,
    "placements_deployment": lambda w, who, row: w.sees_deployment(who, row["id"]),
    "placements_deploymentevent": lambda w, who, row: w.sees_deployment(who, row["pgh_obj_id"]),
    "placements_hoursstatement": lambda w, who, row: w.sees_deployment(who, row["deployment_id"]),
    "placements_hoursstatementevent": lambda w, who, row: w.sees_deployment(who, row["deployment_id"]),
    "placements_contribution": World.sees_contribution,
    "placements_contributionevent": _event("placements_contribution", World.sees_contribution),
    "placements_evidencefile": World.sees_evidence,
    "placements_evidencecontent": _of_evidence(World.reads_evidence),
    "placements_evidencepage": _of_content(_of_evidence(World.reads_evidence)),
    "placements_yearline": lambda w, who, row: w.sees_deployment(who, row["deployment_id"]),
    "placements_yearlineevent": lambda w, who, row: w.sees_deployment(who, row["deployment_id"]),
    "placements_transition": World.sees_line_of,
    "placements_revaluationtask": World.sees_task,
    "placements_firstapproval": World.sees_first_approval,
    "placements_verdictsentences": lambda _world, who, row: (
        who.coordinates(row["region_id"]) or (who.verifies_own and row["region_id"] in who.regions)
    ),
    "placements_reversalrequest": World.sees_asked_again,
    "placements_sampleitem": World.sees_asked_again,
    "placements_sample": lambda w, who, row: (
        who.coordinates(row["region_id"]) or w.verifies_as(who, row["verified_by"])
    ),
    "reporting_report": bureau_or_coordination,
    "reporting_standing": bureau_or_coordination,
    "reporting_target": in_own_region,
    "reporting_partnereffort": _effort_seen,
    "reporting_covenantreminder": nobody,
    "reporting_partnereffortevent": _event("reporting_partnereffort", _effort_seen),
    "exchange_bulkjob": own_in_own_region,
    "exchange_bulkfile": _of_job(own_in_own_region),
    "exchange_importedrow": nobody,
    "exchange_payrollupload": own_in_own_region,
    "exchange_referralupload": own_in_own_region,
    "exchange_payrolllayout": own_in_own_region,
    "exchange_personnelnumber": own_in_own_region,
    "exchange_payrollperiod": own_in_own_region,
}

#: Which rows one may lock, and so change; a table that is not here nobody of an organisation changes.
CHANGES: dict[str, Rule] = {
    **candidate_rules.CHANGES,
    **covenant_rules.CHANGES,
    **report_rules.CHANGES,
    **retention_rules.CHANGES,
    **placement_rules.CHANGES,
    **firm_rules.CHANGES,
    **tender_document_rules.CHANGES,
    **follow_up_rules.CHANGES,
    **training_rules.CHANGES,
    **money_rules.CHANGES,
    **promising_rules.CHANGES,
    **speed_date_rules.CHANGES,
    **vacancy_rules.CHANGES,
    "organisations_organisationregion": writing_operator,
    "organisations_organisation": lambda _world, who, row: (
        (row["id"] == who.organisation and who.administers) or (who.operates and who.writes)
    ),
    "organisations_membership": lambda _world, who, row: row["organisation_id"] == who.organisation and who.administers,
    "organisations_loginprovider": _administers_own,
    "organisations_invitation": World.manages_invitation,
    "tenders_regionpolicy": writing_coordination,
    "tenders_tariff": writing_coordination,
    "placements_persondecision": writing_coordination,
    "placements_personpage": writing_coordination,
    "placements_personrequest": writing_coordination,
    "tenders_block": lambda w, who, row: writing_coordination(w, who, _tariff(w, row)),
    "tenders_tender": World.awards,
    "tenders_tendervalue": _of_tender(World.awards),
    **{f"tenders_{part}": _of_tender(World.awards) for part in PARTS_OF_TENDER - {"tenderstep"}},
    "tenders_contract": World.awards,
    "tenders_responsible": World.answers_for_side,
    "tenders_contractparty": World.names_parties,
    "tenders_calloff": _of_awarded,
    "tenders_turnover": _of_awarded,
    "tenders_optionyear": _of_awarded,
    "tenders_ladderstep": _of_awarded,
    "tenders_settlement": lambda w, who, row: _of_awarded(w, who, row) and _settlement_seen(w, who, row),
    "tenders_handover": _of_awarded,
    "tenders_plan": World.names_parties,
    "tenders_agreement": World.agrees,
    "tenders_certificate": writing_coordination,
    "tenders_lettertemplate": writing_coordination,
    "tenders_tendertext": writing_coordination,
    "tenders_succession": writing_coordination,
    "tenders_document": World.changes_document,
    "tenders_readmark": World.speaks,
    "tenders_bulkchange": _own_written,
    "organisations_savedview": _own_view,
    "organisations_mailchoice": _own_mail,
    "placements_candidaterequest": _request_changed,
    "placements_deployedperson": lambda w, who, row: who.writes and own_contractor_or_coordination(w, who, row),
    "placements_deployment": World.changes_line,
    "placements_hoursstatement": World.enters_hours,
    "placements_yearline": World.enters_hours,
    "placements_contribution": World.changes_line,
    "placements_evidencefile": World.changes_evidence,
    "placements_revaluationtask": World.does_task,
    "placements_firstapproval": World.approves_first,
    "placements_verdictsentences": writing_coordination,
    "placements_reversalrequest": World.answers_asked_again,
    "placements_sampleitem": World.answers_asked_again,
    "reporting_report": writing_bureau,
    "reporting_standing": writing_bureau_or_coordination,
    "reporting_partnereffort": _effort_written,
    "exchange_bulkjob": writing_in_own_region,
    "exchange_payrollupload": writing_in_own_region,
    "exchange_referralupload": writing_in_own_region,
    "exchange_payrolllayout": writing_in_own_region,
}


def _uploads(world: World, who: Acts, row: Row) -> bool:
    return writing_in_own_region(world, who, row) and row["uploaded_by_id"] == who.user


#: Which rows one may add. Events are written by triggers as whoever changes the row, so anybody may add them.
ADDS: dict[str, Rule] = {
    **{table: everybody for table in SEES if table.endswith("event")},
    **candidate_rules.ADDS,
    **covenant_rules.ADDS,
    **report_rules.ADDS,
    **retention_rules.ADDS,
    **placement_rules.ADDS,
    **firm_rules.ADDS,
    **tender_document_rules.ADDS,
    **follow_up_rules.ADDS,
    **training_rules.ADDS,
    **money_rules.ADDS,
    **promising_rules.ADDS,
    **speed_date_rules.ADDS,
    **vacancy_rules.ADDS,
    "organisations_organisationregion": writing_operator,
    "organisations_organisation": writing_operator,
    "organisations_loginprovider": _administers_own,
    "organisations_invitation": World.invites,
    "organisations_outboxmessage": everybody,
    "organisations_readlog": lambda _world, who, row: (
        (row["user_id"], row["organisation_id"]) == (who.user, who.organisation)
    ),
    "tenders_regionpolicy": writing_coordination,
    "tenders_tariff": _writes_concept,
    "tenders_block": lambda w, who, row: _writes_concept(w, who, _tariff(w, row)),
    "placements_persondecision": _decides_person,
    "placements_personpage": writing_coordination,
    "placements_tariffsimulation": _asks_simulation,
    "tenders_tender": World.awards,
    "tenders_tendervalue": _of_tender(World.awards),
    **{f"tenders_{part}": _of_tender(World.awards) for part in PARTS_OF_TENDER - {"tenderstep"}},
    # A step is written by who takes it.
    "tenders_tenderstep": lambda w, who, row: row["by_id"] == who.user and _of_tender(World.awards)(w, who, row),
    "tenders_tenderstepnote": _said_of_own_step,
    "tenders_contract": World.awards,
    "tenders_contractversion": _of_awarded,
    "tenders_responsible": World.answers_for_side,
    "tenders_contractparty": World.names_parties,
    "tenders_calloff": _of_awarded,
    "tenders_turnover": _of_awarded,
    "tenders_optionyear": _of_awarded,
    "tenders_ladderstep": _of_awarded,
    "tenders_handover": _of_awarded,
    "tenders_plan": _proposes_plan,
    "tenders_agreement": _proposes_effort,
    "tenders_certificate": lambda w, who, row: (
        writing_coordination(w, who, row)
        or (who.writes and _own(w, who, row) and in_own_region(w, who, row) and row["confirmed_at"] is None)
    ),
    "tenders_lettertemplate": writing_coordination,
    "tenders_tendertext": writing_coordination,
    "tenders_succession": writing_coordination,
    "tenders_document": World.writes_document,
    "tenders_message": lambda w, who, row: w.speaks(who, row) and row["user_id"] == who.user,
    "tenders_readmark": World.speaks,
    "tenders_bulkchange": _own_written,
    "organisations_savedview": _own_view,
    "organisations_mailchoice": _own_mail,
    "organisations_heldmail": everybody,
    "placements_reminder": lambda w, who, row: who.writes and w.verifies(who, w.contract_of(row)),
    "placements_candidaterequest": _request_asked,
    "placements_deployedperson": lambda w, who, row: who.writes and own_contractor_or_coordination(w, who, row),
    "placements_personkey": lambda w, who, row: (
        who.writes and w.sees_person(who, w.get("placements_deployedperson", row["person_id"]))
    ),
    "placements_deployment": lambda w, who, row: (
        w.enters_line(who, row) and w.verifies_if_verdict(who, row, w.contract_of(row))
    ),
    "placements_hoursstatement": lambda w, who, row: (
        w.enters_hours(who, row) and w.verifies_if_verdict(who, row, w.contract_of(w.deployment(row["deployment_id"])))
    ),
    "placements_contribution": lambda w, who, row: (
        w.enters_line(who, row) and w.verifies_if_verdict(who, row, w.contract_of(row))
    ),
    "placements_evidencefile": World.sends_evidence,
    "placements_evidencecontent": _of_evidence(World.sends_evidence),
    "placements_yearline": lambda w, who, row: (
        w.enters_hours(who, row) and w.verifies_if_verdict(who, row, w.contract_of(w.deployment(row["deployment_id"])))
    ),
    "placements_transition": World.enters_step,
    "tenders_planitem": World.adds_to_plan,
    "placements_revaluationtask": World.does_task,
    "placements_firstapproval": World.approves_first,
    "placements_verdictsentences": writing_coordination,
    "placements_reversalrequest": lambda w, who, row: (
        who.writes and w.is_own_line(who, row) and row["asked_for_id"] == who.organisation
    ),
    "placements_sample": lambda w, who, row: (
        who.writes and w.verifies_as(who, row["verified_by"]) and row["drawn_for_id"] == who.organisation
    ),
    "placements_sampleitem": lambda w, who, row: who.writes and w.verifies(who, w.contract_of(row)),
    "reporting_report": writing_bureau,
    "reporting_standing": writing_bureau_or_coordination,
    "reporting_partnereffort": lambda w, who, row: (
        _effort_written(w, who, row) and (row["written_for_id"], row["written_by_id"]) == (who.organisation, who.user)
    ),
    "exchange_bulkjob": lambda w, who, row: writing_in_own_region(w, who, row) and row["requested_by_id"] == who.user,
    "exchange_bulkfile": _of_job(writing_in_own_region),
    "exchange_payrollupload": _uploads,
    "exchange_referralupload": _uploads,
    "exchange_payrolllayout": writing_in_own_region,
    "exchange_personnelnumber": lambda w, who, row: (
        writing_in_own_region(w, who, row)
        and w.get("placements_deployedperson", row["person_id"])["contractor_id"] == who.organisation
    ),
    "exchange_payrollperiod": lambda w, who, row: (
        writing_in_own_region(w, who, row) and w.deployment(row["deployment_id"])["contractor_id"] == who.organisation
    ),
}

#: Which rows one may remove.
REMOVES: dict[str, Rule] = {
    **{f"tenders_{part}": _of_tender(World.awards) for part in PARTS_OF_TENDER - {"tenderstep"}},
    **candidate_rules.REMOVES,
    **covenant_rules.REMOVES,
    **report_rules.REMOVES,
    **placement_rules.REMOVES,
    **promising_rules.REMOVES,
    **speed_date_rules.REMOVES,
    **training_rules.REMOVES,
    "exchange_personnelnumber": writing_in_own_region,
    "exchange_payrollperiod": writing_in_own_region,
    "tenders_tariff": _writes_concept,
    "tenders_block": lambda w, who, row: _writes_concept(w, who, _tariff(w, row)),
    "placements_tariffsimulation": writing_coordination,
    "tenders_contractparty": World.names_parties,
    "tenders_optionyear": _of_awarded,
    "organisations_savedview": _own_view,
    "organisations_providedidentity": _at_own_provider,
    "placements_verdictsentences": writing_coordination,
}
