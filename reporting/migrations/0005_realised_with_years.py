"""What was approved of years of uneven months is realised too, on the day to which such a line belongs."""

from django.db import migrations

REALISED = """
CREATE OR REPLACE FUNCTION reporting_realised(p_region uuid, p_first_day date, p_last_day date) RETURNS numeric
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT coalesce((
               SELECT sum(h.value)
                 FROM placements_deployment d JOIN placements_hoursstatement h ON h.deployment_id = d.id
                WHERE d.region_id = p_region AND d.status = 'approved' AND h.status = 'approved'
                  AND h.month BETWEEN p_first_day AND p_last_day), 0)
         + coalesce((
               SELECT sum(y.value)
                 FROM placements_deployment d JOIN placements_yearline y ON y.deployment_id = d.id
                WHERE d.region_id = p_region AND d.status = 'approved' AND y.status = 'approved'
                  AND y.date BETWEEN p_first_day AND p_last_day), 0)
         + coalesce((
               SELECT sum(o.value) FROM placements_contribution o
                WHERE o.region_id = p_region AND o.status = 'approved'
                  AND o.date BETWEEN p_first_day AND p_last_day), 0)
     WHERE coalesce(ARRAY['r:' || p_region || ':programme_bureau', 'r:' || p_region || ':coordination_point']
                    && nullif(current_setting('app.audiences', true), '')::text[], false)
$function$;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_realised_total"), ("placements", "0013_year_lines_row_security")]

    operations = [migrations.RunSQL(REALISED, migrations.RunSQL.noop)]
