"""The first contact is between the sides of a contract: a partner or subcontractor does not record it."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION tenders_record_first_contact(p_contract uuid, p_on date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE tenders_contract c SET first_contact_on = p_on
     WHERE c.id = p_contract AND p_on >= c.awarded_on
       AND nullif(current_setting('app.context', true), '') = 'member'
       AND current_setting('app.may_write', true) = 'on'
       AND c.sides_visible_to && nullif(current_setting('app.audiences', true), '')::text[]
       AND NOT ('r:' || c.region_id || ':programme_bureau'
                = ANY (nullif(current_setting('app.audiences', true), '')::text[]));
    RETURN FOUND;
END
$function$;
"""


class Migration(migrations.Migration):
    dependencies = [("tenders", "0013_contact_of_party")]

    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
