"""After a call in vain somebody calls again on a day of his own choice, not at once."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0027_follow_ups"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="followup",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="followup",
            name="update_update",
        ),
        migrations.AddField(
            model_name="followup",
            name="again_on",
            field=models.DateField(blank=True, null=True, verbose_name="weer bellen op"),
        ),
        migrations.AddField(
            model_name="followupevent",
            name="again_on",
            field=models.DateField(blank=True, null=True, verbose_name="weer bellen op"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_followupevent" ("again_on", "asked_at", "at_work", "called_for_on", "checked_on", "created_at", "decided_by_id", "decided_for_id", "due_on", "id", "known_at", "known_by", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "region_id", "reminded_at", "workplace", "workplace_name") VALUES (NEW."again_on", NEW."asked_at", NEW."at_work", NEW."called_for_on", NEW."checked_on", NEW."created_at", NEW."decided_by_id", NEW."decided_for_id", NEW."due_on", NEW."id", NEW."known_at", NEW."known_by", NEW."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."placement_id", NEW."region_id", NEW."reminded_at", NEW."workplace", NEW."workplace_name"); RETURN NULL;',
                    hash="81f14b8be7d3aa729adb2398fd61dcaaabe50530",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_26abe",
                    table="placements_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_followupevent" ("again_on", "asked_at", "at_work", "called_for_on", "checked_on", "created_at", "decided_by_id", "decided_for_id", "due_on", "id", "known_at", "known_by", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "region_id", "reminded_at", "workplace", "workplace_name") VALUES (NEW."again_on", NEW."asked_at", NEW."at_work", NEW."called_for_on", NEW."checked_on", NEW."created_at", NEW."decided_by_id", NEW."decided_for_id", NEW."due_on", NEW."id", NEW."known_at", NEW."known_by", NEW."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."placement_id", NEW."region_id", NEW."reminded_at", NEW."workplace", NEW."workplace_name"); RETURN NULL;',
                    hash="841fb8329e4faeda6bf83f6d6b58ea4a879f83a1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eb796",
                    table="placements_followup",
                    when="AFTER",
                ),
            ),
        ),
    ]
