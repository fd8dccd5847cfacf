"""A company comes in the place of another: for one contract, or for all that it has in a region. And back again.

Rows of many tables change hands together, some of which nobody of the region may write one by one; so functions of the
owner do it. Each row that moved is kept with what it was and what it became: going back asks that it still is.
"""

from django.conf import settings
from django.db import migrations

# Who may: the coordination point of the region. It takes the region alone, as whoever comes with very many persons does
# (0003), and all contributions and totals at stake in the order in which verdicts take them.
SHARED = """
CREATE FUNCTION placements_coordinates(p_region uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT coalesce(nullif(current_setting('app.context', true), '') = 'member'
        AND current_setting('app.may_write', true) = 'on'
        AND 'r:' || p_region || ':coordination_point'
                = ANY (nullif(current_setting('app.audiences', true), '')::text[]), false)
$function$;

-- Change some columns of a row; gives what was and what is, for the record.
CREATE FUNCTION placements_hand_over_row(p_table text, p_id uuid, p_is jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    was jsonb;
    now_is jsonb;
BEGIN
    EXECUTE format('SELECT to_jsonb(x) FROM %I x WHERE id = $1 FOR NO KEY UPDATE', p_table) INTO was USING p_id;
    EXECUTE format(
        'UPDATE %I SET (%s) = (SELECT %s FROM jsonb_populate_record(NULL::%I, $1)) WHERE id = $2',
        p_table,
        (SELECT string_agg(quote_ident(one), ', ') FROM jsonb_object_keys(p_is) AS one),
        (SELECT string_agg(quote_ident(one), ', ') FROM jsonb_object_keys(p_is) AS one),
        p_table
    ) USING p_is, p_id;
    EXECUTE format('SELECT to_jsonb(x) FROM %I x WHERE id = $1', p_table) INTO now_is USING p_id;
    RETURN jsonb_build_object(
        'table', p_table, 'id', p_id,
        'was', (SELECT jsonb_object_agg(one, was -> one) FROM jsonb_object_keys(p_is) AS one),
        'is', (SELECT jsonb_object_agg(one, now_is -> one) FROM jsonb_object_keys(p_is) AS one)
    );
END
$function$;
REVOKE ALL ON FUNCTION placements_hand_over_row(text, uuid, jsonb) FROM PUBLIC;

-- Take a row away; the record keeps it whole.
CREATE FUNCTION placements_take_row_away(p_table text, p_id uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    gone jsonb;
BEGIN
    EXECUTE format('DELETE FROM %I x WHERE id = $1 RETURNING to_jsonb(x)', p_table) INTO gone USING p_id;
    RETURN jsonb_build_object('table', p_table, 'id', p_id, 'gone', gone);
END
$function$;
REVOKE ALL ON FUNCTION placements_take_row_away(text, uuid) FROM PUBLIC;

CREATE FUNCTION placements_take_region(p_region uuid, p_contracts uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_region::text, 0));
    PERFORM FROM tenders_contract WHERE id = ANY (p_contracts) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM placements_contribution WHERE contract_id = ANY (p_contracts) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM tenders_contracttotals WHERE contract_id = ANY (p_contracts) ORDER BY contract_id FOR NO KEY UPDATE;
END
$function$;
REVOKE ALL ON FUNCTION placements_take_region(uuid, uuid[]) FROM PUBLIC;
"""

