"""What each partner of the covenant says it did in a quarter: its own business, read by who makes the report."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import ORGANISATION, USER, WRITING_MEMBER, Protect, audience, of_parent, system

OWN = f"partner_id = {ORGANISATION} AND {audience('covenant')}"
BUREAU = audience("programme_bureau")
OF_PARTNER = """EXISTS (
    SELECT FROM organisations_organisationregion here
     WHERE here.organisation_id = reporting_partnereffort.partner_id
       AND here.region_id = reporting_partnereffort.region_id AND here.covenant_partner)"""
SIGNED = f"{WRITING_MEMBER} AND written_by_id = {USER} AND written_for_id = {ORGANISATION}"
KEEPS = f"{WRITING_MEMBER} AND ({OWN} OR {BUREAU})"
READERS = [OWN, BUREAU, audience("coordination_point"), system(Purpose.REPORT, Purpose.UPKEEP)]


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0017_covenant_partners"),
        ("reporting", "0006_stages_and_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerEffort",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=organisations.models.identifier.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("period", models.CharField(max_length=7, verbose_name="kwartaal")),
                ("text", models.TextField(blank=True, verbose_name="tekst")),
                (
                    "state",
                    models.CharField(
                        choices=[("effort_draft", "Nog niet ingestuurd"), ("effort_sent", "Ingestuurd")],
                        default="effort_draft",
                        max_length=14,
                        verbose_name="stand",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="geschreven")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "written_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "inzet van een partner",
                "verbose_name_plural": "inzet van partners",
            },
        ),
        migrations.CreateModel(
            name="PartnerEffortEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(default=organisations.models.identifier.new_id, editable=False, serialize=False),
                ),
                ("period", models.CharField(max_length=7, verbose_name="kwartaal")),
                ("text", models.TextField(blank=True, verbose_name="tekst")),
                (
                    "state",
                    models.CharField(
                        choices=[("effort_draft", "Nog niet ingestuurd"), ("effort_sent", "Ingestuurd")],
                        default="effort_draft",
                        max_length=14,
                        verbose_name="stand",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="geschreven")),
                (
                    "partner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.partnereffort",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_for",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="partnereffort",
            constraint=models.UniqueConstraint(
                fields=("region", "partner", "period"),
                name="partner_effort_once",
                violation_error_message="Uw organisatie heeft voor dit kwartaal al een tekst.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnereffort",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__regex", "^\\d{4}-Q[1-4]$")), name="partner_effort_of_quarter"
            ),
        ),
        migrations.AddConstraint(
            model_name="partnereffort",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "effort_draft"), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="partner_effort_sent_has_text",
                violation_error_message="Schrijf eerst op wat uw organisatie deed.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnereffort",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_partnereffortevent" ("id", "partner_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "state", "text", "written_at", "written_by_id", "written_for_id") VALUES (NEW."id", NEW."partner_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."state", NEW."text", NEW."written_at", NEW."written_by_id", NEW."written_for_id"); RETURN NULL;',
                    hash="4d4c86de333478c9d340d9e80dfbe43a13cb5a0c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1e896",
                    table="reporting_partnereffort",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnereffort",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_partnereffortevent" ("id", "partner_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "state", "text", "written_at", "written_by_id", "written_for_id") VALUES (NEW."id", NEW."partner_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."state", NEW."text", NEW."written_at", NEW."written_by_id", NEW."written_for_id"); RETURN NULL;',
                    hash="97417d08cd7b5c6ca9212a832f3a4060ca7cd694",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f1a6b",
                    table="reporting_partnereffort",
                    when="AFTER",
                ),
            ),
        ),
        Protect(
            "PartnerEffort",
            select=READERS,
            insert=[f"{SIGNED} AND {OF_PARTNER} AND ({OWN} OR {BUREAU})"],
            update=[KEEPS],
        ),
        Protect("PartnerEffortEvent", select=[of_parent("pgh_obj_id", "reporting_partnereffort")], insert=["true"]),
    ]
