"""Who sees and changes the file of a contract: its parties, terms, steps, letters and conversation.

One function works out all audiences of a contract; what belongs to the contract copies those that fit.
"""

from django.conf import settings
from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    IS_MEMBER,
    ORGANISATION,
    PUBLIC_REGION,
    REGIONS,
    SYSTEM_REGION,
    USER,
    WRITING_MEMBER,
    Protect,
    ProtectAnew,
    audience,
    of_parent,
    purpose,
    system,
)

#: Tables about one contract that all its sides see.
OF_ALL_SIDES = (
    "tenders_contractversion",
    "tenders_contractband",
    "tenders_responsible",
    "tenders_calloff",
    "tenders_turnover",
    "tenders_optionyear",
    "tenders_plan",
    "tenders_ladderstep",
    "tenders_settlement",
    "tenders_notice",
)
#: Tables about one contract with an audience of their own, and what that is: ``c`` is the contract.
OF_SOME = {
    "tenders_contracttotals": "c.totals_visible_to",
    "tenders_partytotals": "c.persons_visible_to || ('o:' || NEW.organisation_id)",
    "tenders_contractparty": "c.sides_visible_to || ('o:' || NEW.organisation_id)",
    "tenders_agreement": "c.sides_visible_to || ('o:' || NEW.contractor_id)",
    "tenders_handover": "ARRAY['o:' || c.authority_id, 'r:' || c.region_id || ':coordination_point']",
    "tenders_message": (
        "CASE WHEN NEW.internal THEN ARRAY['o:' || NEW.organisation_id]"
        " ELSE array_remove(c.sides_visible_to, 'r:' || c.region_id || ':programme_bureau') END"
    ),
    "tenders_readmark": "ARRAY['o:' || NEW.organisation_id]",
    "tenders_document": (
        "CASE WHEN NEW.kind = 'account' THEN ARRAY['o:' || NEW.organisation_id]"
        " ELSE array_remove(ARRAY['o:' || c.authority_id, 'r:' || c.region_id || ':coordination_point',"
        " CASE WHEN NEW.sent_at IS NOT NULL THEN 'o:' || c.contractor_id END], NULL) END"
    ),
}

CONTRACT = """
CREATE OR REPLACE FUNCTION tenders_stamp_contract() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    coordination text := 'r:' || NEW.region_id || ':coordination_point';
    bureau text := 'r:' || NEW.region_id || ':programme_bureau';
    parties text[] := ARRAY(SELECT 'o:' || p.organisation_id FROM tenders_contractparty p WHERE p.contract_id = NEW.id);
    own boolean := EXISTS (SELECT FROM organisations_organisationregion x
                            WHERE x.organisation_id = NEW.authority_id AND x.region_id = NEW.region_id
                              AND x.verifies_own);
BEGIN
    NEW.verified_by := CASE WHEN own THEN 'v:' || NEW.authority_id ELSE coordination END;
    NEW.sides_visible_to := array_remove(ARRAY[
        'o:' || NEW.contractor_id, 'o:' || NEW.werkplein_id, 'o:' || NEW.authority_id, coordination, bureau
    ], NULL);
    NEW.visible_to := NEW.sides_visible_to || parties;
    -- Whoever carries out the contract sees his own persons only: their lines name him themselves.
    NEW.persons_visible_to := array_remove(ARRAY[
        'o:' || NEW.werkplein_id, coordination, CASE WHEN own THEN 'v:' || NEW.authority_id END
    ], NULL);
    -- An exact total would tell the contractor what the persons of his partners are worth, and an authority what
    -- each is: the one gets it while he is alone, the other when the contract is settled.
    NEW.totals_visible_to := NEW.persons_visible_to || array_remove(ARRAY[
        bureau,
        CASE WHEN parties = '{}' OR NEW.settled_on IS NOT NULL THEN 'o:' || NEW.contractor_id END,
        CASE WHEN NEW.settled_on IS NOT NULL THEN 'o:' || NEW.authority_id END
    ], NULL);
    NEW.line_writers := ARRAY['o:' || NEW.contractor_id, coordination] || ARRAY(
        SELECT 'o:' || p.organisation_id FROM tenders_contractparty p
         WHERE p.contract_id = NEW.id AND p.role <> 'predecessor'
           AND (p.left_on IS NULL OR p.left_on >= (now() AT TIME ZONE 'Europe/Amsterdam')::date));
    IF NOT EXISTS (SELECT FROM tenders_tariff t WHERE t.id = NEW.tariff_id AND t.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'the tariff of a contract belongs to its region';
    END IF;
    RETURN NEW;
END
$function$;

CREATE FUNCTION tenders_parties_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE tenders_contract SET region_id = region_id
     WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.contract_id ELSE NEW.contract_id END;
    RETURN NULL;
END
$function$;
CREATE TRIGGER parties_changed AFTER INSERT OR UPDATE OR DELETE ON tenders_contractparty
    FOR EACH ROW EXECUTE FUNCTION tenders_parties_changed();

-- A region's coordination point, or the authority's administrator, decides who verifies the authority's contracts.
CREATE FUNCTION tenders_choose_verifier(p_authority uuid, p_region uuid, p_own boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT coalesce(nullif(current_setting('app.context', true), '') = 'member'
            AND current_setting('app.may_write', true) = 'on'
            AND (('r:' || p_region || ':coordination_point')
                     = ANY (nullif(current_setting('app.audiences', true), '')::text[])
                 OR (p_authority = nullif(current_setting('app.organisation', true), '')::uuid
                     AND current_setting('app.role', true) = 'administrator')), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the coordination point or the authority itself chooses';
    END IF;
    UPDATE organisations_organisationregion x SET verifies_own = p_own
      FROM organisations_organisation o
     WHERE x.organisation_id = p_authority AND x.region_id = p_region AND o.id = p_authority
       AND o.kind IN ('municipality', 'province', 'authority', 'housing_corporation', 'school');
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE tenders_contract SET region_id = region_id WHERE authority_id = p_authority AND region_id = p_region;
    RETURN true;
END
$function$;
REVOKE ALL ON FUNCTION tenders_choose_verifier(uuid, uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenders_choose_verifier(uuid, uuid, boolean) TO {role};
"""

