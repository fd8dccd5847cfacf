"""History of programmes too, and of what was taken away: a report can be made again as it was known on a day."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.models.history import ends_of_gone
from organisations.row_security import Protect, child_of, system

#: Programmes as they are now, since the day they were entered; and what was gone already.
BEFORE = """
INSERT INTO candidates_trainingprogrammeevent
       (pgh_created_at, pgh_label, pgh_obj_id, certificate, code, created_at, developed_on, entry, form, goal, hours_per_week, id, kind, name, provider, region_id, seat_cost, sector, state, weeks)
SELECT created_at, 'insert', id, certificate, code, created_at, developed_on, entry, form, goal, hours_per_week, id, kind, name, provider, region_id, seat_cost, sector, state, weeks
  FROM candidates_trainingprogramme;
""" + ends_of_gone("candidates_enrolment")


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0018_programmes_for_money"),
        ("organisations", "0018_centre_municipality"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainingProgrammeEvent",
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
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("intensive", "Intensief"),
                            ("short", "Kort"),
                            ("comparable", "Vergelijkbaar traject"),
                        ],
                        max_length=10,
                        verbose_name="vorm",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("existing", "Bestaande scholing"), ("new", "Nieuw ontwikkeld")],
                        default="existing",
                        max_length=8,
                        verbose_name="soort",
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=200, verbose_name="opleider")),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                ("developed_on", models.DateField(blank=True, null=True, verbose_name="ontwikkeld op")),
                (
                    "state",
                    models.CharField(
                        choices=[("concept", "Concept"), ("available", "Beschikbaar"), ("closed", "Gesloten")],
                        default="available",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("goal", models.CharField(blank=True, max_length=1000, verbose_name="wat iemand na afloop kan")),
                ("entry", models.CharField(blank=True, max_length=1000, verbose_name="voor wie")),
                (
                    "weeks",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="duur in weken",
                    ),
                ),
                (
                    "hours_per_week",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="uren per week"
                    ),
                ),
                ("certificate", models.CharField(blank=True, max_length=200, verbose_name="certificaat of diploma")),
                (
                    "seat_cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="prijs per plaats"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_enrolmentevent" ("attendance", "benefit_kept", "candidate_id", "certificate_name", "certificate_on", "created_at", "dropout_reason", "ended_on", "group_id", "guidance_cost", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reference", "region_id", "removed_at", "removed_by_id", "removed_reason", "started_on", "training_cost", "voucher") VALUES (OLD."attendance", OLD."benefit_kept", OLD."candidate_id", OLD."certificate_name", OLD."certificate_on", OLD."created_at", OLD."dropout_reason", OLD."ended_on", OLD."group_id", OLD."guidance_cost", OLD."id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."reference", OLD."region_id", OLD."removed_at", OLD."removed_by_id", OLD."removed_reason", OLD."started_on", OLD."training_cost", OLD."voucher"); RETURN NULL;',
                    hash="9d9c2fde2bc7d5c71752c792ca584698a2cfdb67",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ae8b",
                    table="candidates_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingprogramme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_trainingprogrammeevent" ("certificate", "code", "created_at", "developed_on", "entry", "form", "goal", "hours_per_week", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "region_id", "seat_cost", "sector", "state", "weeks") VALUES (NEW."certificate", NEW."code", NEW."created_at", NEW."developed_on", NEW."entry", NEW."form", NEW."goal", NEW."hours_per_week", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."provider", NEW."region_id", NEW."seat_cost", NEW."sector", NEW."state", NEW."weeks"); RETURN NULL;',
                    hash="20b7538c49f1c8d9b8ed2d7ac1d1ff793db2525a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fefcf",
                    table="candidates_trainingprogramme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingprogramme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "candidates_trainingprogrammeevent" ("certificate", "code", "created_at", "developed_on", "entry", "form", "goal", "hours_per_week", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "region_id", "seat_cost", "sector", "state", "weeks") VALUES (NEW."certificate", NEW."code", NEW."created_at", NEW."developed_on", NEW."entry", NEW."form", NEW."goal", NEW."hours_per_week", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."provider", NEW."region_id", NEW."seat_cost", NEW."sector", NEW."state", NEW."weeks"); RETURN NULL;',
                    hash="e7eaeb5837a24300adc06c52fded973d15c8821b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4cf18",
                    table="candidates_trainingprogramme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingprogramme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_trainingprogrammeevent" ("certificate", "code", "created_at", "developed_on", "entry", "form", "goal", "hours_per_week", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "region_id", "seat_cost", "sector", "state", "weeks") VALUES (OLD."certificate", OLD."code", OLD."created_at", OLD."developed_on", OLD."entry", OLD."form", OLD."goal", OLD."hours_per_week", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."provider", OLD."region_id", OLD."seat_cost", OLD."sector", OLD."state", OLD."weeks"); RETURN NULL;',
                    hash="c9b76e4a3d7b98bdd0680bf42790b05bcf5aa063",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5898c",
                    table="candidates_trainingprogramme",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="trainingprogrammeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="candidates.trainingprogramme",
            ),
        ),
        migrations.AddField(
            model_name="trainingprogrammeevent",
            name="region",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisations.region",
            ),
        ),
        Protect(
            "TrainingProgrammeEvent",
            select=[child_of("pgh_obj_id", "candidates_trainingprogramme"), system(Purpose.REPORT)],
            insert=["true"],
        ),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
    ]
