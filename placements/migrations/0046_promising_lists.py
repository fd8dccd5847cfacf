"""The list of promising occupations, and what everybody may know of training. A concept is the coordination point's own.

An adopted list is there for everybody and changes no more: the next one follows it. A row of a programme holds what it
costs, and a row of a group how full it is, so those tables stay closed; a function tells what is open of them.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.row_security import (
    PUBLIC_REGION,
    REGIONS,
    WRITING_MEMBER,
    Protect,
    audience,
    child_of,
    of_parent,
)

KEEP = """
CREATE FUNCTION placements_keep_promising_list() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'promising_concept' THEN
            RAISE check_violation USING MESSAGE = 'a list begins as a concept', CONSTRAINT = 'promising_list_begins';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'promising_adopted' THEN
        RAISE check_violation USING MESSAGE = 'an adopted list stays', CONSTRAINT = 'promising_list_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.region_id <> OLD.region_id THEN
        RAISE check_violation USING MESSAGE = 'a list stays in its region', CONSTRAINT = 'promising_list_region';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_promising_list BEFORE INSERT OR UPDATE OR DELETE ON placements_promisinglist
    FOR EACH ROW EXECUTE FUNCTION placements_keep_promising_list();

CREATE FUNCTION placements_keep_promising_occupation() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM placements_promisinglist l
                     JOIN organisations_occupation o ON o.region_id = l.region_id
                    WHERE l.id = NEW.promising_list_id AND o.id = NEW.occupation_id) THEN
        RAISE check_violation USING MESSAGE = 'an occupation of another region',
            CONSTRAINT = 'promising_occupation_of_region';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_promising_occupation BEFORE INSERT OR UPDATE ON placements_promisingoccupation
    FOR EACH ROW EXECUTE FUNCTION placements_keep_promising_occupation();

