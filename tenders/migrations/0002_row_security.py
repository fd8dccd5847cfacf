"""Who may see and change tenders, tariffs and contracts; who is told is kept on the contract itself."""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    IS_MEMBER,
    ORGANISATION,
    PUBLIC_REGION,
    REGIONS,
    WRITING_MEMBER,
    Protect,
    audience,
    child_of,
    system,
)

TRIGGERS = """
CREATE FUNCTION tenders_stamp_tender() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    NEW.visible_to := ARRAY[
        'o:' || NEW.authority_id,
        'r:' || NEW.region_id || ':coordination_point',
        'r:' || NEW.region_id || ':programme_bureau'
    ];
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_audiences BEFORE INSERT OR UPDATE ON tenders_tender
    FOR EACH ROW EXECUTE FUNCTION tenders_stamp_tender();

CREATE FUNCTION tenders_stamp_contract() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    NEW.persons_visible_to := array_remove(ARRAY[
        'o:' || NEW.contractor_id,
        'o:' || NEW.werkplein_id,
        'r:' || NEW.region_id || ':coordination_point'
    ], NULL);
    NEW.visible_to := NEW.persons_visible_to || ARRAY[
        'o:' || NEW.authority_id,
        'r:' || NEW.region_id || ':programme_bureau'
    ];
    IF NOT EXISTS (SELECT FROM tenders_tariff t WHERE t.id = NEW.tariff_id AND t.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'the tariff of a contract belongs to its region';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_audiences BEFORE INSERT OR UPDATE ON tenders_contract
    FOR EACH ROW EXECUTE FUNCTION tenders_stamp_contract();

CREATE FUNCTION tenders_open_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    INSERT INTO tenders_contracttotals (contract_id, persons_approved, persons_submitted, persons_forecast,
                                        others_approved, others_submitted, others_forecast)
    VALUES (NEW.id, 0, 0, 0, 0, 0, 0);
    INSERT INTO tenders_contractband (contract_id, persons, persons_band, persons_claimed_upper,
                                      submitted_lines, others_approved, others_submitted)
    SELECT NEW.id, 0, nothing, nothing, 0, 0, 0
      FROM (SELECT CASE WHEN NEW.obligation > 0 THEN 0 END) AS begin (nothing);
    RETURN NULL;
END
$function$;
CREATE TRIGGER open_totals AFTER INSERT ON tenders_contract
    FOR EACH ROW EXECUTE FUNCTION tenders_open_totals();

-- A contract keeps the values of its award day for life, so a version that a contract uses stands still.
CREATE FUNCTION tenders_keep_tariff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    touched uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.tariff_id ELSE OLD.tariff_id END;
BEGIN
    IF EXISTS (SELECT FROM tenders_contract c WHERE c.tariff_id = touched) THEN
        RAISE check_violation USING MESSAGE = 'a tariff version in use is never edited',
            CONSTRAINT = 'tariff_in_use';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$function$;
CREATE TRIGGER keep_tariff BEFORE INSERT OR UPDATE OR DELETE ON tenders_block
    FOR EACH ROW EXECUTE FUNCTION tenders_keep_tariff();
"""

REVERSE = """
DROP TRIGGER keep_tariff ON tenders_block;
DROP TRIGGER open_totals ON tenders_contract;
DROP TRIGGER stamp_audiences ON tenders_contract;
DROP TRIGGER stamp_audiences ON tenders_tender;
DROP FUNCTION tenders_keep_tariff();
DROP FUNCTION tenders_open_totals();
DROP FUNCTION tenders_stamp_contract();
DROP FUNCTION tenders_stamp_tender();
"""

COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
BY_AUTHORITY = f"{WRITING_MEMBER} AND authority_id = {ORGANISATION} AND region_id = ANY ({REGIONS})"
REGIONAL = [f"region_id = ANY ({REGIONS})", f"region_id = {PUBLIC_REGION}", system(*Purpose)]
REGIONAL_WRITE = [COORDINATION, system(Purpose.IMPORT, Purpose.SETUP)]
WRITES_CONTRACT = " OR ".join(f"({one})" for one in (BY_AUTHORITY, COORDINATION, system(Purpose.IMPORT)))
OF_WRITABLE_CONTRACT = child_of("contract_id", "tenders_contract", WRITES_CONTRACT)
OF_WRITABLE_TARIFF = child_of("tariff_id", "tenders_tariff", " OR ".join(f"({one})" for one in REGIONAL_WRITE))

#: Contractor and Werkplein name who answers on their own side, also on a contract that came without anyone.
OWN_SIDE = [
    f"{WRITING_MEMBER} AND side = '{side}' AND "
    + child_of("contract_id", "tenders_contract", f"{side}_id = {ORGANISATION}")
    for side in ("contractor", "werkplein")
]


class Migration(migrations.Migration):
    dependencies = [("tenders", "0001_initial"), ("organisations", "0002_row_security")]

    operations = [
        migrations.RunSQL(TRIGGERS, REVERSE),
        Protect("RegionPolicy", select=REGIONAL, insert=REGIONAL_WRITE, update=REGIONAL_WRITE),
        Protect("Tariff", select=REGIONAL, insert=REGIONAL_WRITE, update=REGIONAL_WRITE, delete=REGIONAL_WRITE),
        Protect(
            "Block",
            select=[child_of("tariff_id", "tenders_tariff")],
            insert=[OF_WRITABLE_TARIFF],
            update=[OF_WRITABLE_TARIFF],
            delete=[OF_WRITABLE_TARIFF],
        ),
        # An event names who made the change: nothing for the public.
        Protect(
            "TariffEvent",
            select=[f"{IS_MEMBER} AND " + child_of("pgh_obj_id", "tenders_tariff")],
            insert=["true"],
        ),
        Protect(
            "Tender",
            select=[f"visible_to && {AUDIENCES}", system(Purpose.IMPORT, Purpose.REPORT)],
            insert=[BY_AUTHORITY, COORDINATION, system(Purpose.IMPORT)],
            update=[BY_AUTHORITY, COORDINATION, system(Purpose.IMPORT)],
        ),
        Protect("TenderEvent", select=[child_of("pgh_obj_id", "tenders_tender")], insert=["true"]),
        Protect(
            "Contract",
            select=[f"visible_to && {AUDIENCES}", system(Purpose.IMPORT, Purpose.REPORT)],
            insert=[BY_AUTHORITY, COORDINATION, system(Purpose.IMPORT)],
            update=[BY_AUTHORITY, COORDINATION, system(Purpose.IMPORT)],
        ),
        Protect("ContractEvent", select=[child_of("pgh_obj_id", "tenders_contract")], insert=["true"]),
        Protect(
            "ContractVersion",
            select=[child_of("contract_id", "tenders_contract")],
            insert=[OF_WRITABLE_CONTRACT],
        ),
        Protect(
            "ContractTotals",
            select=[
                child_of(
                    "contract_id",
                    "tenders_contract",
                    f"persons_visible_to && {AUDIENCES} OR {audience('programme_bureau')}"
                    f" OR {system(Purpose.IMPORT, Purpose.REPORT)}",
                )
            ],
        ),
        Protect("ContractBand", select=[child_of("contract_id", "tenders_contract")]),
        Protect(
            "Responsible",
            select=[child_of("contract_id", "tenders_contract")],
            insert=[OF_WRITABLE_CONTRACT, *OWN_SIDE],
            update=[OF_WRITABLE_CONTRACT, *OWN_SIDE],
        ),
    ]
