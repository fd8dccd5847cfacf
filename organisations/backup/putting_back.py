"""Putting a backup back into an empty database and folder: whole, or not at all; and compared with what was stored."""

import shutil
import tempfile
from pathlib import Path

import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from organisations.backup.facts import differences, facts_of
from organisations.backup.making import run_program, stored_files
from organisations.backup.manifest import (
    DUMP,
    FILES,
    KEYS,
    BackupError,
    Manifest,
    Stored,
    command_line,
    fingerprint,
    lies_within,
    owner_parameters,
    refuse_others,
)

#: So many lines of what is not the same are told.
_MOST_TOLD = 20


def put_back(folder: Path) -> Manifest:
    """Fill the empty database and folder of the settings; raises BackupError with the reason why not.

    A backup that is broken, or does not belong here, is refused before anything is written.
    """
    manifest = Manifest.read(folder)
    manifest.check(folder)
    _refuse_other_code(manifest)
    _refuse_other_keys(manifest)
    parameters = owner_parameters()
    try:
        connection = psycopg.connect(**parameters, autocommit=True)
    except psycopg.OperationalError as error:
        raise BackupError(f"The database does not answer: {str(error).strip().splitlines()[0]}") from error
    with connection:
        _refuse_full(connection, manifest)
        _refuse_other_server(connection, manifest)
        _restore(parameters, folder / DUMP)
        _copy_files(folder, manifest)
        refuse_others(connection)
        _refuse_different(connection, manifest)
        connection.execute("ANALYZE")
    return manifest


def unknown_keys(manifest: Manifest) -> list[str]:
    """The keys of the settings that are not those the data were written with."""
    return [name for name in KEYS if manifest.keys.get(name) != fingerprint(name)]


def _refuse_other_code(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if newer := sorted(set(manifest.migrations) - known):
        raise BackupError(
            f"This backup was made by a newer version of the portal: {newer[0]} is not known here. Restore it with that version."
        )


def _refuse_other_keys(manifest: Manifest) -> None:
    if "PERSON_KEY_SECRET" in unknown_keys(manifest):
        raise BackupError(
            "This backup was made with another PERSON_KEY_SECRET. With this one everybody in it would become somebody else. "
            "Set the one that was kept with the backups."
        )


def _refuse_full(connection: psycopg.Connection, manifest: Manifest) -> None:
    row = connection.execute(
        "SELECT current_database(), count(*) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    ).fetchone()
    if row and row[1]:
        raise BackupError(f"Database {row[0]} is not empty: it has {row[1]} tables. Restore into a new one.")
    if manifest.files and any(True for _file in stored_files()):
        raise BackupError(f"{settings.MEDIA_ROOT} is not empty. Restore into a folder that is.")


def _refuse_other_server(connection: psycopg.Connection, manifest: Manifest) -> None:
    made_on = manifest.server_version // 10_000
    if connection.info.server_version // 10_000 < made_on:
        raise BackupError(
            f"This backup was made on PostgreSQL {made_on}; this server is older. Use {made_on} or newer."
        )
    roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    if missing := {manifest.owner, manifest.app_role} - roles:
        raise BackupError(f"The server has no role {min(missing)}. `deploy/roles.sh` makes the roles on a new server.")
    if connection.info.user != manifest.owner:
        raise BackupError(f"{manifest.owner} owned the tables; restore as that role, not as {connection.info.user}.")


def _restore(parameters: dict[str, str], dump: Path) -> None:
    """In one transaction. Without what is said of extensions: an extension may stand there already, and be another's."""
    address, environment = command_line(parameters)
    entries = run_program("pg_restore", ["--list", str(dump)], {}).splitlines(keepends=True)
    with tempfile.NamedTemporaryFile("w", suffix=".list") as wanted:
        wanted.writelines(line for line in entries if " COMMENT - EXTENSION " not in line)
        wanted.flush()
        how = ["--no-owner", "--single-transaction", "--exit-on-error", f"--use-list={wanted.name}"]
        run_program("pg_restore", [f"--dbname={address}", *how, str(dump)], environment)


def _copy_files(folder: Path, manifest: Manifest) -> None:
    try:
        for name in manifest.files:
            target = Path(settings.MEDIA_ROOT) / name
            if not lies_within(Path(settings.MEDIA_ROOT), name):
                raise BackupError(f"{name!r} would come to lie outside {settings.MEDIA_ROOT}. The database is filled.")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / FILES / name, target)
    except OSError as error:
        message = (
            f"The files could not be put into {settings.MEDIA_ROOT}: {error.strerror or error}. The database is filled."
        )
        raise BackupError(message) from error


def _refuse_different(connection: psycopg.Connection, manifest: Manifest) -> None:
    """Raises BackupError when anything came back other than it was stored."""
    same_server = connection.info.server_version // 10_000 == manifest.server_version // 10_000
    found = list(differences(manifest.facts, facts_of(connection), same_server=same_server))
    root = Path(settings.MEDIA_ROOT)
    found += [f"file {name} is not the same" for name, one in manifest.files.items() if Stored.of(root / name) != one]
    if found:
        told = "\n  ".join(found[:_MOST_TOLD])
        raise BackupError(f"What was put back is not what was stored ({len(found)} differences):\n  {told}")
