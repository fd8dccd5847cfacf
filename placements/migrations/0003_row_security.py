"""Who may see and change what counts toward a contract, and what the database keeps true about it."""

from django.conf import settings
from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    ORGANISATION,
    WRITING_MEMBER,
    Protect,
    audience,
    child_of,
    system,
)

STAMPS = """
CREATE FUNCTION placements_stamp_deployment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    SELECT c.region_id, c.persons_visible_to INTO STRICT NEW.region_id, NEW.visible_to
      FROM tenders_contract c WHERE c.id = NEW.contract_id;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_audiences BEFORE INSERT OR UPDATE ON placements_deployment
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_deployment();

CREATE FUNCTION placements_stamp_contribution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    SELECT c.region_id, c.persons_visible_to || ARRAY['o:' || c.authority_id]
      INTO STRICT NEW.region_id, NEW.visible_to
      FROM tenders_contract c WHERE c.id = NEW.contract_id;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_audiences BEFORE INSERT OR UPDATE ON placements_contribution
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_contribution();

-- Another party on the contract: its lines follow.
CREATE FUNCTION placements_restamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_deployment SET contract_id = contract_id WHERE contract_id = NEW.id;
    UPDATE placements_contribution SET contract_id = contract_id WHERE contract_id = NEW.id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_lines AFTER UPDATE ON tenders_contract
    FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to)
    EXECUTE FUNCTION placements_restamp();
"""

