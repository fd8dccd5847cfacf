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

from benchmarks.large_region import (  # noqa: E402 -- after the path
    AUTHORITY,
    CONTRACTOR,
    COORDINATION_POINT,
    PROGRAMME_BUREAU,
    WERKPLEIN,
    fill,
)
from tests.own_database import own_database  # noqa: E402 -- as above

LIST_WITHIN_MS, COUNT_WITHIN_MS = 25, 400
TIMES = 9
PARTIES = {
    "authority": AUTHORITY,
    "Werkplein": WERKPLEIN,
    "coordination point": COORDINATION_POINT,
    "programme bureau": PROGRAMME_BUREAU,
    "contractor": CONTRACTOR,
}
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
            fill(owner, options.contracts)
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
