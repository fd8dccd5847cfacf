"""A committed database of its own, for what cannot be tried inside one transaction: threads, workers, kills."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from organisations.models import new_id
from sroi_portal.settings.addresses import DatabaseAddress
from tests.untouched import run_as_owner, untouched_copy


@dataclass(frozen=True)
class Scratch:
    """Addresses of a scratch database.

    As the app role from the tests' own log-in, as the owner, and as the log-in that web and workers have, which
    can become nobody else.
    """

    name: str
    app_url: str
    owner_url: str
    portal_url: str

    def connect(self, *, as_owner: bool = False) -> psycopg.Connection:
        return psycopg.connect(self.owner_url if as_owner else self.app_url)


@pytest.fixture
def scratch(django_db_setup, django_db_blocker) -> Iterator[Scratch]:
    """A copy of the migrated test database, reachable by every process; Django itself is not connected to it."""
    with django_db_blocker.unblock(), made_scratch() as one:
        yield one


@pytest.fixture
def in_scratch(scratch, django_db_blocker) -> Iterator[Scratch]:
    """As ``scratch``, with Django's own connections (of every thread) led to it: what is written is committed."""
    default = connections["default"]
    before = default.settings_dict
    with django_db_blocker.unblock():
        default.close()
        renamed = {**before, "NAME": scratch.name}
        default.settings_dict = renamed
        connections.settings["default"] = renamed
        try:
            yield scratch
        finally:
            default.close()
            default.settings_dict = before
            connections.settings["default"] = before


@contextmanager
def made_scratch() -> Iterator[Scratch]:
    name = f"scratch_{new_id().hex[-12:]}"
    connection.close()
    run_as_owner(f'CREATE DATABASE "{name}" TEMPLATE "{untouched_copy()}"')
    try:
        yield Scratch(
            name=name,
            app_url=_url(name, connection.settings_dict["USER"], f"-c role={settings.DATABASE_APP_ROLE}"),
            owner_url=_url(name, settings.DATABASE_OWNER["USER"]),
            portal_url=portal_url(name),
        )
    finally:
        connection.close()
        _drop(name)


def portal_url(name: str) -> str:
    """With the password of the portal's own log-in where one is needed; the private cluster asks for none."""
    given = os.environ.get("DATABASE_PORTAL_URL")
    password = DatabaseAddress.parse(given).password if given else ""
    return _url(name, settings.DATABASE_APP_ROLE, password=password)


def _drop(name: str) -> None:
    """The owner may not end sessions of the app role; those of a process that just ended take a moment to go."""
    for tries_left in range(20, -1, -1):
        try:
            run_as_owner(f'DROP DATABASE "{name}" WITH (FORCE)')
        except psycopg.errors.InsufficientPrivilege:
            if not tries_left:
                raise
            time.sleep(0.5)
        else:
            return


def _url(name: str, user: str, options: str = "", *, password: str | None = None) -> str:
    """An address as DATABASE_URL wants it; works for a socket folder and for a host."""
    server = connection.settings_dict
    secret = server["PASSWORD"] if password is None else password
    password = f":{quote(secret)}" if secret else ""
    query = [f"host={quote(server['HOST'] or os.environ.get('PGHOST', ''), safe='')}"]
    if server["PORT"]:
        query.append(f"port={server['PORT']}")
    if options:
        query.append(f"options={quote(options)}")
    return f"postgresql://{user}{password}@/{name}?{'&'.join(query)}"
