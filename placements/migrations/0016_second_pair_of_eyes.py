"""Above an amount that the region sets two persons approve a line; and verifiers share ready sentences."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.row_security import (
    AUDIENCES,
    ORGANISATION,
    REGIONS,
    USER,
    WRITING_MEMBER,
    Protect,
    audience,
    of_parent,
)

#: A line with the worth that two persons agree on: of a person what is expected, of all else its value.
LINES = """
CREATE FUNCTION placements_stamp_first_approval() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- Only taken back.
        IF to_jsonb(NEW) - 'withdrawn_at' IS DISTINCT FROM to_jsonb(OLD) - 'withdrawn_at'
           OR OLD.withdrawn_at IS NOT NULL THEN
            RAISE check_violation USING MESSAGE = 'a first approval is only taken back',
                CONSTRAINT = 'first_approval_stands';
        END IF;
        RETURN NEW;
    END IF;
    SELECT line.contract_id, line.worth, line.submitted_at INTO NEW.contract_id, NEW.value, NEW.line_submitted_at
      FROM (SELECT d.contract_id, d.forecast AS worth, d.submitted_at FROM placements_deployment d
             WHERE d.id = NEW.line_id AND d.status = 'submitted' AND d.reversed_at IS NULL
             UNION ALL
            SELECT d.contract_id, h.value, h.submitted_at
              FROM placements_hoursstatement h JOIN placements_deployment d ON d.id = h.deployment_id
             WHERE h.id = NEW.line_id AND h.status = 'submitted' AND h.reversed_at IS NULL
             UNION ALL
            SELECT d.contract_id, y.value, y.submitted_at
              FROM placements_yearline y JOIN placements_deployment d ON d.id = y.deployment_id
             WHERE y.id = NEW.line_id AND y.status = 'submitted' AND y.reversed_at IS NULL
             UNION ALL
            SELECT o.contract_id, o.value, o.submitted_at FROM placements_contribution o
             WHERE o.id = NEW.line_id AND o.status = 'submitted' AND o.reversed_at IS NULL) line;
    IF NEW.contract_id IS NULL THEN
        RAISE check_violation USING MESSAGE = 'only a line that waits gets a first approval',
            CONSTRAINT = 'first_approval_of_waiting_line';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_line BEFORE INSERT OR UPDATE ON placements_firstapproval
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_first_approval();

-- The argument is the column that holds what the line is worth.
CREATE FUNCTION placements_check_second_eyes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    line jsonb := to_jsonb(NEW);
    worth numeric := (line ->> TG_ARGV[0])::numeric;
    its_contract uuid := coalesce(
        (line ->> 'contract_id')::uuid,
        (SELECT d.contract_id FROM placements_deployment d WHERE d.id = (line ->> 'deployment_id')::uuid));
    above numeric;
BEGIN
    IF coalesce(nullif(current_setting('app.context', true), ''), 'owner') <> 'member'
       OR (TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> 'status' = 'approved')
       -- A reversal takes away what two persons once agreed on; a surplus follows from a settlement.
       OR line ->> 'reverses_id' IS NOT NULL OR line ->> 'kind' = 'surplus' THEN
        RETURN NEW;
    END IF;
    SELECT p.second_eyes_above INTO above
      FROM tenders_regionpolicy p JOIN tenders_contract c ON c.region_id = p.region_id
     WHERE c.id = its_contract AND p.valid @> (now() AT TIME ZONE 'Europe/Amsterdam')::date;
    IF above IS NOT NULL AND worth > above AND NOT EXISTS (
        SELECT FROM placements_firstapproval f
         WHERE f.line_id = NEW.id AND f.withdrawn_at IS NULL AND f.value = worth
           AND f.line_submitted_at IS NOT DISTINCT FROM (line ->> 'submitted_at')::timestamptz
           AND f.user_id <> nullif(current_setting('app.user', true), '')::uuid) THEN
        RAISE check_violation USING MESSAGE = 'another person approves this line first',
            CONSTRAINT = 'second_pair_of_eyes';
    END IF;
    RETURN NEW;
END
$function$;
"""
GUARD = """
CREATE TRIGGER second_pair_of_eyes BEFORE INSERT OR UPDATE OF status ON {table}
    FOR EACH ROW WHEN (NEW.status = 'approved') EXECUTE FUNCTION placements_check_second_eyes('{worth}');
"""
WORTH = {
    "placements_deployment": "forecast",
    "placements_hoursstatement": "value",
    "placements_yearline": "value",
    "placements_contribution": "value",
}

VERIFIES = f"{WRITING_MEMBER} AND " + of_parent(
    "contract_id", "tenders_contract", f"parent.verified_by = ANY ({AUDIENCES})"
)
READS = of_parent(
    "contract_id",
    "tenders_contract",
    f"{audience('coordination_point', 'parent.region_id')} OR parent.verified_by = ANY ({AUDIENCES})",
)
OWN = f"user_id = {USER} AND organisation_id = {ORGANISATION}"
COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
VERIFIER_OF_REGION = f"('v:' || {ORGANISATION}) = ANY ({AUDIENCES}) AND region_id = ANY ({REGIONS})"


def functions(apps, schema_editor):
    schema_editor.execute(LINES)
    for table, worth in WORTH.items():
        schema_editor.execute(GUARD.format(table=table, worth=worth))


def no_functions(apps, schema_editor):
    for table in WORTH:
        schema_editor.execute(f"DROP TRIGGER second_pair_of_eyes ON {table}")
    schema_editor.execute("DROP FUNCTION placements_check_second_eyes()")
    schema_editor.execute("DROP FUNCTION placements_stamp_first_approval() CASCADE")


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0010_verifies_default"),
        ("placements", "0015_reminders"),
        ("tenders", "0018_second_pair_of_eyes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FirstApproval",
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
                ("line_id", models.UUIDField()),
                (
                    "value",
                    models.DecimalField(decimal_places=2, editable=False, max_digits=14, verbose_name="waarde"),
                ),
                ("line_submitted_at", models.DateTimeField(editable=False, null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenders.contract",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "eerste goedkeuring",
                "verbose_name_plural": "eerste goedkeuringen",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("line_id", "user"),
                        name="first_approval_once_each",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VerdictSentences",
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
                    "kind",
                    models.CharField(
                        choices=[("question", "Terugsturen met vraag"), ("reject", "Afkeuren")],
                        max_length=8,
                        verbose_name="oordeel",
                    ),
                ),
                (
                    "sentences",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), size=None),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "verbose_name": "zinnen bij een oordeel",
                "verbose_name_plural": "zinnen bij een oordeel",
                "constraints": [models.UniqueConstraint(fields=("region", "kind"), name="verdict_sentences_once")],
            },
        ),
        migrations.RunPython(functions, no_functions),
        Protect(
            "FirstApproval",
            select=[READS],
            insert=[f"{VERIFIES} AND {OWN}"],
            update=[f"{VERIFIES} AND {OWN}"],
        ),
        Protect(
            "VerdictSentences",
            select=[audience("coordination_point"), VERIFIER_OF_REGION],
            insert=[COORDINATION],
            update=[COORDINATION],
            delete=[COORDINATION],
        ),
    ]
