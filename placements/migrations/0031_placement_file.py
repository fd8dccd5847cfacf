"""What is no business of the employer of a placement stands in a table of its own: an employer reads the row."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, WRITING_MEMBER, Protect, of_parent, system

MOVE = """
INSERT INTO placements_placementfile (id, placement_id, wage_replaces_benefit, end_note)
SELECT gen_random_uuid(), id, wage_replaces_benefit, end_note FROM placements_placement;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;

-- As in 0026, with the file of the placement.
CREATE OR REPLACE FUNCTION placements_drop_of_placement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    DELETE FROM placements_placementfile WHERE placement_id = OLD.id;
    DELETE FROM placements_placementterm WHERE placement_id = OLD.id;
    DELETE FROM placements_conditioncheck WHERE placement_id = OLD.id;
    RETURN OLD;
END
$function$;
"""

WORKED = of_parent("placement_id", "placements_placement", f"parent.worked_by && {AUDIENCES}")
OF_WORKED = f"{WRITING_MEMBER} AND {WORKED}"


def of_region(*purposes):
    """A table without a region follows the placement, which the purpose sees in its region."""
    return of_parent("placement_id", "placements_placement", system(*purposes, region="parent.region_id"))


class Migration(migrations.Migration):
    dependencies = [("placements", "0030_erasing")]

    operations = [
        migrations.CreateModel(
            name="PlacementFile",
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
                ("wage_replaces_benefit", models.BooleanField(verbose_name="loon in plaats van uitkering")),
                ("end_note", models.CharField(blank=True, max_length=500, verbose_name="toelichting bij het einde")),
            ],
            options={
                "verbose_name": "dossier van een plaatsing",
                "verbose_name_plural": "dossiers van plaatsingen",
            },
        ),
        migrations.CreateModel(
            name="PlacementFileEvent",
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
                ("wage_replaces_benefit", models.BooleanField(verbose_name="loon in plaats van uitkering")),
                ("end_note", models.CharField(blank=True, max_length=500, verbose_name="toelichting bij het einde")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="placementfile",
            name="placement",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.DO_NOTHING, related_name="file", to="placements.placement"
            ),
        ),
        migrations.AddField(
            model_name="placementfileevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="placements.placementfile",
            ),
        ),
        migrations.AddField(
            model_name="placementfileevent",
            name="placement",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="placements.placement",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_placementfileevent" ("end_note", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "wage_replaces_benefit") VALUES (NEW."end_note", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."placement_id", NEW."wage_replaces_benefit"); RETURN NULL;',
                    hash="548bdac9021e930c8661f0713ae6c92b8f58f16c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bff5f",
                    table="placements_placementfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_placementfileevent" ("end_note", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "wage_replaces_benefit") VALUES (NEW."end_note", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."placement_id", NEW."wage_replaces_benefit"); RETURN NULL;',
                    hash="8140b74cbe32da99d632379cbaa5bef54970b02c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6ade2",
                    table="placements_placementfile",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(MOVE),
        Protect(
            "PlacementFile",
            select=[WORKED, of_region(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)],
            insert=[OF_WORKED, of_region(Purpose.IMPORT)],
            update=[OF_WORKED, of_region(Purpose.IMPORT)],
        ),
        Protect("PlacementFileEvent", select=[WORKED], insert=["true"]),
        pgtrigger.migrations.RemoveTrigger(
            model_name="placement",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="placement",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="placement",
            name="placement_ended_with_reason",
        ),
        migrations.RemoveField(
            model_name="placement",
            name="end_note",
        ),
        migrations.RemoveField(
            model_name="placement",
            name="wage_replaces_benefit",
        ),
        migrations.RemoveField(
            model_name="placementevent",
            name="end_note",
        ),
        migrations.RemoveField(
            model_name="placementevent",
            name="wage_replaces_benefit",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_placementevent" ("candidate_agreed_on", "candidate_id", "candidate_reference", "contract_form", "contract_id", "created_at", "created_by_id", "employer", "employer_organisation_id", "end_reason", "ended_on", "ends_on", "hours_per_week", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "region_id", "sector", "sroi", "starts_on") VALUES (NEW."candidate_agreed_on", NEW."candidate_id", NEW."candidate_reference", NEW."contract_form", NEW."contract_id", NEW."created_at", NEW."created_by_id", NEW."employer", NEW."employer_organisation_id", NEW."end_reason", NEW."ended_on", NEW."ends_on", NEW."hours_per_week", NEW."id", NEW."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."region_id", NEW."sector", NEW."sroi", NEW."starts_on"); RETURN NULL;',
                    hash="4b7f927906e87a47220e858fe11c8b17059c7145",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1caba",
                    table="placements_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."candidate_id" IS DISTINCT FROM (NEW."candidate_id") OR OLD."candidate_agreed_on" IS DISTINCT FROM (NEW."candidate_agreed_on") OR OLD."candidate_reference" IS DISTINCT FROM (NEW."candidate_reference") OR OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."contract_form" IS DISTINCT FROM (NEW."contract_form") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."employer" IS DISTINCT FROM (NEW."employer") OR OLD."employer_organisation_id" IS DISTINCT FROM (NEW."employer_organisation_id") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."hours_per_week" IS DISTINCT FROM (NEW."hours_per_week") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."occupation_id" IS DISTINCT FROM (NEW."occupation_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."sector" IS DISTINCT FROM (NEW."sector") OR OLD."sroi" IS DISTINCT FROM (NEW."sroi") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))',
                    func='INSERT INTO "placements_placementevent" ("candidate_agreed_on", "candidate_id", "candidate_reference", "contract_form", "contract_id", "created_at", "created_by_id", "employer", "employer_organisation_id", "end_reason", "ended_on", "ends_on", "hours_per_week", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "region_id", "sector", "sroi", "starts_on") VALUES (NEW."candidate_agreed_on", NEW."candidate_id", NEW."candidate_reference", NEW."contract_form", NEW."contract_id", NEW."created_at", NEW."created_by_id", NEW."employer", NEW."employer_organisation_id", NEW."end_reason", NEW."ended_on", NEW."ends_on", NEW."hours_per_week", NEW."id", NEW."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."region_id", NEW."sector", NEW."sroi", NEW."starts_on"); RETURN NULL;',
                    hash="d5ea62dbb2b413dd10fffbba8adc5b926a6006d8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3ab36",
                    table="placements_placement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="placement_ended_with_reason",
                violation_error_message="Een einde heeft een reden, en een reden een einde.",
            ),
        ),
    ]
