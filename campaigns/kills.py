"""Kills web and workers at random while jobs and mail run: none lost, none double (about 6 minutes; --seconds, --mails)."""

import argparse
import os
import random
import sys
import time
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")

from tests.own_database import own_database  # noqa: E402 -- after the path
from tests.stack import Stack, running  # noqa: E402

VICTIMS = ("web", "default", "pdf", "beat", "redis")
#: Quarters of the demo region; each becomes one report.
PERIODS = [f"{year}-Q{quarter}" for year in (2019, 2020, 2021) for quarter in (1, 2, 3, 4)]
SETTLE_WITHIN = 300


def queue(mails: int) -> tuple[dict[str, str], int]:
    """Mails and reports, each in a transaction of its own; returns recipients by Message-ID and the number of reports."""
    from django.utils import timezone  # noqa: PLC0415 -- Django is set up in main

    from organisations import outbox, tenancy  # noqa: PLC0415
    from organisations.demo_cast import user_of  # noqa: PLC0415
    from organisations.workplaces import workplaces_of  # noqa: PLC0415
    from reporting import pipeline  # noqa: PLC0415
    from reporting.periods import Kind, parse_for  # noqa: PLC0415

    expected = {}
    for number in range(mails):
        to = f"nr{number}@demo.example"
        expected[outbox.queue_text("proef", to=to, subject=f"Nr {number}", text="Dag").message_id] = to
    esra = user_of("esra")
    assert esra is not None
    for period in PERIODS:
        with tenancy.acting_for(user_id=esra.pk, organisation_id=workplaces_of(esra.pk)[0].organisation_id) as acting:
            assert acting is not None
            pipeline.request(
                acting,
                kind=Kind.QUARTERLY,
                period=parse_for(Kind.QUARTERLY, period),
                manager_text="",
                at=timezone.now(),
            )
    return expected, len(PERIODS)


def delivered(stack: Stack) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in stack.mail_folder.glob("*.eml"):
        message = message_from_bytes(file.read_bytes())
        found.setdefault(str(message["Message-ID"]), []).append(str(message["To"]))
    return found


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


def verdict(stack: Stack, expected: dict[str, str], reports: int) -> list[str]:
    """What did not hold, in words."""
    from organisations import tenancy  # noqa: PLC0415 -- Django is set up in main
    from organisations.choices import Purpose  # noqa: PLC0415
    from organisations.models import OutboxMessage, Region  # noqa: PLC0415
    from reporting.choices import ReportStatus  # noqa: PLC0415
    from reporting.models import Report, ReportFile  # noqa: PLC0415

    arrived = delivered(stack)
    wrong = []
    if lost := expected.keys() - arrived.keys():
        wrong.append(f"{len(lost)} mails lost")
    wrong += [f"{key} went to {to}" for key, to in arrived.items() if key in expected and set(to) != {expected[key]}]
    with tenancy.system(Purpose.SWEEP):
        if given_up := OutboxMessage.objects.filter(given_up_at__isnull=False).count():
            wrong.append(f"{given_up} rows given up")
    with tenancy.system(Purpose.REPORT, region_id=Region.objects.get(code="groningen").pk):
        ready = Report.objects.filter(status=ReportStatus.READY)
        if (made := ready.values("period").distinct().count()) != reports or ready.count() != reports:
            wrong.append(f"{ready.count()} reports over {made} periods instead of {reports}")
        if (files := ReportFile.objects.count()) != 3 * reports:
            wrong.append(f"{files} files instead of {3 * reports}")
    twice = sum(len(to) > 1 for to in arrived.values())
    print(f"{len(arrived)} mails arrived, {twice} of them twice under one Message-ID; {reports} reports asked for")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev campaign kills")
    parser.add_argument("--seconds", type=int, default=150, help="how long to kill")
    parser.add_argument("--mails", type=int, default=200)
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
                expected, reports = queue(options.mails)
                kills = kill_about(stack, options.seconds, random.Random(options.seed))
                print(f"{kills} kills; {waiting()} rows still wait", flush=True)
                until = time.monotonic() + SETTLE_WITHIN
                while waiting() and time.monotonic() < until:
                    time.sleep(1)
                wrong = verdict(stack, expected, reports)
        finally:
            connection.close()
            connection.close_pool()
    for line in wrong:
        print(f"WRONG {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
