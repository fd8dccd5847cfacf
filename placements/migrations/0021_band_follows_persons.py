"""The band of persons follows what they contributed, not each change of the obligation (decision 0008)."""

from django.db import migrations

# As in 0013, and the band in a statement of its own with the condition under which it follows.
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

    -- The band follows what persons contributed. A mere change of terms leaves it, with the obligation it stands on,
    -- as it is: else who sets the obligation finds the amount by setting it again and again.
    UPDATE tenders_contractband b
       SET obligation = c.obligation,
           persons_band = CASE WHEN c.obligation > 0
                          THEN floor(t.persons_approved * 100 / c.obligation / 5) * 5 END,
           persons_claimed_upper = CASE
               WHEN c.obligation > 0 AND b.persons = 0 AND t.persons_approved + t.persons_submitted = 0 THEN 0
               WHEN c.obligation > 0
               THEN floor((t.persons_approved + t.persons_submitted) * 100 / c.obligation / 5) * 5 + 5 END
      FROM tenders_contract c
      JOIN tenders_contracttotals t ON t.contract_id = c.id
     WHERE c.id = ANY (p_contracts) AND b.contract_id = c.id
       AND (t.banded_approved <> t.persons_approved OR t.banded_submitted <> t.persons_submitted
            OR t.persons_approved = 0 AND t.persons_submitted = 0
            OR b.obligation = 0
            OR c.settled_on IS NOT NULL);

    UPDATE tenders_contracttotals t
       SET banded_approved = t.persons_approved, banded_submitted = t.persons_submitted
     WHERE t.contract_id = ANY (p_contracts)
       AND (t.banded_approved <> t.persons_approved OR t.banded_submitted <> t.persons_submitted);
END
$function$;
"""

# Also when a contract is settled, and its exact totals are for its sides.
TERMS = """
DROP TRIGGER refresh_totals ON tenders_contract;
CREATE TRIGGER refresh_totals AFTER UPDATE ON tenders_contract
    FOR EACH ROW WHEN (OLD.obligation IS DISTINCT FROM NEW.obligation
                       OR OLD.contractor_id IS DISTINCT FROM NEW.contractor_id
                       OR OLD.settled_on IS DISTINCT FROM NEW.settled_on)
    EXECUTE FUNCTION placements_terms_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0020_evidence_follows_line"), ("tenders", "0023_obligation_of_band")]

    operations = [migrations.RunSQL(TOTALS + TERMS, migrations.RunSQL.noop)]
