"""Every address as every role, filled, empty and with errors, through the Nu HTML checker: no message (about 50 minutes)."""

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
            [
                "-q",
                "-s",
                "-p",
                "no:cacheprovider",
                "-p",
                "no:logging",
                "--no-header",
                "campaigns/cases/valid_html.py",
                *sys.argv[1:],
            ]
        )
    )
