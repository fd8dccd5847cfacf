"""How far a worker is, written while its own transaction is still open: on a connection of its own."""

import logging
import threading
import uuid
from collections.abc import Callable

from django.db import DatabaseError, connection

from exchange.landing import Companion
from exchange.models import BulkJob
from organisations import tenancy
from organisations.choices import Purpose

logger = logging.getLogger(__name__)
#: A row that somebody holds is not waited for: the next step tells again.
_PATIENCE = "SET LOCAL lock_timeout = '2s'"


class Telling(Companion):
    """Writes down how many rows have been handled, for whoever looks at the page of the job."""

    def __init__(self, job_id: uuid.UUID, region_id: uuid.UUID) -> None:
        self.job_id = job_id
        self.region_id = region_id

    def reached(self, done: int, total: int) -> None:
        _apart(lambda: self._tell(done, total))

    def _tell(self, done: int, total: int) -> None:
        with tenancy.system(Purpose.IMPORT, region_id=self.region_id):
            with connection.cursor() as cursor:
                cursor.execute(_PATIENCE)
            BulkJob.objects.filter(pk=self.job_id).update(done=done, total=total)


def _apart(work: Callable[[], None]) -> None:
    """Do it in a thread, which has a connection of its own, and wait until it is done."""

    def run() -> None:
        try:
            work()
        except DatabaseError as error:
            logger.warning("progress not written: %s", error)
        finally:
            connection.close()

    thread = threading.Thread(target=run, name="progress", daemon=True)
    thread.start()
    thread.join()
