"""A company that has lines leaves the list of parties when it comes to lead the contract, or goes up in another."""

from django.db import migrations

GUARD = """
-- As in 0009, but for a succession (0008), which brings the lines under another company in the same transaction.
CREATE OR REPLACE FUNCTION placements_keep_party_with_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF current_setting('app.succession', true) IS DISTINCT FROM 'on'
       AND EXISTS (SELECT FROM tenders_contract c WHERE c.id = OLD.contract_id)
       AND (EXISTS (SELECT FROM placements_deployment d
                     WHERE d.contract_id = OLD.contract_id AND d.contractor_id = OLD.organisation_id)
            OR EXISTS (SELECT FROM placements_contribution o
                        WHERE o.contract_id = OLD.contract_id AND o.contractor_id = OLD.organisation_id)) THEN
        RAISE check_violation USING MESSAGE = 'a company with lines stays on the contract',
            CONSTRAINT = 'party_has_lines';
    END IF;
    RETURN OLD;
END
$function$;
"""


def guard(apps, schema_editor):
    schema_editor.execute(GUARD)


class Migration(migrations.Migration):
    dependencies = [("placements", "0010_verifier_records")]

    operations = [migrations.RunPython(guard)]
