"""A candidate number is of the person on a line when name and date of birth are, whatever the case it was typed in."""

from django.db import migrations

# The name as ``placements.identity.persons.normalise`` makes it. A file without name or date of birth has nothing to be
# compared with. Numbers that differ by case alone are looked at together.
NUMBERS = """
CREATE OR REPLACE FUNCTION placements_candidate_numbers(p_deployments uuid[])
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
                   WHEN count(c.id) = 0 THEN 'unknown'
                   WHEN bool_or(known.birth_date = p.birth_date AND known.name = p.normalised_name) THEN 'same'
                   WHEN bool_or(known.birth_date IS NOT NULL AND known.name <> '') THEN 'other'
                   ELSE 'unnamed' END
          FROM placements_deployment d
          JOIN tenders_contract t ON t.id = d.contract_id AND t.verified_by = ANY (audiences)
          JOIN placements_deployedperson p ON p.id = d.person_id
          LEFT JOIN candidates_candidate c
                 ON c.region_id = d.region_id AND upper(c.reference) = upper(d.candidate_reference)
          LEFT JOIN LATERAL (
                   SELECT i.birth_date,
                          trim(regexp_replace(replace(lower(normalize(i.first_name || ' ' || i.last_name, NFKC)),
                                                      'ß', 'ss'), '\\s+', ' ', 'g')) AS name
                     FROM candidates_candidateidentity i
                    WHERE i.candidate_id IN (c.id, c.merged_into_id)) known ON true
         WHERE d.id = ANY (p_deployments) AND d.candidate_reference <> ''
         GROUP BY d.id;
END
$function$;
"""


def make(apps, schema_editor):
    schema_editor.execute(NUMBERS)


class Migration(migrations.Migration):
    dependencies = [("placements", "0031_placement_file")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
