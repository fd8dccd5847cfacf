"""Kills web and workers at random while jobs and mail run: none lost, none double (about 6 minutes; --seconds, --mails).

With ``--reports 1000 --kills 50`` (some hours): a thousand reports, and a kill after every twentieth that is ready.
"""

import argparse
import os
import random
import sys
import time
import uuid
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")

from tests.own_database import own_database  # noqa: E402 -- after the path
from tests.stack import Stack, running  # noqa: E402

VICTIMS = ("web", "default", "pdf", "beat", "redis")
REPORTS = 12
SETTLE_WITHIN = 300
#: Seconds for each report that still waits after the last kill.
SETTLE_EACH = 30


def periods(wanted: int) -> list[tuple[str, str]]:
    """So many kinds of report, each with a period; none of those that the demo brings."""
    years = [2018, 2019, *range(2022, 2200), *range(2000, 2018)]
    every = [("quarterly", f"{year}-Q{quarter}") for year in years for quarter in (1, 2, 3, 4)]
    every += [("half_yearly", f"{year}-H{half}") for year in years for half in (1, 2)]
    return every[:wanted]


def queue(mails: int, reports: int) -> tuple[dict[str, str], list[uuid.UUID]]:
    """Mails and reports, each in a transaction of its own; returns recipients by Message-ID, and keys of reports."""
    from django.utils import timezone  # noqa: PLC0415 -- Django is set up in main

    from organisations import outbox, tenancy  # noqa: PLC0415
    from organisations.demo_cast import user_of  # noqa: PLC0415
    from organisations.workplaces import workplaces_of  # noqa: PLC0415
    from reporting import pipeline  # noqa: PLC0415
    from reporting.periods import Kind, parse_for  # noqa: PLC0415

    expected: dict[str, str] = {}
    asked: list[uuid.UUID] = []
    for number in range(mails):
        to = f"nr{number}@demo.example"
        expected[outbox.queue_text("proef", to=to, subject=f"Nr {number}", text="Dag").message_id] = to
    esra = user_of("esra")
    assert esra is not None
    for kind, period in periods(reports):
        with tenancy.acting_for(user_id=esra.pk, organisation_id=workplaces_of(esra.pk)[0].organisation_id) as acting:
            assert acting is not None
            report = pipeline.request(
                acting,
                kind=Kind(kind),
                period=parse_for(Kind(kind), period),
                manager_text="",
                at=timezone.now(),
            )
            asked.append(report.pk)
    return expected, asked


def delivered(stack: Stack) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in stack.mail_folder.glob("*.eml"):
        message = message_from_bytes(file.read_bytes())
        found.setdefault(str(message["Message-ID"]), []).append(str(message["To"]))
    return found


def told_of(stack: Stack) -> int:
    """How many different mails say that a report is ready."""
    messages = [message_from_bytes(file.read_bytes()) for file in stack.mail_folder.glob("*.eml")]
    return len({one["Message-ID"] for one in messages if "Het rapport is gemaakt" in str(one["Subject"])})


def waiting() -> int:
    from organisations import tenancy  # noqa: PLC0415 -- Django is set up in main
    from organisations.choices import Purpose  # noqa: PLC0415
    from organisations.models import OutboxMessage  # noqa: PLC0415

    with tenancy.system(Purpose.SWEEP):
        return OutboxMessage.objects.filter(done_at__isnull=True, given_up_at__isnull=True).count()


def kill_about(stack: Stack, seconds: int, chance: random.Random) -> int:
    """SIGKILL somebody every few seconds and start him again, as the supervisor does; returns how often."""
    until, kills = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        time.sleep(chance.uniform(1, 6))
        name = chance.choice(VICTIMS)
        stack.kill(name)
        kills += 1
        time.sleep(chance.uniform(0, 1))
        stack.start(name)
    return kills


