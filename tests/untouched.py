"""A copy of the test database as migrating left it: a database that somebody is connected to cannot be copied."""

import psycopg
from django.db import connection

from organisations.database_owner import as_owner


def keep_untouched_copy() -> None:
    """Make the copy, right after migrating."""
    run_as_owner(f'DROP DATABASE IF EXISTS "{untouched_copy()}"')
    run_as_owner(f'CREATE DATABASE "{untouched_copy()}" TEMPLATE "{connection.settings_dict["NAME"]}"')


def drop_untouched_copy() -> None:
    """Take it away with the test database."""
    run_as_owner(f'DROP DATABASE IF EXISTS "{untouched_copy()}"')


def untouched_copy() -> str:
    """Return its name."""
    return f"{connection.settings_dict['NAME']}_untouched"


def run_as_owner(sql: str) -> None:
    """Run a statement that makes or drops a database."""
    with as_owner():
        database = {**connection.settings_dict, "NAME": "postgres"}
        parameters = {
            "dbname": database["NAME"],
            "user": database["USER"],
            "password": database["PASSWORD"] or None,
            "host": database["HOST"] or None,
            "port": database["PORT"] or None,
        }
    with psycopg.connect(**{k: v for k, v in parameters.items() if v}, autocommit=True) as server:
        server.execute(sql)
