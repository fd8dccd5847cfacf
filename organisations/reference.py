"""By which everything that one request set going can be found: its log lines, its jobs and mails, and what the database did.

Ten characters that can be read out over the telephone. A worker that does a job takes on the reference of the request that
queued it; whatever nobody asked for (a day's chores) gets one of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.crypto import get_random_string

#: Outside any request or job.
NONE_YET = "-"
LENGTH = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_current: ContextVar[str] = ContextVar("reference", default=NONE_YET)
_process = "web"


def new() -> str:
    return get_random_string(LENGTH, _LETTERS)


def current() -> str:
    """The reference of what is being done now, or ``NONE_YET``."""
    return _current.get()


def process() -> str:
    """Which of the portal's processes this is: web, worker or beat."""
    return _process


def name_process(name: str) -> None:
    """Said once, when a process starts that is not the web."""
    global _process  # noqa: PLW0603 -- of the process, which has one name
    _process = name


def in_database() -> str:
    """What the database calls this work, in ``pg_stat_activity`` and its own log: ``worker k3m9…``."""
    return f"{_process} {_current.get()}"


def begin(reference: str) -> None:
    """From now on, where no block marks the end: a task of a worker."""
    _current.set(reference)


@contextmanager
def referring_to(reference: str) -> Iterator[str]:
    """Do the block under this reference."""
    token = _current.set(reference)
    try:
        yield reference
    finally:
        _current.reset(token)
