"""What an authority reads of persons before a contract is settled does not tell more than it should.

A band says how far a contract is, up to all of it and no further.
Without an end its width followed an obligation that the authority itself sets: at a percentage of 0.0001 the band told
to the cent what persons had contributed. And a settlement that was withdrawn is none: its exact totals are again for
those only who see them anyway.
"""

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
    -- From 100 on: all of it, or more. The upper end of a band is 5 higher.
    NEW.persons_band := least(NEW.persons_band, 100);
    NEW.persons_claimed_upper := least(NEW.persons_claimed_upper, 105);
    RETURN NEW;
END
$function$;

CREATE OR REPLACE FUNCTION tenders_settlement_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c tenders_contract;
BEGIN
    SELECT * INTO STRICT c FROM tenders_contract WHERE id = NEW.contract_id;
    NEW.visible_to := CASE WHEN NEW.state = 'withdrawn' THEN c.totals_visible_to ELSE c.sides_visible_to END;
    RETURN NEW;
END
$function$;

UPDATE tenders_settlement SET contract_id = contract_id WHERE state = 'withdrawn';
UPDATE tenders_contractband SET contract_id = contract_id
 WHERE persons_band > 100 OR persons_claimed_upper > 105;
"""


class Migration(migrations.Migration):
    dependencies = [("tenders", "0015_totals_by_hash")]

    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
