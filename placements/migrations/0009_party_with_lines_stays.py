"""A company that has lines on a contract cannot be removed from it, also by who does not see those lines."""

from django.db import migrations

GUARD = """
CREATE FUNCTION placements_keep_party_with_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    -- A contract that goes as a whole takes its parties along.
    IF EXISTS (SELECT FROM tenders_contract c WHERE c.id = OLD.contract_id)
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
CREATE TRIGGER keep_party_with_lines BEFORE DELETE ON tenders_contractparty
    FOR EACH ROW EXECUTE FUNCTION placements_keep_party_with_lines();
"""


def guard(apps, schema_editor):
    schema_editor.execute(GUARD)


class Migration(migrations.Migration):
    dependencies = [("placements", "0008_succession"), ("tenders", "0013_contact_of_party")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
