"""Who sees and changes the settlement of a year of uneven months; it counts in totals and stands in the way of a close.

A year line is a child of its deployment, as a month is: whoever reads the one reads the other, and a company that takes
over gets it along.
"""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    ORGANISATION,
    WRITING_MEMBER,
    Protect,
    ProtectAnew,
    audience,
    child_of,
    of_parent,
    system,
)

GUARD = """
-- Who is told that something approved would be worth something else now: the coordination point, and who verifies.
CREATE FUNCTION placements_may_revalue(p_contract uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT placements_verifies_contract(p_contract)
        OR coalesce((SELECT 'r:' || c.region_id || ':coordination_point'
                            = ANY (nullif(current_setting('app.audiences', true), '')::text[])
                       FROM tenders_contract c WHERE c.id = p_contract), false)
$function$;

CREATE FUNCTION placements_guard_year_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    its_contract uuid := (SELECT d.contract_id FROM placements_deployment d WHERE d.id = NEW.deployment_id);
BEGIN
    IF NEW.status IN ('approved', 'rejected', 'returned')
       AND (TG_OP = 'INSERT' OR NEW.status <> OLD.status)
       AND NOT placements_verifies_contract(its_contract) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the verifier decides about a line';
    END IF;
    IF NEW.value_now IS DISTINCT FROM (CASE WHEN TG_OP = 'UPDATE' THEN OLD.value_now END)
       AND NOT placements_may_revalue(its_contract) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only who verifies is told of another value';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'approved'
       AND (NEW.status, NEW.deployment_id, NEW.year, NEW.date, NEW.value)
           IS DISTINCT FROM (OLD.status, OLD.deployment_id, OLD.year, OLD.date, OLD.value) THEN
        RAISE check_violation USING MESSAGE = 'an approved line is changed only by a reversal plus a new line',
            CONSTRAINT = 'year_line_approved_stands';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_line BEFORE INSERT OR UPDATE ON placements_yearline
    FOR EACH ROW EXECUTE FUNCTION placements_guard_year_line();
"""