# Totals are sums of stored values. They are kept by the owner, because the party whose line moves them may
# not write them, and an authority may only see the band.
TOTALS = """
CREATE FUNCTION placements_refresh_totals(p_contracts uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    -- One order for all, so that two transactions cannot wait for each other.
    PERFORM FROM tenders_contracttotals WHERE contract_id = ANY (p_contracts)
      ORDER BY contract_id FOR NO KEY UPDATE;

    UPDATE tenders_contracttotals t
       SET persons_approved = persons.approved, persons_submitted = persons.submitted,
           persons_forecast = (SELECT coalesce(sum(d.forecast), 0) FROM placements_deployment d
                                WHERE d.contract_id = t.contract_id AND d.status <> 'rejected'
                                  AND d.reversed_at IS NULL),
           others_approved = others.approved, others_submitted = others.submitted,
           others_forecast = others.forecast
      FROM unnest(p_contracts) AS touched (id)
     CROSS JOIN LATERAL (
        SELECT coalesce(sum(h.value) FILTER (WHERE h.status = 'approved' AND d.status = 'approved'), 0) AS approved,
               coalesce(sum(h.value) FILTER (WHERE h.reversed_at IS NULL AND d.status <> 'rejected'
                   AND (h.status IN ('submitted', 'returned')
                        OR h.status = 'approved' AND d.status <> 'approved')), 0) AS submitted
          FROM placements_deployment d JOIN placements_hoursstatement h ON h.deployment_id = d.id
         WHERE d.contract_id = touched.id
     ) persons
     CROSS JOIN LATERAL (
        SELECT coalesce(sum(o.value) FILTER (WHERE o.status = 'approved'), 0) AS approved,
               coalesce(sum(o.value) FILTER (WHERE o.reversed_at IS NULL
                   AND o.status IN ('submitted', 'returned')), 0) AS submitted,
               coalesce(sum(o.value) FILTER (WHERE o.reversed_at IS NULL AND o.status <> 'rejected'), 0) AS forecast
          FROM placements_contribution o WHERE o.contract_id = touched.id
     ) others
     WHERE t.contract_id = touched.id;

    UPDATE tenders_contractband b
       SET persons = lines.persons,
           persons_band = CASE WHEN c.obligation > 0
                          THEN floor(t.persons_approved * 100 / c.obligation / 5) * 5 END,
           persons_claimed_upper = CASE
               WHEN c.obligation > 0 AND lines.persons = 0 AND t.persons_approved + t.persons_submitted = 0 THEN 0
               WHEN c.obligation > 0
               THEN floor((t.persons_approved + t.persons_submitted) * 100 / c.obligation / 5) * 5 + 5 END,
           submitted_lines = lines.submitted + others.submitted,
           others_approved = t.others_approved, others_submitted = t.others_submitted
      FROM tenders_contract c
      JOIN tenders_contracttotals t ON t.contract_id = c.id
     CROSS JOIN LATERAL (
        SELECT count(DISTINCT d.person_id) FILTER (WHERE d.status = 'approved') AS persons,
               count(h.id) FILTER (WHERE h.status = 'submitted' AND h.reversed_at IS NULL) AS submitted
          FROM placements_deployment d LEFT JOIN placements_hoursstatement h ON h.deployment_id = d.id
         WHERE d.contract_id = c.id AND d.reversed_at IS NULL
     ) lines
     CROSS JOIN LATERAL (
        SELECT count(*) AS submitted FROM placements_contribution o
         WHERE o.contract_id = c.id AND o.status = 'submitted' AND o.reversed_at IS NULL
     ) others
     WHERE c.id = ANY (p_contracts) AND b.contract_id = c.id;
END
$function$;
REVOKE ALL ON FUNCTION placements_refresh_totals(uuid[]) FROM PUBLIC;

CREATE FUNCTION placements_lines_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    PERFORM placements_refresh_totals(ARRAY(SELECT DISTINCT contract_id FROM touched));
    RETURN NULL;
END
$function$;
CREATE FUNCTION placements_hours_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    PERFORM placements_refresh_totals(ARRAY(
        SELECT DISTINCT d.contract_id FROM touched JOIN placements_deployment d ON d.id = touched.deployment_id));
    RETURN NULL;
END
$function$;
CREATE FUNCTION placements_terms_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    PERFORM placements_refresh_totals(ARRAY[NEW.id]);
    RETURN NULL;
END
$function$;
CREATE TRIGGER refresh_totals_insert AFTER INSERT ON placements_deployment
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_lines_changed();
CREATE TRIGGER refresh_totals_update AFTER UPDATE ON placements_deployment
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_lines_changed();
CREATE TRIGGER refresh_totals_delete AFTER DELETE ON placements_deployment
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_lines_changed();
CREATE TRIGGER refresh_totals_insert AFTER INSERT ON placements_contribution
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_lines_changed();
CREATE TRIGGER refresh_totals_update AFTER UPDATE ON placements_contribution
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_lines_changed();
CREATE TRIGGER refresh_totals_delete AFTER DELETE ON placements_contribution
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_lines_changed();
CREATE TRIGGER refresh_totals_insert AFTER INSERT ON placements_hoursstatement
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_hours_changed();
CREATE TRIGGER refresh_totals_update AFTER UPDATE ON placements_hoursstatement
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_hours_changed();
CREATE TRIGGER refresh_totals_delete AFTER DELETE ON placements_hoursstatement
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_hours_changed();
CREATE TRIGGER refresh_totals AFTER UPDATE ON tenders_contract
    FOR EACH ROW WHEN (OLD.obligation IS DISTINCT FROM NEW.obligation)
    EXECUTE FUNCTION placements_terms_changed();
"""

