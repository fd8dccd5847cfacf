"""A report has a stage until the manager freezes it, files for two editions, and the rows behind its figures."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: The texts of a version may grow until it is frozen; its figures stand from the moment they were collected.
KEEP = """
CREATE OR REPLACE FUNCTION reporting_keep_frozen() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
DECLARE
    texts text[] := ARRAY['manager_text', 'judgements'];
BEGIN
    IF (NEW.region_id, NEW.kind, NEW.period, NEW.version, NEW.known_on)
       IS DISTINCT FROM (OLD.region_id, OLD.kind, OLD.period, OLD.version, OLD.known_on)
       OR OLD.stage = 'frozen'
          AND (NEW.stage, NEW.snapshot, NEW.sha256, NEW.manager_text, NEW.adopted_at, NEW.adopted_by_id)
              IS DISTINCT FROM (OLD.stage, OLD.snapshot, OLD.sha256, OLD.manager_text, OLD.adopted_at, OLD.adopted_by_id)
       OR OLD.snapshot <> '' AND (
           (NEW.rows, NEW.rows_sha256, NEW.frozen_at) IS DISTINCT FROM (OLD.rows, OLD.rows_sha256, OLD.frozen_at)
           OR (NEW.snapshot, NEW.sha256) IS DISTINCT FROM (OLD.snapshot, OLD.sha256)
              AND NEW.sha256 <> encode(sha256(convert_to(NEW.snapshot, 'UTF8')), 'hex')
           OR NEW.snapshot IS DISTINCT FROM OLD.snapshot
              AND nullif(NEW.snapshot, '')::jsonb - texts IS DISTINCT FROM OLD.snapshot::jsonb - texts)
    THEN
        RAISE check_violation USING MESSAGE = 'a frozen report is never changed; a correction is a new version',
            CONSTRAINT = 'report_frozen_stands';
    END IF;
    RETURN NEW;
END
$function$;
-- What was made before there were stages was final when it was made.
UPDATE reporting_report SET stage = 'frozen', adopted_at = frozen_at, adopted_by_id = requested_by_id
 WHERE snapshot <> '' AND status = 'ready';
"""
_FROZEN = import_module("reporting.migrations.0002_row_security").FROZEN
REVERSE = _FROZEN.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").split("CREATE TRIGGER")[0]


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0016_read_log_in_order"),
        ("reporting", "0005_realised_with_years"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="report",
            name="report_version_once",
        ),
        migrations.RemoveConstraint(
            model_name="reportfile",
            name="report_file_once",
        ),
        migrations.AddField(
            model_name="report",
            name="adopted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="vastgesteld"),
        ),
        migrations.AddField(
            model_name="report",
            name="adopted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="known_on",
            field=models.DateField(blank=True, null=True, verbose_name="zoals bekend op"),
        ),
        migrations.AddField(
            model_name="report",
            name="rows",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="report",
            name="rows_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="report",
            name="stage",
            field=models.CharField(
                choices=[("draft", "Concept"), ("judging", "Bij de partners"), ("frozen", "Vastgesteld")],
                default="draft",
                max_length=8,
                verbose_name="fase",
            ),
        ),
        migrations.AddField(
            model_name="reportfile",
            name="edition",
            field=models.CharField(
                choices=[("exact", "Voor de partners"), ("public", "Openbaar")],
                default="exact",
                max_length=6,
                verbose_name="uitgave",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="frozen_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="cijfers verzameld"),
        ),
        migrations.AlterField(
            model_name="report",
            name="status",
            field=models.CharField(
                choices=[
                    ("requested", "In de wachtrij"),
                    ("collecting", "Cijfers verzamelen"),
                    ("rendering", "Documenten maken"),
                    ("ready", "Gemaakt"),
                    ("failed", "Mislukt"),
                ],
                default="requested",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="reportfile",
            name="format",
            field=models.CharField(
                choices=[("pdf", "PDF"), ("json", "JSON"), ("xlsx", "XLSX"), ("ods", "ODS"), ("csv", "CSV")],
                max_length=4,
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("region", "kind", "period", "version", "known_on"),
                name="report_version_once",
                nulls_distinct=False,
                violation_error_message="Dit rapport wordt al gemaakt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("adopted_at__isnull", False), ("stage", "frozen")),
                    models.Q(models.Q(("stage", "frozen"), _negated=True), ("adopted_at", None)),
                    _connector="OR",
                ),
                name="report_adopted_when_frozen",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportfile",
            constraint=models.UniqueConstraint(fields=("report", "edition", "format"), name="report_file_once"),
        ),
        migrations.RunSQL(KEEP, REVERSE),
    ]