AGREED = """
-- As in tenders 0011; what was agreed goes along with the company that agreed it.
CREATE OR REPLACE FUNCTION tenders_guard_agreed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    contractor uuid := CASE TG_TABLE_NAME
        WHEN 'tenders_agreement' THEN (to_jsonb(NEW) ->> 'contractor_id')::uuid
        ELSE (SELECT c.contractor_id FROM tenders_contract c WHERE c.id = NEW.contract_id) END;
    handed_over boolean := current_setting('app.succession', true) = 'on';
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.agreed_at IS NOT NULL OR OLD.declined_at IS NOT NULL)
       AND (to_jsonb(NEW) - 'visible_to' - CASE WHEN handed_over THEN 'contractor_id' ELSE '' END)
           IS DISTINCT FROM
           (to_jsonb(OLD) - 'visible_to' - CASE WHEN handed_over THEN 'contractor_id' ELSE '' END) THEN
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

SUCCEED = """
-- One contract goes to another company from a day on. Who had it stays as predecessor, with his own lines.
CREATE FUNCTION placements_take_over_contract(
    p_id uuid, p_contract uuid, p_successor uuid, p_on date, p_reason text, p_responsible jsonb, p_party uuid,
    p_at timestamptz
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c tenders_contract;
    moved jsonb := '[]';
    one uuid;
BEGIN
    SELECT * INTO c FROM tenders_contract WHERE id = p_contract;
    IF c.id IS NULL OR NOT placements_coordinates(c.region_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the coordination point lets a company take over';
    END IF;
    PERFORM placements_take_region(c.region_id, ARRAY[p_contract]);
    SELECT * INTO c FROM tenders_contract WHERE id = p_contract;
    IF c.contractor_id = p_successor THEN
        RETURN 'same';
    ELSIF EXISTS (SELECT FROM tenders_settlement s WHERE s.contract_id = c.id AND s.state <> 'withdrawn') THEN
        RETURN 'closed';
    END IF;
    PERFORM set_config('app.succession', 'on', true);
    -- Who was a partner or subcontractor, or had it before, now leads.
    FOR one IN SELECT id FROM tenders_contractparty WHERE contract_id = c.id AND organisation_id = p_successor LOOP
        moved := moved || placements_take_row_away('tenders_contractparty', one);
    END LOOP;
    moved := moved || placements_hand_over_row(
        'tenders_contract', c.id, jsonb_build_object('contractor_id', p_successor));
    INSERT INTO tenders_contractparty (id, contract_id, organisation_id, role, joined_on, left_on, note, contact_name,
                                       contact_email, made_by_id, made_at, visible_to)
    SELECT p_party, c.id, c.contractor_id, 'predecessor', least(c.starts_on, p_on - 1), p_on - 1, '',
           coalesce(r.name, ''), coalesce(r.email, ''), current_setting('app.user')::uuid, p_at, '{}'
      FROM (VALUES (c.id)) AS of_contract (id)
      LEFT JOIN tenders_responsible r ON r.contract_id = of_contract.id AND r.side = 'contractor';
    moved := moved || jsonb_build_object('table', 'tenders_contractparty', 'id', p_party, 'made', true);
    FOR one IN SELECT id FROM tenders_responsible WHERE contract_id = c.id AND side = 'contractor' LOOP
        moved := moved || placements_hand_over_row('tenders_responsible', one, p_responsible);
    END LOOP;
    PERFORM set_config('app.succession', '', true);
    INSERT INTO tenders_succession (id, region_id, kind, contract_id, predecessor_id, successor_id, "on", reason, moved,
                                    made_by_id, made_at, undone_reason)
    VALUES (p_id, c.region_id, 'contract', c.id, c.contractor_id, p_successor, p_on, p_reason,
            jsonb_build_object('rows', moved), current_setting('app.user')::uuid, p_at, '');
    RETURN 'moved';
END
$function$;

-- All that a company has in a region goes to another: contracts, parts in contracts, persons with their lines, other
-- contributions, certificates and agreements.
CREATE FUNCTION placements_take_over_company(
    p_id uuid, p_region uuid, p_kind text, p_predecessor uuid, p_successor uuid, p_on date, p_reason text, p_at timestamptz
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    moved jsonb := '[]';
    at_stake uuid[];
    to_whom jsonb := jsonb_build_object('contractor_id', p_successor);
    one record;
    gone organisations_organisation;
    remains organisations_organisation;
BEGIN
    IF NOT placements_coordinates(p_region) OR p_kind NOT IN ('merge', 'takeover')
       OR (SELECT count(*) FROM organisations_organisationregion x
            WHERE x.region_id = p_region AND x.organisation_id IN (p_predecessor, p_successor)) <> 2 THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the coordination point lets a company of its region take over';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(p_region::text, 0));
    IF organisations_has_members(p_predecessor) AND NOT organisations_has_members(p_successor) THEN
        RETURN 'members';
    END IF;
    at_stake := ARRAY(
        SELECT c.id FROM tenders_contract c
         WHERE c.region_id = p_region
           AND (c.contractor_id = p_predecessor
                OR EXISTS (SELECT FROM tenders_contractparty p
                            WHERE p.contract_id = c.id AND p.organisation_id = p_predecessor)
                OR EXISTS (SELECT FROM placements_deployment d
                            WHERE d.contract_id = c.id AND d.contractor_id = p_predecessor)
                OR EXISTS (SELECT FROM placements_contribution o
                            WHERE o.contract_id = c.id AND o.contractor_id = p_predecessor)));
    PERFORM placements_take_region(p_region, at_stake);
    PERFORM set_config('app.succession', 'on', true);

    -- Where both were in one contract, one place remains: the lead, or else that of the successor.
    FOR one IN
        SELECT p.id FROM tenders_contractparty p JOIN tenders_contract c ON c.id = p.contract_id
         WHERE p.contract_id = ANY (at_stake)
           AND ((p.organisation_id = p_successor AND c.contractor_id = p_predecessor)
                OR (p.organisation_id = p_predecessor
                    AND (c.contractor_id = p_successor
                         OR EXISTS (SELECT FROM tenders_contractparty x
                                     WHERE x.contract_id = p.contract_id AND x.organisation_id = p_successor))))
         ORDER BY p.id
    LOOP
        moved := moved || placements_take_row_away('tenders_contractparty', one.id);
    END LOOP;
    FOR one IN SELECT id FROM tenders_contract WHERE id = ANY (at_stake) AND contractor_id = p_predecessor ORDER BY id LOOP
        moved := moved || placements_hand_over_row('tenders_contract', one.id, to_whom);
    END LOOP;
    FOR one IN SELECT id FROM tenders_contractparty
                WHERE contract_id = ANY (at_stake) AND organisation_id = p_predecessor ORDER BY id LOOP
        moved := moved || placements_hand_over_row(
            'tenders_contractparty', one.id, jsonb_build_object('organisation_id', p_successor));
    END LOOP;
    -- Whom the successor knows already keeps the row there: the lines go to it. Both rows have the same key.
    FOR one IN
        SELECT d.id, s.id AS person_id
          FROM placements_deployedperson p
          JOIN placements_deployedperson s
            ON s.region_id = p.region_id AND s.contractor_id = p_successor
           AND s.normalised_name = p.normalised_name AND s.birth_date = p.birth_date
          JOIN placements_deployment d ON d.person_id = p.id
         WHERE p.region_id = p_region AND p.contractor_id = p_predecessor
         ORDER BY d.id
    LOOP
        moved := moved || placements_hand_over_row(
            'placements_deployment', one.id, jsonb_build_object('person_id', one.person_id));
    END LOOP;
    FOR one IN
        SELECT p.id FROM placements_deployedperson p
         WHERE p.region_id = p_region AND p.contractor_id = p_predecessor
           AND NOT EXISTS (SELECT FROM placements_deployedperson s
                            WHERE s.region_id = p.region_id AND s.contractor_id = p_successor
                              AND s.normalised_name = p.normalised_name AND s.birth_date = p.birth_date)
         ORDER BY p.id
    LOOP
        moved := moved || placements_hand_over_row('placements_deployedperson', one.id, to_whom);
    END LOOP;
    FOR one IN SELECT id FROM placements_contribution
                WHERE region_id = p_region AND contractor_id = p_predecessor ORDER BY id LOOP
        moved := moved || placements_hand_over_row('placements_contribution', one.id, to_whom);
    END LOOP;
    FOR one IN SELECT a.id FROM tenders_agreement a JOIN tenders_contract c ON c.id = a.contract_id
                WHERE c.region_id = p_region AND a.contractor_id = p_predecessor ORDER BY a.id LOOP
        moved := moved || placements_hand_over_row('tenders_agreement', one.id, to_whom);
    END LOOP;
    FOR one IN SELECT id FROM tenders_certificate
                WHERE region_id = p_region AND organisation_id = p_predecessor ORDER BY id LOOP
        moved := moved || placements_hand_over_row(
            'tenders_certificate', one.id, jsonb_build_object('organisation_id', p_successor));
    END LOOP;
    -- Two rows for one company: an award by its number must find the one that remains. Not where another region knows it.
    SELECT * INTO gone FROM organisations_organisation WHERE id = p_predecessor FOR NO KEY UPDATE;
    SELECT * INTO remains FROM organisations_organisation WHERE id = p_successor FOR NO KEY UPDATE;
    IF p_kind = 'merge' AND gone.kvk <> '' AND remains.kvk IN ('', gone.kvk)
       AND NOT EXISTS (SELECT FROM organisations_organisationregion x
                        WHERE x.organisation_id IN (gone.id, remains.id) AND x.region_id <> p_region) THEN
        moved := moved || placements_hand_over_row('organisations_organisation', gone.id, '{"kvk": ""}');
        moved := moved || placements_hand_over_row(
            'organisations_organisation', remains.id, jsonb_build_object('kvk', gone.kvk));
    END IF;
    PERFORM set_config('app.succession', '', true);
    PERFORM placements_refresh_totals(at_stake);
    INSERT INTO tenders_succession (id, region_id, kind, contract_id, predecessor_id, successor_id, "on", reason, moved,
                                    made_by_id, made_at, undone_reason)
    VALUES (p_id, p_region, p_kind, NULL, p_predecessor, p_successor, p_on, p_reason,
            jsonb_build_object('rows', moved), current_setting('app.user')::uuid, p_at, '');
    RETURN 'moved';
END
$function$;
"""

UNDO = """
-- What stands in the way of going back: rows that changed since, and lines that the successor added since on a contract
-- in which he would have no place any more. Each as its table and id.
CREATE FUNCTION placements_succession_conflicts(p_succession uuid) RETURNS TABLE (its_table text, its_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    s tenders_succession;
    entry jsonb;
    now_is jsonb;
BEGIN
    SELECT * INTO s FROM tenders_succession WHERE id = p_succession;
    IF s.id IS NULL OR NOT placements_coordinates(s.region_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the coordination point goes back';
    END IF;
    FOR entry IN SELECT * FROM jsonb_array_elements(s.moved -> 'rows') LOOP
        its_table := entry ->> 'table';
        its_id := (entry ->> 'id')::uuid;
        EXECUTE format('SELECT to_jsonb(x) FROM %I x WHERE id = $1', its_table) INTO now_is USING its_id;
        IF (entry ? 'is' AND (now_is IS NULL OR NOT now_is @> (entry -> 'is')))
           OR (entry ? 'made' AND now_is IS NULL)
           OR (entry ? 'gone' AND (now_is IS NOT NULL
               -- The place that was taken away has been filled again.
               OR EXISTS (SELECT FROM tenders_contractparty x
                           WHERE x.contract_id = (entry #>> '{gone,contract_id}')::uuid
                             AND x.organisation_id = (entry #>> '{gone,organisation_id}')::uuid
                             AND NOT EXISTS (SELECT FROM jsonb_array_elements(s.moved -> 'rows') e
                                              WHERE e ->> 'id' = x.id::text AND e ? 'is')))) THEN
            RETURN NEXT;
        END IF;
    END LOOP;
    RETURN QUERY
        SELECT 'tenders_settlement'::text, x.id FROM tenders_settlement x
         WHERE s.kind = 'contract' AND x.contract_id = s.contract_id AND x.state <> 'withdrawn';
    RETURN QUERY
        WITH touched AS (
            SELECT e ->> 'table' AS name, (e ->> 'id')::uuid AS id FROM jsonb_array_elements(s.moved -> 'rows') e
        ),
        -- Contracts on which the successor has no place once this is taken back.
        left_behind AS (
            SELECT t.id FROM touched t
             WHERE t.name = 'tenders_contract'
               AND NOT EXISTS (SELECT FROM jsonb_array_elements(s.moved -> 'rows') e
                                WHERE e #>> '{gone,contract_id}' = t.id::text
                                  AND e #>> '{gone,organisation_id}' = s.successor_id::text)
        )
        SELECT 'placements_deployment'::text, d.id FROM placements_deployment d
         WHERE d.reversed_at IS NULL AND d.created_at > s.made_at
           AND ((d.contract_id IN (SELECT id FROM left_behind) AND d.contractor_id = s.successor_id)
                OR d.person_id IN (SELECT id FROM touched WHERE name = 'placements_deployedperson'))
         UNION ALL
        SELECT 'placements_contribution', o.id FROM placements_contribution o
         WHERE o.reversed_at IS NULL AND o.created_at > s.made_at AND o.contractor_id = s.successor_id
           AND o.contract_id IN (SELECT id FROM left_behind);
END
$function$;

-- Puts every row back as it was. Gives 'undone', or why not.
CREATE FUNCTION placements_undo_succession(p_succession uuid, p_reason text, p_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    s tenders_succession;
    entry jsonb;
    at_stake uuid[];
BEGIN
    SELECT * INTO s FROM tenders_succession WHERE id = p_succession;
    IF s.id IS NULL OR NOT placements_coordinates(s.region_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the coordination point goes back';
    END IF;
    at_stake := ARRAY(
        SELECT c.id FROM tenders_contract c
         WHERE c.region_id = s.region_id
           AND (c.contractor_id = s.successor_id
                OR EXISTS (SELECT FROM tenders_contractparty p
                            WHERE p.contract_id = c.id AND p.organisation_id = s.successor_id)
                OR EXISTS (SELECT FROM placements_deployment d
                            WHERE d.contract_id = c.id AND d.contractor_id = s.successor_id)
                OR EXISTS (SELECT FROM placements_contribution o
                            WHERE o.contract_id = c.id AND o.contractor_id = s.successor_id)));
    PERFORM placements_take_region(s.region_id, at_stake);
    SELECT * INTO s FROM tenders_succession WHERE id = p_succession FOR NO KEY UPDATE;
    IF s.undone_at IS NOT NULL THEN
        RETURN 'already';
    ELSIF EXISTS (SELECT FROM placements_succession_conflicts(p_succession)) THEN
        RETURN 'conflicts';
    END IF;
    PERFORM set_config('app.succession', 'on', true);
    FOR entry IN
        SELECT e FROM jsonb_array_elements(s.moved -> 'rows') WITH ORDINALITY AS one (e, nr) ORDER BY nr DESC
    LOOP
        IF entry ? 'made' THEN
            PERFORM placements_take_row_away(entry ->> 'table', (entry ->> 'id')::uuid);
        ELSIF entry ? 'gone' THEN
            EXECUTE format('INSERT INTO %1$I SELECT * FROM jsonb_populate_record(NULL::%1$I, $1)', entry ->> 'table')
              USING entry -> 'gone';
        ELSE
            PERFORM placements_hand_over_row(entry ->> 'table', (entry ->> 'id')::uuid, entry -> 'was');
        END IF;
    END LOOP;
    PERFORM set_config('app.succession', '', true);
    PERFORM placements_refresh_totals(at_stake);
    UPDATE tenders_succession
       SET undone_at = p_at, undone_by_id = current_setting('app.user')::uuid, undone_reason = p_reason
     WHERE id = p_succession;
    RETURN 'undone';
END
$function$;

-- Who worked for the company that is no more, and whom they can ask: for the mail, right after it was done.
CREATE FUNCTION placements_told_of_succession(p_succession uuid) RETURNS TABLE (name text, email text, to_be_asked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT u.name, u.email, m.organisation_id = s.successor_id
      FROM tenders_succession s
      JOIN organisations_membership m
        ON m.ended_at IS NULL
       AND (m.organisation_id = s.predecessor_id OR (m.organisation_id = s.successor_id AND m.role = 'administrator'))
      JOIN organisations_user u ON u.id = m.user_id
     WHERE s.id = p_succession AND s.kind <> 'contract' AND s.undone_at IS NULL
       AND s.made_by_id = nullif(current_setting('app.user', true), '')::uuid AND placements_coordinates(s.region_id)
     ORDER BY u.name, u.id
$function$;
"""

GRANTS = """
REVOKE ALL ON FUNCTION {functions} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {functions} TO {role};
"""
FUNCTIONS = (
    "placements_take_over_contract(uuid, uuid, uuid, date, text, jsonb, uuid, timestamptz)",
    "placements_take_over_company(uuid, uuid, text, uuid, uuid, date, text, timestamptz)",
    "placements_succession_conflicts(uuid)",
    "placements_undo_succession(uuid, text, timestamptz)",
    "placements_told_of_succession(uuid)",
)


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for sql in (SHARED, AGREED, SUCCEED, UNDO, GRANTS):
        # Without parameters: a % is part of the text.
        schema_editor.execute(sql.replace("{functions}", ", ".join(FUNCTIONS)).replace("{role}", role), params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0007_settlement"),
        ("tenders", "0013_contact_of_party"),
    ]

    operations = [migrations.RunPython(functions)]