def kill_along(stack: Stack, kills: int, reports: list[uuid.UUID], chance: random.Random) -> int:
    """SIGKILL somebody after every so many reports, at any step of the next one; returns how often."""
    for number in range(1, kills + 1):
        while ready(reports) < number * len(reports) // (kills + 1):
            time.sleep(0.2)
        time.sleep(chance.uniform(0, 2))
        name = chance.choice(("pdf", "pdf", "default", "beat", "redis"))
        stack.kill(name)
        time.sleep(chance.uniform(0, 1))
        stack.start(name)
    return kills


def ready(reports: list[uuid.UUID]) -> int:
    from organisations import tenancy  # noqa: PLC0415 -- Django is set up in main
    from organisations.choices import Purpose  # noqa: PLC0415
    from organisations.models import Region  # noqa: PLC0415
    from reporting.choices import ReportStatus  # noqa: PLC0415
    from reporting.models import Report  # noqa: PLC0415

    with tenancy.system(Purpose.REPORT, region_id=Region.objects.get(code="groningen").pk):
        return Report.objects.filter(status=ReportStatus.READY, pk__in=reports).count()


def verdict(stack: Stack, expected: dict[str, str], asked: list[uuid.UUID], told_before: int) -> list[str]:
    """What did not hold, in words."""
    from organisations import tenancy  # noqa: PLC0415 -- Django is set up in main
    from organisations.choices import Purpose  # noqa: PLC0415
    from organisations.models import OutboxMessage, Region  # noqa: PLC0415
    from reporting.choices import ReportStatus  # noqa: PLC0415
    from reporting.models import Report, ReportFile  # noqa: PLC0415
    from reporting.pipeline import FILES  # noqa: PLC0415

    arrived, reports = delivered(stack), len(asked)
    wrong = []
    if lost := expected.keys() - arrived.keys():
        wrong.append(f"{len(lost)} mails lost")
    wrong += [f"{key} went to {to}" for key, to in arrived.items() if key in expected and set(to) != {expected[key]}]
    with tenancy.system(Purpose.SWEEP):
        if given_up := OutboxMessage.objects.filter(given_up_at__isnull=False).count():
            wrong.append(f"{given_up} rows given up")
    with tenancy.system(Purpose.REPORT, region_id=Region.objects.get(code="groningen").pk):
        ready = Report.objects.filter(status=ReportStatus.READY, pk__in=asked)
        if (made := ready.values("kind", "period").distinct().count()) != reports or ready.count() != reports:
            wrong.append(f"{ready.count()} reports over {made} periods instead of {reports}")
        if (files := ReportFile.objects.filter(report__in=asked).count()) != len(FILES) * reports:
            wrong.append(f"{files} files instead of {len(FILES) * reports}")
    if (told := told_of(stack) - told_before) != reports:
        wrong.append(f"{told} mails that a report is ready instead of {reports}")
    twice = sum(len(to) > 1 for to in arrived.values())
    print(f"{len(arrived)} mails arrived, {twice} of them twice under one Message-ID; {reports} reports asked for")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev campaign kills")
    parser.add_argument("--seconds", type=int, default=150, help="how long to kill")
    parser.add_argument("--mails", type=int, default=200)
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument(
        "--kills", type=int, default=0, help="kill so often, spread over the reports, and not by the clock"
    )
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with own_database() as database:
        database.use()
        import django  # noqa: PLC0415 -- after the address of the database

        django.setup()
        from django.db import connection  # noqa: PLC0415

        try:
            with running(app_url=database.app_url, owner_url=database.owner_url, demo=True) as stack:
                # The demo asks for a report too: that one first.
                while waiting():
                    time.sleep(1)
                told_before = told_of(stack)
                (expected, asked), chance = queue(options.mails, options.reports), random.Random(options.seed)
                kills = (
                    kill_along(stack, options.kills, asked, chance)
                    if options.kills
                    else kill_about(stack, options.seconds, chance)
                )
                left = waiting()
                print(f"{kills} kills; {left} rows still wait", flush=True)
                until = time.monotonic() + max(SETTLE_WITHIN, left * SETTLE_EACH)
                while waiting() and time.monotonic() < until:
                    time.sleep(1)
                wrong = verdict(stack, expected, asked, told_before)
        finally:
            connection.close()
            connection.close_pool()
    for line in wrong:
        print(f"WRONG {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
