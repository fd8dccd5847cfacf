"""What a region changed in a text is kept, for letters too: going back to the portal's words empties it, and takes nothing away."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    IS_MEMBER,
    REGIONS,
    WRITING_MEMBER,
    Protect,
    ProtectAnew,
    audience,
    system,
)

OF_REGION = f"{IS_MEMBER} AND region_id = ANY ({REGIONS})"
COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"

#: Texts from before history was kept begin with what they are now.
BACKFILL = """
INSERT INTO tenders_lettertemplateevent
       (pgh_created_at, pgh_label, pgh_obj_id, id, region_id, kind, subject, body, changed_by_id, changed_at)
SELECT changed_at, 'insert', id, id, region_id, kind, subject, body, changed_by_id, changed_at
  FROM tenders_lettertemplate
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0019_cpv_codes"),
        ("tenders", "0027_local_firms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterTemplateEvent",
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
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="onderwerp")),
                ("body", models.TextField(blank=True, max_length=8000, verbose_name="tekst")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reminder", "Herinnering"),
                            ("conversation", "Uitnodiging voor een gesprek"),
                            ("recovery_plan", "Verzoek om een herstelplan"),
                            ("hearing", "Uitnodiging hoor en wederhoor"),
                            ("shortfall", "Besluit over het tekort"),
                            ("settlement", "Afrekening"),
                            ("account", "Overzicht van de opdracht"),
                        ],
                        max_length=13,
                        verbose_name="brief",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TenderText",
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
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="onderwerp")),
                ("body", models.TextField(blank=True, max_length=8000, verbose_name="tekst")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract_clause", "Contractvoorwaarde"),
                            ("minimum_requirement", "Minimumeis"),
                            ("suitability_requirement", "Geschiktheidseis"),
                            ("award_criterion", "Gunningscriterium"),
                            ("lots", "Bij percelen"),
                            ("framework", "Bij een raamovereenkomst"),
                            ("not_applied", "Social return niet toegepast"),
                        ],
                        max_length=23,
                        verbose_name="soort tekst",
                    ),
                ),
            ],
            options={
                "verbose_name": "tekst voor aanbestedingsstukken",
                "verbose_name_plural": "teksten voor aanbestedingsstukken",
            },
        ),
        migrations.CreateModel(
            name="TenderTextEvent",
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
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="onderwerp")),
                ("body", models.TextField(blank=True, max_length=8000, verbose_name="tekst")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract_clause", "Contractvoorwaarde"),
                            ("minimum_requirement", "Minimumeis"),
                            ("suitability_requirement", "Geschiktheidseis"),
                            ("award_criterion", "Gunningscriterium"),
                            ("lots", "Bij percelen"),
                            ("framework", "Bij een raamovereenkomst"),
                            ("not_applied", "Social return niet toegepast"),
                        ],
                        max_length=23,
                        verbose_name="soort tekst",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AlterField(
            model_name="lettertemplate",
            name="body",
            field=models.TextField(blank=True, max_length=8000, verbose_name="tekst"),
        ),
        migrations.AlterField(
            model_name="lettertemplate",
            name="subject",
            field=models.CharField(blank=True, max_length=200, verbose_name="onderwerp"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_lettertemplateevent" ("body", "changed_at", "changed_by_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "subject") VALUES (NEW."body", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."subject"); RETURN NULL;',
                    hash="165f153e87f869256a9d2a135aaa681aacf51da4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_872ee",
                    table="tenders_lettertemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenders_lettertemplateevent" ("body", "changed_at", "changed_by_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "subject") VALUES (NEW."body", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."subject"); RETURN NULL;',
                    hash="28fb017a1e5acccd3fbbe34d384de137be0c2e04",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b26f5",
                    table="tenders_lettertemplate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="lettertemplateevent",
            name="changed_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lettertemplateevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tenders.lettertemplate",
            ),
        ),
        migrations.AddField(
            model_name="lettertemplateevent",
            name="region",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisations.region",
            ),
        ),
        migrations.AddField(
            model_name="tendertext",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tendertext",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
            ),
        ),
        migrations.AddField(
            model_name="tendertextevent",
            name="changed_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tendertextevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tenders.tendertext",
            ),
        ),
        migrations.AddField(
            model_name="tendertextevent",
            name="region",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisations.region",
            ),
        ),
        migrations.AddConstraint(
            model_name="tendertext",
            constraint=models.UniqueConstraint(fields=("region", "kind"), name="tender_text_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tendertext",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_tendertextevent" ("body", "changed_at", "changed_by_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "subject") VALUES (NEW."body", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."subject"); RETURN NULL;',
                    hash="035b016c5611f55f647455f2ba2bbdae78f56df0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_86113",
                    table="tenders_tendertext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tendertext",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenders_tendertextevent" ("body", "changed_at", "changed_by_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "subject") VALUES (NEW."body", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."subject"); RETURN NULL;',
                    hash="21f8162cbef75cc8d5ed02f0d27e5284b0e350c8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1e860",
                    table="tenders_tendertext",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        ProtectAnew(
            "LetterTemplate",
            select=[OF_REGION, system(Purpose.IMPORT, Purpose.UPKEEP)],
            insert=[COORDINATION],
            update=[COORDINATION],
        ),
        Protect("LetterTemplateEvent", select=[OF_REGION], insert=["true"]),
        Protect("TenderText", select=[OF_REGION], insert=[COORDINATION], update=[COORDINATION]),
        Protect("TenderTextEvent", select=[OF_REGION], insert=["true"]),
    ]
