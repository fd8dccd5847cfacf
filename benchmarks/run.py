"""How long the main actions take, beside a fixed piece of work that is timed in the same run.

A figure in milliseconds says as much about the machine as about the portal, so each is also given as a ratio to the
reference: hashing, sorting and one hundred round trips to the database. Compare ratios between runs and machines.
"""

import argparse
import hashlib
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")

from benchmarks import (  # noqa: E402 -- after the path
    calendar_at_scale,
    candidates_at_scale,
    contracts_at_scale,
    matching_at_scale,
    reports_at_scale,
    speed_dates_at_scale,
    work_at_scale,
)
from tests.own_database import own_database  # noqa: E402 -- as above

PAGES_TIMES = 15


def timed(action: Callable[[], Any], times: int = 1) -> dict[str, Any]:
    """Milliseconds: median and slowest of ``times`` runs, after one that warms up when there are more."""
    if times > 1:
        action()
    taken = []
    for _time in range(times):
        begun = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begun) * 1000)
    return {"ms": round(statistics.median(taken), 1), "slowest_ms": round(max(taken), 1), "times": times}


def reference() -> None:
    from django.db import connection  # noqa: PLC0415 -- Django is set up in main

    block = b"social return" * 80_000
    for _time in range(5):
        block = hashlib.sha256(block).digest() * 30_000
    json.dumps(sorted(f"{number * 7919 % 100_003}" for number in range(60_000)))
    with connection.cursor() as cursor:
        for _time in range(100):
            cursor.execute("SELECT 1")


def pages() -> dict[str, Callable[[], Any]]:
    """One request each, as the member who opens that page daily."""
    from django.test import Client  # noqa: PLC0415 -- as above

    from organisations import tenancy  # noqa: PLC0415
    from organisations.demo_cast import DEMO_SESSION, user_of  # noqa: PLC0415
    from organisations.workplaces import workplaces_of  # noqa: PLC0415
    from tenders.models import Contract  # noqa: PLC0415

    found: dict[str, Callable[[], Any]] = {}
    for key in ("alice", "bram", "carla", "dirk", "esra"):
        user = user_of(key)
        assert user is not None
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[DEMO_SESSION] = True
        session.save()
        home = workplaces_of(user.pk)[0].organisation_id
        with tenancy.acting_for(user_id=user.pk, organisation_id=home):
            contract = Contract.objects.order_by("-awarded_on", "pk").first()
        assert contract is not None

        def page(path: str, client=client, home=home) -> Callable[[], None]:
            def ask() -> None:
                answer = client.get(f"/werk/{home}/{path}", headers={"host": "localhost"}, follow=True)
                assert answer.status_code == 200, (path, answer.status_code)

            return ask

        found[f"start page, {key}"] = page("")
        found[f"list of contracts, {key}"] = page("contracten/")
        found[f"contract page, {key}"] = page(f"contracten/{contract.pk}/")
        if key == "bram":
            found["month page, bram"] = page("uren/")
            found["overview, bram"] = page("overzicht/")
        if key == "dirk":
            found["work list, dirk"] = page("beoordelen/")
            found["approving at once, dirk"] = page("beoordelen/samen/")
            found["who is behind, dirk"] = page("navragen/")
        if key in ("carla", "dirk"):
            for name, path in candidates_at_scale.PAGES.items():
                found[f"{name}, {key}"] = page(path)
    return found


def look_for_doubles() -> None:
    """As the worker does after an import."""
    from candidates.registering import duplicates  # noqa: PLC0415 -- Django is set up in main
    from candidates.tasks import note_duplicates  # noqa: PLC0415 -- as above
    from organisations import tenancy  # noqa: PLC0415
    from organisations.choices import Purpose  # noqa: PLC0415
    from organisations.models import OutboxMessage  # noqa: PLC0415

    with tenancy.system(Purpose.MAIL):
        queued = list(OutboxMessage.objects.filter(name=duplicates.NOTE, done_at=None).values_list("pk", flat=True))
    assert queued
    for outbox_id in queued:
        note_duplicates(outbox_id=str(outbox_id))


