"""Queries as the owner of the tables: only migrating and test set-up do that."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections


@contextmanager
def as_owner(alias: str = "default") -> Iterator[None]:
    """Connect with the login of settings.DATABASE_OWNER inside the block, and as the app role after it."""
    connection = connections[alias]
    before = connection.settings_dict
    _close(connection)
    options = {key: value for key, value in before["OPTIONS"].items() if key not in {"pool", "options"}}
    connection.settings_dict = {**before, **settings.DATABASE_OWNER, "OPTIONS": options}
    try:
        yield
    finally:
        _close(connection)
        connection.settings_dict = {**before, "NAME": connection.settings_dict["NAME"]}


def _close(connection) -> None:
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