# As in 0005, with the lines of years among what persons gave.
TOTALS = """
CREATE OR REPLACE FUNCTION placements_refresh_totals(p_contracts uuid[]) RETURNS void
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
        SELECT coalesce(sum(l.value) FILTER (WHERE l.status = 'approved' AND l.of_line = 'approved'), 0) AS approved,
               coalesce(sum(l.value) FILTER (WHERE l.reversed_at IS NULL AND l.of_line <> 'rejected'
                   AND (l.status IN ('submitted', 'returned')
                        OR l.status = 'approved' AND l.of_line <> 'approved')), 0) AS submitted
          FROM (SELECT h.value, h.status, h.reversed_at, d.status AS of_line
                  FROM placements_deployment d JOIN placements_hoursstatement h ON h.deployment_id = d.id
                 WHERE d.contract_id = touched.id
                 UNION ALL
                SELECT y.value, y.status, y.reversed_at, d.status
                  FROM placements_deployment d JOIN placements_yearline y ON y.deployment_id = d.id
                 WHERE d.contract_id = touched.id) l
     ) persons
     CROSS JOIN LATERAL (
        SELECT coalesce(sum(o.value) FILTER (WHERE o.status = 'approved'), 0) AS approved,
               coalesce(sum(o.value) FILTER (WHERE o.reversed_at IS NULL
                   AND o.status IN ('submitted', 'returned')), 0) AS submitted,
               coalesce(sum(o.value) FILTER (WHERE o.reversed_at IS NULL AND o.status <> 'rejected'), 0) AS forecast
          FROM placements_contribution o WHERE o.contract_id = touched.id
     ) others
     WHERE t.contract_id = touched.id;

    -- Each company's own part, where there are several.
    DELETE FROM tenders_partytotals p WHERE p.contract_id = ANY (p_contracts)
       AND NOT EXISTS (SELECT FROM tenders_contractparty x WHERE x.contract_id = p.contract_id
                          AND (x.organisation_id = p.organisation_id
                               OR p.organisation_id = (SELECT c.contractor_id FROM tenders_contract c
                                                        WHERE c.id = p.contract_id)));
    INSERT INTO tenders_partytotals (id, contract_id, organisation_id, persons, persons_approved, persons_submitted,
                                     persons_forecast, others_approved, others_submitted, others_forecast)
    SELECT gen_random_uuid(), party.contract_id, party.organisation_id, lines.persons, hours.approved, hours.submitted,
           lines.forecast, others.approved, others.submitted, others.forecast
      FROM (SELECT x.contract_id, x.organisation_id FROM tenders_contractparty x WHERE x.contract_id = ANY (p_contracts)
             UNION
            SELECT c.id, c.contractor_id FROM tenders_contract c
             WHERE c.id = ANY (p_contracts)
               AND EXISTS (SELECT FROM tenders_contractparty x WHERE x.contract_id = c.id)) party
     CROSS JOIN LATERAL (
        SELECT count(DISTINCT d.person_id) FILTER (WHERE d.status = 'approved') AS persons,
               coalesce(sum(d.forecast) FILTER (WHERE d.status <> 'rejected'), 0) AS forecast
          FROM placements_deployment d
         WHERE d.contract_id = party.contract_id AND d.contractor_id = party.organisation_id AND d.reversed_at IS NULL
     ) lines
     CROSS JOIN LATERAL (
        SELECT coalesce(sum(l.value) FILTER (WHERE l.status = 'approved' AND l.of_line = 'approved'), 0) AS approved,
               coalesce(sum(l.value) FILTER (WHERE l.reversed_at IS NULL AND l.of_line <> 'rejected'
                   AND (l.status IN ('submitted', 'returned')
                        OR l.status = 'approved' AND l.of_line <> 'approved')), 0) AS submitted
          FROM (SELECT h.value, h.status, h.reversed_at, d.status AS of_line
                  FROM placements_deployment d JOIN placements_hoursstatement h ON h.deployment_id = d.id
                 WHERE d.contract_id = party.contract_id AND d.contractor_id = party.organisation_id
                 UNION ALL
                SELECT y.value, y.status, y.reversed_at, d.status
                  FROM placements_deployment d JOIN placements_yearline y ON y.deployment_id = d.id
                 WHERE d.contract_id = party.contract_id AND d.contractor_id = party.organisation_id) l
     ) hours
     CROSS JOIN LATERAL (
        SELECT coalesce(sum(o.value) FILTER (WHERE o.status = 'approved'), 0) AS approved,
               coalesce(sum(o.value) FILTER (WHERE o.reversed_at IS NULL
                   AND o.status IN ('submitted', 'returned')), 0) AS submitted,
               coalesce(sum(o.value) FILTER (WHERE o.reversed_at IS NULL AND o.status <> 'rejected'), 0) AS forecast
          FROM placements_contribution o
         WHERE o.contract_id = party.contract_id AND o.contractor_id = party.organisation_id
     ) others
        ON CONFLICT (contract_id, organisation_id) DO UPDATE
       SET persons = excluded.persons, persons_approved = excluded.persons_approved,
           persons_submitted = excluded.persons_submitted, persons_forecast = excluded.persons_forecast,
           others_approved = excluded.others_approved, others_submitted = excluded.others_submitted,
           others_forecast = excluded.others_forecast;

    UPDATE tenders_contractband b
       SET persons = lines.persons,
           persons_band = CASE WHEN c.obligation > 0
                          THEN floor(t.persons_approved * 100 / c.obligation / 5) * 5 END,
           persons_claimed_upper = CASE
               WHEN c.obligation > 0 AND lines.persons = 0 AND t.persons_approved + t.persons_submitted = 0 THEN 0
               WHEN c.obligation > 0
               THEN floor((t.persons_approved + t.persons_submitted) * 100 / c.obligation / 5) * 5 + 5 END,
           submitted_lines = lines.submitted + years.submitted + others.submitted,
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
        SELECT count(*) AS submitted
          FROM placements_deployment d JOIN placements_yearline y ON y.deployment_id = d.id
         WHERE d.contract_id = c.id AND d.reversed_at IS NULL AND y.status = 'submitted' AND y.reversed_at IS NULL
     ) years
     CROSS JOIN LATERAL (
        SELECT count(*) AS submitted FROM placements_contribution o
         WHERE o.contract_id = c.id AND o.status = 'submitted' AND o.reversed_at IS NULL
     ) others
     WHERE c.id = ANY (p_contracts) AND b.contract_id = c.id;
END
$function$;

CREATE TRIGGER refresh_totals_insert AFTER INSERT ON placements_yearline
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_hours_changed();
CREATE TRIGGER refresh_totals_update AFTER UPDATE ON placements_yearline
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_hours_changed();
CREATE TRIGGER refresh_totals_delete AFTER DELETE ON placements_yearline
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_hours_changed();
"""