def measure(folder: Path, owner_url: str) -> dict[str, dict[str, Any]]:
    from django.core.management import call_command  # noqa: PLC0415 -- as above

    quiet = {"stdout": io.StringIO()}
    results = {"reference": timed(reference, 5)}
    results["load both demo regions"] = timed(lambda: call_command("load_demo", **quiet))
    results["import the same package again"] = timed(
        lambda: call_command("import_data", ROOT / "demo", region="groningen", **quiet)
    )
    for name, ask in pages().items():
        results[name] = timed(ask, PAGES_TIMES)
    pdf = folder / "report.pdf"
    arguments = {"region": "groningen", "kind": "quarterly", "period": "2021-Q2", "format": "pdf", "output": str(pdf)}
    results["report: collect, freeze and render"] = timed(lambda: call_command("report", **arguments))
    results["report: PDF again from the snapshot"] = timed(
        lambda: call_command("report", rerender=True, **arguments), 3
    )
    results["report: PDF again from the snapshot"]["bytes"] = pdf.stat().st_size
    with tempfile.TemporaryDirectory() as large:
        package = work_at_scale.write_package(Path(large))
        results["import 3,000 persons"] = timed(
            lambda: call_command("import_data", package, region="groningen", **quiet)
        )
    for name, ask in pages().items():
        if name.endswith((", bram", ", dirk")):
            results[f"{name}, 3,000 persons"] = timed(ask, 3)
    with tempfile.TemporaryDirectory() as large:
        package = candidates_at_scale.write_package(Path(large))
        results["import 5,000 candidates"] = timed(
            lambda: call_command("import_data", package, region="groningen", **quiet)
        )
    results["look for doubles among 5,000 candidates"] = timed(look_for_doubles)
    of_candidates = [*(f"{name}, " for name in candidates_at_scale.PAGES), "start page, "]
    for name, ask in pages().items():
        if name.startswith(tuple(of_candidates)) and name.endswith((", carla", ", dirk")):
            results[f"{name}, 5,000 candidates"] = timed(ask, 3)
    results |= contracts_at_scale.measure(owner_url, timed, folder / "bench-plans.txt")
    results |= calendar_at_scale.measure(owner_url, timed, folder / "bench-calendar-plans.txt")
    results |= matching_at_scale.measure(owner_url, timed)
    results |= reports_at_scale.measure(owner_url, timed)
    results |= speed_dates_at_scale.measure(timed)
    after = timed(reference, 5)
    results["reference"]["ms_at_the_end"] = after["ms"]
    base = min(results["reference"]["ms"], after["ms"])
    for result in results.values():
        result["ratio"] = round(result["ms"] / base, 2)
    return results


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--output", type=Path, default=ROOT / "var" / "bench.json")
    options = parser.parse_args()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with own_database() as database:
        database.use()
        import django  # noqa: PLC0415 -- after the address of the database

        django.setup()
        from django.db import connection  # noqa: PLC0415

        try:
            results = measure(options.output.parent, database.owner_url)
        finally:
            connection.close()
            connection.close_pool()
    commit = subprocess.run(
        ["/usr/bin/env", "git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    told = {
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M}Z",
        "commit": commit,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "results": results,
    }
    options.output.write_text(json.dumps(told, indent=2))
    print(f"{'what':<42}{'median ms':>11}{'slowest':>11}{'ratio':>9}")
    for name, result in results.items():
        more = "".join(f"  {result[one]} {one}" for one in ("queries", "peak_mb", "pairs", "growth") if one in result)
        over = "  over its budget" if result["ratio"] > result.get("budget", result["ratio"]) else ""
        print(f"{name:<42}{result['ms']:>11,.1f}{result['slowest_ms']:>11,.1f}{result['ratio']:>9.2f}{more}{over}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
