"""The database lets each member do what the rules say, no more and no less; a policy that lets more through is seen."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RenameModel
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Invitation, Membership
from organisations.row_security import Protect
from tests.architecture import database_rights as rights
from tests.architecture.rules import SEES, nobody
from tests.database import owner


def policies() -> list[tuple[str, str]]:
    """Table and verb of every policy that the migrations lay and that is not open on purpose.

    Rules that are laid anew take the place of all that were there: a verb they leave out has no policy any more.
    """
    found: dict[str, dict[str, list[str]]] = {}
    laid = [
        (app, operation)
        for (app, _name), migration in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items())
        for operation in migration.operations
    ]
    renamed = {(app, one.old_name): one.new_name for app, one in laid if isinstance(one, RenameModel)}
    for app, operation in laid:
        if isinstance(operation, Protect):
            name = renamed.get((app, operation.model_name), operation.model_name)
            found[apps.get_model(app, name)._meta.db_table] = operation.rules
    return sorted((table, verb) for table, rules in found.items() for verb in rules if list(rules[verb]) != ["true"])


def test_every_protected_table_has_rows_of_both_regions(world):
    protected = {table for table, _verb in policies()}
    assert protected <= set(SEES)
    assert {table for table in protected if len(world.rows[table]) < 2} <= {"organisations_outboxmessage"}
    assert world.rows["organisations_outboxmessage"]


def test_without_context_no_table_shows_a_row(regions, world):
    for table in rights.granted("select"):
        assert world.rows[table], f"{table} has no row that could leak"
        assert rights.seen(table, world.keys[table]) == set(), table


def test_each_member_reads_what_the_rules_say(regions, world):
    assert rights.differences_in_reading(world, regions.members) == []


def test_each_member_changes_what_the_rules_say(regions, world):
    assert rights.differences_in_changing(world, regions.members) == []


def test_each_member_adds_what_the_rules_say(regions, world):
    assert rights.differences_in_adding(world, regions.members) == []


def test_each_member_removes_what_the_rules_say(regions, world):
    assert rights.differences_in_removing(world, regions.members) == []


def test_strangers_see_no_row_of_the_region(regions, world):
    """Said once more without the rules: whatever carries our region stays hidden from the other one."""
    ours = regions.cast.region.pk
    for stranger in regions.cast.strangers.values():
        with rights.acting(next(one for one in regions.members if one.user_id == stranger.user.pk)):
            for table in rights.granted("select"):
                rows = world.rows[table]
                leaked = {key for key in rights.seen(table, world.keys[table]) if rows[key].get("region_id") == ours}
                assert leaked == set(), f"{stranger.user.name}, {table}"


@pytest.mark.parametrize("purpose", Purpose)
def test_a_task_sees_rows_of_the_region_it_entered_only(regions, world, purpose):
    here = regions.cast.region.pk
    of_no_region = {"organisations_outboxmessage", "organisations_organisation", "organisations_membership"}
    with tenancy.system(purpose, region_id=here):
        for table in rights.granted("select") - of_no_region:
            visible = [world.rows[table][key] for key in rights.seen(table, world.keys[table])]
            if purpose in {Purpose.MAIL, Purpose.SETUP, Purpose.IMPORT} and table in ACROSS_REGIONS:
                continue
            elsewhere = [row for row in visible if row.get("region_id", here) != here]
            assert elsewhere == [], table


#: Mail, import and set-up know organisations and invitations by name, whatever their region.
ACROSS_REGIONS = {"organisations_organisationregion", "organisations_invitation"}


def test_the_public_sees_policy_and_tariff_of_the_region(regions, world):
    here = regions.cast.region.pk
    with tenancy.public(here):
        shown = {table: rights.seen(table, world.keys[table]) for table in rights.granted("select")}
    assert {table for table, keys in shown.items() if keys} == {
        # Who calls whoever registers, and within how many days.
        "candidates_backofficepolicy",
        "candidates_werkpleinarea",
        "organisations_occupation",
        # How to reach it, and how long it keeps what.
        "organisations_regioncontact",
        "organisations_retentionpolicy",
        "placements_promisinglist",
        "placements_promisingoccupation",
        "placements_vacancy",
        "tenders_regionpolicy",
        "tenders_tariff",
        "tenders_block",
        "tenders_tender",
        "tenders_tendervalue",
        "tenders_tenderlot",
        "tenders_tenderstep",
        "tenders_expectedoccupation",
        "tenders_tenderdocument",
        "tenders_tenderdocumentcontent",
        "tenders_tenderdocumentpage",
        "organisations_organisation",
        "reporting_reportpublication",
        "reporting_reportfile",
    }
    assert {world.get("organisations_occupation", key)["region_id"] for key in shown["organisations_occupation"]} == {
        here
    }
    for table in ("candidates_backofficepolicy", "candidates_werkpleinarea"):
        assert {world.get(table, key)["region_id"] for key in shown[table]} == {here}
    lists = [world.get("placements_promisinglist", key) for key in shown["placements_promisinglist"]]
    assert {(one["region_id"], one["state"]) for one in lists} == {(here, "promising_adopted")}
    promising = [world.get("placements_promisingoccupation", key) for key in shown["placements_promisingoccupation"]]
    assert {one["promising_list_id"] for one in promising} == set(shown["placements_promisinglist"])
    vacancies = [world.get("placements_vacancy", key) for key in shown["placements_vacancy"]]
    assert {(one["region_id"], one["state"]) for one in vacancies} == {(here, "vacancy_open")}
    for table in ("reporting_reportpublication", "reporting_reportfile"):
        assert {world.get(table, key)["edition"] for key in shown[table]} == {"public"}
    tenders = [world.get("tenders_tender", key) for key in shown["tenders_tender"]]
    assert {one["region_id"] for one in tenders} == {here}
    assert "concept" not in {one["status"] for one in tenders}
    assert shown["organisations_organisation"] == {one["authority_id"] for one in tenders}
    values = [world.get("tenders_tendervalue", key) for key in shown["tenders_tendervalue"]]
    assert {one["is_confidential"] for one in values} == {False}
    for table in ("tendervalue", "tenderlot", "tenderstep", "expectedoccupation"):
        rows = [world.get(f"tenders_{table}", key) for key in shown[f"tenders_{table}"]]
        assert {one["tender_id"] for one in rows} <= set(shown["tenders_tender"])
    documents = [world.get("tenders_tenderdocument", key) for key in shown["tenders_tenderdocument"]]
    assert {(one["is_public"], one["state"]) for one in documents} == {(True, "checked")}
    assert {one["tender_id"] for one in documents} <= set(shown["tenders_tender"])
    contents = [world.get("tenders_tenderdocumentcontent", key) for key in shown["tenders_tenderdocumentcontent"]]
    assert {one["document_id"] for one in contents} <= set(shown["tenders_tenderdocument"])
    assert {world.get("tenders_tariff", key)["region_id"] for key in shown["tenders_tariff"]} == {here}
    assert {world.get("tenders_regionpolicy", key)["region_id"] for key in shown["tenders_regionpolicy"]} == {here}


def test_a_link_shows_one_invitation_and_whom_it_is_from(regions, world):
    token = "a link from a mail"
    organisation = regions.cast.bram.organisation
    with owner():
        invitation = Invitation.objects.create(
            organisation=organisation,
            email="link@demo.example",
            token_hash=tenancy.hash_token(token),
            expires_at=timezone.now() + timedelta(days=1),
        )
    with tenancy.link(token):
        shown = {table: rights.seen(table, world.keys[table]) for table in rights.granted("select")}
        members = set(Membership.objects.values_list("organisation_id", flat=True))
    assert shown["organisations_invitation"] == {invitation.pk}
    assert shown["organisations_organisation"] == {organisation.pk}
    assert members == {organisation.pk}
    tables = {table for table, keys in shown.items() if keys}
    assert tables <= {f"organisations_{name}" for name in ("invitation", "organisation", "membership")}


COMPARE = {
    "select": rights.differences_in_reading,
    "update": rights.differences_in_changing,
    "insert": rights.differences_in_adding,
    "delete": rights.differences_in_removing,
}


@pytest.mark.parametrize(("table", "verb"), policies())
def test_an_open_policy_is_seen(regions, world, table, verb):
    clauses = {
        "select": ["USING (true)"],
        "insert": ["WITH CHECK (true)"],
        "update": ["USING (true)", "WITH CHECK (true)"],
        "delete": ["USING (true)"],
    }[verb]
    with owner(), connection.cursor() as cursor:
        cursor.execute(f'ALTER POLICY may_{verb} ON "{table}" {" ".join(clauses)}')
        if verb != "select":  # what one may do and not see is not told by these queries
            cursor.execute(f'ALTER POLICY may_select ON "{table}" USING (true)')
    assert any("too many" in line for line in COMPARE[verb](world, regions.members, tables=[table]))


@pytest.mark.parametrize("table", [one for one, verb in policies() if verb == "select" and SEES[one] is not nobody])
def test_a_missing_policy_is_seen(regions, world, table):
    with owner(), connection.cursor() as cursor:
        cursor.execute(f'DROP POLICY may_select ON "{table}"')
    assert rights.differences_in_reading(world, regions.members, tables=[table])
