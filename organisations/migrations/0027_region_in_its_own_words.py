"""What a region calls itself and others, and its colour: seen by who acts there, changed by its coordination point.

The table itself has no row security (the names of the regions are for everybody): a trigger looks who changes a row.
"""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import organisations.models.identifier
from organisations.row_security import IS_MEMBER, IS_OPERATOR, REGIONS, Protect

_BEFORE = import_module("organisations.migrations.0026_passkey_is_second_factor").entered_now


def entered_now():
    before = "'centre', x.centre)"
    after = """'centre', x.centre, 'accent', r.accent, 'initials', r.initials,
                                            'werkplein_plural', r.werkplein_plural,
                                            'werkplein_article', r.werkplein_article,
                                            'coordination_label', r.coordination_label,
                                            'coordination_article', r.coordination_article)"""
    text = _BEFORE()
    if text.count(before) != 1:
        raise ValueError(before)
    return text.replace(before, after)


GUARD = """
CREATE FUNCTION organisations_guard_region() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
DECLARE
    context text := nullif(current_setting('app.context', true), '');
    audiences text[] := nullif(current_setting('app.audiences', true), '')::text[];
BEGIN
    IF context IN ('public', 'link') THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody changes a region from outside';
    END IF;
    IF context = 'member' AND NOT coalesce(
        current_setting('app.may_write', true) = 'on'
        AND ('operator' = ANY (audiences)
             OR (TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.code = OLD.code
                 AND ('r:' || NEW.id || ':coordination_point') = ANY (audiences))), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the coordination point and the operator change a region';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER organisations_guard_region BEFORE INSERT OR UPDATE ON organisations_region
FOR EACH ROW EXECUTE FUNCTION organisations_guard_region();
"""
NO_GUARD = """
DROP TRIGGER organisations_guard_region ON organisations_region;
DROP FUNCTION organisations_guard_region();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0026_passkey_is_second_factor"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegionEvent",
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
                ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "werkplein_label",
                    models.CharField(default="Werkplein", max_length=40, verbose_name="naam voor Werkplein"),
                ),
                (
                    "werkplein_plural",
                    models.CharField(
                        db_default="Werkpleinen",
                        default="Werkpleinen",
                        max_length=40,
                        verbose_name="meervoud van Werkplein",
                    ),
                ),
                (
                    "werkplein_article",
                    models.CharField(
                        choices=[("de", "de"), ("het", "het")],
                        db_default="het",
                        default="het",
                        max_length=3,
                        verbose_name="lidwoord van Werkplein",
                    ),
                ),
                (
                    "coordination_label",
                    models.CharField(
                        db_default="Coördinatiepunt Social Return",
                        default="Coördinatiepunt Social Return",
                        max_length=60,
                        verbose_name="naam van het coördinatiepunt",
                    ),
                ),
                (
                    "coordination_article",
                    models.CharField(
                        choices=[("de", "de"), ("het", "het")],
                        db_default="het",
                        default="het",
                        max_length=3,
                        verbose_name="lidwoord van het coördinatiepunt",
                    ),
                ),
                ("accent", models.CharField(blank=True, db_default="", default="", max_length=7, verbose_name="kleur")),
                (
                    "initials",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=3, verbose_name="letters in het beeldmerk"
                    ),
                ),
                ("programme_start", models.DateField(blank=True, null=True, verbose_name="start van het programma")),
                ("money_start", models.DateField(blank=True, null=True, verbose_name="start van de geldstroom")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demonstratie")),
                (
                    "set_up_at",
                    models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name="ingericht"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="region",
            name="accent",
            field=models.CharField(blank=True, db_default="", default="", max_length=7, verbose_name="kleur"),
        ),
        migrations.AddField(
            model_name="region",
            name="coordination_article",
            field=models.CharField(
                choices=[("de", "de"), ("het", "het")],
                db_default="het",
                default="het",
                max_length=3,
                verbose_name="lidwoord van het coördinatiepunt",
            ),
        ),
        migrations.AddField(
            model_name="region",
            name="coordination_label",
            field=models.CharField(
                db_default="Coördinatiepunt Social Return",
                default="Coördinatiepunt Social Return",
                max_length=60,
                verbose_name="naam van het coördinatiepunt",
            ),
        ),
        migrations.AddField(
            model_name="region",
            name="initials",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=3, verbose_name="letters in het beeldmerk"
            ),
        ),
        migrations.AddField(
            model_name="region",
            name="set_up_at",
            field=models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name="ingericht"),
        ),
        migrations.AddField(
            model_name="region",
            name="werkplein_article",
            field=models.CharField(
                choices=[("de", "de"), ("het", "het")],
                db_default="het",
                default="het",
                max_length=3,
                verbose_name="lidwoord van Werkplein",
            ),
        ),
        migrations.AddField(
            model_name="region",
            name="werkplein_plural",
            field=models.CharField(
                db_default="Werkpleinen", default="Werkpleinen", max_length=40, verbose_name="meervoud van Werkplein"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="region",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organisations_regionevent" ("accent", "code", "coordination_article", "coordination_label", "id", "initials", "is_demo", "money_start", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_start", "set_up_at", "werkplein_article", "werkplein_label", "werkplein_plural") VALUES (NEW."accent", NEW."code", NEW."coordination_article", NEW."coordination_label", NEW."id", NEW."initials", NEW."is_demo", NEW."money_start", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_start", NEW."set_up_at", NEW."werkplein_article", NEW."werkplein_label", NEW."werkplein_plural"); RETURN NULL;',
                    hash="a76dc807cbffb4493d842bbf7f6921f34debf7df",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0b1f2",
                    table="organisations_region",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="region",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organisations_regionevent" ("accent", "code", "coordination_article", "coordination_label", "id", "initials", "is_demo", "money_start", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_start", "set_up_at", "werkplein_article", "werkplein_label", "werkplein_plural") VALUES (NEW."accent", NEW."code", NEW."coordination_article", NEW."coordination_label", NEW."id", NEW."initials", NEW."is_demo", NEW."money_start", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_start", NEW."set_up_at", NEW."werkplein_article", NEW."werkplein_label", NEW."werkplein_plural"); RETURN NULL;',
                    hash="292f5e76e1943eed6a96e1d828037a23436a3d0e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_25743",
                    table="organisations_region",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(("accent", ""), ("accent__regex", "^#[0-9a-f]{6}$"), _connector="OR"),
                name="region_accent_is_a_colour",
            ),
        ),
        migrations.AddField(
            model_name="regionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="organisations.region",
            ),
        ),
        Protect(
            "RegionEvent",
            select=[f"{IS_MEMBER} AND pgh_obj_id = ANY ({REGIONS})", IS_OPERATOR],
            insert=["true"],
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.RunSQL([entered_now()], [_BEFORE()]),
    ]
