"""Who states somebody learns that a number is of nobody any more: the file of who was erased must lead to no name again."""

from django.conf import settings
from django.db import migrations

# Says of an erased candidate only: of all others a company learns nothing by trying numbers.
ERASED = """
CREATE FUNCTION placements_number_of_erased(p_region uuid, p_reference text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT coalesce(current_setting('app.context', true), '') = 'member' AND EXISTS (
        SELECT FROM candidates_candidate c
         WHERE c.region_id = p_region AND upper(c.reference) = upper(p_reference) AND c.anonymised_at IS NOT NULL)
$function$;
REVOKE ALL ON FUNCTION placements_number_of_erased(uuid, text) FROM PUBLIC;
"""


def make(apps, schema_editor):
    schema_editor.execute(ERASED)
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION placements_number_of_erased(uuid, text) TO {role}")


def drop(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION placements_number_of_erased(uuid, text)")


class Migration(migrations.Migration):
    dependencies = [("placements", "0034_one_who_asks")]

    operations = [migrations.RunPython(make, drop)]
