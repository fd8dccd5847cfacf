"""Of a published report a Werkplein reads which of its own candidates stand behind a figure, and of the others the number."""

from django.conf import settings
from django.db import migrations

OWN_ROWS = """
-- Of the rows that a published report keeps with one figure: those of the caller's own candidates, and how many there are.
-- The kind says in which table the references stand; a wrong one can only ever give back what is the caller's own.
CREATE FUNCTION reporting_own_rows(p_report uuid, p_figure text, p_kind text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    WITH report AS (
        SELECT r.region_id, nullif(r.rows, '')::jsonb -> p_figure AS behind
          FROM reporting_report r JOIN reporting_reportpublication p ON p.report_id = r.id AND p.edition = 'exact'
         WHERE r.id = p_report AND nullif(current_setting('app.context', true), '') = 'member'
           AND r.region_id = ANY (nullif(current_setting('app.regions', true), '')::uuid[])
           AND EXISTS (SELECT FROM organisations_organisation own
                        WHERE own.id = nullif(current_setting('app.organisation', true), '')::uuid
                          AND own.kind = 'werkplein')
    ), line AS (
        SELECT report.region_id, one AS row,
               CASE p_kind WHEN 'follow_ups' THEN regexp_replace(one, '[+][0-9]+$', '') ELSE one END AS reference
          FROM report, jsonb_array_elements_text(
               CASE jsonb_typeof(report.behind) WHEN 'array' THEN report.behind ELSE '[]' END) AS one
    ), own AS (
        SELECT line.row FROM line
         WHERE CASE p_kind
               WHEN 'candidates' THEN EXISTS (
                   SELECT FROM candidates_candidate c
                    WHERE c.region_id = line.region_id AND c.reference = line.reference
                      AND c.visible_to && nullif(current_setting('app.audiences', true), '')::text[])
               WHEN 'enrolments' THEN EXISTS (
                   SELECT FROM candidates_enrolment e JOIN candidates_candidate c ON c.id = e.candidate_id
                    WHERE e.region_id = line.region_id AND e.reference = line.reference
                      AND c.worked_by && nullif(current_setting('app.audiences', true), '')::text[])
               ELSE p_kind IN ('placements', 'follow_ups') AND EXISTS (
                   SELECT FROM placements_placement w
                    WHERE w.region_id = line.region_id AND w.reference = line.reference
                      AND w.visible_to && nullif(current_setting('app.audiences', true), '')::text[])
               END
    )
    SELECT jsonb_build_object(
               'own', coalesce((SELECT jsonb_agg(own.row ORDER BY own.row) FROM own), '[]'),
               'total', (SELECT count(DISTINCT line.reference) FROM line))
      FROM report WHERE jsonb_typeof(report.behind) = 'array'
$function$;
REVOKE ALL ON FUNCTION reporting_own_rows(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reporting_own_rows(uuid, text, text) TO {role};
"""


def lay(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(OWN_ROWS.replace("{role}", role), params=None)


def take_away(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    schema_editor.execute("DROP FUNCTION reporting_own_rows(uuid, text, text)", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0016_look_back_at_once"),
        ("candidates", "0019_taken_away_in_history"),
        ("placements", "0036_taken_away_in_history"),
    ]

    operations = [migrations.RunPython(lay, take_away)]