# By name they come after ``refresh_totals_…``, which have taken the totals of the contract (0007).
CLOSED = """
CREATE FUNCTION placements_year_lines_closed() RETURNS trigger
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
             WHERE (n.deployment_id, n.year, n.date, n.status, n.reversed_at)
                   IS DISTINCT FROM (o.deployment_id, o.year, o.date, o.status, o.reversed_at)));
    END IF;
    RETURN NULL;
END
$function$;
CREATE TRIGGER refuse_if_closed_insert AFTER INSERT ON placements_yearline
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION placements_year_lines_closed();
CREATE TRIGGER refuse_if_closed_update AFTER UPDATE ON placements_yearline
    REFERENCING OLD TABLE AS untouched NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION placements_year_lines_closed();

-- As in 0007, with the lines of years; one whose months changed since is a value to revise.
CREATE OR REPLACE FUNCTION placements_still_open(p_contract uuid)
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
        SELECT y.status, d.contractor_id
          FROM placements_yearline y JOIN placements_deployment d ON d.id = y.deployment_id
         WHERE d.contract_id = p_contract AND d.reversed_at IS NULL AND d.status <> 'rejected'
           AND y.reversed_at IS NULL AND NOT (y.status = 'concept' AND y.value = 0)
         UNION ALL
        SELECT o.status, o.contractor_id FROM placements_contribution o
         WHERE o.contract_id = p_contract AND o.reversed_at IS NULL
    )
    SELECT (count(*) FILTER (WHERE l.status = 'submitted'))::integer,
           (count(*) FILTER (WHERE l.status = 'returned'))::integer,
           (SELECT count(*)::integer FROM placements_revaluationtask t
              JOIN placements_hoursstatement h ON h.id = t.statement_id
              JOIN placements_deployment d ON d.id = h.deployment_id
             WHERE d.contract_id = p_contract AND t.done_at IS NULL AND h.reversed_at IS NULL)
           + (SELECT count(*)::integer FROM placements_yearline y JOIN placements_deployment d ON d.id = y.deployment_id
               WHERE d.contract_id = p_contract AND d.reversed_at IS NULL AND y.reversed_at IS NULL
                 AND y.value_now IS NOT NULL),
           (count(*) FILTER (WHERE l.status = 'concept'
               AND l.contractor_id = nullif(current_setting('app.organisation', true), '')::uuid))::integer
      FROM lines l
     WHERE EXISTS (SELECT FROM tenders_contract c
                    WHERE c.id = p_contract
                      AND c.sides_visible_to && nullif(current_setting('app.audiences', true), '')::text[])
$function$;
"""

SYSTEM = system(Purpose.IMPORT, Purpose.UPKEEP)
COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
VERIFIES = f"{WRITING_MEMBER} AND " + of_parent(
    "contract_id", "tenders_contract", f"parent.verified_by = ANY ({AUDIENCES})"
)
OWN = f"{WRITING_MEMBER} AND contractor_id = {ORGANISATION}"
CHANGES_LINE = " OR ".join(f"({one})" for one in (OWN, COORDINATION, VERIFIES, SYSTEM))
OF_WRITABLE_DEPLOYMENT = of_parent("deployment_id", "placements_deployment", CHANGES_LINE)
OF_WRITABLE_CONTRIBUTION = of_parent("contribution_id", "placements_contribution", CHANGES_LINE)
OF_WRITABLE_YEAR_LINE = (
    "EXISTS (SELECT FROM placements_yearline y JOIN placements_deployment parent ON parent.id = y.deployment_id"
    f" WHERE y.id = year_line_id AND ({CHANGES_LINE}))"
)


def functions(apps, schema_editor):
    for sql in (GUARD, TOTALS, CLOSED):
        schema_editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("placements", "0012_year_lines")]

    operations = [
        migrations.RunPython(functions),
        Protect(
            "YearLine",
            select=[child_of("deployment_id", "placements_deployment")],
            insert=[OF_WRITABLE_DEPLOYMENT],
            update=[OF_WRITABLE_DEPLOYMENT],
        ),
        Protect("YearLineEvent", select=[of_parent("pgh_obj_id", "placements_yearline")], insert=["true"]),
        ProtectAnew(
            "Transition",
            select=[
                child_of("deployment_id", "placements_deployment"),
                child_of("contribution_id", "placements_contribution"),
                child_of("year_line_id", "placements_yearline"),
            ],
            insert=[OF_WRITABLE_DEPLOYMENT, OF_WRITABLE_CONTRIBUTION, OF_WRITABLE_YEAR_LINE],
        ),
    ]