# Verdicts are the verifier's, and what is approved stands: a correction is a reversal plus a new line.
GUARDS = """
CREATE FUNCTION placements_verifies(p_region uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT coalesce(nullif(current_setting('app.context', true), ''), 'owner') <> 'member'
        OR coalesce('r:' || p_region || ':coordination_point'
                    = ANY (nullif(current_setting('app.audiences', true), '')::text[]), false)
$function$;

CREATE FUNCTION placements_guard_hours() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    its_region uuid := (SELECT d.region_id FROM placements_deployment d WHERE d.id = NEW.deployment_id);
BEGIN
    IF NEW.status IN ('approved', 'rejected', 'returned')
       AND (TG_OP = 'INSERT' OR NEW.status <> OLD.status)
       AND NOT placements_verifies(its_region) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the verifier decides about a line';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'approved'
       AND (NEW.status, NEW.deployment_id, NEW.month, NEW.paid_hours, NEW.value)
           IS DISTINCT FROM (OLD.status, OLD.deployment_id, OLD.month, OLD.paid_hours, OLD.value) THEN
        RAISE check_violation USING MESSAGE = 'an approved line is changed only by a reversal plus a new line',
            CONSTRAINT = 'hours_approved_stands';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_line BEFORE INSERT OR UPDATE ON placements_hoursstatement
    FOR EACH ROW EXECUTE FUNCTION placements_guard_hours();

CREATE FUNCTION placements_guard_contribution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NEW.status IN ('approved', 'rejected', 'returned')
       AND (TG_OP = 'INSERT' OR NEW.status <> OLD.status)
       AND NOT placements_verifies((SELECT c.region_id FROM tenders_contract c WHERE c.id = NEW.contract_id)) THEN
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
CREATE TRIGGER guard_line BEFORE INSERT OR UPDATE ON placements_contribution
    FOR EACH ROW EXECUTE FUNCTION placements_guard_contribution();

CREATE FUNCTION placements_guard_deployment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NEW.status IN ('approved', 'rejected', 'returned')
       AND (TG_OP = 'INSERT' OR NEW.status <> OLD.status)
       AND NOT placements_verifies((SELECT c.region_id FROM tenders_contract c WHERE c.id = NEW.contract_id)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the verifier decides about a line';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'approved'
       AND (NEW.status, NEW.contract_id, NEW.person_id, NEW.block_id, NEW.starts_on, NEW.ends_on,
            NEW.hours_per_week, NEW.permanent)
           IS DISTINCT FROM
           (OLD.status, OLD.contract_id, OLD.person_id, OLD.block_id, OLD.starts_on, OLD.ends_on,
            OLD.hours_per_week, OLD.permanent)
       AND EXISTS (SELECT FROM placements_hoursstatement h
                    WHERE h.deployment_id = OLD.id AND h.status = 'approved' AND h.reversed_at IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'an approved line is changed only by a reversal plus a new line',
            CONSTRAINT = 'deployment_approved_stands';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_line BEFORE INSERT OR UPDATE ON placements_deployment
    FOR EACH ROW EXECUTE FUNCTION placements_guard_deployment();
"""

