"""Proposals end with the search: who stops is known to no employer any more. And a candidate is reminded once.

A file that is merged takes its proposals along; the portal withdraws what nobody can answer any more, with its reason.
"""

import importlib

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from organisations.choices import Purpose
from organisations.row_security import system

ROLE = settings.DATABASE_APP_ROLE
_BEFORE = importlib.import_module("placements.migrations.0038_vacancies_row_security").FUNCTIONS
_START = _BEFORE.index("CREATE FUNCTION placements_stamp_proposal()")
_STAMP = _BEFORE[_START : _BEFORE.index("$function$;", _START) + len("$function$;")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
_STAYS = "IF NEW.candidate_id <> OLD.candidate_id OR NEW.vacancy_id <> OLD.vacancy_id THEN"
_STAYS_UNLESS_MERGED = """IF NEW.vacancy_id <> OLD.vacancy_id OR (NEW.candidate_id <> OLD.candidate_id AND NOT EXISTS (
            SELECT FROM candidates_candidatemerge m
             WHERE (m.gone_id, m.kept_id) IN ((OLD.candidate_id, NEW.candidate_id), (NEW.candidate_id, OLD.candidate_id)))) THEN"""

#: As in the policies of proposals: what lies with the portal itself.
_OF_REGION = system(Purpose.UPKEEP).replace(
    "region_id", "(SELECT p.region_id FROM placements_proposal p WHERE p.id = proposal_id)"
)
CHANGE = f"""
{_STAMP.replace(_STAYS, _STAYS_UNLESS_MERGED)}
-- Who stops looking, by himself or by his coach, is proposed nowhere any more from that moment on.
CREATE FUNCTION placements_end_proposals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_proposalfile f SET withdrawn_reason = 'De kandidaat is gestopt.'
      FROM placements_proposal p
     WHERE p.id = f.proposal_id AND p.candidate_id = NEW.id AND p.state IN ('shortlisted', 'asked', 'agreed', 'meeting');
    UPDATE placements_proposal SET state = 'proposal_withdrawn', state_at = now(), meeting_at = NULL
     WHERE candidate_id = NEW.id AND state IN ('shortlisted', 'asked', 'agreed', 'meeting');
    RETURN NULL;
END
$function$;
CREATE TRIGGER end_proposals AFTER UPDATE OF state ON candidates_candidate
    FOR EACH ROW WHEN (NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn')
    EXECUTE FUNCTION placements_end_proposals();
CREATE POLICY may_update_in_upkeep ON placements_proposalfile FOR UPDATE TO "{ROLE}"
    USING ({_OF_REGION}) WITH CHECK ({_OF_REGION});
"""  # noqa: S608 - our own words
BACK = f"""
DROP POLICY may_update_in_upkeep ON placements_proposalfile;
DROP TRIGGER end_proposals ON candidates_candidate;
DROP FUNCTION placements_end_proposals();
{_STAMP}
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0040_functions_of_links")]

    operations = [
        migrations.RunSQL(CHANGE, BACK),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposalfile",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposalfile",
            name="update_update",
        ),
        migrations.AddField(
            model_name="proposalfile",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="herinnerd"),
        ),
        migrations.AddField(
            model_name="proposalfileevent",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="herinnerd"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_proposalfileevent" ("decline_note", "decline_reason", "id", "pass_over_reason", "pass_over_text", "passed_over", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reminded_at", "ring", "rules", "withdrawn_reason") VALUES (NEW."decline_note", NEW."decline_reason", NEW."id", NEW."pass_over_reason", NEW."pass_over_text", NEW."passed_over", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."reminded_at", NEW."ring", NEW."rules", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="91e523c9951cb2b543923de1f4b77309e3961c99",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8c0d7",
                    table="placements_proposalfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_proposalfileevent" ("decline_note", "decline_reason", "id", "pass_over_reason", "pass_over_text", "passed_over", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reminded_at", "ring", "rules", "withdrawn_reason") VALUES (NEW."decline_note", NEW."decline_reason", NEW."id", NEW."pass_over_reason", NEW."pass_over_text", NEW."passed_over", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."reminded_at", NEW."ring", NEW."rules", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="b860300ba81a327c4cf3e17aa22ba2784f74f914",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_631b0",
                    table="placements_proposalfile",
                    when="AFTER",
                ),
            ),
        ),
    ]
