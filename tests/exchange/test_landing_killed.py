"""A worker killed with SIGKILL in the middle of a landing: it lands once in the end, whole, and can be undone.

Real parts only: a Celery worker in a process of its own, a private Redis, and a database that other processes see.
"""

import datetime as dt
import os
import signal
import time

from exchange import jobs
from exchange.choices import JobKind, JobStatus
from exchange.models import BulkJob, ImportedRow
from organisations import tenancy
from organisations.models import OutboxMessage
from organisations.tenancy import Acting
from tenders.models import Contract, ContractVersion
from tests.cast import make_cast
from tests.database import owner
from tests.exchange.bulk import again, row, sheet
from tests.reporting.test_worker_killed import broker, environment, kill, sweep, wait_until, worker  # noqa: F401

AT = dt.datetime(2026, 7, 26, 9, 0, tzinfo=dt.UTC)
#: So many that the landing takes a few seconds: the kill has to fall within it.
CONTRACTS = 4000


def checked_job(cast) -> BulkJob:
    content = sheet(*(row(reference=f"B-{number}") for number in range(CONTRACTS)))
    with as_dirk(cast) as acting:
        job = jobs.start_import(
            acting, kind=JobKind.CONTRACTS_IN, files={"a.csv": content}, file_format="csv", at=AT, on=AT.date()
        )
    jobs.run(job.pk, region_id=job.region_id)
    with owner():
        OutboxMessage.objects.all().delete()
    return again(job)


def as_dirk(cast):
    return tenancy.acting_for(user_id=cast.dirk.user.pk, organisation_id=cast.dirk.organisation.pk)


def contracts() -> int:
    with owner():
        return Contract.objects.filter(reference__startswith="B-").count()


def is_busy(job: BulkJob) -> bool:
    """The landing has handled its rows and is not committed: the progress stands, the contracts are not there yet."""
    now = again(job)
    return now.status == JobStatus.LANDING and now.done > 0


def message() -> OutboxMessage:
    with owner():
        return OutboxMessage.objects.get()


def test_a_landing_survives_the_death_of_its_worker(environment, tmp_path):  # noqa: F811
    cast = make_cast()
    job = checked_job(cast)
    assert job.status == JobStatus.TO_CONFIRM
    with as_dirk(cast) as acting:
        assert isinstance(acting, Acting)
        jobs.confirm(acting, job_id=job.pk, sha256=job.sha256, at=AT)

    with worker(environment, tmp_path / "first.log") as first:
        sweep(environment)
        wait_until(lambda: is_busy(job), f"the landing to begin: {(tmp_path / 'first.log').read_text()[-2000:]}")
        os.killpg(first.pid, signal.SIGSTOP)  # nothing more happens between looking and killing
        halfway = (again(job).status, contracts())
        kill(first)
    assert halfway == (JobStatus.LANDING, 0)
    assert contracts() == 0
    assert message().attempts == 1

    with worker(environment, tmp_path / "second.log"):
        sweep(environment)
        time.sleep(2)
        assert message().attempts == 1  # the lease of the dead worker still holds
        with owner():  # the minute of the lease goes by
            OutboxMessage.objects.update(leased_until=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        sweep(environment)
        wait_until(
            lambda: message().done_at is not None, f"it to land: {(tmp_path / 'second.log').read_text()[-2000:]}"
        )

    done = again(job)
    assert (done.status, done.done, done.total) == (JobStatus.LANDED, CONTRACTS, CONTRACTS)
    assert contracts() == CONTRACTS
    with owner():
        assert ContractVersion.objects.filter(contract__reference__startswith="B-").count() == CONTRACTS
        assert ImportedRow.objects.filter(job=job).count() == 2 * CONTRACTS
    assert message().attempts == 2

    with as_dirk(cast) as acting:
        jobs.ask_undo(acting, job_id=job.pk)
    jobs.run(job.pk, region_id=job.region_id)
    assert (again(job).status, contracts()) == (JobStatus.UNDONE, 0)
