"""A reference for an award that names none. References are unique in a region, and an authority sees only its own."""

from django.conf import settings
from django.db import migrations

FUNCTION = """
CREATE FUNCTION tenders_free_reference(p_region uuid, p_year integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    number bigint;
    free text;
BEGIN
    IF NOT coalesce(nullif(current_setting('app.context', true), '') = 'member'
            AND current_setting('app.may_write', true) = 'on'
            AND p_region = ANY (nullif(current_setting('app.regions', true), '')::uuid[]), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only a writing member of the region takes a reference';
    END IF;
    -- One at a time until the award is committed, so that two awards at once get two references.
    PERFORM pg_advisory_xact_lock(hashtextextended('reference ' || p_region || ' ' || p_year, 0));
    SELECT count(*) INTO number FROM tenders_contract c
     WHERE c.region_id = p_region AND c.reference ~ ('^' || p_year || '-[0-9]{4,}$');
    LOOP
        number := number + 1;
        free := p_year || '-' || lpad(number::text, greatest(4, length(number::text)), '0');
        EXIT WHEN NOT EXISTS (SELECT FROM tenders_contract c WHERE c.region_id = p_region AND c.reference = free)
              AND NOT EXISTS (SELECT FROM tenders_tender t WHERE t.region_id = p_region AND t.reference = free);
    END LOOP;
    RETURN free;
END
$function$;
REVOKE ALL ON FUNCTION tenders_free_reference(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenders_free_reference(uuid, integer) TO {role};
"""


def make_function(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(FUNCTION.replace("{role}", role))


def drop_function(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION tenders_free_reference(uuid, integer)")


class Migration(migrations.Migration):
    dependencies = [("tenders", "0003_tariff_groningen")]

    operations = [migrations.RunPython(make_function, drop_function)]
