"""A step says who recorded it and what came of it; the contractor gives his view; what was made stands."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

#: The contractor gives his view of a step that the other side took: the one thing of it that he may change.
#: Answers 'given', 'closed' when the outcome stands, 'changed' when he saw another text, or nothing.
VIEW = """
CREATE FUNCTION tenders_give_view(p_step uuid, p_view text, p_seen text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    step tenders_ladderstep;
BEGIN
    SELECT s.* INTO step
      FROM tenders_ladderstep s JOIN tenders_contract c ON c.id = s.contract_id
     WHERE s.id = p_step
       AND nullif(current_setting('app.context', true), '') = 'member'
       AND current_setting('app.may_write', true) = 'on'
       AND c.contractor_id = nullif(current_setting('app.organisation', true), '')::uuid
       FOR NO KEY UPDATE OF s;
    IF NOT FOUND THEN
        RETURN '';
    ELSIF step.state = 'withdrawn' OR step.recorded_at IS NOT NULL THEN
        RETURN 'closed';
    ELSIF step.contractor_view <> p_seen THEN
        RETURN 'changed';
    END IF;
    UPDATE tenders_ladderstep
       SET contractor_view = p_view, contractor_view_at = now(),
           contractor_view_by_id = nullif(current_setting('app.user', true), '')::uuid
     WHERE id = p_step;
    RETURN 'given';
END
$function$;
REVOKE ALL ON FUNCTION tenders_give_view(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenders_give_view(uuid, text, text) TO {role};
"""

#: What was recorded, written down or sent stands, whoever asks; what others said is theirs.
STANDS = """
CREATE FUNCTION tenders_guard_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF OLD.state <> 'planned'
       AND (to_jsonb(NEW) - '{visible_to,contractor_view,contractor_view_at,contractor_view_by_id}'::text[])
           IS DISTINCT FROM
           (to_jsonb(OLD) - '{visible_to,contractor_view,contractor_view_at,contractor_view_by_id}'::text[]) THEN
        RAISE check_violation USING MESSAGE = 'a step that was recorded stands', CONSTRAINT = 'ladder_step_stands';
    END IF;
    IF (NEW.contractor_view, NEW.contractor_view_at) IS DISTINCT FROM (OLD.contractor_view, OLD.contractor_view_at)
       AND current_setting('app.context', true) = 'member'
       AND NOT EXISTS (SELECT FROM tenders_contract c
                        WHERE c.id = NEW.contract_id
                          AND c.contractor_id = nullif(current_setting('app.organisation', true), '')::uuid) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a contractor gives his view himself';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_step BEFORE UPDATE ON tenders_ladderstep
    FOR EACH ROW EXECUTE FUNCTION tenders_guard_step();

CREATE FUNCTION tenders_guard_document() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF (NEW.contract_id, NEW.organisation_id, NEW.kind, NEW.step_id, NEW.title, NEW.content, NEW.made_by_id, NEW.made_at)
       IS DISTINCT FROM
       (OLD.contract_id, OLD.organisation_id, OLD.kind, OLD.step_id, OLD.title, OLD.content, OLD.made_by_id, OLD.made_at)
       OR (OLD.state = 'ready' AND (NEW.state, NEW.file, NEW.sha256) IS DISTINCT FROM (OLD.state, OLD.file, OLD.sha256))
       OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at) THEN
        RAISE check_violation USING MESSAGE = 'a document stands as it was made', CONSTRAINT = 'document_stands';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_document BEFORE UPDATE ON tenders_document
    FOR EACH ROW EXECUTE FUNCTION tenders_guard_document();
"""


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for sql in (VIEW, STANDS):
        schema_editor.execute(sql.replace("{role}", role))


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0008_waiting_and_hand_over"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="ladderstep",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="ladderstep",
            name="update_update",
        ),
        migrations.AddField(
            model_name="ladderstep",
            name="contractor_view_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ladderstep",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("withhold", "Naar rato inhouden"),
                    ("waive", "Kwijtschelden om bewezen inspanning"),
                    ("divide", "Deels inhouden, deels kwijtschelden"),
                ],
                max_length=8,
                verbose_name="besluit",
            ),
        ),
        migrations.AddField(
            model_name="ladderstep",
            name="met",
            field=models.BooleanField(blank=True, null=True, verbose_name="nagekomen"),
        ),
        migrations.AddField(
            model_name="ladderstep",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ladderstep",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ladderstep",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="waarom ingetrokken"),
        ),
        migrations.AddField(
            model_name="ladderstepevent",
            name="contractor_view_by",
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
            model_name="ladderstepevent",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("withhold", "Naar rato inhouden"),
                    ("waive", "Kwijtschelden om bewezen inspanning"),
                    ("divide", "Deels inhouden, deels kwijtschelden"),
                ],
                max_length=8,
                verbose_name="besluit",
            ),
        ),
        migrations.AddField(
            model_name="ladderstepevent",
            name="met",
            field=models.BooleanField(blank=True, null=True, verbose_name="nagekomen"),
        ),
        migrations.AddField(
            model_name="ladderstepevent",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ladderstepevent",
            name="recorded_by",
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
            model_name="ladderstepevent",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="waarom ingetrokken"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ladderstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_ladderstepevent" ("agenda", "automatic", "contract_id", "contractor_view", "contractor_view_at", "contractor_view_by_id", "decision", "done_on", "id", "kind", "made_at", "made_by_id", "made_for_id", "met", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "recorded_at", "recorded_by_id", "skipped_reason", "state", "withdrawn_reason") VALUES (NEW."agenda", NEW."automatic", NEW."contract_id", NEW."contractor_view", NEW."contractor_view_at", NEW."contractor_view_by_id", NEW."decision", NEW."done_on", NEW."id", NEW."kind", NEW."made_at", NEW."made_by_id", NEW."made_for_id", NEW."met", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."planned_on", NEW."recorded_at", NEW."recorded_by_id", NEW."skipped_reason", NEW."state", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="4e2774b06b512775068f91246cee162da1ca86ce",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_144d8",
                    table="tenders_ladderstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ladderstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."agenda" IS DISTINCT FROM (NEW."agenda") OR OLD."automatic" IS DISTINCT FROM (NEW."automatic") OR OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."contractor_view" IS DISTINCT FROM (NEW."contractor_view") OR OLD."contractor_view_at" IS DISTINCT FROM (NEW."contractor_view_at") OR OLD."contractor_view_by_id" IS DISTINCT FROM (NEW."contractor_view_by_id") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."done_on" IS DISTINCT FROM (NEW."done_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_for_id" IS DISTINCT FROM (NEW."made_for_id") OR OLD."met" IS DISTINCT FROM (NEW."met") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."planned_on" IS DISTINCT FROM (NEW."planned_on") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."skipped_reason" IS DISTINCT FROM (NEW."skipped_reason") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."withdrawn_reason" IS DISTINCT FROM (NEW."withdrawn_reason"))',
                    func='INSERT INTO "tenders_ladderstepevent" ("agenda", "automatic", "contract_id", "contractor_view", "contractor_view_at", "contractor_view_by_id", "decision", "done_on", "id", "kind", "made_at", "made_by_id", "made_for_id", "met", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "recorded_at", "recorded_by_id", "skipped_reason", "state", "withdrawn_reason") VALUES (NEW."agenda", NEW."automatic", NEW."contract_id", NEW."contractor_view", NEW."contractor_view_at", NEW."contractor_view_by_id", NEW."decision", NEW."done_on", NEW."id", NEW."kind", NEW."made_at", NEW."made_by_id", NEW."made_for_id", NEW."met", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."planned_on", NEW."recorded_at", NEW."recorded_by_id", NEW."skipped_reason", NEW."state", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="d77c09ac5a80f9121fec1f08af6436dbdf516e60",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_69750",
                    table="tenders_ladderstep",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "planned")), fields=("contract",), name="ladder_one_step_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("withdrawn_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="ladder_withdrawn_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "recovery_plan"), ("state", "done"), _negated=True),
                    ("met__isnull", False),
                    _connector="OR",
                ),
                name="ladder_recovery_plan_met_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "shortfall"), ("state", "done"), _negated=True),
                    models.Q(models.Q(("decision", ""), _negated=True), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ladder_shortfall_decided_on_ground",
            ),
        ),
        migrations.RunPython(functions),
    ]
