"""A region with very many contracts, written straight into the tables: parties, members, contracts and their totals.

Each tenth municipality wins most; contractors are many and small. Triggers fill the audiences.
"""

import psycopg

#: Numbers of organisations: who of them does what. A user of the same number is their member.
AUTHORITY, WERKPLEIN, COORDINATION_POINT, PROGRAMME_BUREAU, CONTRACTOR = 1, 21, 26, 27, 30
#: Statistics in between, so that the plans of the triggers follow the growing tables.
BATCH = 5_000

PARTIES = """
INSERT INTO organisations_organisation (id, name, kind, kvk)
SELECT md5('o' || n)::uuid, 'Organisatie ' || n, CASE WHEN n <= 20 THEN 'municipality' WHEN n <= 25 THEN 'werkplein'
       WHEN n = 26 THEN 'coordination_point' WHEN n = 27 THEN 'programme_bureau' ELSE 'contractor' END,
       CASE WHEN n > 27 THEN lpad(n::text, 8, '0') ELSE '' END
  FROM generate_series(1, 2027) AS n;
INSERT INTO organisations_organisationregion (id, region_id, organisation_id, code, covenant_partner, municipality)
SELECT md5('r' || n)::uuid, (SELECT id FROM organisations_region WHERE code = 'groningen'), md5('o' || n)::uuid,
       'proef-' || n, false, '' FROM generate_series(1, 2027) AS n;
INSERT INTO organisations_user (id, email, name, password, is_active, date_joined)
SELECT md5('u' || n)::uuid, 'proef' || n || '@demo.example', 'Proef', '', true, now() FROM generate_series(1, 40) AS n;
INSERT INTO organisations_membership (id, user_id, organisation_id, role, verifies, started_at)
SELECT md5('m' || n)::uuid, md5('u' || n)::uuid, md5('o' || n)::uuid, 'administrator', false, now()
  FROM generate_series(1, 40) AS n;
"""
CONTRACTS = """
INSERT INTO tenders_contract (id, region_id, reference, authority_id, contractor_id, werkplein_id, title, lot,
    awarded_on, tariff_id, created_at, starts_on, ends_on, contract_sum, basis, basis_amount, basis_stated, percentage,
    discount, obligation, is_framework, first_contact_on, plan_days, plan_totals, visible_to, sides_visible_to,
    persons_visible_to, totals_visible_to, line_writers, verified_by)
SELECT md5('c' || n)::uuid, r.id, 'L-' || n, md5('o' || 1 + n % 20)::uuid, md5('o' || 28 + n % 2000)::uuid,
       md5('o' || 21 + n % 5)::uuid,
       (ARRAY['Onderhoud', 'Nieuwbouw', 'Schoonmaak', 'Groenvoorziening', 'Versterking'])[1 + n % 5] || ' ' || n, '',
       current_date - n % 3000, t.id, now(), current_date - n % 3000, current_date - n % 3000 + 730,
       1000000, 'contract_sum', 1000000, 1000000, 5, 0, 50000, n % 50 = 0,
       CASE WHEN n % 9 > 0 THEN current_date - n % 3000 + 5 END, '{}', '{}', '{}', '{}', '{}', '{}', '{}', ''
  FROM generate_series(%(first)s, %(last)s) AS n, organisations_region r,
       LATERAL (SELECT id FROM tenders_tariff WHERE region_id = r.id ORDER BY valid_from DESC LIMIT 1) t
 WHERE r.code = 'groningen';
"""
TOTALS = """
UPDATE tenders_contracttotals t
   SET persons_approved = 500 * (abs(hashtext(c.reference)) %% 110), persons_forecast = 60000,
       banded_approved = 500 * (abs(hashtext(c.reference)) %% 110)
  FROM tenders_contract c WHERE c.id = t.contract_id AND c.reference LIKE 'L-%%';
UPDATE tenders_contractband b
   SET persons = 3, persons_band = floor(t.persons_approved / 2500) * 5,
       persons_claimed_upper = floor(t.persons_approved / 2500) * 5 + 5
  FROM tenders_contracttotals t JOIN tenders_contract c ON c.id = t.contract_id
 WHERE t.contract_id = b.contract_id AND c.reference LIKE 'L-%%';
"""


def fill(owner: psycopg.Connection, contracts: int) -> None:
    """Write the region as the owner, on a connection that commits by itself. A minute for 100,000."""
    owner.execute(PARTIES.encode())
    for first in range(1, contracts + 1, BATCH):
        last = min(first + BATCH - 1, contracts)
        batch = CONTRACTS.replace("%(first)s", str(first)).replace("%(last)s", str(last))
        owner.execute(batch.encode())
        owner.execute("ANALYZE")
    owner.execute(TOTALS.replace("%%", "%").encode())
    owner.execute("VACUUM ANALYZE")
