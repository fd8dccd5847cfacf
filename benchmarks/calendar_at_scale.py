"""The public calendar with 20,000 tenders in one region: opened, searched, narrowed, by quarter, and mailed about.

The pages are asked as anybody asks them; the plans of their slow statements are kept, as for the contracts. Half of the
tenders is still to come; each has a value (a tenth confidential), CPV codes, a place and two expected occupations.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

TENDERS, FOLLOWERS = 20_000, 1_000
REGION = "kalenderproef"
#: Beside the demo and the contracts: a region of its own, so that these rows are in nobody else's lists.
FILL = """
INSERT INTO organisations_region (id, code, name, werkplein_label, is_demo)
SELECT md5('k')::uuid, 'kalenderproef', 'Kalenderproef', 'Werkplein', true;
INSERT INTO organisations_organisation (id, name, kind, kvk)
SELECT md5('ka' || n)::uuid, 'Gemeente Kalender ' || n, 'municipality', '' FROM generate_series(1, 40) AS n;
INSERT INTO organisations_organisationregion (id, region_id, organisation_id, code, covenant_partner, municipality)
SELECT md5('kr' || n)::uuid, md5('k')::uuid, md5('ka' || n)::uuid, 'kalender-' || n, false, ''
  FROM generate_series(1, 40) AS n;
INSERT INTO organisations_occupation (id, region_id, code, name, sector, summary, certificates, driving_licence,
    circumstances, is_public, needs, picture, tasks, wage_source)
SELECT md5('ko' || n)::uuid, md5('k')::uuid, 'beroep-' || n, 'Beroep ' || n, 'construction', '', '{}', false, '',
       false, '', '', '{}', ''
  FROM generate_series(1, 30) AS n;
INSERT INTO tenders_tender (id, region_id, authority_id, reference, title, description, kind, procedure, cpv_codes,
    sector, municipalities, contact_name, contact_email, contact_phone, stand_in_name, stand_in_email,
    tenderned_number, planned_publication, planned_award, starts_on, on_calendar_since, status, sroi, sroi_percentage,
    sroi_reason, sroi_reason_kind, sroi_ways, created_at, touched_at, visible_to)
SELECT md5('kt' || n)::uuid, md5('k')::uuid, md5('ka' || 1 + n % 40)::uuid, 'K-' || n,
       (ARRAY['Onderhoud', 'Nieuwbouw', 'Schoonmaak', 'Vervanging', 'Renovatie'])[1 + n % 5] || ' '
       || (ARRAY['bruggen', 'scholen', 'groen', 'riolering', 'sportvelden', 'daken', 'wegen'])[1 + n % 7] || ' ' || n,
       'Het werk duurt ' || n % 36 || ' maanden en omvat ook straatmeubilair, beplanting en kleine reparaties.',
       (ARRAY['work', 'service', 'supply'])[1 + n % 3],
       (ARRAY['single', 'multiple_private', 'open_national', 'open_european', 'restricted'])[1 + n % 5],
       ARRAY[(ARRAY['45233140', '45221119', '90910000', '77310000', '71000000', '45454000'])[1 + n % 6], '45000000'],
       (ARRAY['construction', 'engineering', 'other'])[1 + n % 3],
       ARRAY[(ARRAY['GM0014', 'GM1979', 'GM1966', 'GM1952', 'GM0003', 'GM0106'])[1 + n % 6]],
       '', '', '', '', '', '', current_date - 1500 + n % 3000, current_date - 1440 + n % 3000,
       current_date - 1400 + n % 3000, current_date - 1600 + n % 1500,
       CASE WHEN n % 3000 < 1400 THEN (ARRAY['completed', 'in_execution', 'awarded'])[1 + n % 3]
            WHEN n % 97 = 0 THEN 'withdrawn' WHEN n % 89 = 0 THEN 'concept' ELSE 'planned' END,
       CASE WHEN n % 7 = 0 THEN 'no' ELSE 'yes' END, CASE WHEN n % 7 > 0 THEN 2 + 3 * (n % 2) END,
       CASE WHEN n % 7 = 0 THEN 'Er is bijna geen arbeid bij nodig.' ELSE '' END,
       CASE WHEN n % 7 = 0 THEN 'little_labour' ELSE '' END, '{}', now(), now(), '{}'
  FROM generate_series(1, %(tenders)s) AS n;
INSERT INTO tenders_tendervalue (id, tender_id, amount, is_confidential)
SELECT md5('kv' || n)::uuid, md5('kt' || n)::uuid, 10000 + n * 50, n % 10 = 0 FROM generate_series(1, %(tenders)s) AS n;
INSERT INTO tenders_expectedoccupation (id, tender_id, occupation_id, head_count)
SELECT md5('ke' || n || '-' || m)::uuid, md5('kt' || n)::uuid, md5('ko' || 1 + (n * m) % 30)::uuid, 1 + n % 9
  FROM generate_series(1, %(tenders)s) AS n, generate_series(1, 2) AS m
    ON CONFLICT DO NOTHING;
