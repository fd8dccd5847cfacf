"""Each company on a contract has lines of its own, and who verifies them is said by the contract.

Also lets the portal itself keep values up to date after a contract changed (purpose ``upkeep``).
"""

from django.conf import settings
from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    ORGANISATION,
    WRITING_MEMBER,
    ProtectAnew,
    audience,
    child_of,
    of_parent,
    system,
)

STAMPS = """
CREATE OR REPLACE FUNCTION placements_stamp_deployment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    SELECT p.contractor_id INTO STRICT NEW.contractor_id FROM placements_deployedperson p WHERE p.id = NEW.person_id;
    SELECT c.region_id, c.persons_visible_to || ('o:' || NEW.contractor_id) INTO STRICT NEW.region_id, NEW.visible_to
      FROM tenders_contract c WHERE c.id = NEW.contract_id;
    RETURN NEW;
END
$function$;

CREATE OR REPLACE FUNCTION placements_stamp_contribution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    SELECT c.region_id, coalesce(NEW.contractor_id, c.contractor_id),
           c.persons_visible_to
           || ARRAY['o:' || c.authority_id, 'o:' || c.contractor_id, 'o:' || coalesce(NEW.contractor_id, c.contractor_id)]
      INTO STRICT NEW.region_id, NEW.contractor_id, NEW.visible_to
      FROM tenders_contract c WHERE c.id = NEW.contract_id;
    RETURN NEW;
END
$function$;

DROP TRIGGER restamp_lines ON tenders_contract;
CREATE TRIGGER restamp_lines AFTER UPDATE ON tenders_contract
    FOR EACH ROW WHEN ((OLD.persons_visible_to, OLD.authority_id, OLD.contractor_id)
                       IS DISTINCT FROM (NEW.persons_visible_to, NEW.authority_id, NEW.contractor_id))
    EXECUTE FUNCTION placements_restamp();

-- A person who came to work for another company takes his lines along.
CREATE FUNCTION placements_person_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_deployment SET contract_id = contract_id WHERE person_id = NEW.id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_lines AFTER UPDATE ON placements_deployedperson
    FOR EACH ROW WHEN (OLD.contractor_id IS DISTINCT FROM NEW.contractor_id)
    EXECUTE FUNCTION placements_person_moved();
"""

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
        SELECT coalesce(sum(h.value) FILTER (WHERE h.status = 'approved' AND d.status = 'approved'), 0) AS approved,
               coalesce(sum(h.value) FILTER (WHERE h.reversed_at IS NULL AND d.status <> 'rejected'
                   AND (h.status IN ('submitted', 'returned')
                        OR h.status = 'approved' AND d.status <> 'approved')), 0) AS submitted
          FROM placements_deployment d JOIN placements_hoursstatement h ON h.deployment_id = d.id
         WHERE d.contract_id = party.contract_id AND d.contractor_id = party.organisation_id
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

CREATE FUNCTION placements_parties_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    PERFORM placements_refresh_totals(
        ARRAY[CASE TG_OP WHEN 'DELETE' THEN OLD.contract_id ELSE NEW.contract_id END]);
    RETURN NULL;
END
$function$;
CREATE TRIGGER refresh_totals AFTER INSERT OR UPDATE OF organisation_id OR DELETE ON tenders_contractparty
    FOR EACH ROW EXECUTE FUNCTION placements_parties_changed();
DROP TRIGGER refresh_totals ON tenders_contract;
CREATE TRIGGER refresh_totals AFTER UPDATE ON tenders_contract
    FOR EACH ROW WHEN (OLD.obligation IS DISTINCT FROM NEW.obligation
                       OR OLD.contractor_id IS DISTINCT FROM NEW.contractor_id)
    EXECUTE FUNCTION placements_terms_changed();