# What was agreed stands, and one side alone agrees nothing.
AGREED = """
CREATE FUNCTION tenders_guard_agreed() RETURNS trigger
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
       AND (NEW.decided_for IS DISTINCT FROM nullif(current_setting('app.organisation', true), '')::uuid
            OR (NEW.proposed_for = contractor) = (NEW.decided_for = contractor)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the other side agrees';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_agreed BEFORE INSERT OR UPDATE ON tenders_plan
    FOR EACH ROW EXECUTE FUNCTION tenders_guard_agreed();
CREATE TRIGGER guard_agreed BEFORE INSERT OR UPDATE ON tenders_agreement
    FOR EACH ROW EXECUTE FUNCTION tenders_guard_agreed();

CREATE FUNCTION tenders_plan_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE tenders_contract SET plan_days = NEW.days, plan_totals = NEW.totals WHERE id = NEW.contract_id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER plan_holds AFTER UPDATE ON tenders_plan
    FOR EACH ROW WHEN (OLD.agreed_at IS NULL AND NEW.agreed_at IS NOT NULL)
    EXECUTE FUNCTION tenders_plan_holds();
"""

BACKFILL = """
UPDATE tenders_contract SET basis_stated = basis_amount;
UPDATE tenders_contractversion
   SET basis_stated = basis_amount, cause = CASE WHEN number = 1 THEN 'award' ELSE 'change' END;
UPDATE tenders_contracttotals SET contract_id = contract_id;
UPDATE tenders_contractband SET contract_id = contract_id;
UPDATE tenders_responsible SET contract_id = contract_id;
"""


