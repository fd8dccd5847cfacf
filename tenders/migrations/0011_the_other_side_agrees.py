"""The guard of what was agreed reads the columns by the names they have; partners learn whom to ask.

Who answers for the contractor is shown to his partners and subcontractors; who answers for the other sides is not.
"""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION tenders_guard_agreed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    contractor uuid := CASE TG_TABLE_NAME
        WHEN 'tenders_agreement' THEN (to_jsonb(NEW) ->> 'contractor_id')::uuid
        ELSE (SELECT c.contractor_id FROM tenders_contract c WHERE c.id = NEW.contract_id) END;
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.agreed_at IS NOT NULL OR OLD.declined_at IS NOT NULL)
       AND (to_jsonb(NEW) - 'visible_to') IS DISTINCT FROM (to_jsonb(OLD) - 'visible_to') THEN
        RAISE check_violation USING MESSAGE = 'what was agreed or declined stands', CONSTRAINT = 'agreed_stands';
    END IF;
    IF NEW.agreed_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.agreed_at IS NULL)
       AND current_setting('app.context', true) = 'member'
       AND (NEW.decided_for_id IS DISTINCT FROM nullif(current_setting('app.organisation', true), '')::uuid
            OR (NEW.proposed_for_id = contractor) = (NEW.decided_for_id = contractor)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the other side agrees';
    END IF;
    RETURN NEW;
END
$function$;
"""

RESPONSIBLE = """
CREATE OR REPLACE FUNCTION tenders_responsible_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c tenders_contract;
BEGIN
    SELECT * INTO STRICT c FROM tenders_contract WHERE id = NEW.contract_id;
    NEW.visible_to := CASE WHEN NEW.side = 'contractor' THEN c.visible_to ELSE c.sides_visible_to END;
    RETURN NEW;
END
$function$;
UPDATE tenders_responsible SET contract_id = contract_id WHERE side = 'contractor';
"""


def mend(apps, schema_editor):
    schema_editor.execute(GUARD)
    schema_editor.execute(RESPONSIBLE)


class Migration(migrations.Migration):
    dependencies = [("tenders", "0010_discounts_of_company")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
