"""Asks for every address as every role with rows in every state, GET and POST: no 500, strangers see nothing (about 8 minutes)."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    os.chdir(ROOT)
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_TEST_URL") or os.environ["DATABASE_URL"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "sroi_portal.settings.test"
    sys.path.insert(0, str(ROOT))
    sys.exit(
        pytest.main(
            ["-q", "-p", "no:cacheprovider", "--no-header", "campaigns/cases/address_role_state.py", *sys.argv[1:]]
        )
    )