# The same person over several contractors: no organisation may read where else he works. These answer with
# one date, or yes or no, and only about lines that the asker may see.
PERSONS = """
CREATE FUNCTION placements_may_ask(p_visible_to text[], p_region uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT coalesce(p_visible_to && nullif(current_setting('app.audiences', true), '')::text[], false)
        OR coalesce(p_region = nullif(current_setting('app.system_region', true), '')::uuid, false)
$function$;

-- Everything that reads or moves a person's windows and hours waits its turn per person, in one order: the region
-- (shared), all persons, then the totals of all contracts on which they have lines. Who comes with more persons than
-- the lock table holds takes the region alone. A line that is still to be made is named by its contract and the keys
-- of its person.
CREATE FUNCTION placements_lock_persons(
    p_deployments uuid[], p_contract uuid DEFAULT NULL, p_keys text[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    regions uuid[];
    keys text[];
    one bigint;
BEGIN
    SELECT array_agg(asked.region_id), array_agg(asked.key) INTO regions, keys
      FROM (
        SELECT k.region_id, k.key
          FROM placements_deployment d JOIN placements_personkey k ON k.person_id = d.person_id
         WHERE d.id = ANY (p_deployments) AND placements_may_ask(d.visible_to, d.region_id)
         UNION
        SELECT c.region_id, given.key
          FROM tenders_contract c CROSS JOIN unnest(p_keys) AS given (key)
         WHERE c.id = p_contract AND placements_may_ask(c.persons_visible_to, c.region_id)
      ) asked;

    FOR one IN
        SELECT DISTINCT hashtextextended(region::text, 0) AS lock FROM unnest(regions) AS region ORDER BY lock
    LOOP
        IF cardinality(keys) > 1000 THEN
            PERFORM pg_advisory_xact_lock(one);
        ELSE
            PERFORM pg_advisory_xact_lock_shared(one);
        END IF;
    END LOOP;
    IF cardinality(keys) <= 1000 THEN
        FOR one IN
            SELECT DISTINCT hashtextextended(region || ' ' || key, 0) AS lock
              FROM unnest(regions, keys) AS person (region, key) ORDER BY lock
        LOOP
            PERFORM pg_advisory_xact_lock(one);
        END LOOP;
    END IF;
    PERFORM FROM tenders_contracttotals t
      WHERE t.contract_id IN (
            SELECT x.contract_id
              FROM unnest(regions, keys) AS person (region, key)
              JOIN placements_personkey k ON k.region_id = person.region AND k.key = person.key
              JOIN placements_deployment x ON x.person_id = k.person_id
             UNION
            SELECT c.id FROM tenders_contract c
             WHERE c.id = p_contract AND placements_may_ask(c.persons_visible_to, c.region_id))
      ORDER BY t.contract_id FOR NO KEY UPDATE;
END
$function$;

-- The last day that counts under the longest period of the block; no row for a block without one.
CREATE FUNCTION placements_counts_until(p_deployments uuid[])
RETURNS TABLE (deployment_id uuid, counts_until date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT d.id,
           sroi_counted_until(
               ARRAY(
                   SELECT daterange(greatest(x.starts_on, xc.starts_on), least(x.ends_on, xc.ends_on), '[]')
                     FROM placements_personkey same
                     JOIN placements_deployment x ON x.person_id = same.person_id
                     JOIN tenders_contract xc ON xc.id = x.contract_id
                    WHERE same.region_id = k.region_id AND same.key = k.key
                      AND x.status IN ('submitted', 'returned', 'approved') AND x.reversed_at IS NULL
                      AND greatest(x.starts_on, xc.starts_on) <= least(x.ends_on, xc.ends_on)
               ),
               greatest(d.starts_on, c.starts_on), least(d.ends_on, c.ends_on), b.max_months
           )
      FROM placements_deployment d
      JOIN tenders_contract c ON c.id = d.contract_id
      JOIN tenders_block b ON b.id = d.block_id
      JOIN placements_personkey k ON k.person_id = d.person_id
     WHERE d.id = ANY (p_deployments) AND b.max_months IS NOT NULL
       AND placements_may_ask(d.visible_to, d.region_id)
$function$;

-- For the verifier and the import only: every line of the same persons, so that a change of one can be carried
-- through to what the others are worth.
CREATE FUNCTION placements_lines_of_persons(p_deployments uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT DISTINCT x.id
      FROM placements_deployment d
      JOIN placements_personkey k ON k.person_id = d.person_id
      JOIN placements_personkey same ON same.region_id = k.region_id AND same.key = k.key
      JOIN placements_deployment x ON x.person_id = same.person_id AND x.reversed_at IS NULL
     WHERE d.id = ANY (p_deployments)
       AND (coalesce('r:' || d.region_id || ':coordination_point'
                     = ANY (nullif(current_setting('app.audiences', true), '')::text[]), false)
            OR coalesce(d.region_id = nullif(current_setting('app.system_region', true), '')::uuid, false))
$function$;

-- Would these statements take their person past 60 hours a week (refused), or past 48 (many)? They are
-- counted in the order given, on top of what others have claimed. Call placements_lock_persons first.
CREATE FUNCTION placements_hours_verdict(p_statements uuid[])
RETURNS TABLE (statement_id uuid, refused boolean, many boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    WITH asked AS (
        SELECT s.id, s.month, s.paid_hours, k.region_id, k.key, given.nr,
               s.status IN ('submitted', 'returned', 'approved') AND s.reversed_at IS NULL AS claimed,
               extract(day FROM s.month + interval '1 month' - interval '1 day')::integer AS days
          FROM unnest(p_statements) WITH ORDINALITY AS given (id, nr)
          JOIN placements_hoursstatement s ON s.id = given.id
          JOIN placements_deployment d ON d.id = s.deployment_id
          JOIN placements_personkey k ON k.person_id = d.person_id
         WHERE placements_may_ask(d.visible_to, d.region_id) AND d.status <> 'rejected'
    ),
    -- All that is claimed; what is asked about is taken off again, which no bad plan can make slow.
    claims AS (
        SELECT a.region_id, a.key, a.month, sum(s.paid_hours) AS hours
          FROM (SELECT DISTINCT region_id, key, month FROM asked) a
          JOIN placements_personkey k ON k.region_id = a.region_id AND k.key = a.key
          JOIN placements_deployment d ON d.person_id = k.person_id AND d.status <> 'rejected'
          JOIN placements_hoursstatement s ON s.deployment_id = d.id AND s.month = a.month
         WHERE s.status IN ('submitted', 'returned', 'approved') AND s.reversed_at IS NULL
         GROUP BY a.region_id, a.key, a.month
    ),
    summed AS (
        SELECT a.id, a.days,
               coalesce(c.hours, 0)
               - coalesce(sum(a.paid_hours) FILTER (WHERE a.claimed) OVER person_month, 0)
               + sum(a.paid_hours) OVER (person_month ORDER BY a.nr) AS hours
          FROM asked a LEFT JOIN claims c ON c.region_id = a.region_id AND c.key = a.key AND c.month = a.month
        WINDOW person_month AS (PARTITION BY a.region_id, a.key, a.month)
    )
    SELECT id, hours > round(60 * days / 7.0, 2), hours * 7 > 48 * days FROM summed
$function$;

-- After an import wrote thousands of lines: until the planner knows them it takes the tables for empty, and
-- reads them whole once for each line. Only an owner may tell it.
CREATE FUNCTION placements_take_stock() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF nullif(current_setting('app.purpose', true), '') = 'import' THEN
        ANALYZE tenders_contract, placements_deployedperson, placements_personkey, placements_deployment,
            placements_hoursstatement;
    END IF;
END
$function$;

REVOKE ALL ON FUNCTION placements_lock_persons(uuid[], uuid, text[]), placements_counts_until(uuid[]),
    placements_lines_of_persons(uuid[]), placements_hours_verdict(uuid[]), placements_take_stock() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_lock_persons(uuid[], uuid, text[]), placements_counts_until(uuid[]),
    placements_lines_of_persons(uuid[]), placements_hours_verdict(uuid[]), placements_take_stock() TO {role};
"""

