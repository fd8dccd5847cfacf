"""Look for people who are alike in their names, telephone and mail first, and only then at whose file still stands.

Right after a large import the database knows no numbers of rows yet. It then took every file of the region and looked
for the person anew beside each: minutes for 400 people, while every mail waited behind it. The index of names gives
only what is half alike at least, which is the least that counts: an eighth of the work among 5,000.
"""

from django.db import migrations

ALIKE = """
CREATE OR REPLACE FUNCTION candidates_alike(
    p_region uuid, p_names text[], p_births date[], p_phones text[], p_emails text[]
) RETURNS TABLE (place bigint, candidate_id uuid, signs text[])
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $function$
BEGIN
    -- Not of the function itself: only a superuser may lay that down.
    PERFORM set_config('pg_trgm.similarity_threshold', '0.5', true);
    RETURN QUERY
    WITH alike AS MATERIALIZED (
        SELECT p.place, h.candidate_id, s.signs
          FROM unnest(p_names, p_births, p_phones, p_emails) WITH ORDINALITY p(name, birth, phone, email, place)
          JOIN LATERAL (
              SELECT n.* FROM candidates_candidateidentity n
               WHERE n.region_id = p_region AND p.name <> '' AND n.normalised_name % p.name
               UNION
              SELECT n.* FROM candidates_candidateidentity n
               WHERE n.region_id = p_region AND p.phone <> '' AND n.normalised_phone = p.phone
               UNION
              SELECT n.* FROM candidates_candidateidentity n
               WHERE n.region_id = p_region AND p.email <> '' AND lower(n.email) = p.email
          ) h ON true
          JOIN LATERAL (SELECT array_remove(ARRAY[
              CASE WHEN p.name = h.normalised_name AND p.birth = h.birth_date THEN 'name_birth' END,
              CASE WHEN p.email <> '' AND p.email = lower(h.email) THEN 'email' END,
              CASE WHEN p.phone <> '' AND p.phone = h.normalised_phone THEN 'phone' END,
              CASE WHEN p.name = h.normalised_name AND (p.birth = h.birth_date) IS NULL THEN 'name' END,
              CASE WHEN p.name <> h.normalised_name AND coalesce(p.birth = h.birth_date, true)
                    AND similarity(p.name, h.normalised_name)
                        >= CASE WHEN p.birth = h.birth_date THEN 0.5 ELSE 0.7 END
                   THEN 'similar' END], NULL) AS signs) s ON s.signs <> '{}'
    )
    SELECT a.place, a.candidate_id, a.signs
      FROM alike a
      JOIN candidates_candidate o ON o.id = a.candidate_id
     WHERE o.merged_into_id IS NULL AND o.anonymised_at IS NULL;
END
$function$;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0014_doubles_of_coordination_point")]

    # What it answers is the same: the earlier text need not come back.
    operations = [migrations.RunSQL([(ALIKE, None)], migrations.RunSQL.noop)]
