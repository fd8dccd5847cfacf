"""The list of contracts with 100,000 of them in one region: opened, filtered, searched, counted and paged through.

Each page is asked as a member asks it, and the plans of its slowest statements are kept, so that a slow page explains
itself. What a page may take is stated here as a ratio to the reference of the run.
"""

import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.large_region import AUTHORITY, CONTRACTOR, COORDINATION_POINT, PROGRAMME_BUREAU, fill

CONTRACTS = 100_000
WHO = {
    "coordination point": COORDINATION_POINT,
    "authority": AUTHORITY,
    "contractor": CONTRACTOR,
    "bureau": PROGRAMME_BUREAU,
}
PAGES = {
    "list": "contracten/",
    "filtered by standing": "contracten/?stand=at_risk",
    "search, two words": "contracten/?zoek=versterking+99",
    "search, a reference": "contracten/?zoek=L-4711",
    "sorted by end": "contracten/?sort=ends_on",
    "page 100": "contracten/?page=100",
    "start page": "",
}
#: At most so many times the reference: for who sees all 100,000, and for who sees his own.
BUDGET = {"coordination point": 45.0, "bureau": 45.0, "authority": 32.0, "contractor": 8.0}
#: A statement below this is not worth its plan.
PLAN_FROM_MS = 20


def measure(owner_url: str, timed: Callable[..., dict[str, Any]], plans: Path) -> dict[str, dict[str, Any]]:
    """Fill the region, time each page for each viewer, and write the plans of slow statements to ``plans``."""
    begun = time.perf_counter()
    with psycopg.connect(owner_url, autocommit=True) as owner:
        fill(owner, CONTRACTS)
    took = (time.perf_counter() - begun) * 1000
    results = {f"write {CONTRACTS:,} contracts": {"ms": round(took, 1), "slowest_ms": round(took, 1), "times": 1}}
    told = []
    for name, number in WHO.items():
        for what, path in PAGES.items():
            ask = _page(number, path)
            title = f"{what}, {name}"
            results[title] = timed(ask, 3) | {"budget": BUDGET[name]}
            told.append(f"## {title}\n\n{_plans_of(ask, number)}")
    plans.write_text("\n".join(told))
    return results


def _key(text: str) -> uuid.UUID:
    """As ``md5(text)::uuid`` in the database."""
    import hashlib  # noqa: PLC0415 -- only here

    return uuid.UUID(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest())


def _page(number: int, path: str) -> Callable[[], None]:
    from django.test import Client  # noqa: PLC0415 -- Django is set up in main

    from organisations.demo_cast import DEMO_SESSION  # noqa: PLC0415
    from organisations.models import User  # noqa: PLC0415

    client = Client()
    user = User.objects.get(pk=_key(f"u{number}"))
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[DEMO_SESSION] = True
    session.save()

    def ask() -> None:
        answer = client.get(f"/werk/{_key(f'o{number}')}/{path}", headers={"host": "localhost"})
        assert answer.status_code == 200, (path, answer.status_code)

    return ask


def _plans_of(ask: Callable[[], None], number: int) -> str:
    """The plans of what took long, as the same member."""
    from django.db import connection  # noqa: PLC0415 -- as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from organisations.tenancy import acting_for  # noqa: PLC0415

    with CaptureQueriesContext(connection) as taken:
        ask()
    slow = [one for one in taken.captured_queries if float(one["time"]) * 1000 >= PLAN_FROM_MS]
    told = []
    with acting_for(user_id=_key(f"u{number}"), organisation_id=_key(f"o{number}")), connection.cursor() as cursor:
        for one in slow:
            if not one["sql"].lstrip("(").startswith("SELECT"):
                continue
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {one['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            told.append(f"{one['time']} s\n\n{one['sql']}\n\n{plan}\n")
    return "\n".join(told) or f"Nothing above {PLAN_FROM_MS} ms.\n"
