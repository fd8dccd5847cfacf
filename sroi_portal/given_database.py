"""For a database server given by `DATABASE_URL`: makes the roles it lacks and prints the addresses for the shell.

With `DATABASE_OWNER_URL` too, both log-ins are taken as they are. Without it, `DATABASE_URL` is the owner's, and the
app role gets a password of its own, kept in `var/`. The test log-in is made likewise (docs/operations.md, "Roles").
"""

import os
import secrets
import shlex
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from sroi_portal.settings.addresses import DatabaseAddress

HERE = Path(__file__).resolve().parent.parent
PASSWORDS = Path(os.environ.get("VAR_DIR", HERE / "var")) / "given-database-passwords"
APP_ROLE = "sroi_app"
TEST_ROLE = "sroi_app_test"


def password_of(role: str) -> str:
    """The password this folder keeps for a role, made on first use."""
    file = PASSWORDS / role
    if not file.exists():
        PASSWORDS.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


def log_in_as(url: str, role: str) -> str:
    """The same database with another log-in."""
    parts = urlsplit(url)
    location = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(password_of(role))}@{location}"))


def make_role(connection: psycopg.Connection, role: str, kind: sql.SQL) -> None:
    """A log-in with the password kept here, whether or not the role stood already."""
    stands = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER ROLE" if stands else "CREATE ROLE")
    statement = sql.SQL("{} {} LOGIN {} PASSWORD {}").format(
        verb, sql.Identifier(role), kind, sql.Literal(password_of(role))
    )
    connection.execute(statement)


def prepare(url: str, owner_url: str) -> dict[str, str]:
    """The addresses of app, owner and test log-in; raises what the server says when it refuses."""
    owner = DatabaseAddress.parse(owner_url or url)
    addresses = {"DATABASE_OWNER_URL": owner_url or url, "DATABASE_URL": url}
    with psycopg.connect(owner_url or url, autocommit=True, connect_timeout=5) as connection:
        app_role = DatabaseAddress.parse(url).user if owner_url else APP_ROLE
        if not owner_url:
            make_role(connection, APP_ROLE, sql.SQL("INHERIT"))
            addresses["DATABASE_URL"] = log_in_as(url, APP_ROLE)
        try:
            make_role(connection, TEST_ROLE, sql.SQL("NOINHERIT"))
            both = sql.SQL(", ").join([sql.Identifier(owner.user), sql.Identifier(app_role)])
            connection.execute(sql.SQL("GRANT {} TO {}").format(both, sql.Identifier(TEST_ROLE)))
            addresses["DATABASE_TEST_URL"] = log_in_as(owner_url or url, TEST_ROLE)
        except psycopg.errors.InsufficientPrivilege:
            addresses["DATABASE_TEST_URL"] = ""  # only `./dev test` needs it, and says so
        addresses["DATABASE_APP_ROLE"] = app_role
    return addresses


def main() -> int:
    try:
        addresses = prepare(os.environ["DATABASE_URL"], os.environ.get("DATABASE_OWNER_URL", ""))
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        sys.stderr.write(
            f"\n./dev: the server of DATABASE_URL cannot be used: {reason}\n"
            "  Mend it with:  unset DATABASE_URL   (for a private server), or give its owner in DATABASE_OWNER_URL\n",
        )
        return 1
    sys.stdout.write("".join(f"export {name}={shlex.quote(value)}\n" for name, value in addresses.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
