"""Who may not write a list of promising occupations hears that, and not what else would be wrong with it."""

from django.db import migrations

BODY = """
CREATE OR REPLACE FUNCTION placements_keep_promising_list() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'promising_concept' THEN
            RAISE {begins} USING MESSAGE = 'a list begins as a concept', CONSTRAINT = 'promising_list_begins';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'promising_adopted' THEN
        RAISE check_violation USING MESSAGE = 'an adopted list stays', CONSTRAINT = 'promising_list_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.region_id <> OLD.region_id THEN
        RAISE check_violation USING MESSAGE = 'a list stays in its region', CONSTRAINT = 'promising_list_region';
    END IF;
    RETURN NEW;
END
$function$;

CREATE OR REPLACE FUNCTION placements_keep_promising_occupation() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM placements_promisinglist l
                     JOIN organisations_occupation o ON o.region_id = l.region_id
                    WHERE l.id = NEW.promising_list_id AND o.id = NEW.occupation_id) THEN
        RAISE {begins} USING MESSAGE = 'an occupation of another region',
            CONSTRAINT = 'promising_occupation_of_region';
    END IF;
    RETURN NEW;
END
$function$;
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0049_public_training_is_asked_by_the_portal")]

    operations = [
        migrations.RunSQL(BODY.format(begins="insufficient_privilege"), BODY.format(begins="check_violation")),
    ]
