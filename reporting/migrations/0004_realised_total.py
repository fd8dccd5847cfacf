"""What was approved in a region between two days, as one amount: the programme bureau sees totals, never lines."""

from django.conf import settings
from django.db import migrations

REALISED = """
CREATE FUNCTION reporting_realised(p_region uuid, p_first_day date, p_last_day date) RETURNS numeric
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT coalesce((
               SELECT sum(h.value)
                 FROM placements_deployment d JOIN placements_hoursstatement h ON h.deployment_id = d.id
                WHERE d.region_id = p_region AND d.status = 'approved' AND h.status = 'approved'
                  AND h.month BETWEEN p_first_day AND p_last_day), 0)
         + coalesce((
               SELECT sum(o.value) FROM placements_contribution o
                WHERE o.region_id = p_region AND o.status = 'approved'
                  AND o.date BETWEEN p_first_day AND p_last_day), 0)
     WHERE coalesce(ARRAY['r:' || p_region || ':programme_bureau', 'r:' || p_region || ':coordination_point']
                    && nullif(current_setting('app.audiences', true), '')::text[], false)
$function$;
REVOKE ALL ON FUNCTION reporting_realised(uuid, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reporting_realised(uuid, date, date) TO {role};
"""


def create(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(REALISED.replace("{role}", role))


def drop(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION reporting_realised(uuid, date, date)")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_targets_groningen"), ("placements", "0003_row_security")]

    operations = [migrations.RunPython(create, drop)]
