"""The candidates of one vacancy among 1,000 and among 10,000 who look for work: time, questions, memory, and growth.

A region of its own, so that these people are in nobody else's lists. Every third lives outside the priority area, each has
a profile, and one in five meets all rules.
"""

import hashlib
import time
import tracemalloc
import uuid
from collections.abc import Callable
from typing import Any

import psycopg

FEW, MANY = 1_000, 10_000
REGION = "matchproef"
REGION_FILL = """
INSERT INTO organisations_region (id, code, name, werkplein_label, is_demo)
SELECT md5('mr')::uuid, 'matchproef', 'Matchproef', 'Werkplein', true;
INSERT INTO organisations_organisation (id, name, kind, kvk) VALUES
    (md5('mw')::uuid, 'Werkplein Matchproef', 'werkplein', ''), (md5('mx')::uuid, 'Werkplein Elders', 'werkplein', ''),
    (md5('mc')::uuid, 'Coördinatiepunt Matchproef', 'coordination_point', '');
INSERT INTO organisations_organisationregion (id, region_id, organisation_id, code, covenant_partner, municipality)
SELECT md5('mor' || code)::uuid, md5('mr')::uuid, md5(code)::uuid, 'match-' || code, false, ''
  FROM unnest(ARRAY['mw', 'mx', 'mc']) AS code;
INSERT INTO organisations_areamunicipality (id, region_id, municipality_id, area, valid)
SELECT md5('ma' || a.id)::uuid, md5('mr')::uuid, a.municipality_id, a.area, a.valid
  FROM organisations_areamunicipality a JOIN organisations_region r ON r.id = a.region_id WHERE r.code = 'groningen';
INSERT INTO organisations_occupation
SELECT (jsonb_populate_record(NULL::organisations_occupation, to_jsonb(o) || jsonb_build_object(
       'id', md5('mo' || n)::uuid, 'region_id', md5('mr')::uuid,
       'code', 'beroep-' || n, 'name', 'Beroep ' || n))).*
  FROM (SELECT * FROM organisations_occupation ORDER BY code LIMIT 1) AS o, generate_series(1, 10) AS n;
INSERT INTO placements_vacancy (id, region_id, reference, employer, title, sector, description, offer, occupation_id,
    municipality, place, places, hours_from, hours_to, is_expected, is_learning, pays_course, sroi, rules,
    also_occupations, certificates, licence, state, published_at, confirmed_at, created_at, closed_because)
SELECT md5('mv')::uuid, md5('mr')::uuid, 'M-V', 'Firma Matchproef', 'Hulp bij steigerbouw', 'construction', '', '',
       md5('mo1')::uuid, 'GM0014', '', 2, 24, 36, false, false, false, false,
       '{hours,sector,occupation,certificates,licence,travel}', ARRAY[md5('mo2')::uuid], '{VCA-basis}', 'b',
       'vacancy_open', now(), now(), now(), '';
"""
PEOPLE_FILL = """
INSERT INTO candidates_candidate (id, region_id, reference, registered_on, source, registrant, target_group, municipality,
    werkplein_id, sector, wanted_work, wants_call, state, state_since, ready_since, created_at, visible_to, worked_by)
SELECT md5('mk' || n)::uuid, md5('mr')::uuid, 'M-' || n, current_date - 40 - n % 300, 'municipality', '',
       'participatiewet', (ARRAY['GM0014', 'GM1979', 'GM0106'])[1 + n % 3],
       md5(CASE WHEN n % 2 = 0 THEN 'mw' ELSE 'mx' END)::uuid, CASE WHEN n % 5 = 0 THEN 'other' ELSE 'construction' END,
       '', false, CASE WHEN n % 4 = 0 THEN 'training' ELSE 'ready' END, current_date - 30,
       CASE WHEN n % 4 = 0 THEN NULL ELSE current_date - n % 200 END, now(), '{}', '{}'
  FROM generate_series(%(first)s, %(last)s) AS n;
INSERT INTO candidates_candidateidentity (id, candidate_id, region_id, first_name, last_name, email, phone,
    normalised_name, normalised_phone, shared_with, visible_to)
SELECT md5('mi' || n)::uuid, md5('mk' || n)::uuid, md5('mr')::uuid, 'Testje', 'Voorbeeld', '', '', '', '', '{}', '{}'
  FROM generate_series(%(first)s, %(last)s) AS n;
INSERT INTO candidates_candidateprofile (id, candidate_id, region_id, hours_from, hours_to, days, travel, transport,
    licences, certificates, occupations, speaks, reads, writes, saved_at)
SELECT md5('mp' || n)::uuid, md5('mk' || n)::uuid, md5('mr')::uuid, 16, 24 + n % 3 * 8, '{}',
       (ARRAY['near', 'far', 'region', 'country'])[1 + n % 4], '{}', (ARRAY['{b}', '{ce,b}', '{}'])[1 + n % 3]::text[],
       (ARRAY['{VCA-basis}', '{VCA-basis,BHV}', '{bhv}'])[1 + n % 3]::text[],
       ARRAY[md5('mo' || 1 + n % 10)::uuid, md5('mo' || 1 + n % 7)::uuid], '', '', '', now()
  FROM generate_series(%(first)s, %(last)s) AS n;
"""
#: As who mediates; a Werkplein also hears how many wait elsewhere.
MEMBERS = {"coordination point": ("mc", "dirk"), "Werkplein": ("mw", "carla")}
PAGES = {"list": "", "all rules, page 20": "?regels=on&page=20", "search by name": "?zoek=voorbeeld"}
#: At most so many times the reference, among ten thousand; and so many times what it takes among one thousand.
BUDGET, GROWTH = 30.0, 12.0