def _stamps() -> str:
    tables = dict.fromkeys(OF_ALL_SIDES, "c.sides_visible_to") | OF_SOME
    made = [
        f"""
CREATE FUNCTION {table}_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c tenders_contract;
BEGIN
    SELECT * INTO STRICT c FROM tenders_contract WHERE id = NEW.contract_id;
    NEW.visible_to := {seen_by};
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_audiences BEFORE INSERT OR UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_stamp();
"""  # noqa: S608 - our own names
        for table, seen_by in tables.items()
    ]
    touch = "\n".join(
        f"    UPDATE {table} SET contract_id = contract_id WHERE contract_id = NEW.id;"  # noqa: S608 - our own names
        for table in tables
    )
    made.append(
        f"""
CREATE FUNCTION tenders_restamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
{touch}
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_file AFTER UPDATE ON tenders_contract
    FOR EACH ROW WHEN ((OLD.visible_to, OLD.persons_visible_to, OLD.totals_visible_to, OLD.authority_id,
                        OLD.contractor_id)
                       IS DISTINCT FROM
                       (NEW.visible_to, NEW.persons_visible_to, NEW.totals_visible_to, NEW.authority_id,
                        NEW.contractor_id))
    EXECUTE FUNCTION tenders_restamp();
"""
    )
    return "".join(made)


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for sql in (CONTRACT, _stamps(), AGREED, BACKFILL, "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"):
        schema_editor.execute(sql.replace("{role}", role))


COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
BY_AUTHORITY = f"{WRITING_MEMBER} AND authority_id = {ORGANISATION} AND region_id = ANY ({REGIONS})"
SYSTEM = system(Purpose.IMPORT, Purpose.UPKEEP)
AWARDS = [BY_AUTHORITY, COORDINATION, SYSTEM]
REGIONAL = [f"region_id = ANY ({REGIONS})", f"region_id = {PUBLIC_REGION}", system(*Purpose)]
REGIONAL_WRITE = [COORDINATION, system(Purpose.IMPORT, Purpose.SETUP)]
SEEN = [
    f"visible_to && {AUDIENCES}",
    f"{purpose(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)} AND "
    + of_parent("contract_id", "tenders_contract", f"parent.region_id = {SYSTEM_REGION}"),
]
OF_WRITABLE_CONTRACT = of_parent("contract_id", "tenders_contract", " OR ".join(f"({one})" for one in AWARDS))
OF_SIDES = f"{WRITING_MEMBER} AND " + of_parent(
    "contract_id",
    "tenders_contract",
    f"parent.sides_visible_to && {AUDIENCES} AND NOT {audience('programme_bureau', 'parent.region_id')}",
)
BY_CONTRACTOR = f"{WRITING_MEMBER} AND " + of_parent(
    "contract_id", "tenders_contract", f"parent.contractor_id = {ORGANISATION}"
)
#: Contractor or party on one side, who verifies on the other.
OF_AGREEMENT = f"{WRITING_MEMBER} AND " + of_parent(
    "contract_id",
    "tenders_contract",
    f"(tenders_agreement.contractor_id = {ORGANISATION} AND parent.line_writers && {AUDIENCES})"
    f" OR parent.verified_by = ANY ({AUDIENCES})",
)
OF_UPKEPT = of_parent("contract_id", "tenders_contract", SYSTEM)
OWN_SIDE = [
    f"{WRITING_MEMBER} AND side = '{side}' AND "
    + of_parent("contract_id", "tenders_contract", f"parent.{side}_id = {ORGANISATION}")
    for side in ("contractor", "werkplein")
]


def _event(model: str, table: str) -> Protect:
    return Protect(model, select=[of_parent("pgh_obj_id", table)], insert=["true"])


