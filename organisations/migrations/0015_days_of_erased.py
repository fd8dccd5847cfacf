"""Days of an erased person move within their month, and no other way."""

from django.conf import settings
from django.db import migrations

# Which columns hold such days, and of whose rows, stands in the rules that migrating lays down out of the registry.
MOVE = """
CREATE FUNCTION organisations_move_days(p_erasure uuid, p_days jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    erasure organisations_erasure := organisations_open_erasure(p_erasure);
    one record;
    rule text;
    touched integer;
    moved integer := 0;
BEGIN
    UPDATE organisations_erasure SET transaction = pg_current_xact_id()::text::bigint WHERE id = p_erasure;
    FOR one IN SELECT d.field, d.id, d.day FROM jsonb_to_recordset(p_days) AS d (field text, id uuid, day date) LOOP
        SELECT r.statement INTO rule FROM organisations_erasurerule r
         WHERE r.subject = 'days' AND r.label = erasure.subject || ' ' || one.field;
        IF rule IS NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'no day of an erased person stands there';
        END IF;
        EXECUTE rule USING erasure.subject_ids, erasure.region_id, one.id, one.day;
        GET DIAGNOSTICS touched = ROW_COUNT;
        moved := moved + touched;
    END LOOP;
    UPDATE organisations_erasure SET transaction = NULL WHERE id = p_erasure;
    RETURN moved;
END
$function$;
REVOKE ALL ON FUNCTION organisations_move_days(uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_move_days(uuid, jsonb) TO {role};
"""


def move(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(MOVE.replace("{role}", role), params=None)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0014_upkeep_knows_members")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
