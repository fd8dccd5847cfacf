"""Twenty reports while their worker is killed three times: each made once, and whoever asked is told of each."""

import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Callable

from organisations import tenancy
from organisations.choices import OutboxKind
from organisations.models import OutboxMessage
from reporting import pipeline
from reporting.choices import ReportStatus
from reporting.figures import canonical
from reporting.models import Report, ReportFile
from reporting.periods import Kind, parse_for
from tests.cast import make_cast
from tests.database import owner
from tests.reporting.test_worker_killed import broker, environment, kill, sweep, worker  # noqa: F401

QUARTERS = [f"{year}-Q{number}" for year in (2019, 2020, 2021, 2022) for number in (1, 2, 3, 4)]
ASKED = [(Kind.QUARTERLY, period) for period in QUARTERS] + [
    (Kind.YEARLY, str(year)) for year in (2019, 2020, 2021, 2022)
]
#: The worker dies when so many reports are ready.
KILLED_AT = (2, 8, 14)
#: Seconds between two deaths, on a machine that does other work as well.
PATIENCE = 240


def ask() -> None:
    esra = make_cast().esra
    for kind, period in ASKED:
        with tenancy.acting_for(user_id=esra.user.pk, organisation_id=esra.organisation.pk) as acting:
            at = dt.datetime(2026, 7, 26, tzinfo=dt.UTC)
            pipeline.request(acting, kind=kind, period=parse_for(kind, period), manager_text="", at=at)


def ready() -> int:
    with owner():
        return Report.objects.filter(status=ReportStatus.READY).count()


def waiting() -> int:
    with owner():
        return OutboxMessage.objects.filter(kind=OutboxKind.JOB, done_at=None).count()


def drive(environment: dict[str, str], happened: Callable[[], bool]) -> None:  # noqa: F811
    """Sweep as beat does, for hints expire, until it happened."""
    with owner():  # the minute of the lease of a dead worker goes by
        OutboxMessage.objects.filter(done_at=None).update(leased_until=None)
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"{ready()} reports are ready"
        sweep(environment)
        until = time.monotonic() + 8
        while not happened() and time.monotonic() < until:
            time.sleep(0.05)


def test_twenty_reports_survive_three_deaths_of_their_worker(environment, tmp_path):  # noqa: F811
    ask()
    for number, reached in enumerate(KILLED_AT):
        with worker(environment, tmp_path / f"{number}.log") as victim:
            drive(environment, lambda reached=reached: ready() >= reached)
            kill(victim)
    with worker(environment, tmp_path / "last.log"):
        drive(environment, lambda: not waiting())

    with owner():
        reports = list(Report.objects.all())
        files = Counter(ReportFile.objects.values_list("report_id", "format"))
        mails = list(OutboxMessage.objects.filter(kind=OutboxKind.MAIL, name="report_ready"))
        assert not OutboxMessage.objects.exclude(given_up_at=None).exists()
    assert sorted((one.kind, one.period, one.version) for one in reports) == sorted(
        (kind.value, period, 1) for kind, period in ASKED
    )
    for one in reports:
        assert one.status == ReportStatus.READY
        assert canonical.is_intact(json.loads(one.snapshot) | {"sha256": one.sha256})
        assert [files[one.pk, file_format] for file_format, _render, _progress in pipeline.FILES] == [1] * len(
            pipeline.FILES
        )
    # The mail is written with the word that its report is ready; what it said is gone once it was sent.
    assert len(mails) == len(reports)
