"""An authority that brings the last day forward does not read exact totals the same day by drawing up the settlement.

Its terms are its own to change, and a contract that has ended is its own to settle. Both together were a way to look, so
the end has to be known for a while first, during which the other sides can object. Who reads exact totals anyway, the
verifier, need not wait.
"""

from django.db import migrations

FROM = """
-- The first day on which who reads no exact totals may draw up: thirty days after the terms first said that the contract
-- has ended by now. Empty when they never said otherwise, and of a contract that runs.
CREATE FUNCTION placements_settles_from(p_contract uuid) RETURNS date
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    WITH begun AS (
        SELECT number, ends_on, made_at FROM tenders_contractversion
         WHERE contract_id = p_contract AND valid_from <= (now() AT TIME ZONE 'Europe/Amsterdam')::date
    )
    SELECT (min(made_at) AT TIME ZONE 'Europe/Amsterdam')::date + 30 FROM begun
     WHERE number > (SELECT max(number) FROM begun
                      WHERE ends_on >= (now() AT TIME ZONE 'Europe/Amsterdam')::date)
$function$;
"""

# As in 0007, with the question about the end.
DRAW_UP = """
CREATE OR REPLACE FUNCTION placements_draw_up(p_contract uuid, p_id uuid, p_at timestamptz) RETURNS text
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
    IF placements_settles_from(p_contract) > (now() AT TIME ZONE 'Europe/Amsterdam')::date
       AND NOT coalesce(c.totals_visible_to && nullif(current_setting('app.audiences', true), '')::text[], false) THEN
        RETURN 'brought_forward';
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0022_returned_lines_wait_for_no_verdict"),
        ("tenders", "0024_no_band_without_obligation"),
    ]

    operations = [migrations.RunSQL(FROM + DRAW_UP, migrations.RunSQL.noop)]
