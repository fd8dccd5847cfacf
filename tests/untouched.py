"""A copy of the test database as migrating left it: a database that somebody is connected to cannot be copied.

Tests that need a committed database copy it, and so does every other worker of the same run instead of migrating again.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from psycopg import sql

from organisations.database_owner import as_owner

#: The same for all workers of a run, and for no other run; none without workers.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")


@contextmanager
def one_worker_at_a_time() -> Iterator[None]:
    """Let the workers of a run in one by one: the first migrates, and the next ones find what it made."""
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [RUN])
        yield


def copied_from_other_worker() -> bool:
    """Make this worker's test database out of the copy that another worker of this run keeps; False when none does."""
    with _server() as server:
        found = server.execute(
            "SELECT datname FROM pg_database WHERE shobj_description(oid, 'pg_database') = %s LIMIT 1", [RUN]
        ).fetchone()
        if not RUN or found is None:
            return False
        name = sql.Identifier(str(connection.creation._get_test_db_name()))
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(found[0])))
        return True


def keep_untouched_copy() -> None:
    """Make the copy, right after migrating."""
    copy = untouched_copy()
    run_as_owner(f'DROP DATABASE IF EXISTS "{copy}"')
    run_as_owner(f'CREATE DATABASE "{copy}" TEMPLATE "{connection.settings_dict["NAME"]}"')
    with _server() as server:
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(copy), sql.Literal(RUN)))


def drop_untouched_copy() -> None:
    """Take it away with the test database."""
    run_as_owner(f'DROP DATABASE IF EXISTS "{untouched_copy()}"')


def untouched_copy() -> str:
    """Return its name."""
    return f"{connection.settings_dict['NAME']}_untouched"


def run_as_owner(statement: str) -> None:
    """Run a statement that makes or drops a database."""
    with _server() as server:
        server.execute(statement)


def _server() -> psycopg.Connection:
    """A connection of the owner beside the test databases."""
    with as_owner():
        database = {**connection.settings_dict, "NAME": "postgres"}
        parameters = {
            "dbname": database["NAME"],
            "user": database["USER"],
            "password": database["PASSWORD"] or None,
            "host": database["HOST"] or None,
            "port": database["PORT"] or None,
        }
    return psycopg.connect(**{k: v for k, v in parameters.items() if v}, autocommit=True)