class Migration(migrations.Migration):
    dependencies = [("tenders", "0006_contract_file"), ("organisations", "0005_enter_as_verifier")]

    operations = [
        migrations.RunPython(functions),
        ProtectAnew("RegionPolicy", select=REGIONAL, insert=REGIONAL_WRITE, update=REGIONAL_WRITE),
        ProtectAnew("Tariff", select=REGIONAL, insert=REGIONAL_WRITE, update=REGIONAL_WRITE, delete=REGIONAL_WRITE),
        ProtectAnew(
            "Contract",
            select=[f"visible_to && {AUDIENCES}", system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)],
            insert=[BY_AUTHORITY, COORDINATION, system(Purpose.IMPORT)],
            update=AWARDS,
        ),
        ProtectAnew("ContractEvent", select=[of_parent("pgh_obj_id", "tenders_contract")], insert=["true"]),
        ProtectAnew("ContractVersion", select=SEEN, insert=[OF_WRITABLE_CONTRACT]),
        ProtectAnew("ContractTotals", select=SEEN),
        ProtectAnew("ContractBand", select=SEEN),
        ProtectAnew(
            "Responsible",
            select=SEEN,
            insert=[OF_WRITABLE_CONTRACT, *OWN_SIDE],
            update=[OF_WRITABLE_CONTRACT, *OWN_SIDE],
        ),
        Protect("PartyTotals", select=SEEN),
        Protect(
            "ContractParty",
            # The contractor names his own partners and subcontractors.
            select=SEEN,
            insert=[OF_WRITABLE_CONTRACT, BY_CONTRACTOR],
            update=[OF_WRITABLE_CONTRACT, BY_CONTRACTOR],
            delete=[OF_WRITABLE_CONTRACT, BY_CONTRACTOR],
        ),
        Protect("CallOff", select=SEEN, insert=[OF_WRITABLE_CONTRACT], update=[OF_WRITABLE_CONTRACT]),
        _event("CallOffEvent", "tenders_calloff"),
        Protect("Turnover", select=SEEN, insert=[OF_WRITABLE_CONTRACT], update=[OF_WRITABLE_CONTRACT]),
        _event("TurnoverEvent", "tenders_turnover"),
        Protect(
            "OptionYear",
            select=SEEN,
            insert=[OF_WRITABLE_CONTRACT],
            update=[OF_WRITABLE_CONTRACT],
            delete=[OF_WRITABLE_CONTRACT],
        ),
        _event("OptionYearEvent", "tenders_optionyear"),
        Protect(
            "Plan",
            select=SEEN,
            insert=[OF_WRITABLE_CONTRACT, BY_CONTRACTOR],
            update=[OF_WRITABLE_CONTRACT, BY_CONTRACTOR],
        ),
        Protect("Agreement", select=SEEN, insert=[OF_AGREEMENT], update=[OF_AGREEMENT]),
        Protect(
            "Certificate",
            select=[f"organisation_id = {ORGANISATION}", audience("coordination_point"), SYSTEM],
            insert=[
                (
                    f"{WRITING_MEMBER} AND organisation_id = {ORGANISATION} AND region_id = ANY ({REGIONS})"
                    " AND confirmed_at IS NULL"
                ),
                COORDINATION,
            ],
            update=[COORDINATION],
        ),
        _event("CertificateEvent", "tenders_certificate"),
        Protect("LadderStep", select=SEEN, insert=[OF_WRITABLE_CONTRACT], update=[OF_WRITABLE_CONTRACT]),
        _event("LadderStepEvent", "tenders_ladderstep"),
        Protect(
            "LetterTemplate",
            select=[f"{IS_MEMBER} AND region_id = ANY ({REGIONS})", SYSTEM],
            insert=[COORDINATION],
            update=[COORDINATION],
            delete=[COORDINATION],
        ),
        Protect(
            "Document",
            select=SEEN,
            insert=[
                f"organisation_id = {ORGANISATION} AND ({OF_WRITABLE_CONTRACT})",
                f"organisation_id = {ORGANISATION} AND kind = 'account' AND {WRITING_MEMBER} AND "
                + of_parent("contract_id", "tenders_contract", f"parent.visible_to && {AUDIENCES}"),
                OF_UPKEPT,
            ],
            update=[f"{WRITING_MEMBER} AND organisation_id = {ORGANISATION}", OF_WRITABLE_CONTRACT, OF_UPKEPT],
        ),
        Protect("Settlement", select=SEEN, update=[OF_WRITABLE_CONTRACT]),
        _event("SettlementEvent", "tenders_settlement"),
        Protect("Notice", select=SEEN, insert=[OF_UPKEPT]),
        Protect(
            "Message",
            select=SEEN,
            insert=[f"organisation_id = {ORGANISATION} AND user_id = {USER} AND {OF_SIDES}"],
        ),
        Protect(
            "ReadMark",
            select=SEEN,
            insert=[f"organisation_id = {ORGANISATION} AND {OF_SIDES}"],
            update=[f"organisation_id = {ORGANISATION} AND {OF_SIDES}"],
        ),
        Protect(
            "HandOver",
            select=SEEN,
            insert=[OF_WRITABLE_CONTRACT],
            update=[OF_WRITABLE_CONTRACT],
        ),
        Protect(
            "Succession",
            select=[
                audience("coordination_point"),
                f"predecessor_id = {ORGANISATION} OR successor_id = {ORGANISATION}",
            ],
            insert=[COORDINATION],
            update=[COORDINATION],
        ),
        _event("SuccessionEvent", "tenders_succession"),
    ]
