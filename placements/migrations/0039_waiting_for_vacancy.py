"""Who waits elsewhere is asked for one vacancy: whoever was proposed for it, or said no, is not passed over for it."""

from django.db import migrations

FACTS = """TABLE (
    municipality text, registered_on date, ready_since date, sector text, hours_from smallint, hours_to smallint,
    travel text, licences text[], certificates text[], occupations uuid[])"""
CHANGE = f"""
DROP FUNCTION placements_waiting_elsewhere(uuid);
-- What matching may know of those who wait for work in the region of a vacancy, of whom the member reads no file: facts
-- without a name or a number, so that a Werkplein knows whether it passes somebody over whom another one helps.
CREATE FUNCTION placements_waiting_elsewhere(p_vacancy uuid) RETURNS {FACTS}
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT c.municipality::text, c.registered_on, c.ready_since, c.sector::text,
           p.hours_from, p.hours_to, coalesce(p.travel, '')::text, coalesce(p.licences, '{{}}')::text[],
           coalesce(p.certificates, '{{}}')::text[], coalesce(p.occupations, '{{}}')::uuid[]
      FROM placements_vacancy v
      JOIN candidates_candidate c ON c.region_id = v.region_id
      LEFT JOIN candidates_candidateprofile p ON p.candidate_id = c.id
     WHERE v.id = p_vacancy AND c.state = 'ready' AND c.merged_into_id IS NULL AND c.anonymised_at IS NULL
       AND current_setting('app.context', true) = 'member'
       AND v.region_id::text = ANY (nullif(current_setting('app.regions', true), '')::text[])
       AND EXISTS (SELECT FROM organisations_organisation o
                    WHERE o.id::text = current_setting('app.organisation', true) AND o.kind = 'werkplein')
       AND NOT (c.visible_to && nullif(current_setting('app.audiences', true), '')::text[])
       AND NOT EXISTS (SELECT FROM placements_proposal r
                        WHERE r.vacancy_id = v.id AND r.candidate_id = c.id AND r.state <> 'proposal_withdrawn')
$function$;
"""  # noqa: S608 - our own words
BACK = """
DROP FUNCTION placements_waiting_elsewhere(uuid);
CREATE FUNCTION placements_waiting_elsewhere(p_region uuid) RETURNS TABLE (
    municipality text, registered_on date, ready_since date, state text, sector text,
    hours_from smallint, hours_to smallint, travel text, licences text[], certificates text[], occupations uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT c.municipality::text, c.registered_on, c.ready_since, c.state::text, c.sector::text,
           p.hours_from, p.hours_to, coalesce(p.travel, '')::text, coalesce(p.licences, '{}')::text[],
           coalesce(p.certificates, '{}')::text[], coalesce(p.occupations, '{}')::uuid[]
      FROM candidates_candidate c LEFT JOIN candidates_candidateprofile p ON p.candidate_id = c.id
     WHERE c.region_id = p_region AND c.state = 'ready' AND c.merged_into_id IS NULL AND c.anonymised_at IS NULL
       AND current_setting('app.context', true) = 'member'
       AND p_region::text = ANY (nullif(current_setting('app.regions', true), '')::text[])
       AND EXISTS (SELECT FROM organisations_organisation o
                    WHERE o.id::text = current_setting('app.organisation', true) AND o.kind = 'werkplein')
       AND NOT (c.visible_to && nullif(current_setting('app.audiences', true), '')::text[])
$function$;
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0038_vacancies_row_security")]

    operations = [migrations.RunSQL(CHANGE, BACK)]
