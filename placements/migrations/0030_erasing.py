"""Guards let erasing pass, and who has been at rest so long that nobody needs to know who it was."""

from django.conf import settings
from django.db import migrations

# What was asked, answered, offered and decided stands for everybody; only the words in it go when a person is erased.
GUARDS = (
    ("guard_reversal", "placements_reversalrequest", "placements_guard_reversal", "BEFORE INSERT OR UPDATE"),
    ("guard_sample_item", "placements_sampleitem", "placements_guard_sample_item", "BEFORE UPDATE"),
    ("guard_cost", "candidates_trainingcost", "candidates_guard_cost", "BEFORE INSERT OR UPDATE"),
)

# Nobody may read keys, so the database groups the rows of one person. Whoever has a contract that is not settled, or was
# erased before (his name is his number), is left out; whoever was typed and never worked counts from that day.
AT_REST = """
CREATE FUNCTION placements_persons_at_rest(p_region uuid, p_until date)
RETURNS TABLE (person_ids uuid[], last_day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF nullif(current_setting('app.context', true), '') IS DISTINCT FROM 'system'
       OR nullif(current_setting('app.purpose', true), '') IS DISTINCT FROM 'upkeep'
       OR nullif(current_setting('app.system_region', true), '')::uuid IS DISTINCT FROM p_region THEN
        RAISE insufficient_privilege USING MESSAGE = 'only upkeep of the region asks who is at rest';
    END IF;
    RETURN QUERY
    SELECT array_agg(person.id ORDER BY person.id), max(person.last_day)
      FROM (SELECT p.id, k.key, p.normalised_name = p.id::text AS is_erased,
                   bool_or(c.id IS NOT NULL AND c.settled_on IS NULL) AS is_open,
                   greatest(max(c.settled_on), max(d.ends_on), p.created_at::date) AS last_day
              FROM placements_deployedperson p
              JOIN placements_personkey k ON k.person_id = p.id
              LEFT JOIN placements_deployment d ON d.person_id = p.id
              LEFT JOIN tenders_contract c ON c.id = d.contract_id
             WHERE p.region_id = p_region
             GROUP BY p.id, k.key) person
     GROUP BY person.key
    HAVING NOT bool_or(person.is_open) AND NOT bool_and(person.is_erased) AND max(person.last_day) <= p_until;
END
$function$;
REVOKE ALL ON FUNCTION placements_persons_at_rest(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_persons_at_rest(uuid, date) TO {role};
"""


def lay(apps, schema_editor):
    for trigger, table, function, when in GUARDS:
        schema_editor.execute(f"DROP TRIGGER {trigger} ON {table}", params=None)
        schema_editor.execute(
            f"CREATE TRIGGER {trigger} {when} ON {table} FOR EACH ROW"
            f" WHEN (NOT organisations_erases_now()) EXECUTE FUNCTION {function}()",
            params=None,
        )
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(AT_REST.replace("{role}", role), params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0015_days_of_erased"),
        ("candidates", "0008_documents"),
        ("placements", "0029_candidate_numbers"),
    ]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
