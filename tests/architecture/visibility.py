"""Who may see and change what, in plain Python, written from the table of parties and rows and not from the policies.

``World`` reads every row as the owner and answers about one row and one member; ``tests.architecture.rules`` says of
each table which answer holds. The tests hold the database against these answers, both ways.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

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
    #: SROI coordinator of an authority that verifies its own contracts.
    verifies_own: bool

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
        #: Authorities that verify their own contracts, each with the region in which it does.
        self.own_verifiers = {
            (row["organisation_id"], row["region_id"])
            for row in self.rows["organisations_organisationregion"].values()
            if row["verifies_own"]
        }
        self.staffed = {row["organisation_id"] for row in self.rows["organisations_membership"].values()}
        self.parties_of = defaultdict(dict)
        for row in self.rows["tenders_contractparty"].values():
            self.parties_of[row["contract_id"]][row["organisation_id"]] = row
        self.lines_of_person = defaultdict(list)
        for row in self.rows["placements_deployment"].values():
            self.lines_of_person[row["person_id"]].append(row)

    def acts(self, member: Member) -> Acts:
        mine = [
            row
            for row in self.rows["organisations_membership"].values()
            if row["user_id"] == member.user_id and row["organisation_id"] == member.organisation_id
        ]
        organisation = self.rows["organisations_organisation"][member.organisation_id]
        of_verifying_authority = any(authority == member.organisation_id for authority, _region in self.own_verifiers)
        return Acts(
            user=member.user_id,
            organisation=member.organisation_id,
            kind=organisation["kind"],
            role=mine[0]["role"],
            regions=frozenset(self.regions_of[member.organisation_id]),
            verifies_own=mine[0]["verifies"] and of_verifying_authority,
        )

    def get(self, table: str, key: Any) -> Row:
        return self.rows[table][key]

    def signed(self, who: Acts, row: Row) -> bool:
        """The row is about the member's organisation as a partner of the covenant of the row's region."""
        return row["partner_id"] == who.organisation and self.is_partner(who, row["region_id"])

    def is_partner(self, who: Acts, region) -> bool:
        return any(
            (one["organisation_id"], one["region_id"], one["covenant_partner"]) == (who.organisation, region, True)
            for one in self.rows["organisations_organisationregion"].values()
        )

    def contract_of(self, row: Row) -> Row:
        return self.get("tenders_contract", row["contract_id"])

    # What is seen

    def sees_organisation(self, who: Acts, key) -> bool:
        return key == who.organisation or who.operates or bool(self.regions_of[key] & who.regions)

    def watches_tender(self, who: Acts, row: Row) -> bool:
        """Its authority, and who watches over the region: concepts, confidential values and who changed what."""
        region = row["region_id"]
        return row["authority_id"] == who.organisation or who.coordinates(region) or who.is_bureau_of(region)

    def sees_tender(self, who: Acts, row: Row) -> bool:
        """Once it is on the calendar everybody of the region."""
        on_calendar = row["on_calendar_since"] is not None and row["status"] != "concept"
        return self.watches_tender(who, row) or (on_calendar and row["region_id"] in who.regions)

    def sees_tender_value(self, who: Acts, row: Row) -> bool:
        tender = self.get("tenders_tender", row["tender_id"])
        return self.watches_tender(who, tender) or (not row["is_confidential"] and self.sees_tender(who, tender))

    def is_side(self, who: Acts, contract: Row) -> bool:
        """Authority, lead contractor, Werkplein, and who watches over the region."""
        sides = {contract["authority_id"], contract["contractor_id"], contract["werkplein_id"]}
        region = contract["region_id"]
        return who.organisation in sides or who.coordinates(region) or who.is_bureau_of(region)

    def sees_contract(self, who: Acts, row: Row) -> bool:
        return self.is_side(who, row) or who.organisation in self.parties_of[row["id"]]

    def is_verified_by_authority(self, contract: Row) -> bool:
        return (contract["authority_id"], contract["region_id"]) in self.own_verifiers

    def verifies(self, who: Acts, contract: Row) -> bool:
        """The coordination point, or in its place the SROI coordinator of the authority."""
        if self.is_verified_by_authority(contract):
            return who.verifies_own and who.organisation == contract["authority_id"]
        return who.coordinates(contract["region_id"])

    def sees_all_persons(self, who: Acts, contract: Row) -> bool:
        """Whoever carries out the contract sees no persons but his own; an authority none; the bureau totals."""
        return (
            who.organisation == contract["werkplein_id"]
            or who.coordinates(contract["region_id"])
            or self.verifies(who, contract)
        )

    def sees_exact_totals(self, who: Acts, contract: Row) -> bool:
        """The lead contractor while no other company is on the contract; he and the authority once it is settled."""
        settled = contract["settled_on"] is not None
        alone = not self.parties_of[contract["id"]]
        return (
            self.sees_all_persons(who, contract)
            or who.is_bureau_of(contract["region_id"])
            or (who.organisation == contract["contractor_id"] and (alone or settled))
            or (who.organisation == contract["authority_id"] and settled)
        )

    def sees_contribution(self, who: Acts, row: Row) -> bool:
        contract = self.contract_of(row)
        known = {contract["authority_id"], contract["contractor_id"], row["contractor_id"]}
        return who.organisation in known or self.sees_all_persons(who, contract)

    def deployment(self, key) -> Row:
        return self.get("placements_deployment", key)

    def sees_deployment(self, who: Acts, key) -> bool:
        line = self.deployment(key)
        return line["contractor_id"] == who.organisation or self.sees_all_persons(who, self.contract_of(line))

    def sees_person(self, who: Acts, row: Row) -> bool:
        """Who the person is: his employer, the coordination point, and an authority that verifies a line of his."""
        verified = (
            who.verifies_own
            and self.contract_of(line)["authority_id"] == who.organisation
            and self.verifies(who, self.contract_of(line))
            for line in self.lines_of_person[row["id"]]
        )
        return row["contractor_id"] == who.organisation or who.coordinates(row["region_id"]) or any(verified)

    def sees_line_of(self, who: Acts, row: Row) -> bool:
        if row["deployment_id"] or row["year_line_id"]:
            return self.sees_deployment(who, self.deployment_of_step(row))
        return self.sees_contribution(who, self.get("placements_contribution", row["contribution_id"]))

    def is_own_line(self, who: Acts, row: Row) -> bool:
        """The line of which the row tells is of this member's company."""
        if row["deployment_id"]:
            return self.deployment(row["deployment_id"])["contractor_id"] == who.organisation
        return self.get("placements_contribution", row["contribution_id"])["contractor_id"] == who.organisation

    def sees_asked_again(self, who: Acts, row: Row) -> bool:
        """What is asked about an approved line is for its company and for who verifies; the Werkplein reads the line."""
        contract = self.contract_of(row)
        return self.is_own_line(who, row) or who.coordinates(row["region_id"]) or self.verifies(who, contract)

    def answers_asked_again(self, who: Acts, row: Row) -> bool:
        return who.writes and (self.is_own_line(who, row) or self.verifies(who, self.contract_of(row)))

    def verifies_as(self, who: Acts, verified_by: str) -> bool:
        """As ``verifies``, of a row that names its verifier as a contract does."""
        if verified_by.startswith("v:"):
            return who.verifies_own and verified_by == f"v:{who.organisation}"
        return any(who.coordinates(region) and f"{region}" in verified_by for region in who.regions)

    def sees_evidence(self, who: Acts, row: Row) -> bool:
        """That it is there: its company, who verifies the contract, and who sent it for a company without computers."""
        own = who.organisation in {row["contractor_id"], row["organisation_id"]}
        return own or self.verifies(who, self.contract_of(row))

    def reads_evidence(self, who: Acts, row: Row) -> bool:
        """What is in it: its company; who verifies only when he said why, of what was checked, while something waits."""
        if row["contractor_id"] == who.organisation:
            return True
        opened = any(
            (log["subject"], log["subject_id"]) == ("evidence", row["id"])
            and (log["user_id"], log["organisation_id"]) == (who.user, who.organisation)
            for log in self.rows["organisations_readlog"].values()
        )
        waits = self._is_under_review(row)
        verifies = who.writes and self.verifies(who, self.contract_of(row))
        return verifies and row["state"] == "checked" and opened and waits

    def _is_under_review(self, row: Row) -> bool:
        lines = [
            self.rows["placements_deployment"].get(row["deployment_id"]),
            self.rows["placements_contribution"].get(row["contribution_id"]),
            *(
                one
                for one in self.rows["placements_hoursstatement"].values()
                if one["deployment_id"] == row["deployment_id"]
            ),
        ]
        return any(one["status"] in {"submitted", "returned"} and not one["reversed_at"] for one in lines if one)

    def changes_evidence(self, who: Acts, row: Row) -> bool:
        return who.writes and who.organisation in {row["contractor_id"], row["organisation_id"]}

    def sends_evidence(self, who: Acts, row: Row) -> bool:
        """As oneself, fresh: nobody says that his own file was checked."""
        contract = self.contract_of(row)
        mine = (row["organisation_id"], row["uploaded_by_id"]) == (who.organisation, who.user)
        may = row["contractor_id"] == who.organisation or who.coordinates(contract["region_id"])
        return who.writes and mine and may and row["state"] == "quarantined"

    def deployment_of_step(self, row: Row) -> Any:
        """The deployment of a step about a person, a month of his, or a year."""
        if row["deployment_id"]:
            return row["deployment_id"]
        return self.get("placements_yearline", row["year_line_id"])["deployment_id"]

    def sees_plan_item(self, who: Acts, row: Row) -> bool:
        """What a plan says of a target group: the contractor and who verifies; of all else every side."""
        contract = self.contract_of(row)
        if row["block_id"] and self.get("tenders_block", row["block_id"])["kind"] == "full_time_year":
            return who.organisation == contract["contractor_id"] or self.verifies(who, contract)
        return self.is_side(who, contract)

    def adds_to_plan(self, who: Acts, row: Row) -> bool:
        """To a proposal of one's own that nobody answered, and only what one can read."""
        plan = self.get("tenders_plan", row["plan_id"])
        is_open = plan["agreed_at"] is None and plan["declined_at"] is None
        own = who.writes and plan["proposed_for_id"] == who.organisation and is_open
        return own and self.sees_plan_item(who, row)

    def sees_message(self, who: Acts, row: Row) -> bool:
        """Said between the sides, without the bureau; a note only by its writer's own organisation."""
        contract = self.contract_of(row)
        if row["internal"]:
            return row["organisation_id"] == who.organisation
        return self.talks(who, contract)

    def talks(self, who: Acts, contract: Row) -> bool:
        return self.is_side(who, contract) and not who.is_bureau_of(contract["region_id"])

    def sees_document(self, who: Acts, row: Row) -> bool:
        """A letter: authority and coordination point, and once sent the contractor; an account: who asked for it."""
        contract = self.contract_of(row)
        if row["kind"] == "account":
            return row["organisation_id"] == who.organisation
        sent = row["sent_at"] is not None and contract["contractor_id"] == who.organisation
        return sent or contract["authority_id"] == who.organisation or who.coordinates(contract["region_id"])

    def sees_hand_over(self, who: Acts, row: Row) -> bool:
        contract = self.contract_of(row)
        return contract["authority_id"] == who.organisation or who.coordinates(contract["region_id"])

    # What is changed

    def awards(self, who: Acts, row: Row) -> bool:
        """The authority that awarded, in a region where it works, and the coordination point."""
        own = row["authority_id"] == who.organisation and row["region_id"] in who.regions
        return who.writes and (own or who.coordinates(row["region_id"]))

    def answers_for_side(self, who: Acts, row: Row) -> bool:
        contract = self.contract_of(row)
        own_side = row["side"] in {"contractor", "werkplein"} and contract[f"{row['side']}_id"] == who.organisation
        return self.awards(who, contract) or (who.writes and own_side)

    def leads(self, who: Acts, contract: Row) -> bool:
        return who.writes and contract["contractor_id"] == who.organisation

    def names_parties(self, who: Acts, row: Row) -> bool:
        """Who awarded, and the lead contractor his own partners and subcontractors."""
        contract = self.contract_of(row)
        return self.awards(who, contract) or self.leads(who, contract)

    def agrees(self, who: Acts, row: Row) -> bool:
        """Bespoke effort: a company for itself while it works on the contract, and who verifies."""
        contract = self.contract_of(row)
        own = row["contractor_id"] == who.organisation and self.carries_out(who, contract)
        return who.writes and (own or self.verifies(who, contract))

    def agrees_for_other_side(self, who: Acts, row: Row, contractor) -> bool:
        """What is agreed was proposed by one side and agreed by the other, in whose name this member acts."""
        if row["agreed_at"] is None:
            return True
        other = (row["proposed_for_id"] == contractor) != (row["decided_for_id"] == contractor)
        return row["decided_for_id"] == who.organisation and other

    def writes_document(self, who: Acts, row: Row) -> bool:
        contract = self.contract_of(row)
        own_account = row["kind"] == "account" and who.writes and self.sees_contract(who, contract)
        return row["organisation_id"] == who.organisation and (self.awards(who, contract) or own_account)

    def changes_document(self, who: Acts, row: Row) -> bool:
        own = who.writes and row["organisation_id"] == who.organisation
        return self.sees_document(who, row) and (own or self.awards(who, self.contract_of(row)))

    def speaks(self, who: Acts, row: Row) -> bool:
        own = row["organisation_id"] == who.organisation
        return who.writes and own and self.talks(who, self.contract_of(row))

    def carries_out(self, who: Acts, contract: Row) -> bool:
        """The lead contractor, and a party that did not leave and does not belong to the past."""
        party = self.parties_of[contract["id"]].get(who.organisation)
        today = timezone.localdate()
        active = (
            party is not None
            and party["role"] != "predecessor"
            and (party["left_on"] is None or party["left_on"] >= today)
        )
        return contract["contractor_id"] == who.organisation or active

    def enters_line(self, who: Acts, row: Row) -> bool:
        """A new line: of one's own company, or by the coordination point for a company without computers."""
        contract = self.contract_of(row)
        own = row["contractor_id"] == who.organisation and self.carries_out(who, contract)
        return who.writes and (own or who.coordinates(contract["region_id"]))

    def changes_line(self, who: Acts, row: Row) -> bool:
        """A line that is there: also by a company that left, which still answers and corrects."""
        contract = self.contract_of(row)
        own = row["contractor_id"] == who.organisation
        return who.writes and (own or who.coordinates(contract["region_id"]) or self.verifies(who, contract))

    def enters_hours(self, who: Acts, row: Row) -> bool:
        return self.changes_line(who, self.deployment(row["deployment_id"]))

    def enters_step(self, who: Acts, row: Row) -> bool:
        if row["deployment_id"] or row["year_line_id"]:
            return self.enters_hours(who, {"deployment_id": self.deployment_of_step(row)})
        return self.changes_line(who, self.get("placements_contribution", row["contribution_id"]))

    def verifies_if_verdict(self, who: Acts, row: Row, contract: Row) -> bool:
        return row["status"] not in VERDICTS or self.verifies(who, contract)

    def contract_of_statement(self, key) -> Row:
        return self.contract_of(self.deployment(self.get("placements_hoursstatement", key)["deployment_id"]))

    def sees_task(self, who: Acts, row: Row) -> bool:
        contract = self.contract_of_statement(row["statement_id"])
        return who.coordinates(contract["region_id"]) or self.verifies(who, contract)

    def sees_first_approval(self, who: Acts, row: Row) -> bool:
        contract = self.contract_of(row)
        return who.coordinates(contract["region_id"]) or self.verifies(who, contract)

    def approves_first(self, who: Acts, row: Row) -> bool:
        own = (row["user_id"], row["organisation_id"]) == (who.user, who.organisation)
        return who.writes and own and self.verifies(who, self.contract_of(row))

    def does_task(self, who: Acts, row: Row) -> bool:
        return who.writes and self.sees_task(who, row)

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
