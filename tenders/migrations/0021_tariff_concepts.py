"""A version of the tariff begins as a concept of the coordination point, which values nothing until it is published.

Publishing is refused from a day on which a contract was already awarded under another version; what a contract uses
stands still, also its first day and whether it is published.
"""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from organisations.choices import Purpose
from organisations.row_security import (
    PUBLIC_REGION,
    REGIONS,
    WRITING_MEMBER,
    ProtectAnew,
    audience,
    child_of,
    of_parent,
    system,
)

GUARDS = """
-- Publishing, and taking back what was published, wait for awards that are being recorded (and those for them):
-- tenders.tariff_versions.hold takes the same lock, shared.
CREATE FUNCTION tenders_guard_tariff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF (NEW.published_at IS NULL) <> (OLD.published_at IS NULL) THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('tariff ' || NEW.region_id, 0));
    END IF;
    IF (NEW.region_id, NEW.valid_from, NEW.published_at IS NULL)
       IS DISTINCT FROM (OLD.region_id, OLD.valid_from, OLD.published_at IS NULL)
       AND EXISTS (SELECT FROM tenders_contract c WHERE c.tariff_id = OLD.id) THEN
        RAISE check_violation USING MESSAGE = 'a tariff version in use is never edited',
            CONSTRAINT = 'tariff_in_use';
    END IF;
    IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL
       AND EXISTS (SELECT FROM tenders_contract c
                    WHERE c.region_id = NEW.region_id AND c.awarded_on >= NEW.valid_from
                      AND c.awarded_on < coalesce((SELECT min(later.valid_from) FROM tenders_tariff later
                                                    WHERE later.region_id = NEW.region_id
                                                      AND later.published_at IS NOT NULL
                                                      AND later.valid_from > NEW.valid_from), 'infinity')) THEN
        RAISE check_violation USING MESSAGE = 'a contract of this day or later is valued by another version',
            CONSTRAINT = 'tariff_after_awards';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_tariff BEFORE UPDATE ON tenders_tariff
    FOR EACH ROW EXECUTE FUNCTION tenders_guard_tariff();

CREATE FUNCTION tenders_valued_by_published_tariff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF EXISTS (SELECT FROM tenders_tariff t WHERE t.id = NEW.tariff_id AND t.published_at IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'a concept of a tariff values no contract',
            CONSTRAINT = 'tariff_is_published';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER published_tariff BEFORE INSERT OR UPDATE OF tariff_id ON tenders_contract
    FOR EACH ROW EXECUTE FUNCTION tenders_valued_by_published_tariff();
"""

REVERSE = """
DROP TRIGGER published_tariff ON tenders_contract;
DROP FUNCTION tenders_valued_by_published_tariff();
DROP TRIGGER guard_tariff ON tenders_tariff;
DROP FUNCTION tenders_guard_tariff();
"""

COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
SYSTEM = system(Purpose.IMPORT, Purpose.SETUP)
IS_PUBLISHED = "published_at IS NOT NULL"
SEEN = f"region_id = ANY ({REGIONS}) OR region_id = {PUBLIC_REGION} OR {system(*Purpose)}"
#: A member only adds and removes concepts; blocks of what is published keep their words up to date.
CONCEPT = f"{COORDINATION} AND published_at IS NULL"


def _of_tariff(where):
    return of_parent("tariff_id", "tenders_tariff", f"({where}) OR ({SYSTEM})")


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0020_evidence_term"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="tariff",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="tariff",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="tariff",
            name="tariff_once_per_start",
        ),
        migrations.AddField(
            model_name="tariff",
            name="made_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemaakt"),
        ),
        migrations.AddField(
            model_name="tariff",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tariff",
            name="note",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="toelichting"),
        ),
        migrations.AddField(
            model_name="tariff",
            name="published_at",
            field=models.DateTimeField(
                blank=True, default=django.utils.timezone.now, null=True, verbose_name="gepubliceerd"
            ),
        ),
        migrations.AddField(
            model_name="tariff",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tariffevent",
            name="made_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemaakt"),
        ),
        migrations.AddField(
            model_name="tariffevent",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tariffevent",
            name="note",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="toelichting"),
        ),
        migrations.AddField(
            model_name="tariffevent",
            name="published_at",
            field=models.DateTimeField(
                blank=True, default=django.utils.timezone.now, null=True, verbose_name="gepubliceerd"
            ),
        ),
        migrations.AddField(
            model_name="tariffevent",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariff",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_tariffevent" ("confirmed_at", "id", "made_at", "made_by_id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "region_id", "valid_from") VALUES (NEW."confirmed_at", NEW."id", NEW."made_at", NEW."made_by_id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."region_id", NEW."valid_from"); RETURN NULL;',
                    hash="9229c258c62f4e65b96b1d1e84c3a2061cf1cc09",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_aed4b",
                    table="tenders_tariff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariff",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenders_tariffevent" ("confirmed_at", "id", "made_at", "made_by_id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "region_id", "valid_from") VALUES (NEW."confirmed_at", NEW."id", NEW."made_at", NEW."made_by_id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."region_id", NEW."valid_from"); RETURN NULL;',
                    hash="dfebf5715a6684b6398e0bd0172c81e9afb83789",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f3fc6",
                    table="tenders_tariff",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", False)),
                fields=("region", "valid_from"),
                name="tariff_once_per_start",
            ),
        ),
        migrations.RunSQL(GUARDS, REVERSE),
        ProtectAnew(
            "Tariff",
            select=[f"{IS_PUBLISHED} AND ({SEEN})", audience("coordination_point"), system(Purpose.UPKEEP)],
            insert=[CONCEPT, f"{IS_PUBLISHED} AND {SYSTEM}"],
            update=[COORDINATION, SYSTEM],
            delete=[CONCEPT, SYSTEM],
        ),
        ProtectAnew(
            "Block",
            select=[child_of("tariff_id", "tenders_tariff")],
            insert=[_of_tariff(CONCEPT)],
            update=[_of_tariff(COORDINATION)],
            delete=[_of_tariff(CONCEPT)],
        ),
    ]
