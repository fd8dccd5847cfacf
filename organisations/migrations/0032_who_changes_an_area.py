"""Who changes which municipalities belong to a region, or go first there.

The table has no row security, as the names are for everybody: as with a region itself, a trigger looks who changes a row.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION organisations_guard_area() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
DECLARE
    context text := nullif(current_setting('app.context', true), '');
    audiences text[] := nullif(current_setting('app.audiences', true), '')::text[];
    before organisations_areamunicipality := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
    after organisations_areamunicipality := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF context IN ('public', 'link') THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody changes a region from outside';
    END IF;
    IF context = 'member' AND NOT coalesce(
        current_setting('app.may_write', true) = 'on'
        AND ('operator' = ANY (audiences)
             OR (before.area = 'priority' AND after.area = 'priority' AND before.region_id = after.region_id
                 AND ('r:' || after.region_id || ':coordination_point') = ANY (audiences))), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the coordination point says who goes first, the operator the rest';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER organisations_guard_area BEFORE INSERT OR UPDATE OR DELETE ON organisations_areamunicipality
FOR EACH ROW EXECUTE FUNCTION organisations_guard_area();
"""
NO_GUARD = """
DROP TRIGGER organisations_guard_area ON organisations_areamunicipality;
DROP FUNCTION organisations_guard_area();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0031_contact_by_region"),
    ]

    operations = [
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
