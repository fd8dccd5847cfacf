"""The end of a contract: its exact figures are drawn up once, and from then on no line of it changes.

An authority may not read the exact total before, so the row is made by a function of the owner. What was drawn up stands;
only the coordination point takes it back.
"""

from django.conf import settings
from django.db import migrations

# Whoever writes a line waits for the totals of its contract, in one statement with the check or in its trigger. Drawing
# up waits for the same row: so either the line is there and is counted as open, or the contract is closed for it.
CLOSED = """
CREATE FUNCTION placements_closed_among(p_contracts uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    PERFORM FROM tenders_contracttotals t JOIN tenders_contract c ON c.id = t.contract_id
      WHERE t.contract_id = ANY (p_contracts) AND placements_may_ask(c.visible_to, c.region_id)
      ORDER BY t.contract_id FOR NO KEY UPDATE OF t;
    RETURN QUERY
        SELECT s.contract_id FROM tenders_settlement s JOIN tenders_contract c ON c.id = s.contract_id
         WHERE s.contract_id = ANY (p_contracts) AND s.state <> 'withdrawn'
           AND placements_may_ask(c.visible_to, c.region_id);
END
$function$;

CREATE FUNCTION placements_refuse_if_closed(p_contracts uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF EXISTS (SELECT FROM tenders_settlement s
                WHERE s.contract_id = ANY (p_contracts) AND s.state <> 'withdrawn') THEN
        RAISE check_violation USING MESSAGE = 'the settlement of this contract has been drawn up',
            CONSTRAINT = 'contract_is_closed';
    END IF;
END
$function$;
REVOKE ALL ON FUNCTION placements_refuse_if_closed(uuid[]) FROM PUBLIC;

CREATE FUNCTION placements_deployments_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM placements_refuse_if_closed(ARRAY(SELECT DISTINCT contract_id FROM touched));
    ELSE
        PERFORM placements_refuse_if_closed(ARRAY(
            SELECT DISTINCT n.contract_id FROM touched n JOIN untouched o ON o.id = n.id
             WHERE (n.contract_id, n.status, n.block_id, n.starts_on, n.ends_on, n.hours_per_week, n.permanent,
                    n.reversed_at)
                   IS DISTINCT FROM
                   (o.contract_id, o.status, o.block_id, o.starts_on, o.ends_on, o.hours_per_week, o.permanent,
                    o.reversed_at)));
    END IF;
    RETURN NULL;
END
$function$;
CREATE FUNCTION placements_hours_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM placements_refuse_if_closed(ARRAY(
            SELECT DISTINCT d.contract_id FROM touched n JOIN placements_deployment d ON d.id = n.deployment_id));
    ELSE
        PERFORM placements_refuse_if_closed(ARRAY(
            SELECT DISTINCT d.contract_id FROM touched n JOIN untouched o ON o.id = n.id
              JOIN placements_deployment d ON d.id = n.deployment_id
             WHERE (n.deployment_id, n.month, n.paid_hours, n.status, n.reversed_at)
                   IS DISTINCT FROM (o.deployment_id, o.month, o.paid_hours, o.status, o.reversed_at)));
    END IF;
    RETURN NULL;
END
$function$;
CREATE FUNCTION placements_contributions_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    -- A surplus leaves the contract while its settlement stands; the guard of contributions looks at that one.
    IF TG_OP = 'INSERT' THEN
        PERFORM placements_refuse_if_closed(ARRAY(SELECT DISTINCT contract_id FROM touched WHERE kind <> 'surplus'));
    ELSE
        PERFORM placements_refuse_if_closed(ARRAY(
            SELECT DISTINCT n.contract_id FROM touched n JOIN untouched o ON o.id = n.id
             WHERE (n.contract_id, n.status, n.kind, n.block_id, n.date, n.quantity, n.reversed_at)
                   IS DISTINCT FROM
                   (o.contract_id, o.status, o.kind, o.block_id, o.date, o.quantity, o.reversed_at)));
    END IF;
    RETURN NULL;
END
$function$;
"""