def measure(owner_url: str, timed: Callable[..., dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Fill a region with one thousand people, then with ten, and time the pages of one vacancy among each."""
    _owner(owner_url, REGION_FILL)
    _members(owner_url)
    results: dict[str, dict[str, Any]] = {}
    for people, first in ((FEW, 1), (MANY, FEW + 1)):
        begun = time.perf_counter()
        _owner(owner_url, PEOPLE_FILL.replace("%(first)s", str(first)).replace("%(last)s", str(people)))
        took = round((time.perf_counter() - begun) * 1000, 1)
        results[f"write candidates up to {people:,}"] = {"ms": took, "slowest_ms": took, "times": 1}
        for member, (code, key) in MEMBERS.items():
            for what, query in PAGES.items():
                ask = _page(code, key, query)
                title = f"matches, {member}, {what}"
                found = timed(ask, 3) | _weighed(ask)
                if people == MANY:
                    found["budget"] = BUDGET
                    found["growth"] = round(found["ms"] / results[f"{title}, {FEW:,}"]["ms"], 1)
                results[f"{title}, {people:,}"] = found
    for name, one in results.items():
        if one.get("growth", 0) > GROWTH:
            print(f"{name}: grows {one['growth']} times, more than {GROWTH}")
    return results


def _owner(url: str, statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(statements.encode())
        owner.execute("ANALYZE")


def _members(owner_url: str) -> None:
    """Two of the demo's cast work in this region as well."""
    from organisations.demo_cast import user_of  # noqa: PLC0415 -- Django is set up in main

    with psycopg.connect(owner_url, autocommit=True) as owner:
        for code, key in MEMBERS.values():
            user = user_of(key)
            assert user is not None
            owner.execute(
                "INSERT INTO organisations_membership (id, user_id, organisation_id, role, verifies, started_at)"
                " VALUES (md5('mm' || %s)::uuid, %s, md5(%s)::uuid, 'administrator', false, now())",
                [code, user.pk, code],
            )


def _page(code: str, key: str, query: str) -> Callable[[], None]:
    from django.test import Client  # noqa: PLC0415 -- as above

    from organisations.demo_cast import DEMO_SESSION, user_of  # noqa: PLC0415

    user = user_of(key)
    assert user is not None
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[DEMO_SESSION] = True
    session.save()
    path = f"/werk/{_key(code)}/vacatures/{_key('mv')}/kandidaten/{query}"

    def ask() -> None:
        answer = client.get(path, headers={"host": "localhost"})
        assert answer.status_code == 200, (path, answer.status_code)

    return ask


def _weighed(ask: Callable[[], None]) -> dict[str, Any]:
    """How many questions a page asks the database, and how much memory it takes at its highest."""
    from django.db import connection  # noqa: PLC0415 -- as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as taken:
        ask()
    asked = [
        one for one in taken.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    tracemalloc.start()
    ask()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"queries": len(asked), "peak_mb": round(peak / 1_000_000, 1)}


def _key(code: str) -> uuid.UUID:
    """As ``md5(code)::uuid`` in the database."""
    return uuid.UUID(hashlib.md5(code.encode(), usedforsecurity=False).hexdigest())
