"""A band without an obligation stays none: ``least`` of nothing and 100 is 100, and read as all of it."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION tenders_contractband_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c tenders_contract;
BEGIN
    SELECT * INTO STRICT c FROM tenders_contract WHERE id = NEW.contract_id;
    NEW.visible_to := c.sides_visible_to;
    -- From 100 on: all of it, or more. The upper end of a band is 5 higher. Nothing stays nothing.
    IF NEW.persons_band > 100 THEN NEW.persons_band := 100; END IF;
    IF NEW.persons_claimed_upper > 105 THEN NEW.persons_claimed_upper := 105; END IF;
    RETURN NEW;
END
$function$;

UPDATE tenders_contractband SET persons_band = NULL, persons_claimed_upper = NULL WHERE obligation = 0;
"""


class Migration(migrations.Migration):
    dependencies = [("tenders", "0023_obligation_of_band")]

    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
