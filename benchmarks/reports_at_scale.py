"""The figures of a quarter in a region with 1,000,000 months of hours: time, memory and number of queries.

Counted as they stand, and once more as they were known on a day, out of history. Written straight into the tables of the
region with very many contracts; values are made up, as nothing here is about valuation.
"""

import datetime as dt
import tracemalloc
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import psycopg

LINES, MONTHS = 42_000, 24
TABLES = ("placements_deployedperson", "placements_personkey", "placements_deployment", "placements_hoursstatement")
#: At most so many times the reference of the run, and so many queries.
BUDGET, BUDGET_OF_THE_PAST = 150.0, 300.0
MOST_QUERIES = 40

LINES_AND_PERSONS = """
INSERT INTO placements_deployedperson (id, name, birth_date, normalised_name, created_at, contractor_id, region_id)
SELECT md5('p' || n)::uuid, 'Proef ' || n, date '1970-01-01' + n % 9000, 'proef ' || n, now(), c.contractor_id, c.region_id
  FROM generate_series(1, %(lines)s) AS n JOIN tenders_contract c ON c.reference = 'L-' || n;
INSERT INTO placements_personkey (person_id, key, region_id, own_key, apart)
SELECT md5('p' || n)::uuid, md5('k' || n % 30000), r.id, md5('k' || n), false
  FROM generate_series(1, %(lines)s) AS n, organisations_region r WHERE r.code = 'groningen';
INSERT INTO placements_deployment (id, reference, pseudonym, birth_year, starts_on, ends_on, hours_per_week, permanent,
    candidate_reference, person_informed, status, forecast, counts_none, trace, created_at, visible_to, block_id,
    contract_id, person_id, region_id, contractor_id)
SELECT md5('d' || n)::uuid, 'LD-' || n, 'P-' || n, 1970, c.starts_on, c.ends_on, 32, false, '', false, 'approved', 0,
       false, '{}', now(), '{}', b.id, c.id, md5('p' || n)::uuid, c.region_id, c.contractor_id
  FROM generate_series(1, %(lines)s) AS n JOIN tenders_contract c ON c.reference = 'L-' || n,
       LATERAL (SELECT id FROM tenders_block WHERE tariff_id = c.tariff_id AND kind = 'full_time_year' LIMIT 1) b;
"""
HOURS = """
INSERT INTO placements_hoursstatement (id, month, paid_hours, status, value, trace, many_hours, created_at, deployment_id)
SELECT md5('h' || d.reference || '-' || m)::uuid,
       (date_trunc('month', d.starts_on) + make_interval(months => m))::date, 120, 'approved',
       1000 + abs(hashtext(d.reference)) %% 100000 / 100.0, '{}', false, now(), d.id
  FROM placements_deployment d, generate_series(0, %(months)s - 1) AS m WHERE d.reference LIKE 'LD-%%';
"""
#: What history would hold, had it been there since.
HISTORY = """
DO $$
DECLARE
    counted text;
    kept text;
BEGIN
    FOREACH counted IN ARRAY ARRAY['placements_deployment', 'placements_hoursstatement'] LOOP
        SELECT string_agg(quote_ident(column_name), ', ') INTO kept FROM information_schema.columns
         WHERE table_name = counted || 'event' AND column_name NOT LIKE 'pgh%%';
        EXECUTE format('INSERT INTO %%1$sevent (pgh_created_at, pgh_label, pgh_obj_id, %%2$s)
                        SELECT now(), ''insert'', id, %%2$s FROM %%1$s', counted, kept);
    END LOOP;
END
$$;
"""


def fill(owner: psycopg.Connection) -> None:
    """Write lines and hours as the owner, beside the contracts that are there. A few minutes."""
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
    for statements in (LINES_AND_PERSONS, HOURS, HISTORY):
        text = statements.replace("%(lines)s", str(LINES)).replace("%(months)s", str(MONTHS)).replace("%%", "%")
        owner.execute(text.encode())
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER".encode())
    owner.execute(b"VACUUM ANALYZE")


def measure(owner_url: str, timed: Callable[..., dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Time the figures of the last whole quarter. Needs the region that ``contracts_at_scale`` filled."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        fill(owner)
    return {
        "figures of a quarter, 1,000,000 hours": _measured(timed, past=False) | {"budget": BUDGET},
        "the same as known on a day": _measured(timed, past=True) | {"budget": BUDGET_OF_THE_PAST},
    }


def _measured(timed: Callable[..., dict[str, Any]], *, past: bool) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415 -- Django is set up in main

    queries = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        result = timed(lambda: _figures(past=past))
    tracemalloc.start()
    _figures(past=past)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert past or queries <= MOST_QUERIES, f"{queries} queries"
    return result | {"queries": queries, "peak_mb": round(peak / 1_000_000)}


def _figures(*, past: bool) -> None:
    from django.utils import timezone  # noqa: PLC0415 -- as above

    from organisations import tenancy  # noqa: PLC0415
    from organisations.choices import Purpose  # noqa: PLC0415
    from organisations.models import Region  # noqa: PLC0415
    from reporting.as_known import as_known  # noqa: PLC0415
    from reporting.collect import collect  # noqa: PLC0415
    from reporting.moments import one_moment  # noqa: PLC0415
    from reporting.periods import Kind, Length, Period  # noqa: PLC0415

    region = Region.objects.get(code="groningen")
    at = timezone.now()
    period = Period.containing(timezone.localdate(at), Length.QUARTER).previous()
    with ExitStack() as stack:
        stack.enter_context(one_moment(writes=past))
        stack.enter_context(tenancy.system(Purpose.REPORT, region_id=region.pk))
        if past:
            stack.enter_context(as_known(at + dt.timedelta(seconds=1), region_id=region.pk))
        document = collect(region, kind=Kind.QUARTERLY, period=period, at=at, on=timezone.localdate(at)).to_json_dict()
    assert document["sroi"]["realised"]["cumulative"] != "0.00"
