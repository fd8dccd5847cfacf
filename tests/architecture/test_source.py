"""What holds for the source itself: sizes, names, and migrations that say all that the models say."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

HERE = Path(settings.BASE_DIR)
PACKAGES = ("sroi_portal", "exchange", "reporting", "placements", "tenders", "candidates", "organisations")
FOLDERS = (*PACKAGES, "tests", "templates", "static", "campaigns", "benchmarks")
KINDS = {".py", ".html", ".txt", ".js", ".css"}
LONGEST = 600
SAYS_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "service",
    "misc",
    "shared",
    "tools",
    "base_views",
}


def files() -> list[Path]:
    return [
        file
        for folder in FOLDERS
        for file in sorted((HERE / folder).rglob("*"))
        if file.suffix in KINDS and "__pycache__" not in file.parts
    ]


def test_no_file_is_longer_than_one_can_read():
    written = [file for file in files() if "migrations" not in file.parts]  # those are made by the framework
    long = {str(file.relative_to(HERE)): len(file.read_text().splitlines()) for file in written}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_every_module_is_named_after_its_subject():
    named = [file for file in files() if file.suffix == ".py" and {file.stem, *file.parts} & SAYS_NOTHING]
    assert named == []


def test_every_template_stands_with_its_app():
    apps = {*PACKAGES, "components", "account", "mfa", "mail", "sms", "django"}
    folders = {folder.name for folder in (HERE / "templates").iterdir() if folder.is_dir()}
    assert folders <= apps


@pytest.mark.parametrize("kind", ["style=", "onclick=", "onchange=", "onsubmit=", "hx-on", "javascript:", "<style"])
def test_templates_leave_style_and_script_to_files(kind):
    """The content security policy refuses them. A PDF, and a file that somebody takes along, are no pages of the portal."""
    taken_along = {"own_page_download.html"} if kind == "<style" else set()
    files = (HERE / "templates").rglob("*.html")
    pages = [file for file in files if "pdf" not in file.parts and file.name not in taken_along]
    assert [str(file.relative_to(HERE)) for file in pages if kind in file.read_text()] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())
