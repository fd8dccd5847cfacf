"""Holds whole reports, and what contracts are worth, against independent readings of random packages (about 15 minutes)."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = (
    "tests/reporting/test_oracle.py",
    "tests/exchange/test_random_candidates.py",
    "tests/exchange/test_random_packages.py",
)

if __name__ == "__main__":
    os.chdir(ROOT)
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_TEST_URL") or os.environ["DATABASE_URL"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "sroi_portal.settings.test"
    os.environ.setdefault("RANDOM_REGIONS", "200")
    os.environ.setdefault("RANDOM_PACKAGES", "100")
    sys.path.insert(0, str(ROOT))
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "--no-header", *TESTS, *sys.argv[1:]]))