CREATE FUNCTION placements_public_training(p_region uuid, p_on date) RETURNS TABLE (
    occupation_id uuid, name text, form text, goal text, entry text, weeks integer, hours_per_week numeric,
    certificate text, next_on date, next_place text, benefit_kept boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT o.occupation_id, p.name::text, p.form::text, p.goal::text, p.entry::text, p.weeks::integer,
           p.hours_per_week, p.certificate::text, g.starts_on, coalesce(g.place, '')::text,
           coalesce(g.benefit_kept, false)
      FROM candidates_trainingprogramme p
      JOIN candidates_programmeoccupation o ON o.programme_id = p.id
      LEFT JOIN LATERAL (
               SELECT one.starts_on, one.place, one.benefit_kept
                 FROM candidates_traininggroup one
                WHERE one.programme_id = p.id AND one.state = 'group_open' AND one.starts_on >= p_on
                ORDER BY one.starts_on, one.id
                LIMIT 1) g ON true
     WHERE p.region_id = p_region AND p.state = 'available'
       AND current_setting('app.context', true) = 'public'
       AND p_region::text = current_setting('app.public_region', true)
     ORDER BY g.starts_on NULLS LAST, p.name, p.id
$function$;
"""
DROP = """
DROP FUNCTION placements_public_training(uuid, date);
DROP FUNCTION placements_keep_promising_occupation() CASCADE;
DROP FUNCTION placements_keep_promising_list() CASCADE;
"""

IN_REGION = f"region_id = ANY ({REGIONS})"
WRITING_COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
#: Only the coordination point sees a concept; an auditor of it writes nothing.
OF_CONCEPT = f"{WRITING_MEMBER} AND " + of_parent(
    "promising_list_id", "placements_promisinglist", "parent.state = 'promising_concept'"
)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0045_speed_dates_row_security"),
        ("organisations", "0022_occupation_page"),
        ("candidates", "0023_open_registration"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PromisingList",
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
                    "state",
                    models.CharField(
                        choices=[("promising_concept", "Concept"), ("promising_adopted", "Vastgesteld")],
                        default="promising_concept",
                        max_length=17,
                        verbose_name="stand",
                    ),
                ),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="vastgesteld op")),
                ("settled_with", models.CharField(blank=True, max_length=300, verbose_name="met wie")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="toelichting")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "lijst van kansrijke beroepen",
                "verbose_name_plural": "lijsten van kansrijke beroepen",
            },
        ),
        migrations.CreateModel(
            name="PromisingListEvent",
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
                    "state",
                    models.CharField(
                        choices=[("promising_concept", "Concept"), ("promising_adopted", "Vastgesteld")],
                        default="promising_concept",
                        max_length=17,
                        verbose_name="stand",
                    ),
                ),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="vastgesteld op")),
                ("settled_with", models.CharField(blank=True, max_length=300, verbose_name="met wie")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="toelichting")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "adopted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.promisinglist",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PromisingOccupation",
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
                ("position", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="plaats")),
                ("places", models.PositiveIntegerField(default=0, verbose_name="plaatsen in open vacatures")),
                ("heads", models.PositiveIntegerField(default=0, verbose_name="verwacht in 12 maanden")),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.MinLengthValidator(10)],
                        verbose_name="waarom",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.occupation"
                    ),
                ),
                (
                    "promising_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occupations",
                        to="placements.promisinglist",
                    ),
                ),
            ],
            options={
                "verbose_name": "kansrijk beroep",
                "verbose_name_plural": "kansrijke beroepen",
                "ordering": [models.OrderBy(models.F("position"), nulls_last=True), "pk"],
            },
        ),
        migrations.CreateModel(
            name="PromisingOccupationEvent",
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
                ("position", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="plaats")),
                ("places", models.PositiveIntegerField(default=0, verbose_name="plaatsen in open vacatures")),
                ("heads", models.PositiveIntegerField(default=0, verbose_name="verwacht in 12 maanden")),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.MinLengthValidator(10)],
                        verbose_name="waarom",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.occupation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.promisingoccupation",
                    ),
                ),
                (
                    "promising_list",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.promisinglist",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="promisinglist",
            index=models.Index(fields=["region", "-adopted_on"], name="promising_list_newest"),
        ),
        migrations.AddConstraint(
            model_name="promisinglist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "promising_concept")),
                fields=("region",),
                name="promising_list_one_concept",
                violation_error_message="Er is al een concept. Stel dat eerst vast, of gooi het weg.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "promising_concept"),
                    models.Q(("adopted_on__isnull", False), models.Q(("settled_with", ""), _negated=True)),
                    _connector="OR",
                ),
                name="promising_list_adopted_with",
                violation_error_message="Schrijf op wanneer en met wie de lijst is vastgesteld.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promisinglist",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_promisinglistevent" ("adopted_by_id", "adopted_on", "created_at", "created_by_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "settled_with", "state") VALUES (NEW."adopted_by_id", NEW."adopted_on", NEW."created_at", NEW."created_by_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."settled_with", NEW."state"); RETURN NULL;',
                    hash="1fef80513a76cefb7b6ec8b2a724e84bc030b3fa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a20d3",
                    table="placements_promisinglist",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promisinglist",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_promisinglistevent" ("adopted_by_id", "adopted_on", "created_at", "created_by_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "settled_with", "state") VALUES (NEW."adopted_by_id", NEW."adopted_on", NEW."created_at", NEW."created_by_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."settled_with", NEW."state"); RETURN NULL;',
                    hash="ecadf0102dce6f08bd5f24d2c7fa001797f9cf71",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_09d04",
                    table="placements_promisinglist",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promisinglist",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_promisinglistevent" ("adopted_by_id", "adopted_on", "created_at", "created_by_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "settled_with", "state") VALUES (OLD."adopted_by_id", OLD."adopted_on", OLD."created_at", OLD."created_by_id", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."region_id", OLD."settled_with", OLD."state"); RETURN NULL;',
                    hash="635772e8cd2ec9753865111e31c3cf904505c3e1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ef5c1",
                    table="placements_promisinglist",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="promisingoccupation",
            constraint=models.UniqueConstraint(
                fields=("promising_list", "occupation"),
                name="promising_occupation_once",
                violation_error_message="Dit beroep staat al in de lijst.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisingoccupation",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("promising_list", "position"),
                name="promising_occupation_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisingoccupation",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__isnull", False), models.Q(("why", ""), _negated=True), _connector="OR"),
                name="promising_occupation_left_off_why",
                violation_error_message="Schrijf op waarom dit beroep niet in de lijst staat.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promisingoccupation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_promisingoccupationevent" ("heads", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "position", "promising_list_id", "why") VALUES (NEW."heads", NEW."id", NEW."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."places", NEW."position", NEW."promising_list_id", NEW."why"); RETURN NULL;',
                    hash="2944190d7b4d4a984f9b9ecc98b6877b7d05ed2a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8eab5",
                    table="placements_promisingoccupation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promisingoccupation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_promisingoccupationevent" ("heads", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "position", "promising_list_id", "why") VALUES (NEW."heads", NEW."id", NEW."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."places", NEW."position", NEW."promising_list_id", NEW."why"); RETURN NULL;',
                    hash="83d46c694c7712bdb6d2c5f505841d94a08dd78d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ada29",
                    table="placements_promisingoccupation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promisingoccupation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_promisingoccupationevent" ("heads", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "position", "promising_list_id", "why") VALUES (OLD."heads", OLD."id", OLD."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."places", OLD."position", OLD."promising_list_id", OLD."why"); RETURN NULL;',
                    hash="8b24a7f782a0cd1ba8357fbf40bb16cc0d92ab4d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d5a03",
                    table="placements_promisingoccupation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(KEEP, DROP),
        Protect(
            "PromisingList",
            select=[
                f"state = 'promising_adopted' AND (region_id = {PUBLIC_REGION} OR {IN_REGION})",
                audience("coordination_point"),
            ],
            insert=[WRITING_COORDINATION],
            update=[WRITING_COORDINATION],
            delete=[f"{WRITING_COORDINATION} AND state = 'promising_concept'"],
        ),
        Protect("PromisingListEvent", select=[audience("coordination_point")], insert=["true"]),
        Protect(
            "PromisingOccupation",
            select=[child_of("promising_list_id", "placements_promisinglist")],
            insert=[OF_CONCEPT],
            update=[OF_CONCEPT],
            delete=[OF_CONCEPT],
        ),
        Protect(
            "PromisingOccupationEvent",
            # Of a concept that was thrown away, the list is no more: its own history says of which region it was.
            select=[
                "promising_list_id = ANY (ARRAY(SELECT pgh_obj_id FROM placements_promisinglistevent))",
            ],
            insert=["true"],
        ),
    ]
