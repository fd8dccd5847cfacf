"""Times lists and counts under row security on 100,000 contracts, as each kind of party (about 3 minutes; --contracts)."""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")

from tests.own_database import own_database  # noqa: E402 -- after the path

LIST_WITHIN_MS, COUNT_WITHIN_MS = 25, 400
TIMES = 9
#: Statistics in between, so that the plans of the triggers follow the growing tables.
BATCH = 5_000

#: Each tenth municipality wins most; contractors are many and small. Triggers fill the audiences and totals.
FILL = """
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
INSERT INTO organisations_membership (id, user_id, organisation_id, role, started_at)
SELECT md5('m' || n)::uuid, md5('u' || n)::uuid, md5('o' || n)::uuid, 'administrator', now()
  FROM generate_series(1, 40) AS n;
INSERT INTO tenders_contract (id, region_id, reference, authority_id, contractor_id, werkplein_id, title, awarded_on,
    tariff_id, created_at, starts_on, ends_on, contract_sum, basis, basis_amount, percentage, obligation,
    visible_to, persons_visible_to)
SELECT md5('c' || n)::uuid, r.id, 'L-' || n, md5('o' || 1 + n % 20)::uuid, md5('o' || 28 + n % 2000)::uuid,
       md5('o' || 21 + n % 5)::uuid, 'Opdracht ' || n, date '2018-01-01' + n % 3000, t.id, now(),
       date '2018-01-01' + n % 3000, date '2020-01-01' + n % 3000, 1000000, 'contract_sum', 1000000, 5, 50000, '{}', '{}'
  FROM generate_series(%(first)s, %(last)s) AS n, organisations_region r,
       LATERAL (SELECT id FROM tenders_tariff WHERE region_id = r.id ORDER BY valid_from DESC LIMIT 1) t
 WHERE r.code = 'groningen';
"""
PARTIES = {"authority": 1, "Werkplein": 21, "coordination point": 26, "programme bureau": 27, "contractor": 30}
QUERIES = {
    "list of 25, newest": (
        (
            "SELECT c.id, c.title, b.persons_band FROM tenders_contract c JOIN tenders_contractband b ON b.contract_id = c.id"
            " WHERE {own} ORDER BY c.awarded_on DESC, c.id LIMIT 25"
        ),
        LIST_WITHIN_MS,
    ),
    "the same, no band": (
        "SELECT c.id, c.title FROM tenders_contract c WHERE {own} ORDER BY c.awarded_on DESC, c.id LIMIT 25",
        LIST_WITHIN_MS,
    ),
    "count": ("SELECT count(*) FROM tenders_contract c WHERE {own}", COUNT_WITHIN_MS),
    "one by key": ("SELECT title FROM tenders_contract c WHERE c.id = md5('c' || 29 + 2000)::uuid", 5),
}
OWN = {
    "authority": "c.authority_id = md5('o1')::uuid",
    "contractor": "c.contractor_id = md5('o30')::uuid",
    "Werkplein": "c.werkplein_id = md5('o21')::uuid",
}


def milliseconds(connection: psycopg.Connection, party: int, query: str) -> float:
    taken = []
    for _time in range(TIMES):
        with connection.transaction():
            connection.execute(
                "SELECT FROM organisations_enter(md5('u' || %s::text)::uuid, md5('o' || %s::text)::uuid, '')",
                [party, party],
            )
            begun = time.perf_counter()
            connection.execute(query.encode()).fetchall()
            taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev campaign row_security_large")
    parser.add_argument("--contracts", type=int, default=100_000)
    options = parser.parse_args()
    slow = []
    with own_database() as database:
        with psycopg.connect(database.owner_url, autocommit=True) as owner:
            begun = time.perf_counter()
            parties, contracts = FILL.rsplit(";\n", 2)[:2]
            owner.execute(parties.encode())
            for first in range(1, options.contracts + 1, BATCH):
                last = min(first + BATCH - 1, options.contracts)
                batch = contracts.replace("%(first)s", str(first)).replace("%(last)s", str(last))
                owner.execute(batch.encode())
                owner.execute("ANALYZE")
            print(f"{options.contracts:,} contracts written in {time.perf_counter() - begun:.0f} s", flush=True)
        with psycopg.connect(database.app_url) as app:
            for name, party in PARTIES.items():
                for what, (query, within) in QUERIES.items():
                    own = OWN.get(name, "c.region_id = (SELECT id FROM organisations_region WHERE code = 'groningen')")
                    took = milliseconds(app, party, query.format(own=own))
                    print(f"{'ok   ' if took <= within else 'SLOW '} {name:<20} {what:<20} {took:8.1f} ms", flush=True)
                    if took > within:
                        slow.append(f"{name}: {what}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
