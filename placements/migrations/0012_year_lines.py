"""Lines that settle a year of uneven months, with their steps; who may do what with them says 0013."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0010_verifies_default"),
        ("placements", "0011_succession_of_party"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="YearLine",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("date", models.DateField(verbose_name="datum")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("concept", "Concept"),
                            ("submitted", "Ingediend"),
                            ("returned", "Vraag voor u"),
                            ("approved", "Goedgekeurd"),
                            ("rejected", "Telt niet mee"),
                        ],
                        default="concept",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="ingediend")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld")),
                ("value", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="waarde")),
                (
                    "value_now",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="waarde nu"
                    ),
                ),
                ("trace", models.JSONField(default=list)),
                ("reversed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "jaarregel",
                "verbose_name_plural": "jaarregels",
            },
        ),
        migrations.CreateModel(
            name="YearLineEvent",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("date", models.DateField(verbose_name="datum")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("concept", "Concept"),
                            ("submitted", "Ingediend"),
                            ("returned", "Vraag voor u"),
                            ("approved", "Goedgekeurd"),
                            ("rejected", "Telt niet mee"),
                        ],
                        default="concept",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="ingediend")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld")),
                ("value", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="waarde")),
                (
                    "value_now",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="waarde nu"
                    ),
                ),
                ("reversed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="transition",
            name="transition_of_one_line",
        ),
        migrations.AddField(
            model_name="yearline",
            name="deployment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="year_lines", to="placements.deployment"
            ),
        ),
        migrations.AddField(
            model_name="yearline",
            name="reverses",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversal",
                to="placements.yearline",
            ),
        ),
        migrations.AddField(
            model_name="transition",
            name="year_line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transitions",
                to="placements.yearline",
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("contribution__isnull", True), ("deployment__isnull", False), ("year_line__isnull", True)
                    ),
                    models.Q(
                        ("contribution__isnull", False),
                        ("deployment__isnull", True),
                        ("statement__isnull", True),
                        ("year_line__isnull", True),
                    ),
                    models.Q(
                        ("contribution__isnull", True),
                        ("deployment__isnull", True),
                        ("statement__isnull", True),
                        ("year_line__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="transition_of_one_line",
            ),
        ),
        migrations.AddField(
            model_name="yearlineevent",
            name="deployment",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="placements.deployment",
            ),
        ),
        migrations.AddField(
            model_name="yearlineevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="placements.yearline",
            ),
        ),
        migrations.AddField(
            model_name="yearlineevent",
            name="reverses",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="placements.yearline",
            ),
        ),
        migrations.AddIndex(
            model_name="yearline",
            index=models.Index(
                condition=models.Q(("reversed_at__isnull", True), ("status", "submitted")),
                fields=["submitted_at"],
                name="year_line_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reversed_at__isnull", True)),
                fields=("deployment", "year"),
                name="year_line_once_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearline",
            constraint=models.CheckConstraint(
                condition=models.Q(("date__year", models.F("year"))), name="year_line_date_in_its_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="yearline",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 0), ("reverses__isnull", False), _connector="OR"),
                name="year_line_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value_now__isnull", True),
                    models.Q(("status", "approved"), ("value_now__gte", 0)),
                    _connector="OR",
                ),
                name="year_line_changed_after_approval",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearline",
            constraint=models.CheckConstraint(
                condition=models.Q(("reverses__isnull", True), ("reversed_at__isnull", False), _connector="OR"),
                name="year_line_reversal_is_not_live",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="yearline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_yearlineevent" ("created_at", "date", "decided_at", "deployment_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reversed_at", "reverses_id", "status", "submitted_at", "value", "value_now", "year") VALUES (NEW."created_at", NEW."date", NEW."decided_at", NEW."deployment_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reversed_at", NEW."reverses_id", NEW."status", NEW."submitted_at", NEW."value", NEW."value_now", NEW."year"); RETURN NULL;',
                    hash="3ca2f27b2a8fa65193a22099032d7f5679da5c34",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_06ea8",
                    table="placements_yearline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="yearline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."date" IS DISTINCT FROM (NEW."date") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."deployment_id" IS DISTINCT FROM (NEW."deployment_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."reversed_at" IS DISTINCT FROM (NEW."reversed_at") OR OLD."reverses_id" IS DISTINCT FROM (NEW."reverses_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."value_now" IS DISTINCT FROM (NEW."value_now") OR OLD."year" IS DISTINCT FROM (NEW."year"))',
                    func='INSERT INTO "placements_yearlineevent" ("created_at", "date", "decided_at", "deployment_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reversed_at", "reverses_id", "status", "submitted_at", "value", "value_now", "year") VALUES (NEW."created_at", NEW."date", NEW."decided_at", NEW."deployment_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reversed_at", NEW."reverses_id", NEW."status", NEW."submitted_at", NEW."value", NEW."value_now", NEW."year"); RETURN NULL;',
                    hash="a1ec44bf827699c54f69b4a51a158362faf5c08f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0181f",
                    table="placements_yearline",
                    when="AFTER",
                ),
            ),
        ),
    ]
