"""Why a proposal was taken back is a choice, and it is kept that its employer heard of it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0053_did_not_come"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposalfile",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposalfile",
            name="update_update",
        ),
        migrations.AddField(
            model_name="proposalfile",
            name="employer_told_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="werkgever ingelicht"),
        ),
        migrations.AddField(
            model_name="proposalfile",
            name="withdrawn_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("changed_mind", "De kandidaat wil dit werk toch niet"),
                    ("other_work", "De kandidaat heeft ander werk gevonden"),
                    ("paused", "De kandidaat is even niet beschikbaar"),
                    ("stopped", "De kandidaat is gestopt"),
                    ("vacancy", "De vacature is vervuld of gesloten"),
                    ("mistake", "Per ongeluk op de lijst gezet"),
                    ("other", "Iets anders"),
                ],
                max_length=12,
                verbose_name="waarom ingetrokken",
            ),
        ),
        migrations.AddField(
            model_name="proposalfileevent",
            name="employer_told_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="werkgever ingelicht"),
        ),
        migrations.AddField(
            model_name="proposalfileevent",
            name="withdrawn_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("changed_mind", "De kandidaat wil dit werk toch niet"),
                    ("other_work", "De kandidaat heeft ander werk gevonden"),
                    ("paused", "De kandidaat is even niet beschikbaar"),
                    ("stopped", "De kandidaat is gestopt"),
                    ("vacancy", "De vacature is vervuld of gesloten"),
                    ("mistake", "Per ongeluk op de lijst gezet"),
                    ("other", "Iets anders"),
                ],
                max_length=12,
                verbose_name="waarom ingetrokken",
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="answered_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("own_page", "op de eigen pagina"),
                    ("coach", "aan de werkcoach"),
                    ("speed", "bij de speeddate"),
                ],
                max_length=8,
                verbose_name="antwoord gegeven",
            ),
        ),
        migrations.AlterField(
            model_name="proposalevent",
            name="answered_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("own_page", "op de eigen pagina"),
                    ("coach", "aan de werkcoach"),
                    ("speed", "bij de speeddate"),
                ],
                max_length=8,
                verbose_name="antwoord gegeven",
            ),
        ),
        migrations.AlterField(
            model_name="proposalfile",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="toelichting bij het intrekken"),
        ),
        migrations.AlterField(
            model_name="proposalfileevent",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="toelichting bij het intrekken"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_proposalfileevent" ("decline_note", "decline_reason", "employer_told_at", "id", "pass_over_reason", "pass_over_text", "passed_over", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reminded_at", "ring", "rules", "withdrawn_because", "withdrawn_reason") VALUES (NEW."decline_note", NEW."decline_reason", NEW."employer_told_at", NEW."id", NEW."pass_over_reason", NEW."pass_over_text", NEW."passed_over", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."reminded_at", NEW."ring", NEW."rules", NEW."withdrawn_because", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="da1aa21774d350e14810b30bf50f1527b99b5a01",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8c0d7",
                    table="placements_proposalfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_proposalfileevent" ("decline_note", "decline_reason", "employer_told_at", "id", "pass_over_reason", "pass_over_text", "passed_over", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reminded_at", "ring", "rules", "withdrawn_because", "withdrawn_reason") VALUES (NEW."decline_note", NEW."decline_reason", NEW."employer_told_at", NEW."id", NEW."pass_over_reason", NEW."pass_over_text", NEW."passed_over", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."reminded_at", NEW."ring", NEW."rules", NEW."withdrawn_because", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="82035178b1dae787a838ed38ad9faa9660ea219f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_631b0",
                    table="placements_proposalfile",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_because", "other"), _negated=True),
                    models.Q(("withdrawn_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="proposal_taken_back_said",
                violation_error_message="Schrijf op waarom u het voorstel intrekt.",
            ),
        ),
    ]