# By name they come after ``refresh_totals_…``, which have taken the totals of the contract.
_TRIGGER = """
CREATE TRIGGER refuse_if_closed_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER refuse_if_closed_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS untouched NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
TRIGGERS = "".join(
    _TRIGGER.format(table=table, function=function)
    for table, function in (
        ("placements_deployment", "placements_deployments_closed"),
        ("placements_hoursstatement", "placements_hours_closed"),
        ("placements_contribution", "placements_contributions_closed"),
    )
)

DRAW_UP = """
CREATE FUNCTION placements_settles(p_contract tenders_contract) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT coalesce(nullif(current_setting('app.context', true), '') = 'member'
        AND current_setting('app.may_write', true) = 'on'
        AND ('r:' || p_contract.region_id || ':coordination_point'
                 = ANY (nullif(current_setting('app.audiences', true), '')::text[])
             OR p_contract.authority_id = nullif(current_setting('app.organisation', true), '')::uuid), false)
$function$;

-- How many lines stand in the way of a settlement, for the sides of the contract; of concepts a company reads its own.
CREATE FUNCTION placements_still_open(p_contract uuid)
RETURNS TABLE (waiting integer, returned integer, revaluations integer, concepts integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    WITH lines AS (
        SELECT d.status, d.contractor_id FROM placements_deployment d
         WHERE d.contract_id = p_contract AND d.reversed_at IS NULL
         UNION ALL
        SELECT h.status, d.contractor_id
          FROM placements_hoursstatement h JOIN placements_deployment d ON d.id = h.deployment_id
         WHERE d.contract_id = p_contract AND d.reversed_at IS NULL AND d.status <> 'rejected'
           AND h.reversed_at IS NULL
         UNION ALL
        SELECT o.status, o.contractor_id FROM placements_contribution o
         WHERE o.contract_id = p_contract AND o.reversed_at IS NULL
    )
    SELECT (count(*) FILTER (WHERE l.status = 'submitted'))::integer,
           (count(*) FILTER (WHERE l.status = 'returned'))::integer,
           (SELECT count(*)::integer FROM placements_revaluationtask t
              JOIN placements_hoursstatement h ON h.id = t.statement_id
              JOIN placements_deployment d ON d.id = h.deployment_id
             WHERE d.contract_id = p_contract AND t.done_at IS NULL AND h.reversed_at IS NULL),
           (count(*) FILTER (WHERE l.status = 'concept'
               AND l.contractor_id = nullif(current_setting('app.organisation', true), '')::uuid))::integer
      FROM lines l
     WHERE EXISTS (SELECT FROM tenders_contract c
                    WHERE c.id = p_contract
                      AND c.sides_visible_to && nullif(current_setting('app.audiences', true), '')::text[])
$function$;

-- Gives why not, or 'made'. The authority waits for the last day of the contract: by the calendar here, so that nobody
-- is believed about what day it is.
CREATE FUNCTION placements_draw_up(p_contract uuid, p_id uuid, p_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c tenders_contract;
    t tenders_contracttotals;
    o record;
    counted numeric;
BEGIN
    SELECT * INTO c FROM tenders_contract WHERE id = p_contract FOR NO KEY UPDATE;
    IF c.id IS NULL OR NOT placements_settles(c) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the authority and the coordination point settle a contract';
    END IF;
    SELECT * INTO STRICT t FROM tenders_contracttotals WHERE contract_id = p_contract FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM tenders_settlement s WHERE s.contract_id = p_contract AND s.state <> 'withdrawn') THEN
        RETURN 'exists';
    END IF;
    IF c.ends_on >= (now() AT TIME ZONE 'Europe/Amsterdam')::date
       AND NOT 'r:' || c.region_id || ':coordination_point'
               = ANY (nullif(current_setting('app.audiences', true), '')::text[]) THEN
        RETURN 'running';
    END IF;
    SELECT * INTO o FROM placements_still_open(p_contract);
    IF o.waiting + o.returned > 0 THEN
        RETURN 'waiting';
    ELSIF o.revaluations > 0 THEN
        RETURN 'revaluations';
    END IF;
    counted := t.persons_approved + t.others_approved;
    INSERT INTO tenders_settlement (
        id, contract_id, state, obligation, persons_approved, others_approved, shortfall, surplus, withheld, waived,
        reason, drawn_up_by_id, drawn_up_for_id, drawn_up_at, withdrawn_reason, visible_to
    ) VALUES (
        p_id, p_contract, 'drawn_up', c.obligation, t.persons_approved, t.others_approved,
        greatest(c.obligation - counted, 0),
        CASE WHEN c.obligation > 0 THEN greatest(counted - c.obligation, 0) ELSE 0 END, 0, 0,
        '', current_setting('app.user')::uuid, current_setting('app.organisation')::uuid, p_at, '', '{}'
    );
    RETURN 'made';
END
$function$;

CREATE FUNCTION placements_guard_settlement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c tenders_contract;
BEGIN
    IF (NEW.contract_id, NEW.obligation, NEW.persons_approved, NEW.others_approved, NEW.shortfall, NEW.surplus,
        NEW.drawn_up_by_id, NEW.drawn_up_for_id, NEW.drawn_up_at)
       IS DISTINCT FROM
       (OLD.contract_id, OLD.obligation, OLD.persons_approved, OLD.others_approved, OLD.shortfall, OLD.surplus,
        OLD.drawn_up_by_id, OLD.drawn_up_for_id, OLD.drawn_up_at)
       OR (OLD.state <> 'drawn_up' AND
           (NEW.withheld, NEW.waived, NEW.reason, NEW.surplus_to_id, NEW.settled_on, NEW.settled_by_id)
           IS DISTINCT FROM
           (OLD.withheld, OLD.waived, OLD.reason, OLD.surplus_to_id, OLD.settled_on, OLD.settled_by_id))
       OR (NEW.state <> OLD.state AND (OLD.state = 'withdrawn' OR NEW.state = 'drawn_up')) THEN
        RAISE check_violation USING MESSAGE = 'what was drawn up stands', CONSTRAINT = 'settlement_stands';
    END IF;
    IF NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn' AND current_setting('app.context', true) = 'member' THEN
        SELECT * INTO c FROM tenders_contract WHERE id = NEW.contract_id;
        IF NOT coalesce('r:' || c.region_id || ':coordination_point'
                        = ANY (nullif(current_setting('app.audiences', true), '')::text[]), false) THEN
            RAISE insufficient_privilege USING MESSAGE = 'only the coordination point takes a settlement back';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_settlement BEFORE UPDATE ON tenders_settlement
    FOR EACH ROW EXECUTE FUNCTION placements_guard_settlement();

-- The contract says since when it is settled: from then on its authority and contractor read exact totals.
CREATE FUNCTION placements_settlement_decided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE tenders_contract SET settled_on = CASE NEW.state WHEN 'settled' THEN NEW.settled_on END
     WHERE id = NEW.contract_id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER settlement_decided AFTER UPDATE ON tenders_settlement
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION placements_settlement_decided();

CREATE FUNCTION placements_guard_settled_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF current_setting('app.context', true) = 'member'
       AND NEW.settled_on IS DISTINCT FROM
           (SELECT s.settled_on FROM tenders_settlement s WHERE s.contract_id = NEW.id AND s.state = 'settled') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a contract is settled by its settlement';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_settled_on BEFORE UPDATE OF settled_on ON tenders_contract
    FOR EACH ROW WHEN (OLD.settled_on IS DISTINCT FROM NEW.settled_on)
    EXECUTE FUNCTION placements_guard_settled_on();
CREATE TRIGGER guard_settled_on_insert BEFORE INSERT ON tenders_contract
    FOR EACH ROW WHEN (NEW.settled_on IS NOT NULL)
    EXECUTE FUNCTION placements_guard_settled_on();
"""

SURPLUS = """
-- As in 0005; a surplus needs no verdict, but exists only as its settlement says.
CREATE OR REPLACE FUNCTION placements_guard_contribution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NEW.kind = 'surplus' AND TG_OP = 'INSERT' AND current_setting('app.context', true) = 'member' THEN
        IF NOT EXISTS (
            SELECT FROM tenders_settlement s
             WHERE (NEW.reverses_id IS NULL AND s.state = 'drawn_up'
                    AND (NEW.contract_id = s.contract_id AND NEW.value = -s.surplus
                             AND NEW.reference = placements_surplus_reference(s.id, 'uit')
                         OR NEW.contract_id = s.surplus_to_id AND NEW.value = s.surplus
                             AND NEW.reference = placements_surplus_reference(s.id, 'in')))
                OR (NEW.reverses_id IS NOT NULL AND s.state = 'withdrawn'
                    AND NEW.reference IN (placements_surplus_reference(s.id, 'uit'),
                                          placements_surplus_reference(s.id, 'in')))) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a surplus moves by a settlement only';
        END IF;
    ELSIF NEW.status IN ('approved', 'rejected', 'returned')
       AND (TG_OP = 'INSERT' OR NEW.status <> OLD.status)
       AND NOT placements_verifies_contract(NEW.contract_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the verifier decides about a line';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'approved'
       AND (NEW.status, NEW.contract_id, NEW.date, NEW.quantity, NEW.block_id, NEW.kind, NEW.value)
           IS DISTINCT FROM
           (OLD.status, OLD.contract_id, OLD.date, OLD.quantity, OLD.block_id, OLD.kind, OLD.value) THEN
        RAISE check_violation USING MESSAGE = 'an approved line is changed only by a reversal plus a new line',
            CONSTRAINT = 'contribution_approved_stands';
    END IF;
    RETURN NEW;
END
$function$;

CREATE FUNCTION placements_surplus_reference(p_settlement uuid, p_way text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
AS $function$
    SELECT 'overschot-' || p_way || '-' || right(p_settlement::text, 12)
$function$;

-- Carry a surplus over: minus on the settled contract, plus on the other, both approved. Gives why not, or 'moved'.
CREATE FUNCTION placements_move_surplus(
    p_settlement uuid, p_out uuid, p_in uuid, p_traces jsonb[], p_words text[], p_on date, p_at timestamptz
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    s tenders_settlement;
    c tenders_contract;
    other tenders_contract;
BEGIN
    SELECT * INTO s FROM tenders_settlement WHERE id = p_settlement FOR NO KEY UPDATE;
    SELECT * INTO c FROM tenders_contract WHERE id = s.contract_id;
    IF c.id IS NULL OR NOT placements_settles(c) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the authority and the coordination point settle a contract';
    END IF;
    PERFORM FROM tenders_contracttotals WHERE contract_id IN (s.contract_id, s.surplus_to_id)
      ORDER BY contract_id FOR NO KEY UPDATE;
    SELECT * INTO other FROM tenders_contract o
     WHERE o.id = s.surplus_to_id AND o.id <> c.id AND o.region_id = c.region_id
       AND o.contractor_id = c.contractor_id AND o.authority_id = c.authority_id
       AND o.ends_on >= p_on AND o.settled_on IS NULL
       AND NOT EXISTS (SELECT FROM tenders_settlement x WHERE x.contract_id = o.id AND x.state <> 'withdrawn');
    IF s.state <> 'drawn_up' OR s.surplus <= 0 OR other.id IS NULL THEN
        RETURN 'gone';
    ELSIF NOT EXISTS (SELECT FROM tenders_regionpolicy p
                       WHERE p.region_id = c.region_id AND p.valid @> p_on AND p.surplus_transferable) THEN
        RETURN 'policy';
    END IF;
    INSERT INTO placements_contribution (
        id, region_id, contract_id, contractor_id, reference, kind, date, quantity, description, status, submitted_at,
        decided_at, value, trace, created_at, visible_to
    ) VALUES
        (p_out, c.region_id, c.id, c.contractor_id, placements_surplus_reference(s.id, 'uit'), 'surplus', p_on,
         -s.surplus, p_words[1], 'approved', p_at, p_at, -s.surplus, p_traces[1], p_at, '{}'),
        (p_in, c.region_id, other.id, c.contractor_id, placements_surplus_reference(s.id, 'in'), 'surplus', p_on,
         s.surplus, p_words[2], 'approved', p_at, p_at, s.surplus, p_traces[2], p_at, '{}');
    INSERT INTO placements_transition (id, contribution_id, from_status, to_status, note, user_id, organisation_id, at)
    SELECT gen_random_uuid(), made, '', 'approved', words, current_setting('app.user')::uuid,
           current_setting('app.organisation')::uuid, p_at
      FROM unnest(ARRAY[p_out, p_in], p_words) AS line (made, words);
    RETURN 'moved';
END
$function$;

-- Take it back after the settlement was. Gives 'gone' when the other contract has been closed since.
CREATE FUNCTION placements_return_surplus(p_settlement uuid, p_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    s tenders_settlement;
    c tenders_contract;
BEGIN
    SELECT * INTO s FROM tenders_settlement WHERE id = p_settlement FOR NO KEY UPDATE;
    SELECT * INTO c FROM tenders_contract WHERE id = s.contract_id;
    IF c.id IS NULL OR NOT placements_settles(c) OR s.state <> 'withdrawn' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a surplus comes back after its settlement was taken back';
    END IF;
    PERFORM FROM tenders_contracttotals WHERE contract_id IN (s.contract_id, s.surplus_to_id)
      ORDER BY contract_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM tenders_settlement x WHERE x.contract_id = s.surplus_to_id AND x.state <> 'withdrawn') THEN
        RETURN 'gone';
    END IF;
    UPDATE placements_contribution SET reversed_at = p_at
     WHERE region_id = c.region_id AND reversed_at IS NULL AND kind = 'surplus'
       AND reference IN (placements_surplus_reference(s.id, 'uit'), placements_surplus_reference(s.id, 'in'));
    INSERT INTO placements_contribution (
        id, region_id, contract_id, contractor_id, reference, kind, date, quantity, description, status, submitted_at,
        decided_at, value, trace, created_at, reverses_id, reversed_at, visible_to
    )
    SELECT gen_random_uuid(), o.region_id, o.contract_id, o.contractor_id, o.reference, o.kind, o.date, -o.quantity,
           o.description, 'approved', o.submitted_at, p_at, -o.value, o.trace, p_at, o.id, p_at, '{}'
      FROM placements_contribution o
     WHERE o.region_id = c.region_id AND o.kind = 'surplus' AND o.reverses_id IS NULL AND o.reversed_at = p_at
       AND o.reference IN (placements_surplus_reference(s.id, 'uit'), placements_surplus_reference(s.id, 'in'));
    RETURN 'returned';
END
$function$;
"""

GRANTS = """
REVOKE ALL ON FUNCTION {functions} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {functions} TO {role};
"""
FUNCTIONS = (
    "placements_closed_among(uuid[])",
    "placements_still_open(uuid)",
    "placements_draw_up(uuid, uuid, timestamptz)",
    "placements_move_surplus(uuid, uuid, uuid, jsonb[], text[], date, timestamptz)",
    "placements_return_surplus(uuid, timestamptz)",
)


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for sql in (CLOSED, TRIGGERS, DRAW_UP, SURPLUS, GRANTS):
        schema_editor.execute(sql.replace("{functions}", ", ".join(FUNCTIONS)).replace("{role}", role))


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0006_lines_have_a_contractor"),
        ("tenders", "0007_contract_file_row_security"),
    ]

    operations = [migrations.RunPython(functions)]
