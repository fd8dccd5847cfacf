"""A tender has what its file says of it; what it is thought to be worth stands apart, with policies of its own."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import ORGANISATION, REGIONS, WRITING_MEMBER, Protect, audience, child_of, system

#: Who knows the value, also when others read the calendar: not the audiences of the tender, which may grow.
READS_VALUE = " OR ".join(
    (
        f"authority_id = {ORGANISATION}",
        audience("coordination_point"),
        audience("programme_bureau"),
        system(Purpose.IMPORT, Purpose.REPORT),
    )
)
WRITES_VALUE = " OR ".join(
    f"({one})"
    for one in (
        f"{WRITING_MEMBER} AND authority_id = {ORGANISATION} AND region_id = ANY ({REGIONS})",
        f"{WRITING_MEMBER} AND {audience('coordination_point')}",
        system(Purpose.IMPORT),
    )
)

#: What the portal holds already was awarded when it was written down: from that day it was no secret.
ON_CALENDAR = """
UPDATE tenders_tender SET on_calendar_since = (created_at AT TIME ZONE 'Europe/Amsterdam')::date
 WHERE status NOT IN ('concept', 'withdrawn')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0016_read_log_in_order"),
        ("tenders", "0024_no_band_without_obligation"),
    ]

    operations = [
        migrations.CreateModel(
            name="TenderValue",
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
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="geraamde waarde"
                    ),
                ),
                ("is_confidential", models.BooleanField(default=False, verbose_name="vertrouwelijk")),
            ],
            options={
                "verbose_name": "geraamde waarde",
                "verbose_name_plural": "geraamde waarden",
            },
        ),
        migrations.CreateModel(
            name="TenderValueEvent",
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
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="geraamde waarde"
                    ),
                ),
                ("is_confidential", models.BooleanField(default=False, verbose_name="vertrouwelijk")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="tender",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="tender",
            name="update_update",
        ),
        migrations.AddField(
            model_name="tender",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="laatste dag"),
        ),
        migrations.AddField(
            model_name="tender",
            name="municipality",
            field=models.CharField(blank=True, max_length=80, verbose_name="plaats van het werk"),
        ),
        migrations.AddField(
            model_name="tender",
            name="on_calendar_since",
            field=models.DateField(blank=True, null=True, verbose_name="op de kalender sinds"),
        ),
        # While the triggers of its history are away: this is no change that somebody made.
        migrations.RunSQL(ON_CALENDAR, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="tender",
            name="planned_award",
            field=models.DateField(blank=True, null=True, verbose_name="geplande gunning"),
        ),
        migrations.AddField(
            model_name="tender",
            name="planned_publication",
            field=models.DateField(blank=True, null=True, verbose_name="geplande publicatie"),
        ),
        migrations.AddField(
            model_name="tender",
            name="procedure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("single", "Enkelvoudig onderhands"),
                    ("multiple_private", "Meervoudig onderhands"),
                    ("open_national", "Openbaar, nationaal"),
                    ("open_european", "Openbaar, Europees"),
                    ("restricted", "Niet-openbaar"),
                    ("reserved", "Voorbehouden"),
                    ("other", "Anders"),
                ],
                max_length=16,
                verbose_name="procedure",
            ),
        ),
        migrations.AddField(
            model_name="tender",
            name="sector",
            field=models.CharField(
                blank=True,
                choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                max_length=12,
                verbose_name="sector",
            ),
        ),
        migrations.AddField(
            model_name="tender",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="eerste dag"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="laatste dag"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="municipality",
            field=models.CharField(blank=True, max_length=80, verbose_name="plaats van het werk"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="on_calendar_since",
            field=models.DateField(blank=True, null=True, verbose_name="op de kalender sinds"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="planned_award",
            field=models.DateField(blank=True, null=True, verbose_name="geplande gunning"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="planned_publication",
            field=models.DateField(blank=True, null=True, verbose_name="geplande publicatie"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="procedure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("single", "Enkelvoudig onderhands"),
                    ("multiple_private", "Meervoudig onderhands"),
                    ("open_national", "Openbaar, nationaal"),
                    ("open_european", "Openbaar, Europees"),
                    ("restricted", "Niet-openbaar"),
                    ("reserved", "Voorbehouden"),
                    ("other", "Anders"),
                ],
                max_length=16,
                verbose_name="procedure",
            ),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="sector",
            field=models.CharField(
                blank=True,
                choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                max_length=12,
                verbose_name="sector",
            ),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="eerste dag"),
        ),
        migrations.AlterField(
            model_name="tender",
            name="sroi_percentage",
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name="percentage"),
        ),
        migrations.AlterField(
            model_name="tenderevent",
            name="sroi_percentage",
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name="percentage"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tender",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_tenderevent" ("authority_id", "cpv_codes", "created_at", "ends_on", "id", "kind", "labour_share", "municipality", "on_calendar_since", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_award", "planned_publication", "procedure", "reference", "region_id", "sector", "sroi", "sroi_percentage", "sroi_reason", "starts_on", "status", "title") VALUES (NEW."authority_id", NEW."cpv_codes", NEW."created_at", NEW."ends_on", NEW."id", NEW."kind", NEW."labour_share", NEW."municipality", NEW."on_calendar_since", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."planned_award", NEW."planned_publication", NEW."procedure", NEW."reference", NEW."region_id", NEW."sector", NEW."sroi", NEW."sroi_percentage", NEW."sroi_reason", NEW."starts_on", NEW."status", NEW."title"); RETURN NULL;',
                    hash="d2a24970863f982f2f6a053bddafc5ee58a464c2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_632f6",
                    table="tenders_tender",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tender",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."authority_id" IS DISTINCT FROM (NEW."authority_id") OR OLD."cpv_codes" IS DISTINCT FROM (NEW."cpv_codes") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."labour_share" IS DISTINCT FROM (NEW."labour_share") OR OLD."municipality" IS DISTINCT FROM (NEW."municipality") OR OLD."on_calendar_since" IS DISTINCT FROM (NEW."on_calendar_since") OR OLD."planned_award" IS DISTINCT FROM (NEW."planned_award") OR OLD."planned_publication" IS DISTINCT FROM (NEW."planned_publication") OR OLD."procedure" IS DISTINCT FROM (NEW."procedure") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."sector" IS DISTINCT FROM (NEW."sector") OR OLD."sroi" IS DISTINCT FROM (NEW."sroi") OR OLD."sroi_percentage" IS DISTINCT FROM (NEW."sroi_percentage") OR OLD."sroi_reason" IS DISTINCT FROM (NEW."sroi_reason") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "tenders_tenderevent" ("authority_id", "cpv_codes", "created_at", "ends_on", "id", "kind", "labour_share", "municipality", "on_calendar_since", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_award", "planned_publication", "procedure", "reference", "region_id", "sector", "sroi", "sroi_percentage", "sroi_reason", "starts_on", "status", "title") VALUES (NEW."authority_id", NEW."cpv_codes", NEW."created_at", NEW."ends_on", NEW."id", NEW."kind", NEW."labour_share", NEW."municipality", NEW."on_calendar_since", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."planned_award", NEW."planned_publication", NEW."procedure", NEW."reference", NEW."region_id", NEW."sector", NEW."sroi", NEW."sroi_percentage", NEW."sroi_reason", NEW."starts_on", NEW."status", NEW."title"); RETURN NULL;',
                    hash="6c668e8a7191c9aa8b72d0861f997be289b3cfad",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_caccd",
                    table="tenders_tender",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sroi_percentage", None),
                    models.Q(("sroi_percentage__gte", 0), ("sroi_percentage__lte", 100)),
                    _connector="OR",
                ),
                name="tender_sroi_percentage_0_100",
                violation_error_message="Vul voor het percentage een getal in van 0 tot en met 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None), ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="tender_ends_after_start",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
        ),
        migrations.AddField(
            model_name="tendervalue",
            name="tender",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="value", to="tenders.tender"
            ),
        ),
        migrations.AddField(
            model_name="tendervalueevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tenders.tendervalue",
            ),
        ),
        migrations.AddField(
            model_name="tendervalueevent",
            name="tender",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tenders.tender",
            ),
        ),
        migrations.AddConstraint(
            model_name="tendervalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                name="tender_value_not_negative",
                violation_error_message="Vul een bedrag in van nul of hoger.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tendervalue",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_tendervalueevent" ("amount", "id", "is_confidential", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tender_id") VALUES (NEW."amount", NEW."id", NEW."is_confidential", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."tender_id"); RETURN NULL;',
                    hash="bb354bd1a8d8d326c6ed280b76ab107edba9e91a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7c56e",
                    table="tenders_tendervalue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tendervalue",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenders_tendervalueevent" ("amount", "id", "is_confidential", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tender_id") VALUES (NEW."amount", NEW."id", NEW."is_confidential", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."tender_id"); RETURN NULL;',
                    hash="8ce5445c5c62db401a085d8ca2ff70f73b6c0836",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_13ea6",
                    table="tenders_tendervalue",
                    when="AFTER",
                ),
            ),
        ),
        Protect(
            "TenderValue",
            select=[child_of("tender_id", "tenders_tender", READS_VALUE)],
            insert=[child_of("tender_id", "tenders_tender", WRITES_VALUE)],
            update=[child_of("tender_id", "tenders_tender", WRITES_VALUE)],
        ),
        Protect("TenderValueEvent", select=[child_of("pgh_obj_id", "tenders_tendervalue")], insert=["true"]),
    ]