REVERSE = """
DROP FUNCTION placements_take_stock();
DROP FUNCTION placements_hours_verdict(uuid[]);
DROP FUNCTION placements_lines_of_persons(uuid[]);
DROP FUNCTION placements_counts_until(uuid[]);
DROP FUNCTION placements_lock_persons(uuid[], uuid, text[]);
DROP FUNCTION placements_may_ask(text[], uuid);
DROP FUNCTION placements_guard_deployment() CASCADE;
DROP FUNCTION placements_guard_contribution() CASCADE;
DROP FUNCTION placements_guard_hours() CASCADE;
DROP FUNCTION placements_verifies(uuid);
DROP FUNCTION placements_terms_changed() CASCADE;
DROP FUNCTION placements_hours_changed() CASCADE;
DROP FUNCTION placements_lines_changed() CASCADE;
DROP FUNCTION placements_refresh_totals(uuid[]);
DROP FUNCTION placements_restamp() CASCADE;
DROP FUNCTION placements_stamp_contribution() CASCADE;
DROP FUNCTION placements_stamp_deployment() CASCADE;
"""


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for sql in (STAMPS, TOTALS, GUARDS, PERSONS):
        schema_editor.execute(sql.replace("{role}", role))


def drop_functions(apps, schema_editor):
    schema_editor.execute(REVERSE)


COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
IMPORT = system(Purpose.IMPORT)
OWN_CONTRACT = f"{WRITING_MEMBER} AND " + child_of("contract_id", "tenders_contract", f"contractor_id = {ORGANISATION}")
OWN_PERSON = child_of("person_id", "placements_deployedperson")
OF_WRITABLE_PERSON = child_of("person_id", "placements_deployedperson", f"{WRITING_MEMBER} OR ({IMPORT})")
WRITES_LINE = [OWN_CONTRACT, COORDINATION, IMPORT]
OF_WRITABLE_DEPLOYMENT = child_of(
    "deployment_id", "placements_deployment", " OR ".join(f"({one})" for one in WRITES_LINE)
)
OF_WRITABLE_CONTRIBUTION = child_of(
    "contribution_id", "placements_contribution", " OR ".join(f"({one})" for one in WRITES_LINE)
)


def _of_statement(where: str) -> str:
    # By row, unlike other children: there are few tasks, and the list of all statements of a region takes seconds.
    line = child_of("deployment_id", "placements_deployment", f"({where}) OR ({IMPORT})")
    return f"EXISTS (SELECT FROM placements_hoursstatement WHERE id = statement_id AND {line})"


OF_SEEN_STATEMENT = _of_statement(audience("coordination_point"))
OF_COORDINATED_STATEMENT = _of_statement(COORDINATION)


class Migration(migrations.Migration):
    dependencies = [("placements", "0002_counted_until"), ("tenders", "0002_row_security")]

    operations = [
        migrations.RunPython(functions, drop_functions),
        Protect(
            "DeployedPerson",
            select=[f"contractor_id = {ORGANISATION}", audience("coordination_point"), IMPORT],
            insert=[f"{WRITING_MEMBER} AND contractor_id = {ORGANISATION}", COORDINATION, IMPORT],
            update=[f"{WRITING_MEMBER} AND contractor_id = {ORGANISATION}", COORDINATION, IMPORT],
        ),
        Protect("PersonKey", select=[system(Purpose.IMPORT, Purpose.REPORT)], insert=[OF_WRITABLE_PERSON]),
        Protect(
            "Deployment",
            select=[f"visible_to && {AUDIENCES}", system(Purpose.IMPORT, Purpose.REPORT)],
            insert=[f"({one}) AND {OWN_PERSON}" for one in WRITES_LINE],
            update=WRITES_LINE,
        ),
        Protect("DeploymentEvent", select=[child_of("pgh_obj_id", "placements_deployment")], insert=["true"]),
        Protect(
            "HoursStatement",
            select=[child_of("deployment_id", "placements_deployment")],
            insert=[OF_WRITABLE_DEPLOYMENT],
            update=[OF_WRITABLE_DEPLOYMENT],
        ),
        Protect(
            "HoursStatementEvent",
            select=[child_of("pgh_obj_id", "placements_hoursstatement")],
            insert=["true"],
        ),
        Protect(
            "Contribution",
            select=[f"visible_to && {AUDIENCES}", system(Purpose.IMPORT, Purpose.REPORT)],
            insert=WRITES_LINE,
            update=WRITES_LINE,
        ),
        Protect("ContributionEvent", select=[child_of("pgh_obj_id", "placements_contribution")], insert=["true"]),
        Protect(
            "Transition",
            select=[
                child_of("deployment_id", "placements_deployment"),
                child_of("contribution_id", "placements_contribution"),
            ],
            insert=[OF_WRITABLE_DEPLOYMENT, OF_WRITABLE_CONTRIBUTION],
        ),
        Protect(
            "RevaluationTask",
            select=[OF_SEEN_STATEMENT],
            insert=[OF_COORDINATED_STATEMENT],
            update=[OF_COORDINATED_STATEMENT],
        ),
    ]
