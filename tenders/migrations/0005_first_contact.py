"""The first contact after an award is recorded by whoever made it: also by a party that may not change the contract."""

from django.conf import settings
from django.db import migrations

FUNCTION = """
CREATE FUNCTION tenders_record_first_contact(p_contract uuid, p_on date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE tenders_contract c SET first_contact_on = p_on
     WHERE c.id = p_contract AND p_on >= c.awarded_on
       AND nullif(current_setting('app.context', true), '') = 'member'
       AND current_setting('app.may_write', true) = 'on'
       AND c.visible_to && nullif(current_setting('app.audiences', true), '')::text[]
       AND NOT ('r:' || c.region_id || ':programme_bureau'
                = ANY (nullif(current_setting('app.audiences', true), '')::text[]));
    RETURN FOUND;
END
$function$;
REVOKE ALL ON FUNCTION tenders_record_first_contact(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenders_record_first_contact(uuid, date) TO {role};
"""


def make_function(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(FUNCTION.replace("{role}", role))


def drop_function(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION tenders_record_first_contact(uuid, date)")


class Migration(migrations.Migration):
    dependencies = [("tenders", "0004_free_reference")]

    operations = [migrations.RunPython(make_function, drop_function)]
