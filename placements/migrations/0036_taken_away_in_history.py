"""What was taken away ends in history: a report can be made again as it was known on a day."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from organisations.models.history import ends_of_gone


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0035_number_of_erased"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_followupevent" ("again_on", "asked_at", "at_work", "called_for_on", "checked_on", "created_at", "decided_by_id", "decided_for_id", "due_on", "id", "known_at", "known_by", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "region_id", "reminded_at", "workplace", "workplace_name") VALUES (OLD."again_on", OLD."asked_at", OLD."at_work", OLD."called_for_on", OLD."checked_on", OLD."created_at", OLD."decided_by_id", OLD."decided_for_id", OLD."due_on", OLD."id", OLD."known_at", OLD."known_by", OLD."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."placement_id", OLD."region_id", OLD."reminded_at", OLD."workplace", OLD."workplace_name"); RETURN NULL;',
                    hash="19c75ede75613b83ff3b0a66e4885f37cfa50ac5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f5376",
                    table="placements_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_placementevent" ("candidate_agreed_on", "candidate_id", "candidate_reference", "contract_form", "contract_id", "created_at", "created_by_id", "employer", "employer_organisation_id", "end_reason", "ended_on", "ends_on", "hours_per_week", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "region_id", "sector", "sroi", "starts_on") VALUES (OLD."candidate_agreed_on", OLD."candidate_id", OLD."candidate_reference", OLD."contract_form", OLD."contract_id", OLD."created_at", OLD."created_by_id", OLD."employer", OLD."employer_organisation_id", OLD."end_reason", OLD."ended_on", OLD."ends_on", OLD."hours_per_week", OLD."id", OLD."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."region_id", OLD."sector", OLD."sroi", OLD."starts_on"); RETURN NULL;',
                    hash="b52ec9b7e1aac2bb4df40a53621ecb60c3cd2585",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_95ec9",
                    table="placements_placement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(
            ends_of_gone("placements_placement") + ends_of_gone("placements_followup"), migrations.RunSQL.noop
        ),
    ]
