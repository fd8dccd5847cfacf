"""A migrated database of its own on the server of ./dev, for campaigns and benchmarks; gone when they end."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class OwnDatabase:
    name: str
    app_url: str
    owner_url: str

    def use(self) -> None:
        """Lead this process, and what it starts, to this database; before Django is set up."""
        os.environ["DATABASE_URL"] = self.app_url
        os.environ["DATABASE_OWNER_URL"] = self.owner_url


@contextmanager
def empty_database() -> Iterator[OwnDatabase]:
    """One without a table."""
    name = f"own_{uuid4().hex[:12]}"
    owner_url = os.environ["DATABASE_OWNER_URL"]
    _on_server(owner_url, f'CREATE DATABASE "{name}"')
    try:
        yield OwnDatabase(name, _named(os.environ["DATABASE_URL"], name), _named(owner_url, name))
    finally:
        _drop(owner_url, name)


@contextmanager
def own_database() -> Iterator[OwnDatabase]:
    with empty_database() as one:
        with psycopg.connect(one.owner_url, autocommit=True) as database:
            for extension in ("btree_gist", "pg_trgm", "unaccent"):
                database.execute(f'CREATE EXTENSION IF NOT EXISTS "{extension}"'.encode())
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": one.owner_url, "DATABASE_OWNER_URL": one.owner_url},
            stdin=subprocess.DEVNULL,
            check=True,
        )
        yield one


def _drop(owner_url: str, name: str) -> None:
    """The owner may not end sessions of the app role; those of a process that just ended take a moment to go."""
    for _second in range(20):
        try:
            _on_server(owner_url, f'DROP DATABASE IF EXISTS "{name}"')
        except psycopg.errors.ObjectInUse:
            time.sleep(1)
        else:
            return
    sys.stderr.write(f"Database {name} is still in use and stays.\n")


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _on_server(url: str, statement: str) -> None:
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as server:
        server.execute(statement.encode())
