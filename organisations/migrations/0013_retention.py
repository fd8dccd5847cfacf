"""How long a region keeps what it knows of persons, and the one function that erases them."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    IS_MEMBER,
    ORGANISATION,
    REGIONS,
    USER,
    WRITING_MEMBER,
    Protect,
    audience,
    system,
)

COORDINATION = audience("coordination_point")
BESIDE = f"organisation_id = {ORGANISATION}"
NOT_DONE = "done_at IS NULL AND transaction IS NULL AND counts = '{}'::jsonb"

# History, steps and logs only grow, for everybody: this function, which belongs to the owner, is the one exception. It
# runs the statements that migrating laid down out of the registry, for one person, whose erasure has been written down
# first. Guards that keep what was said let it pass while it is at work.
FUNCTIONS = """
CREATE FUNCTION organisations_erases_now() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM organisations_erasure e WHERE e.transaction = pg_current_xact_id()::text::bigint)
$function$;

-- The text of every part of a JSON value, also of its keys, without the words.
CREATE FUNCTION organisations_without_words(p_value jsonb, p_pattern text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $function$
BEGIN
    CASE jsonb_typeof(p_value)
        WHEN 'string' THEN
            RETURN to_jsonb(regexp_replace(p_value #>> '{}', p_pattern, '(gewist)', 'gi'));
        WHEN 'array' THEN
            RETURN coalesce((SELECT jsonb_agg(organisations_without_words(one.value, p_pattern) ORDER BY one.place)
                               FROM jsonb_array_elements(p_value) WITH ORDINALITY AS one(value, place)), '[]');
        WHEN 'object' THEN
            RETURN coalesce((SELECT jsonb_object_agg(regexp_replace(one.key, p_pattern, '(gewist)', 'gi'),
                                                     organisations_without_words(one.value, p_pattern))
                               FROM jsonb_each(p_value) AS one(key, value)), '{}');
        ELSE
            RETURN p_value;
    END CASE;
END
$function$;

CREATE FUNCTION organisations_open_erasure(p_erasure uuid) RETURNS organisations_erasure
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    erasure organisations_erasure;
    root text;
    found bigint;
BEGIN
    SELECT * INTO erasure FROM organisations_erasure WHERE id = p_erasure FOR NO KEY UPDATE;
    IF erasure.id IS NULL OR erasure.done_at IS NOT NULL
       OR nullif(current_setting('app.context', true), '') IS DISTINCT FROM 'system'
       OR nullif(current_setting('app.purpose', true), '') IS DISTINCT FROM 'upkeep'
       OR nullif(current_setting('app.system_region', true), '')::uuid IS DISTINCT FROM erasure.region_id THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody is to be erased here';
    END IF;
    SELECT r.statement INTO root FROM organisations_erasurerule r
     WHERE r.subject = erasure.subject AND r.label = 'root';
    EXECUTE root INTO found USING erasure.subject_ids, erasure.region_id;
    IF found IS DISTINCT FROM cardinality(erasure.subject_ids) THEN
        RAISE insufficient_privilege USING MESSAGE = 'whoever is erased belongs to the region';
    END IF;
    RETURN erasure;
END
$function$;
REVOKE ALL ON FUNCTION organisations_open_erasure(uuid) FROM PUBLIC;

-- By which words the person can be found in files and texts; asked just before they are gone.
CREATE FUNCTION organisations_names_to_erase(p_erasure uuid) RETURNS TABLE (kind text, words text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    erasure organisations_erasure := organisations_open_erasure(p_erasure);
    rule record;
BEGIN
    FOR rule IN SELECT r.statement FROM organisations_erasurerule r
                 WHERE r.subject = erasure.subject AND r.label = 'names' ORDER BY r.position LOOP
        RETURN QUERY EXECUTE rule.statement USING erasure.subject_ids;
    END LOOP;
END
$function$;

CREATE FUNCTION organisations_erase(p_erasure uuid, p_names text, p_searches text, p_counts jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    erasure organisations_erasure := organisations_open_erasure(p_erasure);
    told jsonb := coalesce(p_counts, '{}');
    rule record;
    touched bigint;
BEGIN
    UPDATE organisations_erasure SET transaction = pg_current_xact_id()::text::bigint WHERE id = p_erasure;
    FOR rule IN SELECT r.label, r.statement FROM organisations_erasurerule r
                 WHERE r.subject IN (erasure.subject, '') AND r.label NOT IN ('root', 'names')
                   AND (erasure.part = 'person' OR r.part = erasure.part) ORDER BY r.position LOOP
        EXECUTE rule.statement USING erasure.subject_ids, erasure.region_id, p_names, p_searches;
        GET DIAGNOSTICS touched = ROW_COUNT;
        IF touched > 0 THEN
            told := jsonb_set(told, ARRAY[rule.label],
                                to_jsonb(touched + coalesce((told ->> rule.label)::bigint, 0)));
        END IF;
    END LOOP;
    UPDATE organisations_erasure SET transaction = NULL, done_at = now(), counts = told WHERE id = p_erasure;
    RETURN told;
END
$function$;
"""
CALLED = (
    "organisations_erases_now()",
    "organisations_without_words(jsonb, text)",
    "organisations_names_to_erase(uuid)",
    "organisations_erase(uuid, text, text, jsonb)",
)


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(FUNCTIONS, params=None)
    for one in CALLED:
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {one} FROM PUBLIC", params=None)
        schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {one} TO {role}", params=None)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0012_occupations")]

    operations = [
        migrations.CreateModel(
            name="ErasureRule",
            fields=[
                ("position", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("subject", models.CharField(blank=True, max_length=12)),
                ("part", models.CharField(max_length=9)),
                ("label", models.CharField(max_length=80)),
                ("statement", models.TextField()),
            ],
            options={
                "verbose_name": "regel van wissen",
                "verbose_name_plural": "regels van wissen",
            },
        ),
        migrations.CreateModel(
            name="Erasure",
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
                ("subject", models.CharField(max_length=12, verbose_name="wie")),
                ("part", models.CharField(max_length=9, verbose_name="wat")),
                ("subject_ids", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("term", "De bewaartermijn was om"),
                            ("asked", "De persoon vroeg erom"),
                            ("objected", "De persoon trok de toestemming in"),
                            ("mistake", "De persoon had hier niet moeten staan"),
                        ],
                        max_length=10,
                        verbose_name="waarom",
                    ),
                ),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="gevraagd op")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="gewist")),
                ("counts", models.JSONField(default=dict, editable=False)),
                ("transaction", models.BigIntegerField(editable=False, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
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
                "verbose_name": "wissen",
                "verbose_name_plural": "gewist",
                "indexes": [
                    models.Index(fields=["region", "-asked_at"], name="erasure_newest"),
                    models.Index(
                        condition=models.Q(("transaction__isnull", False)),
                        fields=["transaction"],
                        name="erasure_under_way",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_by", None), ("cause", "term")),
                            models.Q(
                                models.Q(("cause", "term"), _negated=True),
                                ("asked_by__isnull", False),
                                ("organisation__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="erasure_asked_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionMark",
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
                ("subject", models.CharField(max_length=12)),
                ("part", models.CharField(max_length=9)),
                ("subject_id", models.UUIDField()),
                ("subject_ids", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("due_on", models.DateField(verbose_name="gewist op")),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="aangekondigd")),
                ("kept_until", models.DateField(blank=True, null=True, verbose_name="bewaard tot en met")),
                (
                    "kept_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("active", "We helpen deze persoon nog"),
                            ("asked", "De persoon vroeg erom"),
                            ("dispute", "Er loopt een klacht, bezwaar of rechtszaak"),
                            ("audit", "Een controle of verantwoording loopt nog"),
                        ],
                        max_length=8,
                        verbose_name="waarom",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
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
                "verbose_name": "aankondiging van wissen",
                "verbose_name_plural": "aankondigingen van wissen",
                "indexes": [models.Index(fields=["region", "due_on"], name="retention_mark_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "subject", "part", "subject_id"), name="retention_mark_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kept_by", None), ("kept_reason", ""), ("kept_until", None)),
                            models.Q(
                                ("kept_by__isnull", False),
                                ("kept_until__isnull", False),
                                models.Q(("kept_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="retention_kept_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionPolicy",
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
                    "candidate_months",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[
                            django.core.validators.MinValueValidator(6),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="wie de kandidaat is (maanden)",
                    ),
                ),
                (
                    "file_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="contact, intake, diagnose en taken (maanden)",
                    ),
                ),
                (
                    "document_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="cv en andere documenten (maanden)",
                    ),
                ),
                (
                    "deployed_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(6),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="wie er op een contract werkte (maanden na de afrekening)",
                    ),
                ),
                (
                    "warn_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(7),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="van tevoren waarschuwen (dagen)",
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_policy",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "bewaartermijnen",
                "verbose_name_plural": "bewaartermijnen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("candidate_months__gte", models.F("file_months")),
                            ("candidate_months__gte", models.F("document_months")),
                        ),
                        name="retention_person_longest",
                        violation_error_message="Wie de kandidaat is, bewaart u minstens zo lang als zijn dossier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("candidate_months__gte", 6),
                            ("deployed_months__gte", 6),
                            ("document_months__gte", 1),
                            ("file_months__gte", 1),
                            ("warn_days__gte", 7),
                        ),
                        name="retention_long_enough",
                    ),
                ],
            },
        ),
        migrations.RunPython(functions, migrations.RunPython.noop),
        Protect(
            "RetentionPolicy",
            select=[f"region_id = ANY ({REGIONS})", system(Purpose.UPKEEP)],
            insert=[f"{WRITING_MEMBER} AND {COORDINATION}"],
            update=[f"{WRITING_MEMBER} AND {COORDINATION}"],
        ),
        Protect(
            "RetentionMark",
            select=[f"{IS_MEMBER} AND ({COORDINATION} OR {BESIDE})", system(Purpose.UPKEEP)],
            insert=[system(Purpose.UPKEEP)],
            update=[f"{WRITING_MEMBER} AND ({COORDINATION} OR {BESIDE})", system(Purpose.UPKEEP)],
            delete=[system(Purpose.UPKEEP)],
        ),
        # Only the function changes one, and nobody removes any.
        Protect(
            "Erasure",
            select=[f"{IS_MEMBER} AND {COORDINATION}", system(Purpose.UPKEEP)],
            insert=[
                f"{WRITING_MEMBER} AND {COORDINATION} AND asked_by_id = {USER} AND {BESIDE} AND {NOT_DONE}",
                f"{system(Purpose.UPKEEP)} AND asked_by_id IS NULL AND {NOT_DONE}",
            ],
        ),
    ]
