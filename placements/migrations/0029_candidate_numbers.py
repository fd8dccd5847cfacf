"""Whoever verifies a line learns whether the candidate number on it is of this person; nobody else learns anything."""

from django.conf import settings
from django.db import migrations

# Of lines that the member verifies only. A file without name or date of birth has nothing to be compared with.
NUMBERS = """
CREATE FUNCTION placements_candidate_numbers(p_deployments uuid[])
RETURNS TABLE (deployment_id uuid, answer text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    audiences text[] := nullif(current_setting('app.audiences', true), '')::text[];
BEGIN
    IF coalesce(current_setting('app.context', true), '') <> 'member' OR audiences IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT d.id, CASE
                   WHEN c.id IS NULL THEN 'unknown'
                   WHEN bool_or(i.birth_date = p.birth_date) THEN 'same'
                   WHEN bool_or(i.birth_date IS NOT NULL) THEN 'other'
                   WHEN bool_or(i.normalised_name = lower(unaccent(trim(regexp_replace(p.name, '\\s+', ' ', 'g')))))
                       THEN 'same'
                   WHEN bool_or(i.normalised_name <> '') THEN 'other'
                   ELSE 'unnamed' END
          FROM placements_deployment d
          JOIN tenders_contract t ON t.id = d.contract_id AND t.verified_by = ANY (audiences)
          JOIN placements_deployedperson p ON p.id = d.person_id
          LEFT JOIN candidates_candidate c ON c.region_id = d.region_id AND c.reference = d.candidate_reference
          LEFT JOIN candidates_candidateidentity i ON i.candidate_id IN (c.id, c.merged_into_id)
         WHERE d.id = ANY (p_deployments) AND d.candidate_reference <> ''
         GROUP BY d.id, c.id;
END
$function$;
REVOKE ALL ON FUNCTION placements_candidate_numbers(uuid[]) FROM PUBLIC;
"""


def make(apps, schema_editor):
    schema_editor.execute(NUMBERS)
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION placements_candidate_numbers(uuid[]) TO {role}")


def drop(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION placements_candidate_numbers(uuid[])")


class Migration(migrations.Migration):
    dependencies = [("placements", "0028_follow_up_again")]

    operations = [migrations.RunPython(make, drop)]
