"""Who sees a candidate: the coordination point and the Werkplein work the file, who registered sees that and no more."""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    ORGANISATION,
    REGIONS,
    WRITING_MEMBER,
    Protect,
    audience,
    of_parent,
    system,
)

STAMP = """
CREATE FUNCTION candidates_stamp_candidate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    registrant_kind text;
BEGIN
    IF NEW.werkplein_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM organisations_organisation o
          JOIN organisations_organisationregion r ON r.organisation_id = o.id
         WHERE o.id = NEW.werkplein_id AND o.kind = 'werkplein' AND r.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a candidate belongs to a Werkplein of the region';
    END IF;
    IF NEW.merged_into_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM candidates_candidate c WHERE c.id = NEW.merged_into_id AND c.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'files are merged within a region';
    END IF;
    SELECT o.kind INTO registrant_kind FROM organisations_organisation o
      JOIN organisations_organisationregion r ON r.organisation_id = o.id AND r.region_id = NEW.region_id
     WHERE o.id = NEW.registrant_organisation_id;
    NEW.worked_by := array_remove(ARRAY[
        'r:' || NEW.region_id || ':coordination_point',
        'o:' || NEW.werkplein_id,
        CASE WHEN registrant_kind = 'werkplein' THEN 'o:' || NEW.registrant_organisation_id END
    ], NULL);
    -- A municipality, province or other authority never sees who somebody is, whatever it registered.
    NEW.visible_to := NEW.worked_by || array_remove(ARRAY[
        CASE WHEN registrant_kind IN ('uwv', 'sw_company', 'school', 'temp_agency')
             THEN 'o:' || NEW.registrant_organisation_id END
    ], NULL);
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_audiences BEFORE INSERT OR UPDATE ON candidates_candidate
    FOR EACH ROW EXECUTE FUNCTION candidates_stamp_candidate();

CREATE FUNCTION candidates_stamp_identity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c candidates_candidate;
    digits text;
BEGIN
    SELECT * INTO STRICT c FROM candidates_candidate WHERE id = NEW.candidate_id;
    NEW.region_id := c.region_id;
    -- Employers come in by what the candidate agreed to, which other tables know; never by an update of this row.
    IF pg_trigger_depth() = 1 THEN
        NEW.shared_with := CASE WHEN TG_OP = 'UPDATE' THEN OLD.shared_with ELSE '{}' END;
    END IF;
    NEW.visible_to := c.visible_to || ARRAY(SELECT 'o:' || one FROM unnest(NEW.shared_with) one);
    NEW.normalised_name := left(lower(unaccent(trim(regexp_replace(
        NEW.first_name || ' ' || NEW.last_name, '\\s+', ' ', 'g')))), 121);
    digits := regexp_replace(NEW.phone, '[^0-9]', '', 'g');
    NEW.normalised_phone := CASE
        WHEN digits LIKE '0031%' THEN '0' || substr(digits, 5)
        WHEN digits LIKE '31%' AND length(digits) = 11 THEN '0' || substr(digits, 3)
        ELSE digits END;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_audiences BEFORE INSERT OR UPDATE ON candidates_candidateidentity
    FOR EACH ROW EXECUTE FUNCTION candidates_stamp_identity();

CREATE FUNCTION candidates_restamp_identity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE candidates_candidateidentity SET candidate_id = candidate_id WHERE candidate_id = NEW.id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_identity AFTER UPDATE ON candidates_candidate
    FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to)
    EXECUTE FUNCTION candidates_restamp_identity();
"""
DROP = """
DROP TRIGGER restamp_identity ON candidates_candidate;
DROP FUNCTION candidates_restamp_identity();
DROP FUNCTION candidates_stamp_identity() CASCADE;
DROP FUNCTION candidates_stamp_candidate() CASCADE;
"""

COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
IMPORT = system(Purpose.IMPORT)
UPKEEP = system(Purpose.UPKEEP)
WORKS = f"{WRITING_MEMBER} AND worked_by && {AUDIENCES}"
REGISTERS = (
    f"{WRITING_MEMBER} AND region_id = ANY ({REGIONS}) AND registrant_organisation_id = {ORGANISATION}"
    f" AND visible_to && {AUDIENCES}"
)
#: While nothing was done for the person, who registered may take that back.
TAKES_BACK = f"{REGISTERS} AND state IN ('registered', 'withdrawn')"


def of_candidate(where: str) -> str:
    return of_parent("candidate_id", "candidates_candidate", where)


WORKED = of_candidate(f"parent.worked_by && {AUDIENCES}")
OF_WORKED = f"{WRITING_MEMBER} AND {WORKED}"
OF_REGISTERED = f"{WRITING_MEMBER} AND " + of_candidate(
    f"parent.registrant_organisation_id = {ORGANISATION} AND parent.visible_to && {AUDIENCES}"
    " AND parent.state IN ('registered', 'withdrawn')"
)
_EVENT = of_parent("pgh_obj_id", "candidates_candidate", f"parent.worked_by && {AUDIENCES}")
_IDENTITY_EVENT = (
    "EXISTS (SELECT FROM candidates_candidateidentity i JOIN candidates_candidate c ON c.id = i.candidate_id"
    f" WHERE i.id = pgh_obj_id AND c.worked_by && {AUDIENCES})"
)
IN_REGION = f"region_id = ANY ({REGIONS})"


class Migration(migrations.Migration):
    dependencies = [("candidates", "0001_initial")]

    operations = [
        migrations.RunSQL(STAMP, DROP),
        Protect(
            "Candidate",
            select=[f"visible_to && {AUDIENCES}", system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)],
            insert=[COORDINATION, f"{REGISTERS}", IMPORT],
            update=[WORKS, TAKES_BACK, IMPORT, UPKEEP],
        ),
        Protect("CandidateEvent", select=[_EVENT], insert=["true"]),
        Protect(
            "CandidateIdentity",
            select=[f"visible_to && {AUDIENCES}", system(Purpose.IMPORT, Purpose.UPKEEP)],
            insert=[OF_WORKED, OF_REGISTERED, IMPORT],
            update=[OF_WORKED, IMPORT, UPKEEP],
        ),
        Protect("CandidateIdentityEvent", select=[_IDENTITY_EVENT], insert=["true"]),
        Protect(
            "CandidateStep",
            select=[WORKED, system(Purpose.IMPORT, Purpose.UPKEEP)],
            insert=[OF_WORKED, OF_REGISTERED, IMPORT, UPKEEP],
        ),
        Protect(
            "BackOfficePolicy",
            select=[IN_REGION, system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)],
            insert=[COORDINATION],
            update=[COORDINATION],
        ),
        Protect(
            "WerkpleinArea",
            select=[IN_REGION, system(Purpose.IMPORT, Purpose.UPKEEP)],
            insert=[COORDINATION],
            update=[COORDINATION],
            delete=[COORDINATION],
        ),
    ]
