"""Who may see and change what, in plain Python, written from the table of parties and rows and not from the policies.

``World`` reads every row as the owner; ``may_see``, ``may_change`` and ``may_add`` answer about one row and
one member. The tests hold the database against these answers, both ways.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from tests.database import owner
from tests.two_regions import Member

Row = dict[str, Any]
VERDICTS = ("approved", "rejected", "returned")


def key_columns() -> dict[str, str]:
    """Each table of a model, with its primary key."""
    models = apps.get_models(include_auto_created=True)
    keys = {model._meta.db_table: model._meta.pk.column for model in models}
    return {table: keys[table] for table in connection.introspection.table_names() if table in keys}


@dataclass(frozen=True)
class Acts:
    """A member, with what the rules ask about him."""

    user: Any
    organisation: Any
    kind: str
    role: str
    regions: frozenset

    @property
    def writes(self) -> bool:
        return self.role != "auditor"

    @property
    def administers(self) -> bool:
        return self.role == "administrator"

    def coordinates(self, region) -> bool:
        return self.kind == "coordination_point" and region in self.regions

    def is_bureau_of(self, region) -> bool:
        return self.kind == "programme_bureau" and region in self.regions

    @property
    def operates(self) -> bool:
        return self.kind == "platform_operator"


class World:
    """Every row there is."""

    def __init__(self) -> None:
        self.keys = key_columns()
        self.rows: dict[str, dict[Any, Row]] = {}
        with owner(), connection.cursor() as cursor:
            for table, key in self.keys.items():
                cursor.execute(f'SELECT * FROM "{table}"')
                names = [column.name for column in cursor.description]
                rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
                self.rows[table] = {row[key]: row for row in rows}
        self.regions_of = defaultdict(set)
        for row in self.rows["organisations_organisationregion"].values():
            self.regions_of[row["organisation_id"]].add(row["region_id"])
        self.staffed = {row["organisation_id"] for row in self.rows["organisations_membership"].values()}

    def acts(self, member: Member) -> Acts:
        roles = [
            row["role"]
            for row in self.rows["organisations_membership"].values()
            if row["user_id"] == member.user_id and row["organisation_id"] == member.organisation_id
        ]
        organisation = self.rows["organisations_organisation"][member.organisation_id]
        return Acts(
            user=member.user_id,
            organisation=member.organisation_id,
            kind=organisation["kind"],
            role=roles[0],
            regions=frozenset(self.regions_of[member.organisation_id]),
        )

    def get(self, table: str, key: Any) -> Row:
        return self.rows[table][key]

    def contract_of(self, row: Row) -> Row:
        return self.get("tenders_contract", row["contract_id"])

    # What is seen

    def sees_organisation(self, who: Acts, key) -> bool:
        return key == who.organisation or who.operates or bool(self.regions_of[key] & who.regions)

    def sees_tender(self, who: Acts, row: Row) -> bool:
        region = row["region_id"]
        return row["authority_id"] == who.organisation or who.coordinates(region) or who.is_bureau_of(region)

    def sees_contract(self, who: Acts, row: Row) -> bool:
        parties = {row["authority_id"], row["contractor_id"], row["werkplein_id"]}
        region = row["region_id"]
        return who.organisation in parties or who.coordinates(region) or who.is_bureau_of(region)

    def sees_persons_of(self, who: Acts, contract: Row) -> bool:
        """An authority never, the programme bureau only totals."""
        return who.organisation in {contract["contractor_id"], contract["werkplein_id"]} or who.coordinates(
            contract["region_id"]
        )

    def sees_contribution(self, who: Acts, row: Row) -> bool:
        contract = self.contract_of(row)
        return contract["authority_id"] == who.organisation or self.sees_persons_of(who, contract)

    def deployment(self, key) -> Row:
        return self.get("placements_deployment", key)

    def sees_deployment(self, who: Acts, key) -> bool:
        return self.sees_persons_of(who, self.contract_of(self.deployment(key)))

    def sees_line_of(self, who: Acts, row: Row) -> bool:
        if row["deployment_id"]:
            return self.sees_deployment(who, row["deployment_id"])
        return self.sees_contribution(who, self.get("placements_contribution", row["contribution_id"]))

    # What is changed

    def awards(self, who: Acts, row: Row) -> bool:
        """The authority that awarded, in a region where it works, and the coordination point."""
        own = row["authority_id"] == who.organisation and row["region_id"] in who.regions
        return who.writes and (own or who.coordinates(row["region_id"]))

    def answers_for_side(self, who: Acts, row: Row) -> bool:
        contract = self.contract_of(row)
        own_side = row["side"] in {"contractor", "werkplein"} and contract[f"{row['side']}_id"] == who.organisation
        return self.awards(who, contract) or (who.writes and own_side)

    def enters_lines(self, who: Acts, contract: Row) -> bool:
        return who.writes and (contract["contractor_id"] == who.organisation or who.coordinates(contract["region_id"]))

    def enters_line(self, who: Acts, row: Row) -> bool:
        return self.enters_lines(who, self.contract_of(row))

    def enters_hours(self, who: Acts, row: Row) -> bool:
        return self.enters_line(who, self.deployment(row["deployment_id"]))

    def enters_step(self, who: Acts, row: Row) -> bool:
        if row["deployment_id"]:
            return self.enters_hours(who, row)
        return self.enters_line(who, self.get("placements_contribution", row["contribution_id"]))

    def verifies_if_verdict(self, who: Acts, row: Row, region) -> bool:
        return row["status"] not in VERDICTS or who.coordinates(region)

    def statement_region(self, key) -> Any:
        return self.deployment(self.get("placements_hoursstatement", key)["deployment_id"])["region_id"]

    def invites(self, who: Acts, row: Row) -> bool:
        """An administrator for his own organisation; an authority the first person of a contractor it awarded."""
        invited = self.get("organisations_organisation", row["organisation_id"])
        first = (
            row["invited_from_id"] == who.organisation
            and row["region_id"] in who.regions
            and invited["kind"] == "contractor"
            and invited["id"] not in self.staffed
        )
        own = row["organisation_id"] == who.organisation and who.administers
        return own or (who.writes and (first or who.operates))

    def manages_invitation(self, who: Acts, row: Row) -> bool:
        own = row["organisation_id"] == who.organisation
        sent = row["invited_from_id"] == who.organisation and not own
        return (own and who.administers) or (who.writes and (sent or who.operates))


Rule = Callable[[World, Acts, Row], bool]


def nobody(world: World, who: Acts, row: Row) -> bool:
    return False


def everybody(world: World, who: Acts, row: Row) -> bool:
    return True


def in_own_region(world: World, who: Acts, row: Row) -> bool:
    return row["region_id"] in who.regions


def bureau_or_coordination(world: World, who: Acts, row: Row) -> bool:
    return who.is_bureau_of(row["region_id"]) or who.coordinates(row["region_id"])


def writing_bureau(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.is_bureau_of(row["region_id"])


def writing_coordination(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.coordinates(row["region_id"])


def writing_operator(world: World, who: Acts, row: Row) -> bool:
    return who.writes and who.operates


def own_contractor_or_coordination(world: World, who: Acts, row: Row) -> bool:
    return row["contractor_id"] == who.organisation or who.coordinates(row["region_id"])


def _tariff(world: World, row: Row) -> Row:
    return world.get("tenders_tariff", row["tariff_id"])


def _event(table: str, rule: Rule) -> Rule:
    """Of what became of a row is seen by who sees the row."""
    return lambda world, who, row: rule(world, who, world.get(table, row["pgh_obj_id"]))


def _contract_seen(world: World, who: Acts, row: Row) -> bool:
    return world.sees_contract(who, world.contract_of(row))


def _membership_seen(world: World, who: Acts, row: Row) -> bool:
    """Of others only who can be named at a Werkplein or asked at the coordination point."""
    organisation = world.get("organisations_organisation", row["organisation_id"])
    to_be_named = organisation["kind"] in {"werkplein", "coordination_point"}
    return organisation["id"] == who.organisation or (to_be_named and world.sees_organisation(who, organisation["id"]))


SEES: dict[str, Rule] = {
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
    "organisations_membershipevent": lambda _world, who, row: row["organisation_id"] == who.organisation,
    "tenders_regionpolicy": in_own_region,
    "tenders_tariff": in_own_region,
    "tenders_tariffevent": _event("tenders_tariff", in_own_region),
    "tenders_block": lambda w, who, row: in_own_region(w, who, _tariff(w, row)),
    "tenders_tender": World.sees_tender,
    "tenders_tenderevent": _event("tenders_tender", World.sees_tender),
    "tenders_contract": World.sees_contract,
    "tenders_contractevent": _event("tenders_contract", World.sees_contract),
    "tenders_contractversion": _contract_seen,
    "tenders_contractband": _contract_seen,
    "tenders_responsible": _contract_seen,
    "tenders_contracttotals": lambda w, who, row: (
        w.sees_persons_of(who, w.contract_of(row)) or who.is_bureau_of(w.contract_of(row)["region_id"])
    ),
    "placements_deployedperson": own_contractor_or_coordination,
    "placements_personkey": nobody,
    "placements_deployment": lambda w, who, row: w.sees_deployment(who, row["id"]),
    "placements_deploymentevent": lambda w, who, row: w.sees_deployment(who, row["pgh_obj_id"]),
    "placements_hoursstatement": lambda w, who, row: w.sees_deployment(who, row["deployment_id"]),
    "placements_hoursstatementevent": lambda w, who, row: w.sees_deployment(who, row["deployment_id"]),
    "placements_contribution": World.sees_contribution,
    "placements_contributionevent": _event("placements_contribution", World.sees_contribution),
    "placements_transition": World.sees_line_of,
    "placements_revaluationtask": lambda w, who, row: who.coordinates(w.statement_region(row["statement_id"])),
    "reporting_report": bureau_or_coordination,
    "reporting_reportfile": lambda w, who, row: bureau_or_coordination(
        w, who, w.get("reporting_report", row["report_id"])
    ),
    "reporting_target": in_own_region,
    "reporting_budgetline": bureau_or_coordination,
}

#: Which rows one may lock, and so change; a table that is not here nobody of an organisation changes.
CHANGES: dict[str, Rule] = {
    "organisations_organisationregion": writing_operator,
    "organisations_organisation": lambda _world, who, row: (
        (row["id"] == who.organisation and who.administers) or (who.operates and who.writes)
    ),
    "organisations_membership": lambda _world, who, row: row["organisation_id"] == who.organisation and who.administers,
    "organisations_invitation": World.manages_invitation,
    "tenders_regionpolicy": writing_coordination,
    "tenders_tariff": writing_coordination,
    "tenders_block": lambda w, who, row: writing_coordination(w, who, _tariff(w, row)),
    "tenders_tender": World.awards,
    "tenders_contract": World.awards,
    "tenders_responsible": World.answers_for_side,
    "placements_deployedperson": lambda w, who, row: who.writes and own_contractor_or_coordination(w, who, row),
    "placements_deployment": World.enters_line,
    "placements_hoursstatement": World.enters_hours,
    "placements_contribution": World.enters_line,
    "placements_revaluationtask": lambda w, who, row: (
        who.writes and who.coordinates(w.statement_region(row["statement_id"]))
    ),
    "reporting_report": writing_bureau,
    "reporting_target": writing_bureau,
    "reporting_budgetline": writing_bureau,
}

#: Which rows one may add. Events are written by triggers as whoever changes the row, so anybody may add them.
ADDS: dict[str, Rule] = {
    **{table: everybody for table in SEES if table.endswith("event")},
    "organisations_organisationregion": writing_operator,
    "organisations_organisation": writing_operator,
    "organisations_invitation": World.invites,
    "organisations_outboxmessage": everybody,
    "organisations_readlog": lambda _world, who, row: (
        (row["user_id"], row["organisation_id"]) == (who.user, who.organisation)
    ),
    "tenders_regionpolicy": writing_coordination,
    "tenders_tariff": writing_coordination,
    "tenders_block": lambda w, who, row: writing_coordination(w, who, _tariff(w, row)),
    "tenders_tender": World.awards,
    "tenders_contract": World.awards,
    "tenders_contractversion": lambda w, who, row: w.awards(who, w.contract_of(row)),
    "tenders_responsible": World.answers_for_side,
    "placements_deployedperson": lambda w, who, row: who.writes and own_contractor_or_coordination(w, who, row),
    "placements_personkey": lambda w, who, row: (
        who.writes and own_contractor_or_coordination(w, who, w.get("placements_deployedperson", row["person_id"]))
    ),
    "placements_deployment": lambda w, who, row: (
        w.enters_line(who, row) and w.verifies_if_verdict(who, row, row["region_id"])
    ),
    "placements_hoursstatement": lambda w, who, row: (
        w.enters_hours(who, row) and w.verifies_if_verdict(who, row, w.deployment(row["deployment_id"])["region_id"])
    ),
    "placements_contribution": lambda w, who, row: (
        w.enters_line(who, row) and w.verifies_if_verdict(who, row, row["region_id"])
    ),
    "placements_transition": World.enters_step,
    "placements_revaluationtask": lambda w, who, row: (
        who.writes and who.coordinates(w.statement_region(row["statement_id"]))
    ),
    "reporting_report": writing_bureau,
    "reporting_target": writing_bureau,
    "reporting_budgetline": writing_bureau,
}

#: Which rows one may remove.
REMOVES: dict[str, Rule] = {
    "tenders_tariff": writing_coordination,
    "tenders_block": lambda w, who, row: writing_coordination(w, who, _tariff(w, row)),
}