"""

GUARDS = """
CREATE FUNCTION placements_verifies_contract(p_contract uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT coalesce(nullif(current_setting('app.context', true), ''), 'owner') <> 'member'
        OR coalesce((SELECT c.verified_by = ANY (nullif(current_setting('app.audiences', true), '')::text[])
                       FROM tenders_contract c WHERE c.id = p_contract), false)
$function$;

CREATE OR REPLACE FUNCTION placements_guard_hours() RETURNS trigger
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
    IF TG_OP = 'UPDATE' AND OLD.status = 'approved'
       AND (NEW.status, NEW.deployment_id, NEW.month, NEW.paid_hours, NEW.value)
           IS DISTINCT FROM (OLD.status, OLD.deployment_id, OLD.month, OLD.paid_hours, OLD.value) THEN
        RAISE check_violation USING MESSAGE = 'an approved line is changed only by a reversal plus a new line',
            CONSTRAINT = 'hours_approved_stands';
    END IF;
    RETURN NEW;
END
$function$;

CREATE OR REPLACE FUNCTION placements_guard_contribution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NEW.status IN ('approved', 'rejected', 'returned')
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

CREATE OR REPLACE FUNCTION placements_guard_deployment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NEW.status IN ('approved', 'rejected', 'returned')
       AND (TG_OP = 'INSERT' OR NEW.status <> OLD.status)
       AND NOT placements_verifies_contract(NEW.contract_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the verifier decides about a line';
    END IF;
    -- A company that came in the place of another knows the same person under a row of its own.
    IF TG_OP = 'UPDATE' AND OLD.status = 'approved' AND NEW.person_id <> OLD.person_id
       AND (SELECT k.key FROM placements_personkey k WHERE k.person_id = NEW.person_id)
           IS DISTINCT FROM (SELECT k.key FROM placements_personkey k WHERE k.person_id = OLD.person_id) THEN
        RAISE check_violation USING MESSAGE = 'an approved line is changed only by a reversal plus a new line',
            CONSTRAINT = 'deployment_approved_stands';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'approved'
       AND (NEW.status, NEW.contract_id, NEW.block_id, NEW.starts_on, NEW.ends_on,
            NEW.hours_per_week, NEW.permanent)
           IS DISTINCT FROM
           (OLD.status, OLD.contract_id, OLD.block_id, OLD.starts_on, OLD.ends_on,
            OLD.hours_per_week, OLD.permanent)
       AND EXISTS (SELECT FROM placements_hoursstatement h
                    WHERE h.deployment_id = OLD.id AND h.status = 'approved' AND h.reversed_at IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'an approved line is changed only by a reversal plus a new line',
            CONSTRAINT = 'deployment_approved_stands';
    END IF;
    RETURN NEW;
END
$function$;

DROP FUNCTION placements_verifies(uuid);

-- For the policy of persons, which the policy of deployments reads already.
CREATE FUNCTION placements_is_verified_person(p_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM placements_deployment d
                    WHERE d.person_id = p_person
                      AND 'v:' || nullif(current_setting('app.organisation', true), '') = ANY (d.visible_to)
                      AND 'v:' || nullif(current_setting('app.organisation', true), '')
                          = ANY (nullif(current_setting('app.audiences', true), '')::text[]))
$function$;
REVOKE ALL ON FUNCTION placements_is_verified_person(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_is_verified_person(uuid) TO {role};
"""

PERSONS = """
CREATE OR REPLACE FUNCTION placements_lock_persons(
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
         WHERE c.id = p_contract AND placements_may_ask(c.line_writers, c.region_id)
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
             WHERE c.id = p_contract AND placements_may_ask(c.line_writers, c.region_id))
      ORDER BY t.contract_id FOR NO KEY UPDATE;
END
$function$;
"""

BACKFILL = """
UPDATE placements_deployment SET contract_id = contract_id;
UPDATE placements_contribution SET contract_id = contract_id;
UPDATE placements_deploymentevent e SET contractor_id = d.contractor_id
  FROM placements_deployment d WHERE d.id = e.pgh_obj_id AND e.contractor_id IS NULL;
UPDATE placements_contributionevent e SET contractor_id = o.contractor_id
  FROM placements_contribution o WHERE o.id = e.pgh_obj_id AND e.contractor_id IS NULL;
"""


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for sql in (STAMPS, TOTALS, GUARDS, PERSONS, BACKFILL):
        schema_editor.execute(sql.replace("{role}", role))
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


SYSTEM = system(Purpose.IMPORT, Purpose.UPKEEP)
READS = system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)
COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
#: Who decides about lines of the contract: the coordination point, or the SROI coordinator of its authority.
VERIFIES = f"{WRITING_MEMBER} AND " + of_parent(
    "contract_id", "tenders_contract", f"parent.verified_by = ANY ({AUDIENCES})"
)
OWN = f"{WRITING_MEMBER} AND contractor_id = {ORGANISATION}"
#: On a contract in which one's own organisation, or for a company without computers the coordination point, enters lines.
ENTERS = f"{WRITING_MEMBER} AND " + of_parent("contract_id", "tenders_contract", f"parent.line_writers && {AUDIENCES}")
OWN_OR_COORDINATED = f"(contractor_id = {ORGANISATION} OR {audience('coordination_point')})"
OWN_PERSON = child_of("person_id", "placements_deployedperson")
IS_VERIFIER = f"('v:' || {ORGANISATION}) = ANY ({AUDIENCES})"
OF_WRITABLE_PERSON = of_parent("person_id", "placements_deployedperson", f"{WRITING_MEMBER} OR ({SYSTEM})")
CHANGES_LINE = [OWN, COORDINATION, VERIFIES, SYSTEM]
OF_WRITABLE_DEPLOYMENT = of_parent(
    "deployment_id", "placements_deployment", " OR ".join(f"({one})" for one in CHANGES_LINE)
)
OF_WRITABLE_CONTRIBUTION = of_parent(
    "contribution_id", "placements_contribution", " OR ".join(f"({one})" for one in CHANGES_LINE)
)


def _of_statement(where: str) -> str:
    # By row, unlike other children: there are few tasks, and the list of all statements of a region takes seconds.
    line = of_parent("deployment_id", "placements_deployment", f"({where}) OR ({SYSTEM})")
    return f"EXISTS (SELECT FROM placements_hoursstatement WHERE id = statement_id AND {line})"


VERIFIED = of_parent("contract_id", "tenders_contract", f"parent.verified_by = ANY ({AUDIENCES})")
OF_SEEN_STATEMENT = _of_statement(f"{audience('coordination_point')} OR {VERIFIED}")
OF_VERIFIED_STATEMENT = _of_statement(f"({COORDINATION}) OR ({WRITING_MEMBER} AND {VERIFIED})")


class Migration(migrations.Migration):
    dependencies = [("placements", "0004_lines_of_parties"), ("tenders", "0007_contract_file_row_security")]

    operations = [
        migrations.RunPython(functions),
        ProtectAnew(
            "DeployedPerson",
            select=[
                f"contractor_id = {ORGANISATION}",
                audience("coordination_point"),
                SYSTEM,
                f"{IS_VERIFIER} AND placements_is_verified_person(id)",
            ],
            insert=[f"{WRITING_MEMBER} AND contractor_id = {ORGANISATION}", COORDINATION, SYSTEM],
            update=[f"{WRITING_MEMBER} AND contractor_id = {ORGANISATION}", COORDINATION, SYSTEM],
        ),
        ProtectAnew("PersonKey", select=[READS], insert=[OF_WRITABLE_PERSON]),
        ProtectAnew(
            "Deployment",
            select=[f"visible_to && {AUDIENCES}", READS],
            insert=[f"{ENTERS} AND {OWN_OR_COORDINATED} AND {OWN_PERSON}", f"({SYSTEM}) AND {OWN_PERSON}"],
            update=CHANGES_LINE,
        ),
        ProtectAnew("DeploymentEvent", select=[of_parent("pgh_obj_id", "placements_deployment")], insert=["true"]),
        ProtectAnew(
            "HoursStatement",
            select=[child_of("deployment_id", "placements_deployment")],
            insert=[OF_WRITABLE_DEPLOYMENT],
            update=[OF_WRITABLE_DEPLOYMENT],
        ),
        ProtectAnew(
            "Contribution",
            select=[f"visible_to && {AUDIENCES}", READS],
            insert=[f"{ENTERS} AND {OWN_OR_COORDINATED}", SYSTEM],
            update=CHANGES_LINE,
        ),
        ProtectAnew(
            "Transition",
            select=[
                child_of("deployment_id", "placements_deployment"),
                child_of("contribution_id", "placements_contribution"),
            ],
            insert=[OF_WRITABLE_DEPLOYMENT, OF_WRITABLE_CONTRIBUTION],
        ),
        ProtectAnew(
            "RevaluationTask",
            select=[OF_SEEN_STATEMENT],
            insert=[OF_VERIFIED_STATEMENT],
            update=[OF_VERIFIED_STATEMENT],
        ),
    ]
