"""Who gives an organisation another name, and who corrects its KVK number."""

from django.conf import settings
from django.db import migrations

# A KVK number decides to whom an award goes, so no company corrects its own. A company that works in several regions is
# none of them's to rename.
RENAME = """
CREATE FUNCTION organisations_rename(p_organisation uuid, p_name text, p_kvk text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    o organisations_organisation;
    audiences text[] := nullif(current_setting('app.audiences', true), '')::text[];
    writes boolean := coalesce(nullif(current_setting('app.context', true), '') = 'member'
                               AND current_setting('app.may_write', true) = 'on', false);
    own boolean := coalesce(p_organisation = nullif(current_setting('app.organisation', true), '')::uuid
                            AND current_setting('app.role', true) = 'administrator', false);
    operates boolean := coalesce('operator' = ANY (audiences), false);
    coordinates boolean;
    elsewhere boolean;
BEGIN
    SELECT * INTO o FROM organisations_organisation WHERE id = p_organisation FOR NO KEY UPDATE;
    SELECT coalesce(bool_or('r:' || x.region_id || ':coordination_point' = ANY (audiences)), false)
           AND o.kind IN ('contractor', 'employer', 'sw_company', 'temp_agency', 'training_provider'),
           count(*) > 1
      INTO coordinates, elsewhere
      FROM organisations_organisationregion x WHERE x.organisation_id = p_organisation;
    IF o.id IS NULL OR NOT writes OR NOT (own OR operates OR coordinates) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this organisation is not yours to rename';
    END IF;
    IF elsewhere AND NOT own AND NOT operates THEN
        RETURN 'elsewhere';
    END IF;
    IF p_kvk <> o.kvk THEN
        IF NOT operates AND NOT (coordinates AND NOT elsewhere) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a company does not correct its own number';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('kvk ' || p_kvk, 0));
        IF p_kvk <> '' AND EXISTS (SELECT FROM organisations_organisation x WHERE x.kvk = p_kvk AND x.id <> o.id) THEN
            RETURN 'taken';
        END IF;
    END IF;
    UPDATE organisations_organisation SET name = p_name, kvk = p_kvk
     WHERE id = p_organisation AND (name, kvk) IS DISTINCT FROM (p_name, p_kvk);
    RETURN 'renamed';
END
$function$;
REVOKE ALL ON FUNCTION organisations_rename(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_rename(uuid, text, text) TO {role};
"""


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(RENAME.replace("{role}", role))


class Migration(migrations.Migration):
    dependencies = [("organisations", "0008_organisations_by_hash")]

    operations = [migrations.RunPython(functions)]
