"""Walks every kind of page as each of the cast in a browser, at 1280 and 320 px, with axe (about 20 minutes)."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    os.chdir(ROOT)
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_TEST_URL") or os.environ["DATABASE_URL"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "sroi_portal.settings.test"
    os.environ["EACH_FOR_HIMSELF"] = "1"
    sys.path.insert(0, str(ROOT))
    sys.exit(
        pytest.main(["-q", "-p", "no:cacheprovider", "--no-header", "tests/journeys/test_pages.py", *sys.argv[1:]])
    )
