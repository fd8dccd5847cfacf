"""Backs up the demo, puts it back into an empty database and folder, and proves both equal; refuses broken ones (3 minutes)."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")

from tests.own_database import OwnDatabase, empty_database, own_database  # noqa: E402 -- after the path

#: What lies in the folder of files, besides what is in rows.
FILES = {"brief.pdf": b"%PDF-1.7 proef", "diep/in/een/map/bewijs.bin": bytes(range(256)) * 4096, "leeg": b""}
#: Begins to act for an organisation, as a request does.
CONTEXT = "SELECT * FROM organisations_enter(%s, %s, '')"

failures: list[str] = []


def told(what: str, *, holds: bool) -> None:
    print(f"{'ok  ' if holds else 'FAIL'}  {what}", flush=True)
    if not holds:
        failures.append(what)


def manage(database: OwnDatabase, media: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database.app_url,
            "DATABASE_OWNER_URL": database.owner_url,
            "MEDIA_ROOT": str(media),
            **environment,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def counted(database: OwnDatabase) -> dict[str, tuple[int, str, dict[str, Decimal]]]:
    """Rows, a checksum over every value of every row, and sums to the cent, by table: counted here, apart from the command."""
    found = {}
    with psycopg.connect(database.owner_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        for (name,) in tables:
            made, rows = sha256(), 0
            cursor = connection.execute(sql.SQL("SELECT * FROM {} AS t ORDER BY t::text").format(sql.Identifier(name)))
            assert cursor.description is not None
            columns = [column.name for column in cursor.description]
            sums = {column.name: Decimal(0) for column in cursor.description if column.type_code == 1700}
            for row in cursor:
                rows += 1
                made.update(repr(row).encode())
                for column, value in zip(columns, row, strict=True):
                    if column in sums and value is not None:
                        sums[column] += value
            found[name] = (rows, made.hexdigest(), sums)
    return found


def seen_by_app(database: OwnDatabase, guarded: list[str], member: tuple[str, str] | None = None) -> dict[str, int]:
    """How many rows the app role sees of each guarded table; nobody acts unless a member is given."""
    found = {}
    with psycopg.connect(database.app_url) as connection:
        if member:
            connection.execute(CONTEXT, member)
        for name in guarded:
            row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
            assert row is not None
            found[name] = row[0]
    return found


def readable_and_guarded(database: OwnDatabase) -> list[str]:
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity"
            " AND has_table_privilege('sroi_app', oid, 'SELECT') ORDER BY 1"
        ).fetchall()
    return [name for (name,) in rows]


def member_of(database: OwnDatabase, email: str) -> tuple[str, str]:
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute(
            "SELECT u.id, m.organisation_id FROM organisations_user u JOIN organisations_membership m ON m.user_id = u.id"
            " WHERE u.email LIKE %s ORDER BY m.id LIMIT 1",
            [email + "%"],
        ).fetchone()
    assert row is not None, f"nobody is called {email} in the demo"
    return row


def hashes(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def tables_in(database: OwnDatabase) -> int:
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert row is not None
    return row[0]


@contextmanager
def broken(backup: Path, work: Path) -> Iterator[Path]:
    """A copy of the backup, to break."""
    copy = work / uuid4().hex
    shutil.copytree(backup, copy)
    yield copy
    shutil.rmtree(copy)


def refused(database: OwnDatabase, media: Path, folder: Path, what: str, sentence: str, **environment: str) -> None:
    done = manage(database, media, "restore", str(folder), **environment)
    said = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "nothing was said"
    told(
        f"{what}: {said}",
        holds=done.returncode != 0 and sentence in said and not hashes(media) and not tables_in(database),
    )


def try_broken(target: OwnDatabase, media: Path, backup: Path, work: Path) -> None:
    with broken(backup, work) as copy:
        dump = copy / "database.dump"
        dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
        refused(target, media, copy, "a dump cut in half", "bytes instead of")
    with broken(backup, work) as copy:
        dump = copy / "database.dump"
        content = bytearray(dump.read_bytes())
        content[len(content) // 2] ^= 1
        dump.write_bytes(content)
        refused(target, media, copy, "one bit of the dump turned", "not the file that was stored")
    with broken(backup, work) as copy:
        (copy / "files" / "brief.pdf").unlink()
        refused(target, media, copy, "a file gone", "is missing")
    with broken(backup, work) as copy:
        page = copy / "manifest.json"
        page.write_text(page.read_text()[:-200])
        refused(target, media, copy, "the page with counts cut short", "cannot be read to its end")
    with broken(backup, work) as copy:
        page = copy / "manifest.json"
        page.write_text(page.read_text().replace('"rows": 1', '"rows": 2', 1))
        refused(target, media, copy, "a count changed", "was changed after it was written")
    refused(target, media, work / "nothing", "a folder that is not there", "holds no backup")


def drill(source: OwnDatabase, target: OwnDatabase, work: Path) -> None:
    media, again, backup = work / "files", work / "files-again", work / "backup"
    for name, content in FILES.items():
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(content)
    again.mkdir()
    loaded = manage(source, media, "load_demo", "--if-empty")
    told("the demo is loaded", holds=loaded.returncode == 0)
    before = counted(source)
    print(f"      {len(before)} tables, {sum(one[0] for one in before.values())} rows", flush=True)

    start = time.monotonic()
    done = manage(source, media, "backup", str(backup))
    print(f"      {(done.stdout or done.stderr).strip()}", flush=True)
    told(f"backed up in {time.monotonic() - start:.0f} s", holds=done.returncode == 0)
    told("only its owner can enter the backup", holds=backup.stat().st_mode & 0o077 == 0)
    told("no second backup over the first", holds=manage(source, media, "backup", str(backup)).returncode != 0)
    as_app = manage(source, media, "backup", str(work / "as-app"), DATABASE_OWNER_URL=source.app_url)
    told("the app role makes none, and leaves none", holds=as_app.returncode != 0 and not (work / "as-app").exists())
    told(
        "no key stands in it",
        holds=not any(b"development-only" in path.read_bytes() for path in backup.glob("manifest*")),
    )

    try_broken(target, again, backup, work)

    start = time.monotonic()
    done = manage(target, again, "restore", str(backup))
    print(f"      {(done.stdout or done.stderr).strip()}", flush=True)
    told(f"put back in {time.monotonic() - start:.0f} s", holds=done.returncode == 0)
    after = counted(target)
    told(
        "as many rows in each table",
        holds={n: one[0] for n, one in before.items()} == {n: one[0] for n, one in after.items()},
    )
    told(
        "the same values in each row",
        holds={n: one[1] for n, one in before.items()} == {n: one[1] for n, one in after.items()},
    )
    told(
        "the same sums, to the cent",
        holds={n: one[2] for n, one in before.items()} == {n: one[2] for n, one in after.items()},
    )
    told("the same files", holds=hashes(media) == hashes(again) and len(hashes(again)) == len(FILES))

    guarded = readable_and_guarded(target)
    told(f"row security on the same {len(guarded)} tables", holds=guarded == readable_and_guarded(source))
    unguarded = {name: number for name, number in seen_by_app(target, guarded).items() if number}
    told(
        "nobody acts: the app role sees what it saw before",
        holds=unguarded == {n: c for n, c in seen_by_app(source, guarded).items() if c},
    )
    told(
        f"and that is nothing of anybody: {unguarded or 'no row'}",
        holds=not {n for n in unguarded if n.startswith(("candidates_", "placements_", "tenders_"))},
    )
    alice = member_of(source, "alice")
    told(
        "Alice sees as many rows as she did",
        holds=seen_by_app(source, guarded, alice) == seen_by_app(target, guarded, alice),
    )
    told("and she sees some", holds=any(seen_by_app(target, guarded, alice).values()))
    told(
        "nothing is left to migrate",
        holds=manage(target, again, "migrate", "--check", DATABASE_URL=target.owner_url).returncode == 0,
    )
    told(
        "a second restore into it is refused",
        holds="is not empty" in manage(target, again, "restore", str(backup)).stderr,
    )


def main() -> int:
    with tempfile.TemporaryDirectory() as work, own_database() as source, empty_database() as target:
        drill(source, target, Path(work))
    print("The backup came back whole." if not failures else f"{len(failures)} things did not hold.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
