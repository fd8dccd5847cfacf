"""The calendar is for everyone: a tender that is on it is read by the whole region, a concept by its authority alone.

What is thought confidential stays so: the value in a row of its own, and who changed what in a history that only the
authority and who watches over the region read.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.search
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
    AUDIENCES,
    CONTEXT,
    ORGANISATION,
    PUBLIC_REGION,
    REGIONS,
    USER,
    WRITING_MEMBER,
    Protect,
    ProtectAnew,
    audience,
    child_of,
    of_parent,
    system,
)

#: On the calendar: for all members of the region, and for the public.
ON_CALENDAR = "on_calendar_since IS NOT NULL AND status <> 'concept'"
WATCHES = " OR ".join((f"visible_to && {AUDIENCES}", system(Purpose.IMPORT, Purpose.REPORT)))
WRITES = " OR ".join(
    f"({one})"
    for one in (
        f"{WRITING_MEMBER} AND authority_id = {ORGANISATION} AND region_id = ANY ({REGIONS})",
        f"{WRITING_MEMBER} AND {audience('coordination_point')}",
        system(Purpose.IMPORT),
    )
)
READS_VALUE = " OR ".join(
    (
        f"authority_id = {ORGANISATION}",
        audience("coordination_point"),
        audience("programme_bureau"),
        system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP),
    )
)
OF_TENDER = child_of("tender_id", "tenders_tender")
WRITES_OF_TENDER = of_parent("tender_id", "tenders_tender", WRITES)
CLOSED_HISTORY = child_of("tender_id", "tenders_tender", WATCHES)

PLACES = """
UPDATE tenders_tender SET municipalities = ARRAY[municipality] WHERE municipality <> '';
UPDATE tenders_tenderevent SET municipalities = ARRAY[municipality] WHERE municipality <> '';
"""

#: Who reads the calendar without logging in reads whose tenders those are.
AUTHORITIES = f"""
CREATE FUNCTION tenders_authorities_on_calendar(region uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT DISTINCT authority_id FROM tenders_tender WHERE region_id = region AND {ON_CALENDAR}
$function$;
REVOKE ALL ON FUNCTION tenders_authorities_on_calendar(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenders_authorities_on_calendar(uuid) TO "{settings.DATABASE_APP_ROLE}";
CREATE POLICY may_select_on_calendar ON organisations_organisation FOR SELECT TO "{settings.DATABASE_APP_ROLE}"
    USING (id = ANY (ARRAY(SELECT tenders_authorities_on_calendar({PUBLIC_REGION}))));
"""  # noqa: S608 -- our own names
NO_AUTHORITIES = """
DROP POLICY may_select_on_calendar ON organisations_organisation;
DROP FUNCTION tenders_authorities_on_calendar(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0018_centre_municipality"),
        ("tenders", "0025_calendar_of_tenders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExpectedOccupation",
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
                ("head_count", models.PositiveSmallIntegerField(verbose_name="aantal mensen")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="vanaf")),
            ],
            options={
                "verbose_name": "verwacht beroep",
                "verbose_name_plural": "verwachte beroepen",
            },
        ),
        migrations.CreateModel(
            name="ExpectedOccupationEvent",
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
                ("head_count", models.PositiveSmallIntegerField(verbose_name="aantal mensen")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="vanaf")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TenderLot",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("description", models.CharField(blank=True, max_length=1000, verbose_name="omschrijving")),
            ],
            options={
                "verbose_name": "perceel",
                "verbose_name_plural": "percelen",
            },
        ),
        migrations.CreateModel(
            name="TenderLotEvent",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("description", models.CharField(blank=True, max_length=1000, verbose_name="omschrijving")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TenderStep",
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
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("concept", "Concept"),
                            ("planned", "Gepland"),
                            ("published", "Gepubliceerd"),
                            ("awarded", "Gegund"),
                            ("in_execution", "In uitvoering"),
                            ("completed", "Afgerond"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        max_length=12,
                        verbose_name="van",
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("concept", "Concept"),
                            ("planned", "Gepland"),
                            ("published", "Gepubliceerd"),
                            ("awarded", "Gegund"),
                            ("in_execution", "In uitvoering"),
                            ("completed", "Afgerond"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        max_length=12,
                        verbose_name="naar",
                    ),
                ),
                ("on", models.DateField(verbose_name="op")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
            ],
            options={
                "verbose_name": "stap van een aanbesteding",
                "verbose_name_plural": "stappen van een aanbesteding",
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
            name="contact_email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres"),
        ),
        migrations.AddField(
            model_name="tender",
            name="contact_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="contactpersoon"),
        ),
        migrations.AddField(
            model_name="tender",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=20, verbose_name="telefoon"),
        ),
        migrations.AddField(
            model_name="tender",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="besloten op"),
        ),
        migrations.AddField(
            model_name="tender",
            name="description",
            field=models.TextField(blank=True, max_length=4000, verbose_name="omschrijving"),
        ),
        migrations.AddField(
            model_name="tender",
            name="extension_count",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="aantal verlengingen"),
        ),
        migrations.AddField(
            model_name="tender",
            name="extension_months",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="maanden per verlenging"),
        ),
        migrations.AddField(
            model_name="tender",
            name="municipalities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=80),
                blank=True,
                default=list,
                size=None,
                verbose_name="plaatsen van het werk",
            ),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="description",
            field=models.TextField(blank=True, max_length=4000, verbose_name="omschrijving"),
        ),
        migrations.AddField(
            model_name="tender",
            name="sroi_reason_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("below_threshold", "De waarde ligt onder de drempel"),
                    ("short_duration", "De looptijd is te kort"),
                    ("little_labour", "Er is bijna geen arbeid bij nodig"),
                    ("specialised", "Het werk is te gespecialiseerd"),
                    ("not_proportional", "Het staat niet in verhouding tot de opdracht"),
                    ("reserved", "De opdracht is al voorbehouden"),
                    ("funder_rules", "De geldgever of de wet laat het niet toe"),
                    ("other", "Iets anders"),
                ],
                max_length=16,
                verbose_name="soort reden",
            ),
        ),
        migrations.AddField(
            model_name="tender",
            name="sroi_ways",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("contract_clause", "Contractvoorwaarde"),
                        ("minimum_requirement", "Minimumeis"),
                        ("suitability_requirement", "Geschiktheidseis"),
                        ("award_criterion", "Gunningscriterium"),
                    ],
                    max_length=24,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="als wat",
            ),
        ),
        migrations.AddField(
            model_name="tender",
            name="stand_in_email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres van de vervanger"),
        ),
        migrations.AddField(
            model_name="tender",
            name="stand_in_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="vervanger"),
        ),
        migrations.AddField(
            model_name="tender",
            name="tenderned_number",
            field=models.CharField(blank=True, max_length=20, verbose_name="TenderNed-nummer"),
        ),
        migrations.AddField(
            model_name="tender",
            name="touched_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="bijgewerkt"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="contact_email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="contact_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="contactpersoon"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=20, verbose_name="telefoon"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="besloten op"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="extension_count",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="aantal verlengingen"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="extension_months",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="maanden per verlenging"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="municipalities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=80),
                blank=True,
                default=list,
                size=None,
                verbose_name="plaatsen van het werk",
            ),
        ),
        # While the triggers of its history are away: this is no change that somebody made.
        migrations.RunSQL(PLACES, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="tender",
            name="municipality",
        ),
        migrations.RemoveField(
            model_name="tenderevent",
            name="municipality",
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="sroi_reason_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("below_threshold", "De waarde ligt onder de drempel"),
                    ("short_duration", "De looptijd is te kort"),
                    ("little_labour", "Er is bijna geen arbeid bij nodig"),
                    ("specialised", "Het werk is te gespecialiseerd"),
                    ("not_proportional", "Het staat niet in verhouding tot de opdracht"),
                    ("reserved", "De opdracht is al voorbehouden"),
                    ("funder_rules", "De geldgever of de wet laat het niet toe"),
                    ("other", "Iets anders"),
                ],
                max_length=16,
                verbose_name="soort reden",
            ),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="sroi_ways",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("contract_clause", "Contractvoorwaarde"),
                        ("minimum_requirement", "Minimumeis"),
                        ("suitability_requirement", "Geschiktheidseis"),
                        ("award_criterion", "Gunningscriterium"),
                    ],
                    max_length=24,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="als wat",
            ),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="stand_in_email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres van de vervanger"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="stand_in_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="vervanger"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="tenderned_number",
            field=models.CharField(blank=True, max_length=20, verbose_name="TenderNed-nummer"),
        ),
        migrations.AddField(
            model_name="tenderevent",
            name="touched_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="bijgewerkt"),
        ),
        migrations.AlterField(
            model_name="tender",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[("work", "Werk"), ("service", "Dienst"), ("supply", "Levering")],
                max_length=8,
                verbose_name="soort",
            ),
        ),
        migrations.AlterField(
            model_name="tender",
            name="title",
            field=models.CharField(blank=True, max_length=200, verbose_name="titel"),
        ),
        migrations.AlterField(
            model_name="tenderevent",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[("work", "Werk"), ("service", "Dienst"), ("supply", "Levering")],
                max_length=8,
                verbose_name="soort",
            ),
        ),
        migrations.AlterField(
            model_name="tenderevent",
            name="title",
            field=models.CharField(blank=True, max_length=200, verbose_name="titel"),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(fields=["region", "planned_publication", "id"], name="tender_by_publication"),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(fields=["authority", "status"], name="tender_of_authority"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tender",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_tenderevent" ("authority_id", "contact_email", "contact_name", "contact_phone", "cpv_codes", "created_at", "decided_on", "description", "ends_on", "extension_count", "extension_months", "id", "kind", "labour_share", "municipalities", "on_calendar_since", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_award", "planned_publication", "procedure", "reference", "region_id", "sector", "sroi", "sroi_percentage", "sroi_reason", "sroi_reason_kind", "sroi_ways", "stand_in_email", "stand_in_name", "starts_on", "status", "tenderned_number", "title", "touched_at") VALUES (NEW."authority_id", NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."cpv_codes", NEW."created_at", NEW."decided_on", NEW."description", NEW."ends_on", NEW."extension_count", NEW."extension_months", NEW."id", NEW."kind", NEW."labour_share", NEW."municipalities", NEW."on_calendar_since", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."planned_award", NEW."planned_publication", NEW."procedure", NEW."reference", NEW."region_id", NEW."sector", NEW."sroi", NEW."sroi_percentage", NEW."sroi_reason", NEW."sroi_reason_kind", NEW."sroi_ways", NEW."stand_in_email", NEW."stand_in_name", NEW."starts_on", NEW."status", NEW."tenderned_number", NEW."title", NEW."touched_at"); RETURN NULL;',
                    hash="b3815937ed54f73d44f2a4c26c0071a6bbb27f96",
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
                    condition='WHEN (OLD."authority_id" IS DISTINCT FROM (NEW."authority_id") OR OLD."contact_email" IS DISTINCT FROM (NEW."contact_email") OR OLD."contact_name" IS DISTINCT FROM (NEW."contact_name") OR OLD."contact_phone" IS DISTINCT FROM (NEW."contact_phone") OR OLD."cpv_codes" IS DISTINCT FROM (NEW."cpv_codes") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."extension_count" IS DISTINCT FROM (NEW."extension_count") OR OLD."extension_months" IS DISTINCT FROM (NEW."extension_months") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."labour_share" IS DISTINCT FROM (NEW."labour_share") OR OLD."municipalities" IS DISTINCT FROM (NEW."municipalities") OR OLD."on_calendar_since" IS DISTINCT FROM (NEW."on_calendar_since") OR OLD."planned_award" IS DISTINCT FROM (NEW."planned_award") OR OLD."planned_publication" IS DISTINCT FROM (NEW."planned_publication") OR OLD."procedure" IS DISTINCT FROM (NEW."procedure") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."sector" IS DISTINCT FROM (NEW."sector") OR OLD."sroi" IS DISTINCT FROM (NEW."sroi") OR OLD."sroi_percentage" IS DISTINCT FROM (NEW."sroi_percentage") OR OLD."sroi_reason" IS DISTINCT FROM (NEW."sroi_reason") OR OLD."sroi_reason_kind" IS DISTINCT FROM (NEW."sroi_reason_kind") OR OLD."sroi_ways" IS DISTINCT FROM (NEW."sroi_ways") OR OLD."stand_in_email" IS DISTINCT FROM (NEW."stand_in_email") OR OLD."stand_in_name" IS DISTINCT FROM (NEW."stand_in_name") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."tenderned_number" IS DISTINCT FROM (NEW."tenderned_number") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."touched_at" IS DISTINCT FROM (NEW."touched_at"))',
                    func='INSERT INTO "tenders_tenderevent" ("authority_id", "contact_email", "contact_name", "contact_phone", "cpv_codes", "created_at", "decided_on", "description", "ends_on", "extension_count", "extension_months", "id", "kind", "labour_share", "municipalities", "on_calendar_since", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_award", "planned_publication", "procedure", "reference", "region_id", "sector", "sroi", "sroi_percentage", "sroi_reason", "sroi_reason_kind", "sroi_ways", "stand_in_email", "stand_in_name", "starts_on", "status", "tenderned_number", "title", "touched_at") VALUES (NEW."authority_id", NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."cpv_codes", NEW."created_at", NEW."decided_on", NEW."description", NEW."ends_on", NEW."extension_count", NEW."extension_months", NEW."id", NEW."kind", NEW."labour_share", NEW."municipalities", NEW."on_calendar_since", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."planned_award", NEW."planned_publication", NEW."procedure", NEW."reference", NEW."region_id", NEW."sector", NEW."sroi", NEW."sroi_percentage", NEW."sroi_reason", NEW."sroi_reason_kind", NEW."sroi_ways", NEW."stand_in_email", NEW."stand_in_name", NEW."starts_on", NEW."status", NEW."tenderned_number", NEW."title", NEW."touched_at"); RETURN NULL;',
                    hash="43cfee5dde35876bf708a36bad011e683d5d8b23",
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
                    ("status", "concept"),
                    ("status", "withdrawn"),
                    models.Q(models.Q(("title", ""), _negated=True), models.Q(("kind", ""), _negated=True)),
                    _connector="OR",
                ),
                name="tender_named_on_calendar",
                violation_error_message="Vul de titel en de soort in.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("extension_count", None), ("extension_months", None)),
                    models.Q(("extension_count__gte", 1), ("extension_months__gte", 1)),
                    _connector="OR",
                ),
                name="tender_extensions_whole",
                violation_error_message="Vul bij een verlenging in hoe vaak het kan en hoeveel maanden het is.",
            ),
        ),
        migrations.AddField(
            model_name="expectedoccupation",
            name="occupation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.occupation"
            ),
        ),
        migrations.AddField(
            model_name="expectedoccupation",
            name="tender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="expected_occupations", to="tenders.tender"
            ),
        ),
        migrations.AddField(
            model_name="expectedoccupationevent",
            name="occupation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisations.occupation",
            ),
        ),
        migrations.AddField(
            model_name="expectedoccupationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tenders.expectedoccupation",
            ),
        ),
        migrations.AddField(
            model_name="expectedoccupationevent",
            name="tender",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tenders.tender",
            ),
        ),
        migrations.AddField(
            model_name="tenderlot",
            name="tender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lots", to="tenders.tender"
            ),
        ),
        migrations.AddField(
            model_name="tenderlotevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tenders.tenderlot",
            ),
        ),
        migrations.AddField(
            model_name="tenderlotevent",
            name="tender",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tenders.tender",
            ),
        ),
        migrations.AddField(
            model_name="tenderstep",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tenderstep",
            name="tender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="tenders.tender"
            ),
        ),
        migrations.AddField(
            model_name="tender",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector("title", "description", config="dutch"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddConstraint(
            model_name="expectedoccupation",
            constraint=models.UniqueConstraint(
                fields=("tender", "occupation"),
                name="expected_occupation_once",
                violation_error_message="Dit beroep staat er al bij.",
            ),
        ),
        migrations.AddConstraint(
            model_name="expectedoccupation",
            constraint=models.CheckConstraint(
                condition=models.Q(("head_count__gte", 1)),
                name="expected_occupation_somebody",
                violation_error_message="Vul een aantal van 1 of hoger in.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expectedoccupation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_expectedoccupationevent" ("head_count", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "tender_id") VALUES (NEW."head_count", NEW."id", NEW."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."tender_id"); RETURN NULL;',
                    hash="68f2805fe625bab00b537e5bdd81f7d24c46048e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_69a28",
                    table="tenders_expectedoccupation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expectedoccupation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenders_expectedoccupationevent" ("head_count", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "tender_id") VALUES (NEW."head_count", NEW."id", NEW."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."starts_on", NEW."tender_id"); RETURN NULL;',
                    hash="27d15178ba8e1c3be94a66918e07ff2cbc6d628f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5569e",
                    table="tenders_expectedoccupation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expectedoccupation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_expectedoccupationevent" ("head_count", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "tender_id") VALUES (OLD."head_count", OLD."id", OLD."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."tender_id"); RETURN NULL;',
                    hash="91fe8c10f2c968bed8b3cc882dd6d80220d5c76f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_64a56",
                    table="tenders_expectedoccupation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderlot",
            constraint=models.UniqueConstraint(
                fields=("tender", "number"),
                name="tender_lot_number_unique",
                violation_error_message="Dit nummer is al van een ander perceel.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenderlot",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_tenderlotevent" ("description", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tender_id", "title") VALUES (NEW."description", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."tender_id", NEW."title"); RETURN NULL;',
                    hash="c71cc83d3410befeda2ce07dc97c30b0a7e5fd56",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8442b",
                    table="tenders_tenderlot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenderlot",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenders_tenderlotevent" ("description", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tender_id", "title") VALUES (NEW."description", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."tender_id", NEW."title"); RETURN NULL;',
                    hash="d3389c8bb3a90e971c91f8547df14912b2e71ea3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b8a60",
                    table="tenders_tenderlot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenderlot",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_tenderlotevent" ("description", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tender_id", "title") VALUES (OLD."description", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."tender_id", OLD."title"); RETURN NULL;',
                    hash="919eb25d2b80de4d8180f04d8cc515d2bd163dd1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2516f",
                    table="tenders_tenderlot",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="tenderstep",
            index=models.Index(fields=["tender", "at"], name="tender_step_in_order"),
        ),
        migrations.RunSQL(AUTHORITIES, NO_AUTHORITIES),
        ProtectAnew(
            "Tender",
            select=[
                f"visible_to && {AUDIENCES}",
                f"{ON_CALENDAR} AND region_id = ANY ({REGIONS})",
                f"{ON_CALENDAR} AND region_id = {PUBLIC_REGION}",
                system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP),
            ],
            insert=[WRITES],
            update=[WRITES],
        ),
        ProtectAnew("TenderEvent", select=[child_of("pgh_obj_id", "tenders_tender", WATCHES)], insert=["true"]),
        ProtectAnew(
            "TenderValue",
            select=[
                child_of("tender_id", "tenders_tender", READS_VALUE),
                f"NOT is_confidential AND {OF_TENDER}",
            ],
            insert=[WRITES_OF_TENDER],
            update=[WRITES_OF_TENDER],
        ),
        ProtectAnew("TenderValueEvent", select=[child_of("tender_id", "tenders_tender", READS_VALUE)], insert=["true"]),
        *(
            Protect(
                model,
                select=[OF_TENDER],
                insert=[WRITES_OF_TENDER],
                update=[WRITES_OF_TENDER],
                delete=[WRITES_OF_TENDER],
            )
            for model in ("TenderLot", "ExpectedOccupation")
        ),
        *(
            Protect(f"{model}Event", select=[CLOSED_HISTORY], insert=["true"])
            for model in ("TenderLot", "ExpectedOccupation")
        ),
        Protect(
            "TenderStep",
            select=[OF_TENDER],
            insert=[f"{WRITES_OF_TENDER} AND (by_id = {USER} OR {CONTEXT} = 'system')"],
        ),
    ]
