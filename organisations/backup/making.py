"""Writing a backup: the database and the files of one moment, with the page that says what is in it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings

from organisations.backup.facts import facts_of, migrations_of
from organisations.backup.manifest import (
    DUMP,
    FILES,
    KEYS,
    BackupError,
    Manifest,
    Stored,
    command_line,
    fingerprint,
    owner_parameters,
    refuse_others,
)


def back_up(folder: Path, *, at: datetime) -> Manifest:
    """Write a backup into a folder that is not there yet; what was begun and not ended never looks like one."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is there already. Name a folder that is not, so that no backup is overwritten.")
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True, mode=0o700)
        manifest = _written(unfinished, at=at)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except OSError as error:
        raise BackupError(f"The backup could not be written to {folder}: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return manifest


def _written(folder: Path, *, at: datetime) -> Manifest:
    parameters = owner_parameters()
    try:
        connection = psycopg.connect(**parameters)
    except psycopg.OperationalError as error:
        raise BackupError(f"The database does not answer: {str(error).strip().splitlines()[0]}") from error
    with connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        refuse_others(connection)
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None  # noqa: S101 -- a function always has a row
        _dump(parameters, folder / DUMP, snapshot=snapshot[0])
        files = {name: _copied(path, folder / FILES / name) for name, path in stored_files()}
        manifest = Manifest(
            made_at=at.isoformat(timespec="seconds"),
            server_version=connection.info.server_version,
            owner=str(parameters["user"]),
            app_role=settings.DATABASE_APP_ROLE,
            migrations=migrations_of(connection),
            facts=facts_of(connection),
            dump=Stored.of(folder / DUMP),
            files=files,
            keys={name: fingerprint(name) for name in KEYS},
        )
    manifest.write(folder)
    return manifest


def stored_files() -> Iterator[tuple[str, Path]]:
    """What lies in the folder of files, by its name there."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path


def _copied(source: Path, target: Path) -> Stored:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return Stored.of(target)


def _dump(parameters: dict[str, str], target: Path, *, snapshot: str) -> None:
    """The same moment as what is counted: the snapshot is shared."""
    address, environment = command_line(parameters)
    run_program(
        "pg_dump", [f"--dbname={address}", "--format=custom", f"--snapshot={snapshot}", f"--file={target}"], environment
    )


def run_program(name: str, arguments: list[str], environment: dict[str, str]) -> str:
    """What the program of PostgreSQL says on standard output; raises BackupError with the first thing it complains of."""
    program = shutil.which(name)
    if program is None:
        raise BackupError(f"{name} is not installed here. It comes with the client of PostgreSQL (postgresql-client).")
    done = subprocess.run(
        [program, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        complaints = (
            [line for line in done.stderr.splitlines() if "error:" in line]
            or done.stderr.splitlines()
            or ["no reason given"]
        )
        raise BackupError(f"{name} failed: {complaints[0]}")
    return done.stdout
