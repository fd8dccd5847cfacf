"""Which discounts a company's certificates give: asked by whoever changes terms, who may not read the certificates."""

from django.conf import settings
from django.db import migrations

ASK = """
CREATE FUNCTION tenders_discounts(p_region uuid, p_companies uuid[])
RETURNS TABLE (organisation_id uuid, discount numeric, valid_from date, valid_until date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT c.organisation_id, c.discount, c.valid_from, c.valid_until
      FROM tenders_certificate c
     WHERE c.region_id = p_region AND c.organisation_id = ANY (p_companies)
       AND c.confirmed_at IS NOT NULL AND c.declined_at IS NULL
       AND (p_region = ANY (nullif(current_setting('app.regions', true), '')::uuid[])
            OR p_region = nullif(current_setting('app.system_region', true), '')::uuid)
     ORDER BY c.organisation_id, c.valid_from, c.id
$function$;
REVOKE ALL ON FUNCTION tenders_discounts(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenders_discounts(uuid, uuid[]) TO {role};
"""


def functions(apps, schema_editor):
    schema_editor.execute(ASK.replace("{role}", schema_editor.quote_name(settings.DATABASE_APP_ROLE)))


class Migration(migrations.Migration):
    dependencies = [("tenders", "0009_steps_of_the_ladder")]

    operations = [
        migrations.RunPython(
            functions,
            lambda _apps, schema_editor: schema_editor.execute("DROP FUNCTION tenders_discounts(uuid, uuid[])"),
        )
    ]
