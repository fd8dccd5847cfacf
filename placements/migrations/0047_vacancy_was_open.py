"""Who comes back to a vacancy that is over hears that it is over, and nothing else of it."""

from django.conf import settings
from django.db import migrations

ROLE = settings.DATABASE_APP_ROLE

FUNCTION = f"""
CREATE FUNCTION placements_vacancy_was_open(p_vacancy uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT EXISTS (
        SELECT FROM placements_vacancy v
         WHERE v.id = p_vacancy AND v.published_at IS NOT NULL
           AND v.state IN ('vacancy_open', 'vacancy_filled', 'vacancy_closed')
           AND current_setting('app.context', true) = 'public'
           AND v.region_id::text = nullif(current_setting('app.public_region', true), ''))
$function$;
REVOKE ALL ON FUNCTION placements_vacancy_was_open(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_vacancy_was_open(uuid) TO "{ROLE}";
"""  # noqa: S608 - our own words
DROP = "DROP FUNCTION placements_vacancy_was_open(uuid);"


class Migration(migrations.Migration):
    dependencies = [("placements", "0046_promising_lists")]

    operations = [migrations.RunSQL(FUNCTION, DROP)]