INSERT INTO tenders_calendarfollower (id, region_id, kind, address_hash, email, query, words, rhythm, token_hash, asked_at, confirmed_at,
    told_until)
SELECT md5('kf' || n)::uuid, md5('k')::uuid, 'calendar', '', 'volger' || n || '@demo.example',
       'zoek=' || (ARRAY['brug', 'school', 'groen', 'riool', 'sport'])[1 + n % 5] || CASE WHEN n % 2 = 0 THEN
       '&soort=work' ELSE '' END || '&opdrachtgever=' || md5('ka' || 1 + n % 40)::uuid, 'een zoekvraag', 'daily',
       'proef-' || n, now(), now(), current_date - 2
  FROM generate_series(1, %(followers)s) AS n;
UPDATE tenders_tender SET on_calendar_since = current_date - 1 WHERE region_id = md5('k')::uuid AND reference LIKE 'K-%%77';
"""
PAGES = {
    "list": "",
    "everything": "?stand=alles",
    "page 300 of everything": "?stand=alles&page=300",
    "search, one word": "?zoek=brug",
    "search, two words": "?zoek=onderhoud+scholen&stand=alles",
    "search, a typing error": "?zoek=sportvelten",
    "search, a CPV code": "?zoek=45233",
    "narrowed by seven choices": "?soort=work&sroi=5&cpv=45&gemeente=GM0014&procedure=single&sector=construction&op=start",
    "narrowed by occupation": "?beroep=beroep-7&stand=alles",
    "narrowed by value": "?waarde_van=100.000&waarde_tot=900.000",
    "by quarter": "?weergave=kwartalen",
    "by quarter, everything": "?weergave=kwartalen&stand=alles",
}
#: At most so many times the reference.
BUDGET = 12.0
#: A statement below this is not worth its plan.
PLAN_FROM_MS = 20


def measure(owner_url: str, timed: Callable[..., dict[str, Any]], plans: Path) -> dict[str, dict[str, Any]]:
    """Fill a region, time each page and the mails of a morning, and write the plans of slow statements to ``plans``."""
    begun = time.perf_counter()
    with psycopg.connect(owner_url, autocommit=True) as owner:
        filled = FILL.replace("%(tenders)s", str(TENDERS)).replace("%(followers)s", str(FOLLOWERS)).replace("%%", "%")
        owner.execute(filled.encode())
        owner.execute("VACUUM ANALYZE")
    took = (time.perf_counter() - begun) * 1000
    results = {f"write {TENDERS:,} tenders": {"ms": round(took, 1), "slowest_ms": round(took, 1), "times": 1}}
    told = []
    for what, query in PAGES.items():
        ask = _page(query)
        title = f"calendar, {what}"
        results[title] = timed(ask, 3) | {"budget": BUDGET}
        told.append(f"## {title}\n\n{_plans_of(ask)}")
    results[f"calendar, mail {FOLLOWERS:,} followers"] = timed(_mail)
    plans.write_text("\n".join(told))
    return results


def _page(query: str) -> Callable[[], None]:
    from django.test import Client  # noqa: PLC0415 -- Django is set up in main

    client = Client()

    def ask() -> None:
        answer = client.get(f"/{REGION}/kalender/{query}", headers={"host": "localhost"})
        assert answer.status_code == 200, (query, answer.status_code)

    return ask


def _mail() -> None:
    from django.utils import timezone  # noqa: PLC0415 -- as above

    from organisations import upkeep  # noqa: PLC0415
    from organisations.models import Region  # noqa: PLC0415

    region = Region.objects.get(code=REGION)
    assert upkeep.do("tenders.calendar_news", region_id=region.pk, on=timezone.localdate()) > 0


def _plans_of(ask: Callable[[], None]) -> str:
    """The plans of what took long, as the public."""
    from django.db import connection  # noqa: PLC0415 -- as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from organisations.models import Region  # noqa: PLC0415
    from organisations.tenancy import public  # noqa: PLC0415

    with CaptureQueriesContext(connection) as taken:
        ask()
    slow = [one for one in taken.captured_queries if float(one["time"]) * 1000 >= PLAN_FROM_MS]
    told = []
    with public(Region.objects.get(code=REGION).pk), connection.cursor() as cursor:
        for one in slow:
            if not one["sql"].lstrip("(").startswith(("SELECT", "WITH")):
                continue
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {one['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            told.append(f"{one['time']} s\n\n{one['sql']}\n\n{plan}\n")
    return "\n".join(told) or f"Nothing above {PLAN_FROM_MS} ms.\n"
