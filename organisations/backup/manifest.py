"""The page that comes with a backup: what is in it, by which anybody can see that it is whole. And who may read it all."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import conninfo

from organisations.backup.facts import Facts, digest

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"
#: Kept apart from every backup. Without the second nobody is recognised any more.
KEYS = ("SECRET_KEY", "PERSON_KEY_SECRET")
_BLOCK = 1 << 20


class BackupError(Exception):
    """Why there is no backup, or why it is not put back; a sentence for who runs the portal."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the backup."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "Stored":
        made = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                made.update(block)
        return cls(path.stat().st_size, made.hexdigest())


@dataclass(frozen=True, slots=True)
class Manifest:
    """``keys``: how to recognise the keys that the data were written with, by name; the keys themselves are in no backup."""

    made_at: str
    server_version: int
    owner: str
    app_role: str
    migrations: list[str]
    facts: Facts
    dump: Stored
    files: dict[str, Stored] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        content = {"format": FORMAT, **asdict(self)}
        text = json.dumps({**content, "sha256": digest(content)}, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text + "\n")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises BackupError for what is no backup, or not the page that was written with it."""
        try:
            content = json.loads((folder / MANIFEST).read_text())
            sealed = content.pop("sha256")
        except FileNotFoundError:
            raise BackupError(f"{folder} holds no backup: there is no {MANIFEST} in it.") from None
        except (ValueError, KeyError, AttributeError, TypeError):
            raise BackupError(f"The backup in {folder} is broken: {MANIFEST} cannot be read to its end.") from None
        if digest(content) != sealed:
            raise BackupError(f"The backup in {folder} is broken: {MANIFEST} was changed after it was written.")
        if content.pop("format") != FORMAT:
            raise BackupError(
                f"The backup in {folder} was made by another version, in a form that this one cannot read."
            )
        try:
            files = {name: Stored(**one) for name, one in content.pop("files").items()}
            return cls(**{**content, "dump": Stored(**content["dump"]), "files": files})
        except (KeyError, AttributeError, TypeError):
            raise BackupError(f"The backup in {folder} is broken: {MANIFEST} is no page of a backup.") from None

    def check(self, folder: Path) -> None:
        """Raises BackupError at the first file that is missing, cut short or changed, or would come to lie elsewhere."""
        for name in self.files:
            if not lies_within(folder / FILES, name):
                raise BackupError(f"The backup in {folder} is broken: {name!r} lies outside its folder of files.")
        wanted = {DUMP: self.dump, **{f"{FILES}/{name}": one for name, one in self.files.items()}}
        for name, one in wanted.items():
            path = folder / name
            if not path.is_file():
                raise BackupError(f"The backup in {folder} is broken: {name} is missing.")
            size = path.stat().st_size
            if size != one.size:
                raise BackupError(f"The backup in {folder} is broken: {name} has {size} bytes instead of {one.size}.")
            if Stored.of(path) != one:
                raise BackupError(f"The backup in {folder} is broken: {name} is not the file that was stored.")


def lies_within(folder: Path, name: str) -> bool:
    """Whether a file of this name is under the folder: no way up, no other root, no link that leads away."""
    path = PurePosixPath(name)
    plain = path.parts and name == path.as_posix() and ".." not in path.parts and "\0" not in name
    return bool(plain) and (folder / name).resolve().is_relative_to(folder.resolve())


def fingerprint(name: str) -> str:
    """By which a key of the settings is recognised later, and which gives nothing of it away."""
    return hmac.digest(str(getattr(settings, name)).encode(), f"backup {name}".encode(), hashlib.sha256).hex()[:16]


def owner_parameters() -> dict[str, Any]:
    """How the owner of the tables logs in to the database of the settings."""
    server = {**connections["default"].settings_dict, **settings.DATABASE_OWNER}
    options = {key: value for key, value in server["OPTIONS"].items() if key not in {"pool", "options"}}
    named = {
        "dbname": server["NAME"],
        "user": server["USER"],
        "password": server["PASSWORD"],
        "host": server["HOST"],
        "port": server["PORT"],
    }
    return {**options, **{key: value for key, value in named.items() if value}}


def command_line(parameters: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The same for the programs of PostgreSQL: an address, and the environment with the password that nobody else reads."""
    told = {key: value for key, value in parameters.items() if key != "password"}
    environment = {"PGPASSWORD": parameters["password"]} if parameters.get("password") else {}
    return conninfo.make_conninfo(**told), environment


def refuse_others(connection: psycopg.Connection) -> None:
    """Raises BackupError unless this log-in owns every table: row security would hide rows from it without an error."""
    row = connection.execute(
        "SELECT current_user, count(*) FILTER (WHERE NOT pg_has_role(current_user, relowner, 'USAGE')) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    ).fetchone()
    if row is None or row[1]:
        who = row[0] if row else "this log-in"
        raise BackupError(
            f"{who} does not own the tables, so row security hides rows from it. Set DATABASE_OWNER_URL to the owner's log-in."
        )
