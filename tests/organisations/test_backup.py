"""A backup comes back as it was, or does not come back at all; `./dev campaign restore` does it with the whole demo."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as given_settings
from django.core.management import CommandError, call_command
from django.db import connections

from organisations.backup.facts import differences, digest, facts_of
from organisations.backup.making import back_up
from organisations.backup.manifest import DUMP, MANIFEST, BackupError, Manifest, owner_parameters
from organisations.backup.putting_back import put_back
from organisations.models import new_id
from tests.scratch import made_scratch
from tests.untouched import run_as_owner

AT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def source(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), made_scratch() as one:
        yield one


@pytest.fixture(scope="module")
def empty(source, django_db_blocker):
    """A database without a table, to put things back into."""
    name = f"empty_{new_id().hex[-12:]}"
    with django_db_blocker.unblock():
        run_as_owner(f'CREATE DATABASE "{name}"')
        yield name
        run_as_owner(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def lead_to(monkeypatch):
    """Lead the commands to another database and another folder of files."""

    def lead(name: str, media: Path) -> None:
        default = connections["default"]
        monkeypatch.setattr(default, "settings_dict", {**default.settings_dict, "NAME": name})
        monkeypatch.setattr(given_settings, "MEDIA_ROOT", media)

    return lead


@pytest.fixture(scope="module")
def kept(source, tmp_path_factory):
    """A backup of the scratch database with two files."""
    work = tmp_path_factory.mktemp("backup")
    (work / "files" / "diep").mkdir(parents=True)
    (work / "files" / "brief.pdf").write_bytes(b"%PDF-1.7")
    (work / "files" / "diep" / "leeg").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            connections["default"], "settings_dict", {**connections["default"].settings_dict, "NAME": source.name}
        )
        patch.setattr(given_settings, "MEDIA_ROOT", work / "files")
        back_up(work / "backup", at=AT)
    return work / "backup"


@pytest.fixture
def copy(kept, tmp_path):
    """The same, to break."""
    return Path(shutil.copytree(kept, tmp_path / "copy"))


def reason(folder: Path) -> str:
    with pytest.raises(BackupError) as refused:
        put_back(folder)
    return str(refused.value)


def test_what_is_put_back_is_the_same_and_is_guarded_as_before(source, kept, empty, lead_to, tmp_path):
    lead_to(empty, tmp_path / "files")
    manifest = put_back(kept)
    assert manifest.facts["tables"]["organisations_region"]["rows"] == 1
    assert manifest.facts["guards"]["policies"]["count"] > 500
    assert (tmp_path / "files" / "brief.pdf").read_bytes() == b"%PDF-1.7"
    assert (tmp_path / "files" / "diep" / "leeg").exists()
    with psycopg.connect(**owner_parameters()) as owner:
        assert not list(differences(manifest.facts, facts_of(owner)))
        _sees_what_is_other(owner, manifest)
    with psycopg.connect(source.app_url, dbname=empty) as app:
        for table in (
            "organisations_organisation",
            "tenders_contract",
            "placements_deployment",
            "candidates_candidate",
        ):
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("ALTER TABLE candidates_candidate DISABLE ROW LEVEL SECURITY")
    assert "is not empty" in reason(kept)


def _sees_what_is_other(owner: psycopg.Connection, manifest: Manifest) -> None:
    """Each kind of change shows; all of it is undone."""
    table, amount = next(
        (name, column)
        for name, one in manifest.facts["tables"].items()
        for column, total in one.get("sums", {}).items()
        if one["rows"] and not name.endswith("event") and name.startswith("tenders_")
    )
    (policy,) = owner.execute(
        "SELECT format('%I ON %I', policyname, tablename) FROM pg_policies WHERE tablename = 'candidates_candidate' LIMIT 1"
    ).fetchone()
    for statement, told in (
        (f"UPDATE {table} SET {amount} = coalesce({amount}, 0) + 0.01", f"{table}: the sum of {amount}"),
        (f"DROP POLICY {policy}", "policies: "),
        ("ALTER TABLE candidates_candidate DISABLE ROW LEVEL SECURITY", "row_security: "),
        ("GRANT SELECT ON organisations_erasurerule TO PUBLIC", "rights: "),
        (
            "INSERT INTO organisations_cpvcode (code, label, plain) VALUES ('00000001', 'x', 'x')",
            "organisations_cpvcode: ",
        ),
        ("DROP TABLE django_session", "django_session: is missing"),
    ):
        with owner.transaction(force_rollback=True):
            owner.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER")
            owner.execute(statement)
            assert any(one.startswith(told) for one in differences(manifest.facts, facts_of(owner))), told


@pytest.mark.usefixtures("source")
class TestRefused:
    """Before anything is written: none of these reaches the database."""

    def test_a_dump_cut_short(self, copy):
        whole = (copy / DUMP).read_bytes()
        (copy / DUMP).write_bytes(whole[:-1])
        assert f"database.dump has {len(whole) - 1} bytes instead of {len(whole)}" in reason(copy)

    def test_a_dump_with_one_bit_turned(self, copy):
        content = bytearray((copy / DUMP).read_bytes())
        content[len(content) // 2] ^= 1
        (copy / DUMP).write_bytes(content)
        assert "database.dump is not the file that was stored" in reason(copy)

    def test_a_file_that_is_gone(self, copy):
        (copy / "files" / "brief.pdf").unlink()
        assert "files/brief.pdf is missing" in reason(copy)

    @pytest.mark.parametrize("content", ["", "{", "[]", '"x"', "{}", "null"])
    def test_a_page_that_ends_too_early(self, copy, content):
        (copy / MANIFEST).write_text(content)
        assert "manifest.json cannot be read to its end" in reason(copy)

    def test_a_page_that_was_changed(self, copy):
        page = json.loads((copy / MANIFEST).read_text())
        page["facts"]["tables"]["organisations_region"]["rows"] = 2
        (copy / MANIFEST).write_text(json.dumps(page))
        assert "was changed after it was written" in reason(copy)

    def test_no_backup(self, tmp_path):
        assert "holds no backup" in reason(tmp_path)

    def test_another_key_of_persons(self, copy, settings):
        settings.PERSON_KEY_SECRET = "another"
        assert "made with another PERSON_KEY_SECRET" in reason(copy)

    @pytest.mark.parametrize("name", ["../outside", "/etc/outside", "diep/../../outside", "away/outside", "a\0b", "."])
    def test_a_file_that_would_lie_elsewhere(self, copy, tmp_path, name):
        """Whoever could write in the folder of backups writes nowhere else by it, whatever the page says."""
        (tmp_path / "outside").write_bytes(b"")
        (copy / "files" / "away").symlink_to(tmp_path)
        manifest = Manifest.read(copy)
        replace(manifest, files={name: manifest.files["diep/leeg"]}).write(copy)
        assert "lies outside its folder of files" in reason(copy)

    def test_a_page_of_something_else(self, copy):
        content = {"format": 1, "files": {"x": {"bytes": 1}}}
        (copy / MANIFEST).write_text(json.dumps({**content, "sha256": digest(content)}))
        assert "is no page of a backup" in reason(copy)

    def test_a_newer_version(self, copy):
        page = json.loads((copy / MANIFEST).read_text())
        del page["sha256"], page["format"]
        manifest = Manifest.read(copy)
        newer = {name: getattr(manifest, name) for name in page} | {"migrations": ["tenders.9999_of_tomorrow"]}
        Manifest(**newer).write(copy)
        assert "tenders.9999_of_tomorrow is not known here" in reason(copy)

    def test_a_database_with_tables(self, copy, source, lead_to, tmp_path):
        lead_to(source.name, tmp_path / "files")
        assert "is not empty" in reason(copy)


def test_nobody_else_enters_a_backup_and_no_key_is_in_it(kept):
    assert kept.stat().st_mode & 0o077 == 0
    page = (kept / MANIFEST).read_text()
    assert set(json.loads(page)["keys"]) == {"SECRET_KEY", "PERSON_KEY_SECRET"}
    assert given_settings.PERSON_KEY_SECRET not in page
    assert given_settings.SECRET_KEY not in page


def test_a_backup_is_never_overwritten(kept):
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(kept))
    assert (kept / MANIFEST).exists()


def test_the_app_role_makes_none(source, lead_to, settings, tmp_path):
    lead_to(source.name, tmp_path / "files")
    settings.DATABASE_OWNER = {"USER": settings.DATABASE_APP_ROLE, "PASSWORD": ""}
    with pytest.raises(CommandError, match="does not own the tables"):
        call_command("backup", str(tmp_path / "backup"))
    assert not list(tmp_path.iterdir())
