"""A worker killed with SIGKILL in the middle of a report: one report in the end, none lost, none double.

Real parts only: a Celery worker in a process of its own, a private Redis, and a database that other processes see.
"""

import datetime as dt
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from organisations import tenancy
from organisations.choices import OutboxKind
from organisations.models import OutboxMessage
from placements.pages.account import ask_account
from reporting import pipeline
from reporting.choices import FileFormat, ReportStatus
from reporting.models import Report, ReportFile
from reporting.periods import Kind, Period
from tenders.choices import DocumentState
from tenders.models import Document
from tests.cast import make_cast
from tests.database import owner
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import ContributionFactory
from tests.factories.tenders import ContractFactory

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
#: Enough contracts that making the PDF takes a few seconds: the kill has to fall within it.
CONTRACTS = 300


@pytest.fixture
def broker(tmp_path_factory) -> Iterator[str]:
    """The address of a Redis of our own; its socket path stays under what a socket may be long."""
    folder = Path(f"/tmp/redis-{os.getpid()}-{time.monotonic_ns()}")  # noqa: S108 -- a socket path has at most 107 bytes
    folder.mkdir(mode=0o700)
    socket = folder / "redis.sock"
    server = subprocess.Popen(
        [shutil.which("redis-server") or "redis-server", "--port", "0", "--unixsocket", str(socket), "--save", ""],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        with redis.Redis(unix_socket_path=str(socket)) as client:
            wait_until(lambda: answers(client), "Redis to answer")
        yield f"redis+socket://{socket}?virtual_host=0"
    finally:
        server.terminate()
        server.wait(PATIENCE)
        shutil.rmtree(folder)


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def wait_until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


@pytest.fixture
def environment(in_scratch, broker) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": in_scratch.app_url,
        "DATABASE_OWNER_URL": in_scratch.owner_url,
        "TEST_BROKER_URL": broker,
        "DJANGO_SETTINGS_MODULE": "sroi_portal.settings.test",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def worker(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen]:
    """A worker with its child, in a process group that can be killed as one."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.reporting.pdf_worker", "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: b" ready." in log.read_bytes(), f"the worker to start: {log.read_text()[-2000:]}")
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)


def sweep(environment: dict[str, str]) -> None:
    """What beat does every ten seconds."""
    call = [sys.executable, "-m", "celery", "-A", "sroi_portal", "call", "organisations.tasks.sweep_outbox"]
    subprocess.run(call, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True)


def requested_report() -> Report:
    cast = make_cast()
    with owner():
        contractor = OrganisationFactory(contractor=True)
        for _number in range(CONTRACTS):
            ContractFactory(authority=cast.alice.organisation, contractor=contractor, awarded_on=dt.date(2026, 4, 1))
    with tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk) as acting:
        return pipeline.request(
            acting,
            kind=Kind.QUARTERLY,
            period=Period.parse("2026-Q2"),
            manager_text="",
            at=dt.datetime(2026, 7, 26, tzinfo=dt.UTC),
        )


def now(report: Report) -> Report:
    with owner():
        return Report.objects.get(pk=report.pk)


def job() -> OutboxMessage:
    with owner():
        return OutboxMessage.objects.get(kind=OutboxKind.JOB)


def test_a_report_survives_the_death_of_its_worker(environment, tmp_path):
    report = requested_report()

    with worker(environment, tmp_path / "first.log") as first:
        sweep(environment)
        wait_until(lambda: now(report).progress == 60, "the PDF to begin")
        kill(first)
    halfway = now(report)
    assert (halfway.status, halfway.progress) == (ReportStatus.RENDERING, 60)
    with owner():
        kept = {one.format: one.pk for one in ReportFile.objects.filter(report=report)}
    assert set(kept) == {FileFormat.JSON, FileFormat.XLSX, FileFormat.ODS}
    assert job().attempts == 1
    assert job().done_at is None

    with worker(environment, tmp_path / "second.log"):
        # The dead worker's lease still holds: nobody else may touch the job yet, whatever the hints say.
        sweep(environment)
        time.sleep(3)
        assert now(report).status == ReportStatus.RENDERING
        assert job().attempts == 1
        with owner():  # the minute of the lease goes by
            OutboxMessage.objects.update(leased_until=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        sweep(environment)
        wait_until(lambda: job().done_at is not None, f"the report: {(tmp_path / 'second.log').read_text()[-2000:]}")

    done = now(report)
    assert (done.status, done.progress, done.version) == (ReportStatus.READY, 100, 1)
    assert (done.sha256, done.frozen_at) == (halfway.sha256, halfway.frozen_at)
    with owner():
        assert Report.objects.count() == 1
        files = {one.format: one for one in ReportFile.objects.all()}
        assert ReportFile.objects.count() == len(pipeline.FILES)
    with owner():  # and one mail to who asked for it
        assert OutboxMessage.objects.get(kind=OutboxKind.MAIL).name == "report_ready"
    assert {name: files[name].pk for name in kept} == kept
    assert bytes(files[FileFormat.PDF].content).startswith(b"%PDF")
    assert job().attempts == 2


def asked_statement() -> Document:
    """A statement of so many lines that its PDF takes seconds."""
    cast = make_cast()
    with owner():
        contract = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
        for _number in range(CONTRACTS):
            ContributionFactory(contract=contract, status="approved")
    with tenancy.acting_for(user_id=cast.bram.user.pk, organisation_id=cast.bram.organisation.pk) as acting:
        return ask_account(acting, contract_id=contract.pk, at=dt.datetime(2026, 7, 26, tzinfo=dt.UTC))


def test_a_document_survives_the_death_of_its_worker(environment, tmp_path):
    document = asked_statement()

    with worker(environment, tmp_path / "first.log") as first:
        sweep(environment)
        wait_until(lambda: job().attempts == 1, "the worker to begin")
        kill(first)
    with owner():
        halfway = Document.objects.get()
        OutboxMessage.objects.update(leased_until=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert halfway.state == DocumentState.WAITING

    with worker(environment, tmp_path / "second.log"):
        sweep(environment)
        wait_until(lambda: job().done_at is not None, f"the document: {(tmp_path / 'second.log').read_text()[-2000:]}")
    with owner():
        made = Document.objects.get()
    assert (made.pk, made.state, made.content) == (document.pk, DocumentState.READY, halfway.content)
    assert bytes(made.file).startswith(b"%PDF")
    assert made.sha256 == hashlib.sha256(bytes(made.file)).hexdigest()
    assert job().attempts == 2
