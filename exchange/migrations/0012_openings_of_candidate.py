"""Who works a candidate's file can tell him everybody who looked into it, whatever he may read of the log himself."""

from django.conf import settings
from django.db import migrations

OPENINGS = """
-- Every line of the read log about one candidate, also about files that were merged into his, for who works his file:
-- when, for which organisation and what for. Not by whom.
CREATE FUNCTION exchange_openings_of(p_candidate uuid) RETURNS TABLE (at timestamptz, organisation text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    WITH RECURSIVE file AS (
        SELECT c.id FROM candidates_candidate c
         WHERE c.id = p_candidate AND current_setting('app.context', true) = 'member'
           AND c.worked_by && nullif(current_setting('app.audiences', true), '')::text[]
         UNION
        SELECT c.id FROM file JOIN candidates_candidate c ON c.merged_into_id = file.id
    )
    SELECT r.at, o.name::text, r.reason::text
      FROM file
      JOIN organisations_readlog r ON r.subject = 'candidate' AND r.subject_id = file.id
      JOIN organisations_organisation o ON o.id = r.organisation_id
     ORDER BY r.at, r.id
$function$;
REVOKE ALL ON FUNCTION exchange_openings_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_openings_of(uuid) TO {role};
"""


def lay(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(OPENINGS.replace("{role}", role), params=None)


def take_away(apps, schema_editor):  # noqa: ARG001 - as above
    schema_editor.execute("DROP FUNCTION exchange_openings_of(uuid)", params=None)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0011_more_lists")]

    operations = [migrations.RunPython(lay, take_away)]
