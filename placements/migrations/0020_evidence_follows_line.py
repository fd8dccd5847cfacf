"""Evidence goes along when an approved contribution is reversed: it belongs to the line that is judged anew.

A person's line stays the same row when its months are reversed; another contribution comes back as a new one.
"""

from django.db import migrations

FOLLOWS = """
CREATE FUNCTION placements_evidence_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_evidencefile e SET contribution_id = NEW.id
      FROM placements_contribution before
     WHERE before.id = e.contribution_id AND before.id <> NEW.id AND before.reversed_at IS NOT NULL
       AND before.reverses_id IS NULL AND before.contract_id = NEW.contract_id AND before.reference = NEW.reference;
    RETURN NULL;
END
$function$;
CREATE TRIGGER evidence_follows AFTER INSERT ON placements_contribution
    FOR EACH ROW WHEN (NEW.reverses_id IS NULL AND NEW.reversed_at IS NULL)
    EXECUTE FUNCTION placements_evidence_follows();

-- As in 0017; a member moves nothing, but what he does to a line may.
CREATE OR REPLACE FUNCTION placements_stamp_evidence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    verified_by text;
    taken_away constant text[] := ARRAY['removed_at', 'removed_by_id'];
    stamped constant text[] := ARRAY['region_id', 'contract_id', 'contractor_id', 'visible_to'];
BEGIN
    IF NEW.deployment_id IS NOT NULL THEN
        SELECT c.region_id, c.id, d.contractor_id, c.verified_by
          INTO STRICT NEW.region_id, NEW.contract_id, NEW.contractor_id, verified_by
          FROM placements_deployment d JOIN tenders_contract c ON c.id = d.contract_id
         WHERE d.id = NEW.deployment_id;
    ELSE
        SELECT c.region_id, c.id, o.contractor_id, c.verified_by
          INTO STRICT NEW.region_id, NEW.contract_id, NEW.contractor_id, verified_by
          FROM placements_contribution o JOIN tenders_contract c ON c.id = o.contract_id
         WHERE o.id = NEW.contribution_id;
    END IF;
    NEW.visible_to := ARRAY(SELECT DISTINCT one FROM unnest(
        ARRAY['o:' || NEW.contractor_id, 'o:' || NEW.organisation_id, verified_by]) AS one ORDER BY one);
    IF TG_OP = 'UPDATE' AND nullif(current_setting('app.context', true), '') = 'member' THEN
        IF pg_trigger_depth() = 1
           AND to_jsonb(NEW) - taken_away - stamped IS DISTINCT FROM to_jsonb(OLD) - taken_away - stamped THEN
            RAISE insufficient_privilege USING MESSAGE = 'a member only takes evidence away';
        END IF;
        IF NEW.removed_at IS DISTINCT FROM OLD.removed_at
           AND (OLD.removed_at IS NOT NULL OR placements_evidence_is_judged(NEW.id)) THEN
            RAISE check_violation USING MESSAGE = 'a verdict rests on this evidence',
                CONSTRAINT = 'evidence_judged_stays';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0019_same_person")]

    operations = [migrations.RunSQL(FOLLOWS, migrations.RunSQL.noop)]
