"""Runs the cases of a campaign by pytest, outside the test suite, on the database of the campaigns."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def try_cases(name: str, *options: str) -> int:
    """The exit status. What was typed behind the name of the campaign is for pytest: ``-k dirk-auditor``."""
    os.chdir(ROOT)
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_TEST_URL") or os.environ["DATABASE_URL"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "sroi_portal.settings.test"
    usual = ("-q", "-p", "no:cacheprovider", "--no-header")
    return pytest.main([*usual, *options, f"campaigns/cases/{name}.py", *sys.argv[1:]])
