"""An enrolment entered by mistake is taken away with a reason; of two files that become one it counts for nothing."""

import importlib

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

_ONE_SEAT = importlib.import_module("candidates.migrations.0011_one_seat")


def _function(name, text):
    """The statement that made this function, as one that replaces it."""
    begin = text.index(f"FUNCTION {name}(")
    return "CREATE OR REPLACE " + text[begin : text.index("$function$;", begin)] + "$function$;"


def _replaced(text, old, new):
    if text.count(old) != 1:
        raise ValueError(old)
    return text.replace(old, new)


CARRY_BEFORE = _ONE_SEAT.CARRY
CARRY = _replaced(
    CARRY_BEFORE,
    "WHERE theirs.id = row_id)",
    "WHERE theirs.id = row_id AND theirs.removed_at IS NULL AND mine.removed_at IS NULL)",
)
SWAP_BEFORE = _function("candidates_swap_doubles", _ONE_SEAT.NEW)
SWAP = _replaced(
    SWAP_BEFORE,
    "AND (theirs.outcome = 'certificate'",
    "AND theirs.removed_at IS NULL AND mine.removed_at IS NULL\n           AND (theirs.outcome = 'certificate'",
)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0011_one_seat"),
        ("organisations", "0016_read_log_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="enrolment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="enrolment",
            name="update_update",
        ),
        migrations.AddField(
            model_name="enrolment",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="weggehaald"),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="removed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="removed_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="waarom weggehaald"),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="weggehaald"),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="removed_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="removed_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="waarom weggehaald"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_enrolmentevent" ("attendance", "benefit_kept", "candidate_id", "certificate_name", "certificate_on", "created_at", "dropout_reason", "ended_on", "group_id", "guidance_cost", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reference", "region_id", "removed_at", "removed_by_id", "removed_reason", "started_on", "training_cost", "voucher") VALUES (NEW."attendance", NEW."benefit_kept", NEW."candidate_id", NEW."certificate_name", NEW."certificate_on", NEW."created_at", NEW."dropout_reason", NEW."ended_on", NEW."group_id", NEW."guidance_cost", NEW."id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."reference", NEW."region_id", NEW."removed_at", NEW."removed_by_id", NEW."removed_reason", NEW."started_on", NEW."training_cost", NEW."voucher"); RETURN NULL;',
                    hash="27ccdc55e42c70b92d6faead52ac97b54acdd0d6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_79015",
                    table="candidates_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "candidates_enrolmentevent" ("attendance", "benefit_kept", "candidate_id", "certificate_name", "certificate_on", "created_at", "dropout_reason", "ended_on", "group_id", "guidance_cost", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reference", "region_id", "removed_at", "removed_by_id", "removed_reason", "started_on", "training_cost", "voucher") VALUES (NEW."attendance", NEW."benefit_kept", NEW."candidate_id", NEW."certificate_name", NEW."certificate_on", NEW."created_at", NEW."dropout_reason", NEW."ended_on", NEW."group_id", NEW."guidance_cost", NEW."id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_id", NEW."reference", NEW."region_id", NEW."removed_at", NEW."removed_by_id", NEW."removed_reason", NEW."started_on", NEW."training_cost", NEW."voucher"); RETURN NULL;',
                    hash="3c18b61e978f1f8dd4cf7a3b0aea0dea024c88e1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4c21e",
                    table="candidates_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at", None), ("removed_by", None), ("removed_reason", "")),
                    models.Q(
                        ("removed_at__isnull", False),
                        ("removed_by__isnull", False),
                        models.Q(("removed_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="enrolment_removed_with_reason",
                violation_error_message="Schrijf op waarom u deze deelname weghaalt.",
            ),
        ),
        migrations.RunSQL(CARRY, CARRY_BEFORE),
        migrations.RunSQL(SWAP, SWAP_BEFORE),
    ]
